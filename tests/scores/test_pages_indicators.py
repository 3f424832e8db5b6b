"""Indicators and watch-lists that staff make, and a number put right, on pages."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from branches.models import MemberCount
from scores.models import Indicator, IndicatorValue, WatchList
from tests import factories
from tests.pages import browser_of, queries_of, words

pytestmark = pytest.mark.django_db
YEAR = date.today().year


@pytest.fixture
def land():
    units = factories.small_map()
    branch = factories.organisation(
        units["P1D1C1H1"], code="CB1", name="Chi bộ ấp 1", branch_type="residential"
    )
    return units, branch


@pytest.fixture
def officer(land):
    return browser_of("org_staff", unit=land[0]["P1D1"])


def made_by(officer, units, **more):
    data = {"issuer": units["P1D1"].key, "code": "doan-vien", "name": "Đoàn viên ưu tú", "measure": "người"}
    return officer.post(reverse("scores:indicator_new"), data | more)


def test_staff_add_an_indicator_and_give_it_a_number(land, officer):
    units, branch = land
    made_by(officer, units, has_whole="on", whole_name="đoàn viên", is_summable="on")
    row = Indicator.objects.get(code="doan-vien")
    assert (row.issuer, row.has_whole, row.is_sensitive, row.is_summable) == (
        units["P1D1"],
        True,
        False,
        True,
    )
    given = {"indicator": "doan-vien", "unit": "P1D1C1H1", "counted_on": f"01/01/{YEAR}"}
    officer.post(reverse("scores:value_new"), given | {"value": "6", "whole": "14"})
    text = words(officer.get(reverse("scores:indicator_list")))
    assert "Đoàn viên ưu tú 6/14" in text
    office = browser_of("commune_office", unit=units["P1D1C1"])
    assert "Đoàn viên ưu tú" in words(office.get(reverse("scores:indicator_list"))), "of the people below"
    neighbour = browser_of("org_staff", unit=units["P1D2"])
    assert "Đoàn viên ưu tú" not in words(neighbour.get(reverse("scores:indicator_list")))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"code": "admissions"}, "Mã này đã dùng"),
        ({"code": "moi"}, "Mã này đã dùng"),
        ({"whole_name": "hộ"}, "để trống ô này"),
        ({"name": ""}, "Tên"),
    ],
)
def test_a_wrong_indicator_is_refused_in_a_sentence(land, officer, wrong, said):
    before = Indicator.objects.count()
    assert said in words(made_by(officer, land[0], **wrong))
    assert Indicator.objects.count() == before


def test_an_indicator_is_of_ones_own_ground_and_what_ships_stays(land, officer):
    units, branch = land
    made_by(browser_of("org_staff", unit=units["P1D2"]), units)
    assert not Indicator.objects.filter(code="doan-vien").exists(), "not in the name of another committee"
    made_by(officer, units)
    key = Indicator.objects.get(code="doan-vien").key
    page = reverse("scores:indicator_change", args=[key])
    assert browser_of("org_staff", unit=units["P1D2"]).get(page).status_code == 404
    assert browser_of("commune_office", unit=units["P1D1C1"]).get(page).status_code == 404
    shipped = Indicator.objects.get(code="admissions")
    assert officer.get(reverse("scores:indicator_change", args=[shipped.key])).status_code == 404
    officer.post(page, {"name": "Đoàn viên", "ended_on": f"01/01/{YEAR}"})
    assert "Đoàn viên" not in words(officer.get(reverse("scores:indicator_list")))


def test_what_was_given_as_sensitive_stays_so(land, officer):
    units, branch = land
    made_by(officer, units, is_sensitive="on")
    row = Indicator.objects.get(code="doan-vien")
    page = reverse("scores:indicator_change", args=[row.key])
    IndicatorValue.objects.create(indicator=row, unit=units["P1D1C1H1"], counted_on=date(YEAR, 1, 1), value=2)
    assert "không bỏ dấu nhạy cảm được" in words(officer.post(page, {"name": "Đoàn viên"}))
    row.refresh_from_db()
    assert row.is_sensitive and row.name == "Đoàn viên ưu tú"


def test_a_number_is_put_right_in_one_step_and_the_old_stays_with_its_reason(land, officer):
    units, branch = land
    row = IndicatorValue.objects.create(
        indicator=Indicator.objects.get(code="poor_households"),
        unit=units["P1D1C1H1"], counted_on=date(YEAR, 1, 1), value=6, whole=182,
    )  # fmt: skip
    page = reverse("scores:value_correct", args=[row.key])
    assert page in officer.get(reverse("scores:indicator_page", args=["poor_households"])).text
    data = {"counted_on": f"01/01/{YEAR}", "value": "16", "whole": "182", "reason": "Gõ nhầm"}
    for wrong, said in (
        ({"reason": ""}, "Hãy ghi lý do"),
        ({"value": "200"}, "lớn hơn tổng số"),
        ({"counted_on": f"31/12/{YEAR + 1}"}, "còn ở phía trước"),
    ):
        assert said in words(officer.post(page, data | wrong))
        assert IndicatorValue.objects.standing().get() == row, "nothing changed"
    officer.post(page, data)
    row.refresh_from_db()
    assert row.void_reason == "Gõ nhầm"
    new = IndicatorValue.objects.standing().get()
    assert (new.value, new.whole, new.unit, new.corrects) == (16, 182, units["P1D1C1H1"], row)
    assert "16/182" in words(officer.get(reverse("scores:indicator_list")))
    assert officer.get(page).status_code == 404, "no longer stands"
    neighbour = browser_of("commune_office", unit=units["P1D1C2"])
    assert neighbour.get(reverse("scores:value_correct", args=[new.key])).status_code == 404


def test_what_was_put_right_shows_old_and_new_with_who_when_and_why(land, officer):
    units, branch = land
    row = IndicatorValue.objects.create(
        indicator=Indicator.objects.get(code="households"), unit=units["P1D1C1H1"], counted_on=date(YEAR, 1, 1),
        value=1050, qualifier="more_than", note="Theo sổ",
    )  # fmt: skip
    data = {"counted_on": f"01/01/{YEAR}", "qualifier": "more_than", "value": "1.060", "reason": "Đếm lại"}
    assert "Hãy ghi một số nguyên" in words(
        officer.post(reverse("scores:value_correct", args=[row.key]), data | {"value": "hơn 1.060"})
    ), "what goes before a number is chosen, never dropped"
    officer.post(reverse("scores:value_correct", args=[row.key]), data)
    new = IndicatorValue.objects.standing().get()
    assert (new.corrects, new.qualifier, new.note) == (row, "more_than", "Theo sổ")
    again = data | {"counted_on": f"02/01/{YEAR}", "qualifier": "", "reason": "Sai ngày"}
    officer.post(reverse("scores:value_correct", args=[new.key]), again)
    page = reverse("scores:indicator_page", args=["households"])
    text, who = words(officer.get(page)), row.__class__.objects.get(pk=row.pk).voided_by
    today = f"{timezone.localdate():%d/%m/%Y}"
    assert f"hơn 1.050 → hơn 1.060: Đếm lại ({who}, {today})" in text
    assert f"hơn 1.060, 01/01/{YEAR} → 1.060, 02/01/{YEAR}: Sai ngày ({who}, {today})" in text
    few = queries_of(officer, page)
    other = IndicatorValue.objects.create(
        indicator=row.indicator, unit=units["P1D1C1H2"], counted_on=date(YEAR, 1, 1), value=3
    )
    officer.post(reverse("scores:value_correct", args=[other.key]), data)
    assert queries_of(officer, page) == few
    neighbour = browser_of("org_staff", unit=units["P1D2"])
    assert "Đếm lại" not in words(neighbour.get(page))


def test_an_indicator_is_given_and_aimed_at_only_where_it_is_asked(land, officer):
    """Of hamlets and of branches that stand directly at the base: neither a commune nor another branch gives it."""
    units, branch = land
    factories.organisation(units["P1D1C1H2"], code="CS2", name="Chi bộ cơ sở 2", kind="grassroots_branch")
    made_by(officer, units, asked_of=["4", "grassroots_branch"], is_target="on")
    assert Indicator.objects.get(code="doan-vien").asked_of == ["4", "grassroots_branch"]
    said = "“Đoàn viên ưu tú” chỉ hỏi ở: Ấp, thôn, khu phố; chi bộ cơ sở."
    given = {"indicator": "doan-vien", "counted_on": f"01/01/{YEAR}", "value": "6"}
    for place, is_asked in (("P1D1C1", False), ("CB1", False), ("P1D1C1H1", True), ("CS2", True)):
        answer = officer.post(reverse("scores:value_new"), given | {"unit": place})
        assert (answer.status_code == 302) is is_asked and (said in words(answer)) is not is_asked, place
    found = IndicatorValue.objects.values_list("unit", "organisation__kind")
    assert set(found) == {(units["P1D1C1H1"].pk, None), (units["P1D1C1H2"].pk, "grassroots_branch")}
    aim = {"indicator": "doan-vien", "year": YEAR, "value": "5"}
    assert said in words(officer.post(reverse("scores:target_new"), aim | {"organisation": "CB1"}))
    assert officer.post(reverse("scores:target_new"), aim | {"organisation": "CS2"}).status_code == 302
    # Who has no such place is not offered it, and an indicator of the province alone has no row in a commune.
    office = browser_of("commune_office", unit=units["P1D1C1"])
    offered = 'value="doan-vien"'
    assert offered in office.get(reverse("scores:value_new")).text
    Indicator.objects.filter(code="doan-vien").update(asked_of=["1"])
    assert offered not in office.get(reverse("scores:value_new")).text
    assert offered not in officer.get(reverse("scores:target_new")).text
    assert "Đoàn viên ưu tú" not in words(officer.get(reverse("scores:indicator_list")))
    # What was given before may still be put right.
    row = IndicatorValue.objects.get(unit=units["P1D1C1H1"])
    fix = {"counted_on": f"01/01/{YEAR}", "value": "7", "reason": "Đếm lại"}
    assert officer.post(reverse("scores:value_correct", args=[row.key]), fix).status_code == 302


def test_staff_make_change_and_end_a_watch_list(land, officer):
    units, branch = land
    MemberCount.objects.create(organisation=branch, counted_on=date(YEAR, 1, 1), official=8)
    new = reverse("scores:watch_new")
    data = {
        "issuer": units["P1D1"].key,
        "name": "Chi bộ dưới mười",
        "rule": "members_below",
        "threshold": "10",
    }
    assert "Điều kiện này cần ô này" in words(officer.post(new, data | {"threshold": ""}))
    # What another condition would need is left out.
    made = officer.post(new, data | {"indicator": "admissions", "branch_type": "armed"})
    watch = WatchList.objects.get(name="Chi bộ dưới mười")
    assert made.url == reverse("scores:watch_page", args=[watch.key]) and watch.indicator is None
    assert "Chi bộ ấp 1" in words(officer.get(made.url))
    change = reverse("scores:watch_change", args=[watch.key])
    assert change in officer.get(made.url).text
    officer.post(change, data | {"threshold": "8"})
    assert "Chi bộ ấp 1" not in words(officer.get(made.url)), "fewer than eight"
    officer.post(change, data | {"ended_on": f"01/01/{YEAR}"})
    assert "Chi bộ dưới mười" not in words(officer.get(reverse("scores:watch_list")))


def test_a_watch_list_over_an_indicator_finds_places_on_the_readers_ground_only(land, officer):
    units, branch = land
    indicator = Indicator.objects.get(code="households")
    for code in ("P1D1C1H1", "P1D2C1"):
        if code in units:
            IndicatorValue.objects.create(
                indicator=indicator, unit=units[code], counted_on=date(YEAR, 1, 1), value=40
            )
    data = {"issuer": units["P1D1"].key, "name": "Nơi ít hộ", "rule": "indicator_below", "threshold": "50"}
    page = officer.post(reverse("scores:watch_new"), data | {"indicator": "households"}).url
    text = words(officer.get(page))
    assert "40" in text
    neighbour = browser_of("org_staff", unit=units["P1D2"])
    assert neighbour.get(page).status_code == 404
    assert neighbour.get(page.replace("/can-quan-tam/", "/can-quan-tam/") + "sua/").status_code == 404


def test_what_ships_as_a_watch_list_is_changed_by_nobody(land, officer):
    watch = WatchList.objects.filter(issuer=None).first()
    assert officer.get(reverse("scores:watch_change", args=[watch.key])).status_code == 404
    assert reverse("scores:watch_change", args=[watch.key]) not in officer.get(
        reverse("scores:watch_page", args=[watch.key])
    ).text  # fmt: skip


def test_a_thing_is_made_for_a_committee_and_a_hamlet_has_none():
    units = factories.small_map()
    officer = browser_of("org_staff", unit=units["P1D1"])
    for name in ("indicator_new", "watch_new", "theme_new"):
        offered = officer.get(reverse(f"scores:{name}")).context["form"].fields["issuer"].choices
        assert [label.split(",")[0] for _key, label in offered] == [
            "Huyện Mẫu P1D1", "Xã Mẫu P1D1C1", "Xã Mẫu P1D1C2",
        ], name  # fmt: skip
