"""What is expected of one assignment in one month, and what became of it. Pure functions: no Django, no clock.

The quota is the scheme's (Quảng Trị 1.2, Kim Sơn 3.13: once a month), pro rata for whoever began or left within the
month. Turns beyond it never make up for another month. Meetings of committees go the same way with a quota of their own.
Periods are pairs as in `common.periods`.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from operator import add
from typing import NamedTuple

from common.periods import Period, contains, intersect, merge
from meetings.rules import month_after, month_of
from reports.ladder import report_due

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class MonthFacts:
    """One month of one assignment in plain values.

    - `held`: the days on which the assignment ran in the month (and in the days asked about), never empty or open;
    - `meetings`: the days on which a branch within reach registered a meeting or held one; empty: nothing is known;
    - `not_held`: how many meetings within reach were said not to be held;
    - `turns`: how many meetings the assignee attended under the assignment in those days;
    - `excuses`: reports that say why he did not come; `absences`: the periods in which he is excused;
    - `stand_ins`: turns of a stand-in within an absence;
    - `report_days`: within how many days the scheme wants the report; None: it names no number.
    """

    first: date
    held: Period
    quota: int | None
    meetings: frozenset[date] = frozenset()
    not_held: int = 0
    turns: int = 0
    excuses: int = 0
    absences: tuple[Period, ...] = ()
    stand_ins: int = 0
    report_days: int | None = None


class MonthResult(NamedTuple):
    """`expected = attended + excused + missing + to_report + not_due`, always. `attended` is capped by what was expected,
    `turns` is not; `stood_in`: those of `excused` for whom somebody else came; `to_report`: the meeting is past and its
    report may still come in time; `not_held`: turns not expected because nothing met."""

    expected: int = 0
    turns: int = 0
    attended: int = 0
    excused: int = 0
    stood_in: int = 0
    missing: int = 0
    not_due: int = 0
    not_held: int = 0
    to_report: int = 0

    @property
    def owed(self) -> int:
        """Turns that are over and of which nothing came, whether or not it may still come in time."""
        return self.missing + self.to_report

    def __add__(self, other: "MonthResult") -> "MonthResult":
        return MonthResult(*map(add, self, other))


def month_result(facts: MonthFacts, on: date) -> MonthResult:
    """What was expected in the month, and what became of it by the morning of `on`."""
    expected, not_held = expected_turns(facts)
    attended = min(facts.turns, expected)
    open_turns = expected - attended
    stood_in = min(facts.stand_ins, open_turns)
    excused = min(max(stood_in + facts.excuses, excused_by_absence(facts, open_turns)), open_turns)
    rest = open_turns - excused
    is_over, is_late = on >= closes_on(facts), on >= missing_from(facts)
    return MonthResult(
        expected=expected,
        turns=facts.turns,
        attended=attended,
        excused=excused,
        stood_in=stood_in,
        missing=rest if is_late else 0,
        not_due=0 if is_over else rest,
        not_held=not_held,
        to_report=rest if is_over and not is_late else 0,
    )


def expected_turns(facts: MonthFacts) -> tuple[int, int]:
    """(how many turns are expected, how many are not because no branch within reach met).

    The whole month held: the quota. A part of it: as many as there are meeting days in that part, at most the quota;
    where no schedule is known, the quota's share by days, half a turn rounded up.
    """
    quota, month = facts.quota or 0, month_period(facts.first)
    is_whole = facts.held == month
    if facts.not_held and not facts.meetings:
        return 0, quota if is_whole else share_of(quota, facts.held, month)
    if is_whole:
        return quota, 0
    if facts.meetings:
        return min(quota, len(_days_held(facts))), 0
    return share_of(quota, facts.held, month), 0


def share_of(quota: int, held: Period, month: Period) -> int:
    """`quota` × days held / days of the month, rounded half up."""
    days, whole = (held[1] - held[0]).days, (month[1] - month[0]).days
    return (2 * quota * days + whole) // (2 * whole)


def closes_on(facts: MonthFacts) -> date:
    """The first day on which nothing can be attended any more: after the month or the part held, or after the last meeting
    within reach where the days are known."""
    days = _days_held(facts)
    return min(facts.held[1], max(days) + _ONE_DAY) if days else facts.held[1]


def last_in_time(facts: MonthFacts) -> date | None:
    """The last day on which the report on a turn of the month is in time: the late list's due day, and the day after it a
    turn is missing. None where the scheme names no number of days."""
    return None if facts.report_days is None else report_due(closes_on(facts), facts.report_days)


def missing_from(facts: MonthFacts) -> date:
    """The first day on which a turn that nobody reported is missing; where no report is due, as soon as it is over."""
    last = last_in_time(facts)
    return closes_on(facts) if last is None else last + _ONE_DAY


def excused_by_absence(facts: MonthFacts, open_turns: int) -> int:
    """How many of the `open_turns` the absences excuse: all where they cover the part held; where the days are known,
    those for which no meeting was left that he could have attended."""
    absences = merge(facts.absences)
    if any(intersect([absence, facts.held]) == facts.held for absence in absences):
        return open_turns
    days = _days_held(facts)
    if not days or not absences:
        return 0
    free = [day for day in days if not any(contains(*absence, day) for absence in absences)]
    return max(0, open_turns - max(0, len(free) - facts.turns))


@lru_cache(maxsize=1024)
def month_period(day: date) -> Period:
    """The month in which `day` lies."""
    first = month_of(day)
    return first, month_after(first)


def months_between(starts_on: date, ends_on: date) -> list[date]:
    """The first days of the months that have a day of `[starts_on, ends_on)`."""
    months, first = [], month_of(starts_on)
    while first < ends_on:
        months.append(first)
        first = month_after(first)
    return months


def _days_held(facts: MonthFacts) -> list[date]:
    return [day for day in facts.meetings if contains(*facts.held, day)]
