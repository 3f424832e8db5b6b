from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from common.periods import contains, intersect, is_empty, last_day, merge, overlaps, subtract, to_ends_on

FIRST = date(2020, 1, 1)
DAYS = [FIRST + timedelta(days=at) for at in range(-1, 32)]
days = st.integers(0, 30).map(lambda at: FIRST + timedelta(days=at))
periods = st.tuples(st.none() | days, st.none() | days)


def _days(period):
    """The days of a period, one by one: what every function here must agree with."""
    return {day for day in DAYS if contains(*period, day)}


def _days_of_all(several):
    return set().union(*(_days(period) for period in several))


def test_a_period_holds_its_first_day_and_not_its_end():
    period = (date(2024, 2, 1), date(2024, 3, 1))
    assert contains(*period, date(2024, 2, 1))
    assert contains(*period, date(2024, 2, 29))
    assert not contains(*period, date(2024, 3, 1))
    assert not contains(*period, date(2024, 1, 31))
    assert contains(None, None, date(1945, 9, 2))


def test_the_last_day_held_is_the_day_before_the_end_and_back():
    assert last_day(date(2024, 3, 1)) == date(2024, 2, 29)
    assert to_ends_on(date(2024, 12, 31)) == date(2025, 1, 1)
    assert last_day(None) is None
    assert to_ends_on(None) is None
    assert to_ends_on(date.max) is None


def test_one_that_ends_on_the_day_the_other_begins_does_not_overlap():
    january, february = (date(2024, 1, 1), date(2024, 2, 1)), (date(2024, 2, 1), None)
    assert not overlaps(january, february)
    assert overlaps(january, (date(2024, 1, 31), None))
    assert overlaps((None, None), february)


def test_a_gap_is_named_between_two_assignments_and_after_the_last():
    term = (date(2020, 1, 1), date(2025, 1, 1))
    held = [(date(2022, 6, 1), date(2024, 1, 1)), (date(2020, 1, 1), date(2022, 1, 1))]
    assert subtract(term, held) == [
        (date(2022, 1, 1), date(2022, 6, 1)),
        (date(2024, 1, 1), date(2025, 1, 1)),
    ]
    assert subtract((None, None), held)[0] == (None, date(2020, 1, 1))
    assert subtract((None, None), held)[-1] == (date(2024, 1, 1), None)


@given(periods, periods)
def test_overlap_means_a_common_day(one, other):
    assert overlaps(one, other) == overlaps(other, one)
    assert overlaps(one, other) == bool(_days(one) & _days(other))


@given(st.lists(periods, min_size=1, max_size=4))
def test_what_all_share_is_the_days_that_each_holds(several):
    shared = intersect(several)
    assert (_days(shared) if shared else set()) == set.intersection(*(_days(period) for period in several))


@given(st.lists(periods, max_size=6))
def test_merging_keeps_the_days_and_leaves_gaps_between(several):
    merged = merge(several)
    assert _days_of_all(merged) == _days_of_all(several)
    assert not any(is_empty(period) for period in merged)
    for before, after in zip(merged, merged[1:], strict=False):
        assert before[1] < after[0]


@given(periods, st.lists(periods, max_size=6))
def test_gaps_are_the_days_that_nobody_holds(period, others):
    gaps = subtract(period, others)
    assert _days_of_all(gaps) == _days(period) - _days_of_all(others)
    assert not any(is_empty(gap) for gap in gaps)
    assert merge(gaps) == gaps
