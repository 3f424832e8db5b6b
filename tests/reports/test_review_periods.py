"""The period before, and whose ground it was."""

from datetime import date
from types import SimpleNamespace

import pytest

from branches.models import Unit, UnitSuccession
from reports.review_periods import ground_of, preset_periods, previous_period
from tests import factories

JULY = date(2025, 7, 1)


@pytest.mark.parametrize(
    ("period", "before"),
    [
        ((date(2022, 1, 1), date(2023, 1, 1)), (date(2021, 1, 1), date(2022, 1, 1))),
        ((date(2025, 3, 1), date(2025, 4, 1)), (date(2025, 2, 1), date(2025, 3, 1))),
        ((date(2016, 8, 1), date(2018, 8, 1)), (date(2014, 8, 1), date(2016, 8, 1))),
        ((date(2026, 1, 10), date(2026, 1, 20)), (date(2025, 12, 31), date(2026, 1, 10))),
    ],
)
def test_the_period_before_is_as_long(period, before):
    assert previous_period(*period) == before


YEARS = {
    "Năm trước": (date(2025, 1, 1), date(2025, 12, 31)),
    "Hai năm trước": (date(2024, 1, 1), date(2025, 12, 31)),
}
LAST_QUARTER, LAST_HALF = (
    (date(2025, 10, 1), date(2025, 12, 31)),
    (date(2025, 7, 1), date(2025, 12, 31)),
)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 1, 1), {
            "Tháng này": (date(2026, 1, 1), date(2026, 1, 1)), "Tháng trước": (date(2025, 12, 1), date(2025, 12, 31)),
            "Quý này": (date(2026, 1, 1), date(2026, 1, 1)), "Quý trước": LAST_QUARTER,
            "Năm nay": (date(2026, 1, 1), date(2026, 1, 1)), "6 tháng": LAST_HALF,
        }),
        (date(2026, 3, 31), {
            "Tháng này": (date(2026, 3, 1), date(2026, 3, 31)), "Tháng trước": (date(2026, 2, 1), date(2026, 2, 28)),
            "Quý này": (date(2026, 1, 1), date(2026, 3, 31)), "Quý trước": LAST_QUARTER,
            "Năm nay": (date(2026, 1, 1), date(2026, 3, 31)), "6 tháng": LAST_HALF,
        }),
        (date(2026, 6, 30), {
            "Tháng này": (date(2026, 6, 1), date(2026, 6, 30)), "Tháng trước": (date(2026, 5, 1), date(2026, 5, 31)),
            "Quý này": (date(2026, 4, 1), date(2026, 6, 30)), "Quý trước": (date(2026, 1, 1), date(2026, 3, 31)),
            "Năm nay": (date(2026, 1, 1), date(2026, 6, 30)), "6 tháng": LAST_HALF,
        }),
        (date(2026, 7, 1), {
            "Tháng này": (date(2026, 7, 1), date(2026, 7, 1)), "Tháng trước": (date(2026, 6, 1), date(2026, 6, 30)),
            "Quý này": (date(2026, 7, 1), date(2026, 7, 1)), "Quý trước": (date(2026, 4, 1), date(2026, 6, 30)),
            "Năm nay": (date(2026, 1, 1), date(2026, 7, 1)), "6 tháng": (date(2026, 1, 1), date(2026, 6, 30)),
        }),
    ],
)  # fmt: skip
def test_the_periods_that_are_asked_for_most_begin_and_end_with_their_month_quarter_and_year(day, expected):
    assert {label: period for label, *period in preset_periods(day)} == {
        label: list(period) for label, period in (expected | YEARS).items()
    }


@pytest.mark.parametrize(
    ("ends_on", "last"),
    [
        (None, date(2026, 6, 30)),
        (date(2026, 3, 1), date(2026, 2, 28)),
        (date(2026, 7, 15), date(2026, 7, 14)),
        (date(2027, 1, 1), date(2026, 7, 14)),
    ],
)
def test_the_whole_time_of_a_scheme_ends_with_it_or_with_what_is_over(ends_on, last):
    scheme = SimpleNamespace(starts_on=date(2024, 9, 1), ends_on=ends_on)
    assert preset_periods(date(2026, 7, 14), scheme)[-1] == ("Cả giai đoạn", date(2024, 9, 1), last)
    young = SimpleNamespace(starts_on=date(2026, 7, 14), ends_on=None)
    assert "Cả giai đoạn" not in [label for label, *_period in preset_periods(date(2026, 7, 14), young)]


@pytest.fixture
def reform(db):
    units = factories.small_map()
    new = Unit.objects.create(opened_on=JULY)
    return units, new


def succeed(old, new, extent="whole"):
    Unit.objects.filter(pk=old.pk).update(closed_on=JULY)
    UnitSuccession.objects.create(predecessor=old, successor=new, extent=extent, happens_on=JULY)


def told(ground):
    return [({unit.pk for unit in each.units}, each.starts_on, each.ends_on) for each in ground.stretches]


def test_a_place_that_stood_all_along_is_one_stretch(reform):
    units, _new = reform
    ground = ground_of(units["P1D1"], date(2024, 1, 1), date(2025, 1, 1))
    assert told(ground) == [({units["P1D1"].pk}, date(2024, 1, 1), date(2025, 1, 1))] and ground.is_one


def test_a_merger_is_followed_back_to_all_that_went_whole_into_it(reform):
    units, new = reform
    succeed(units["P1D1C1"], new)
    succeed(units["P1D1C2"], new)
    both = {units["P1D1C1"].pk, units["P1D1C2"].pk}
    ground = ground_of(new, date(2025, 1, 1), date(2026, 1, 1))
    assert told(ground) == [(both, date(2025, 1, 1), JULY), ({new.pk}, JULY, date(2026, 1, 1))]
    assert ground.is_whole
    assert told(ground_of(new, date(2024, 1, 1), date(2025, 1, 1))) == [
        (both, date(2024, 1, 1), date(2025, 1, 1))
    ]


def test_where_one_was_divided_the_ground_is_not_followed(reform):
    units, new = reform
    succeed(units["P1D1C1"], new)
    succeed(units["P1D1C2"], new, extent="part")
    ground = ground_of(new, date(2025, 1, 1), date(2026, 1, 1))
    assert told(ground) == [({new.pk}, JULY, date(2026, 1, 1))]
    assert ground.gaps == ((JULY, "divided", (units["P1D1C2"].pk,)),)
    before = ground_of(new, date(2024, 1, 1), date(2025, 1, 1))
    assert not before.stretches and not before.is_whole


def test_a_place_without_a_past_says_so(reform):
    _units, new = reform
    assert ground_of(new, date(2025, 1, 1), date(2026, 1, 1)).gaps == ((JULY, "not_there", (new.pk,)),)
