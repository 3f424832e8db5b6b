"""Writes a plan, set by set: what ends first, what begins after, so that every constraint holds at every moment."""

from django.db import connection

from branches.actions.placements import lock_units
from branches.models import Unit, UnitSuccession, UnitVersion
from common.copying import copy_rows, draw_ids, plan_anew


def write_plan(plan, before, *, ends_on):
    """Puts `plan` into the database; call it in a transaction that holds the map and has an actor already."""
    _lock(plan)
    for row, unit_id in zip(plan.opened, draw_ids(Unit, len(plan.opened)), strict=True):
        row.unit_id = unit_id
    copy_rows(Unit, [Unit(pk=row.unit_id, opened_on=before.starts_on) for row in plan.opened])
    _end_versions(plan.ends)
    plan_anew()
    Unit.objects.filter(pk__in=plan.closed).update(closed_on=before.starts_on)
    _correct(plan.corrected)
    _move(plan.moved)
    copy_rows(UnitVersion, _new_versions(plan, before, ends_on))
    copy_rows(
        UnitSuccession,
        [
            UnitSuccession(
                predecessor_id=predecessor_id,
                successor_id=row.unit_id,
                extent=line.extent,
                is_default=line.is_default,
                happens_on=before.starts_on,
            )
            for predecessor_id, row, line in plan.successions
        ],
    )
    _change_successions(plan.successions_changed)


def _lock(plan):
    rows = [*plan.opened, *(row for row, _rest in (*plan.begun, *plan.corrected))]
    versions = [version for version, _taker in (*plan.followed, *plan.moved)]
    lock_units(
        *plan.closed,
        *(row.unit_id for row in rows),
        *(row.found_parent_id for row in rows),
        *(version.unit_id for version in versions),
    )


def _new_versions(plan, before, ends_on):
    old = before.by_unit_on_eve
    for row, end in (*((row, ends_on) for row in plan.opened), *plan.begun):
        previous = old.get(row.unit_id)
        has_place = row.latitude is not None or previous is None
        yield UnitVersion(
            unit_id=row.unit_id,
            parent_id=row.found_parent_id,
            level_id=row.level,
            kind_id=row.kind_id or (previous and previous.kind_id),
            code=row.code,
            name=row.name,
            latitude=row.latitude if has_place else previous.latitude,
            longitude=row.longitude if has_place else previous.longitude,
            starts_on=before.starts_on,
            ends_on=end,
        )
    for version, taker in plan.followed:
        yield UnitVersion(
            unit_id=version.unit_id,
            parent_id=taker.unit_id,
            level_id=version.level,
            kind_id=version.kind_id,
            code=version.code,
            name=version.name,
            latitude=version.latitude,
            longitude=version.longitude,
            starts_on=before.starts_on,
            ends_on=version.ends_on,
        )


def _end_versions(ends):
    by_day: dict = {}
    for version_id, day in ends.items():
        by_day.setdefault(day, []).append(version_id)
    for day, ids in by_day.items():
        plan_anew()
        UnitVersion.objects.filter(pk__in=ids).update(ends_on=day)


def _correct(corrected):
    """Facts that a list issued again says otherwise, in place: the history keeps what stood there."""
    fields = ("search_key", "sort_key")
    rows = []
    for row, version in corrected:
        derived = UnitVersion(name=row.name, code=row.code)
        keys = [UnitVersion._meta.get_field(field).pre_save(derived, False) for field in fields]
        has_place = row.latitude is not None
        rows.append(
            (
                version.id,
                row.found_parent_id,
                row.kind_id or version.kind_id,
                row.name,
                row.latitude if has_place else version.latitude,
                row.longitude if has_place else version.longitude,
                *keys,
            )
        )
    _update_from(
        "UPDATE branches_unitversion SET parent_id = said.parent, kind_id = said.kind, name = said.name, "
        "latitude = said.latitude, longitude = said.longitude, search_key = said.search, sort_key = said.sort "
        "FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::float8[], %s::float8[], %s::text[], "
        "%s::text[]) AS said (id, parent, kind, name, latitude, longitude, search, sort) "
        "WHERE branches_unitversion.id = said.id",
        rows,
    )


def _move(moved):
    _update_from(
        "UPDATE branches_unitversion SET parent_id = said.parent "
        "FROM unnest(%s::bigint[], %s::bigint[]) AS said (id, parent) WHERE branches_unitversion.id = said.id",
        [(version.id, taker.unit_id) for version, taker in moved],
    )


def _change_successions(changed):
    _update_from(
        "UPDATE branches_unitsuccession SET extent = said.extent, is_default = said.is_default "
        "FROM unnest(%s::bigint[], %s::text[], %s::boolean[]) AS said (id, extent, is_default) "
        "WHERE branches_unitsuccession.id = said.id",
        [(pk, line.extent, line.is_default) for pk, line in changed],
    )


def _update_from(statement, rows):
    if rows:
        plan_anew()
        with connection.cursor() as cursor:
            cursor.execute(statement, [list(column) for column in zip(*rows, strict=True)])
