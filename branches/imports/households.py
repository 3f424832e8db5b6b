"""Households and their groups from a list. A row finds its household by its code; without one by its hamlet and its head.

Who brings a list in need not be one who reads the rows that are there: the preview says what the file says and nothing that
only the database knows, not even whether the two agree (docs/decisions/households-are-rows-below-numbers-above.md).
"""

from collections import defaultdict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from branches.imports.codes import (
    find_dated,
    find_known,
    in_chunks,
    made_up_codes,
    said_codes,
    unit_codes,
    with_zeros,
)
from branches.imports.groups import code_column, hamlet_column, of_hamlet, said_once
from branches.imports.pipeline import Context, Kind
from branches.imports.plan import ADDED, CHANGED, UNCHANGED, Plan, day, shown
from branches.imports.tags import Tags
from branches.models import Household, HouseholdGroup, HouseholdMembership, HouseholdTagging
from common.spreadsheets.columns import Column, Table
from common.text import match_key

PLAIN = ("head_name", "people", "address")


def columns():
    return [
        code_column(gettext_lazy("Mã hộ"), "VD-H1"),
        hamlet_column(),
        Column(
            "head_name",
            gettext_lazy("Chủ hộ"),
            required=True,
            max_length=120,
            aliases=("Họ tên chủ hộ", "Tên chủ hộ"),
            example="Ông Ví Dụ",
        ),
        Column(
            "group_code",
            gettext_lazy("Mã tổ, nhóm hộ"),
            kind="code",
            aliases=("Mã tổ", "Mã nhóm", "Tổ, nhóm hộ"),
            example="VD-T1",
        ),
        Column(
            "people", gettext_lazy("Số người"), kind="int", aliases=("Số khẩu", "Số nhân khẩu"), example="4"
        ),
        Column("address", gettext_lazy("Địa chỉ"), max_length=200, example="Tổ 1"),
        Column(
            "tags",
            gettext_lazy("Diện hộ"),
            kind="list",
            aliases=("Diện", "Phân loại"),
            example="Hộ nghèo; Neo đơn",
            note=gettext_lazy(
                "Cách nhau bằng dấu chấm phẩy. Có cột này thì diện nào không ghi nữa là thôi từ ngày nhập."
            ),
        ),
    ]


def check(table: Table, context: Context) -> Plan:
    plan = Plan(table)
    rows = [row for row in table.rows if not plan.is_bad(row)]
    units = unit_codes(said_codes(rows, "hamlet_code"), context)
    groups = {
        each.code: each
        for each in in_chunks(HouseholdGroup.objects.select_related("unit"), "code", _group_codes(rows))
        if context.may_write(each.unit)
    }
    tags = Tags(plan)
    for row in rows:
        version = find_dated(plan, context, units, row, "hamlet_code", context.on, _("ấp, thôn, khu phố"))
        row["unit"] = of_hamlet(plan, row, version)
        row["group"] = find_known(plan, context, groups, row, "group_code", _("tổ, nhóm hộ"))
        row["wanted"] = tags.named(row)
        _must_have_a_code(plan, context, row)
    rows = said_once(plan, [row for row in rows if not plan.is_bad(row)], "head_name")
    known = _known(rows)
    taggings, memberships = _taggings(known), _memberships(known)
    nameless = []
    for row in rows:
        household = known.get(row["code"] or _named(row))
        if household is None:
            household = _add(plan, context, row)
            nameless += [household] if not row["code"] else []
        elif _is_ours(plan, context, row, household):
            _change(plan, context, row, household, taggings[household.pk], memberships[household.pk])
    codes = made_up_codes(Household, "HO", len(nameless), said_codes(rows, "code"))
    for household, code in zip(nameless, codes, strict=True):
        household.code = code
    return plan


def _must_have_a_code(plan: Plan, context: Context, row: dict) -> None:
    """Whoever reads no rows finds none by the name of its head: that would tell him who lives there."""
    if not row["code"] and row["unit"] is not None and not _may_read(context, row["unit"]):
        plan.error(row, "code", _("Hãy ghi mã hộ."))


def _group_codes(rows) -> set[str]:
    return with_zeros(said_codes(rows, "group_code"))


def _named(row) -> tuple:
    return row["unit"].access_path, match_key(row["head_name"])


def _known(rows) -> dict:
    """Households by code, and those of the hamlets of rows without one by (where they are found, head)."""
    households = Household.objects.select_related("unit")
    known: dict = {each.code: each for each in in_chunks(households, "code", said_codes(rows, "code"))}
    places = {row["unit"].access_path for row in rows if not row["code"]}
    for each in in_chunks(households.filter(ends_on=None), "unit__access_path", places):
        known.setdefault((each.unit.access_path, match_key(each.head_name)), each)
    return known


def _taggings(known) -> dict[int, list[HouseholdTagging]]:
    found = defaultdict(list)
    rows = HouseholdTagging.objects.select_related("tag").order_by("starts_on")
    for each in in_chunks(rows, "household_id", {household.pk for household in known.values()}):
        found[each.household_id].append(each)
    return found


def _memberships(known) -> dict[int, list[HouseholdMembership]]:
    found = defaultdict(list)
    rows = HouseholdMembership.objects.select_related("group__unit", "household__unit").order_by("starts_on")
    for each in in_chunks(rows, "household_id", {household.pk for household in known.values()}):
        found[each.household_id].append(each)
    return found


