"""What a person may see: a pure function of grants, assignments and the day. Knows no Django and no database.

Rows follow successors (`Unit.access_path`), grants never do: a grant or assignment on a closed unit opens nothing but
that unit itself, or it would grow over its successor.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

# domain.md §7, for what exists. A cadre holds "cadre" by assignment, everybody else a grant.
_READ = {
    "units.read",
    "people.read",
    "cadres.read",
    "schemes.read",
    "assignments.read",
    "documents.read",
    "coverage.read",
    "history.read",
    "agencies.read",
    "exports.read",
}
_WRITE = {
    "units.write",
    "cadres.write",
    "schemes.write",
    "assignments.write",
    "documents.write",
    "agencies.write",
    "imports.write",
    # Opens the pages of bringing in lists; which lists, each kind of list says.
    "imports.use",
    "schedules.import",
    "users.write",
}
# Meetings, visits and reports. What speaks of a place to those above it ("visits.read", "reports.read") is read over the
# issuer of its scheme (`branches.querysets.scoping.from_above`), never over the place alone.
_WORK_READ = {
    "meetings.read",
    "visits.read",
    "attendance.read",
    "attendance.figures",
    "reports.read",
    "reports.sensitive",
    "letters.read",
    "matters.read",
}
_WORK_WRITE = {
    "meetings.write",
    "schedules.review",
    "day_rules.write",
    "letters.write",
    "reports.review",
    "reports.clerk",
    "forms.write",
}
# What passes between a cadre and a place he follows, written by either side.
_WORK_WRITE |= {"contacts.write"}
# Matters, conferences, bulletins, rounds: "matters.read", "rounds.read" over the issuer, the rest over the place.
# "matters.own": what a place raised and may read; "matters.answer": what is with an agency.
_MATTERS_READ = {
    "matters.figures",
    "urgent.read",
    "conferences.read",
    "bulletins.read",
    "practices.read",
    "rounds.read",
}
_WORK_READ |= _MATTERS_READ
_WORK_WRITE |= {
    "matters.write",
    "urgent.write",
    "urgent.confirm",
    "conferences.write",
    "obligations.write",
    "bulletins.write",
    "rounds.write",
}
# Scores, targets, reviews: "scores.read", "reviews.read" over the issuer, indicators and targets over the place.
_WORK_READ |= {
    "rubrics.read",
    "scores.read",
    "scores.figures",
    "indicators.read",
    "indicators.sensitive",
    "indicators.figures",
    "targets.read",
    "watch.read",
    "reviews.read",
    "evidence.read",
}
_WORK_WRITE |= {
    "rubrics.write",
    "scores.review",
    "indicators.write",
    "targets.write",
    "targets.urge",
    "registrations.write",
    "registrations.recognise",
    "watch.write",
    "reviews.write",
    "papers.write",
    "evidence.write",
}
# Who issues a scale, and who approves what it gave.
_STANDING = {"rubrics.issue", "scores.approve"}
# Households (domain.md 8.2): above the commune numbers only. "households.open": one hamlet's rows where they are needed, with
# a reason that is logged; "households.import": to bring in their lists, which shows none of those that are there.
_WORK_READ |= {"households.figures"}
_WORK_WRITE |= {"households.open", "households.import"}
_READ |= _WORK_READ
_WRITE |= _WORK_WRITE
PERMISSIONS: dict[str, frozenset[str]] = {
    "system_keeper": frozenset(),
    "org_staff": frozenset(_READ | _WRITE),
    "org_head": frozenset(_READ | _WRITE | _STANDING | {"grants.write"}),
    "leader": frozenset(
        _READ | _STANDING | {"reports.direct", "matters.direct", "rubrics.comment", "targets.urge"}
    ),
    "zone_leader": frozenset(
        (_READ - {"history.read"})
        | {"reports.direct", "matters.direct", "zone.read", "contacts.write"}
        | {"rubrics.comment", "targets.urge", "evidence.opinion"}
    ),
    "inspector": frozenset(_READ),
    "commune_office": frozenset(
        {
            "units.read",
            "people.read",
            "schemes.read",
            "assignments.read",
            "documents.read",
            "coverage.read",
            "exports.read",
            "meetings.read",
            "meetings.write",
            "schedules.write",
            "contacts.write",
            "schedules.import",
            "imports.use",
            "reports.shared",
            "matters.own",
            "urgent.read",
            "urgent.write",
            "conferences.read",
            "conferences.write",
            "practices.read",
            "conclusions.named",
            "rubrics.read",
            "rubrics.comment",
            "scores.own",
            "indicators.read",
            "indicators.sensitive",
            "indicators.write",
            "targets.read",
            "registrations.write",
            "evidence.opinion",
            "households.read",
            "households.write",
            # What was written of a visit; whoever else reads rows only learns that it was.
            "households.words",
            "households.figures",
            "households.import",
        }
    ),
    "branch_secretary": frozenset(
        {
            "units.read",
            "people.read",
            "schemes.read",
            "assignments.read",
            "documents.read",
            "meetings.read",
            "meetings.write",
            "contacts.write",
            "reports.shared",
            "matters.own",
            "urgent.read",
            "practices.read",
            "conclusions.named",
            "rubrics.read",
            "rubrics.comment",
            "scores.own",
            "indicators.read",
            "targets.read",
            "evidence.opinion",
            # Of his own hamlets alone, wherever his branch sits (`HouseholdQuerySet`).
            "households.read",
        }
    ),
    "cadre": frozenset(
        {
            "units.read",
            "people.read",
            "schemes.read",
            "documents.read",
            "meetings.read",
            "contacts.write",
            "urgent.read",
            "practices.read",
            "rubrics.read",
            "rubrics.comment",
            "scores.followed",
            "indicators.read",
            "targets.read",
            "targets.urge",
        }
    ),
    "employer": frozenset({"staff.read", "evidence.comment"}),
    "handler": frozenset({"matters.answer"}),
    "viewer": frozenset(
        {
            "units.read",
            "coverage.read",
            "attendance.figures",
            "matters.figures",
            "scores.figures",
            "indicators.figures",
            "households.figures",
        }
    ),
}
ALL_PERMISSIONS = frozenset().union(*PERMISSIONS.values())


@dataclass(frozen=True)
class Place:
    """A unit as scope sees it: `path` is where it stands today; a closed unit opens only itself."""

    unit_id: int
    path: str
    is_open: bool = True


@dataclass(frozen=True)
class GrantFact:
    """One grant as plain values. A zone brings its communes of the day, an organisation its unit."""

    role: str
    starts_on: date
    ends_on: date | None
    places: tuple[Place, ...] = ()
    zone_id: int | None = None
    organisation_id: int | None = None
    agency_id: int | None = None


@dataclass(frozen=True)
class AssignmentFact:
    """One assignment of the person (or of his team) as plain values."""

    starts_on: date
    ends_on: date | None
    places: tuple[Place, ...] = ()
    zone_id: int | None = None
    is_voided: bool = False


@dataclass(frozen=True)
class Reach:
    """The ground of one permission. Empty reaches nothing."""

    prefixes: frozenset[str] = frozenset()
    unit_ids: frozenset[int] = frozenset()
    zone_ids: frozenset[int] = frozenset()
    organisation_ids: frozenset[int] = frozenset()
    agency_ids: frozenset[int] = frozenset()

    @property
    def above(self) -> frozenset[str]:
        """Keys of the units above the prefixes: whose documents and schemes bind the people here."""
        return frozenset(key for prefix in self.prefixes for key in prefix.split(".")[:-2])

    def covers(self, path: str, unit_id: int | None = None) -> bool:
        return unit_id in self.unit_ids or any(path.startswith(prefix) for prefix in self.prefixes)

    def __bool__(self):
        return any((self.prefixes, self.unit_ids, self.zone_ids, self.organisation_ids, self.agency_ids))


@dataclass(frozen=True)
class Hold:
    role: str
    reach: Reach

    @property
    def body_ids(self) -> frozenset[int]:
        """The organisations whose own affairs it is limited to; empty: no such limit. A branch's secretary speaks for his
        branch and reads what it keeps to itself, not that of the other branch of the same hamlet."""
        return self.reach.organisation_ids if self.role == "branch_secretary" else frozenset()


@dataclass(frozen=True)
class Scope:
    """Immutable. `Scope()` sees nothing: the scope starts empty."""

    holds: tuple[Hold, ...] = ()
    user_id: int | None = None
    cadre_ids: frozenset[int] = frozenset()
    day: date | None = None
    _reaches: dict = field(default_factory=dict, compare=False, repr=False)

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(hold.role for hold in self.holds)

    def may(self, permission: str) -> bool:
        return any(permission in PERMISSIONS[hold.role] for hold in self.holds)

    def holds_of(self, permission: str) -> list[Hold]:
        """What brings `permission`. Raises KeyError for one that no role has: a typing error."""
        if permission not in ALL_PERMISSIONS:
            raise KeyError(permission)
        return [hold for hold in self.holds if permission in PERMISSIONS[hold.role]]

    def reach(self, permission: str) -> Reach:
        """Where the person has `permission`. Raises KeyError as `holds_of`."""
        if permission not in self._reaches:
            self._reaches[permission] = together(hold.reach for hold in self.holds_of(permission))
        return self._reaches[permission]

    @property
    def ground(self) -> Reach:
        """Wherever the person has to do with anything, whatever he may do there: for words that bind whoever works there."""
        if "" not in self._reaches:
            self._reaches[""] = together(hold.reach for hold in self.holds)
        return self._reaches[""]


def together(reaches) -> Reach:
    """The ground of all of them."""
    reaches = list(reaches)
    return Reach(
        prefixes=shortest(prefix for reach in reaches for prefix in reach.prefixes),
        unit_ids=frozenset().union(*(reach.unit_ids for reach in reaches)),
        zone_ids=frozenset().union(*(reach.zone_ids for reach in reaches)),
        organisation_ids=frozenset().union(*(reach.organisation_ids for reach in reaches)),
        agency_ids=frozenset().union(*(reach.agency_ids for reach in reaches)),
    )


def shortest(prefixes) -> frozenset[str]:
    """The prefixes that no other one contains."""
    kept: list[str] = []
    for prefix in sorted(set(prefixes)):
        if prefix and not (kept and prefix.startswith(kept[-1])):
            kept.append(prefix)
    return frozenset(kept)


def scope_for(grants, assignments, day: date, *, user_id=None, cadre_ids=()) -> Scope:
    """The scope on `day` of a person with these grants (GrantFact) and assignments (AssignmentFact)."""
    holds = [
        Hold(grant.role, _reach(grant.places, grant.zone_id, grant.organisation_id, grant.agency_id))
        for grant in grants
        if _holds(grant, day)
    ]
    for assignment in assignments:
        if _holds(assignment, day) and not assignment.is_voided:
            role = "zone_leader" if assignment.zone_id else "cadre"
            holds.append(Hold(role, _reach(assignment.places, assignment.zone_id)))
    return Scope(holds=tuple(holds), user_id=user_id, cadre_ids=frozenset(cadre_ids), day=day)


def _holds(fact, day) -> bool:
    return fact.starts_on <= day and (fact.ends_on is None or day < fact.ends_on)


def _reach(places, zone_id=None, organisation_id=None, agency_id=None) -> Reach:
    return Reach(
        prefixes=frozenset(place.path for place in places if place.is_open and place.path),
        unit_ids=frozenset(place.unit_id for place in places),
        zone_ids=frozenset({zone_id} - {None}),
        organisation_ids=frozenset({organisation_id} - {None}),
        agency_ids=frozenset({agency_id} - {None}),
    )
