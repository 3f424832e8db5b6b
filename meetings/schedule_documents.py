"""The month that a commune registers, and what it changed since, as a printed form of its committee (domain.md §3.5, Kim Sơn 3.16).
Its words are Vietnamese."""

from django.utils.timezone import localtime
from django.utils.translation import override

from branches.issuing import body_of
from branches.models import Paper, UnitPlacement
from branches.papers import worded, words_at
from common.documents import DRAFT, Heading, Paragraph, PartyDocument, Signature, Table
from meetings.models import Meeting, Schedule, ScheduleRecipient
from meetings.recipients import roles_of

RETURNED = "TRẢ LẠI"
_COLUMNS = (
    ("Số TT", 1.2, "center"),
    ("Chi bộ", 3.6, "left"),
    ("Ngày, giờ", 2.7, "center"),
    ("Địa điểm", 3.6, "left"),
    ("Loại, nội dung", 3.2, "left"),
    ("Chi ủy chuẩn bị", 2.7, "center"),
)
_SECRETARY = ("Bí thư, điện thoại", 3.2, "left")


def schedule_document(plan, *, lines, secretaries, changes, day, footer="") -> PartyDocument:
    """`lines` of `plan` (MonthPlan) that the reader sees, `changes` [(branch, MeetingChange)], `secretaries` {branch id:
    OfficeHolder} of those whom he may see: without any there is no column for them. A form that bears no number; until it is
    sent it is a draft."""
    schedule = plan.schedule
    sent = schedule is not None and schedule.state == Schedule.State.SENT
    dated = localtime(schedule.sent_at).date() if sent else day
    body, higher, _sign, place = body_of(plan.unit.pk, dated)
    with override("vi"):
        made = PartyDocument(
            higher_body=higher,
            issuing_body=body,
            place=place,
            dated_on=dated if sent else None,
            type_name="Đăng ký lịch sinh hoạt chi bộ",
            subject=f"tháng {plan.month.month} năm {plan.month.year}",
            addressees=_above(plan.unit, dated),
            body=[
                _gist(plan, lines, body),
                _table(lines, secretaries),
                *_changes(changes),
                Paragraph(_when(plan)),
            ],
            signature=Signature(),
            recipients=["Như trên", *_roles(schedule), "Lưu Văn phòng"],
            footer=footer,
            watermark="" if sent else _unsent(schedule),
            is_numbered=False,
        )
    return worded(made, words_at(plan.unit.pk, Paper.Form.SCHEDULE, dated))


def _unsent(schedule) -> str:
    return RETURNED if schedule and schedule.state == Schedule.State.RETURNED else DRAFT


def _above(unit, day) -> list[str]:
    """The standing body of the committee above, to which the month goes."""
    place = UnitPlacement.objects.on(day).filter(unit=unit).select_related("version").first()
    parent = place.version.parent_id if place else None
    return [f"Thường trực {body_of(parent, day)[0]}"] if parent else []


def _roles(schedule) -> list[str]:
    """To whom else it went: their roles, which is all that the commune is told."""
    standing = str(ScheduleRecipient.Role.STANDING.label)
    return [role for role in roles_of(schedule) if role != standing] if schedule else []


def _gist(plan, lines, body) -> Paragraph:
    held = len({line.organisation.pk for line in lines})
    return Paragraph(
        f"{body} đăng ký {len(lines)} buổi sinh hoạt của {held}/{len(plan.branches)} chi bộ trong tháng "
        f"{plan.month:%m/%Y}:"
    )


def _when(plan) -> str:
    """Until when it was due and when it came. It stands below the tables: whoever signs signs no page without a word."""
    due = f"Hạn đăng ký: {plan.due_on:%d/%m/%Y}" if plan.due_on else "Chưa đặt hạn đăng ký"
    schedule = plan.schedule
    if schedule is None or schedule.first_sent_at is None:
        return f"{due}."
    late = ", muộn" if schedule.is_late else ""
    return f"{due}; gửi lần đầu lúc {localtime(schedule.first_sent_at):%H:%M %d/%m/%Y}{late}."


def _table(lines, secretaries) -> Table:
    columns = [*_COLUMNS, *([_SECRETARY] if secretaries else [])]
    rows = [
        [
            str(number),
            line.name,
            "\n".join(filter(None, (_day(line.on), f"{line.at:%H:%M}" if line.at else ""))),
            line.place,
            _kind(line),
            _preparation(line),
            *([_person(secretaries.get(line.organisation.pk))] if secretaries else []),
        ]
        for number, line in enumerate(lines, start=1)
    ]
    headings, widths, aligns = zip(*columns, strict=True)
    return Table(headings, rows, widths, aligns, size=11, empty_rows=0 if rows else 3)


def _day(day) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _kind(line) -> str:
    return ": ".join(filter(None, (str(Meeting.Kind(line.kind).label), line.topic)))


def _preparation(line) -> str:
    """The day on which it was done, else until when it is due."""
    if line.meeting and line.meeting.prepared_on:
        return _day(line.meeting.prepared_on)
    return f"chậm nhất\n{_day(line.prepare_due_on)}" if line.prepare_due_on else ""


def _person(holder) -> str:
    return "\n".join(filter(None, (holder.full_name, holder.phone))) if holder else ""


def _changes(changes) -> list:
    """The notice of changes: old → new, why, when it was told."""
    if not changes:
        return []
    rows = [
        [
            name,
            _planned(change.before_on, change.before_at, change.before_place) or "chưa đăng ký",
            _planned(change.after_on, change.after_at, change.after_place),
            f"{change.reason}{' (sau hạn đăng ký)' if change.is_after_deadline else ''}",
            f"{localtime(change.changed_at):%H:%M\n%d/%m/%Y}",
        ]
        for name, change in reversed(changes)
    ]
    headings = ("Chi bộ", "Đã đăng ký", "Đổi thành", "Lý do", "Báo lúc")
    aligns = ("left", "left", "left", "left", "center")
    return [
        Heading("Thay đổi sau khi đăng ký"),
        Table(headings, rows, (3.4, 4, 4, 4, 2.6), aligns, size=11),
    ]


def _planned(day, at, place) -> str:
    when = ", ".join(filter(None, (_day(day), f"{at:%H:%M}" if at else "")))
    return "\n".join(filter(None, (when, place)))
