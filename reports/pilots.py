"""Pilot places beside the others (Vân Hồ 2.3): what a review counts of either side, each count with its whole.

A place is a pilot's where somebody was assigned there under a pilot scheme on a day of the period, or to a branch that lies
there; the others are the places of the same level under the same area. Both are asked the same question, under whatever
scheme: nothing here says that the pilot is why one side does better."""

from collections import Counter, defaultdict
from functools import cached_property

from django.db.models import F, Q

from assignments.models import Assignment
from assignments.querysets.targets import place_on
from branches.models import OrganisationUnit, Unit, UnitPlacement, ZoneMember
from branches.querysets.units import levels, lineage_of, paths_of
from branches.rules import BRANCH_KINDS
from common.periods import contains
from matters.ageing import ageing_of
from meetings.models import Meeting
from reports.cells import report_state
from reports.expected import expected_of
from reports.querysets import expecting as reads

PILOT, OTHERS = "pilot", "others"
# {count: its whole}: the first is never shown without the second.
WHOLES = {
    "covered": "units",
    "visited": "branches",
    "attended": "held",
    "on_time": "due",
    "answered": "asked",
    "resolved": "asked",
}


def piloted_units(starts_on, ends_on, scheme=None) -> set[int]:
    """Ids of the units in which somebody was assigned under a pilot, on a day of `[starts_on, ends_on)` on which it ran. `scheme`:
    only that pilot, or those that are linked with it."""
    rows = Assignment.objects.standing().during(starts_on, ends_on).filter(scheme__is_pilot=True)
    for end in ("scheme__ends_on", "scheme__pilot_ends_on"):
        runs = Q(**{f"{end}__gt": F("starts_on")}) & Q(**{f"{end}__gt": starts_on})
        rows = rows.filter(Q(**{end: None}) | runs)
    if scheme:
        family = {scheme.pk, scheme.parent_scheme_id} - {None}
        linked = Q(scheme__in=family) | Q(scheme__parent_scheme__in=family)
        rows = rows.filter(Q(scheme=scheme) if scheme.is_pilot else linked)
    members = ZoneMember.objects.during(starts_on, ends_on).filter(zone__in=rows.values("target_zone"))
    own = rows.filter(target_zone=None).values("unit")
    units = Unit.objects.filter(Q(pk__in=own) | Q(pk__in=members.values("unit")))
    return set(units.values_list("pk", flat=True))


def pilots_as_figures(area, stretches, last, on, scheme=None) -> list[dict]:
    """[{level, level_name, places: [names], pilot: {…}, others: {…}}], one for each level at which places under `area` are of a pilot; []
    where there is none. A side: `turns`, and the keys and values of WHOLES. `stretches` of the review's ground, `last` its last
    day, `on` the day on which it is known."""
    if not stretches:
        return []
    comparison = Comparison(area, stretches, last, on, scheme)
    return [comparison.at_level(level) for level in comparison.levels] if comparison.piloted else []


