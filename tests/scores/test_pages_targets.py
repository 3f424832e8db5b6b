"""Pages of targets, model branches, indicators and watch-lists."""

from datetime import date

import pytest
from django.urls import reverse

from branches.models import MemberCount
from scores.models import Indicator, IndicatorValue, ModelRegistration, Target, Urging, WatchList
from tests import factories
from tests.pages import browser_of, queries_of, words

pytestmark = pytest.mark.django_db
YEAR = date.today().year


@pytest.fixture
def land():
    units = factories.small_map()
    above = factories.organisation(
        units["P1D1C1"], code="DU1", name="Đảng bộ xã 1", kind="grassroots_committee"
    )
    branch = factories.organisation(
        units["P1D1C1H1"], code="CB1", name="Chi bộ ấp 1", parent=above, branch_type="residential"
    )
    return units, above, branch


def aim(body, value, code="admissions"):
    return Target.objects.create(
        organisation=body, unit=body.unit, indicator=Indicator.objects.get(code=code), year=YEAR, value=value
    )


def give(body, value, code="admissions", **fields):
    return IndicatorValue.objects.create(
        indicator=Indicator.objects.get(code=code), unit=body.unit, organisation=body, counted_on=date(YEAR, 1, 1),
        value=value, **fields,
    )  # fmt: skip


def test_a_target_is_set_urged_changed_and_its_past_stays(land):
    units, above, branch = land
    officer = browser_of("org_staff", unit=units["P1D1"])
    made = officer.post(
        reverse("scores:target_new"),
        {"organisation": "Chi bộ ấp 1 (CB1)", "indicator": "admissions", "year": YEAR, "value": "1.005"},
    )
    target = Target.objects.get()
    assert made.url == reverse("scores:target_page", args=[target.key]) and target.value == 1005
    officer.post(reverse("scores:urging_new", args=[target.key]), {"text": "Sớm lập danh sách nguồn"})
    assert Urging.objects.get().text == "Sớm lập danh sách nguồn"
    officer.post(
        reverse("scores:target_change", args=[target.key]), {"value": "6", "reason": "Theo kế hoạch bổ sung"}
    )
    new = Target.objects.standing().get()
    assert (new.value, new.corrects) == (6, target)
    text = words(officer.get(reverse("scores:target_page", args=[new.key])))
    assert "1.005: Theo kế hoạch bổ sung" in text and "Sớm lập danh sách nguồn" in text
    refused = officer.post(reverse("scores:target_change", args=[new.key]), {"value": "nhiều", "reason": "x"})
    assert "Hãy ghi một số nguyên" in words(refused)


def test_the_list_says_actual_of_target_and_where_the_sum_below_differs(land):
    units, above, branch = land
    aim(above, 10), aim(branch, 6), give(branch, 4)
    text = words(browser_of("org_staff", unit=units["P1D1"]).get(reverse("scores:target_list")))
    assert "4/10" in text and "4/6" in text and "6 (-4)" in text
    assert "Đảng bộ xã 1: cấp dưới cộng lại 6, giao 10" in text


def test_who_follows_sees_and_urges_and_the_neighbour_does_not(land):
    units, above, branch = land
    target = aim(branch, 6)
    neighbour = browser_of("commune_office", unit=units["P1D1C2"])
    assert neighbour.get(reverse("scores:target_page", args=[target.key])).status_code == 404
    assert "Chi bộ ấp 1" not in words(neighbour.get(reverse("scores:target_list")))
    office = browser_of("commune_office", unit=units["P1D1C1"])
    assert office.get(reverse("scores:target_page", args=[target.key])).status_code == 200
    assert office.post(reverse("scores:urging_new", args=[target.key]), {"text": "x"}).status_code == 403


def test_a_branch_registers_is_recognised_and_another_withdraws(land):
    units, above, branch = land
    office = browser_of("commune_office", unit=units["P1D1C1"])
    data = {
        "organisation": "CB1",
        "year": YEAR,
        "title": "trong-sach-vung-manh-toan-dien",
        "registered_on": f"02/01/{YEAR}",
    }
    office.post(reverse("scores:registration_new"), data)
    row = ModelRegistration.objects.get()
    assert office.get(reverse("scores:registration_recognise", args=[row.key])).status_code == 403
    officer = browser_of("org_staff", unit=units["P1D1"])
    early = officer.post(reverse("scores:registration_recognise", args=[row.key]), {"day": f"01/01/{YEAR}"})
    assert "không trước ngày đăng ký" in words(early)
    officer.post(reverse("scores:registration_recognise", args=[row.key]), {"day": f"03/01/{YEAR}"})
    row.refresh_from_db()
    assert row.recognised_on == date(YEAR, 1, 3)
    assert "được công nhận" in words(officer.get(reverse("scores:registration_list")))
    twice = office.post(reverse("scores:registration_new"), data)
    assert "đã đăng ký mô hình này" in words(twice)


