"""Yearly targets from a list (Vân Hồ 2.17): one row an organisation, an indicator and a year."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from branches.imports.codes import in_chunks
from branches.imports.pipeline import Context, Kind
from branches.imports.plan import ADDED, CHANGED, UNCHANGED, Plan, from_to
from common.spreadsheets.columns import Column, Table
from scores.imports.naming import Names, correct_known, only_asked, year_days
from scores.models import Indicator, Target

FIRST_YEAR, LAST_YEAR = 2000, 2100


def columns():
    return [
        Column(
            "organisation_code",
            gettext_lazy("Mã tổ chức đảng"),
            required=True,
            kind="code",
            max_length=30,
            aliases=("Mã chi bộ", "Mã đảng bộ"),
            example="DB01",
        ),
        Column(
            "indicator",
            gettext_lazy("Chỉ tiêu"),
            required=True,
            kind="choice",
            choices=dict(Indicator.objects.values_list("code", "name")),
            aliases=("Chỉ số",),
            example="Kết nạp đảng viên",
        ),
        Column("year", gettext_lazy("Năm"), required=True, kind="int", example=2022),
        Column(
            "value",
            gettext_lazy("Chỉ tiêu giao"),
            required=True,
            kind="int",
            aliases=("Số giao", "Giao"),
            example=12,
        ),
    ]


def check(table: Table, context: Context) -> Plan:
    plan = Plan(table)
    rows = [row for row in table.rows if not plan.is_bad(row)]
    names = Names(plan, context, rows, "organisation_code", units=False)
    indicators = {indicator.code: indicator for indicator in Indicator.objects.all()}
    said: dict[tuple, int] = {}
    lines = []
    for row in rows:
        named = _named(plan, context, names, row)
        if named is None:
            continue
        key = (named.organisation.pk, indicators[row["indicator"]].pk, row["year"])
        first = said.setdefault(key, row["row"])
        if first != row["row"]:
            plan.error(row, "indicator", _("Chỉ tiêu này đã có ở hàng %(row)s.") % {"row": first})
            continue
        lines.append((row, named, indicators[row["indicator"]], key))
    lines = only_asked(plan, lines, "indicator", context.today)
    known = _what_stands(lines)
    for row, named, indicator, key in lines:
        _write(plan, context, row, named, indicator, known.get(key))
    return plan


def _named(plan, context, names, row):
    if not FIRST_YEAR <= row["year"] <= LAST_YEAR:
        plan.error(row, "year", _("Năm phải từ 2000 đến 2100."))
        return None
    if row["value"] < 0:
        plan.error(row, "value", _("Chỉ tiêu không thể âm."))
        return None
    return names.find(row, *year_days(row["year"], context.today))


def _what_stands(lines) -> dict:
    rows = Target.objects.standing()
    found = in_chunks(rows, "organisation_id", {named.organisation.pk for _row, named, _i, _k in lines})
    return {(each.organisation_id, each.indicator_id, each.year): each for each in found}


def _write(plan, context, row, named, indicator, known) -> None:
    title = _("%(indicator)s %(year)s – %(body)s: %(value)s") % {
        "indicator": indicator.name,
        "year": row["year"],
        "body": named.name,
        "value": row["value"],
    }
    target = Target(
        organisation=named.organisation,
        unit=named.unit,
        indicator=indicator,
        year=row["year"],
        value=row["value"],
        created_by=context.user,
    )
    if known is None:
        plan.make(row, target)
        plan.say(row, ADDED, title)
    elif known.value == target.value:
        plan.say(row, UNCHANGED, title)
    else:
        target.document, target.note = known.document, known.note
        details = [from_to(_("chỉ tiêu giao"), known.value, target.value)]
        correct_known(plan, context, row, known, target)
        plan.say(row, CHANGED, title, details)


KIND = Kind(
    name="targets",
    title=gettext_lazy("Chỉ tiêu hằng năm"),
    columns=columns,
    check=check,
    permission="targets.write",
    notes=(
        gettext_lazy("Mỗi hàng là một chỉ tiêu của một tổ chức đảng trong một năm; nhập lại thì cập nhật."),
    ),
)
