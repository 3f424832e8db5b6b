"""Zones (tiểu vùng, tiểu khu, cụm xã) from a list. A commune that a list leaves out stays where it is."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from branches.imports.codes import find_dated, in_chunks, made_up_codes, said_codes, unit_codes
from branches.imports.pipeline import Context, Kind
from branches.imports.plan import ADDED, CHANGED, ENDED, UNCHANGED, Plan, day, from_to
from branches.models import Unit, UnitPlacement, Zone, ZoneMember
from common.periods import overlaps
from common.spreadsheets.columns import Column, Table


def columns():
    return [
        Column(
            "code",
            gettext_lazy("Mã cụm"),
            kind="code",
            max_length=30,
            aliases=("Mã", "Mã tiểu vùng", "Mã tiểu khu"),
            example="VD-C1",
        ),
        Column(
            "name",
            gettext_lazy("Tên cụm"),
            required=True,
            max_length=150,
            aliases=("Tên", "Tên tiểu vùng", "Tiểu vùng", "Cụm xã"),
            example="Cụm Ví Dụ",
        ),
        Column("kind", gettext_lazy("Loại cụm"), max_length=60, aliases=("Loại",), example="tiểu vùng"),
        Column(
            "commune_codes",
            gettext_lazy("Mã các xã"),
            required=True,
            kind="list",
            aliases=("Các xã", "Mã xã"),
            example="VD1; VD2",
        ),
        Column("starts_on", gettext_lazy("Từ ngày"), required=True, kind="date", example="2020-06-01"),
        Column("ends_on", gettext_lazy("Kết thúc từ ngày"), kind="date", aliases=("Không còn từ ngày",)),
        Column(
            "unit_code",
            gettext_lazy("Thuộc đơn vị mã"),
            kind="code",
            note=gettext_lazy("Để trống thì là đơn vị nhỏ nhất chứa tất cả các xã của cụm."),
        ),
    ]


def check(table: Table, context: Context) -> Plan:
    plan = Plan(table)
    units = unit_codes(said_codes(table.rows, "commune_codes", "unit_code"), context)
    zones = {each.code: each for each in in_chunks(_zones(), "code", said_codes(table.rows, "code"))}
    by_name = {(each.unit_id, each.name): each for each in _zones().filter(ends_on=None)}
    members: dict[int, list[ZoneMember]] = {}
    known = {*(zone.pk for zone in zones.values()), *(zone.pk for zone in by_name.values())}
    for member in in_chunks(ZoneMember.objects, "zone_id", known):
        members.setdefault(member.zone_id, []).append(member)
    rows = [row for row in table.rows if not plan.is_bad(row)]
    for row in rows:
        _find_communes(plan, context, row, units)
    _find_owners(plan, context, rows, units)
    nameless, seen = [], {}
    for row in rows:
        if plan.is_bad(row):
            continue
        said = row["code"] or (row["owner"].pk, row["name"])
        if said in seen:
            plan.error(
                row,
                "code" if row["code"] else "name",
                _("Cụm này đã có ở hàng %(row)s.") % {"row": seen[said]},
            )
            continue
        seen[said] = row["row"]
        zone = zones.get(row["code"]) if row["code"] else by_name.get((row["owner"].pk, row["name"]))
        if zone is None:
            zone = _add(plan, row)
            if not row["code"]:
                nameless.append(zone)
        elif not context.may_write(zone.unit):
            plan.error(row, "code", _("Mã này đã dùng cho một cụm khác."))
        else:
            _change(plan, context, row, zone, members.get(zone.pk, []))
    for zone, code in zip(nameless, made_up_codes(Zone, "CUM", len(nameless), seen), strict=True):
        zone.code = code
    return plan


def _zones():
    return Zone.objects.select_related("unit")


def _find_communes(plan: Plan, context: Context, row: dict, units) -> None:
    row["communes"] = []
    for code in row["commune_codes"]:
        one = {**row, "commune_codes": code}
        version = find_dated(
            plan, context, units, one, "commune_codes", max(row["starts_on"], _day(row, context)), _("xã")
        )
        if version is not None and version.unit_id not in {each.unit_id for each in row["communes"]}:
            row["communes"].append(version)


def _day(row: dict, context: Context):
    """The day on which the communes' codes are read: the import's, or the zone's last where it has ended by then."""
    return row["starts_on"] if row["ends_on"] and row["ends_on"] <= context.on else context.on


