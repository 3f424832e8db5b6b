"""Numbers of indicators from a list: one row a number of a place or body on a day ("6" of "14", "hơn 1.050").

Found again by place, indicator, day and category; a number that differs corrects what stands, which is voided and stays to be seen.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from branches.imports.codes import in_chunks
from branches.imports.pipeline import Context, Kind
from branches.imports.plan import ADDED, CHANGED, UNCHANGED, Plan, day, from_to
from common.money import EXACT, MOST, read_money
from common.spreadsheets.columns import Column, Table
from common.text import match_key
from scores.imports.naming import Named, Names, correct_known, only_asked, refuse_to_come
from scores.models import Indicator, IndicatorValue

Qualifier = IndicatorValue.Qualifier
ALSO_SAID = {"trên": Qualifier.MORE_THAN, "chính xác": Qualifier.EXACT, "gần": Qualifier.ABOUT}


def columns():
    return [
        Column(
            "unit_or_organisation_code",
            gettext_lazy("Mã địa bàn hoặc tổ chức đảng"),
            required=True,
            kind="code",
            max_length=30,
            aliases=("Mã địa bàn", "Mã đơn vị", "Mã tổ chức đảng", "Mã chi bộ"),
            example="VD",
        ),
        Column(
            "indicator",
            gettext_lazy("Chỉ số"),
            required=True,
            kind="choice",
            choices=dict(Indicator.objects.values_list("code", "name")),
            example="Kết nạp đảng viên",
        ),
        Column(
            "date",
            gettext_lazy("Tính đến ngày"),
            required=True,
            kind="date",
            aliases=("Ngày", "Thời điểm"),
            example="2022-12-31",
        ),
        Column(
            "value",
            gettext_lazy("Số"),
            required=True,
            aliases=("Giá trị", "Số lượng"),
            example="106",
            note=gettext_lazy("Số nguyên; tiền bằng đồng, hoặc ghi như “56 triệu”."),
        ),
        Column("whole", gettext_lazy("Trên tổng số"), kind="int", aliases=("Tổng số",)),
        Column(
            "qualifier",
            gettext_lazy("Là"),
            kind="choice",
            choices={value: str(label) for value, label in Qualifier.choices}
            | {each: each for each in ALSO_SAID},
            aliases=("Mức",),
            note=gettext_lazy("Đúng, hơn hoặc khoảng; bỏ trống là đúng."),
        ),
        Column(
            "category",
            gettext_lazy("Phân loại"),
            max_length=120,
            aliases=("Lý do", "Nguồn"),
            note=gettext_lazy("Ví dụ lý do xóa tên, nguồn kết nạp. Các phân loại được cộng với nhau."),
        ),
    ]


@dataclass
class Line:
    row: dict
    named: Named
    indicator: Indicator
    value: int
    qualifier: str

    @property
    def key(self) -> tuple:
        body = self.named.organisation
        category = match_key(self.row["category"] or "")
        return self.indicator.pk, self.named.unit.pk, body and body.pk, self.row["date"], category

    @property
    def title(self) -> str:
        return _("%(indicator)s – %(place)s, %(day)s: %(value)s") % {
            "indicator": self.indicator.name,
            "place": self.named.name,
            "day": day(self.row["date"]),
            "value": self.value if self.row["whole"] is None else f"{self.value}/{self.row['whole']}",
        }


def check(table: Table, context: Context) -> Plan:
    plan = Plan(table)
    rows = [row for row in table.rows if not plan.is_bad(row)]
    names = Names(plan, context, rows, "unit_or_organisation_code", units=True)
    indicators = {indicator.code: indicator for indicator in Indicator.objects.all()}
    lines = [line for row in rows if (line := _line(plan, context, names, indicators, row))]
    asked = only_asked(
        plan, [(line.row, line.named, line.indicator, line) for line in lines], "indicator", context.today
    )
    lines = _said_once(plan, [line for *_named, line in asked])
    known = _what_stands(lines)
    for line in lines:
        _write(plan, context, line, known.get(line.key), table.present)
    return plan


def _line(plan, context, names, indicators, row) -> Line | None:
    named = names.find(row, row["date"])
    refuse_to_come(plan, context, row, "date")
    value, qualifier = _number(plan, row)
    if row["whole"] is not None and value is not None and not 0 <= value <= row["whole"]:
        plan.error(row, "whole", _("Số không thể lớn hơn tổng số."))
    if plan.is_bad(row):
        return None
    return Line(row, named, indicators[row["indicator"]], value, qualifier)


def _number(plan, row) -> tuple[int | None, str]:
    """The number, and its qualifier: that of its column, or said before the number."""
    said = ALSO_SAID.get(row["qualifier"], row["qualifier"])
    try:
        found = read_money(row["value"])
    except ValueError:
        sentence = _("“%(text)s” không phải số nguyên; hãy ghi như 106 hoặc hơn 1.050.")
        plan.error(row, "value", sentence % {"text": row["value"]})
        return None, EXACT
    if found.amount > MOST:
        plan.error(row, "value", _("Số này lớn quá; hãy xem lại."))
    if said and found.qualifier not in (EXACT, said):
        plan.error(row, "qualifier", _("Hai cột nói khác nhau về số này; hãy xem lại."))
    return found.amount, said or found.qualifier


def _said_once(plan, lines) -> list[Line]:
    said: dict[tuple, int] = {}
    found = []
    for line in lines:
        first = said.setdefault(line.key, line.row["row"])
        if first != line.row["row"]:
            plan.error(line.row, "indicator", _("Số này đã có ở hàng %(row)s.") % {"row": first})
            continue
        found.append(line)
    return found


def _what_stands(lines) -> dict:
    if not lines:
        return {}
    days = [line.row["date"] for line in lines]
    rows = IndicatorValue.objects.standing().filter(counted_on__range=(min(days), max(days)))
    found = in_chunks(rows, "unit_id", {line.named.unit.pk for line in lines})
    return {
        (
            each.indicator_id,
            each.unit_id,
            each.organisation_id,
            each.counted_on,
            match_key(each.category),
        ): each
        for each in found
    }


def _write(plan, context, line, known, present) -> None:
    row = line.row
    value = IndicatorValue(
        indicator=line.indicator,
        unit=line.named.unit,
        organisation=line.named.organisation,
        counted_on=row["date"],
        value=line.value,
        whole=row["whole"],
        qualifier=line.qualifier,
        category=row["category"] or "",
        created_by=context.user,
    )
    if known is None:
        plan.make(row, value)
        plan.say(row, ADDED, line.title)
        return
    # What the list does not speak of stays as it was.
    value.category, value.note = known.category, known.note
    value.whole = row["whole"] if "whole" in present else known.whole
    details = [
        from_to(known._meta.get_field(name).verbose_name, getattr(known, name), getattr(value, name))
        for name in ("value", "whole", "qualifier")
        if getattr(known, name) != getattr(value, name)
    ]
    if not details:
        plan.say(row, UNCHANGED, line.title)
        return
    correct_known(plan, context, row, known, value)
    plan.say(row, CHANGED, line.title, details)


KIND = Kind(
    name="indicators",
    title=gettext_lazy("Số liệu chỉ số"),
    columns=columns,
    check=check,
    permission="indicators.write",
    notes=(
        gettext_lazy(
            "Mỗi hàng là một số của một nơi, tính đến một ngày. Nơi cấp trên đã có số thì không cộng thêm các nơi bên dưới."
        ),
        gettext_lazy("Số trên tổng số thì ghi cả hai, ví dụ 6 trên 14."),
    ),
)
