"""For an employer's head: on which days the places meet that her people are assigned to, themselves or as members of a team,
and those that her agency is twinned with. Registered days only.

Nothing here reads a visit: what a person means to attend is not the employer's, and no byte of the page depends on it.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, time

from django.db.models import Q

from assignments.models import Assignment, Cadre, TeamMember
from branches.models import (
    Agency,
    Organisation,
    OrganisationUnit,
    OrganisationVersion,
    Unit,
    ZoneMember,
)
from branches.querysets.scoping import NOTHING, path_range
from branches.querysets.units import placements_by_unit
from branches.rules import BRANCH_KINDS
from branches.rules import COMMUNE as COMMUNE_LEVEL
from meetings.choosing import followed_during, standing_in
from meetings.facts.places import places_by_organisation
from meetings.models import Meeting
from meetings.rules import month_after


@dataclass(frozen=True)
class StaffDay:
    """One registered meeting of a place that a person is assigned to: not that he will attend it. `cadre` None: of a place
    that the `agency` itself is twinned with; which of its people goes is its own affair."""

    cadre: Cadre | None
    agency: Agency | None
    scheme: str
    meets_on: date
    meets_at: time | None
    branch: str
    commune: str

    @property
    def who(self) -> str:
        return name_of(self.cadre or self.agency)


@dataclass(frozen=True)
class _Line:
    """An assignment as it is one person's (or the agency's); `periods`: when he was of the team, None where it is his own."""

    who: Cadre | Agency
    assignment: Assignment
    periods: tuple | None = None

    def holds_on(self, day) -> bool:
        return self.assignment.holds_on(day) and (
            self.periods is None or any(each.holds_on(day) for each in self.periods)
        )


def name_of(who) -> str:
    return who.full_name if isinstance(who, Cadre) else who.name


def staff_of(agency_ids, day):
    """The agency's people (Cadre queryset) on `day`."""
    return Cadre.objects.persons().working_in(agency_ids, day)


def staff_days(cadres, month: date, day: date, agency_ids=()) -> tuple[list[StaffDay], list]:
    """The registered meeting days in `month` of the places that `cadres` and the agencies themselves are assigned to on each
    of those days, in order, and those of them who are assigned somewhere that has registered none. A fixed number of
    queries."""
    lines = _lines(cadres, agency_ids, month)
    ground = _Ground([each.assignment for each in lines], month, day)
    meetings = ground.meetings()
    named = places_by_organisation([(row.organisation_id, row.unit_id) for row in meetings], day)
    rows, seen = [], set()
    for meeting in meetings:
        for each in lines:
            pair = (each.who, meeting.pk)
            if (
                pair not in seen
                and each.holds_on(meeting.planned_on)
                and ground.holds(each.assignment, meeting)
            ):
                seen.add(pair)
                rows.append((each.who, _row(each, meeting, named)))
    rows.sort(key=lambda row: (_order(row[0]), row[1].meets_on, row[1].meets_at or time()))
    found = {who for who, _row in rows}
    without = {each.who for each in lines} - found
    return [row for _who, row in rows], sorted(without, key=_order)


def _order(who):
    """People by given name, the agencies after them."""
    is_person = isinstance(who, Cadre)
    return not is_person, who.given_name_key if is_person else who.name, who.pk


def _row(line, meeting, named):
    branch, commune = named[meeting.organisation_id]
    is_person = isinstance(line.who, Cadre)
    return StaffDay(
        line.who if is_person else None,
        None if is_person else line.who,
        line.assignment.scheme.name,
        meeting.planned_on,
        meeting.planned_at,
        branch,
        commune,
    )


