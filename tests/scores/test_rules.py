"""Boundary tables of points, grades, vetoes, years (domain.md §4, §11)."""

from decimal import Decimal as D

import pytest

from scores.rules import (
    BandFact,
    PointFact,
    StepFact,
    YearRule,
    grade_of,
    proposed_points,
    roll_up,
    share,
    total_of,
    year_band,
)

BANDS = [
    BandFact("tot", D(90), 1),
    BandFact("kha", D(70), 2),
    BandFact("tb", D(50), 3),
    BandFact("kem", D(0), 4),
]


def one(points, **more):
    return [PointFact("all", D(100), D(points), **more)]


@pytest.mark.parametrize(
    ("total", "band"),
    [
        ("100", "tot"),
        ("90", "tot"),
        ("89.99", "kha"),
        ("70", "kha"),
        ("69.99", "tb"),
        ("50", "tb"),
        ("49.99", "kem"),
        ("0", "kem"),
    ],
)
def test_a_grade_begins_at_its_boundary(total, band):
    assert grade_of(one(total), BANDS).band == band


def test_a_band_above_a_boundary_excludes_it():
    bands = [BandFact("a", D(85), 1, is_inclusive=False), BandFact("b", D(0), 2)]
    assert [grade_of(one(each), bands).band for each in ("85", "85.01")] == ["b", "a"]


def test_the_top_grade_needs_full_marks_where_they_are_a_must():
    points = [PointFact("a", D(90), D(90)), PointFact("must", D(10), D("9.75"), must_be_full=True)]
    grade = grade_of(points, BANDS)
    assert (grade.total, grade.band, grade.not_full, grade.by_points) == (D("99.75"), "kha", ("must",), "tot")
    full = [points[0], PointFact("must", D(10), D(10), must_be_full=True)]
    assert grade_of(full, BANDS).band == "tot"


def test_missing_full_marks_do_not_lower_what_is_below_the_top():
    points = [PointFact("a", D(90), D(75)), PointFact("must", D(10), D(0), must_be_full=True)]
    assert grade_of(points, BANDS).band == "kha" and grade_of(points, BANDS).not_full == ()


def test_a_veto_lowers_and_never_lifts():
    assert grade_of(one(95), BANDS, ["kem"]).band == "kem"
    assert grade_of(one(95), BANDS, ["kha", "tb"]).vetoed == "tb"
    low = grade_of(one(20), BANDS, ["kha"])
    assert (low.band, low.vetoed) == ("kem", None)


def test_without_all_points_there_is_no_grade():
    grade = grade_of([PointFact("a", D(50), D(50)), PointFact("b", D(50), None)], BANDS)
    assert (grade.band, grade.missing) == (None, ("b",))


def test_what_is_not_applicable_is_left_out_of_the_sum_and_of_the_full_marks():
    points = [PointFact("a", D(80), D(72)), PointFact("b", D(20), None, is_applicable=False)]
    assert total_of(points) == (D("90.00"), D(100))
    assert grade_of(points, BANDS).band == "tot"
    nothing = [PointFact("a", D(100), None, is_applicable=False)]
    assert total_of(nothing) == (None, D(100)) and grade_of(nothing, BANDS).band is None


def test_bonus_and_penalty_stand_outside_the_scale():
    points = [
        *one(95),
        PointFact("bonus", D(5), D(2), is_extra=True),
        PointFact("late", D(5), D(-3), is_extra=True),
    ]
    assert total_of(points) == (D("94.00"), D(100))


OVER_85 = [StepFact(D(85), D(10), is_inclusive=False), StepFact(D(80), D(5))]


@pytest.mark.parametrize(
    ("value", "points"), [("85.01", 10), ("85", 5), ("80", 5), ("79.99", 0), ("100", 10)]
)
def test_over_85_and_from_80_are_different(value, points):
    assert proposed_points(D(value), OVER_85) == points


@pytest.mark.parametrize(("value", "points"), [("90", 10), ("89.99", 0)])
def test_from_90_includes_90(value, points):
    assert proposed_points(D(value), [StepFact(D(90), D(10))]) == points


@pytest.mark.parametrize(("absences", "points"), [(0, 10), (1, 5), (2, 5), (3, 0)])
def test_fewer_is_better_where_the_step_says_at_most(absences, points):
    steps = [StepFact(D(0), D(10), is_at_most=True), StepFact(D(2), D(5), is_at_most=True)]
    assert proposed_points(D(absences), steps) == points


def test_where_nobody_must_attend_nothing_is_proposed():
    assert share(0, 0) is None
    assert proposed_points(None, OVER_85) is None
    assert proposed_points(D(90), []) is None


# Phú Thọ: Tốt where all are at least Khá and seven Tốt; Khá where all are at least Trung bình.
YEAR = [YearRule("tot", "kha", counted="tot", count=7), YearRule("kha", "tb"), YearRule("tb", "kem")]


@pytest.mark.parametrize(
    ("grades", "band"),
    [
        (["tot"] * 7 + ["kha"] * 5, "tot"),
        (["tot"] * 6 + ["kha"] * 6, "kha"),
        (["tot"] * 11 + ["tb"], "kha"),
        (["tot"] * 11 + ["kem"], "tb"),
        (["tot"] * 11 + [None], None),
        ([], None),
    ],
)
def test_a_year_is_graded_by_its_meetings(grades, band):
    assert year_band(grades, BANDS, YEAR) == band


def test_a_months_missing_total_is_counted_and_not_taken_as_nought():
    year = roll_up([(D("90"), "tot"), (D("80.5"), "kha")], expected=5)
    assert (year.mean, year.lowest, year.missing, year.by_band) == (
        D("85.25"),
        D("80.5"),
        3,
        {"tot": 1, "kha": 1},
    )
    assert roll_up([], expected=3).mean is None
