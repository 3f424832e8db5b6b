"""The author's own corrections, until the board has taken his words, and after it gave them back."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from common.history import recorded_by
from reports.actions.meeting_said import ATTENDED, meeting_of, take_excuse_back, write_turn
from reports.actions.parts import attach, write_parts, write_sensitive
from reports.actions.submitting import refuse_unsaid, say, take_away
from reports.models import Report, ReportStep
from reports.rules import may_be_amended
from scores.actions.visiting import take_visit_back


class Stale(Exception):
    """Somebody (the same person in another tab) changed the report since the form was opened: `report` is what stands."""

    def __init__(self, report):
        super().__init__(report.number)
        self.report = report


def amend_report(report, *, values, version, by, on) -> Report:
    """Writes what `values` (as `submit_report` takes them) says over the report and sends it anew; its receipt, its meeting
    and whether it came late stay. Raises Stale where `version` is not the one that stands, ValidationError where it is
    closed or says what cannot be."""
    stored: list[str] = []
    try:
        with recorded_by(by), transaction.atomic():
            return _amend(report, values, version, by, on, stored)
    except BaseException:
        take_away(stored)
        raise


def _amend(report, values, version, by, on, stored) -> Report:
    rows = Report.objects.select_for_update(no_key=True, of=("self",))
    row = rows.select_related(
        "meeting__organisation", "assignment__scheme", "visit", "attendance", "cadre"
    ).get(pk=report.pk)
    if by.pk not in (row.author_id, row.cadre.user_id):
        raise ValidationError(_("Chỉ người báo cáo sửa được báo cáo."))
    if not may_be_amended(row.state):
        raise ValidationError(_("Báo cáo đã được nhận nên không sửa được nữa; hãy ghi bổ sung."))
    if row.version != version:
        raise Stale(row)
    turn = row.attendance
    values = _write_attendance(row, values, by)
    if turn is not None and row.attendance is None:
        take_visit_back(turn, by=by, on=on)
    say(row, values)
    row.late_reason = row.late_reason or values.get("late_reason") or ""
    row.holds_no_secret = bool(values.get("holds_no_secret"))
    row.state, row.version = Report.State.SUBMITTED, row.version + 1
    refuse_unsaid(row)
    row.full_clean(validate_unique=False, validate_constraints=False)
    row.save()
    write_parts(row, values, by=by, on=on)
    attach(row, values.get("files") or [], by=by, stored=stored)
    write_sensitive(row, values.get("sensitive"), on=on)
    ReportStep.objects.create(report=row, step=ReportStep.Step.AMENDED, by=by)
    return row


def _write_attendance(row, values, by) -> dict:
    """The meeting, and the turn or the absence, as `values` now says; gives back `values` without what no longer holds."""
    excused = Report.Attended.EXCUSED
    if row.attended == excused and (values["attended"], values["met_on"]) != (excused, row.met_on):
        take_excuse_back(row)
    meeting = meeting_of(values | {"meeting": row.meeting}, by=by)
    if values["attended"] not in ATTENDED:
        # The turn gives way first: the report may not claim one.
        Report.objects.filter(pk=row.pk).update(
            attendance=None, attended=values["attended"], absence_reason=values.get("absence_reason") or "–"
        )
    else:
        values = values | {"absence_reason": ""}
    row.attendance, row.met_on = None, values["met_on"]
    row.attendance = write_turn(
        values, cadre=row.cadre, meeting=meeting, assignment=row.assignment, visit=row.visit, by=by
    )
    return values
