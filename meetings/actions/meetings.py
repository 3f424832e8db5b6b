"""Writes of meetings: entered, held, not held, prepared, taken back. Planned and held are two facts.

Two people who report the same meeting at once make one: the database refuses the second, who then finds the first's.
"""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common.errors import BUSY, refused_in_words, sentence_of
from common.history import recorded_by
from meetings.models import Meeting, MeetingChange
from meetings.rules import bodies_of, month_of

# Read from rows of the database a moment before.
RELATIONS = [each.name for each in Meeting._meta.concrete_fields if each.is_relation]


def meeting_for(*, organisation, on, by, kind=Meeting.Kind.REGULAR, body=None, place="") -> Meeting:
    """The standing meeting of that body and kind held on `on`, else the one planned on `on` and not held another day, else
    a new one that nobody had registered: held on `on`.

    `body` None: the branch of a branch, the committee otherwise. Raises ValidationError: the organisation does not exist
    that day or has no such body.
    """
    body = body or bodies_of(organisation.kind)[0]
    found = _find(organisation, body, kind, on)
    if found:
        return found
    row = new_meeting(organisation=organisation, body=body, kind=kind, on=on, by=by)
    row.held_on, row.outcome, row.held_place = on, Meeting.Outcome.HELD, place
    row.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with recorded_by(by), transaction.atomic():
            row.save()
    except IntegrityError as error:
        # Somebody else entered it between the look and the writing.
        found = _find(organisation, body, kind, on)
        if found is None:
            raise ValidationError(sentence_of(error)) from error
        return found
    return row


@transaction.atomic
def enter_meeting(*, organisation, on, by, kind=Meeting.Kind.REGULAR, body=None, **details) -> Meeting:
    """A meeting that was held without having been registered, or a second one in the month. `details`: started_at,
    ended_at, place, topic, prepared_on. Raises ValidationError, also where it stands already."""
    row = new_meeting(
        organisation=organisation, body=body or bodies_of(organisation.kind)[0], kind=kind, on=on, by=by
    )
    row.held_on, row.outcome = on, Meeting.Outcome.HELD
    row.held_place = details.pop("place", "")
    for name, value in details.items():
        setattr(row, name, value)
    _refuse_registered(row)
    with recorded_by(by), refused_in_words():
        row.full_clean()
        row.save()
    return row


@transaction.atomic
def plan_meeting(
    *, organisation, on, today, by, body=None, kind=Meeting.Kind.REGULAR, at=None, place="", topic=""
) -> Meeting:
    """A committee's meeting that is to come. Branches plan theirs in their commune's schedule. Raises ValidationError."""
    body = body or bodies_of(organisation.kind)[0]
    row = new_meeting(organisation=organisation, body=body, kind=kind, on=on, by=by)
    if row.body == Meeting.Body.BRANCH:
        raise ValidationError(_("Lịch của chi bộ được đăng ký ở trang lịch sinh hoạt của xã."))
    row.planned_on, row.planned_at, row.planned_place, row.topic = on, at, place, topic
    row.registered_on = today
    with recorded_by(by), refused_in_words():
        row.full_clean()
        row.save()
    return row


@transaction.atomic
def replan_meeting(meeting, *, on, at, place, reason, by, version=None) -> Meeting:
    """Another day, hour or place for a meeting that stands in no commune's schedule; what stood before is kept. Raises
    ValidationError."""
    row = locked(meeting, version)
    before = (row.planned_on, row.planned_at, row.planned_place)
    if row.schedule_id or row.planned_on is None or row.outcome != Meeting.Outcome.UNKNOWN:
        raise ValidationError(_("Buổi này không đổi lịch ở đây được."))
    if before == (on, at, place):
        raise ValidationError(_("Không có gì thay đổi."))
    row.planned_on, row.planned_at, row.planned_place = on, at, place
    row.month = month_of(on)
    row = _saved(row, by)
    MeetingChange.objects.create(
        meeting=row,
        before_on=before[0],
        before_at=before[1],
        before_place=before[2],
        after_on=on,
        after_at=at,
        after_place=place,
        reason=reason,
        changed_by=by,
        changed_at=timezone.now(),
    )
    return row


