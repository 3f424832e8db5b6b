"""When a conference that must come again is due: a table without a database."""

from datetime import date as d

import pytest

from matters.recurring import Period, Rule, periods_due, reminder_step, state_of

YEAR = (d(2026, 1, 1), d(2027, 1, 1))


def due_days(rule, first=YEAR[0], ends_on=YEAR[1]):
    return [period.due_on for period in periods_due(rule, first, ends_on)]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        # by the calendar's quarters, half years, years
        (Rule(3, 25, d(2020, 1, 1)), [d(2026, 3, 25), d(2026, 6, 25), d(2026, 9, 25), d(2026, 12, 25)]),
        (Rule(6, 30, d(2020, 1, 1)), [d(2026, 6, 30), d(2026, 12, 30)]),
        (Rule(12, 15, d(2020, 1, 1)), [d(2026, 12, 15)]),
        # a month that has no 31st is due on its last day
        (Rule(3, 31, d(2020, 1, 1)), [d(2026, 3, 31), d(2026, 6, 30), d(2026, 9, 30), d(2026, 12, 31)]),
        # begun in the middle: from the first due day that it sees, the day itself included
        (Rule(3, 25, d(2026, 6, 25)), [d(2026, 6, 25), d(2026, 9, 25), d(2026, 12, 25)]),
        (Rule(3, 25, d(2026, 6, 26)), [d(2026, 9, 25), d(2026, 12, 25)]),
        # ended: the first day on which it holds no more asks for nothing
        (Rule(3, 25, d(2020, 1, 1), d(2026, 6, 25)), [d(2026, 3, 25)]),
        (Rule(3, 25, d(2020, 1, 1), d(2026, 6, 26)), [d(2026, 3, 25), d(2026, 6, 25)]),
    ],
)
def test_the_days_on_which_a_rule_is_due(rule, days):
    assert due_days(rule) == days


def test_every_month_and_the_end_of_february():
    days = due_days(Rule(1, 30, d(2020, 1, 1)))
    assert len(days) == 12 and days[1] == d(2026, 2, 28)
    assert due_days(Rule(1, 31, d(2020, 1, 1)), d(2028, 2, 1), d(2028, 3, 1)) == [d(2028, 2, 29)]


def test_what_is_asked_for_is_a_half_open_time():
    rule = Rule(3, 25, d(2020, 1, 1))
    assert due_days(rule, d(2026, 3, 25), d(2026, 6, 25)) == [d(2026, 3, 25)]
    assert due_days(rule, d(2026, 3, 26), d(2026, 6, 25)) == []
    assert periods_due(rule, d(2026, 3, 1), d(2026, 4, 1)) == [
        Period(d(2026, 1, 1), d(2026, 4, 1), d(2026, 3, 25))
    ]


QUARTER = Period(d(2026, 1, 1), d(2026, 4, 1), d(2026, 3, 25))


@pytest.mark.parametrize(
    ("held_on", "on", "state"),
    [
        (None, d(2026, 3, 17), "coming"),
        (None, d(2026, 3, 18), "soon"),
        (None, d(2026, 3, 25), "soon"),
        (None, d(2026, 3, 26), "overdue"),
        (None, d(2026, 3, 31), "overdue"),
        (None, d(2026, 4, 1), "missed"),
        (d(2026, 1, 1), d(2026, 3, 30), "held"),
        (d(2026, 3, 25), d(2026, 3, 30), "held"),
        (d(2026, 3, 26), d(2026, 3, 30), "held_late"),
        (d(2026, 3, 26), d(2027, 3, 30), "held_late"),
    ],
)
def test_how_a_period_stands(held_on, on, state):
    assert state_of(QUARTER, held_on, on, 7) == state


@pytest.mark.parametrize(
    ("on", "step"),
    [
        (d(2026, 3, 17), ""),
        (d(2026, 3, 18), "before"),
        (d(2026, 3, 25), "before"),
        (d(2026, 3, 26), "late-0"),
        (d(2026, 3, 31), "late-0"),
        (d(2026, 4, 1), ""),
    ],
)
def test_which_reminder_a_day_calls_for(on, step):
    assert reminder_step(QUARTER, on, 7) == step


def test_reminders_come_once_a_week_and_not_for_ever():
    half = Period(d(2026, 1, 1), d(2026, 7, 1), d(2026, 6, 1))
    steps = {reminder_step(half, d(2026, 6, day), 7) for day in range(2, 31)}
    assert steps == {"late-0", "late-1", "late-2", "late-3"}
