"""Resources mobilised from a list (Bình Đại 0.19): one row a gift, in money with its qualifier, or in kind.

A gift has no number of its own: it is found again by place, day, field, amount, thing and donor, and what is in the file
twice is there twice. All or nothing, set-based.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.imports.finding import Cadres
from assignments.models import Scheme
from branches.imports.codes import find_dated, find_known, in_chunks, said_codes, unit_codes, with_zeros
from branches.imports.pipeline import Context, Kind
from branches.imports.plan import ADDED, CHANGED, UNCHANGED, Plan, day, from_to
from branches.models import Unit
from common.money import EXACT, MOST, money_words, read_money
from common.spreadsheets.columns import Column, Table
from common.text import match_key
from matters.imports.issuers import Issuers
from matters.imports.topics import Topics, topic_column
from matters.models import Contribution, Topic

Qualifier = Contribution.Qualifier
ALSO_SAID = {"trên": Qualifier.MORE_THAN, "chính xác": Qualifier.EXACT, "gần": Qualifier.ABOUT}


def columns():
    return [
        Column(
            "unit_code",
            gettext_lazy("Mã địa bàn"),
            required=True,
            kind="code",
            max_length=30,
            aliases=("Mã đơn vị", "Mã xã", "Mã ấp"),
            example="VD",
        ),
        Column("date", gettext_lazy("Ngày"), required=True, kind="date", example="2018-06-30"),
        topic_column(example="An sinh xã hội"),
        Column(
            "amount",
            gettext_lazy("Số tiền (đồng)"),
            aliases=("Số tiền", "Kinh phí", "Trị giá"),
            example="276000000",
            note=gettext_lazy("Bằng đồng; hoặc ghi như “hơn 276 triệu”. Bỏ trống khi chỉ có hiện vật."),
        ),
        Column(
            "qualifier",
            gettext_lazy("Là"),
            kind="choice",
            choices={value: str(label) for value, label in Qualifier.choices}
            | {each: each for each in ALSO_SAID},
            aliases=("Mức",),
            note=gettext_lazy("Đúng, hơn hoặc khoảng; bỏ trống là đúng."),
        ),
        Column("in_kind", gettext_lazy("Hiện vật"), max_length=200),
        Column("quantity", gettext_lazy("Số lượng"), max_length=60),
        Column("donor", gettext_lazy("Nguồn"), max_length=200, aliases=("Nhà tài trợ", "Đơn vị ủng hộ")),
        Column("cadre_code", gettext_lazy("Mã cán bộ vận động"), kind="code", aliases=("Mã cán bộ",)),
        Column("scheme", gettext_lazy("Mã chủ trương"), kind="code", aliases=("Chủ trương",)),
    ]


@dataclass
class Line:
    """One row with what it names."""

    row: dict
    unit: Unit
    name: str
    topic: Topic | None
    cadre: object
    scheme: Scheme | None
    amount: int | None
    qualifier: str

    @property
    def on(self) -> date:
        return self.row["date"]

    @property
    def key(self) -> tuple:
        kind, donor = self.row["in_kind"] or "", self.row["donor"] or ""
        topic = self.topic.pk if self.topic else None
        return self.unit.pk, self.on, topic, self.amount, match_key(kind), match_key(donor)

    @property
    def title(self) -> str:
        parts = [self.row["in_kind"] or ""]
        if self.amount is not None:
            parts.insert(0, _words(self.amount, self.qualifier))
        what = ", ".join(filter(None, parts))
        return _("%(what)s – %(unit)s, %(day)s") % {"what": what, "unit": self.name, "day": day(self.on)}


def check(table: Table, context: Context) -> Plan:
    return ContributionCheck(table, context).run()


class ContributionCheck:
    def __init__(self, table: Table, context: Context):
        self.table, self.context, self.plan = table, context, Plan(table)

    def run(self) -> Plan:
        rows = [row for row in self.table.rows if not self.plan.is_bad(row)]
        self._load(rows)
        lines = [line for row in rows if (line := self._line(row)) is not None]
        self._load_what_stands(lines)
        for line in lines:
            known = self.standing[line.key].pop(0) if self.standing[line.key] else None
            if known is None:
                self._add(line)
            elif known.duplicate_of_id:
                self.plan.say(line.row, UNCHANGED, line.title)
            else:
                self._change(line, known)
        return self.plan

    # --- what the rows name ---
    def _load(self, rows: list[dict]) -> None:
        self.units = unit_codes(said_codes(rows, "unit_code"), self.context)
        self.topics = Topics(self.plan, self.context)
        self.cadres = Cadres(self.plan, self.context, said_codes(rows, "cadre_code"))
        codes = with_zeros({*said_codes(rows, "scheme"), self.context.scheme} - {""})
        visible = self.context.visible(Scheme.objects.select_related("issuer"))
        self.schemes = {each.code: each for each in in_chunks(visible, "code", codes)}

    def _line(self, row: dict) -> Line | None:
        version = find_dated(self.plan, self.context, self.units, row, "unit_code", row["date"], _("đơn vị"))
        cadre = self.cadres.find(row, "cadre_code") if row["cadre_code"] else None
        row["scheme"] = row["scheme"] or self.context.scheme or None
        scheme = find_known(self.plan, self.context, self.schemes, row, "scheme", _("chủ trương"))
        amount, qualifier = self._money(row)
        topic = self.topics.find(row)
        if row["date"] > self.context.today:
            sentence = _("Ngày %(day)s còn ở phía trước.") % {"day": day(row["date"])}
            self.plan.error(row, "date", sentence)
        if amount is None and not row["in_kind"]:
            self.plan.error(row, "amount", _("Hãy ghi số tiền hoặc hiện vật."))
        if self.plan.is_bad(row):
            return None
        return Line(row, version.unit, version.name, topic, cadre, scheme, amount, qualifier)

    def _money(self, row: dict) -> tuple[int | None, str]:
        """The amount, and its qualifier: that of its column, or said before the number."""
        said = ALSO_SAID.get(row["qualifier"], row["qualifier"])
        if row["amount"] is None:
            return None, said or EXACT
        try:
            money = read_money(row["amount"])
        except ValueError:
            sentence = _("“%(text)s” không phải số tiền; hãy ghi như 276000000 hoặc hơn 276 triệu.")
            self.plan.error(row, "amount", sentence % {"text": row["amount"]})
            return 0, EXACT
        if money.amount > MOST:
            self.plan.error(row, "amount", _("Số tiền này lớn quá; hãy xem lại."))
        if said and money.qualifier not in (EXACT, said):
            self.plan.error(row, "qualifier", _("Hai cột nói khác nhau về số tiền này; hãy xem lại."))
        return money.amount, said or money.qualifier

    # --- what stands already ---
    def _load_what_stands(self, lines: list[Line]) -> None:
        self.standing: dict[tuple, list[Contribution]] = defaultdict(list)
        self.issuers = Issuers(self.context, {line.unit.pk: line.unit for line in lines}.values())
        if not lines:
            return
        period = min(line.on for line in lines), max(line.on for line in lines)
        # Those that came with a report belong to it: a list of the office is another source.
        # What somebody found to be one with such a row is known again, and does not come back.
        known = Q(voided_at=None) | Q(duplicate_of__isnull=False)
        rows = Contribution.objects.filter(known, happened_on__range=period, report_link=None)
        for row in sorted(
            in_chunks(rows, "unit_id", {line.unit.pk for line in lines}), key=lambda each: each.pk
        ):
            self.standing[_key(row)].append(row)

    # --- the plan ---
    def _add(self, line: Line) -> None:
        row = line.row
        self.plan.make(
            row,
            Contribution(
                unit=line.unit,
                issuer=line.scheme.issuer if line.scheme else self.issuers.of(line.unit, line.on),
                happened_on=line.on,
                topic=line.topic,
                amount=line.amount,
                qualifier=line.qualifier,
                in_kind=row["in_kind"] or "",
                quantity=row["quantity"] or "",
                donor=row["donor"] or "",
                cadre=line.cadre,
                scheme=line.scheme,
                created_by=self.context.user,
            ),
        )
        self.plan.say(row, ADDED, line.title)

    def _change(self, line: Line, known: Contribution) -> None:
        row, present = line.row, self.table.present
        said: dict = {"qualifier": line.qualifier} if {"qualifier", "amount"} & present else {}
        said |= {"quantity": row["quantity"] or ""} if "quantity" in present else {}
        said |= {"cadre": line.cadre} if "cadre_code" in present else {}
        said |= {"scheme": line.scheme} if line.scheme else {}
        before = {name: getattr(known, name) for name in said}
        if not self.plan.alter(row, known, **said):
            self.plan.say(row, UNCHANGED, line.title)
            return
        labels = {name: known._meta.get_field(name).verbose_name for name in said}
        changed = [name for name in said if before[name] != said[name]]
        details = [from_to(labels[name], before[name], said[name]) for name in changed]
        self.plan.say(row, CHANGED, line.title, details)


def _key(row: Contribution) -> tuple:
    kind, donor = match_key(row.in_kind), match_key(row.donor)
    return row.unit_id, row.happened_on, row.topic_id, row.amount, kind, donor


def _words(amount: int, qualifier: str) -> str:
    return money_words(
        amount, is_at_least=qualifier == Qualifier.MORE_THAN, is_about=qualifier == Qualifier.ABOUT
    )


KIND = Kind(
    name="contributions",
    title=gettext_lazy("Nguồn lực vận động"),
    columns=columns,
    check=check,
    permission="matters.write",
    notes=(
        gettext_lazy(
            "Mỗi hàng là một lần vận động, bằng tiền hoặc hiện vật; cùng tiền và hiện vật thì tiền là trị giá."
        ),
        gettext_lazy("“Hơn”, “khoảng” được giữ khi cộng: tổng của những số “hơn” là “hơn”."),
    ),
)
