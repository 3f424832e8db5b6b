"""What a month expects, as tables: first day, last day, months of 28 to 31 days, parts of months, excuses."""

from datetime import date

import pytest

from meetings.rules import month_after
from reports.quotas import (
    MonthFacts,
    MonthResult,
    closes_on,
    month_period,
    month_result,
    months_between,
)

LATER = date(2030, 1, 1)


def facts(year=2026, month=11, *, first_day=1, end=None, quota=1, meetings=(), **more):
    """A month held from its `first_day` until the day before `end` (the whole month where it is not said)."""
    first = date(year, month, 1)
    held = (first.replace(day=first_day), first.replace(day=end) if end else month_after(first))
    days = frozenset(first.replace(day=day) for day in meetings)
    return MonthFacts(first, held, quota, days, **more)


def expected(**values) -> int:
    return month_result(facts(**values), LATER).expected


# --- the quota and parts of months ---
@pytest.mark.parametrize(
    "values, wanted",
    [
        ({}, 1),
        ({"quota": None}, 0),
        ({"quota": 0}, 0),
        ({"quota": 2}, 2),
        # The whole month is the quota, whatever is known of the meetings.
        ({"meetings": [24]}, 1),
        ({"quota": 2, "meetings": [24]}, 2),
        # From its first day or to its last day it is the whole month.
        ({"first_day": 1}, 1),
        ({"first_day": 2}, 1),
        # No schedule known: by days held, half a turn rounded up (30 days: 15 are half).
        ({"first_day": 16}, 1),
        ({"first_day": 17}, 0),
        ({"end": 16}, 1),
        ({"end": 15}, 0),
        ({"quota": 2, "end": 9}, 1),
        ({"quota": 2, "end": 8}, 0),
        ({"quota": 4, "first_day": 16}, 2),
    ],
)
def test_a_part_of_a_month_expects_its_share(values, wanted):
    assert expected(**values) == wanted


@pytest.mark.parametrize(
    "values, wanted",
    [
        ({"first_day": 24, "meetings": [24]}, 1),
        ({"first_day": 25, "meetings": [24]}, 0),
        ({"end": 24, "meetings": [24]}, 0),
        ({"end": 25, "meetings": [24]}, 1),
        ({"end": 25, "meetings": [10, 24]}, 1),
        ({"quota": 2, "end": 25, "meetings": [10, 24]}, 2),
        ({"quota": 2, "first_day": 11, "meetings": [10, 24]}, 1),
        # Even the very last day counts where the branch meets on it, and the first one.
        ({"first_day": 30, "meetings": [30]}, 1),
        ({"end": 2, "meetings": [1]}, 1),
    ],
)
def test_with_a_schedule_the_meeting_days_of_the_part_count(values, wanted):
    assert expected(**values) == wanted


@pytest.mark.parametrize(
    "year, month, first_day, wanted",
    [
        (2026, 2, 15, 1),  # 14 of 28 days
        (2026, 2, 16, 0),
        (2024, 2, 15, 1),  # 15 of 29 days
        (2024, 2, 16, 0),  # 14 of 29 days
        (2026, 4, 16, 1),  # 15 of 30 days
        (2026, 1, 16, 1),  # 16 of 31 days
        (2026, 1, 17, 0),  # 15 of 31 days
        (2026, 12, 31, 0),
    ],
)
def test_months_of_28_29_30_and_31_days_have_their_own_half(year, month, first_day, wanted):
    assert expected(year=year, month=month, first_day=first_day) == wanted


def test_whoever_is_transferred_in_mid_month_and_his_successor_are_expected_once_together():
    leaving, coming = facts(end=16), facts(first_day=16)
    both = month_result(leaving, LATER) + month_result(coming, LATER)
    assert both.expected == 2  # 15 of 30 days each: half a turn each, rounded up
    known = month_result(facts(end=16, meetings=[24]), LATER) + month_result(
        facts(first_day=16, meetings=[24]), LATER
    )
    assert known.expected == 1


def test_where_no_branch_met_nothing_is_expected():
    result = month_result(facts(not_held=1), LATER)
    assert (result.expected, result.not_held, result.missing) == (0, 1, 0)


def test_another_meeting_of_the_month_keeps_the_quota():
    result = month_result(facts(not_held=1, meetings=[24]), LATER)
    assert (result.expected, result.not_held) == (1, 0)


# --- what became of it ---
@pytest.mark.parametrize(
    "values, wanted",
    [
        ({"turns": 1}, MonthResult(expected=1, turns=1, attended=1)),
        ({"turns": 3}, MonthResult(expected=1, turns=3, attended=1)),
        ({}, MonthResult(expected=1, missing=1)),
        ({"quota": None, "turns": 2}, MonthResult(turns=2)),
        ({"quota": 3, "turns": 1, "excuses": 1}, MonthResult(3, 1, attended=1, excused=1, missing=1)),
        ({"excuses": 4}, MonthResult(expected=1, excused=1)),
        ({"turns": 1, "excuses": 1}, MonthResult(expected=1, turns=1, attended=1)),
        ({"stand_ins": 1}, MonthResult(expected=1, excused=1, stood_in=1)),
        ({"quota": 2, "stand_ins": 1}, MonthResult(expected=2, excused=1, stood_in=1, missing=1)),
        ({"turns": 1, "stand_ins": 1}, MonthResult(expected=1, turns=1, attended=1)),
    ],
)
def test_turns_are_capped_and_the_rest_is_excused_or_missing(values, wanted):
    assert month_result(facts(**values), LATER) == wanted


