"""What `verify` says of matters: nothing where all is well, the first row that is not."""

from datetime import date

import pytest

from matters.models import Recommendation, ReferenceCounter
from matters.verification import CHECKS
from tests.factories import small_map

pytestmark = pytest.mark.django_db


def faults():
    return [sentence for _name, check in CHECKS for sentence in check(date(2026, 11, 27))]


def matter(places, reference, **fields):
    return Recommendation.objects.create(
        **{
            "reference": reference, "unit": places["P1D1C1"], "issuer": places["P1D1"],
            "raised_on": date(2026, 3, 1), "content": "Cầu sụt",
        }
        | fields
    )  # fmt: skip


def test_a_number_ahead_of_its_counter_and_a_voice_of_another_committee_are_named():
    places = small_map()
    ReferenceCounter.objects.create(series="KN-2026", last=1)
    lead = matter(places, "KN-2026-0001")
    matter(places, "HL-9", merged_into=lead, outcome="duplicate")
    assert faults() == []
    matter(places, "KN-2026-0002", merged_into=lead, outcome="duplicate", issuer=places["P1D2"])
    assert faults() == [
        "Kiến nghị KN-2026-0002 gộp vào một kiến nghị đã hủy hoặc của cấp ủy khác.",
        "Số kiến nghị KN-2026-0002 cao hơn số cuối của sổ.",
    ]
