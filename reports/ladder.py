"""On which days somebody is reminded. Pure functions: no Django, no clock."""

from datetime import date, timedelta

# Before the day itself only what can still be done in time is said; afterwards less and less often.
BEFORE, FIRST_DAYS, THEN_EVERY = 2, (0, 2, 5), 7
# A month's visit is chosen in its first days; before them nobody is late with choosing.
DAYS_TO_CHOOSE = 5


def days_past(due_on: date, on: date) -> int:
    """How many days `on` lies after `due_on`; below zero while there is time."""
    return (on - due_on).days


def is_near(due_on: date, on: date) -> bool:
    """Whether it is due by now or within the days before, in which it is spoken of."""
    return days_past(due_on, on) >= -BEFORE


def is_reminder_day(due_on: date, on: date) -> bool:
    """Two days before, on the day, two and five days after, and then every week."""
    past = days_past(due_on, on)
    return (
        past == -BEFORE
        or past in FIRST_DAYS
        or (past > FIRST_DAYS[-1] and (past - FIRST_DAYS[-1]) % THEN_EVERY == 0)
    )


def choose_by(held_from: date) -> date:
    """Until when somebody who holds his place from `held_from` on chooses which meeting of that month he attends."""
    return held_from + timedelta(days=DAYS_TO_CHOOSE)


def report_due(closes_on: date, report_days: int) -> date:
    """The last day for the report on a month whose last meeting within reach was on the day before `closes_on`."""
    return closes_on + timedelta(days=report_days - 1)
