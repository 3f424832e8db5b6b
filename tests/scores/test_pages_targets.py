"""Pages of targets, model branches, indicators and watch-lists."""

from datetime import date

import pytest
from django.urls import reverse

from assignments.models import Assignment
from branches.models import MemberCount, Zone, ZoneMember
from scores.models import Indicator, IndicatorValue, ModelRegistration, ModelTitle, Target, Urging, WatchList
from tests import factories
from tests.pages import browser_of, queries_of, signed_in, words

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
    blank = words(officer.post(reverse("scores:urging_new", args=[target.key]), {"text": ""}))
    assert f"Ghi lần đôn đốc: Kết nạp đảng viên năm {YEAR}: Chi bộ ấp 1" in blank
    officer.post(reverse("scores:urging_new", args=[target.key]), {"text": "Sớm lập danh sách nguồn"})
    assert Urging.objects.get().text == "Sớm lập danh sách nguồn"
    officer.post(
        reverse("scores:target_change", args=[target.key]), {"value": "6", "reason": "Theo kế hoạch bổ sung"}
    )
    new = Target.objects.standing().get()
    assert (new.value, new.corrects) == (6, target)
    text = words(officer.get(reverse("scores:target_page", args=[new.key])))
    assert "1.005 → 6: Theo kế hoạch bổ sung" in text and "Sớm lập danh sách nguồn" in text
    refused = officer.post(reverse("scores:target_change", args=[new.key]), {"value": "nhiều", "reason": "x"})
    assert "Hãy ghi một số nguyên" in words(refused)


def test_the_list_says_actual_of_target_and_where_the_sum_below_differs(land):
    units, above, branch = land
    aim(above, 10), aim(branch, 6), give(branch, 4)
    text = words(browser_of("org_staff", unit=units["P1D1"]).get(reverse("scores:target_list")))
    assert "4/10" in text and "4/6" in text and "6 (-4)" in text
    assert "Đảng bộ xã 1: cấp dưới cộng lại 6, giao 10" in text


def test_one_target_of_many_is_chosen_and_shows_to_whom_it_was_handed_down(land):
    units, above, branch = land
    top = aim(above, 10)
    aim(branch, 6), give(branch, 4), aim(above, 5, "households"), aim(above, 9, "discipline_cases")
    aim(branch, 7, "discipline_cases"), give(branch, 2, "discipline_cases")
    officer = browser_of("org_staff", unit=units["P1D1"])
    shown = officer.get(reverse("scores:target_list"), {"chi-so": "admissions"})
    assert len(shown.context["table"].rows) == 2 and f"Kết nạp đảng viên năm {YEAR}" in words(shown)
    assert "chi-so=admissions" in officer.get(reverse("scores:target_list")).content.decode()
    assert officer.get(reverse("scores:target_list"), {"chi-so": "khong-co"}).status_code == 404
    text = words(officer.get(reverse("scores:target_page", args=[top.key])))
    assert "Chi bộ ấp 1 Ấp Mẫu P1D1C1H1, Xã Mẫu P1D1C1 6 4/6 2" in text
    # Whose affair it is not reads no small number there either.
    page = reverse("scores:target_page", args=[Target.objects.get(organisation=above, value=9).key])
    seen = words(browser_of("branch_secretary", unit=units["P1D1C1"]).get(page))
    assert "Chi bộ ấp 1" in seen and "2/7" not in seen and "không nêu số nhỏ" in seen
    assert "2/7" in words(officer.get(page))


def test_what_should_be_little_is_exceeded_and_never_left_to_do(land):
    units, above, branch = land
    aim(above, 4, "discipline_cases"), give(above, 9, "discipline_cases"), aim(branch, 6), give(branch, 4)
    page = browser_of("org_staff", unit=units["P1D1"]).get(reverse("scores:target_list"))
    assert {row.get_cell("missing") for row in page.context["table"].rows} == {"vượt 5", "2"}


def test_an_empty_list_tells_whoever_sets_targets_to_do_so_and_nobody_else(land):
    units, above, branch = land
    for role, place, may_set in (("org_staff", "P1D1", True), ("branch_secretary", "P1D1C1H1", False)):
        text = words(browser_of(role, unit=units[place]).get(reverse("scores:target_list")))
        assert ("Giao từng chỉ tiêu" in text) is may_set
        assert ("do cấp ủy cấp trên giao" in text) is not may_set


def test_an_urging_written_by_mistake_is_taken_back_with_its_reason(land):
    units, above, branch = land
    target = aim(branch, 6)
    officer, other = browser_of("org_staff", unit=units["P1D1"]), browser_of("leader", unit=units["P1D1"])
    officer.post(reverse("scores:urging_new", args=[target.key]), {"text": "Nhầm nơi"})
    urging = Urging.objects.get()
    page = reverse("scores:urging_void", args=[urging.key])
    assert other.get(page).status_code == 404, "neither his own, nor are the targets his to set"
    assert page not in other.get(reverse("scores:target_page", args=[target.key])).text
    assert "Hãy ghi lý do" in words(officer.post(page, {"reason": ""}))
    assert Urging.objects.standing().exists()
    officer.post(page, {"reason": "Ghi nhầm nơi"})
    urging.refresh_from_db()
    assert urging.void_reason == "Ghi nhầm nơi"
    assert "Nhầm nơi" not in words(officer.get(reverse("scores:target_page", args=[target.key])))
    assert "Nhầm nơi" not in words(officer.get(reverse("scores:target_list")))
    assert officer.get(page).status_code == 404
    other.post(reverse("scores:urging_new", args=[target.key]), {"text": "Của tôi"})
    mine = Urging.objects.standing().get()
    assert other.get(reverse("scores:urging_void", args=[mine.key])).status_code == 200


