"""Where every unit stands, derived from the versions: the only writer of UnitPlacement and of Unit.access_path."""

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from branches.models import Unit, UnitPlacement, UnitSuccession, UnitVersion
from branches.rules import (
    FoundFact,
    Standing,
    VersionFact,
    access_path,
    default_successor,
    derive_placements,
    next_to_ask,
)
from common.copying import plan_anew

# Any number, the same for every writer of the map.
_MAP_LOCK = 7_310_204
_COLUMNS = (
    "unit_id",
    "version_id",
    "level",
    "path",
    "province_id",
    "district_id",
    "commune_id",
    "starts_on",
    "ends_on",
)


def lock_map():
    """One writer of the map at a time, until the transaction ends: two changes at once would each derive places from
    versions that the other is replacing. The map changes rarely, so one lock for all of it is enough."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_MAP_LOCK])


def lock_units(*units):
    """Locks the rows of the units that a change of the map writes or points to, in order of id as everybody does:
    whoever assigns cadres to them at the same moment waits, and neither waits for the other in a circle."""
    ids = {unit if isinstance(unit, int) else unit.pk for unit in units if unit}
    list(Unit.objects.filter(pk__in=ids).select_for_update(no_key=True).order_by("pk").values_list("pk"))


@transaction.atomic
def rebuild_placements(unit_ids=None) -> int:
    """Brings the placements in line with the versions; returns the number of rows written and deleted.

    `unit_ids`: only these units and everything that stands or stood beneath them; None is the whole map. A row that is
    right already is not touched.
    """
    lock_map()
    affected = None if unit_ids is None else units_beneath(unit_ids)
    wanted = set(derived_placements(affected))
    present = stored_placements(affected)
    wrong = [pk for place, pk in present.items() if place not in wanted]
    missing = [place for place in wanted if place not in present]
    UnitPlacement.objects.filter(pk__in=wrong).delete()
    _copy(sorted(missing, key=lambda place: (place.path, place.starts_on)))
    return len(wrong) + len(missing)


def derived_placements(unit_ids=None) -> list[Standing]:
    """The placements that the versions give; of `unit_ids` (complete downwards, see `units_beneath`) or of all."""
    rows = UnitVersion.objects.values_list("pk", "unit_id", "parent_id", "level_id", "starts_on", "ends_on")
    units = Unit.objects.values_list("pk", "key")
    if unit_ids is None:
        return derive_placements([VersionFact._make(row) for row in rows], dict(units))
    versions = [VersionFact._make(row) for row in rows.filter(unit_id__in=unit_ids)]
    parents = {version.parent_id for version in versions} - {None} - set(unit_ids)
    above = list(stored_placements(parents))
    return derive_placements(versions, dict(units.filter(pk__in=unit_ids)), above)


def units_beneath(unit_ids) -> set[int]:
    """Ids of the units and of all that stand or ever stood beneath them; one query a level."""
    found = set(unit_ids)
    edge = found
    while edge:
        children = UnitVersion.objects.filter(parent_id__in=edge).values_list("unit_id", flat=True)
        edge = set(children) - found
        found = found | edge
    return found


def stored_placements(unit_ids=None) -> dict[Standing, int]:
    """{place: id of its row} of `unit_ids`, or of all."""
    rows = UnitPlacement.objects.all()
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=unit_ids)
    return {Standing._make(row[1:]): row[0] for row in rows.values_list("pk", *_COLUMNS)}


def _copy(places):
    if not places:
        return
    columns = ", ".join(_COLUMNS)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY branches_unitplacement ({columns}) FROM STDIN") as copy,
    ):
        for place in places:
            copy.write_row(place)


@transaction.atomic
def refresh_access_paths(*, on=None, unit_ids=None) -> int:
    """Brings `Unit.access_path` in line with the map of the day `on` (today where none is given: the column *means*
    today); returns the number of units changed.

    `unit_ids`: these units, all beneath them, and all that are found through them (their predecessors).
    """
    lock_map()
    on = on or timezone.localdate()
    wanted = expected_access_paths(on, None if unit_ids is None else _found_through(unit_ids))
    stored = Unit.objects.filter(pk__in=wanted).values_list("pk", "access_path")
    changed = {pk: wanted[pk] for pk, path in stored if path != wanted[pk]}
    if changed:
        if len(changed) > 100:
            plan_anew()
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE branches_unit SET access_path = found.path "
                "FROM unnest(%s::bigint[], %s::text[]) AS found (id, path) WHERE branches_unit.id = found.id",
                [list(changed), list(changed.values())],
            )
    return len(changed)


def expected_access_paths(day, unit_ids=None) -> dict[int, str]:
    """{unit id: where it is found on `day`} of `unit_ids`, or of all units."""
    facts = _found_facts(day, unit_ids)
    wanted = list(facts)
    unknown = {next_to_ask(fact) for fact in facts.values()} - {None} - facts.keys()
    while unknown:
        more = _found_facts(day, unknown)
        facts |= more
        unknown = {next_to_ask(fact) for fact in more.values()} - {None} - facts.keys()
    return {unit_id: access_path(unit_id, facts) for unit_id in wanted}


def _found_through(unit_ids) -> set[int]:
    """The units, all beneath them, and all whose successors or last parents lead here."""
    found = units_beneath(unit_ids)
    edge = found
    while edge:
        before = UnitSuccession.objects.filter(successor_id__in=edge).values_list("predecessor_id", flat=True)
        edge = units_beneath(before) - found
        found = found | edge
    return found


def _found_facts(day, unit_ids=None) -> dict[int, FoundFact]:
    """{unit id: FoundFact}; the roads of successors and parents are read only for units that stand nowhere."""

    def of(queryset, field="unit_id"):
        return queryset if unit_ids is None else queryset.filter(**{f"{field}__in": unit_ids})

    now = dict(of(UnitPlacement.objects.on(day)).values_list("unit_id", "path"))
    units = list(of(Unit.objects, "pk").values_list("pk", "key", "opened_on", "closed_on"))
    away = [pk for pk, *_rest in units if pk not in now]
    first, last, parents, successions = _roads(away, day) if away else ({}, {}, {}, {})
    return {
        pk: FoundFact(
            key=key,
            is_closed=closed_on is not None and closed_on <= day,
            is_opened=opened_on <= day,
            path=now.get(pk),
            first_path=first.get(pk, ""),
            last_path=last.get(pk, ""),
            successor_id=default_successor(successions.get(pk, ())),
            parent_id=parents.get(pk),
        )
        for pk, key, opened_on, closed_on in units
    }


def _roads(unit_ids, day):
    """({id: first path}, {id: latest path until `day`}, {id: latest parent until `day`}, {id: successions until `day`})."""
    first, last, parents, successions = {}, {}, {}, {}
    places = UnitPlacement.objects.filter(unit_id__in=unit_ids).order_by("starts_on")
    for unit_id, path, starts_on in places.values_list("unit_id", "path", "starts_on"):
        first.setdefault(unit_id, path)
        if starts_on <= day or unit_id not in last:
            last[unit_id] = path
    versions = UnitVersion.objects.filter(unit_id__in=unit_ids).order_by("starts_on")
    for unit_id, parent_id, starts_on in versions.values_list("unit_id", "parent_id", "starts_on"):
        if starts_on <= day or unit_id not in parents:
            parents[unit_id] = parent_id
    taken = UnitSuccession.objects.filter(Q(predecessor_id__in=unit_ids), happens_on__lte=day)
    for unit_id, *rest in taken.values_list("predecessor_id", "successor_id", "extent", "is_default"):
        successions.setdefault(unit_id, []).append(tuple(rest))
    return first, last, parents, successions
