"""Registering a commune's month: drafted, sent, changed after that with what stood before, returned.

A schedule is locked while it is written, so that of two clerks the second is told that the first was quicker.
"""

from dataclasses import dataclass
from datetime import date, time

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from branches.models import Organisation
from branches.querysets.bodies import organisation_names
from common.errors import BUSY, refused_in_words, sentences
from common.history import recorded_by
from meetings.actions.meetings import RELATIONS, new_meeting
from meetings.actions.telling import tell_of_changes, tell_of_return, tell_of_sending
from meetings.models import Meeting, MeetingChange, Schedule, ScheduleRecipient
from meetings.planning import due_on
from meetings.recipients import recipients_of, rows_of_sending
from meetings.rules import is_late

State = Schedule.State


@dataclass(frozen=True)
class Said:
    """What a line of the form says. `meeting` None: a meeting that does not stand yet. Without `on`: none is to be held."""

    organisation: Organisation
    on: date | None
    at: time | None = None
    place: str = ""
    kind: str = Meeting.Kind.REGULAR
    topic: str = ""
    prepare_due_on: date | None = None
    meeting: Meeting | None = None


@transaction.atomic
def write_schedule(*, unit, month, lines, by, on, send=False, reason="", version=None, at=None) -> Schedule:
    """Enters `lines` (Said) into the schedule of `unit` for `month`, and sends it where `send`; `on` is today, `at` the
    moment of sending (now).

    What was registered before is changed with what stood there kept; after the deadline, or once it was sent, a change
    needs `reason`. `version`: what the form showed (0: none stood). Raises ValidationError with a sentence for each line.
    """
    schedule = _locked(unit, month, version)
    with recorded_by(by):
        changes = _enter(schedule, lines, by=by, on=on, reason=_reason(schedule, reason))
        schedule.version += 1
        if send:
            _send(schedule, by=by, on=on, now=at or timezone.now())
        schedule.save()
    if changes:
        tell_of_changes(schedule, changes, by=by, on=on)
    return schedule


@transaction.atomic
def return_schedule(schedule, *, note, by, on) -> Schedule:
    """The board sends a schedule back with what is to be put right. Raises ValidationError."""
    schedule = Schedule.objects.select_for_update(no_key=True).get(pk=schedule.pk)
    if schedule.state != State.SENT:
        raise ValidationError(_("Chỉ trả lại được lịch đã gửi."))
    if not note.strip():
        raise ValidationError({"note": _("Hãy ghi cần sửa gì.")})
    schedule.state, schedule.return_note, schedule.returned_by = State.RETURNED, note.strip(), by
    schedule.version += 1
    with recorded_by(by), refused_in_words():
        schedule.full_clean()
        schedule.save()
    tell_of_return(schedule, on=on)
    return schedule


def _locked(unit, month, version) -> Schedule:
    """The schedule, made where there is none, held until the end of the transaction."""
    rows = Schedule.objects.select_for_update(no_key=True)
    schedule = rows.filter(unit=unit, month=month).first()
    if schedule is None and not version:
        try:
            with transaction.atomic():
                return Schedule.objects.create(unit=unit, month=month, due_on=due_on(unit, month), version=0)
        except IntegrityError as error:
            raise ValidationError(BUSY) from error
    if schedule is None or (version is not None and schedule.version != version):
        raise ValidationError(BUSY)
    return schedule


def _reason(schedule, reason) -> str:
    """A returned schedule is changed because the board asked for it."""
    if reason.strip() or schedule.state != State.RETURNED:
        return reason.strip()
    return _("Sửa theo yêu cầu: %(note)s") % {"note": schedule.return_note}


def _enter(schedule, lines, *, by, on, reason) -> list[MeetingChange]:
    rows = Meeting.objects.select_for_update(no_key=True).standing()
    standing = rows.in_bulk([line.meeting.pk for line in lines if line.meeting])
    moved, fresh, refusals = [], [], []
    for line in lines:
        try:
            if line.meeting is None:
                fresh += [(line, _new(schedule, line, by=by, on=on))] if line.on else []
            else:
                change = _alter(schedule, line, standing.get(line.meeting.pk), by=by, on=on, reason=reason)
                moved += [change] if change else []
        except ValidationError as error:
            refusals.append((line, error))
    refusals += _insert(fresh)
    if not refusals and fresh and schedule.first_sent_at is not None:
        try:
            # Into a schedule that was sent already, a meeting comes as a change.
            moved += [
                _changed(schedule, row, (None, None, ""), by=by, on=on, reason=reason) for _line, row in fresh
            ]
        except ValidationError as error:
            refusals.append((fresh[0][0], error))
    if refusals:
        _refuse(refusals, schedule.month)
    return moved