def test_a_number_stands_with_its_whole_and_leads_to_its_values(land):
    units, above, branch = land
    officer = browser_of("org_staff", unit=units["P1D1"])
    officer.post(
        reverse("scores:value_new"),
        {
            "indicator": "poor_households",
            "unit": "P1D1C1H1",
            "counted_on": f"01/01/{YEAR}",
            "value": "6",
            "whole": "182",
        },
    )
    assert IndicatorValue.objects.count() == 1
    text = words(officer.get(reverse("scores:indicator_list")))
    assert "6/182" in text
    page = officer.get(reverse("scores:indicator_page", args=["poor_households"]))
    assert "6/182" in words(page)
    wrong = officer.post(
        reverse("scores:value_new"),
        {
            "indicator": "poor_households",
            "unit": "P1D1C1H1",
            "counted_on": f"01/01/{YEAR}",
            "value": "200",
            "whole": "182",
        },
    )
    assert "lớn hơn tổng số" in words(wrong)


@pytest.mark.parametrize(("value", "shown"), [(2, "dưới 3"), (5, "5")])
def test_small_sensitive_numbers_are_hidden_outside_of_the_owners_ground(land, value, shown):
    units, above, branch = land
    give(branch, value, "discipline_cases")
    secretary = browser_of("branch_secretary", unit=units["P1D1C1H1"])
    text = words(secretary.get(reverse("scores:indicator_list")))
    row = text.split("Trường hợp đảng viên bị thi hành kỷ luật")[1][:40]
    assert shown in row
    page = words(secretary.get(reverse("scores:indicator_page", args=["discipline_cases"])))
    assert "Chi bộ ấp 1" not in page
    owner = browser_of("commune_office", unit=units["P1D1C1"])
    assert str(value) in words(owner.get(reverse("scores:indicator_list"))).split("kỷ luật")[1][:40]


@pytest.mark.parametrize(("value", "is_hidden"), [(2, True), (4, False)])
def test_a_small_sensitive_actual_is_hidden_with_those_it_could_be_reckoned_from(land, value, is_hidden):
    units, above, branch = land
    aim(above, 9, "discipline_cases"), aim(branch, 9, "discipline_cases")
    give(branch, value, "discipline_cases")
    secretary = browser_of("branch_secretary", unit=units["P1D1C1H1"])
    text = words(secretary.get(reverse("scores:target_list")))
    assert ("không nêu số nhỏ" in text) is is_hidden and (f"{value}/9" in text) is not is_hidden
    office = browser_of("commune_office", unit=units["P1D1C1"])
    assert words(office.get(reverse("scores:target_list"))).count(f"{value}/9") == 3, (
        "its own, above, and the sum"
    )


def test_watch_lists_find_small_branches_and_missed_targets(land):
    units, above, branch = land
    MemberCount.objects.create(organisation=branch, counted_on=date(YEAR, 1, 1), official=3)
    aim(branch, 6), give(branch, 2)
    officer = browser_of("org_staff", unit=units["P1D1"])
    for rule, seen in (("members_below", True), ("branch_type", False), ("target_below", True)):
        for watch in WatchList.objects.filter(rule=rule, issuer=None):
            text = words(officer.get(reverse("scores:watch_page", args=[watch.key])))
            assert ("Chi bộ ấp 1" in text) is seen, watch.name
    other = browser_of("org_staff", unit=units["P1D2"])
    watch = WatchList.objects.get(rule="members_below", issuer=None)
    assert "Chi bộ ấp 1" not in words(other.get(reverse("scores:watch_page", args=[watch.key])))


@pytest.mark.parametrize("name", ["target_list", "indicator_list", "registration_list", "watch_list"])
def test_lists_ask_few_questions_whatever_the_rows(land, name):
    units, above, branch = land
    officer = browser_of("org_staff", unit=units["P1D1"])
    few = queries_of(officer, reverse(f"scores:{name}"))
    aim(above, 10), aim(branch, 6), give(branch, 4), give(above, 3, "households")
    assert queries_of(officer, reverse(f"scores:{name}")) <= few + 6
    assert queries_of(officer, reverse(f"scores:{name}")) <= 25