class Comparison:
    """Both sides at each level. Facts are read once, and laid where they happened by the map of their own day; what stood in
    a place that has ended counts for the place in which it is found."""

    def __init__(self, area, stretches, last, on, scheme=None):
        self.area, self.stretches, self.last, self.on = area, stretches, last, on
        self.first, self.after = stretches[0].starts_on, stretches[-1].ends_on
        self.piloted = piloted_units(self.first, self.after, scheme)

    @cached_property
    def standing(self) -> dict[int, UnitPlacement]:
        """{unit id: its placement} of what lies below the area on the last day."""
        place = place_on(self.area, self.last)
        if place is None:
            return {}
        rows = UnitPlacement.objects.on(self.last).under_path(place.path).exclude(unit=self.area)
        return {row.unit_id: row for row in rows.select_related("unit", "version").order_by("path")}

    @cached_property
    def homes(self) -> dict[int, int]:
        """{id of a unit: that of the standing one in which it is found}."""
        found = {pk: pk for pk in self.standing}
        for home, ended in lineage_of(self.standing, self.last).items():
            found |= dict.fromkeys(ended, home)
        return found

    @cached_property
    def pilot_homes(self) -> set[int]:
        return {self.homes[pk] for pk in self.piloted if pk in self.homes}

    @property
    def levels(self) -> list[int]:
        return sorted({self.standing[pk].level for pk in self.pilot_homes})

    @cached_property
    def _homes_by_key(self) -> dict[str, int]:
        ended = Unit.objects.filter(pk__in=self.homes.keys() - self.standing.keys())
        keys = {row.unit.key: pk for pk, row in self.standing.items()}
        return keys | {key: self.homes[pk] for pk, key in ended.values_list("pk", "key")}

    def _side(self, path, level) -> str | None:
        """On which side what lies at `path` counts; None: on neither, it lies above that level."""
        for key in (path or "").split("."):
            home = self._homes_by_key.get(key)
            if home is not None and self.standing[home].level == level:
                return PILOT if home in self.pilot_homes else OTHERS
        return None

    def at_level(self, level) -> dict:
        sides = {side: dict.fromkeys(("turns", *WHOLES, *WHOLES.values()), 0) for side in (PILOT, OTHERS)}
        for (side, name), things in self.things(level).items():
            sides[side][name] = len(things)
        places = self._named(
            row for pk, row in self.standing.items() if pk in self.pilot_homes and row.level == level
        )
        return {"level": level, "level_name": levels()[level].name, "places": places, **sides}

    def _named(self, placements) -> list[str]:
        """Names, each with what it lies in where two are alike: "Ấp 1" is in every commune."""
        versions = [row.version for row in placements]
        often = Counter(version.name for version in versions)
        above = {pk: row.version.name for pk, row in self.standing.items()}
        return [
            f"{version.name} ({above[version.parent_id]})"
            if often[version.name] > 1 and version.parent_id in above
            else version.name
            for version in versions
        ]

    def things(self, level) -> dict[tuple[str, str], set[int]]:
        """{(side, count or whole): ids of what it counts}: units, turns, organisations, meetings or recommendations."""
        found: dict = defaultdict(set)
        for pk, row in self.standing.items():
            if row.level == level:
                side = PILOT if pk in self.pilot_homes else OTHERS
                found[side, "units"].add(pk)
                if pk in self._followed:
                    found[side, "covered"].add(pk)
        for name, path, thing in self._facts:
            if side := self._side(path, level):
                found[side, name].add(thing)
        return found

    @cached_property
    def _followed(self) -> set[int]:
        """Units that somebody follows on the last day, themselves or by their branch."""
        active = Assignment.objects.active_on(self.last)
        bodies = active.filter(target_organisation__isnull=False).values("target_organisation")
        seats = OrganisationUnit.objects.on(self.last).filter(is_main=True, organisation__in=bodies)
        named = active.filter(target_unit__isnull=False).values_list("target_unit")
        return {unit for (unit,) in named.union(seats.values_list("unit"))}

    @cached_property
    def _facts(self) -> list[tuple]:
        """[(name, path, id of what is counted, once)]."""
        return [*self._of_branches(), *self._of_turns(), *self._of_matters()]

    def _of_branches(self):
        rows = OrganisationUnit.objects.on(self.last).filter(
            Q(organisation__closed_on=None) | Q(organisation__closed_on__gt=self.last),
            is_main=True,
            unit__in=list(self.standing),
            organisation__kind__in=BRANCH_KINDS,
        )
        pairs = rows.values_list("organisation", "unit")
        return [("branches", self.standing[unit].path, organisation) for organisation, unit in pairs]

    def _of_turns(self):
        found = []
        for turn, path in self._laid(self.turns, lambda turn: (turn.unit, turn.attended_on)):
            found += [
                ("turns", path, turn.pk),
                ("branches", path, turn.organisation),
                ("visited", path, turn.organisation),
                ("attended", path, turn.meeting),
                ("held", path, turn.meeting),
            ]
            state = report_state(turn, self.on)
            found += [("due", path, turn.pk)] if state != "awaiting" else []
            found += [("on_time", path, turn.pk)] if state == "on_time" else []
        for (meeting, _unit, _day), path in self._laid(self._held, lambda row: row[1:]):
            found.append(("held", path, meeting))
        return found

    @cached_property
    def turns(self) -> list:
        return [
            turn
            for stretch in self.stretches
            for unit in stretch.units
            for turn in expected_of(unit, stretch.starts_on, stretch.ends_on, self.on, None).turns
        ]

    @cached_property
    def _held(self) -> list[tuple]:
        rows = Meeting.objects.standing().of_branches().filter(outcome=Meeting.Outcome.HELD)
        paths = [path for stretch in self.stretches for unit in stretch.units for path in paths_of(unit)]
        rows = rows.during(self.first, self.after).filter(
            met_on__lte=self.on, unit__in=reads.units_of(paths, self.first, self.after)
        )
        return list(rows.values_list("pk", "unit_id", "met_on"))

    def _of_matters(self):
        found = []
        for stretch in self.stretches:
            for unit in stretch.units:
                for fact in ageing_of(unit, self.on, stretch.starts_on, stretch.ends_on).facts:
                    if not fact.is_solved_on_the_spot:
                        found.append(("asked", fact.path, fact.pk))
                        found += [("answered", fact.path, fact.pk)] if fact.is_answered else []
                        found += [("resolved", fact.path, fact.pk)] if fact.is_resolved else []
        return found

    def _laid(self, rows, where):
        """[(row, path at which it lay on its day)]; `where(row)`: (unit id, day)."""
        for row in rows:
            unit, day = where(row)
            places = self._stood.get(unit, ())
            yield row, next((each.path for each in places if contains(each.starts_on, each.ends_on, day)), "")

    @cached_property
    def _stood(self) -> dict:
        units = {turn.unit for turn in self.turns} | {unit for _pk, unit, _day in self._held}
        return reads.places_of(units, self.first, self.after) if units else defaultdict(list)
