"""Numbers added up without counting anybody twice, and those that the map itself answers."""

from datetime import date

import pytest

from branches.models import MemberCount, Office, OfficeHolder
from scores.models import Indicator, IndicatorValue, ModelRegistration, ModelTitle
from scores.reading import indicator_figures
from tests import factories

pytestmark = pytest.mark.django_db
YEAR = (date(2022, 1, 1), date(2023, 1, 1))
END = date(2022, 12, 31)


@pytest.fixture
def map_():
    units = factories.small_map()
    names = {"district": "P1D1", "commune": "P1D1C1", "other_commune": "P1D1C2", "hamlet": "P1D1C1H1"}
    return {name: units[code] for name, code in (names | {"other_hamlet": "P1D1C2H1"}).items()}


def give(code, unit, value, on=END, organisation=None, **fields):
    return IndicatorValue.objects.create(
        indicator=Indicator.objects.get(code=code),
        unit=unit,
        organisation=organisation,
        counted_on=on,
        value=value,
        **fields,
    )


def read(area, code, period=YEAR):
    return indicator_figures(area, *period)[code]


def holder(unit, office, name, organisation=None, **fields):
    return OfficeHolder.objects.create(
        unit=unit,
        organisation=organisation,
        office=Office.objects.get(code=office),
        full_name=name,
        starts_on=date(2020, 1, 1),
        **fields,
    )


def test_a_flow_is_added_up_over_the_period_and_only_over_it(map_):
    give("admissions", map_["hamlet"], 3, on=date(2022, 3, 1))
    give("admissions", map_["hamlet"], 4, on=date(2022, 12, 31))
    give("admissions", map_["hamlet"], 9, on=date(2023, 1, 1))
    give("admissions", map_["other_hamlet"], 5, on=date(2022, 5, 1))
    assert read(map_["district"], "admissions").value == 12


def test_a_number_of_the_district_stands_for_those_below_it(map_):
    give("admissions", map_["district"], 106)
    give("admissions", map_["hamlet"], 3, on=date(2022, 3, 1))
    give("admissions", map_["hamlet"], 7, on=date(2021, 3, 1))
    assert read(map_["district"], "admissions").value == 106
    both_years = read(map_["district"], "admissions", (date(2021, 1, 1), date(2023, 1, 1)))
    assert both_years.value == 113, (
        "a year of which only the hamlet spoke is not hidden by another year's sum"
    )


def test_a_stock_is_the_latest_of_each_place(map_):
    give("households", map_["hamlet"], 180, on=date(2021, 1, 1))
    give("households", map_["hamlet"], 182, on=date(2022, 6, 1))
    give("households", map_["other_hamlet"], 100, on=date(2020, 6, 1))
    figure = read(map_["district"], "households")
    assert (figure.value, figure.counted_on) == (282, date(2022, 6, 1))


def test_an_office_branch_of_the_commune_does_not_speak_for_its_hamlets(map_):
    office = factories.organisation(map_["commune"], code="VP", name="Chi bộ văn phòng")
    hamlet = factories.organisation(map_["hamlet"], code="A1", name="Chi bộ ấp 1")
    give("admissions", map_["commune"], 1, organisation=office)
    give("admissions", map_["hamlet"], 2, organisation=hamlet)
    assert read(map_["district"], "admissions").value == 3


def test_a_committee_speaks_for_the_branches_below_it(map_):
    above = factories.organisation(map_["commune"], code="DU", name="Đảng ủy", kind="grassroots_committee")
    below = factories.organisation(map_["hamlet"], code="A1", name="Chi bộ ấp 1", parent=above)
    give("admissions", map_["commune"], 10, organisation=above)
    give("admissions", map_["hamlet"], 2, organisation=below)
    assert read(map_["district"], "admissions").value == 10


def test_what_cannot_be_added_is_the_places_own_or_none(map_):
    give("income_per_person", map_["hamlet"], 56_000_000)
    assert read(map_["hamlet"], "income_per_person").value == 56_000_000
    assert read(map_["district"], "income_per_person").value is None


