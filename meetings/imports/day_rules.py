"""Fixed days of meetings from a list: one row a unit and type of branch. A changed day ends the rule and begins another."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from branches.imports.codes import find_dated, in_chunks, said_codes, unit_codes
from branches.imports.pipeline import Context, Kind
from branches.imports.plan import ADDED, CHANGED, ENDED, UNCHANGED, Plan, day, from_to
from branches.models import Organisation
from common.spreadsheets.columns import Column, Table
from meetings.models import DayRule

VALUES = ("day", "time", "place", "prepare_day")


def columns():
    return [
        Column(
            "unit_code",
            gettext_lazy("Mã đơn vị"),
            required=True,
            kind="code",
            max_length=30,
            aliases=("Mã xã", "Mã huyện", "Mã"),
            example="VD",
        ),
        Column(
            "branch_type",
            gettext_lazy("Loại hình chi bộ"),
            kind="choice",
            choices={value: str(label) for value, label in Organisation.BranchType.choices},
            aliases=("Loại hình",),
            example="khu dân cư",
            note=gettext_lazy("Để trống thì áp dụng cho mọi loại hình."),
        ),
        Column(
            "day",
            gettext_lazy("Ngày sinh hoạt"),
            required=True,
            kind="int",
            aliases=("Ngày",),
            example=24,
            note=gettext_lazy("Ngày trong tháng, từ 1 đến 31."),
        ),
        Column("time", gettext_lazy("Giờ"), kind="time", example="19:00"),
        Column(
            "place",
            gettext_lazy("Địa điểm"),
            max_length=200,
            aliases=("Nơi họp",),
            example="Nhà văn hóa",
        ),
        Column(
            "prepare_day",
            gettext_lazy("Ngày chuẩn bị"),
            kind="int",
            aliases=("Ngày chi ủy họp", "Ngày chi ủy chuẩn bị"),
            example=22,
        ),
        Column("starts_on", gettext_lazy("Từ ngày"), kind="date", example="2021-02-01"),
        Column("ends_on", gettext_lazy("Kết thúc từ ngày"), kind="date", aliases=("Không còn từ ngày",)),
    ]


def check(table: Table, context: Context) -> Plan:
    plan = Plan(table)
    units = unit_codes(said_codes(table.rows, "unit_code"), context)
    rules = _standing({version.unit_id for code in units.all_codes() for version in units.of(code)})
    seen: dict = {}
    for row in table.rows:
        if plan.is_bad(row):
            continue
        starts_on = row["starts_on"] or context.on
        version = find_dated(plan, context, units, row, "unit_code", starts_on, _("đơn vị"))
        if version is None or plan.is_bad(row) or not _days_are_days(plan, row):
            continue
        about = (version.unit_id, row["branch_type"] or "")
        if (about, starts_on) in seen:
            sentence = _("Đơn vị và loại hình này đã có ở hàng %(row)s.")
            plan.error(row, "unit_code", sentence % {"row": seen[about, starts_on]})
            continue
        seen[about, starts_on] = row["row"]
        _plan_row(plan, table, row, version, starts_on, rules.setdefault(about, []))
    return plan


def _standing(unit_ids) -> dict[tuple, list[DayRule]]:
    """{(unit id, type): its rules by first day}."""
    found: dict[tuple, list[DayRule]] = {}
    rows = DayRule.objects.filter(organisation=None).order_by("starts_on")
    for rule in sorted(in_chunks(rows, "unit_id", unit_ids), key=lambda each: each.starts_on):
        found.setdefault((rule.unit_id, rule.branch_type), []).append(rule)
    return found


def _days_are_days(plan, row) -> bool:
    for key in ("day", "prepare_day"):
        if row[key] is not None and not 1 <= row[key] <= 31:
            plan.error(row, key, _("Ngày trong tháng phải từ 1 đến 31."))
    if row["ends_on"] and row["starts_on"] and row["ends_on"] <= row["starts_on"]:
        plan.error(row, "ends_on", _("Ngày kết thúc phải sau ngày bắt đầu."))
    return not plan.is_bad(row)


def _plan_row(plan, table, row, version, starts_on, rules):
    title = _title(row, version)
    rule = next((each for each in rules if each.holds_on(starts_on)), None)
    if rule is None:
        later = [each.starts_on for each in rules if each.starts_on > starts_on]
        ends_on = min([*later, *([row["ends_on"]] if row["ends_on"] else [])], default=None)
        rules.append(plan.make(row, _rule(row, version, starts_on, ends_on)))
        plan.say(row, ADDED, title, [_("ngày %(day)s hằng tháng") % {"day": row["day"]}])
        return
    said = {name: row[name] for name in VALUES if name in table.present}
    said = {name: ("" if name == "place" and value is None else value) for name, value in said.items()}
    details = [
        from_to(DayRule._meta.get_field(name).verbose_name, getattr(rule, name), value)
        for name, value in said.items()
        if getattr(rule, name) != value
    ]
    if details:
        rule = _changed(plan, row, version, rule, said, starts_on, rules)
    verb = CHANGED if details else UNCHANGED
    if row["ends_on"] and row["ends_on"] != rule.ends_on:
        verb = ENDED
        details.append(_("không còn từ ngày %(day)s") % {"day": day(row["ends_on"])})
        if rule.pk is None:
            rule.ends_on = row["ends_on"]
        else:
            plan.alter(row, rule, ends_on=row["ends_on"])
    plan.say(row, verb, title, details)


def _changed(plan, row, version, rule, said, starts_on, rules) -> DayRule:
    """The rule with its new values: put right where it begins that very day, else ended and begun anew."""
    if rule.starts_on == starts_on:
        plan.alter(row, rule, **said)
        return rule
    values = {name: said.get(name, getattr(rule, name)) for name in VALUES}
    fresh = DayRule(
        unit=version.unit,
        branch_type=rule.branch_type,
        starts_on=starts_on,
        ends_on=rule.ends_on,
        **values,
    )
    plan.alter(row, rule, ends_on=starts_on)
    rules.append(plan.make(row, fresh))
    return fresh


def _rule(row, version, starts_on, ends_on) -> DayRule:
    return DayRule(
        unit=version.unit,
        branch_type=row["branch_type"] or "",
        day=row["day"],
        time=row["time"],
        place=row["place"] or "",
        prepare_day=row["prepare_day"],
        starts_on=starts_on,
        ends_on=ends_on,
    )


def _title(row, version) -> str:
    if not row["branch_type"]:
        return version.name
    return f"{version.name}, {Organisation.BranchType(row['branch_type']).label}"


KIND = Kind(name="day_rules", title=gettext_lazy("Ngày sinh hoạt cố định"), columns=columns, check=check)
