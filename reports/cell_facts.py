"""What cells are built of, read in bulk for a span of days: the cells of every period within it are built of one reading."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cached_property

from branches.querysets.units import paths_of
from common.periods import overlaps
from reports.querysets import expecting as reads
from reports.querysets.expecting import Line, Met, Turn
from reports.reaching import Ground, Zones


class CellFacts:
    """Of `area` in `[starts_on, ends_on)`, under `schemes` ({id: Scheme}). `only`, `paths`, `places` and `turns` as of CellBuilder.
    What is said of a day outside of a period is the builder's to leave out."""

    def __init__(
        self, area, starts_on: date, ends_on: date, schemes, *, only=None, paths=None, places=None, turns=None
    ):
        self.area, self.span, self.schemes = area, (starts_on, ends_on), schemes
        self.only, self._paths, self._places = only, paths, places or {}
        self._turns_here = turns

    @cached_property
    def paths(self) -> list[str]:
        return paths_of(self.area) if self._paths is None else self._paths

    @cached_property
    def lines(self) -> list[Line]:
        units = reads.units_of(self.paths, *self.span)
        return reads.lines_of(units, list(self.schemes), *self.span, self.only) if self.schemes else []

    @cached_property
    def ground(self) -> Ground:
        organisations = {line.where[1] for line in self.lines if line.where[0] == "organisation"}
        grounds = reads.grounds_of(organisations, *self.span) if organisations else {}
        units = {line.where[1] for line in self.lines if line.where[0] == "unit"}
        units |= {line.home for line in self.lines if line.home} | {
            unit for each in grounds.values() for *_period, unit in each
        }
        missing = units - self._places.keys()
        more = reads.places_of(missing, *self.span) if missing else {}
        return Ground({unit: self._places[unit] for unit in units - missing} | more, grounds)

    @cached_property
    def zones(self) -> Zones:
        zones = {line.where[1] for line in self.lines if line.where[0] == "zone"}
        owners = {
            scheme.issuer_id
            for scheme in self.schemes.values()
            if "zone" in (scheme.choice, *scheme.choice_by_group.values())
        }
        return Zones(reads.zone_members(zones, owners, *self.span) if zones or owners else ())

    @cached_property
    def stands_for(self) -> dict[int, int]:
        """{assignment: itself; a voided one: that which corrects it}."""
        replaced = reads.corrections() if any(line.corrects for line in self.lines) else {}
        found = {line.pk: line.pk for line in self.lines}
        for old in replaced:
            new = old
            while new in replaced:
                new = replaced[new]
            if new in found:
                found[old] = new
        return found

    # --- what was attended, what excuses ---
    @cached_property
    def turns(self) -> list[Turn]:
        """The turns under the assignments, wherever they took place."""
        rows = reads.turns_under(self.stands_for, *self.span)
        if self._turns_here is None:
            return reads.read_turns(rows)
        here = [turn for turn in self._turns_here() if turn.assignment in self.stands_for]
        elsewhere = rows.exclude(reads.took_place_in(self.area, self._paths))
        return [*here, *reads.read_turns(elsewhere)]

    @cached_property
    def absences(self) -> dict[int, list[tuple]]:
        persons = {line.who[1] for line in self.lines if line.who[0] == "cadre"}
        found: dict[int, list[tuple]] = defaultdict(list)
        for person, *absence in reads.absences_of(persons, *self.span):
            found[person].append(absence)
        return found

    @cached_property
    def stand_in_turns(self) -> dict[int, list[Turn]]:
        stand_ins = {absence[-1] for each in self.absences.values() for absence in each} - {None}
        found: dict[int, list[Turn]] = defaultdict(list)
        for turn in reads.read_turns(reads.turns_of_persons(stand_ins, *self.span)) if stand_ins else ():
            found[turn.person].append(turn)
        return found

    @cached_property
    def said_otherwise(self) -> list[tuple]:
        return reads.said_otherwise(self.stands_for, *self.span)

    # --- what was not held ---
    @cached_property
    def not_held(self) -> list[Met]:
        return reads.meetings_not_held(reads.units_of(self.paths, *self.span), *self.span)

    @cached_property
    def known_places(self) -> Ground:
        """Where the meetings that were not held and those of the stand-ins lay."""
        units = {met.unit for met in self.not_held}
        units |= {turn.unit for each in self.stand_in_turns.values() for turn in each}
        return Ground(reads.places_of(units, *self.span) if units else {}, {})

    def stood_here(self, unit: int, period) -> bool:
        """Whether the unit of a meeting that was not held stood in the area on a day of `period`."""
        return any(
            place.path.startswith(tuple(self.paths))
            for place in self.known_places.places.get(unit, ())
            if overlaps((place.starts_on, place.ends_on), period)
        )
