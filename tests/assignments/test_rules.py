"""The rules of assigning as tables, without a database."""

from datetime import date

import pytest

from assignments.rules import group_of, is_eligible, is_mistake, limit_of_one, most_at_once, parse_choice

JAN, FEB, MAR, APR = (date(2026, month, 1) for month in (1, 2, 3, 4))


@pytest.mark.parametrize(
    ("periods", "within", "most"),
    [
        ([], (JAN, None), 0),
        ([(JAN, None)], (JAN, None), 1),
        ([(JAN, FEB), (FEB, MAR)], (JAN, None), 1),
        ([(JAN, MAR), (FEB, APR)], (JAN, None), 2),
        ([(JAN, MAR), (FEB, APR)], (MAR, None), 1),
        ([(JAN, FEB), (MAR, None)], (FEB, MAR), 0),
        ([(JAN, None), (MAR, None), (APR, None)], (JAN, APR), 2),
        ([(APR, None), (APR, None)], (JAN, None), 2),
        ([(None, None), (FEB, MAR)], (None, None), 2),
        ([(None, FEB), (FEB, None)], (None, None), 1),
    ],
)
def test_the_most_at_once_is_counted_by_the_day(periods, within, most):
    assert most_at_once(periods, within) == most


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "mistake"), [(FEB, JAN, True), (FEB, FEB, True), (FEB, MAR, False)]
)
def test_an_end_that_leaves_no_day_is_a_mistake(starts_on, ends_on, mistake):
    assert is_mistake(starts_on, ends_on) is mistake


@pytest.mark.parametrize(("limit", "one"), [(None, False), (1, True), (2, False)])
def test_only_a_limit_of_one_is_the_constraints(limit, one):
    assert limit_of_one(limit) is one


@pytest.mark.parametrize(
    ("positions", "eligible", "group"),
    [
        ([], {1}, None),
        ([(None, True)], set(), None),
        ([(2, False), (3, True)], set(), 3),
        ([(3, True), (2, False)], {2}, 2),
        ([(3, False), (2, False)], {9}, 3),
    ],
)
def test_a_cadre_is_assigned_as_what_the_scheme_names(positions, eligible, group):
    assert group_of(positions, eligible) == group


@pytest.mark.parametrize(
    ("groups", "eligible", "answer"),
    [
        (set(), {"mass"}, True),
        ({"police"}, set(), True),
        ({"police", "mass"}, {"mass"}, True),
        ({"police"}, {"mass"}, False),
        ({"standing"}, {"committee"}, True),
        ({"standing_board"}, {"committee"}, True),
        ({"committee"}, {"standing_board"}, False),
    ],
)
def test_only_a_known_group_is_refused(groups, eligible, answer):
    assert is_eligible(groups, eligible) is answer


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("", (None, {})),
        ("commune", ("commune", {})),
        ("standing=any; committee = commune;", (None, {"standing": "any", "committee": "commune"})),
        ("branch;standing=any", ("branch", {"standing": "any"})),
    ],
)
def test_a_choice_is_one_word_or_by_group(text, parsed):
    assert parse_choice(text) == parsed
