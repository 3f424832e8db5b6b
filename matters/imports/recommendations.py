"""Recommendations from a list: what was raised, who holds it, and what became of it. One row is one voice, found by its
reference; a row of what stands already adds what it says and takes nothing away. Set-based: two thousand rows ask no more
often than one."""

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from branches.imports.codes import find_dated, find_known, in_chunks, said_codes, unit_codes, with_zeros
from branches.imports.pipeline import Context, Kind
from branches.imports.plan import Plan, day
from branches.models import Agency
from branches.querysets.units import placements_by_unit
from common.spreadsheets.columns import Table
from matters.deadlines import RuleBook
from matters.imports.issuers import Issuers
from matters.imports.recommendation_columns import columns
from matters.imports.recommendation_rows import add, change
from matters.imports.said import Said, completed, is_unanswered_outcome, refusals
from matters.imports.taking_away import TAKE_AWAY
from matters.imports.topics import Topics
from matters.models import Answer, Handling, Recommendation, ReferenceCounter, Topic
from matters.numbers import RECOMMENDATIONS

LEVELS = {1: "province", 2: "district", 3: "commune"}


@dataclass
class Line:
    """One row with what it names. `known` is the matter that stands under its reference, `handlings` and `answers` its."""

    row: dict
    unit: object
    topic: Topic
    lead: Agency | None
    others: list[Agency]
    issuer: object = None
    level: str = ""
    said: Said | None = None
    known: Recommendation | None = None
    handlings: list[Handling] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    first_due_on: date | None = None


def check(table: Table, context: Context) -> Plan:
    return RecommendationCheck(table, context).run()


