"""Reads of the map. "Where did it stand then?" is a placement; "where is it found today?" is Unit.access_path."""

from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models

from branches.querysets.scoping import path_range, within
from branches.rules import default_successor
from common.asked_once import answered_once, is_asking_once
from common.periods import contains
from common.records import PeriodQuerySet
from common.text import search_key


class UnitQuerySet(models.QuerySet):
    def visible_to(self, scope):
        return self.filter(within(scope.reach("units.read"), unit=""))

    def writable_by(self, scope):
        return self.filter(within(scope.reach("units.write"), unit=""))

    def open_on(self, day):
        return self.filter(models.Q(closed_on=None) | models.Q(closed_on__gt=day), opened_on__lte=day)

    def with_aliases(self):
        """Units with `alias_names`: the other names that people use, by name."""
        from branches.models import UnitAlias

        names = UnitAlias.objects.filter(unit=models.OuterRef("pk")).order_by("name").values("name")
        return self.annotate(alias_names=ArraySubquery(names))

    def coded(self, code, day):
        """Units that bear the official or office's code on `day`: at most one."""
        from branches.models import UnitVersion

        return self.filter(pk__in=UnitVersion.objects.on(day).filter(code=code).values("unit_id"))


class VersionQuerySet(PeriodQuerySet):
    def matching(self, text):
        """Versions whose name or code contains `text`, accents or not."""
        return self.filter(search_key__contains=search_key(text))


class PlacementQuerySet(PeriodQuerySet):
    """Always `UnitPlacement.objects.on(day).under(unit)`: chained filters over the versions would join them twice and
    count a moved hamlet in its old district."""

    _day = None

    def _clone(self):
        clone = super()._clone()
        clone._day = self._day
        return clone

    def on(self, day):
        rows = super().on(day)
        rows._day = day
        return rows

    def under(self, unit, *, itself=True):
        """Places in `unit`'s subtree on the day of `on(day)`; none where the unit does not stand that day."""
        if self._day is None:
            raise ValueError("ask for a day first: UnitPlacement.objects.on(day).under(unit)")
        path = _path_on(unit, self._day)
        if path is None:
            return self.none()
        rows = self.under_path(path)
        return rows if itself else rows.exclude(unit=unit)

    def under_path(self, path):
        return self.filter(path_range("path", path))

    def at_level(self, number):
        return self.filter(level=number)

    def visible_to(self, scope):
        return self.filter(within(scope.reach("units.read")))

    def for_list(self):
        return self.select_related("unit", "version__kind", "version__level").order_by("path")


def _path_on(unit, day) -> str | None:
    return next((path for path, *period in _dated_paths(unit) if contains(*period, day)), None)


def paths_of(unit) -> list[str]:
    """All paths at which the unit ever stood."""
    return sorted({path for path, *_period in _dated_paths(unit)})


def _dated_paths(unit) -> list[tuple]:
    from branches.models import UnitPlacement

    if is_asking_once():
        return [(each.path, each.starts_on, each.ends_on) for each in placements_of(unit)]
    return list(UnitPlacement.objects.filter(unit=unit).values_list("path", "starts_on", "ends_on"))


@answered_once
def placements_of(unit) -> list:
    """Every UnitPlacement that the unit ever had, with its version."""
    from branches.models import UnitPlacement

    rows = UnitPlacement.objects.filter(unit=unit)
    return list(rows.select_related("unit", "version__level", "version__kind"))


@answered_once
def levels() -> dict:
    """{number: Level}."""
    from branches.models import Level

    return {level.number: level for level in Level.objects.all()}


def stood_under(unit, *, day_field, unit_field="unit", paths=None):
    """A condition on rows that happened on a day (`day_field`) in a unit (`unit_field`): by the map of that very day it lay in
    `unit`. Last year's figures of a moved hamlet stay with its old commune, those of a closed district are for ever its.
    `paths` are its `paths_of` where they are known."""
    from branches.models import UnitPlacement

    day, under = models.OuterRef(day_field), models.Q(pk__in=[])
    for path in paths_of(unit) if paths is None else paths:
        under |= path_range("path", path)
    then = models.Q(ends_on=None) | models.Q(ends_on__gt=day)
    return models.Exists(
        UnitPlacement.objects.filter(then, under, unit=models.OuterRef(unit_field), starts_on__lte=day)
    )


def placements_by_unit(unit_ids, day) -> dict:
    """{unit id: its UnitPlacement on `day`, or its last one before, or its first one after}; one query."""
    from branches.models import UnitPlacement

    found: dict = {}
    rows = UnitPlacement.objects.filter(unit_id__in=set(unit_ids)).select_related(
        "version__kind", "version__level"
    )
    for row in rows.order_by("starts_on"):
        best = found.get(row.unit_id)
        if best is None or row.starts_on <= day:
            found[row.unit_id] = row
    return found


