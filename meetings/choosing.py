"""Which branches a cadre may choose to attend: by scheme and group, from what he is assigned to on that day.

Kim Sơn 3.17 has three tiers (standing body and standing board any branch, the committee member those of her commune, the
specialist those of the assigned commune); Vân Hồ 2.2 assigns to an organisation and opens all branches below it; Bến Tre
4.9 adds the committee's own conferences. All of it is set-based: a province has twenty thousand branches.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q

from assignments.models import Assignment, Cadre, Scheme, TeamMember
from branches.models import Organisation, OrganisationUnit, OrganisationVersion, UnitPlacement, ZoneMember
from branches.querysets.scoping import path_range
from branches.rules import BRANCH_KINDS
from branches.rules import COMMUNE as COMMUNE_LEVEL

ANY, ZONE, COMMUNE, BRANCH = "any", "zone", "commune", "branch"
COMMITTEE_KINDS = ("committee", "grassroots_committee")
# Đảng bộ tỉnh, huyện, cơ sở, bộ phận: no party tree has more committees above a branch.
_DEPTH = 5
_ONE_DAY = timedelta(days=1)
_NOTHING = Q(pk__in=[])


@dataclass(frozen=True)
class Choice:
    """One running assignment and how far it lets its holder choose: "any", "zone", "commune" or "branch"."""

    assignment: Assignment
    scheme: Scheme
    how: str


def choices_of(cadre, day) -> list[Choice]:
    """What `cadre` (Cadre) is assigned to on `day`, himself or through a team of that day; one query.

    Under the group that he belonged to when he was assigned: a later promotion does not rewrite what was decided.
    """
    return choices_during(cadre, day, day + _ONE_DAY)


def choices_during(cadre, starts_on, ends_on) -> list[Choice]:
    """What he is assigned to on at least one day of `[starts_on, ends_on)`: a month's assignments are chosen under."""
    persons = Cadre.objects.filter(Q(pk=cadre.pk) | Q(merged_into=cadre.pk)).values("pk")
    teams = TeamMember.objects.during(starts_on, ends_on).filter(cadre__in=persons).values("team")
    rows = followed_during(Q(cadre__in=persons) | Q(team__in=teams), starts_on, ends_on)
    return [Choice(row, row.scheme, row.scheme.choice_for(_group(row))) for row in rows]


def followed_during(assignees, starts_on, ends_on):
    """The assignments to places and bodies whose `assignees` (a condition) act on at least one day of the period, the oldest
    first. What households are followed is nobody's meeting."""
    return (
        Assignment.objects.standing()
        .during(starts_on, ends_on)
        .filter(assignees, target_household=None, target_group=None)
        .select_related(
            "scheme__issuer", "group_then", "target_unit", "target_organisation", "target_zone", "unit"
        )
        .order_by("starts_on", "pk")
    )


def branches_for(cadre, day, choices=None):
    """All branches (Organisation queryset) that `cadre` may choose on `day` under any running assignment; those closed
    that day are not among them. `choices` are his `choices_of` where they are known already."""
    return _branches(choices_of(cadre, day) if choices is None else choices, day)


def committees_for(cadre, day, choices=None):
    """The committees whose conferences he may attend (Bến Tre 4.9): those of the very place that he is assigned to."""
    return _committees(choices_of(cadre, day) if choices is None else choices, day)


def assignment_for(cadre, organisation, day, choices=None) -> Assignment | None:
    """The running assignment under which `cadre` may attend `organisation` (a branch or a committee) on `day`: the one
    to exactly it first, then the narrowest choice, then the oldest. None where he may not choose it."""
    choice = choice_for(cadre, organisation, day, choices)
    return choice.assignment if choice else None


def choice_for(cadre, organisation, day, choices=None) -> Choice | None:
    """The Choice behind `assignment_for`."""
    found = choices_of(cadre, day) if choices is None else choices
    among = _branches if organisation.kind in BRANCH_KINDS else _committees
    for choice in sorted(found, key=lambda each: _rank(each, organisation)):
        if among([choice], day).filter(pk=organisation.pk).exists():
            return choice
    return None


