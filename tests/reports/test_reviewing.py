"""All figures of a place and a period under their names, each with the period before."""

from datetime import date

import pytest

from branches.actions.units import change_unit, close_unit
from branches.models import Unit, UnitSuccession
from matters.models import Contribution, Topic
from reports.reviewing import added, review_figures
from scores.models import Indicator, IndicatorValue
from tests import factories
from tests.reports.things import follow

pytestmark = pytest.mark.django_db
YEAR = (date(2022, 1, 1), date(2023, 1, 1))
JULY = date(2025, 7, 1)


def give(code, unit, value, on):
    IndicatorValue.objects.create(
        indicator=Indicator.objects.get(code=code), unit=unit, counted_on=on, value=value
    )


def test_a_year_stands_beside_the_year_before():
    units = factories.small_map()
    give("admissions", units["P1D1"], 187, date(2021, 12, 31))
    give("admissions", units["P1D1"], 106, date(2022, 12, 31))
    found = review_figures(units["P1D1"], *YEAR, on=date(2026, 1, 1))
    assert (found["indicators"]["admissions"]["value"], found["indicators"]["admissions"]["previous"]) == (
        106,
        187,
    )
    for name in ("attendance", "recommendations", "urgent_matters", "conferences", "contributions"):
        assert found[name]["previous"] is not None, name
    assert found["not_comparable"] == []


def test_a_period_over_a_merger_adds_what_may_be_added_and_nothing_else():
    units = factories.small_map()
    old = units["P1D1C1"], units["P1D1C2"]
    new = Unit.objects.create(opened_on=JULY)
    for each in old:
        give("admissions", each, 5, date(2025, 3, 1))
        UnitSuccession.objects.create(predecessor=each, successor=new, extent="whole", happens_on=JULY)
        Contribution.objects.create(
            unit=each,
            issuer=each,
            happened_on=date(2025, 2, 1),
            amount=1_000_000,
            topic=Topic.objects.first(),
        )
    found = review_figures(new, date(2025, 1, 1), date(2026, 1, 1), on=date(2026, 1, 1))
    assert found["contributions"]["total"] == 2_000_000
    assert found["attendance"]["turns"] == 0 and found["attendance"]["people"] is None
    assert found["indicators"]["admissions"]["value"] == 10
    assert {"attendance.people"} <= {each["what"] for each in found["not_comparable"]}


def test_an_assignment_that_ends_is_counted_where_its_place_stands_by_then():
    units = factories.small_map()
    old, new = units["P1D1C1"], units["P1D1C2"]
    moved, merged = units["P1D1C1H1"], units["P1D1C1H2"]
    scheme = factories.SchemeFactory(issuer=units["P1D1"])
    gone = JULY.replace(month=9)
    for place, ends_on in ((moved, JULY.replace(month=8)), (merged, gone)):
        follow(
            scheme, factories.CadreFactory(unit=units["P1D1"]), place, ends_on=ends_on, end_reason="retired"
        )
    change_unit(moved, on=JULY, by=None, parent=new)
    close_unit(merged, on=gone, by=None, successors=[(moved, "whole", True)])

    def changes(unit, starts_on, ends_on):
        found = review_figures(unit, starts_on, ends_on, on=date(2026, 1, 1))["assignment_changes"]
        return [found[key] for key in ("started", "ended", "by_reason")]

    year = date(2025, 1, 1), date(2026, 1, 1)
    assert changes(new, *year) == changes(old, *year) == [0, 1, {"retired": 1}]
    assert changes(units["P1D1"], *year) == [0, 2, {"retired": 2}]
    # A period ends on the day before its end: what ends on that day is in the next.
    assert changes(old, date(2025, 1, 1), gone) == [0, 0, {}]
    assert changes(old, gone, date(2026, 1, 1)) == [0, 1, {"retired": 1}]


def test_numbers_are_added_words_kept_and_the_unknown_left_unknown():
    assert added([{"a": 1, "people": 2, "is_at_least": False}, {"a": 2, "people": 1, "is_at_least": True}]) == {
        "a": 3, "people": None, "is_at_least": True,
    }  # fmt: skip
    assert added([{"months": {"sheets": 1, "mean": 90.0}}, {"months": {"sheets": 2, "mean": 80.0}}]) == {
        "months": {"sheets": 3, "mean": None}
    }
    assert added([None, 3]) == 3 and added([None, None]) is None
