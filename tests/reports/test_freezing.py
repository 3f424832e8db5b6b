"""A review keeps its figures whatever happens later; its words stay once it has a number."""

from datetime import date

import pgtrigger
import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from reports.actions.freezing import change_words, freeze_review, sign_review, void_review
from reports.models import Review
from reports.reviewing import review_figures
from scores.models import Indicator, IndicatorValue
from tests import factories

pytestmark = pytest.mark.django_db
ON = date(2023, 1, 15)
PERIOD = {"starts_on": date(2022, 1, 1), "ends_on": date(2023, 1, 1)}


@pytest.fixture
def land():
    return factories.small_map()


def freeze(land, **fields):
    asked = {"issuer": land["P1D1"], "unit": land["P1D1"], "kind": "interim", "title": "Sơ kết một năm"}
    return freeze_review(**{**asked, **PERIOD, "by": None, "on": ON, **fields})


def admit(land, value, on=date(2022, 5, 1)):
    return IndicatorValue.objects.create(
        indicator=Indicator.objects.get(code="admissions"), unit=land["P1D1"], counted_on=on, value=value
    )


def test_the_same_numbers_stand_a_year_later(land):
    admit(land, 106)
    review = freeze(land)
    admit(land, 9, on=date(2022, 6, 1))
    later = Review.objects.get(pk=review.pk).figures["indicators"]["admissions"]
    assert later["value"] == 106
    live = review_figures(land["P1D1"], *PERIOD.values(), on=date(2024, 1, 1))
    assert live["indicators"]["admissions"]["value"] == 115


@pytest.mark.parametrize("field", ["figures", "ends_on", "unit_id"])
def test_the_database_keeps_the_figures(land, field):
    review = freeze(land)
    other = {"figures": {}, "ends_on": date(2024, 1, 1), "unit_id": land["P1D2"].pk}[field]
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(**{field: other})


def test_without_the_trigger_they_would_change(land):
    review = freeze(land)
    with pgtrigger.ignore("reports.Review:figures_of_a_review_stay"):
        Review.objects.filter(pk=review.pk).update(figures={})
    assert Review.objects.get(pk=review.pk).figures == {}


def test_words_are_finished_until_there_is_a_number(land):
    review = freeze(land)
    review = change_words(review, title="Sơ kết", version=1, by=None, on=ON, intro="Mở đầu\n\nhai đoạn")
    with pytest.raises(ValidationError, match="Người khác vừa"):
        change_words(review, title="Khác", version=1, by=None, on=ON)
    review = sign_review(review, number="12-BC/HU", signed_on=ON, version=2, by=None, on=ON)
    with pytest.raises(ValidationError, match="đã ghi số"):
        change_words(review, title="Khác", version=3, by=None, on=ON)
    with pytest.raises(DatabaseError), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(intro="khác")
    review = void_review(review, reason="Sai kỳ", version=3, by=None, on=ON)
    assert [step.step for step in review.steps.all()] == ["frozen", "changed", "signed", "voided"]
    with pytest.raises(ValidationError, match="đã hủy"):
        sign_review(review, number="1", signed_on=ON, version=4, by=None, on=ON)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"starts_on": date(2024, 1, 1), "ends_on": date(2025, 1, 1)}, "chưa bắt đầu"),
        ({"starts_on": date(2000, 1, 1)}, "mười năm"),
        ({"ends_on": date(2021, 1, 1)}, "sau ngày bắt đầu"),
    ],
)
def test_a_bad_period_is_one_sentence(land, fields, words):
    with pytest.raises(ValidationError, match=words):
        freeze(land, **fields)
    assert not Review.objects.exists()


def test_a_number_is_typed_and_never_made_up(land):
    review = freeze(land)
    assert review.number == ""
    with pytest.raises(ValidationError, match="văn thư"):
        sign_review(review, number=" ", signed_on=ON, version=1, by=None, on=ON)
    with pytest.raises(ValidationError, match="phía trước"):
        sign_review(review, number="1", signed_on=date(2030, 1, 1), version=1, by=None, on=ON)
