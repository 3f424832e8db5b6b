"""Attendance from a list: who attended which meeting on which day, and since when the report on it is there.

One row is one turn (lượt). Two cadres at one meeting are two turns and one meeting; a meeting that nobody knew is made,
one that was registered for that day is marked as held. Set-based: twenty thousand rows ask no more often than one."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.imports.finding import Cadres
from assignments.models import Scheme
from branches.imports.codes import (
    find_dated,
    find_known,
    in_chunks,
    organisation_codes,
    said_codes,
    with_zeros,
)
from branches.imports.pipeline import Context, Kind
from branches.imports.plan import ADDED, CHANGED, UNCHANGED, Plan, day, from_to
from common.spreadsheets.columns import Column, Table
from meetings.models import Attendance, Meeting
from meetings.rules import bodies_of
from reports.imports.under import Snapshots, Under
from reports.models import Report
from reports.numbers import draw_receipts
from reports.rules import Counts, completed, due_on, is_late, is_late_entry
from reports.words import counts_refusal

_COUNTS = ("members", "exempt", "present", "excused", "unexcused", "speaking")


def columns():
    return [
        Column("cadre_code", gettext_lazy("Mã cán bộ"), required=True, kind="code", example="VD-CB"),
        Column(
            "organisation_code",
            gettext_lazy("Mã chi bộ, tổ chức đảng"),
            required=True,
            kind="code",
            aliases=("Mã chi bộ", "Mã tổ chức"),
            example="VD-CB-01",
        ),
        Column(
            "date",
            gettext_lazy("Ngày dự"),
            required=True,
            kind="date",
            aliases=("Ngày", "Ngày sinh hoạt"),
            example="2020-06-24",
        ),
        Column("scheme", gettext_lazy("Mã chủ trương"), kind="code", aliases=("Chủ trương",)),
        Column(
            "kind",
            gettext_lazy("Loại buổi"),
            kind="choice",
            choices=dict(Meeting.Kind.choices),
            note=gettext_lazy("Bỏ trống là thường kỳ."),
        ),
        Column("start", gettext_lazy("Bắt đầu"), kind="time", aliases=("Giờ bắt đầu",)),
        Column("end", gettext_lazy("Kết thúc"), kind="time", aliases=("Giờ kết thúc",)),
        Column("members", gettext_lazy("Tổng số đảng viên"), kind="int", aliases=("Tổng số",)),
        Column("exempt", gettext_lazy("Miễn sinh hoạt"), kind="int", aliases=("Miễn công tác và sinh hoạt",)),
        Column("present", gettext_lazy("Có mặt"), kind="int"),
        Column("excused", gettext_lazy("Vắng có lý do"), kind="int"),
        Column("unexcused", gettext_lazy("Vắng không lý do"), kind="int"),
        Column("speaking", gettext_lazy("Số phát biểu"), kind="int", aliases=("Số đảng viên phát biểu",)),
        Column("reported_on", gettext_lazy("Ngày báo cáo"), kind="date", aliases=("Ngày nộp báo cáo",)),
        Column("note", gettext_lazy("Ghi chú"), max_length=500),
    ]


@dataclass
class Line:
    """One row with what it names. `meeting` and `turn` are those that stand, or those that the plan makes."""

    row: dict
    cadre: object
    organisation: object
    organisation_name: str
    scheme: Scheme | None
    counts: Counts
    meeting: Meeting | None = None

    @property
    def on(self):
        return self.row["date"]

    @property
    def body(self) -> str:
        return bodies_of(self.organisation.kind)[0]

    @property
    def meeting_key(self) -> tuple:
        return self.organisation.pk, self.body, self.row["kind"] or Meeting.Kind.REGULAR.value, self.on

    @property
    def title(self) -> str:
        details = {"cadre": self.cadre, "branch": self.organisation_name, "day": day(self.on)}
        return _("%(cadre)s – %(branch)s, %(day)s") % details


def check(table: Table, context: Context) -> Plan:
    return AttendanceCheck(table, context).run()


class AttendanceCheck:
    def __init__(self, table: Table, context: Context):
        self.table, self.context, self.plan = table, context, Plan(table)
        self.without = Counter()

    def run(self) -> Plan:
        rows = [row for row in self.table.rows if not self.plan.is_bad(row)]
        self._load(rows)
        lines = [line for row in rows if (line := self._line(row)) is not None]
        lines = self._said_once(lines)
        if lines:
            self._load_facts(lines)
        for line in lines:
            if self._find_meeting(line):
                self._take(line)
        self._notice()
        return self.plan

    # --- what the rows name ---
    def _load(self, rows: list[dict]) -> None:
        self.cadres = Cadres(self.plan, self.context, said_codes(rows, "cadre_code"))
        self.organisations = organisation_codes(said_codes(rows, "organisation_code"), self.context)
        codes = with_zeros({*said_codes(rows, "scheme"), self.context.scheme} - {""})
        visible = self.context.visible(
            Scheme.objects.select_related("issuer").prefetch_related("eligible_groups")
        )
        self.schemes = {each.code: each for each in in_chunks(visible, "code", codes)}

    def _line(self, row: dict) -> Line | None:
        cadre = self.cadres.find(row, "cadre_code")
        version = find_dated(
            self.plan,
            self.context,
            self.organisations,
            row,
            "organisation_code",
            row["date"],
            _("tổ chức đảng"),
        )
        row["scheme"] = row["scheme"] or self.context.scheme or None
        scheme = find_known(self.plan, self.context, self.schemes, row, "scheme", _("chủ trương"))
        counts = completed(Counts(**{name: row[name] for name in _COUNTS}))
        self._refuse(row, cadre, version, counts)
        if self.plan.is_bad(row):
            return None
        return Line(row, cadre, version.organisation, version.name, scheme, counts)

    def _refuse(self, row: dict, cadre, version, counts: Counts) -> None:
        on, today = row["date"], self.context.today
        if on > today:
            self.plan.error(row, "date", _("Ngày %(day)s còn ở phía trước.") % {"day": day(on)})
        if version is not None and not self.context.may_write(version.organisation.unit):
            sentence = self.context.unknown(
                _("Không có %(label)s mã “%(code)s”%(where)s."),
                label=_("tổ chức đảng"),
                code=row["organisation_code"],
            )
            self.plan.error(row, "organisation_code", sentence)
        if cadre is not None and (sentence := _not_serving(cadre, on)):
            self.plan.error(row, "cadre_code", sentence)
        if row["start"] and row["end"] and row["end"] <= row["start"]:
            self.plan.error(row, "end", _("Giờ kết thúc phải sau giờ bắt đầu."))
        if sentence := counts_refusal(counts):
            self.plan.error(row, "present", sentence)
        reported_on = row["reported_on"]
        if reported_on and reported_on < on:
            self.plan.error(row, "reported_on", _("Ngày báo cáo không thể trước ngày dự."))
        elif reported_on and reported_on > today:
            self.plan.error(
                row, "reported_on", _("Ngày %(day)s còn ở phía trước.") % {"day": day(reported_on)}
            )

    def _said_once(self, lines: list[Line]) -> list[Line]:
        said: dict[tuple, int] = {}
        found = []
        for line in lines:
            key = (line.cadre.pk, *line.meeting_key)
            if key in said:
                self.plan.error(
                    line.row, "cadre_code", _("Lượt dự này đã có ở hàng %(row)s.") % {"row": said[key]}
                )
                continue
            said[key] = line.row["row"]
            found.append(line)
        return found

    # --- what stands already ---
    def _load_facts(self, lines: list[Line]) -> None:
        first, last = min(line.on for line in lines), max(line.on for line in lines)
        period = (first, last + timedelta(days=1))
        people = {line.cadre.pk for line in lines}
        organisations = {line.organisation.pk: line.organisation for line in lines}
        self.under = Under(people, organisations, *period)
        self.snapshots = Snapshots(people, *period)
        rows = Meeting.objects.standing().during(*period)
        self.meetings = {
            (row.organisation_id, row.body, row.kind, row.met_on): row
            for row in sorted(
                in_chunks(rows, "organisation_id", organisations), key=lambda each: each.held_on is not None
            )
        }
        wanted = {self.meetings[line.meeting_key].pk for line in lines if line.meeting_key in self.meetings}
        turns = Attendance.objects.standing().select_related("report", "cadre")
        self.turns = {
            (turn.cadre.merged_into_id or turn.cadre_id, turn.meeting_id): turn
            for turn in in_chunks(turns, "meeting_id", wanted)
        }

    def _find_meeting(self, line: Line) -> bool:
        row, known = line.row, self.meetings.get(line.meeting_key)
        if known is None:
            unit = self.under.main_unit(line.organisation, line.on)
            if unit is None:
                self.plan.error(
                    row,
                    "organisation_code",
                    _("Ngày %(day)s bản đồ chưa có nơi %(name)s sinh hoạt. Hãy nạp bản đồ từ trước ngày đó.")
                    % {"day": day(line.on), "name": line.organisation_name},
                )
                return False
            known = self.plan.make(row, self._new_meeting(line, unit))
            self.meetings[line.meeting_key] = known
        elif known.outcome == Meeting.Outcome.NOT_HELD:
            self.plan.error(row, "date", _("Buổi sinh hoạt ngày này đã được ghi là không họp."))
            return False
        elif known.pk and known.outcome == Meeting.Outcome.UNKNOWN:
            self.plan.alter(row, known, held_on=line.on, outcome=Meeting.Outcome.HELD)
        line.meeting = known
        hours = {"started_at": row["start"], "ended_at": row["end"]}
        missing = {name: value for name, value in hours.items() if value and getattr(known, name) is None}
        if missing and known.pk:
            self.plan.alter(row, known, **missing)
        for name, value in missing.items():
            setattr(known, name, value)
        return True

    def _new_meeting(self, line: Line, unit: int) -> Meeting:
        organisation, body, kind, on = line.meeting_key
        return Meeting(
            organisation_id=organisation,
            unit_id=unit,
            body=body,
            kind=kind,
            month=on.replace(day=1),
            held_on=on,
            outcome=Meeting.Outcome.HELD,
            created_by=self.context.user,
        )

    # --- the turn and its report ---
    def _take(self, line: Line) -> None:
        turn = self.turns.get((line.cadre.pk, line.meeting.pk)) if line.meeting.pk else None
        if turn is None:
            turn = self.plan.make(line.row, self._new_turn(line))
            verb, details = ADDED, []
        else:
            details = self._change(line, turn)
            verb = CHANGED if details else UNCHANGED
        report = getattr(turn, "report", None) if turn.pk else None
        if report is None and line.row["reported_on"]:
            details = [*details, self._report(line, turn)]
            verb = verb if verb == ADDED else CHANGED
        elif report is not None and line.row["reported_on"] not in (None, report.submitted_on):
            self.plan.error(
                line.row,
                "reported_on",
                _("Lượt dự này đã có báo cáo %(number)s gửi ngày %(day)s; ngày gửi không sửa được.")
                % {"number": report.number, "day": day(report.submitted_on)},
            )
        self.plan.say(line.row, verb, line.title, details)

    def _assignment(self, line: Line):
        is_branch = line.body == Meeting.Body.BRANCH
        found = self.under.find(line.cadre.pk, line.organisation, is_branch, line.on, line.scheme)
        self.without["none"] += found is None
        return found

    def _new_turn(self, line: Line) -> Attendance:
        found = self._assignment(line)
        scheme = self.under.schemes[found.scheme_id] if found else line.scheme
        eligible = {group.pk for group in scheme.eligible_groups.all()} if scheme else set()
        row = line.row
        return Attendance(
            cadre=line.cadre,
            meeting=line.meeting,
            unit_id=line.meeting.unit_id,
            attended_on=line.on,
            scheme=scheme,
            assignment_id=found.pk if found else None,
            group_then_id=self.snapshots.group(line.cadre.pk, line.on, eligible),
            post_then=self.snapshots.post(line.cadre.pk, line.on),
            started_at=row["start"],
            ended_at=row["end"],
            note=row["note"] or "",
            created_by=self.context.user,
            **line.counts._asdict(),
        )

    def _change(self, line: Line, turn: Attendance) -> list[str]:
        said = {"started_at": line.row["start"], "ended_at": line.row["end"], "note": line.row["note"]}
        said |= line.counts._asdict()
        said = {name: value for name, value in said.items() if value is not None}
        before = {name: getattr(turn, name) for name in said}
        details = self._assigned_since(line, turn)
        if self.plan.alter(line.row, turn, **said):
            labels = {name: turn._meta.get_field(name).verbose_name for name in said}
            changed = [name for name in said if before[name] != said[name]]
            details += [from_to(labels[name], before[name], said[name]) for name in changed]
        return details

    def _assigned_since(self, line: Line, turn: Attendance) -> list[str]:
        """A turn that was brought in before its assignment was (or under another record of the person) finds it now."""
        if turn.assignment_id or (found := self._assignment(line)) is None:
            return []
        scheme = self.under.schemes[found.scheme_id]
        self.plan.alter(line.row, turn, assignment_id=found.pk, scheme=scheme)
        return [_("theo phân công của %(scheme)s") % {"scheme": scheme}]

    def _report(self, line: Line, turn: Attendance) -> str:
        """The report of which only the day is known; returns what the preview says of it."""
        on, scheme = line.row["reported_on"], turn.scheme
        due = due_on(line.on, scheme.report_days) if scheme else None
        late = is_late(on, due)
        self.plan.make(
            line.row,
            Report(
                number=f"?{line.row['row']}",
                client_key=uuid4(),
                body_hash=_hash(line),
                source=Report.Source.IMPORT,
                state=Report.State.ACCEPTED,
                cadre=line.cadre,
                post_then=turn.post_then,
                scheme=scheme,
                assignment_id=turn.assignment_id,
                issuer_id=scheme.issuer_id if scheme else line.cadre.unit_id,
                unit_id=turn.unit_id,
                organisation=line.organisation,
                meeting=line.meeting,
                attendance=turn,
                met_on=line.on,
                due_on=due,
                submitted_on=on,
                is_late=late,
                is_late_entry=bool(scheme) and is_late_entry(on, due, scheme.late_entry_hours),
                attended=Report.Attended.YES,
                is_announced=scheme.is_announced if scheme else True,
            ),
        )
        words = _("báo cáo ngày %(day)s, muộn") if late else _("báo cáo ngày %(day)s")
        return words % {"day": day(on)}

    def _notice(self) -> None:
        if number := self.without["none"]:
            self.plan.notices.append(
                _(
                    "%(number)s lượt dự không theo phân công nào: vẫn được tính là lượt, không tính vào chỉ tiêu."
                )
                % {"number": number}
            )


def _not_serving(cadre, on) -> str:
    if cadre.started_on > on:
        return _("%(cadre)s chỉ công tác từ ngày %(day)s.") % {"cadre": cadre, "day": day(cadre.started_on)}
    if cadre.left_on and cadre.left_on <= on:
        return _("%(cadre)s đã thôi từ ngày %(day)s.") % {"cadre": cadre, "day": day(cadre.left_on)}
    return ""


def _hash(line: Line) -> str:
    said = {key: str(value) for key, value in line.row.items() if value is not None and key != "row"}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def number_reports(plan: Plan) -> None:
    """Receipt numbers for the reports of the plan, drawn when it is written and not before."""
    by_month: dict = {}
    for _row, report in plan.makes.get(Report, ()):
        by_month.setdefault(report.submitted_on.replace(day=1), []).append(report)
    for month in sorted(by_month):
        reports = by_month[month]
        for report, number in zip(reports, draw_receipts(month, len(reports)), strict=True):
            report.number = number


# --- taking back ---
def _reason(run) -> str:
    return f"Lấy lại lần nhập {date_format(timezone.localtime(run.applied_at), 'd/m/Y H:i')}"


def void_turns(ids, *, run, by) -> None:
    """Turns are facts that stay to be seen: those of an import that is taken back are voided."""
    for start in range(0, len(ids), 1000):
        rows = Attendance.objects.standing().filter(pk__in=ids[start : start + 1000])
        rows.update(voided_at=timezone.now(), voided_by=by, void_reason=_reason(run))


def void_meetings(ids, *, run, by) -> None:
    """Meetings too, where nobody else has attended them or planned them since."""
    for start in range(0, len(ids), 1000):
        rows = Meeting.objects.standing().filter(pk__in=ids[start : start + 1000], planned_on=None)
        used = Attendance.objects.standing().filter(meeting__in=rows.values("pk")).values("meeting")
        rows.exclude(pk__in=used).update(voided_at=timezone.now(), voided_by=by, void_reason=_reason(run))


KIND = Kind(
    name="attendance",
    title=gettext_lazy("Lượt dự sinh hoạt"),
    columns=columns,
    check=check,
    complete=number_reports,
    take_away={"meetings.attendance": void_turns, "meetings.meeting": void_meetings},
    notes=(
        gettext_lazy("Mỗi hàng là một lượt: một cán bộ dự một buổi. Hai cán bộ dự cùng buổi là hai hàng."),
        gettext_lazy("Buổi chưa có trong lịch thì được lập; buổi đã đăng ký ngày đó thì được ghi là đã họp."),
        gettext_lazy("Có “Ngày báo cáo” thì ghi nhận đã báo cáo; muộn hay không tính theo chủ trương."),
    ),
)
