"""Self-managed groups and groups of households from a list: found by code, without one by their hamlet and name."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from branches.imports.codes import find_dated, in_chunks, made_up_codes, said_codes, unit_codes
from branches.imports.pipeline import Context, Kind
from branches.imports.plan import ADDED, CHANGED, UNCHANGED, Plan, day, from_to
from branches.models import HouseholdGroup, Unit
from branches.models.units import HAMLET
from common.spreadsheets.columns import Column, Table
from common.text import match_key


def columns():
    return [
        code_column(gettext_lazy("Mã tổ, nhóm hộ"), "VD-T1"),
        hamlet_column(),
        Column(
            "name",
            gettext_lazy("Tên tổ, nhóm hộ"),
            required=True,
            max_length=150,
            aliases=("Tên", "Tổ", "Nhóm hộ"),
            example="Tổ nhân dân tự quản số 1",
        ),
    ]


def code_column(heading, example) -> Column:
    return Column(
        "code",
        heading,
        kind="code",
        max_length=30,
        aliases=("Mã",),
        example=example,
        note=gettext_lazy("Chưa có thì để trống, máy sẽ đặt mã."),
    )


def hamlet_column() -> Column:
    return Column(
        "hamlet_code",
        gettext_lazy("Mã ấp, thôn, khu phố"),
        required=True,
        kind="code",
        aliases=("Mã ấp", "Mã thôn", "Mã khu phố", "Mã bản"),
        example="VD-A1",
    )


def of_hamlet(plan: Plan, row: dict, version) -> Unit | None:
    """The unit of `version`, where it is a hamlet: nothing else has households."""
    if version is None:
        return None
    if version.level_id != HAMLET:
        sentence = _("%(name)s không phải là ấp, thôn, khu phố.") % {"name": version.name}
        plan.error(row, "hamlet_code", sentence)
    return version.unit


def said_once(plan: Plan, rows: list[dict], name: str) -> list[dict]:
    """The rows without those that speak of something once more: by code, else by hamlet and `name`."""
    seen: dict = {}
    for row in rows:
        said = row["code"] or (row["unit"].access_path, match_key(row[name]))
        first = seen.setdefault(said, row["row"])
        if first != row["row"]:
            key = "code" if row["code"] else name
            plan.error(row, key, _("Dòng này trùng với hàng %(row)s.") % {"row": first})
    return [row for row in rows if not plan.is_bad(row)]


def check(table: Table, context: Context) -> Plan:
    plan = Plan(table)
    rows = [row for row in table.rows if not plan.is_bad(row)]
    units = unit_codes(said_codes(rows, "hamlet_code"), context)
    for row in rows:
        version = find_dated(plan, context, units, row, "hamlet_code", context.on, _("ấp, thôn, khu phố"))
        row["unit"] = of_hamlet(plan, row, version)
    rows = said_once(plan, [row for row in rows if not plan.is_bad(row)], "name")
    known, nameless = _known(rows), []
    for row in rows:
        group = known.get(row["code"] or (row["unit"].access_path, match_key(row["name"])))
        if group is None:
            group = HouseholdGroup(
                code=row["code"] or "?", unit=row["unit"], name=row["name"], starts_on=context.on
            )
            plan.make(row, group)
            plan.say(row, ADDED, row["name"])
            nameless += [group] if not row["code"] else []
        else:
            _change(plan, context, row, group)
    codes = made_up_codes(HouseholdGroup, "TO", len(nameless), said_codes(rows, "code"))
    for group, code in zip(nameless, codes, strict=True):
        group.code = code
    return plan


def _known(rows) -> dict:
    """Groups by code, and those of the hamlets of rows without one by (where they are found, name)."""
    groups = HouseholdGroup.objects.select_related("unit")
    known: dict = {each.code: each for each in in_chunks(groups, "code", said_codes(rows, "code"))}
    places = {row["unit"].access_path for row in rows if not row["code"]}
    for each in in_chunks(groups.filter(ends_on=None), "unit__access_path", places):
        known.setdefault((each.unit.access_path, match_key(each.name)), each)
    return known


def _change(plan: Plan, context: Context, row: dict, group: HouseholdGroup) -> None:
    if not context.may_write(group.unit):
        plan.error(row, "code", _("Mã này đã dùng cho một tổ, nhóm hộ khác."))
    elif group.unit.access_path != row["unit"].access_path:
        plan.error(row, "hamlet_code", _("Tổ, nhóm hộ này đã ghi ở ấp, thôn, khu phố khác."))
    elif group.ends_on and group.ends_on <= context.on:
        sentence = _("Tổ, nhóm hộ này đã kết thúc từ ngày %(day)s.") % {"day": day(group.ends_on)}
        plan.error(row, "code", sentence)
    if plan.is_bad(row):
        return
    before = group.name
    if plan.alter(row, group, name=row["name"]):
        plan.say(row, CHANGED, row["name"], [from_to(_("tên"), before, row["name"])])
    else:
        plan.say(row, UNCHANGED, row["name"])


KIND = Kind(
    name="groups",
    title=gettext_lazy("Tổ nhân dân tự quản, nhóm hộ"),
    columns=columns,
    check=check,
    permission="households.import",
)