def november(first, last):
    return (date(2026, 11, first), date(2026, 11, last))


@pytest.mark.parametrize(
    "values, excused",
    [
        # Over the whole month, or the part held.
        ({"absences": [(date(2026, 10, 5), date(2027, 1, 5))]}, 1),
        ({"quota": 2, "absences": [(date(2026, 11, 1), date(2026, 12, 1))]}, 2),
        ({"end": 20, "absences": [november(1, 20)]}, 1),
        # Two that touch are one.
        ({"absences": [november(1, 15), (date(2026, 11, 15), date(2026, 12, 1))]}, 1),
        # A part of the month: nobody knows whether he could have gone.
        ({"absences": [november(2, 29)]}, 0),
        # The meeting's day is known.
        ({"meetings": [24], "absences": [november(24, 25)]}, 1),
        ({"meetings": [24], "absences": [november(23, 24)]}, 0),
        ({"meetings": [24], "absences": [november(25, 30)]}, 0),
        # There was another meeting to choose.
        ({"meetings": [10, 24], "absences": [november(20, 30)]}, 0),
        ({"quota": 2, "meetings": [10, 24], "absences": [november(20, 30)]}, 1),
        ({"quota": 2, "meetings": [10, 24], "absences": [november(20, 30)], "turns": 1}, 1),
    ],
)
def test_an_absence_excuses_what_could_not_be_attended(values, excused):
    values = {**values, "absences": tuple(values["absences"])}
    assert month_result(facts(**values), LATER).excused == excused


# --- since when it is missing ---
@pytest.mark.parametrize(
    "values, day",
    [
        ({}, date(2026, 12, 1)),
        ({"meetings": [10, 24]}, date(2026, 11, 25)),
        ({"meetings": [30]}, date(2026, 12, 1)),
        ({"end": 16}, date(2026, 11, 16)),
        ({"end": 16, "meetings": [10, 24]}, date(2026, 11, 11)),
        ({"end": 5, "meetings": [24]}, date(2026, 11, 5)),
    ],
)
def test_a_turn_is_missing_after_the_last_day_on_which_it_could_be_attended(values, day):
    assert closes_on(facts(**values)) == day


@pytest.mark.parametrize(
    "days, on, wanted",
    [
        # (missing, to_report, not_due): the meeting is on the 24th.
        (5, date(2026, 11, 24), (0, 0, 1)),
        (5, date(2026, 11, 25), (0, 1, 0)),
        (5, date(2026, 11, 29), (0, 1, 0)),
        (5, date(2026, 11, 30), (1, 0, 0)),
        (0, date(2026, 11, 24), (0, 0, 1)),
        (0, date(2026, 11, 25), (1, 0, 0)),
        (None, date(2026, 11, 25), (1, 0, 0)),
        (10, date(2026, 12, 4), (0, 1, 0)),
        (10, date(2026, 12, 5), (1, 0, 0)),
    ],
)
def test_while_its_report_may_be_in_time_a_turn_is_awaited_and_not_missing(days, on, wanted):
    result = month_result(facts(meetings=[24], report_days=days), on)
    assert (result.missing, result.to_report, result.not_due) == wanted


@pytest.mark.parametrize("day, missing, not_due", [(24, 0, 1), (25, 1, 0)])
def test_on_the_meeting_day_itself_nothing_is_missing_yet(day, missing, not_due):
    result = month_result(facts(meetings=[24]), date(2026, 11, day))
    assert (result.missing, result.not_due) == (missing, not_due)


def test_what_is_expected_is_attended_excused_missing_or_not_due():
    for turns in range(3):
        for excuses in range(3):
            for stand_ins in range(2):
                for day in (date(2026, 11, 3), date(2026, 11, 26), LATER):
                    result = month_result(
                        facts(
                            quota=2,
                            meetings=[24],
                            turns=turns,
                            excuses=excuses,
                            stand_ins=stand_ins,
                            report_days=5,
                        ),
                        day,
                    )
                    parts = result.attended + result.excused + result.owed + result.not_due
                    assert parts == result.expected


# --- months ---
def test_months_between_two_days():
    assert months_between(date(2026, 11, 30), date(2027, 1, 1)) == [date(2026, 11, 1), date(2026, 12, 1)]
    assert months_between(date(2026, 11, 1), date(2026, 11, 1)) == []
    assert month_period(date(2026, 12, 31)) == (date(2026, 12, 1), date(2027, 1, 1))
