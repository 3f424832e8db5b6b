"""What tests of attendance share: branches, assignments, meetings and turns, straight into the tables."""

from datetime import date

from assignments.models import Assignment
from meetings.models import Absence, Attendance, Meeting
from reports.models import Report
from tests.factories import START, organisation

_numbers = iter(range(1, 10**9))


def branch_of(unit, **fields):
    number = next(_numbers)
    fields = {"branch_type": "residential", **fields}
    return organisation(unit, code=f"CB-{number}", name=f"Chi bộ {number}", **fields)


def follow(scheme, cadre, target, starts_on=START, **fields):
    """An assignment to a unit or an organisation."""
    kind = "target_unit" if target._meta.model_name == "unit" else "target_organisation"
    unit = target if kind == "target_unit" else target.unit
    return Assignment.objects.create(
        scheme=scheme, cadre=cadre, unit=unit, starts_on=starts_on, **{kind: target}, **fields
    )


def meeting(branch, on, *, kind="regular", held=True, body="branch", **fields):
    days = {"held_on": on, "outcome": "held"} if held else {"planned_on": on, "registered_on": on}
    return Meeting.objects.create(
        organisation=branch,
        unit=fields.pop("unit", branch.unit),
        body=body,
        kind=kind,
        month=on.replace(day=1),
        **days,
        **fields,
    )


def attend(cadre, met, *, assignment=None, scheme=None, **fields):
    return Attendance.objects.create(
        cadre=cadre,
        meeting=met,
        unit=met.unit,
        attended_on=met.held_on,
        assignment=assignment,
        scheme=scheme or (assignment.scheme if assignment else None),
        **fields,
    )


def report(turn, submitted_on, *, is_late=False, **fields):
    return Report.objects.create(
        **{
            **_said(turn.cadre, turn.meeting, turn.scheme, turn.assignment),
            "attendance": turn,
            "attended": "yes",
            "submitted_on": submitted_on,
            "is_late": is_late,
            **fields,
        }
    )


def excuse(cadre, met, assignment, *, attended="excused"):
    return Report.objects.create(
        **_said(cadre, met, assignment.scheme, assignment),
        attended=attended,
        absence_reason="Đi họp tỉnh",
        submitted_on=met.held_on or met.planned_on,
    )


def _said(cadre, met, scheme, assignment) -> dict:
    number = next(_numbers)
    return {
        "number": f"BC-{number}",
        "client_key": f"00000000-0000-4000-8000-{number:012d}",
        "body_hash": "0" * 64,
        "cadre": cadre,
        "scheme": scheme,
        "assignment": assignment,
        "issuer": scheme.issuer if scheme else met.unit,
        "unit": met.unit,
        "organisation": met.organisation,
        "meeting": met,
        "met_on": met.held_on or met.planned_on,
        "holds_no_secret": True,
    }


def away(cadre, starts_on, ends_on, **fields):
    return Absence.objects.create(cadre=cadre, starts_on=starts_on, ends_on=ends_on, reason="study", **fields)


def day(text) -> date:
    return date.fromisoformat(text)