def _find_owners(plan: Plan, context: Context, rows: list[dict], units) -> None:
    """Whose zone it is: the unit that the row names, or the lowest one above all of its communes."""
    ids = {version.unit_id for row in rows for version in row["communes"]}
    places: dict[int, list[UnitPlacement]] = {}
    for place in in_chunks(UnitPlacement.objects, "unit_id", ids):
        places.setdefault(place.unit_id, []).append(place)
    for row in rows:
        if row["unit_code"]:
            on = _day(row, context)
            version = find_dated(plan, context, units, row, "unit_code", on, _("đơn vị"))
            row["owner"] = version.unit if version else None
            continue
        on = max(row["starts_on"], _day(row, context))
        chains = [
            place.path.split(".")[:-2]
            for version in row["communes"]
            for place in places.get(version.unit_id, ())
            if place.holds_on(on)
        ]
        row["owner_key"] = _common(chains)
    by_key = {
        unit.key: unit
        for unit in Unit.objects.filter(key__in={row.get("owner_key") for row in rows} - {None})
    }
    for row in rows:
        if "owner" in row or plan.is_bad(row):
            continue
        row["owner"] = by_key.get(row["owner_key"])
        if row["owner"] is None:
            plan.error(row, "commune_codes", _("Các xã này không cùng thuộc một đơn vị nào."))
        elif not context.may_write(row["owner"]):
            plan.error(row, "commune_codes", _("Cụm này gồm các xã ngoài phạm vi của bạn."))


def _common(chains: list[list[str]]) -> str | None:
    """The last key that all chains of keys share from the top."""
    shared = None
    for keys in zip(*chains, strict=False):
        if len(set(keys)) > 1:
            break
        shared = keys[0]
    return shared


def _add(plan: Plan, row: dict) -> Zone:
    zone = Zone(
        unit=row["owner"],
        code=row["code"] or "?",
        name=row["name"],
        kind=row["kind"] or "",
        starts_on=row["starts_on"],
        ends_on=row["ends_on"],
    )
    plan.make(row, zone)
    for version in row["communes"]:
        plan.make(
            row,
            ZoneMember(zone=zone, unit=version.unit, starts_on=row["starts_on"], ends_on=row["ends_on"]),
        )
    plan.say(row, ADDED, row["name"], [_("%(count)s xã") % {"count": len(row["communes"])}])
    return zone


def _change(plan: Plan, context: Context, row: dict, zone: Zone, members: list[ZoneMember]) -> None:
    details = []
    for name in ("name", "kind"):
        if row[name] is not None and row[name] != getattr(zone, name):
            details.append(from_to(zone._meta.get_field(name).verbose_name, getattr(zone, name), row[name]))
            plan.alter(row, zone, **{name: row[name]})
    if zone.ends_on and row["ends_on"] != zone.ends_on:
        plan.error(
            row,
            "code",
            _("%(name)s đã kết thúc từ ngày %(day)s.") % {"name": zone.name, "day": day(zone.ends_on)},
        )
        return
    # A commune joins on the day of the import, or on the row's own where that is a later one than the zone's first.
    joins_on = row["starts_on"] if row["starts_on"] > zone.starts_on else max(context.on, zone.starts_on)
    for version in row["communes"]:
        standing = [
            each
            for each in members
            if each.unit_id == version.unit_id
            and overlaps((each.starts_on, each.ends_on), (joins_on, row["ends_on"]))
        ]
        is_over = row["ends_on"] is not None and joins_on >= row["ends_on"]
        if not standing and not is_over:
            details.append(_("thêm %(name)s từ ngày %(day)s") % {"name": version.name, "day": day(joins_on)})
            member = ZoneMember(zone=zone, unit=version.unit, starts_on=joins_on, ends_on=row["ends_on"])
            members.append(plan.make(row, member))
    verb = CHANGED if details else UNCHANGED
    if row["ends_on"] and row["ends_on"] != zone.ends_on:
        verb = ENDED
        details.append(_("không còn từ ngày %(day)s") % {"day": day(row["ends_on"])})
        plan.alter(row, zone, ends_on=row["ends_on"])
        for member in members:
            if member.pk is not None and (member.ends_on is None or member.ends_on > row["ends_on"]):
                plan.alter(row, member, ends_on=row["ends_on"])
    plan.say(row, verb, row["name"], details)


KIND = Kind(name="zones", title=gettext_lazy("Cụm xã, tiểu vùng"), columns=columns, check=check)
