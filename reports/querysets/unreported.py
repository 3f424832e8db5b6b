"""Visits that were chosen and of which nothing was reported."""

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from branches.rules import BRANCH_KINDS
from meetings.models import Absence, Attendance, Meeting, Visit
from reports.models import Report


def unreported_visits(visits):
    """Those of `visits` (a Visit queryset) of which a report is still to come, with `met_on` (the day on which the meeting
    stands now) and `person` (the cadre, or the record into which his was merged): the plan stands, so did the assignment on
    that day, the meeting was not called off, he is not excused, and he has filed nothing."""
    own = Report.objects.annotate(person=_person()).filter(person=OuterRef("person"))
    away = (
        Absence.objects.standing()
        .annotate(person=_person())
        .filter(
            Q(assignment=None) | Q(assignment=OuterRef("assignment")),
            person=OuterRef("person"),
            starts_on__lte=OuterRef("met_on"),
            ends_on__gt=OuterRef("met_on"),
        )
    )
    turns = Attendance.objects.standing().annotate(person=_person()).filter(person=OuterRef("person"))
    return (
        visits.planned()
        .annotate(person=_person(), met_on=Coalesce("meeting__met_on", "planned_on"))
        .filter(
            Q(meeting=None) | ~Q(meeting__outcome=Meeting.Outcome.NOT_HELD) & Q(meeting__voided_at=None),
            Q(assignment__ends_on=None) | Q(assignment__ends_on__gt=F("met_on")),
            ~Exists(own.filter(organisation=OuterRef("organisation"), met_on=OuterRef("met_on"))),
            ~Exists(own.filter(visit=OuterRef("pk"))),
            ~Exists(own.filter(meeting=OuterRef("meeting"))),
            ~Exists(away),
            ~Exists(
                turns.filter(attended_on=OuterRef("met_on"), meeting__organisation=OuterRef("organisation"))
            ),
            assignment__voided_at=None,
            attendance=None,
        )
    )


def _person():
    return Coalesce("cadre__merged_into", "cadre")


def is_to_branch(visit: Visit) -> bool:
    """Whether the visit is to a meeting of a branch, and not to a conference of a committee."""
    if visit.meeting:
        return visit.meeting.body == Meeting.Body.BRANCH
    return visit.organisation.kind in BRANCH_KINDS
