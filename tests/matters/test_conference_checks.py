"""`verify` finds what cannot be true of conferences, and finds nothing where all is well."""

from datetime import date

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
        reference="KN-1", unit=unit, issuer=unit, raised_on=row.held_on, content="Sửa cầu"
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