def _add(plan: Plan, context: Context, row: dict) -> Household:
    household = Household(
        code=row["code"] or "?",
        unit=row["unit"],
        head_name=row["head_name"],
        people=row["people"],
        address=row["address"] or "",
        starts_on=context.on,
    )
    plan.make(row, household)
    if row["group"]:
        plan.make(row, HouseholdMembership(household=household, group=row["group"], starts_on=context.on))
    for tag in row["wanted"]:
        plan.make(row, HouseholdTagging(household=household, tag=tag, starts_on=context.on))
    plan.say(row, ADDED, _title(row), _details(row))
    return household


def _title(row: dict) -> str:
    """By its code; without one by what the file calls it."""
    return row["code"] or row["head_name"]


def _details(row: dict) -> list[str]:
    found = [_("tổ, nhóm: %(code)s") % {"code": row["group_code"]}] if row["group_code"] else []
    if row["wanted"]:
        found.append(_("diện: %(tags)s") % {"tags": ", ".join(tag.name for tag in row["wanted"])})
    return found


def _is_ours(plan: Plan, context: Context, row: dict, household: Household) -> bool:
    if not context.may_write(household.unit):
        plan.error(row, "code", _("Mã này đã dùng cho một hộ khác."))
    elif household.unit.access_path != row["unit"].access_path:
        plan.error(
            row,
            "hamlet_code",
            _(
                "Hộ này đã ghi ở ấp, thôn, khu phố khác. Hộ chuyển đi thì kết thúc ở nơi cũ, ghi mã mới ở nơi mới."
            ),
        )
    elif household.ends_on and household.ends_on <= context.on:
        plan.error(row, "code", _("Hộ này đã kết thúc từ ngày %(day)s.") % {"day": day(household.ends_on)})
    return not plan.is_bad(row)


def _change(plan: Plan, context: Context, row: dict, household: Household, taggings, memberships) -> None:
    """What a column of the file says holds, an empty cell too; what it has no column for stays."""
    present = plan.table.present
    values = {name: row[name] for name in PLAIN if name in present}
    if "address" in values:
        values["address"] = values["address"] or ""
    changing = [name for name, value in values.items() if value != getattr(household, name)]
    plan.alter(row, household, **values)
    details = [
        _("%(label)s: %(value)s") % {"label": _label(name), "value": shown(values[name])} for name in changing
    ]
    on = max(context.on, household.starts_on)
    if "group_code" in present:
        details += _move(plan, row, household, memberships, on)
    if "tags" in present:
        details += _retag(plan, row, household, taggings, on)
    if not _may_read(context, household.unit):
        plan.say(row, CHANGED, _title(row), [_("đã có: ghi theo tệp"), *_details(row)])
        return
    plan.say(row, CHANGED if details else UNCHANGED, _title(row), details)


def _label(name) -> str:
    return Household._meta.get_field(name).verbose_name


def _may_read(context: Context, unit) -> bool:
    """Whether the importer reads the row that is there: else nothing may tell him how it differs from his."""
    return context.scope is None or context.scope.reach("households.read").covers(unit.access_path, unit.pk)


def _move(plan: Plan, row: dict, household: Household, memberships, on) -> list[str]:
    """Ends the group of that day where the file says another and begins the other, until what is known of later days."""
    group, standing = row["group"], next((each for each in memberships if each.holds_on(on)), None)
    if (standing and standing.group_id) == (group and group.pk):
        return []
    later = [each.starts_on for each in memberships if each.starts_on > on]
    until = standing.ends_on if standing else min(later, default=household.ends_on)
    if standing and standing.starts_on == on:
        plan.remove(standing)
    elif standing:
        plan.alter(row, standing, ends_on=on)
    if group:
        plan.make(row, HouseholdMembership(household=household, group=group, starts_on=on, ends_on=until))
    label = HouseholdMembership._meta.get_field("group").verbose_name
    return [_("%(label)s: %(value)s") % {"label": label, "value": shown(group and group.code)}]


def _retag(plan: Plan, row: dict, household: Household, taggings, on) -> list[str]:
    """Ends what is said no more and begins what is new, on the day; what began that very day goes. In words, what it does."""
    wanted = {tag.pk: tag for tag in row["wanted"]}
    standing = {each.tag_id: each for each in taggings if each.holds_on(on)}
    over = [tagging for pk, tagging in standing.items() if pk not in wanted]
    for tagging in over:
        if tagging.starts_on == on:
            plan.remove(tagging)
        else:
            plan.alter(row, tagging, ends_on=on)
    new = [tag for pk, tag in wanted.items() if pk not in standing]
    for tag in new:
        later = [each.starts_on for each in taggings if each.tag_id == tag.pk and each.starts_on > on]
        tagging = HouseholdTagging(
            household=household, tag=tag, starts_on=on, ends_on=min(later, default=None)
        )
        plan.make(row, tagging)
    begun = [_("thêm diện: %(tag)s") % {"tag": tag.name} for tag in new]
    return [*begun, *(_("thôi diện: %(tag)s") % {"tag": tagging.tag.name} for tagging in over)]


KIND = Kind(
    name="households",
    title=gettext_lazy("Hộ gia đình"),
    columns=columns,
    check=check,
    permission="households.import",
    notes=(
        gettext_lazy("Không ghi số định danh, tôn giáo, dân tộc, chính trị, vi phạm pháp luật của ai."),
        gettext_lazy("Ô bỏ trống là không có; cột không có trong tệp thì giữ như cũ."),
    ),
)
