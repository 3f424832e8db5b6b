"""`verify` finds what cannot be true of conferences, and finds nothing where all is well."""

from datetime import UTC, date, datetime

import pytest

from matters.conference_checks import CHECKS
from matters.models import Conference, Opinion, Recommendation
from tests.factories import small_map

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 27)


def faults():
    return [sentence for _name, check in CHECKS for sentence in check(DAY)]


def test_each_check_finds_its_own_fault():
    unit = small_map()["P1D1C1"]
    row = Conference.objects.create(kind="dialogue", unit=unit, title="Đối thoại", held_on=date(2026, 5, 1))
    matter = Recommendation.objects.create(
        reference="KN-1", unit=unit, issuer=unit, raised_on=row.held_on, content="Sửa cầu", source="dialogue"
    )
    Opinion.objects.create(conference=row, content="Sửa cầu", recommendation=matter)
    assert faults() == []
    Recommendation.objects.update(raised_on=date(2026, 5, 2))
    assert ["KN-1" in sentence for sentence in faults()] == [True]
    Conference.objects.update(held_on=date(2010, 5, 1))
    Recommendation.objects.update(raised_on=date(2010, 5, 1))
    assert ["không có trên bản đồ" in sentence for sentence in faults()] == [True]
    Conference.objects.update(held_on=None, planned_on=date(2026, 5, 1))
    assert ["chưa họp mà đã có ý kiến" in sentence for sentence in faults()] == [True]


def test_what_was_taken_from_an_opinion_that_does_not_stand_is_named():
    unit = small_map()["P1D1C1"]
    row = Conference.objects.create(kind="briefing", unit=unit, title="Giao ban", held_on=date(2026, 5, 1))
    matter = Recommendation.objects.create(
        reference="KN-1",
        unit=unit,
        issuer=unit,
        raised_on=row.held_on,
        content="Sửa cầu",
        source="conference",
    )
    Opinion.objects.create(conference=row, content="Sửa cầu", recommendation=matter)
    fault = "Kiến nghị KN-1 không khớp với ý kiến tại hội nghị “Giao ban” mà nó từ đó ra."
    assert faults() == []
    Recommendation.objects.update(source="hand")
    assert faults() == [fault]
    Recommendation.objects.update(source="conference")
    Opinion.objects.update(voided_at=datetime(2026, 6, 1, tzinfo=UTC), void_reason="nhầm")
    assert faults() == [fault]
    # What was voided itself says nothing any more.
    Recommendation.objects.update(voided_at=datetime(2026, 6, 1, tzinfo=UTC), void_reason="nhầm")
    assert faults() == []
