"""For rows of a list, many at once: under which assignment a cadre attended, and what he was on that day."""

from collections import defaultdict
from datetime import date

from assignments.models import CadrePosition, Scheme
from assignments.rules import group_of
from branches.imports.codes import in_chunks
from branches.querysets.bodies import organisation_versions
from reports.querysets import expecting as reads
from reports.querysets.expecting import Line
from reports.reaching import Ground, MeetingDays, Zones, reach_of, seats_of

# The narrowest choice first, as `meetings.choosing.choice_for` ranks.
_CHOICES = ("branch", "commune", "zone", "any")


class Under:
    """Assignments of `persons` (ids) that reach `organisations` ({id: Organisation}) in `[starts_on, ends_on)`: the same answer as
    `meetings.choosing.assignment_for` gives for one cadre and a day."""

    def __init__(self, persons, organisations, starts_on: date, ends_on: date):
        period = (starts_on, ends_on)
        self.schemes = {
            row.pk: row for row in Scheme.objects.select_related("issuer").prefetch_related("eligible_groups")
        }
        self.lines: dict[tuple, list[Line]] = defaultdict(list)
        lines = reads.lines_of_persons(persons, *period)
        for line in lines:
            self.lines[line.who].append(line)
        self.teams = defaultdict(list)
        for person, team, starts, ends in reads.memberships_of(persons, *period):
            self.teams[person].append((team, starts, ends))
        self._load(lines, organisations, period)

    def _load(self, lines: list[Line], organisations, period) -> None:
        targets = {line.where[1] for line in lines if line.where[0] == "organisation"}
        grounds = reads.grounds_of({*targets, *organisations}, *period, only_main=False)
        units = {line.where[1] for line in lines if line.where[0] == "unit"}
        units |= {line.home for line in lines if line.home}
        units |= {unit for each in grounds.values() for *_period, unit in each}
        units |= {each.unit_id for each in organisations.values()}
        self.ground = Ground(reads.places_of(units, *period), grounds)
        committees = {
            line.where[1] for line in lines if line.where[0] == "organisation" and not line.is_branch
        }
        self.days = MeetingDays(reads.parents_below(committees, *period) if committees else {})
        zones = {line.where[1] for line in lines if line.where[0] == "zone"}
        owners = {self.schemes[line.scheme_id].issuer_id for line in lines}
        self.zones = Zones(reads.zone_members(zones, owners, *period))

    def main_unit(self, organisation, day: date) -> int | None:
        """The unit in which the organisation stood on `day`; None where the map has none of that day."""
        grounds = self.ground.grounds.get(organisation.pk, ())
        units = [unit for starts, ends, unit in grounds if starts <= day and (ends is None or day < ends)]
        return next((unit for unit in [*units, organisation.unit_id] if self.ground.place(unit, day)), None)

    def find(self, person: int, organisation, is_branch: bool, day: date, scheme=None) -> Line | None:
        """The running assignment of that day to exactly it first, then the narrowest choice, then the oldest."""
        tokens = set()
        for starts, ends, unit in self.ground.grounds.get(
            organisation.pk, ((date.min, None, organisation.unit_id),)
        ):
            if starts <= day and (ends is None or day < ends):
                tokens |= set(self.days.tokens(organisation.pk, self.ground.place(unit, day), is_branch))
        found = [
            (self._rank(line, organisation), line)
            for line in self._running(person, day)
            if (scheme is None or line.scheme_id == scheme.pk)
            and tokens & set(self._reach(line, is_branch, day))
        ]
        return min(found, default=(None, None))[1]

    def _running(self, person: int, day: date):
        teams = {
            team
            for team, starts, ends in self.teams[person]
            if starts <= day and (ends is None or day < ends)
        }
        for who in (("cadre", person), *(("team", team) for team in sorted(teams))):
            for line in self.lines.get(who, ()):
                if line.starts_on <= day and (line.ends_on is None or day < line.ends_on):
                    yield line

    def _reach(self, line: Line, is_branch: bool, day: date) -> list:
        place = self.ground.place_of(line, day)
        if place is None:
            return [line.where[1]] if line.where[0] == "organisation" else []
        if not is_branch:
            return seats_of(line, place)
        return reach_of(line, self.schemes[line.scheme_id], place, self.zones, day)

    def _rank(self, line: Line, organisation) -> tuple:
        how = self.schemes[line.scheme_id].choice_for(line.group)
        return (line.where != ("organisation", organisation.pk), _CHOICES.index(how), line.starts_on, line.pk)


class Snapshots:
    """What cadres were on a day: group and posts as they are kept with a turn."""

    def __init__(self, persons, starts_on: date, ends_on: date):
        self._positions: dict[int, list[CadrePosition]] = defaultdict(list)
        rows = CadrePosition.objects.during(starts_on, ends_on).select_related("post", "agency")
        rows = in_chunks(rows, "cadre_id", persons)
        for row in sorted(rows, key=lambda each: (not each.is_primary, each.starts_on, each.pk)):
            self._positions[row.cadre_id].append(row)
        bodies = {row.organisation_id for row in rows} - {None}
        self._names: dict[int, list] = organisation_versions(bodies, ends_on) if bodies else {}
        self._posts: dict[tuple, str] = {}

    def group(self, person: int, day: date, eligible: set[int]) -> int | None:
        held = [row for row in self._positions.get(person, ()) if row.holds_on(day)]
        return group_of([(row.group_id or row.post.group_id, row.is_primary) for row in held], eligible)

    def post(self, person: int, day: date) -> str:
        held = tuple(row for row in self._positions.get(person, ()) if row.holds_on(day))
        key = tuple(row.pk for row in held)
        if key not in self._posts:
            self._posts[key] = "; ".join(f"{row.post.name}, {self._body(row)}" for row in held)[:300]
        return self._posts[key]

    def _body(self, row) -> str:
        return row.agency.name if row.agency else getattr(self._names.get(row.organisation_id), "name", "")
