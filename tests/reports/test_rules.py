"""The rules of reporting as tables, without a database."""

from datetime import date
from fractions import Fraction

import pytest

from reports.rules import (
    Counts,
    adds_up,
    completed,
    due_on,
    is_late,
    is_late_entry,
    may_be_amended,
    months_later,
    rate,
)
from reports.words import counts_refusal, rate_words

NOV_24 = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("met_on", "days", "due"),
    [
        (NOV_24, 5, date(2026, 11, 29)),
        (NOV_24, 0, NOV_24),
        (NOV_24, 7, date(2026, 12, 1)),
        (date(2024, 2, 28), 1, date(2024, 2, 29)),
        (date(2025, 12, 31), 1, date(2026, 1, 1)),
        (NOV_24, None, None),
    ],
)
def test_a_report_is_due_so_many_days_after_the_meeting(met_on, days, due):
    assert due_on(met_on, days) == due


@pytest.mark.parametrize(
    ("submitted", "due", "late"),
    [
        (date(2026, 11, 29), date(2026, 11, 29), False),
        (date(2026, 11, 30), date(2026, 11, 29), True),
        (NOV_24, date(2026, 11, 29), False),
        (date(2030, 1, 1), None, False),
    ],
)
def test_a_report_is_late_after_its_due_day(submitted, due, late):
    assert is_late(submitted, due) is late


@pytest.mark.parametrize(
    ("submitted", "due", "hours", "late_entry"),
    [
        (date(2026, 12, 2), date(2026, 11, 29), 72, False),
        (date(2026, 12, 3), date(2026, 11, 29), 72, True),
        (date(2026, 11, 30), date(2026, 11, 29), 0, True),
        (date(2026, 12, 1), date(2026, 11, 29), 36, False),
        (date(2026, 12, 2), date(2026, 11, 29), 36, True),
        (date(2030, 1, 1), None, 72, False),
    ],
)
def test_an_entry_is_late_so_many_hours_after_the_due_day(submitted, due, hours, late_entry):
    assert is_late_entry(submitted, due, hours) is late_entry


@pytest.mark.parametrize(
    ("counts", "whole"),
    [
        (Counts(members=24, present=24), Counts(24, 0, 0, 24, 0, 0)),
        (Counts(members=24, exempt=2, present=20, excused=2), Counts(24, 2, 0, 20, 2, 0)),
        (Counts(members=24, present=20), Counts(24, 0, 0, 20)),
        (Counts(present=20), Counts(present=20)),
        (Counts(members=3, exempt=3, present=0), Counts(3, 3, 0, 0, 0, 0)),
    ],
)
def test_what_follows_from_the_counts_is_filled_in_and_no_more(counts, whole):
    assert completed(counts) == whole


@pytest.mark.parametrize(
    ("counts", "right"),
    [
        (Counts(24, 2, 0, 20, 1, 1), True),
        (Counts(24, 2, 1, 20, 1, 1), False),
        (Counts(24, 2, 0, 20, 1, 0), False),
        (Counts(24, 2, 0, 20), True),
        (Counts(24, 2, 0, 23), False),
        (Counts(3, 3, 0, 0, 0, 0), True),
        (Counts(3, 3, 1, 0, 0, 0), False),
        (Counts(present=20), True),
        (Counts(), True),
    ],
)
def test_those_who_must_attend_add_up(counts, right):
    assert adds_up(counts) is right


@pytest.mark.parametrize(
    ("present", "must", "share", "words"),
    [
        (18, 20, Fraction(9, 10), "18/20 (90 %)"),
        (8999, 10000, Fraction(8999, 10000), "8999/10000 (89,9 %)"),
        (0, 0, None, "không áp dụng"),
        (0, 5, Fraction(0), "0/5 (0 %)"),
        (None, 5, None, ""),
        (5, None, None, ""),
    ],
)
def test_nobody_of_nobody_is_not_applicable_and_no_share_is_rounded_up(present, must, share, words):
    assert rate(present, must) == share
    assert rate_words(present, must) == words


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        (Counts(24, 2, 0, 20, 1, 1), ""),
        (
            Counts(24, 2, 0, 18, 2, 1),
            "Có mặt 18, vắng có lý do 2, vắng không lý do 1 cộng lại là 21; số phải dự là 22 (tổng số 24, trừ miễn 2, trừ "
            "nhiệm vụ đặc biệt 0).",
        ),
        (
            Counts(3, 3, 1),
            "Số miễn (3) và làm nhiệm vụ đặc biệt (1) không thể nhiều hơn tổng số (3).",
        ),
        (Counts(present=5, speaking=6), "Số phát biểu (6) không thể nhiều hơn số có mặt (5)."),
    ],
)
def test_wrong_counts_are_told_with_their_numbers(counts, sentence):
    assert counts_refusal(counts) == sentence


@pytest.mark.parametrize(
    ("state", "may"), [("submitted", True), ("returned", True), ("accepted", False), ("locked", False)]
)
def test_words_are_the_authors_until_they_are_accepted(state, may):
    assert may_be_amended(state) is may


def test_months_end_where_the_month_ends():
    assert months_later(date(2026, 11, 30), 24) == date(2028, 11, 30)
    assert months_later(date(2024, 2, 29), 24) == date(2026, 2, 28)
