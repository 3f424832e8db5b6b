"""One cell is one assignment in one month: what was expected of it, and what became of it. Built in bulk: about a dozen
queries for an area and a period, however many assignments and months there are."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from common.periods import Period, contains, intersect, overlaps
from meetings.rules import month_after
from reports.cell_facts import CellFacts
from reports.querysets import expecting as reads
from reports.querysets.expecting import Line, Met, Place, Turn
from reports.quotas import MonthFacts, MonthResult, last_in_time, month_period, month_result, months_between
from reports.reaching import Ground, MeetingDays, reach_of, seats_of

_ONE_DAY = timedelta(days=1)
# Where a schedule matters to more assignments of a month than this, the whole month is read.
_MANY = 60


@dataclass(slots=True)
class Cell:
    """`place`: where the target stood on the last day held in the month. `on_time`, `late`, `unreported`, `awaiting` are its
    turns at meetings of branches by their reports (awaiting: none, and not yet due). `due_on`, `committees_due_on`: the last
    day on which the report on a turn that is not reported is in time (None where the scheme names no number of days)."""

    line: Line
    first: date
    held: Period
    place: Place
    branches: MonthResult = MonthResult()
    committees: MonthResult = MonthResult()
    on_time: int = 0
    late: int = 0
    unreported: int = 0
    awaiting: int = 0
    turns: list[Turn] = field(default_factory=list)
    due_on: date | None = None
    committees_due_on: date | None = None


def report_state(turn: Turn, on: date) -> str:
    """on_time, late, unreported (its report was due before `on`) or awaiting; a report that came after `on` is not there yet."""
    if turn.report is not None and turn.reported_on <= on:
        return "late" if turn.is_late else "on_time"
    return "unreported" if turn.due_on is not None and turn.due_on < on else "awaiting"


class CellBuilder:
    """The cells of `area` in `[starts_on, ends_on)` as known on `on`, under `scheme` or every scheme that asks for turns.
    `area` None: wherever `paths` are, and a cell stays where its place leaves them.

    `knows_days`: the meetings of past months are read too, so that `due_on` hangs on the last one and stays.
    `issuer`: only the schemes of that unit; `only`: only these assignments (ids). `schemes` ({id: Scheme}) and `paths` (those at
    which the area ever stood) save the queries where the caller has them, `places` ({unit id: its Places of the period}) those of
    these units; `turns` gives every turn of the area in the period, where the caller reads them anyway: only those elsewhere are read
    then. `facts`: what was read already for a longer span, of the same area and schemes.
    """

    def __init__(
        self, area, starts_on: date, ends_on: date, on: date, scheme=None, *,
        issuer=None, only=None, knows_days=False, schemes=None, paths=None, places=None, turns=None, facts=None,
    ):  # fmt: skip
        self.area, self.on, self.knows_days = area, on, knows_days
        self.period = (starts_on, ends_on)
        self.schemes = reads.asking_schemes(scheme, issuer) if schemes is None else schemes
        self.only = only
        self.facts = facts or CellFacts(
            area, starts_on, ends_on, self.schemes, only=only, paths=paths, places=places, turns=turns
        )

    @property
    def units(self):
        return reads.units_of(self.facts.paths, *self.period)

    def build(self) -> list[Cell]:
        cells = [cell for line in self.facts.lines for cell in self._months_of(line)]
        if not cells:
            return []
        self._take_turns(cells)
        self._take_excuses()
        special = self._special(cells)
        self._read_meetings(special)
        for cell in cells:
            self._settle(cell)
        return cells

    # --- which months of which assignments ---
    def _months_of(self, line: Line):
        scheme = self.schemes[line.scheme_id]
        run = intersect([(line.starts_on, line.ends_on), (scheme.starts_on, scheme.ends_on), self.period])
        if run is None:
            return
        inside = f"{self.area.key}." if self.area else ""
        for first in months_between(*run):
            held = (max(run[0], first), min(run[1], month_after(first)))
            place = self.facts.ground.place_of(line, held[1] - _ONE_DAY)
            if place is not None and inside in place.path:
                yield Cell(line, first, held, place)

    # --- what was attended ---
    def _take_turns(self, cells: list[Cell]) -> None:
        self._stands_for = self.facts.stands_for
        self._cells = {(cell.line.pk, cell.first): cell for cell in cells}
        for turn in self.facts.turns:
            if not contains(*self.period, turn.attended_on):
                continue
            cell = self._cell(turn.assignment, turn.attended_on)
            if cell:
                cell.turns.append(turn)
                if turn.is_branch:
                    state = report_state(turn, self.on)
                    setattr(cell, state, getattr(cell, state) + 1)

    def _cell(self, assignment: int, day: date) -> Cell | None:
        return self._cells.get((self._stands_for[assignment], day.replace(day=1)))

    # --- what excuses ---
    def _take_excuses(self) -> None:
        self.excuses, self.said_not_held = Counter(), Counter()
        for assignment, day, said, is_branch in self.facts.said_otherwise:
            if not contains(*self.period, day):
                continue
            counter = self.excuses if said == "excused" else self.said_not_held
            counter[self._stands_for[assignment], day.replace(day=1), is_branch] += 1

    def _absences(self, cell: Cell) -> list[tuple]:
        kind, pk = cell.line.who
        if kind != "cadre" or pk not in self.facts.absences:
            return []
        return [
            absence
            for absence in self.facts.absences[pk]
            if overlaps((absence[1], absence[2]), cell.held)
            and (absence[0] is None or self._stands_for.get(absence[0]) == cell.line.pk)
        ]

    # --- where the schedule matters ---
    def _special(self, cells: list[Cell]) -> list[Cell]:
        """Cells whose result hangs on the meetings within reach: a part of a month, a month that still runs or
        whose reports may still be in time, an absence."""
        return [
            cell
            for cell in cells
            if self.knows_days
            or cell.held != month_period(cell.first)
            or cell.first <= self.on < self._settled_from(cell)
            or self._absences(cell)
        ]

    def _settled_from(self, cell: Cell) -> date:
        """From which day on the meeting days change nothing: whatever they are, what was not reported is missing."""
        return cell.held[1] + timedelta(days=self.schemes[cell.line.scheme_id].report_days or 0)

    def _reach(self, cell: Cell) -> list:
        scheme = self.schemes[cell.line.scheme_id]
        return reach_of(cell.line, scheme, cell.place, self.facts.zones, cell.held[1] - _ONE_DAY)

    @cached_property
    def _parents(self) -> dict:
        committees = {
            line.where[1]
            for line in self.facts.lines
            if line.where[0] == "organisation" and not line.is_branch
        }
        return reads.parents_below(committees, *self.period) if committees else {}

    def _read_meetings(self, special: list[Cell]) -> None:
        self.known = MeetingDays(self._parents)
        self._plain: dict[tuple, MonthResult] = {}
        every = self._meetings_of_all_months() if self.knows_days and self.only is None else None
        turns = [turn for each in self.facts.stand_in_turns.values() for turn in each]
        if every is None:
            not_held, places = self._not_held(), self.facts.known_places
        else:
            not_held = [met for met in every if not met.is_held]
            units = {met.unit for met in not_held} | {turn.unit for turn in turns}
            places = Ground(reads.places_of(units, *self.period) if units else {}, {})
        self.stand_in_tokens = {
            turn.pk: set(
                self.known.tokens(
                    turn.organisation, places.place(turn.unit, turn.attended_on), turn.is_branch
                )
            )
            for turn in turns
        }
        for met in not_held:
            self.known.add(met, places.place(met.unit, met.on))
        cancelled = self.known.months_not_held()
        if cancelled:
            special = [*special, *self._touched(cancelled, {(each.line.pk, each.first) for each in special})]
        self._hanging = {(cell.line.pk, cell.first) for cell in special}
        if not special:
            return
        held = [met for met in (self._meetings_near(special) if every is None else every) if met.is_held]
        ground = self.facts.ground.places
        missing = {met.unit for met in held} - ground.keys()
        more = reads.places_of(missing, *self.period) if missing else {}
        places = Ground(ground | more, {})
        for met in held:
            self.known.add(met, places.place(met.unit, met.on))

    def _not_held(self) -> list[Met]:
        """What was not held on days of the period, in what stood in the area on one of them."""
        return [
            met
            for met in self.facts.not_held
            if contains(*self.period, met.on) and self.facts.stood_here(met.unit, self.period)
        ]

    def _meetings_of_all_months(self) -> list:
        return reads.meetings_of(self.units, set(months_between(*self.period)), [], [], set())

    def _touched(self, cancelled: set[tuple], known: set[tuple]) -> list[Cell]:
        """Cells within whose reach something was said not to be held."""
        months = {first for _token, first in cancelled}
        return [
            cell
            for key, cell in self._cells.items()
            if key not in known
            and cell.first in months
            and any(
                (token, cell.first) in cancelled
                for token in [*self._reach(cell), *seats_of(cell.line, cell.place)]
            )
        ]

    def _meetings_near(self, special: list[Cell]) -> list:
        by_month: dict[date, list[Cell]] = defaultdict(list)
        for cell in special:
            by_month[cell.first].append(cell)
        whole = {first for first, found in by_month.items() if len(found) > _MANY}
        keys, organisations = set(), set()
        for first in by_month.keys() - whole:
            for cell in by_month[first]:
                for token in [*self._reach(cell), *seats_of(cell.line, cell.place)]:
                    (organisations if isinstance(token, int) else keys).add(
                        token[1] if isinstance(token, tuple) else token
                    )
        for organisation in self._parents:
            if self.known.tokens(organisation, None) and organisations & set(
                self.known.tokens(organisation, None)
            ):
                organisations.add(organisation)
        return reads.meetings_of(self.units, whole, list(keys), list(organisations), by_month.keys() - whole)

    # --- the result ---
    def _settle(self, cell: Cell) -> None:
        scheme = self.schemes[cell.line.scheme_id]
        cell.branches = self._result(cell, scheme.turns_per_month, self._reach, True)
        if scheme.committee_turns_per_month or any(not turn.is_branch for turn in cell.turns):
            cell.committees = self._result(
                cell, scheme.committee_turns_per_month, lambda each: seats_of(each.line, each.place), False
            )

    def _result(self, cell: Cell, quota, reach, is_branch: bool) -> MonthResult:
        key = (cell.line.pk, cell.first, is_branch)
        if self._is_plain(cell, key):
            return self._plain_result(cell, quota, is_branch)
        tokens = reach(cell)
        absences = self._absences(cell)
        facts = MonthFacts(
            first=cell.first,
            held=cell.held,
            quota=quota,
            meetings=self.known.days(tokens, cell.first),
            not_held=self.known.not_held(tokens, cell.first) + self.said_not_held[key],
            turns=sum(turn.is_branch == is_branch for turn in cell.turns),
            excuses=self.excuses[key],
            absences=tuple((starts, ends) for _assignment, starts, ends, _stand_in in absences),
            stand_ins=self._stood_in(cell, absences, set(tokens), is_branch) if absences else 0,
            report_days=self.schemes[cell.line.scheme_id].report_days,
        )
        return self._settled(cell, facts, is_branch)

    def _settled(self, cell: Cell, facts: MonthFacts, is_branch: bool) -> MonthResult:
        if is_branch:
            cell.due_on = last_in_time(facts)
        else:
            cell.committees_due_on = last_in_time(facts)
        return month_result(facts, self.on)

    def _is_plain(self, cell: Cell, key: tuple) -> bool:
        """A whole month over or to come, of which no meeting day, absence or excuse changes anything: nearly all are."""
        hangs = self.knows_days or (cell.line.pk, cell.first) in self._hanging
        return not (hangs or self.excuses[key] or self.said_not_held[key])

    def _plain_result(self, cell: Cell, quota, is_branch: bool) -> MonthResult:
        turns = sum(turn.is_branch == is_branch for turn in cell.turns)
        days = self.schemes[cell.line.scheme_id].report_days
        key = (cell.first, quota, turns, days)
        if key not in self._plain:
            facts = MonthFacts(cell.first, cell.held, quota, turns=turns, report_days=days)
            self._plain[key] = month_result(facts, self.on)
        return self._plain[key]

    def _stood_in(self, cell: Cell, absences, tokens: set, is_branch: bool) -> int:
        """Turns of the stand-ins at meetings within reach, on days of the absence and of the part held."""
        return len(
            {
                turn.pk
                for _assignment, starts_on, ends_on, stand_in in absences
                for turn in self.facts.stand_in_turns.get(stand_in, ())
                if turn.is_branch == is_branch
                and contains(starts_on, ends_on, turn.attended_on)
                and contains(*cell.held, turn.attended_on)
                and tokens & self.stand_in_tokens[turn.pk]
            }
        )