@transaction.atomic
def record_held(meeting, *, on, by, started_at=None, ended_at=None, place="", version=None) -> Meeting:
    """The meeting was held on `on`, whatever day was registered. Hours and place that are not said stay as they were.

    `version`: what the form showed; somebody else's later change is then not overwritten. Raises ValidationError.
    """
    row = locked(meeting, version)
    row.held_on, row.outcome, row.not_held_reason = on, Meeting.Outcome.HELD, ""
    row.started_at, row.ended_at = started_at or row.started_at, ended_at or row.ended_at
    row.held_place = place or row.held_place
    if row.started_at and row.ended_at and row.ended_at < row.started_at:
        raise ValidationError({"ended_at": _("Giờ kết thúc không thể trước giờ bắt đầu.")})
    if row.prepared_on and row.prepared_on > on:
        raise ValidationError(
            _("Buổi chuẩn bị ghi ngày %(day)s, sau ngày họp này. Hãy sửa ngày chuẩn bị trước.")
            % {"day": _day(row.prepared_on)}
        )
    return _saved(row, by)


@transaction.atomic
def record_not_held(meeting, *, reason, by, version=None) -> Meeting:
    """The meeting that was registered was not held, and why. Raises ValidationError, also where somebody attended it."""
    row = locked(meeting, version)
    if not reason.strip():
        raise ValidationError({"reason": _("Hãy ghi lý do không họp.")})
    if row.planned_on is None:
        raise ValidationError(_("Buổi này không đăng ký trước; nếu nhập nhầm thì hãy hủy."))
    if row.attendances.standing().exists():
        raise ValidationError(_("Đã có cán bộ ghi là dự buổi này, nên không thể ghi là không họp."))
    row.outcome, row.not_held_reason = Meeting.Outcome.NOT_HELD, reason.strip()
    row.held_on = row.started_at = row.ended_at = None
    row.held_place = ""
    return _saved(row, by)


@transaction.atomic
def record_prepared(meeting, *, on, by, version=None) -> Meeting:
    """The branch's committee met on `on` to prepare; None takes a mistake back. Raises ValidationError."""
    row = locked(meeting, version)
    if on is not None and on > row.on:
        raise ValidationError({"prepared_on": _("Ngày chuẩn bị không thể sau ngày sinh hoạt.")})
    row.prepared_on = on
    return _saved(row, by)


@transaction.atomic
def void_meeting(meeting, *, reason, by, version=None) -> Meeting:
    """Takes a meeting that was entered by mistake out of every count; it stays to be seen. Raises ValidationError."""
    row = locked(meeting, version)
    if not reason.strip():
        raise ValidationError({"reason": _("Hủy một buổi nhập nhầm phải nêu lý do.")})
    if row.attendances.standing().exists():
        raise ValidationError(_("Đã có cán bộ ghi là dự buổi này; hãy hủy lượt dự đó trước."))
    row.voided_at, row.voided_by, row.void_reason = timezone.now(), by, reason.strip()
    return _saved(row, by)


def new_meeting(*, organisation, body, kind, on, by) -> Meeting:
    """A meeting under the day `on`, not saved, with nothing said of it yet. Raises ValidationError."""
    if body not in bodies_of(organisation.kind):
        raise ValidationError(
            {"body": _("%(kind)s không có cuộc họp này.") % {"kind": organisation.get_kind_display()}}
        )
    if organisation.opened_on > on or (organisation.closed_on and organisation.closed_on <= on):
        raise ValidationError(_("Tổ chức này chưa có hoặc không còn vào ngày %(day)s.") % {"day": _day(on)})
    return Meeting(
        organisation=organisation,
        unit_id=organisation.unit_id,
        body=body,
        kind=kind,
        month=month_of(on),
        created_by=by,
    )


def locked(meeting, version=None) -> Meeting:
    """The row as it stands now, held until the end of the transaction. Raises ValidationError: voided, or changed since
    `version`."""
    row = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    if version is not None and row.version != version:
        raise ValidationError(BUSY)
    if row.voided_at:
        raise ValidationError(_("Buổi này đã bị hủy vì nhập nhầm."))
    return row


def _saved(row, by) -> Meeting:
    """The constraints are asked by the database alone, in their own words: months of meetings are recorded in a row."""
    row.version += 1
    row.clean_fields(exclude=RELATIONS)
    with recorded_by(by), refused_in_words():
        row.save()
    return row


def _find(organisation, body, kind, on):
    rows = Meeting.objects.standing().filter(organisation=organisation, body=body, kind=kind)
    return rows.filter(held_on=on).first() or rows.filter(planned_on=on, held_on=None).first()


def _refuse_registered(row):
    """A meeting that was registered for that day is recorded as held on its own page, not entered beside it."""
    same = Meeting.objects.standing().filter(organisation=row.organisation, body=row.body, kind=row.kind)
    if same.filter(planned_on=row.held_on, held_on=None).exists():
        raise ValidationError(
            _("Buổi này đã đăng ký cho ngày %(day)s: hãy mở buổi đó và ghi là đã họp.")
            % {"day": _day(row.held_on)}
        )


def _day(day):
    return date_format(day, "d/m/Y")
