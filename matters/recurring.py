"""When a conference that must come again is due, and how it stands. Pure functions: no Django, no clock.

Periods are those of the calendar: months, quarters, half years, years. A rule binds in a period if it is in force on the day
on which it is due; what was held earlier in the same period counts. So a rule that begins in the middle asks for its first
conference by the first due day that it sees, and one that ends before the day asks for none.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from common.periods import contains

HELD, HELD_LATE, MISSED, OVERDUE, SOON, COMING = "held", "held_late", "missed", "overdue", "soon", "coming"
# The worst first.
STATES = (OVERDUE, MISSED, SOON, COMING, HELD_LATE, HELD)
# After the due day, as long as the period runs, once a week; no more than so often.
AGAIN_AFTER, MOST_TIMES = 7, 4


@dataclass(frozen=True)
class Rule:
    every_months: int
    due_day: int
    starts_on: date
    ends_on: date | None = None
    remind_days: int = 7


@dataclass(frozen=True)
class Period:
    """`[starts_on, ends_on)`, and the day by which it must have been held."""

    starts_on: date
    ends_on: date
    due_on: date


def periods_due(rule: Rule, first: date, ends_on: date) -> list[Period]:
    """The periods whose due day lies in `[first, ends_on)` and on which the rule binds, in order."""
    found, begins = [], period_start(first, rule.every_months)
    while begins < ends_on:
        period = period_from(begins, rule)
        if first <= period.due_on < ends_on and contains(rule.starts_on, rule.ends_on, period.due_on):
            found.append(period)
        begins = period.ends_on
    return found


def period_start(day: date, every_months: int) -> date:
    """The first day of the calendar's period of that length in which `day` lies."""
    return date(day.year, (day.month - 1) // every_months * every_months + 1, 1)


def period_from(begins: date, rule: Rule) -> Period:
    months = begins.month - 1 + rule.every_months
    ends_on = date(begins.year + months // 12, months % 12 + 1, 1)
    last = ends_on - timedelta(days=1)
    due_on = last.replace(day=min(rule.due_day, monthrange(last.year, last.month)[1]))
    return Period(begins, ends_on, due_on)


def state_of(period: Period, held_on: date | None, on: date, remind_days: int) -> str:
    """How it stands on the day `on`, when the first conference of the period was held on `held_on` (None: none by now). On
    the due day itself there is still time."""
    if held_on is not None:
        return HELD if held_on <= period.due_on else HELD_LATE
    if on >= period.ends_on:
        return MISSED
    if on > period.due_on:
        return OVERDUE
    return SOON if on >= period.due_on - timedelta(days=remind_days) else COMING


def reminder_step(period: Period, on: date, remind_days: int) -> str:
    """Which reminder a conference that was not held calls for on `on`: "before", then "late-0", "late-1" … a week each; ""
    where there is none. A worker that was off says the step of today, not those that it missed."""
    if period.due_on - timedelta(days=remind_days) <= on <= period.due_on:
        return "before"
    if period.due_on < on < period.ends_on:
        return f"late-{min((on - period.due_on).days // AGAIN_AFTER, MOST_TIMES - 1)}"
    return ""
