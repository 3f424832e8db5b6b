"""The days of meetings as tables: months without a 29th to 31st, the turn of the year, Tết, and which rule wins."""

from datetime import date
from types import SimpleNamespace

import pytest

from meetings.rules import (
    bodies_of,
    day_of,
    is_late,
    last_of,
    lowest,
    month_after,
    month_of,
    moves,
    nearest,
    prepare_day_of,
    prepare_due,
    registration_due,
)

PROVINCE, DISTRICT, COMMUNE, HAMLET = 1, 2, 3, 4
CHAIN = [PROVINCE, DISTRICT, COMMUNE, HAMLET]
BRANCH = 77


def rule(unit=DISTRICT, branch_type="", organisation=None):
    return SimpleNamespace(unit_id=unit, branch_type=branch_type, organisation_id=organisation)


@pytest.mark.parametrize(
    "month, day, expected",
    [
        (date(2026, 11, 1), 24, date(2026, 11, 24)),
        (date(2026, 4, 1), 31, date(2026, 4, 30)),
        (date(2026, 2, 1), 29, date(2026, 2, 28)),
        (date(2028, 2, 1), 29, date(2028, 2, 29)),
        (date(2028, 2, 1), 30, date(2028, 2, 29)),
        (date(2026, 12, 1), 31, date(2026, 12, 31)),
        (date(2026, 1, 1), 1, date(2026, 1, 1)),
    ],
)
def test_a_day_that_a_month_has_not_is_its_last_one(month, day, expected):
    assert day_of(month, day) == expected


@pytest.mark.parametrize(
    "month, day, prepare, expected",
    [
        (date(2026, 11, 1), 24, 22, date(2026, 11, 22)),
        (date(2026, 11, 1), 24, 24, date(2026, 11, 24)),
        (date(2026, 11, 1), 24, None, None),
        (date(2026, 11, 1), 3, 28, date(2026, 10, 28)),
        (date(2026, 3, 1), 3, 31, date(2026, 2, 28)),
        (date(2027, 1, 1), 3, 28, date(2026, 12, 28)),
        (date(2026, 2, 1), 31, 30, date(2026, 2, 28)),
    ],
)
def test_preparation_comes_before_the_meeting_if_need_be_in_the_month_before(month, day, prepare, expected):
    assert prepare_day_of(month, day, prepare) == expected
    assert expected is None or expected <= day_of(month, day)


@pytest.mark.parametrize(
    "meets_on, expected",
    [
        (date(2026, 2, 24), date(2026, 2, 22)),
        (date(2026, 2, 10), date(2026, 2, 8)),
        (date(2026, 2, 22), date(2026, 2, 22)),
        (date(2026, 2, 27), date(2026, 2, 22)),
        (date(2026, 1, 31), date(2026, 1, 29)),
    ],
)
def test_preparation_of_a_moved_meeting_is_never_after_it(meets_on, expected):
    assert prepare_due(meets_on, date(2026, 2, 1), 24, 22) == expected


def test_the_branchs_own_rule_wins_then_the_lowest_units_then_the_types_before_the_general_one():
    own = rule(HAMLET, organisation=BRANCH)
    commune_general = rule(COMMUNE)
    district_type, district_general = rule(DISTRICT, "residential"), rule(DISTRICT)
    rules = [district_general, own, district_type, commune_general]
    assert nearest(rules, BRANCH, CHAIN, "residential") is own
    assert nearest(rules, 78, CHAIN, "residential") is commune_general
    assert nearest([district_general, district_type], 78, CHAIN, "residential") is district_type
    assert nearest([district_general, district_type], 78, CHAIN, "agency") is district_general


def test_rules_of_other_places_types_and_branches_are_not_ones_own():
    strange = [rule(99), rule(DISTRICT, "agency"), rule(HAMLET, organisation=78)]
    assert nearest(strange, BRANCH, CHAIN, "residential") is None
    assert nearest([], BRANCH, CHAIN, "") is None


@pytest.mark.parametrize(
    "moved, ruled, counts",
    [
        (rule(DISTRICT), rule(DISTRICT, "residential"), True),
        (rule(DISTRICT, "residential"), rule(DISTRICT), True),
        (rule(COMMUNE), rule(DISTRICT, "residential"), True),
        (rule(HAMLET, organisation=BRANCH), rule(DISTRICT), True),
        (rule(DISTRICT), rule(COMMUNE), False),
        (rule(DISTRICT), rule(HAMLET, organisation=BRANCH), False),
    ],
)
def test_a_month_is_moved_by_whoever_made_the_rule_or_stands_nearer(moved, ruled, counts):
    assert moves(moved, ruled, BRANCH, CHAIN, "residential") is counts


def test_the_deadline_is_that_of_the_lowest_unit():
    high, low = rule(PROVINCE), rule(DISTRICT)
    assert lowest([high, low], CHAIN) is low
    assert lowest([rule(99)], CHAIN) is None


@pytest.mark.parametrize(
    "month, due_day, expected",
    [
        (date(2026, 11, 1), 25, date(2026, 10, 25)),
        (date(2027, 1, 1), 28, date(2026, 12, 28)),
        (date(2026, 3, 1), 30, date(2026, 2, 28)),
    ],
)
def test_a_month_is_registered_until_a_day_of_the_month_before(month, due_day, expected):
    assert registration_due(month, due_day) == expected


def test_the_last_day_is_still_in_time_and_without_a_deadline_nothing_is_late():
    due = date(2026, 10, 25)
    assert not is_late(due, due)
    assert is_late(date(2026, 10, 26), due)
    assert not is_late(date(2026, 10, 26), None)


def test_months_turn_with_the_year():
    assert month_of(date(2026, 11, 24)) == date(2026, 11, 1)
    assert month_after(date(2026, 12, 1)) == date(2027, 1, 1)
    assert month_after(date(2026, 1, 1), -1) == date(2025, 12, 1)
    assert month_after(date(2026, 1, 1), 14) == date(2027, 3, 1)
    assert last_of(date(2028, 2, 1)) == date(2028, 2, 29)


def test_branches_meet_as_branches_and_committees_as_committees():
    assert bodies_of("branch") == bodies_of("grassroots_branch") == ("branch",)
    assert bodies_of("committee")[0] == bodies_of("grassroots_committee")[0] == "committee"