def placements_with_parents(unit_ids) -> dict:
    """{unit id: all its UnitPlacements with their version, the earliest first} of these units and of those that ever stood
    directly above them; one query. See `best_of`."""
    from branches.models import UnitPlacement

    ids, found = set(unit_ids), {}
    above = UnitPlacement.objects.filter(unit__in=ids).values("version__parent")
    rows = UnitPlacement.objects.filter(models.Q(unit__in=ids) | models.Q(unit__in=above))
    related = ("version__kind", "version__level", "commune")
    for row in rows.select_related(*related).order_by("starts_on"):
        found.setdefault(row.unit_id, []).append(row)
    return found


def best_of(rows, day):
    """Of dated rows, the earliest first: the one on `day`, or the last one before, or the first one after."""
    return next((row for row in reversed(rows) if row.starts_on <= day), rows[0])


def names_of(unit_ids, day) -> dict:
    """{unit id: name on `day`, or its last name before, or its first one after}; one query."""
    from branches.models import UnitVersion

    names: dict = {}
    rows = UnitVersion.objects.filter(unit_id__in=set(unit_ids)).order_by("starts_on")
    for unit_id, starts_on, name in rows.values_list("unit_id", "starts_on", "name"):
        if unit_id not in names or starts_on <= day:
            names[unit_id] = name
    return names


def names_with_commune(unit_ids, day) -> dict:
    """`names_of`, a hamlet with its commune: every commune has an Ấp 2. Two queries, one more for units that never stood."""
    places = placements_by_unit(unit_ids, day)
    communes = {pk: place.commune_id for pk, place in places.items() if place.commune_id not in (None, pk)}
    called = names_of(set(communes.values()), day) if communes else {}
    never_stood = set(unit_ids) - places.keys()
    names = names_of(never_stood, day) if never_stood else {}
    for pk, place in places.items():
        names[pk] = ", ".join(filter(None, (place.version.name, called.get(communes.get(pk)))))
    return names


def names_of_keys(keys, day) -> dict:
    """{unit key: name on `day`, or its last name before} for breadcrumbs; one query however many paths there are."""
    from branches.models import UnitVersion

    names: dict = {}
    rows = UnitVersion.objects.filter(unit__key__in=set(keys)).order_by("starts_on")
    for key, starts_on, name in rows.values_list("unit__key", "starts_on", "name"):
        if key not in names or starts_on <= day:
            names[key] = name
    return names


def chain_of(placement, day) -> list[tuple]:
    """[(unit key, name, level number)] of the chain of `placement`, from the top down to the unit itself, each as it was
    on `day` (or last before); one query."""
    from branches.models import UnitVersion

    keys = placement.path.split(".")[:-1]
    found: dict = {}
    rows = UnitVersion.objects.filter(unit__key__in=keys).order_by("starts_on")
    for key, starts_on, name, level in rows.values_list("unit__key", "starts_on", "name", "level_id"):
        if key not in found or starts_on <= day:
            found[key] = (key, name, level)
    return [found[key] for key in keys]


def children_of(unit, day):
    """The places directly beneath `unit` on `day`, by level and name."""
    from branches.models import UnitPlacement

    rows = UnitPlacement.objects.on(day).filter(version__parent=unit)
    return rows.select_related("unit", "version__kind", "version__level").order_by(
        "level", "version__sort_key"
    )


def undecided_on(day):
    """Units that exist on `day` but stand nowhere: their parent ended without one that took it whole."""
    from branches.models import Unit, UnitPlacement

    standing = UnitPlacement.objects.on(day).filter(unit=models.OuterRef("pk"))
    return Unit.objects.open_on(day).filter(~models.Exists(standing))


def predecessors_of(unit):
    """UnitSuccession rows that lead to `unit`, the latest first; the predecessor's name is read on the day before."""
    rows = unit.successions_in.select_related("predecessor", "document")
    return rows.order_by("-happens_on", "predecessor_id")


def successors_of(unit):
    """UnitSuccession rows that lead from `unit`; the one that took most of it first."""
    rows = unit.successions_out.select_related("successor", "document")
    return rows.order_by("-happens_on", "-is_default", "successor_id")


def lineage_of(unit_ids, day) -> dict[int, dict[int, date]]:
    """{unit id: {id of a unit that ended until `day` and is found in it: the day from which it is}}, by the same road as
    `Unit.access_path`: to the one successor that took it whole or most of it, and so on. One query for each generation."""
    from branches.models import UnitSuccession

    found: dict = {pk: {} for pk in unit_ids}
    # {unit: {the unit asked for: from which day on it is found there}}
    edge = {pk: {pk: None} for pk in found}
    while edge:
        led_here = UnitSuccession.objects.filter(successor__in=edge, happens_on__lte=day)
        rows = UnitSuccession.objects.filter(
            predecessor__in=led_here.values("predecessor"), happens_on__lte=day
        )
        taken: dict = {}
        for pk, happens_on, *rest in rows.values_list(
            "predecessor", "happens_on", "successor", "extent", "is_default"
        ):
            taken.setdefault(pk, (happens_on, []))[1].append(tuple(rest))
        before: dict = {}
        for pk, (happens_on, successions) in taken.items():
            for root, since in edge.get(default_successor(successions), {}).items():
                if pk != root and pk not in found[root]:
                    found[root][pk] = before.setdefault(pk, {})[root] = max(since or happens_on, happens_on)
        edge = before
    return found