def test_more_than_survives_the_sum_and_wholes_are_added(map_):
    give("poor_households", map_["hamlet"], 2, whole=182)
    give("poor_households", map_["other_hamlet"], 3, whole=100, qualifier="more_than")
    figure = read(map_["district"], "poor_households")
    assert (figure.value, figure.whole, figure.qualifier) == (5, 282, "more_than")


def test_categories_are_kept_apart_and_summed(map_):
    give("members_removed", map_["district"], 15, category="bỏ sinh hoạt")
    give("members_removed", map_["district"], 7, category="thiếu tu dưỡng")
    figure = read(map_["district"], "members_removed")
    assert (figure.value, figure.by_category) == (22, {"bỏ sinh hoạt": 15, "thiếu tu dưỡng": 7})


def test_the_map_answers_who_is_local_and_who_holds_two_offices(map_):
    holder(map_["commune"], "secretary", "Nguyễn Văn Mẫu", is_local=False)
    holder(map_["other_commune"], "secretary", "Trần Thị Mẫu", is_local=True)
    holder(map_["commune"], "council_chair", "Nguyễn Văn Mẫu")
    office = factories.organisation(map_["commune"], code="VP", name="Chi bộ văn phòng", branch_type="agency")
    holder(map_["commune"], "secretary", "Lê Văn Mẫu", organisation=office, is_local=False)
    assert [
        read(map_["district"], "non_local_secretaries").value,
        read(map_["district"], "non_local_secretaries").whole,
    ] == [1, 2]
    both = read(map_["district"], "secretaries_chairing_councils")
    assert (both.value, both.whole) == (1, 2)


def test_a_given_number_of_the_period_counts_before_the_maps(map_):
    holder(map_["commune"], "secretary", "Nguyễn Văn Mẫu", is_local=False)
    give("non_local_secretaries", map_["district"], 6, whole=14)
    given = read(map_["district"], "non_local_secretaries")
    assert (given.value, given.whole, given.source) == (6, 14, "given")
    later = read(map_["district"], "non_local_secretaries", (date(2024, 1, 1), date(2025, 1, 1)))
    assert (later.value, later.whole, later.source) == (1, 1, "derived")


def test_members_are_counted_once_though_their_committee_gave_a_number(map_):
    above = factories.organisation(map_["commune"], code="DU", name="Đảng ủy", kind="grassroots_committee")
    below = factories.organisation(map_["hamlet"], code="A1", name="Chi bộ ấp 1", parent=above)
    other = factories.organisation(map_["other_hamlet"], code="A2", name="Chi bộ ấp 2")
    for body, official in ((above, 50), (below, 24), (other, 20)):
        MemberCount.objects.create(
            organisation=body, counted_on=date(2022, 6, 1), official=official, probationary=1
        )
    assert read(map_["district"], "members").value == 72


def test_a_branch_that_withdrew_is_no_model_branch_any_more(map_):
    title = ModelTitle.objects.get(code="trong-sach-vung-manh-toan-dien")
    for at, withdrawn in ((0, None), (1, date(2022, 8, 1))):
        body = factories.organisation(map_["hamlet"], code=f"A{at}", name=f"Chi bộ {at}")
        ModelRegistration.objects.create(
            organisation=body,
            unit=map_["hamlet"],
            title=title,
            year=2022,
            registered_on=date(2022, 1, 15),
            withdrawn_on=withdrawn,
        )
    assert read(map_["district"], "model_branches_registered").value == 1


def test_the_number_of_questions_does_not_grow_with_the_rows(map_):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    give("households", map_["hamlet"], 1)
    with CaptureQueriesContext(connection) as few:
        indicator_figures(map_["district"], *YEAR)
    for month in range(1, 12):
        give("admissions", map_["hamlet"], 1, on=date(2022, month, 1))
        give("households", map_["other_hamlet"], 1, on=date(2022, month, 1))
    with CaptureQueriesContext(connection) as many:
        indicator_figures(map_["district"], *YEAR)
    assert len(many) == len(few)
