"""Expected against attended: the one object behind the page, its lists, its spreadsheet and `figures attendance`.

Turns (lượt), people, meetings and branches are four counts, never one for another. What took place is placed by the map of
its own day; the unit asked about is read on the last day of the period.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import cached_property
from operator import add
from typing import NamedTuple

from branches.querysets.units import paths_of
from common.asked_once import answered_once
from common.periods import contains
from reports.cell_facts import CellFacts
from reports.cells import Cell, CellBuilder, report_state
from reports.querysets import expecting as reads
from reports.querysets.expecting import Turn
from reports.quotas import months_between

NO_GROUP = "none"
REPORT_STATES = ("on_time", "late", "unreported", "awaiting")


class Tally(NamedTuple):
    """`expected = attended + excused + missing + to_report + not_due`. `turns` are not capped, `stood_in` is part of `excused`,
    `to_report`: not attended as far as is known, and the report may still be in time; `not_held` are turns that nothing met
    for; the reports are those on the turns."""

    expected: int = 0
    turns: int = 0
    attended: int = 0
    excused: int = 0
    stood_in: int = 0
    missing: int = 0
    not_due: int = 0
    not_held: int = 0
    to_report: int = 0
    on_time: int = 0
    late: int = 0
    unreported: int = 0
    awaiting: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*map(add, self, other))


def tally_of(cell: Cell) -> Tally:
    return Tally(*cell.branches, cell.on_time, cell.late, cell.unreported, cell.awaiting)


def _summed(tallies) -> Tally:
    """Column by column: one by one they would be made anew for each cell."""
    rows = list(tallies)
    return Tally(*map(sum, zip(*rows, strict=True))) if rows else Tally()


class Counts(NamedTuple):
    """Four different counts of the same turns. `branches`: organisations that met, committees among them where the turns
    are those of committees."""

    turns: int
    people: int
    meetings: int
    branches: int


def counts_of(turns: list[Turn]) -> Counts:
    return Counts(
        len(turns),
        len({turn.person for turn in turns}),
        len({turn.meeting for turn in turns}),
        len({turn.organisation for turn in turns}),
    )


class Expected:
    """`area` (Unit) in `[starts_on, ends_on)` as known on `on`; under `scheme`, or under all that ask for turns. `on` None: long
    after the period; `schemes` saves the query where the caller has them ({id: Scheme}). Nothing is asked of the database before it is
    wanted; the number of queries hangs on neither rows nor months. `whole`: the same of a longer period (`read_together`), whose
    facts are taken."""

    def __init__(
        self,
        area,
        starts_on: date,
        ends_on: date,
        on: date | None = None,
        scheme=None,
        schemes=None,
        whole=None,
    ):
        self.area, self.scheme, self.whole = area, scheme, whole
        if schemes is not None:
            self.schemes = schemes
        self.starts_on, self.ends_on = starts_on, ends_on
        self.on = on or date.max

    @cached_property
    def months(self) -> list[date]:
        return months_between(self.starts_on, self.ends_on)

    # --- what was expected ---
    @cached_property
    def _builder(self) -> CellBuilder:
        return CellBuilder(
            self.area, self.starts_on, self.ends_on, self.on, schemes=self.schemes, facts=self._facts
        )

    @cached_property
    def _facts(self) -> CellFacts:
        if self.whole:
            return self.whole._facts
        # Under one scheme not every turn of the area is read.
        turns = None if self.scheme else lambda: self.all_turns
        return CellFacts(
            self.area, self.starts_on, self.ends_on, self.schemes, paths=self._paths, turns=turns
        )

    @cached_property
    def _paths(self) -> list[str]:
        return paths_of(self.area)

    @cached_property
    def cells(self) -> list[Cell]:
        return self._builder.build()

    @cached_property
    def schemes(self) -> dict:
        """{id: Scheme} of those that ask for turns, as far as they are asked about."""
        return reads.asking_schemes(self.scheme)

    @cached_property
    def total(self) -> Tally:
        return _summed(self._tallies)

    @cached_property
    def _tallies(self) -> list[Tally]:
        return [tally_of(cell) for cell in self.cells]

    @cached_property
    def committees(self) -> Tally:
        """The same of the conferences of committees, counted apart."""
        return _summed(Tally(*cell.committees) for cell in self.cells if any(cell.committees))

    def tallies(self, key: Callable[[Cell], object]) -> dict:
        """{key of a cell: Tally of those with that key}."""
        found: dict = {}
        for cell, tally in zip(self.cells, self._tallies, strict=True):
            found.setdefault(key(cell), []).append(tally)
        return {what: _summed(tallies) for what, tallies in found.items()}

    @cached_property
    def by_month(self) -> dict[date, Tally]:
        return dict.fromkeys(self.months, Tally()) | self.tallies(lambda cell: cell.first)

    @cached_property
    def by_cadre(self) -> dict[tuple, Tally]:
        """By ("cadre", id), ("team", id) or ("agency", id)."""
        return self.tallies(lambda cell: cell.line.who)

    @cached_property
    def by_target(self) -> dict[tuple, Tally]:
        """By ("unit", id), ("organisation", id) or ("zone", id)."""
        return self.tallies(lambda cell: cell.line.where)

    @cached_property
    def by_group(self) -> dict[str, Tally]:
        return self.tallies(lambda cell: cell.line.group or NO_GROUP)

    # --- what took place ---
    def attendances(self):
        """The turns of the area and period as a queryset, those of committees too: every list begins with it."""
        return reads.turns_in(self.area, self.scheme, self.starts_on, self.ends_on, paths=self._paths)

    @cached_property
    def all_turns(self) -> list[Turn]:
        if self.whole:
            return [t for t in self.whole.all_turns if contains(self.starts_on, self.ends_on, t.attended_on)]
        return reads.read_turns(self.attendances())

    @cached_property
    def turns(self) -> list[Turn]:
        """At meetings of branches."""
        return [turn for turn in self.all_turns if turn.is_branch]

    @cached_property
    def counts(self) -> Counts:
        return counts_of(self.turns)

    @cached_property
    def committee_counts(self) -> Counts:
        return counts_of([turn for turn in self.all_turns if not turn.is_branch])

    @cached_property
    def reports(self) -> dict[str, int]:
        """{on_time, late, unreported, awaiting: turns}, whose sum is all turns at meetings of branches."""
        found = Counter(report_state(turn, self.on) for turn in self.turns)
        return {state: found[state] for state in REPORT_STATES}

    @property
    def turns_by_group(self) -> dict[str, int]:
        """{group as of the attendance: turns}; their sum is all turns."""
        return dict(sorted(Counter(turn.group or NO_GROUP for turn in self.turns).items()))

    @property
    def turns_by_kind(self) -> dict[str, int]:
        kinds = dict.fromkeys(("regular", "thematic", "extraordinary"), 0)
        return kinds | Counter(turn.kind for turn in self.turns)

    @property
    def turns_by_month(self) -> dict[date, int]:
        return dict.fromkeys(self.months, 0) | Counter(turn.attended_on.replace(day=1) for turn in self.turns)

    @property
    def without_assignment(self) -> int:
        """Turns of people who were not assigned there (the standing body may attend any branch)."""
        return sum(turn.assignment is None for turn in self.turns)

    def is_running(self, first: date) -> bool:
        """Whether the month that begins on `first` still runs on the given day."""
        return first == self.on.replace(day=1) and contains(self.starts_on, self.ends_on, self.on)


@answered_once
def expected_of(area, starts_on, ends_on, on, scheme=None) -> Expected:
    """The same object for the same question, while many numbers are reckoned together."""
    return Expected(area, starts_on, ends_on, on, scheme)


def read_together(several: list[Expected]) -> None:
    """`several` of one area and scheme read what their periods take together, once."""
    first, after = min(each.starts_on for each in several), max(each.ends_on for each in several)
    whole = Expected(several[0].area, first, after, None, several[0].scheme)
    for each in several:
        each.whole = whole


def attendance_as_figures(expected: Expected) -> dict:
    """As `figures attendance --json` prints it; months as "2026-11"."""
    counts, total, reports = expected.counts, expected.total, expected.reports
    committees, committee_counts = expected.committees, expected.committee_counts
    return {
        **counts._asdict(),
        "expected": total.expected,
        "attended": total.attended,
        "on_time": reports["on_time"],
        "late": reports["late"],
        "missing": total.missing,
        "excused": total.excused,
        "with_stand_in": total.stood_in,
        "not_due": total.not_due,
        "to_report": total.to_report,
        "not_held": total.not_held,
        "unreported": reports["unreported"],
        "awaiting": reports["awaiting"],
        "without_assignment": expected.without_assignment,
        "by_group": expected.turns_by_group,
        "by_kind": expected.turns_by_kind,
        "by_month": {
            f"{first:%Y-%m}": {
                "turns": turns,
                "expected": expected.by_month[first].expected,
                "attended": expected.by_month[first].attended,
                "missing": expected.by_month[first].missing,
                "excused": expected.by_month[first].excused,
            }
            for first, turns in expected.turns_by_month.items()
        },
        "committees": {
            "turns": committee_counts.turns,
            "people": committee_counts.people,
            "meetings": committee_counts.meetings,
            "organisations": committee_counts.branches,
            "expected": committees.expected,
            "missing": committees.missing,
            "to_report": committees.to_report,
            "excused": committees.excused,
        },
    }
