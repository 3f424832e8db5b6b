"""On which days somebody is reminded: tables, without a database."""

from datetime import date, timedelta

import pytest

from reports.ladder import choose_by, days_past, is_near, is_reminder_day, report_due

DUE = date(2026, 10, 29)
SAID = {-2, 0, 2, 5, 12, 19, 26, 33}


@pytest.mark.parametrize("past", range(-10, 40))
def test_two_days_before_on_the_day_two_and_five_after_and_then_every_week(past):
    assert is_reminder_day(DUE, DUE + timedelta(days=past)) == (past in SAID)


@pytest.mark.parametrize("past, near", [(-3, False), (-2, True), (-1, True), (0, True), (400, True)])
def test_a_thing_is_spoken_of_two_days_before_its_day_and_ever_after(past, near):
    assert is_near(DUE, DUE + timedelta(days=past)) is near
    assert days_past(DUE, DUE + timedelta(days=past)) == past


def test_who_comes_within_the_month_has_as_many_days_to_choose_as_everybody():
    assert choose_by(date(2026, 10, 1)) == date(2026, 10, 6)
    assert choose_by(date(2026, 10, 30)) == date(2026, 11, 4)


@pytest.mark.parametrize("met, days, due", [("2026-10-24", 5, "2026-10-29"), ("2026-10-24", 0, "2026-10-24")])
def test_the_report_is_due_so_many_days_after_the_last_meeting(met, days, due):
    closes_on = date.fromisoformat(met) + timedelta(days=1)
    assert report_due(closes_on, days) == date.fromisoformat(due)