def test_the_document_of_a_target_is_named_to_those_who_may_read_it(land):
    units, above, branch = land
    target = aim(branch, 6)
    target.document = factories.DocumentFactory(issuer_unit=units["P1D1C2"])
    target.save()
    ModelRegistration.objects.create(
        organisation=branch, unit=branch.unit, title=ModelTitle.objects.get(), year=YEAR,
        registered_on=date(YEAR, 1, 1), document=target.document,
    )  # fmt: skip
    officer = browser_of("org_staff", unit=units["P1D1"])
    secretary = browser_of("branch_secretary", unit=units["P1D1C1H1"])
    for browser, is_told in ((officer, True), (secretary, False)):
        for page in (reverse("scores:target_page", args=[target.key]), reverse("scores:registration_list")):
            answer = browser.get(page)
            assert answer.status_code == 200
            assert (str(target.document) in words(answer)) is is_told, page


def test_who_follows_a_zone_reads_the_targets_of_its_organisations_on_its_page(land):
    units, above, branch = land
    aim(above, 10), aim(branch, 6), give(branch, 4)
    scheme = factories.SchemeFactory(issuer=units["P1D1"], target_kind="zone", target_level=None)
    browsers = {}
    for number in (1, 2):
        zone = Zone.objects.create(
            unit=units["P1D1"], code=f"TV{number}", name=f"Tiểu vùng {number}", starts_on=factories.START
        )
        ZoneMember.objects.create(zone=zone, unit=units[f"P1D1C{number}"], starts_on=factories.START)
        cadre = factories.CadreFactory(unit=units["P1D1"], user=factories.UserFactory())
        Assignment.objects.create(
            scheme=scheme, cadre=cadre, target_zone=zone, unit=units["P1D1"], starts_on=factories.START
        )
        browsers[zone] = signed_in(cadre.user)
    (zone, follower), (other_zone, other) = browsers.items()
    page = reverse("dashboard:zone_page", args=[zone.key])
    assert page in follower.get(reverse("dashboard:month")).text, "one tap away"
    shown = words(follower.get(page))
    assert "Đảng bộ xã 1 · Kết nạp đảng viên : 4/10" in shown
    assert "Chi bộ ấp 1 · Kết nạp đảng viên : 4/6" in shown
    assert queries_of(follower, page) <= 25
    assert "Kết nạp" not in words(other.get(reverse("dashboard:zone_page", args=[other_zone.key])))
    assert "Kết nạp" not in other.get(page).text, "another zone's"


def test_targets_stand_on_the_pages_of_their_organisation_and_place(land):
    units, above, branch = land
    aim(above, 10), aim(branch, 6), give(branch, 4)
    officer = browser_of("org_staff", unit=units["P1D1"])
    body = words(officer.get(branch.get_absolute_url()))
    assert "4/6" in body and "4/10" not in body
    for code, number in (("P1D1C1H1", 1), ("P1D1C1", 2), ("P1D1", 2)):
        said = f"{number} chỉ tiêu năm nay của địa bàn này"
        assert said in words(officer.get(units[code].get_absolute_url()))
        shown = words(officer.get(units[code].get_absolute_url()))
        assert f"Kết nạp đảng viên {YEAR} 4/{ {1: 6, 2: 10}[number] }" in shown, "the topmost of the place"
        assert queries_of(officer, units[code].get_absolute_url()) <= 25
    assert "chỉ tiêu năm nay" not in words(officer.get(units["P1D1C2"].get_absolute_url()))
    assert "Chỉ tiêu năm nay" not in words(officer.get(units["P1D1C2"].get_absolute_url()))
    viewer = browser_of("viewer", unit=units["P1D1"])
    assert "4/6" not in words(viewer.get(branch.get_absolute_url())), "reads no targets"
    assert "hỉ tiêu năm nay" not in words(viewer.get(units["P1D1C1"].get_absolute_url()))
    place = f"{reverse('scores:target_list')}?dia-ban="
    assert place + units["P1D1C1"].key in officer.get(units["P1D1C1"].get_absolute_url()).text
    assert "4/10" in words(officer.get(place + units["P1D1C1"].key))
    assert "4/10" not in words(officer.get(place + units["P1D1C2"].key))
    other = browser_of("org_staff", unit=units["P1D2"])
    assert other.get(place + units["P1D1C1"].key).status_code == 404


@pytest.mark.parametrize(("value", "is_hidden"), [(2, True), (4, False)])
def test_the_page_of_a_branch_hides_the_small_sensitive_numbers_that_the_list_hides(land, value, is_hidden):
    units, above, branch = land
    aim(branch, 9, "discipline_cases"), give(branch, value, "discipline_cases")
    secretary = browser_of("branch_secretary", unit=units["P1D1C1H1"])
    assert (f"{value}/9" in words(secretary.get(branch.get_absolute_url()))) is not is_hidden
    place = units["P1D1C1H1"].get_absolute_url()
    assert f"{value}/9" not in words(secretary.get(place)), "nothing sensitive on the page of the place"
    office = browser_of("commune_office", unit=units["P1D1C1"])
    assert f"{value}/9" in words(office.get(place)), "but for whose affair it is"


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
    said = words(officer.get(reverse("scores:registration_list")))
    assert "được công nhận" in said and "Ấp Mẫu P1D1C1H1, Xã Mẫu P1D1C1" in said
    assert f" {YEAR} 02/01/{YEAR}" in said  # a year is no amount
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
