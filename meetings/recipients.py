"""To whom a commune's schedule goes (Kim Sơn 3.16), computed for the day of sending from grants and assignments. Reads only."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from operator import or_

from django.db.models import Q

from assignments.models import Assignment, Cadre, Scheme, TeamMember
from branches.models import Grant, Organisation, Unit, UnitPlacement, ZoneMember
from branches.querysets.scoping import path_range
from common.text import given_name_key
from meetings.models import ScheduleRecipient

Role = ScheduleRecipient.Role
COMMITTEE_GROUPS = frozenset({"standing", "standing_board", "committee"})
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Recipient:
    """A person by his login, his record as a cadre, or both."""

    role: str
    user_id: int | None
    cadre_id: int | None = None


def recipients_of(unit, day) -> list[Recipient]:
    """Each person once in each role: the standing body of the committees above that follow this commune, the leaders of
    its zones, the committee members and the cadres who are assigned to the commune or anything in it."""
    return recipients_by_sending([(unit.pk, day)])[unit.pk, day]


def recipients_by_sending(sendings) -> dict[tuple, list[Recipient]]:
    """{(unit id, day): its recipients} of many communes and days; as many queries whatever their number."""
    sendings = set(sendings)
    if not sendings:
        return {}
    ground = _Ground(sendings)
    return {(unit_id, day): ground.recipients(unit_id, day) for unit_id, day in sendings}


def rows_of_sending(schedule, people) -> list[ScheduleRecipient]:
    """Not saved yet: to whom the sending at `schedule.sent_at` went."""
    return [
        ScheduleRecipient(
            schedule=schedule,
            role=each.role,
            user_id=each.user_id,
            cadre_id=each.cadre_id,
            sent_at=schedule.sent_at,
        )
        for each in people
    ]


class _Ground:
    """What stood and held between the first and the last of the days, read once; each day is picked from it."""

    def __init__(self, sendings):
        days = [day for _unit_id, day in sendings]
        self.period = (min(days), max(days) + ONE_DAY)
        self._read_places({unit_id for unit_id, _day in sendings})
        self._read_standing()
        self._read_zone_leaders()
        self._read_assigned()

    def recipients(self, unit_id, day) -> list[Recipient]:
        place = next((each for each in self.places[unit_id] if each.holds_on(day)), None)
        if place is None:
            return []
        zones = {each.zone_id for each in self.zones[unit_id] if each.holds_on(day)}
        ground = {each.unit_id for each in self.below[place.path] if each.holds_on(day)}
        found = {*self._standing(place, day), *self._leading(zones, day), *self._following(ground, day)}
        return sorted(
            found, key=lambda each: (Role.values.index(each.role), each.user_id or 0, each.cadre_id or 0)
        )

    def _read_places(self, units):
        rows = UnitPlacement.objects.during(*self.period)
        self.places = _grouped(rows.filter(unit__in=units), "unit_id")
        paths = {place.path for found in self.places.values() for place in found}
        under = reduce(or_, (path_range("path", path) for path in paths), Q(pk__in=[]))
        self.below = defaultdict(list)
        for place in rows.filter(under):
            for path in paths & set(_paths_above(place.path)):
                self.below[path].append(place)
        self.zones = _grouped(ZoneMember.objects.during(*self.period).filter(unit__in=units), "unit_id")
        self.ground = {place.unit_id for found in self.below.values() for place in found}
        self.above = {key for path in paths for key in path.split(".")[:-2]}

    def _read_standing(self):
        self.units = dict(Unit.objects.filter(key__in=self.above).values_list("key", "pk"))
        above = set(self.units.values())
        self.schemes = list(Scheme.objects.during(*self.period).filter(issuer__in=above))
        self.leaders = _grouped(self._grants("leader").filter(unit__in=above), "unit_id")

    def _read_zone_leaders(self):
        zones = {each.zone_id for found in self.zones.values() for each in found}
        self.zone_leaders = _grouped(self._grants("zone_leader").filter(zone__in=zones), "zone_id")
        self.in_zones = self._assignments(Q(target_zone__in=zones))

    def _read_assigned(self):
        bodies = Organisation.objects.filter(unit__in=self.ground)
        self.in_ground = self._assignments(Q(target_unit__in=self.ground) | Q(target_organisation__in=bodies))
        teams = {row.team_id for row in (*self.in_ground, *self.in_zones)} - {None}
        self.members = _grouped(TeamMember.objects.during(*self.period).filter(team__in=teams), "team_id")
        people = {row.cadre_id for row in (*self.in_ground, *self.in_zones)} - {None}
        people |= {member.cadre_id for found in self.members.values() for member in found}
        self.users = dict(Cadre.objects.filter(pk__in=people).values_list("pk", "user_id"))

    def _grants(self, role):
        return Grant.objects.during(*self.period).filter(role=role, user__is_active=True)

    def _assignments(self, condition):
        rows = Assignment.objects.standing().during(*self.period).filter(condition)
        return list(rows.select_related("group_then", "target_organisation"))

    def _standing(self, place, day):
        """The leaders over the committees above that issued a scheme in force; where none did, over the next one above."""
        above = place.path.split(".")[:-2]
        units = {self.units[key] for key in above}
        issuers = {each.issuer_id for each in self.schemes if each.issuer_id in units and each.holds_on(day)}
        issuers = issuers or {self.units[key] for key in above[-1:]}
        grants = [each for unit_id in issuers for each in self.leaders[unit_id] if each.holds_on(day)]
        return {Recipient(Role.STANDING, each.user_id) for each in grants}

    def _leading(self, zones, day):
        grants = [each for zone_id in zones for each in self.zone_leaders[zone_id] if each.holds_on(day)]
        rows = [row for row in self.in_zones if row.target_zone_id in zones]
        return {Recipient(Role.ZONE_LEADER, each.user_id) for each in grants} | {
            self._recipient(Role.ZONE_LEADER, cadre_id) for cadre_id, _row in self._people(rows, day)
        }

    def _following(self, ground, day):
        rows = [
            row
            for row in self.in_ground
            if row.target_unit_id in ground
            or (row.target_organisation and row.target_organisation.unit_id in ground)
        ]
        return {
            self._recipient(
                Role.COMMITTEE if row.group_then and row.group_then.code in COMMITTEE_GROUPS else Role.CADRE,
                cadre_id,
            )
            for cadre_id, row in self._people(rows, day)
        }

    def _people(self, rows, day):
        """[(cadre id, the assignment through which he follows)], members of teams among them."""
        return [
            (cadre_id, row)
            for row in rows
            if row.holds_on(day)
            for cadre_id in (
                [row.cadre_id]
                if row.cadre_id
                else [each.cadre_id for each in self.members[row.team_id] if each.holds_on(day)]
            )
        ]

    def _recipient(self, role, cadre_id):
        return Recipient(role, self.users[cadre_id], cadre_id)


def _grouped(rows, name) -> defaultdict[int, list]:
    found: defaultdict[int, list] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def _paths_above(path) -> list[str]:
    """The path itself and those of the units above: "a.b." gives "a.", "a.b."."""
    keys = path.split(".")[:-1]
    return ["".join(f"{key}." for key in keys[:end]) for end in range(1, len(keys) + 1)]


def roles_of(schedule) -> list[str]:
    """The roles to which the last sending went, in words: all that the commune is told."""
    rows = schedule.recipients.filter(sent_at=schedule.sent_at)
    held = set(rows.values_list("role", flat=True))
    return [str(label) for role, label in Role.choices if role in held]


def people_of(schedule) -> list[tuple[str, list[str]]]:
    """[(role in words, names)] of the last sending, for those above."""
    rows = schedule.recipients.filter(sent_at=schedule.sent_at).select_related("user", "cadre")
    names: dict = {}
    for row in rows:
        names.setdefault(row.role, Counter())[str(row.cadre or row.user)] += 1
    return [
        (str(label), sorted(names[role], key=given_name_key)) for role, label in Role.choices if role in names
    ]
