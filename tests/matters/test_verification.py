"""What `verify` says of matters: nothing where all is well, the first row that is not."""

from datetime import UTC, date, datetime

import pytest

from matters.models import Climb, Handling, Recommendation, RecommendationStep, ReferenceCounter, UrgentMatter
from matters.verification import CHECKS
from tests.factories import AgencyFactory, organisation, small_map

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


@pytest.mark.parametrize(
    ("days", "fault"),
    [
        ({"received_on": date(2026, 3, 9), "answered_on": date(2026, 3, 8)}, "trả lời trước khi tiếp nhận"),
        ({"answered_on": date(2026, 3, 9), "told_on": date(2026, 3, 8)}, "thông báo lại trước khi trả lời"),
        ({"closed_on": date(2026, 2, 28), "close_reason": "x"}, "kết thúc trước khi nêu"),
        (
            {
                "answered_on": date(2026, 3, 8),
                "told_on": date(2026, 3, 9),
                "closed_on": date(2026, 3, 8),
            },
            "kết thúc trước khi thông báo lại",
        ),
    ],
)
def test_a_stage_before_the_one_before_it_is_named(days, fault):
    row = matter(small_map(), "HL-1", **days)
    assert faults() == [f"Kiến nghị HL-1: {fault}."]
    # One day for all of it is in order.
    Recommendation.objects.filter(pk=row.pk).update(
        **{name: row.raised_on for name in days if name.endswith("_on")}
    )
    assert faults() == []


def test_an_agency_that_answers_before_it_was_asked_is_named():
    places = small_map()
    agency = AgencyFactory(unit=places["P1D1"], name="Phòng Kinh tế")
    row = Handling.objects.create(
        recommendation=matter(places, "HL-1"),
        agency=agency,
        given_on=date(2026, 3, 5),
        received_on=date(2026, 3, 5),
    )
    assert faults() == []
    Handling.objects.filter(pk=row.pk).update(received_on=date(2026, 3, 4))
    assert faults() == ["Kiến nghị HL-1: Phòng Kinh tế nhận hoặc trả lời trước ngày được giao."]


def test_climbs_out_of_order_and_without_their_line_are_named():
    places = small_map()
    first, second = matter(places, "HL-1"), matter(places, "HL-2")
    due = date(2026, 3, 9)
    rows = [climb(first, places["P1D1"], due, rung) for rung in (1, 2)]
    assert faults() == []
    # A rung of another clock is none below it.
    climb(second, places["P1D1"], date(2026, 3, 10), 1)
    gap = climb(second, places["P1D1"], due, 2)
    said = "Kiến nghị {}: lần báo lên bậc {} không khớp với hạn hoặc với bậc dưới."
    assert faults() == [said.format("HL-2", 2)]
    gap.due_on = date(2026, 3, 10)
    gap.save()
    assert faults() == []
    Climb.objects.filter(pk=rows[0].pk).update(climbed_on=due)
    assert faults() == [said.format("HL-1", 1)]
    Climb.objects.filter(pk=rows[0].pk).update(climbed_on=date(2026, 4, 1))
    RecommendationStep.objects.create(recommendation=first, step="climbed", happened_on=date(2026, 4, 1))
    assert faults() == ["Kiến nghị HL-1: số lần báo lên khác số dòng báo lên trong quá trình."]


def climb(row, unit, due_on, rung) -> Climb:
    """With its line in the matter's way."""
    RecommendationStep.objects.create(recommendation=row, step="climbed", happened_on=date(2026, 4, 1))
    return Climb.objects.create(
        recommendation=row, unit=unit, due_on=due_on, rung=rung, climbed_on=date(2026, 4, 1)
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "in_progress"},
        {"year": 2026},
        {"voided_at": datetime(2026, 1, 1, tzinfo=UTC), "void_reason": "nhầm"},
        {"organisation": "CB-2"},
    ],
)
def test_a_chain_of_urgent_matters_that_is_broken_is_named(wrong):
    places = small_map()
    bodies = {code: organisation(places["P1D1C1H1"], code=code, name=code) for code in ("CB-1", "CB-2")}
    earlier, later = (
        UrgentMatter.objects.create(
            reference=f"NC-{year}", organisation=bodies["CB-1"], unit=places["P1D1C1H1"], year=year,
            registered_on=date(year, 1, 5), title="Cầu sụt", status=status,
        )
        for year, status in ((2025, "carried"), (2026, "registered"))
    )  # fmt: skip
    UrgentMatter.objects.filter(pk=later.pk).update(carried_from=earlier)
    assert faults() == []
    values = wrong | ({"organisation": bodies["CB-2"]} if "organisation" in wrong else {})
    UrgentMatter.objects.filter(pk=earlier.pk).update(**values)
    assert faults() == ["Việc cấp bách NC-2026 nối tiếp NC-2025, mà việc đó không phải là việc chuyển năm."]