def standing_in(units, day) -> Q:
    """A condition on organisations: on `day` they cover one of `units` (ids, or rows with one column of them). A branch of
    two hamlets stands in both; one without a dated ground stands in its unit."""
    links = OrganisationUnit.objects.on(day)
    return Q(pk__in=links.filter(unit__in=units).values("organisation")) | (
        Q(unit__in=units) & ~Exists(links.filter(organisation=OuterRef("pk")))
    )


def _group(assignment) -> str:
    return assignment.group_then.code if assignment.group_then else ""


def _rank(choice, organisation):
    assignment = choice.assignment
    exact = assignment.target_organisation_id == organisation.pk
    return (not exact, [BRANCH, COMMUNE, ZONE, ANY].index(choice.how), assignment.starts_on, assignment.pk)


def _branches(choices, day):
    open_branches = Organisation.objects.open_on(day).filter(kind__in=BRANCH_KINDS)
    return open_branches.filter(_Ground(choices, day).condition())


def _committees(choices, day):
    units = {choice.assignment.target_unit_id for choice in choices} - {None}
    named = {choice.assignment.target_organisation_id for choice in choices} - {None}
    condition = Q(pk__in=named)
    if units:
        condition |= standing_in(units, day)
    return Organisation.objects.open_on(day).filter(condition, kind__in=COMMITTEE_KINDS)


