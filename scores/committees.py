"""Whose rubric scores a body on a day: of its committee, and of the scheme under which somebody visits it."""

from branches.imports.pipeline import Context
from branches.rules import BRANCH_KINDS
from matters.imports.issuers import Issuers
from meetings.models import Meeting
from scores.models import Rubric


def committee_and_rubric(body, day, kind="month", meeting_kind=""):
    """(the unit whose committee scores `body`, the rubric in force there on `day` or None)."""
    rows = Rubric.objects.in_force(kind, body.unit, day, meeting_kind)
    rubric = rows.first()
    if rubric is not None:
        return rubric.issuer, rubric
    issuer = Issuers(Context(on=day, today=day), [body.unit]).of(body.unit, day)
    shipped = Rubric.objects.shipped().issued().on(day).filter(kind=kind).order_by("code").first()
    return issuer, shipped


def visited_under(scheme, body, day):
    """The unit whose committee receives what a visitor says of `body`: the scheme's issuer, else the committee above."""
    return scheme.issuer if scheme else committee_and_rubric(body, day)[0]


def visitors_rubrics(scheme, body, day, meeting_kind):
    """The rubrics in force on `day` (rows, the one to take first) by which whoever visits a meeting of the branch `body` scores it.
    None where its committee issued none (what ships is nobody's yet), or `body` is no branch."""
    if body.kind not in BRANCH_KINDS:
        return Rubric.objects.none()
    above = scheme.issuer if scheme else body.unit
    return Rubric.objects.in_force("meeting", above, day, meeting_kind)


def rubric_on_paper(scheme, body, day):
    """The rubric whose criteria a form to be written on by hand prints for a regular meeting of `body` under `scheme` (None of
    either: not known yet): that of the committee, else one that ships; None where `body` is no branch, or there is none."""
    if body is not None and body.kind not in BRANCH_KINDS:
        return None
    above = scheme.issuer if scheme else body and body.unit
    return Rubric.objects.to_propose(above, day, Meeting.Kind.REGULAR).first()


def ships_for(scheme, body, day, meeting_kind) -> bool:
    """Whether a visitor of the branch `body`, whose committee issued no rubric, may score the meeting by one that ships."""
    if body.kind not in BRANCH_KINDS:
        return False
    above = scheme.issuer if scheme else body.unit
    return Rubric.objects.to_propose(above, day, meeting_kind).exists()
