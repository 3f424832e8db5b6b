"""Sending a report: one transaction makes the meeting's outcome, the turn, the report and all that it brings; any number of
sendings of one form make one report."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from assignments.models import Cadre
from common.attachments.storing import discard
from common.errors import sentence_of
from common.history import recorded_by
from meetings.choosing import assignment_for
from meetings.models import Letter, Visit
from reports.actions.meeting_said import meeting_of, snapshot, write_turn
from reports.actions.parts import attach, write_parts, write_sensitive
from reports.bodies import hash_of_values
from reports.likeness import shingles
from reports.models import Draft, Report, ReportForm, ReportStep
from reports.models.reports import TEXTS
from reports.numbers import draw_receipt
from reports.rules import due_on, is_late, is_late_entry

# What a form, a paper or a row of a list may say of the report's own fields.
SAID = (
    *TEXTS,
    "attended",
    "absence_reason",
    "chair",
    "clerk_of_meeting",
    "guests",
    "was_prepared",
    "prepared_by",
    "has_draft_resolution",
    "documents_sent_before",
    "quality",
)


@dataclass(frozen=True)
class Submitted:
    """`is_new` False: it had arrived before, and this is that one."""

    report: Report
    is_new: bool


class Conflict(Exception):
    """A report stands already, and says something else: `report` is what stands, `values` what was sent now."""

    def __init__(self, report, values):
        super().__init__(report.number)
        self.report, self.values = report, values


def submit_report(*, cadre, author, client_key, values, on, source="form", body_hash=None) -> Submitted:
    """Files the report of `cadre` on a meeting, sent by `author` on the day `on`; all of it or nothing.

    `values`: "meeting" (Meeting), or "organisation" with "kind", "body" and "place"; "met_on"; "attended" (Report.Attended)
    with "absence_kind" (Absence.Reason) and "absence_reason"; the counts (meetings.models.attendance.COUNTS), "started_at",
    "ended_at"; the fields SAID; "effects", "read" and "conveyed" (rows); "answers" {ChecklistItem: (answer, note)};
    "remedies" {Remedy: (seen, note)} of what must be put right there; "scores" {Criterion: (points or None, reason)};
    "recommendations", "contributions" and "practices" (dicts of the fields of their models); "told" (Recommendations whose
    answers were told at the meeting); "files" and "scans"
    (CleanFile); "no_scan_reason"; "sensitive" (text); "holds_no_secret"; "late_reason"; "received_on": the day on which a
    paper came, where it was typed later. What is absent was not said.

    The same key with the same content (`body_hash`, or that of the values) is the report that stands. Raises Conflict: the
    same key, or the same cadre and meeting, with other content. Raises ValidationError.
    """
    cadre = cadre.merged_into or cadre
    body_hash = body_hash or hash_of_values(values)
    if known := sent_before(author, client_key, body_hash, values):
        return known
    stored: list[str] = []
    try:
        with recorded_by(author), transaction.atomic():
            sent = _file(cadre, author, client_key, body_hash, values, on, source, stored)
    except IntegrityError as error:
        # Two logins of one sender, or a writer that took no locks: the database let one in.
        take_away(stored)
        if known := sent_before(author, client_key, body_hash, values):
            return known
        raise ValidationError(sentence_of(error)) from error
    except BaseException:
        take_away(stored)
        raise
    return sent


def _file(cadre, author, client_key, body_hash, values, on, source, stored) -> Submitted:
    # One cadre's sendings stand in a row: the second finds what the first has made.
    Cadre.objects.select_for_update(no_key=True).get(pk=cadre.pk)
    if known := sent_before(author, client_key, body_hash, values):
        return known
    meeting = meeting_of(values, by=author)
    if known := _reported_before(cadre, meeting, body_hash, values):
        return known
    visit = _visit(cadre, meeting, values["met_on"])
    assignment = visit.assignment if visit else assignment_for(cadre, meeting.organisation, values["met_on"])
    turn = write_turn(values, cadre=cadre, meeting=meeting, assignment=assignment, visit=visit, by=author)
    report = _report(cadre, assignment, visit, meeting, values, on, source)
    report.author, report.client_key, report.body_hash, report.attendance = (
        author,
        client_key,
        body_hash,
        turn,
    )
    report.number = draw_receipt(on)
    refuse_unsaid(report)
    report.full_clean(validate_unique=False, validate_constraints=False)
    report.save()
    write_parts(report, values, by=author, on=on)
    attach(report, values.get("files") or [], by=author, stored=stored)
    attach(report, values.get("scans") or [], by=author, stored=stored, is_scan=True)
    write_sensitive(report, values.get("sensitive"), on=on)
    ReportStep.objects.create(report=report, step=ReportStep.Step.SUBMITTED, by=author)
    Draft.objects.filter(user=author, client_key=client_key).delete()
    return Submitted(report, is_new=True)


def sent_before(author, client_key, body_hash, values):
    """What stands under this key: the same content is the report, other content a conflict."""
    report = Report.objects.filter(author=author, client_key=client_key).first()
    return _same_or_conflict(report, body_hash, values)


def _reported_before(cadre, meeting, body_hash, values):
    return _same_or_conflict(Report.objects.filter(cadre=cadre, meeting=meeting).first(), body_hash, values)


def _same_or_conflict(report, body_hash, values):
    if report is None:
        return None
    if report.body_hash != body_hash:
        raise Conflict(report, values)
    return Submitted(report, is_new=False)


def _visit(cadre, meeting, met_on):
    """The visit that the cadre had planned and now made."""
    rows = Visit.objects.planned().filter(cadre=cadre, organisation=meeting.organisation_id)
    rows = rows.select_related("assignment__scheme")
    return rows.filter(meeting=meeting).first() or rows.filter(planned_on__in={met_on, meeting.on}).first()


def _report(cadre, assignment, visit, meeting, values, on, source) -> Report:
    scheme, met_on = assignment.scheme if assignment else None, values["met_on"]
    due = due_on(met_on, scheme.report_days) if scheme else None
    came_on = values.get("received_on") or on
    report = Report(
        source=source,
        cadre=cadre,
        post_then=snapshot(cadre, assignment, met_on)[1],
        scheme=scheme,
        assignment=assignment,
        issuer_id=scheme.issuer_id if scheme else cadre.unit_id,
        unit_id=meeting.unit_id,
        organisation_id=meeting.organisation_id,
        meeting=meeting,
        visit=visit,
        letter=_letter(cadre, scheme, met_on),
        form=ReportForm.objects.for_scheme(scheme, on),
        met_on=met_on,
        due_on=due,
        submitted_on=came_on,
        is_late=is_late(came_on, due),
        is_late_entry=bool(scheme) and is_late_entry(on, due, scheme.late_entry_hours),
        late_reason=values.get("late_reason") or "",
        no_scan_reason=values.get("no_scan_reason") or "",
        is_announced=visit.is_announced if visit else scheme.is_announced if scheme else True,
        holds_no_secret=bool(values.get("holds_no_secret")),
    )
    say(report, values)
    return report


def say(report, values):
    """Puts what `values` says into the report's own fields."""
    for name in SAID:
        if name in values:
            value = values[name]
            setattr(report, name, "" if value is None and isinstance(getattr(report, name), str) else value)
    report.shingles = shingles(getattr(report, name) for name in TEXTS)


def _letter(cadre, scheme, day):
    rows = Letter.objects.valid_on(day).filter(cadre=cadre)
    return rows.filter(scheme=scheme).first() if scheme else None


def refuse_unsaid(report):
    """What the database would refuse, at its field."""
    found = {}
    if not report.holds_no_secret and report.source != Report.Source.IMPORT:
        found["holds_no_secret"] = _("Hãy xác nhận báo cáo không chứa nội dung bí mật nhà nước.")
    if report.attended == Report.Attended.EXCUSED and not report.absence_reason:
        found["absence_reason"] = _("Không dự thì hãy ghi lý do.")
    if report.is_late_entry and not report.late_reason and report.source != Report.Source.IMPORT:
        found["late_reason"] = _("Đã quá hạn báo cáo lâu; hãy ghi lý do nhập muộn.")
    if found:
        raise ValidationError(found)


def take_away(stored):
    for name in stored:
        discard(name)
