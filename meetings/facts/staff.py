"""For an employer's head: on which days the places meet that her people are assigned to. Registered days only.

Nothing here reads a visit: what a person means to attend is not the employer's, and no byte of the page depends on it.
"""

from dataclasses import dataclass
from datetime import date, time

from django.db.models import Q

from assignments.models import Assignment, Cadre
from branches.models import OrganisationVersion
from branches.querysets.scoping import NOTHING, path_range
from branches.querysets.units import placements_by_unit
from branches.rules import BRANCH_KINDS
from branches.rules import COMMUNE as COMMUNE_LEVEL
from meetings.facts.places import places_by_organisation
from meetings.models import Meeting
from meetings.rules import month_after


@dataclass(frozen=True)
class StaffDay:
    """One registered meeting of a place that a person is assigned to: not that he will attend it."""

    cadre: Cadre
    scheme: str
    meets_on: date
    meets_at: time | None
    branch: str
    commune: str

    @property
    def who(self) -> str:
        return self.cadre.full_name


def staff_of(agency_ids, day):
    """The agency's people (Cadre queryset) on `day`."""
    return Cadre.objects.persons().working_in(agency_ids, day)


def staff_days(cadres, month: date, day: date) -> tuple[list[StaffDay], list[Cadre]]:
    """The registered meeting days in `month` of the places that `cadres` are assigned to on each of those days, in order,
    and those of them who are assigned somewhere that has registered none. A fixed number of queries."""
    assignments = list(_assignments(cadres, month))
    places = placements_by_unit({each.target_unit_id for each in assignments} - {None}, day)
    below = _branches_below(
        [each.target_organisation for each in assignments if each.target_organisation], day
    )
    asked = NOTHING
    for each in assignments:
        asked |= _meetings_of(each, places, below)
    meetings = Meeting.objects.standing().registered().filter(asked, planned_on__gte=month)
    meetings = list(
        meetings.filter(planned_on__lt=month_after(month))
        .select_related("unit")
        .order_by("planned_on", "planned_at", "pk")
    )
    named = places_by_organisation([(row.organisation_id, row.unit_id) for row in meetings], day)
    rows, seen = [], set()
    for meeting in meetings:
        for each in assignments:
            pair = (each.cadre_id, meeting.pk)
            if (
                pair not in seen
                and each.holds_on(meeting.planned_on)
                and _is_of(meeting, each, places, below)
            ):
                seen.add(pair)
                rows.append(_row(each, meeting, named))
    rows.sort(key=lambda row: (row.cadre.given_name_key, row.cadre.pk, row.meets_on, row.meets_at or time()))
    found = {row.cadre.pk for row in rows}
    without = {each.cadre_id: each.cadre for each in assignments if each.cadre_id not in found}
    return rows, sorted(without.values(), key=lambda cadre: (cadre.given_name_key, cadre.pk))


def _row(assignment, meeting, named):
    branch, commune = named[meeting.organisation_id]
    return StaffDay(
        assignment.cadre, assignment.scheme.name, meeting.planned_on, meeting.planned_at, branch, commune
    )


def _assignments(cadres, month):
    rows = (
        Assignment.objects.standing().during(month, month_after(month)).filter(cadre__in=cadres.values("pk"))
    )
    rows = rows.filter(Q(target_unit__isnull=False) | Q(target_organisation__isnull=False))
    return rows.select_related("cadre", "scheme", "target_unit", "target_organisation").order_by(
        "starts_on", "pk"
    )


def _branches_below(organisations, day) -> dict:
    """{id of a đảng bộ cơ sở: ids of itself and its branches}: whoever is assigned to it chooses among them."""
    ids = {each.pk for each in organisations if each.kind not in BRANCH_KINDS and each.kind != "committee"}
    found = {each.pk: {each.pk} for each in organisations}
    versions = OrganisationVersion.objects.on(day).filter(parent__in=ids)
    for parent, child in versions.values_list("parent", "organisation"):
        found[parent].add(child)
    return found


def _is_small(assignment, places) -> bool:
    """A commune or a hamlet: whoever follows a whole district is not told all its days."""
    place = places.get(assignment.target_unit_id)
    return place is not None and place.level >= COMMUNE_LEVEL and bool(assignment.target_unit.access_path)


def _meetings_of(assignment, places, below) -> Q:
    if assignment.target_organisation_id:
        return Q(organisation__in=below[assignment.target_organisation_id])
    if _is_small(assignment, places):
        return path_range("unit__access_path", assignment.target_unit.access_path)
    return NOTHING


def _is_of(meeting, assignment, places, below) -> bool:
    if assignment.target_organisation_id:
        return meeting.organisation_id in below[assignment.target_organisation_id]
    return _is_small(assignment, places) and meeting.unit.access_path.startswith(
        assignment.target_unit.access_path
    )