class _Ground:
    """What the choices open on a day: paths of whole grounds, communes (with their committees' branches) and party
    organisations. Few rows are read for it (places assigned, committees); the branches stay in the database."""

    def __init__(self, choices, day):
        self.day = day
        self.paths: set[str] = set()
        self.communes: dict[int, str] = {}
        self.organisations: set[int] = set()
        self.closed_issuers: list = []
        self._links = self._grounds_of_organisations(choices)
        self._members = self._members_of_zones(choices)
        self._places = self._placed(choices)
        self._neighbours = self._zones_around(choices)
        for choice in choices:
            self._open(choice)

    def condition(self) -> Q:
        found = Q(pk__in=[])
        if self.paths or self.closed_issuers:
            found |= standing_in(self._units(self.paths, self.closed_issuers), self.day)
        committees = set(self.organisations)
        if self.communes:
            inside = self._committees_in(self._units(self.communes.values()))
            found |= standing_in(self._units(self.communes.values()), self.day) & ~self._outsiders(inside)
            committees |= self._committees_in(self.communes)
        if committees:
            above = self._down(committees)
            versions = OrganisationVersion.objects.on(self.day).filter(parent__in=above)
            found |= Q(pk__in=self.organisations) | Q(pk__in=versions.values("organisation"))
        return found

    def _open(self, choice):
        assignment, how = choice.assignment, choice.how
        unit_id, zone_id = assignment.target_unit_id, assignment.target_zone_id
        if how == ANY:
            place = self._places.get(choice.scheme.issuer_id)
            if place:
                self.paths.add(place.path)
            else:
                self.closed_issuers.append(choice.scheme.issuer)
        elif how == ZONE and not zone_id:
            self._open_communes(self._neighbours.get(choice.scheme.issuer_id, {}).get(assignment.pk, ()))
        elif zone_id:
            self._open_communes(self._members.get(zone_id, ()))
        elif assignment.target_organisation_id:
            self.organisations.add(assignment.target_organisation_id)
        elif how == COMMUNE:
            self._open_communes(self._communes_around([unit_id]))
        elif unit_id in self._places:
            self.paths.add(self._places[unit_id].path)

    def _open_communes(self, unit_ids):
        for unit_id in unit_ids:
            place = self._places.get(unit_id)
            if place and place.level <= COMMUNE_LEVEL:
                self.communes[unit_id] = place.path
            elif place:
                self.paths.add(place.path)

    def _communes_around(self, unit_ids) -> set[int]:
        """The communes of these places: a hamlet's is the one around it."""
        places = [self._places[each] for each in unit_ids if each in self._places]
        return {
            place.commune_id if place.level > COMMUNE_LEVEL and place.commune_id else place.unit_id
            for place in places
        }

    def _grounds_of_organisations(self, choices) -> dict[int, list[int]]:
        ids = {each.assignment.target_organisation_id for each in choices if each.how == ZONE} - {None}
        found: dict = {}
        if ids:
            rows = OrganisationUnit.objects.on(self.day).filter(organisation__in=ids)
            for organisation_id, unit_id in rows.values_list("organisation", "unit"):
                found.setdefault(organisation_id, []).append(unit_id)
        return found

    def _members_of_zones(self, choices) -> dict[int, list[int]]:
        ids = {each.assignment.target_zone_id for each in choices} - {None}
        found: dict = {}
        if ids:
            rows = ZoneMember.objects.on(self.day).filter(zone__in=ids)
            for zone_id, unit_id in rows.values_list("zone", "unit"):
                found.setdefault(zone_id, []).append(unit_id)
        return found

    def _placed(self, choices) -> dict:
        """{unit id: its UnitPlacement of the day} of all places that the choices name, and the communes around them."""
        ids = {each.scheme.issuer_id for each in choices}
        ids |= {each.assignment.target_unit_id for each in choices} - {None}
        ids |= {unit_id for units in (*self._links.values(), *self._members.values()) for unit_id in units}
        here = UnitPlacement.objects.on(self.day)
        found = {place.unit_id: place for place in here.filter(unit__in=ids)}
        around = {place.commune_id for place in found.values()} - {None, *found}
        if around:
            found |= {place.unit_id: place for place in here.filter(unit__in=around)}
        return found

    def _zones_around(self, choices) -> dict:
        """{issuer id: {assignment id: the units of the issuer's zones that hold the place assigned}}."""
        found: dict = {}
        for choice in choices:
            assignment = choice.assignment
            if choice.how != ZONE or assignment.target_zone_id:
                continue
            own = [assignment.target_unit_id] if assignment.target_unit_id else ()
            communes = self._communes_around(own or self._links.get(assignment.target_organisation_id, ()))
            members = ZoneMember.objects.on(self.day)
            zones = members.filter(zone__unit=choice.scheme.issuer_id, unit__in=communes).values("zone")
            units = set(members.filter(zone__in=zones).values_list("unit", flat=True))
            missing = units - self._places.keys()
            if missing:
                rows = UnitPlacement.objects.on(self.day).filter(unit__in=missing)
                self._places |= {place.unit_id: place for place in rows}
            found.setdefault(choice.scheme.issuer_id, {})[assignment.pk] = units
        return found

    def _units(self, paths, closed=()):
        condition = Q(pk__in=[])
        for path in sorted(paths):
            condition |= path_range("path", path)
        for issuer in closed:
            if issuer.closed_on:
                before = UnitPlacement.objects.on(issuer.closed_on - _ONE_DAY).under(issuer)
                condition |= Q(unit__in=before.values("unit"))
        return UnitPlacement.objects.on(self.day).filter(condition).values("unit")

    def _committees_in(self, units) -> set[int]:
        rows = Organisation.objects.open_on(self.day).filter(kind__in=COMMITTEE_KINDS)
        return set(rows.filter(standing_in(units, self.day)).values_list("pk", flat=True))

    def _outsiders(self, inside) -> Q:
        """A chi bộ cơ sở that sits there and belongs to a committee elsewhere (a district's office in its town) is not the
        commune's."""
        parents = OrganisationVersion.objects.on(self.day).filter(parent__isnull=False)
        elsewhere = parents.filter(organisation=OuterRef("pk")).exclude(parent__in=inside)
        return Q(kind="grassroots_branch") & Exists(elsewhere)

    def _down(self, committees) -> set[int]:
        """The organisations and the committees below them in the party tree of the day."""
        found, level = set(committees), committees
        for _step in range(_DEPTH):
            rows = OrganisationVersion.objects.on(self.day).filter(
                parent__in=level, organisation__kind__in=COMMITTEE_KINDS
            )
            level = set(rows.values_list("organisation", flat=True)) - found
            if not level:
                break
            found |= level
        return found