def _lines(cadres, agency_ids, month) -> list[_Line]:
    """As the month of each of these people holds them (`meetings.choosing.choices_during`), and what the agencies are
    assigned to themselves."""
    people = {cadre.pk: cadre for cadre in cadres}
    merged = Cadre.objects.filter(merged_into__in=people).values_list("pk", "merged_into")
    persons = {pk: people[pk] for pk in people} | {pk: people[into] for pk, into in merged}
    ends_on = month_after(month)
    members: dict = defaultdict(lambda: defaultdict(list))
    for member in TeamMember.objects.during(month, ends_on).filter(cadre__in=persons):
        members[member.team_id][persons[member.cadre_id]].append(member)
    theirs = Q(cadre__in=persons) | Q(team__in=members) | Q(agency__in=agency_ids)
    lines = []
    for row in followed_during(theirs, month, ends_on).select_related("agency"):
        if row.team_id:
            lines += [_Line(who, row, tuple(found)) for who, found in members[row.team_id].items()]
        else:
            lines.append(_Line(persons[row.cadre_id] if row.cadre_id else row.agency, row))
    return lines


class _Ground:
    """Where the assignments reach: a commune or a hamlet with all in it, the communes of a zone, an organisation with its
    branches. Whoever follows a whole district is not told all its days."""

    def __init__(self, assignments, month, day):
        self.month, self.day = month, day
        self._below = _branches_below(
            [each.target_organisation for each in assignments if each.target_organisation], day
        )
        zones = {each.target_zone_id for each in assignments} - {None}
        members = ZoneMember.objects.during(month, month_after(month)).filter(zone__in=zones)
        self._members = defaultdict(list)
        for member in members.select_related("unit"):
            self._members[member.zone_id].append(member)
        units = {each.target_unit for each in assignments} - {None}
        units |= {member.unit for found in self._members.values() for member in found}
        places = placements_by_unit({unit.pk for unit in units}, day)
        self._paths = {
            unit.pk: unit.access_path
            for unit in units
            if unit.pk in places and places[unit.pk].level >= COMMUNE_LEVEL and unit.access_path
        }
        self._stands: dict = {}

    def meetings(self) -> list[Meeting]:
        """The registered meetings of the month anywhere in it."""
        paths = NOTHING
        for path in self._paths.values():
            paths |= path_range("access_path", path)
        inside = Organisation.objects.filter(standing_in(Unit.objects.filter(paths).values("pk"), self.day))
        bodies = {pk for found in self._below.values() for pk in found}
        rows = Meeting.objects.standing().registered().filter(planned_on__gte=self.month)
        rows = rows.filter(
            Q(organisation__in=bodies) | Q(organisation__in=inside.values("pk")),
            planned_on__lt=month_after(self.month),
        )
        meetings = list(rows.select_related("unit").order_by("planned_on", "planned_at", "pk"))
        links = OrganisationUnit.objects.on(self.day).filter(
            organisation__in={row.organisation_id for row in meetings}
        )
        self._stands = defaultdict(list)
        for organisation_id, path in links.values_list("organisation", "unit__access_path"):
            self._stands[organisation_id].append(path)
        return meetings

    def holds(self, assignment, meeting) -> bool:
        """Whether the meeting (of `meetings`) is of the place that is assigned."""
        if assignment.target_organisation_id:
            return meeting.organisation_id in self._below[assignment.target_organisation_id]
        if assignment.target_zone_id:
            members = self._members[assignment.target_zone_id]
            units = {each.unit_id for each in members if each.holds_on(meeting.planned_on)}
        else:
            units = {assignment.target_unit_id}
        grounds = tuple(self._paths[each] for each in units if each in self._paths)
        stands = self._stands.get(meeting.organisation_id) or [meeting.unit.access_path]
        return any(path.startswith(grounds) for path in stands)


def _branches_below(organisations, day) -> dict:
    """{id of a đảng bộ cơ sở: ids of itself and its branches}: whoever is assigned to it chooses among them."""
    ids = {each.pk for each in organisations if each.kind not in BRANCH_KINDS and each.kind != "committee"}
    found = {each.pk: {each.pk} for each in organisations}
    versions = OrganisationVersion.objects.on(day).filter(parent__in=ids)
    for parent, child in versions.values_list("parent", "organisation"):
        found[parent].add(child)
    return found
