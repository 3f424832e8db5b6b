"""Points from lists: one row a criterion of an organisation in a period ("2018-01", "2018-Q1", "2018", or the day of a meeting).

`scorer`: own, board, approved for months, quarters and years (empty: points as they were approved), branch or superior for meetings. All rows
of a sheet come together; its grade is reckoned by the rubric that was in force in the period.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from branches.imports.codes import in_chunks
from branches.imports.pipeline import Context, Kind
from branches.imports.plan import ADDED, CHANGED, UNCHANGED, Plan, day
from common.spreadsheets.columns import Column, Table
from common.text import match_key
from matters.imports.issuers import Issuers
from meetings.models import Attendance, Meeting
from scores.actions.sheets import due_day, regrade
from scores.imports.naming import Names
from scores.models import Rubric, Sheet, SheetRow
from scores.periods import period_after, read_period
from scores.points import points_text
from scores.rules import fits_step
from scores.scales import Above

Scorer, State = Sheet.Scorer, Sheet.State
OWN, BOARD, APPROVED = "own", "board", "approved"
SCORERS = {
    OWN: gettext_lazy("tự chấm"),
    BOARD: gettext_lazy("thẩm định"),
    APPROVED: gettext_lazy("duyệt"),
    "branch": gettext_lazy("chi bộ tự chấm"),
    "superior": gettext_lazy("cấp trên dự và chấm"),
}
# What a row of that scorer fills in, and how far the sheet has then come.
FILLS = {
    "": (("points", "approved"), State.APPROVED),
    OWN: (("points",), State.SENT),
    BOARD: (("reviewed",), State.REVIEWED),
    APPROVED: (("approved",), State.APPROVED),
    "branch": (("points",), State.SENT),
    "superior": (("points",), State.SENT),
}
ORDER = [State.DRAFT, State.SENT, State.REVIEWED, State.APPROVED, State.PUBLISHED, State.LOCKED]


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
            "rubric",
            gettext_lazy("Bộ tiêu chí"),
            required=True,
            max_length=200,
            aliases=("Mã bộ tiêu chí",),
            example="cham-thang",
            note=gettext_lazy("Mã hoặc tên của bộ tiêu chí đã ban hành."),
        ),
        Column(
            "period",
            gettext_lazy("Kỳ"),
            required=True,
            aliases=("Tháng", "Năm", "Ngày họp"),
            example="2018-01",
            note=gettext_lazy("Tháng 2018-01, quý 2018-Q1, năm 2018, hoặc ngày họp 2018-01-24."),
        ),
        Column(
            "criterion",
            gettext_lazy("Tiêu chí"),
            required=True,
            max_length=500,
            aliases=("Mã tiêu chí",),
            example="1-1",
        ),
        Column("value", gettext_lazy("Điểm"), required=True, aliases=("Số điểm",), example="9,5"),
        Column(
            "scorer",
            gettext_lazy("Ai chấm"),
            kind="choice",
            choices={code: str(words) for code, words in SCORERS.items()},
            note=gettext_lazy("Bỏ trống: điểm đã duyệt."),
        ),
    ]


@dataclass
class Group:
    """The rows of one sheet and one scorer."""

    named: object
    rubric: Rubric
    period_on: date
    scorer: str
    meeting: Meeting | None = None
    rows: list = field(default_factory=list)


def check(table: Table, context: Context) -> Plan:
    return ScoreCheck(table, context).run()


class ScoreCheck:
    def __init__(self, table: Table, context: Context):
        self.table, self.context, self.plan = table, context, Plan(table)

    def run(self) -> Plan:
        rows = [row for row in self.table.rows if not self.plan.is_bad(row)]
        self.names = Names(self.plan, self.context, rows, "organisation_code", units=False)
        self.rubrics = self._rubrics()
        bodies = self.names.bodies
        self.above = Above(
            each.organisation.unit_id for code in bodies.all_codes() for each in bodies.of(code)
        )
        groups: dict = {}
        for row in rows:
            found = self._read(row)
            if found is None:
                continue
            key, criterion, value, group = found
            same = groups.setdefault(key, group)
            if any(each[1].pk == criterion.pk for each in same.rows):
                self.plan.error(row, "criterion", _("Tiêu chí này đã có ở một hàng trên."))
                continue
            same.rows.append((row, criterion, value))
        self._write(groups)
        return self.plan

    def _rubrics(self) -> dict:
        """{folded code or name: issued rubrics that the importer may use, the latest first}."""
        found = defaultdict(list)
        rows = self.context.visible(Rubric.objects.issued()).whole().order_by("-starts_on", "-pk")
        for rubric in rows:
            for word in {match_key(rubric.code), match_key(rubric.name)}:
                found[word].append(rubric)
        return found

    # --- one row ---
    def _read(self, row):
        period = _period(row["period"])
        if period is None:
            sentence = _("“%(text)s” không phải là kỳ; hãy ghi 2018-01, 2018-Q1, 2018 hoặc 2018-01-24.")
            self.plan.error(row, "period", sentence % {"text": row["period"]})
            return None
        kind, on = period
        if on > self.context.today:
            self.plan.error(row, "period", _("Kỳ này còn ở phía trước."))
            return None
        named = self.names.find(row, on, _last_of(kind, on))
        rubric = self._rubric(row, kind, on, named)
        if named is None or rubric is None:
            return None
        criterion = self._criterion(row, rubric)
        value = self._points(row, criterion) if criterion else None
        scorer = row["scorer"] or ("superior" if kind == "meeting" else "")
        if (scorer in ("branch", "superior")) != (kind == "meeting"):
            self.plan.error(row, "scorer", _("Người chấm này không hợp với loại phiếu."))
        if self.plan.is_bad(row):
            return None
        key = (named.organisation.pk, kind, on, scorer)
        return key, criterion, value, Group(named, rubric, on, scorer)

    def _rubric(self, row, kind, on, named) -> Rubric | None:
        """Committees give the same code to rubrics of their own: of those that hold the one of the nearest above the body counts."""
        known = [each for each in self.rubrics.get(match_key(row["rubric"]), ()) if each.kind == kind]
        if not known:
            sentence = self.context.unknown(
                _("Không có bộ tiêu chí “%(name)s” cho loại kỳ này%(where)s."), name=row["rubric"]
            )
            self.plan.error(row, "rubric", sentence)
            return None
        above = self.above.keys(named.unit.pk, on) if named else []
        steps = {key: step for step, key in enumerate(above)}
        held = [each for each in known if each.holds_on(on)]
        held = min(
            held, key=lambda each: steps.get(each.issuer and each.issuer.key, len(steps)), default=None
        )
        if held is None:
            sentence = _("Bộ tiêu chí “%(name)s” chưa có hoặc không còn hiệu lực vào %(day)s.")
            self.plan.error(row, "rubric", sentence % {"name": row["rubric"], "day": day(on)})
        return held

    def _criterion(self, row, rubric):
        wanted = match_key(row["criterion"])
        for criterion in rubric.criteria.all():
            if wanted in (match_key(criterion.code), match_key(criterion.name)):
                return criterion
        sentence = _("Bộ tiêu chí không có tiêu chí “%(name)s”.")
        self.plan.error(row, "criterion", sentence % {"name": row["criterion"]})
        return None

    def _points(self, row, criterion) -> Decimal | None:
        try:
            value = Decimal(str(row["value"]).strip().replace(",", "."))
        except InvalidOperation:
            value = None
        if value is None or not value.is_finite():
            self.plan.error(row, "value", _("Hãy ghi một số, như 10 hoặc 0,25."))
            return None
        if not criterion.minimum <= value <= criterion.maximum:
            words = {"least": points_text(criterion.minimum), "most": points_text(criterion.maximum)}
            self.plan.error(row, "value", _("Điểm của tiêu chí này từ %(least)s đến %(most)s.") % words)
        elif not fits_step(value, criterion):
            words = {"step": points_text(criterion.step)}
            self.plan.error(row, "value", _("Điểm của tiêu chí này theo bước %(step)s.") % words)
        return value

    # --- all rows ---
    def _write(self, groups) -> None:
        if not groups:
            return
        self.issuers = Issuers(
            self.context, {g.named.unit.pk: g.named.unit for g in groups.values()}.values()
        )
        ids = {group.named.organisation.pk for group in groups.values()}
        self.sheets = {}
        standing = Sheet.objects.standing().select_related("rubric").prefetch_related("rows")
        for sheet in in_chunks(standing, "organisation_id", ids):
            side = sheet.scorer if sheet.kind == "meeting" else OWN
            self.sheets[sheet.organisation_id, sheet.kind, sheet.period_on, side] = sheet
        self.turns = self._turns(ids, groups)
        # Own points come before those of the board: they are of one sheet.
        order = list(FILLS)
        for key, group in sorted(groups.items(), key=lambda each: order.index(each[1].scorer)):
            self._write_group(key, group)

    def _turns(self, ids, groups) -> dict:
        """{(organisation, day): [Attendance]} and {(organisation, day): Meeting} of the scored meetings."""
        days = [g.period_on for g in groups.values() if g.rubric.kind == "meeting"]
        self.meetings = {}
        if not days:
            return {}
        span = {"met_on__range": (min(days), max(days))}
        for meeting in in_chunks(
            Meeting.objects.standing().of_branches().filter(**span), "organisation_id", ids
        ):
            self.meetings[meeting.organisation_id, meeting.on] = meeting
        found = defaultdict(list)
        rows = Attendance.objects.standing().select_related("cadre", "scheme__issuer")
        for turn in in_chunks(rows, "meeting_id", {meeting.pk for meeting in self.meetings.values()}):
            found[turn.meeting_id].append(turn)
        return found

    def _write_group(self, key, group) -> None:
        organisation, kind, on, scorer = key
        first = group.rows[0][0]
        side = scorer if kind == "meeting" else OWN
        sheet = self.sheets.get((organisation, kind, on, side))
        if sheet is None:
            sheet = self._new_sheet(first, group, kind, side)
            if sheet is None:
                return
            self.sheets[organisation, kind, on, side] = sheet
        elif sheet.state in (State.PUBLISHED, State.LOCKED):
            self.plan.error(first, "period", _("Phiếu của kỳ này đã công bố, không nhập đè được."))
            return
        elif sheet.rubric_id != group.rubric.pk:
            self.plan.error(first, "rubric", _("Phiếu của kỳ này đã chấm theo bộ tiêu chí khác."))
            return
        fills, state = FILLS[scorer]
        self._advance(first, sheet, state)
        known = {
            row.criterion_id: row
            for row in getattr(sheet, "made_rows", None) or (sheet.rows.all() if sheet.pk else ())
        }
        for row, criterion, value in group.rows:
            self._write_row(row, sheet, criterion, value, fills, known, group)

    def _new_sheet(self, row, group, kind, side) -> Sheet | None:
        named, meeting, turn = group.named, None, None
        if kind == "meeting":
            meeting = self.meetings.get((named.organisation.pk, group.period_on))
            if meeting is None:
                self.plan.error(row, "period", _("Ngày này chi bộ không có buổi sinh hoạt nào."))
                return None
            turns = self.turns.get(meeting.pk, [])
            if side == Scorer.SUPERIOR:
                if len(turns) != 1:
                    self.plan.error(row, "scorer", _("Phải có đúng một lượt dự của cấp trên ở buổi này."))
                    return None
                turn = turns[0]
        issuer = group.rubric.issuer or self.issuers.of(named.unit, group.period_on)
        sheet = Sheet(
            rubric=group.rubric,
            kind=kind,
            organisation=named.organisation,
            unit=named.unit,
            issuer=issuer,
            period_on=group.period_on,
            scorer=side,
            meeting=meeting,
            cadre=turn.cadre if turn else None,
            attendance=turn,
            created_by=self.context.user,
        )
        sheet.due_on = due_day(sheet)
        # Lists say nothing of the day on which it was sent: the last day in time.
        sheet.sent_on, sheet.state = min(sheet.due_on, self.context.today), State.SENT
        self.plan.make(row, sheet)
        sheet.made_rows = [
            self.plan.make(row, SheetRow(sheet=sheet, criterion=criterion))
            for criterion in group.rubric.criteria.all()
        ]
        return sheet

    def _advance(self, row, sheet, state) -> None:
        if ORDER.index(state) <= ORDER.index(sheet.state):
            return
        if sheet.pk is None:
            sheet.state = state
        else:
            self.plan.alter(row, sheet, state=state, sent_on=sheet.sent_on or self.context.today)

    def _write_row(self, row, sheet, criterion, value, fills, known, group) -> None:
        title = _("%(body)s, %(day)s, %(criterion)s: %(points)s") % {
            "body": group.named.name,
            "day": day(group.period_on),
            "criterion": criterion.name,
            "points": points_text(value),
        }
        at = known[criterion.pk]
        if at.pk is None:
            for name in fills:
                setattr(at, name, value)
            self.plan.say(row, ADDED, title)
        elif self.plan.alter(row, at, **dict.fromkeys(fills, value)):
            self.plan.alter(row, at, version=at.version + 1)
            self.plan.say(row, CHANGED, title)
        else:
            self.plan.say(row, UNCHANGED, title)


def _period(text) -> tuple[str, date] | None:
    """("month" or "quarter" or "year", first day) or ("meeting", the day)."""
    text = str(text).strip()
    if period := read_period(text):
        return period
    for pattern in (r"(\d{4})-(\d{1,2})-(\d{1,2})", r"(\d{1,2})/(\d{1,2})/(\d{4})"):
        if found := re.fullmatch(pattern, text):
            parts = [int(each) for each in found.groups()]
            year, month, at = parts if parts[0] > 31 else reversed(parts)
            try:
                return "meeting", date(year, month, at)
            except ValueError:
                return None
    return None


def _last_of(kind, on) -> date:
    return on if kind == "meeting" else period_after(kind, on) - timedelta(days=1)


def lock_sheets() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {Sheet._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")


def settle(changes, today) -> None:
    """Totals and grades of the sheets that were touched."""
    ids = set()
    for each in changes:
        if each["model"] == Sheet._meta.label_lower:
            ids |= {int(pk) for pk in (*each["made"], *each["altered"])}
        if each["model"] == SheetRow._meta.label_lower:
            rows = {int(pk) for pk in (*each["made"], *each["altered"])}
            ids |= set(SheetRow.objects.filter(pk__in=rows).values_list("sheet", flat=True))
    for sheet in Sheet.objects.standing().filter(pk__in=ids):
        regrade(sheet)


def void_sheets(ids, *, run, by) -> None:
    from django.utils import timezone

    reason = _("Lấy lại lần nhập %(file)s.") % {"file": run.filename[:200]}
    Sheet.objects.standing().filter(pk__in=ids).update(
        voided_at=timezone.now(), voided_by=by, void_reason=reason
    )


def _stays(ids, *, run, by) -> None:
    """Rows stay with their sheet, also with one that is voided."""


KIND = Kind(
    name="scores",
    title=gettext_lazy("Điểm chấm"),
    columns=columns,
    check=check,
    lock=lock_sheets,
    settle=settle,
    take_away={"scores.sheet": void_sheets, "scores.sheetrow": _stays},
    permission="scores.review",
    notes=(
        gettext_lazy(
            "Mỗi hàng là điểm của một tiêu chí; tổng và xếp loại do chương trình tính theo bộ tiêu chí."
        ),
    ),
)
