"""The rubrics that ship say what their sources say (domain.md §4), and no more than that."""

from decimal import Decimal

import pytest

from scores.models import FactStep, Rubric
from scores.reference import load_reference
from scores.rubric_reference import load_rubrics
from scores.rules import StepFact, proposed_points

pytestmark = pytest.mark.django_db


def shipped(code) -> Rubric:
    return Rubric.objects.get(issuer=None, code=code)


def test_each_is_issued_with_its_source_and_adds_up_to_a_hundred():
    rows = list(Rubric.objects.shipped().whole())
    assert len(rows) == 8
    for row in rows:
        scale = [each for each in row.criteria.all() if not each.section.is_extra]
        assert (row.state, bool(row.source), sum(each.maximum for each in scale)) == ("issued", True, 100), (
            row.code
        )


def test_they_ship_once_however_often_the_tables_are_made():
    before = list(Rubric.objects.values_list("pk", flat=True))
    load_rubrics()
    load_reference()
    assert list(Rubric.objects.values_list("pk", flat=True)) == before


def test_what_no_source_says_is_marked_as_a_sample():
    sample = set(Rubric.objects.shipped().filter(is_illustrative=True).values_list("code", flat=True))
    assert sample == {
        "huong-dan-12", "binh-thuan", "tra-vinh", "nghe-an-bieu-1", "nghe-an-bieu-2", "kim-son-thang",
    }  # fmt: skip


def test_phu_tho_has_fifteen_twenty_forty_five_twenty_and_seven_good_meetings_a_year():
    row = shipped("phu-tho")
    assert list(row.criteria.values_list("maximum", flat=True)) == [15, 20, 45, 20]
    assert list(row.bands.values_list("name", "minimum")) == [
        ("Tốt", 90), ("Khá", 70), ("Trung bình", 50), ("Kém", 0),
    ]  # fmt: skip
    rule = row.yearly_rules.get(band__code="tot")
    assert (rule.floor.code, rule.floor_share, rule.counted.code, rule.count) == ("kha", 100, "tot", 7)


def test_binh_thuan_wants_full_marks_on_four():
    assert list(shipped("binh-thuan").criteria.filter(must_be_full=True).values_list("name", flat=True)) == [
        "Tỷ lệ đảng viên dự họp", "Thời lượng", "Ý kiến của đảng viên", "Biên bản",
    ]  # fmt: skip


def test_tra_vinh_is_poor_with_a_member_disciplined():
    assert shipped("tra-vinh").vetoes.get().band.name == "Kém"


def test_366_is_thirty_and_seventy():
    row = shipped("quy-dinh-366")
    assert list(row.criteria.values_list("maximum", flat=True)) == [30, 70] and row.kind == "year"
    assert [band.minimum for band in row.bands.all()] == [90, 70, 50, 0]


def test_nghe_an_has_one_sheet_for_each_kind_of_meeting():
    kinds = Rubric.objects.shipped().filter(code__startswith="nghe-an").order_by("code")
    assert list(kinds.values_list("meeting_kind", flat=True)) == ["regular", "thematic"]


@pytest.mark.parametrize(
    ("code", "fact", "value", "points"),
    [
        ("huong-dan-12", "attendance_rate", "85", 0),
        ("huong-dan-12", "attendance_rate", "85.01", 10),
        ("tra-vinh", "attendance_rate", "90", 10),
        ("tra-vinh", "attendance_rate", "89.99", 0),
        ("huong-dan-12", "duration", "90", 5),
        ("huong-dan-12", "duration", "89", 0),
        ("huong-dan-12", "unexcused", "0", 10),
        ("huong-dan-12", "unexcused", "1", 0),
        ("kim-son-thang", "on_registered_day", "100", 15),
        ("kim-son-thang", "on_registered_day", "99.9", 10),
        ("kim-son-thang", "schedule_on_time", "0", 0),
    ],
)
def test_over_85_and_from_90_are_different_in_what_ships(code, fact, value, points):
    steps = FactStep.objects.filter(criterion__rubric=shipped(code), criterion__fact=fact)
    facts = [StepFact(each.threshold, each.points, each.is_inclusive, each.is_at_most) for each in steps]
    assert proposed_points(Decimal(value), facts) == points


def test_kim_son_proposes_from_facts_and_is_its_monthly_scale():
    row = shipped("kim-son-thang")
    assert row.kind == "month" and set(row.criteria.exclude(fact="").values_list("fact", flat=True)) == {
        "meetings_held", "on_registered_day", "schedule_on_time", "situation_sent", "matters_told", "urgent_done",
    }  # fmt: skip
