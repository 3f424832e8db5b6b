"""What a report says of its meeting and of who was there: held or not, a turn of attendance or an excused absence."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assignments.querysets.cadres import positions_by_cadre, posts_by_cadre
from assignments.rules import group_of
from common.errors import refused_in_words
from meetings.actions.meetings import locked, meeting_for, new_meeting, record_held, record_not_held
from meetings.models import Absence, Attendance, Meeting
from meetings.models.attendance import COUNTS
from meetings.rules import bodies_of
from reports.models import Report
from reports.rules import Counts, completed
from reports.words import counts_refusal

ATTENDED = (Report.Attended.YES, Report.Attended.PART)


def meeting_of(values, *, by) -> Meeting:
    """The meeting that `values` speaks of, with what it says of it written: held that day, or not held. Raises
    ValidationError where what is already known says otherwise."""
    attended, on = values["attended"], values["met_on"]
    # As it stands now, and held: somebody may have said something of it since the form was opened.
    meeting = locked(values["meeting"]) if values.get("meeting") else None
    if attended not in ATTENDED:
        meeting = meeting or _expected(values, by)
        if attended == Report.Attended.NOT_HELD and meeting.outcome != Meeting.Outcome.NOT_HELD:
            _refuse_held(meeting)
            reason = values.get("absence_reason") or _("Hoãn, không họp")
            return record_not_held(meeting, reason=reason, by=by)
        return meeting
    meeting = meeting or meeting_for(
        organisation=values["organisation"],
        on=on,
        by=by,
        kind=values.get("kind") or Meeting.Kind.REGULAR,
        body=values.get("body") or None,
        place=values.get("place") or "",
    )
    if meeting.held_on is None:
        said = {name: values.get(name) for name in ("started_at", "ended_at")}
        return record_held(meeting, on=on, by=by, place=values.get("place") or "", **said)
    if meeting.held_on != on:
        raise ValidationError(
            {
                "met_on": _("Buổi này đã ghi là họp ngày %(day)s. Hãy ghi đúng ngày đó.")
                % {"day": date_format(meeting.held_on, "d/m/Y")}
            }
        )
    return meeting


def write_turn(values, *, cadre, meeting, assignment, visit, by) -> Attendance | None:
    """The turn of `cadre` at `meeting`, made or completed; None, and an excused absence of that day, where he was not
    there. Raises ValidationError."""
    row = Attendance.objects.standing().filter(cadre=cadre, meeting=meeting).first()
    if values["attended"] not in ATTENDED:
        if row is not None:
            _void(row, by)
        if values["attended"] == Report.Attended.EXCUSED:
            _excuse(values, cadre=cadre, assignment=assignment, by=by)
        return None
    row = row or Attendance(cadre=cadre, meeting=meeting, unit_id=meeting.unit_id, created_by=by)
    if row.pk is None:
        row.assignment, row.scheme = assignment, assignment.scheme if assignment else None
        row.group_then_id, row.post_then = snapshot(cadre, assignment, values["met_on"])
    if visit is not None and not Attendance.objects.filter(visit=visit).exclude(pk=row.pk).exists():
        row.visit = visit
    _say(row, values)
    with refused_in_words():
        row.full_clean()
        row.save()
    return row


def counts_of(values) -> Counts:
    """The counts of `values`, with what follows from them. Raises ValidationError where they do not add up."""
    counts = completed(Counts(**{name: values.get(name) for name in COUNTS}))
    if sentence := counts_refusal(counts):
        raise ValidationError({"present": sentence})
    return counts


def snapshot(cadre, assignment, day) -> tuple[int | None, str]:
    """(group id, post) of the cadre on that day: a later promotion does not rewrite what was."""
    eligible = set(assignment.scheme.eligible_groups.values_list("pk", flat=True)) if assignment else set()
    rows = positions_by_cadre([cadre.pk], day).get(cadre.pk, ())
    held = [(row.group_id or row.post.group_id, row.is_primary) for row in rows]
    group = group_of(held, eligible) or (assignment.group_then_id if assignment else None)
    return group, posts_by_cadre([cadre.pk], day).get(cadre.pk, "")[:300]


def _say(row, values):
    row.attended_on = values["met_on"]
    row.extent = (
        Attendance.Extent.PART if values["attended"] == Report.Attended.PART else Attendance.Extent.WHOLE
    )
    row.started_at, row.ended_at = values.get("started_at"), values.get("ended_at")
    if row.started_at and row.ended_at and row.ended_at < row.started_at:
        raise ValidationError({"ended_at": _("Giờ kết thúc không thể trước giờ bắt đầu.")})
    for name, value in counts_of(values)._asdict().items():
        setattr(row, name, value)


def _expected(values, by) -> Meeting:
    """The meeting that should have been on that day: registered, or only expected by the cadre who came for it."""
    organisation, on = values["organisation"], values["met_on"]
    body = values.get("body") or bodies_of(organisation.kind)[0]
    kind = values.get("kind") or Meeting.Kind.REGULAR
    rows = Meeting.objects.standing().filter(organisation=organisation, body=body, kind=kind)
    found = rows.filter(planned_on=on).first() or rows.filter(held_on=on).first()
    if found:
        return found
    row = new_meeting(organisation=organisation, body=body, kind=kind, on=on, by=by)
    row.planned_on, row.planned_place = on, values.get("place") or ""
    with refused_in_words():
        row.full_clean()
        row.save()
    return row


def _refuse_held(meeting):
    if meeting.outcome == Meeting.Outcome.HELD:
        raise ValidationError(
            {
                "attended": _(
                    "Buổi này đã ghi là họp ngày %(day)s. Nếu bạn không dự thì hãy chọn “không dự, có lý do”."
                )
                % {"day": date_format(meeting.held_on, "d/m/Y")}
            }
        )


def _excuse(values, *, cadre, assignment, by):
    on = values["met_on"]
    known = Absence.objects.standing().on(on).filter(cadre=cadre)
    if known.filter(assignment=None).exists() or known.filter(assignment=assignment).exists():
        return
    row = Absence(
        cadre=cadre,
        assignment=assignment,
        reason=values.get("absence_kind") or Absence.Reason.OTHER,
        note=values.get("absence_reason", ""),
        starts_on=on,
        ends_on=on + timedelta(days=1),
        created_by=by,
    )
    with refused_in_words():
        row.full_clean()
        row.save()


def _void(row, by):
    """A turn that the corrected report no longer claims."""
    Report.objects.filter(attendance=row).update(attendance=None)
    row.voided_at, row.voided_by, row.void_reason = timezone.now(), by, _("Sửa trong báo cáo: không dự")
    row.visit = None
    row.save(update_fields=["voided_at", "voided_by", "void_reason", "visit"])


def take_excuse_back(report):
    """Voids the one day of absence that `report` claimed until now, unless another report of that day rests on it: many
    branches meet on the same evening. Longer absences are somebody else's word."""
    of_cadre, on = {"cadre": report.cadre, "assignment": report.assignment}, report.met_on
    others = Report.objects.filter(**of_cadre, met_on=on, attended=Report.Attended.EXCUSED)
    if others.exclude(pk=report.pk).exists():
        return
    days = Absence.objects.standing().filter(**of_cadre, starts_on=on, ends_on=on + timedelta(days=1))
    # Who filed it, or the cadre who changed it since.
    days.filter(created_by__in={report.author_id, report.cadre.user_id} - {None}).update(
        voided_at=timezone.now(), void_reason=_("Sửa trong báo cáo: có dự")
    )