def _refuse(refusals, month):
    """Raises one ValidationError with every refused line's sentences, each with its branch."""
    names = organisation_names({line.organisation.pk for line, _error in refusals}, month)
    raise ValidationError(
        [
            _("%(name)s: %(sentence)s") % {"name": names.get(line.organisation.pk, ""), "sentence": sentence}
            for line, error in refusals
            for sentence in sentences(error)
        ]
    )


def _alter(schedule, line, row, *, by, on, reason) -> MeetingChange | None:
    """The change of a meeting that stands, `row` as it is now; None where there is nothing to be kept of it."""
    if row is None:
        raise ValidationError(BUSY)
    if line.on is None:
        return _leave_out(row, by)
    before = (row.planned_on, row.planned_at, row.planned_place)
    if row.schedule_id == schedule.pk and before + (row.topic, row.prepare_due_on) == (
        line.on,
        line.at,
        line.place,
        line.topic,
        line.prepare_due_on,
    ):
        return None
    if row.outcome != Meeting.Outcome.UNKNOWN:
        raise ValidationError(_("Buổi này đã ghi kết quả, lịch đăng ký không đổi được nữa."))
    _plan(row, schedule, line)
    row.version += 1
    with refused_in_words():
        row.save()
    if row.registered_on is None or before == (row.planned_on, row.planned_at, row.planned_place):
        return None
    return _changed(schedule, row, before, by=by, on=on, reason=reason)


def _new(schedule, line, *, by, on) -> Meeting:
    """A meeting that comes into the schedule, not saved yet."""
    row = new_meeting(organisation=line.organisation, body="branch", kind=line.kind, on=line.on, by=by)
    row.month = schedule.month
    row.registered_on = on if schedule.state == State.SENT else None
    _plan(row, schedule, line)
    return row


def _insert(fresh) -> list[tuple]:
    """Saves the new meetings, all at once; where the database refuses one, each by itself, to say which: [(line, error)]."""
    try:
        with refused_in_words():
            Meeting.objects.bulk_create([row for _line, row in fresh])
    except ValidationError:
        refused = []
        for line, row in fresh:
            row.pk = None
            try:
                with refused_in_words():
                    row.save(force_insert=True)
            except ValidationError as error:
                refused.append((line, error))
        return refused
    return []


def _plan(row, schedule, line) -> None:
    row.schedule, row.topic, row.prepare_due_on = schedule, line.topic, line.prepare_due_on
    row.planned_on, row.planned_at, row.planned_place = line.on, line.at, line.place
    if line.prepare_due_on and line.prepare_due_on > line.on:
        raise ValidationError(_("Hạn chuẩn bị không thể sau ngày sinh hoạt."))
    if row.prepared_on and row.prepared_on > line.on:
        raise ValidationError(_("Chi ủy đã chuẩn bị sau ngày này; hãy xem lại ngày."))
    row.clean_fields(exclude=RELATIONS)


def _leave_out(row, by) -> None:
    if row.registered_on is not None:
        raise ValidationError(
            _("Buổi đã đăng ký không bỏ trống được; nếu không họp, hãy ghi “không họp” ở trang của buổi.")
        )
    row.voided_at, row.voided_by = timezone.now(), by
    row.void_reason = _("Bỏ khỏi lịch trước khi gửi.")
    row.version += 1
    row.save()


def _changed(schedule, row, before, *, by, on, reason) -> MeetingChange:
    is_after = schedule.due_on is not None and on > schedule.due_on
    if not reason:
        raise ValidationError(_("Lịch đã gửi: hãy ghi lý do đổi."))
    before_on, before_at, before_place = before
    return MeetingChange.objects.create(
        meeting=row,
        before_on=before_on,
        before_at=before_at,
        before_place=before_place,
        after_on=row.planned_on,
        after_at=row.planned_at,
        after_place=row.planned_place,
        reason=reason,
        is_after_deadline=is_after,
        changed_by=by,
        changed_at=timezone.now(),
    )


def _send(schedule, *, by, on, now) -> None:
    if schedule.state == State.SENT:
        raise ValidationError(_("Lịch tháng này đã gửi."))
    rows = Meeting.objects.standing().filter(schedule=schedule)
    if not rows.exists():
        raise ValidationError(_("Lịch chưa có buổi nào nên chưa gửi được."))
    rows.filter(registered_on=None).update(registered_on=on)
    if schedule.first_sent_at is None:
        schedule.first_sent_at = now
        schedule.is_late = is_late(on, schedule.due_on)
    schedule.state, schedule.sent_at, schedule.sent_by = State.SENT, now, by
    people = recipients_of(schedule.unit, on)
    ScheduleRecipient.objects.bulk_create(rows_of_sending(schedule, people))
    tell_of_sending([schedule])