class RecommendationCheck:
    def __init__(self, table: Table, context: Context):
        self.table, self.context, self.plan = table, context, Plan(table)
        self.unanswered = 0

    def run(self) -> Plan:
        rows = self._said_once([row for row in self.table.rows if not self.plan.is_bad(row)])
        self._load(rows)
        lines = [line for row in rows if (line := self._line(row)) is not None]
        self._load_what_stands(lines)
        for line in lines:
            if not self.plan.is_bad(line.row):
                self._place(line)
        self.book = RuleBook({line.issuer.pk for line in lines if line.issuer})
        for line in lines:
            if not self.plan.is_bad(line.row) and self._complete(line):
                (change if line.known else add)(self.plan, self.context, line)
        self._notice()
        return self.plan

    # --- what the rows name ---
    def _said_once(self, rows: list[dict]) -> list[dict]:
        said: dict[str, int] = {}
        for row in rows:
            first = said.setdefault(row["reference"], row["row"])
            if first != row["row"]:
                self.plan.error(row, "reference", _("Mã này đã có ở hàng %(row)s.") % {"row": first})
        return [row for row in rows if not self.plan.is_bad(row)]

    def _load(self, rows: list[dict]) -> None:
        self.units = unit_codes(said_codes(rows, "unit_code"), self.context)
        codes = with_zeros(said_codes(rows, "agency_code", "co_agency_codes"))
        agencies = in_chunks(Agency.objects.select_related("unit"), "code", codes)
        self.agencies = {each.code: each for each in agencies if self.context.may_refer_to(each.unit)}
        self.topics = Topics(self.plan, self.context)

    def _line(self, row: dict) -> Line | None:
        version = find_dated(
            self.plan, self.context, self.units, row, "unit_code", row["raised_on"], _("đơn vị")
        )
        topic = self.topics.find(row)
        lead, others = self._agencies(row)
        if self.plan.is_bad(row):
            return None
        return Line(row, version.unit, topic, lead, others)

    def _agencies(self, row: dict) -> tuple[Agency | None, list[Agency]]:
        given_on = row["received_on"] or row["raised_on"]
        lead, others = self._agency(row, "agency_code", given_on), []
        for code in row["co_agency_codes"] or ():
            found = self._agency({**row, "co_agency_codes": code}, "co_agency_codes", given_on)
            if found and found != lead and found not in others:
                others.append(found)
        if row["co_agency_codes"] and not row["agency_code"]:
            self.plan.error(row, "co_agency_codes", _("Có cơ quan phối hợp thì phải ghi cơ quan chủ trì."))
        return lead, others

    def _agency(self, row: dict, key: str, on: date) -> Agency | None:
        found = find_known(self.plan, self.context, self.agencies, row, key, _("cơ quan"))
        if found and found.closed_on and found.closed_on <= on:
            sentence = _("%(agency)s đã kết thúc từ ngày %(day)s.")
            self.plan.error(row, key, sentence % {"agency": found, "day": day(found.closed_on)})
        return found

    # --- what stands already ---
    def _load_what_stands(self, lines: list[Line]) -> None:
        rows = Recommendation.objects.standing().select_related("merged_into")
        known = {
            each.reference: each
            for each in in_chunks(rows, "reference", {line.row["reference"] for line in lines})
        }
        own = self.context.writable(Recommendation.objects)
        ids = {each.pk for each in known.values()}
        mine = ids if self.context.scope is None else {each.pk for each in in_chunks(own, "pk", ids)}
        handlings, answers = defaultdict(list), defaultdict(list)
        for each in in_chunks(Handling.objects.select_related("agency"), "recommendation_id", ids):
            handlings[each.recommendation_id].append(each)
        for each in in_chunks(Answer.objects, "recommendation_id", ids):
            answers[each.recommendation_id].append(each)
        for line in lines:
            line.known = known.get(line.row["reference"])
            if line.known and line.known.pk not in mine:
                self.plan.error(line.row, "reference", _("Mã này đã dùng cho một kiến nghị khác."))
            elif line.known:
                line.handlings = handlings[line.known.pk]
                line.answers = answers[line.known.pk]
        self.issuers = Issuers(self.context, [line.unit for line in lines])
        units = {line.lead.unit_id for line in lines if line.lead}
        self.levels = {
            unit: LEVELS.get(place.level, "")
            for unit, place in placements_by_unit(units, self.context.today).items()
        }

    def _place(self, line: Line) -> None:
        if line.known and line.known.unit_id != line.unit.pk:
            self.plan.error(line.row, "unit_code", _("Kiến nghị mã này đã ghi ở một địa bàn khác."))
            return
        line.issuer = line.known.issuer if line.known else self.issuers.of(line.unit, line.row["raised_on"])
        line.level = self.levels.get(line.lead.unit_id, "") if line.lead else ""

    # --- what became of it ---
    def _complete(self, line: Line) -> bool:
        said = completed(self._stands(line))
        self.unanswered += is_unanswered_outcome(self._stands(line))
        for column, sentence in refusals(said, self.context.today):
            self.plan.error(line.row, column, sentence)
        if self.plan.is_bad(line.row):
            return False
        line.said = self._with_due(line, said)
        return True

    def _stands(self, line: Line) -> Said:
        """The row over what stands: an empty cell takes nothing away."""
        row, known = line.row, line.known

        def value(column, attribute):
            return row[column] if row[column] is not None else (getattr(known, attribute) if known else None)

        return Said(
            raised_on=row["raised_on"],
            received_on=value("received_on", "received_on"),
            due_on=value("due_on", "due_on"),
            answered_on=value("answered_on", "answered_on"),
            outcome=value("outcome", "outcome") or "",
            # Another outcome than before takes the day on which it was resolved with it.
            resolved_on=row["resolved_on"]
            or (known.resolved_on if known and row["outcome"] in (None, known.outcome) else None),
            told_on=value("told_on", "told_on"),
            answer=value("answer", "outcome_reason") or "",
            is_on_the_spot=bool(value("on_the_spot", "is_solved_on_the_spot")),
        )

    def _with_due(self, line: Line, said: Said) -> Said:
        if said.due_on is None and said.received_on and not said.is_on_the_spot:
            urgency = line.row["urgency"] or (line.known.urgency if line.known else "normal")
            due_on, _rule = self.book.due_for(line.issuer.pk, line.topic.pk, urgency, said.received_on)
            said = replace(said, due_on=due_on)
        return said

    def _notice(self) -> None:
        if self.unanswered:
            self.plan.notices.append(
                _(
                    "%(number)s hàng ghi đang giải quyết hoặc chuyển cấp trên mà chưa có ngày trả lời: "
                    "được ghi là chưa trả lời."
                )
                % {"number": self.unanswered}
            )


_NUMBERED = re.compile(rf"({RECOMMENDATIONS}-\d{{4}})-(\d+)$")


def keep_numbers_ahead(plan: Plan) -> None:
    """A list may bring references of the product's own form: the next one drawn is none of them."""
    highest: dict[str, int] = {}
    for _row, each in plan.makes.get(Recommendation, ()):
        if found := _NUMBERED.match(each.reference):
            highest[found[1]] = max(highest.get(found[1], 0), int(found[2]))
    for series in sorted(highest):
        ReferenceCounter.objects.bulk_create([ReferenceCounter(series=series)], ignore_conflicts=True)
        counter = ReferenceCounter.objects.select_for_update().get(series=series)
        if counter.last < highest[series]:
            counter.last = highest[series]
            counter.save(update_fields=["last"])


KIND = Kind(
    name="recommendations",
    title=gettext_lazy("Kiến nghị và kết quả giải quyết"),
    columns=columns,
    check=check,
    complete=keep_numbers_ahead,
    take_away=TAKE_AWAY,
    permission="matters.write",
    notes=(
        gettext_lazy(
            "Mỗi hàng là một kiến nghị của một nơi. Nhập lại cùng mã thì bổ sung, không ghi thêm kiến nghị."
        ),
        gettext_lazy(
            "Trả lời và giải quyết là hai việc: có ngày trả lời chưa phải là đã giải quyết xong; kết quả ghi ở cột riêng."
        ),
        gettext_lazy("Nhiều cơ quan phối hợp thì ghi cách nhau bằng dấu chấm phẩy."),
    ),
)
