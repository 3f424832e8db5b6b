"""The pages of what was mobilised and of the library of good practices."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from matters.actions import resources as actions
from matters.models import Contribution, GoodPractice, Topic
from tests.factories import CadreFactory, GrantFactory, UserFactory, small_map
from tests.pages import browser_of, queries_of, rows_of, signed_in, words

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 4)


@pytest.fixture
def land():
    units = small_map()
    units["staff"] = GrantFactory(role="org_staff", unit=units["P1D1"]).user
    return units


def gift(land, code="P1D1C1", **facts):
    facts = {"happened_on": DAY, "amount": 1_000_000, "by": None, "on": DAY, **facts}
    return actions.add_contribution(unit=land[code], issuer=land[code[:4]], **facts)


def address(name, *arguments):
    return reverse(f"matters:{name}", args=arguments)


def test_more_than_276_million_is_entered_listed_summed_and_put_right(land):
    staff = signed_in(land["staff"])
    sent = {
        "unit": "P1D1C1",
        "happened_on": "04/05/2026",
        "money": "hơn 276 triệu đồng",
        "donor": "Công ty Mẫu",
        "topic": Topic.objects.get(code="rural-roads").pk,
    }
    page = staff.post(address("contribution_new"), sent, follow=True)
    assert "Đã ghi nguồn lực" in words(page) and "hơn 276 triệu đồng" in words(page)
    made = Contribution.objects.get()
    assert (made.amount, made.qualifier, made.issuer) == (276_000_000, "more_than", land["P1D1"])
    gift(land, "P1D1C2", amount=24_000_000, donor="công ty mẫu")
    gift(land, "P1D2C1", amount=5)
    assert staff.get(address("contribution_list")).context["sum_words"] == "hơn 300 triệu đồng"
    by_donor = staff.get(address("contribution_sums", "nguon"))
    assert by_donor.context["total"] == 1 and "hơn 300 triệu đồng" in words(by_donor)
    for way, said in (
        ("linh-vuc", "Giao thông nông thôn"),
        ("xa", "Xã Mẫu P1D1C1"),
        ("thang", "Tháng 5/2026"),
    ):
        assert said in words(staff.get(address("contribution_sums", way)))
    assert "P1D2" not in words(staff.get(address("contribution_sums", "xa")))
    form = staff.get(address("contribution_change", made.key))
    assert 'value="hơn 276 triệu đồng"' in form.content.decode()
    put_right = {**sent, "money": "275 triệu", "version": made.version}
    assert "275 triệu đồng" in words(
        staff.post(address("contribution_change", made.key), put_right, follow=True)
    )
    assert "Người khác vừa thay đổi" in words(staff.post(address("contribution_change", made.key), put_right))
    void = {"version": made.version + 1, "reason": "Nhập hai lần"}
    page = staff.post(address("contribution_void", made.key), void, follow=True)
    assert page.context["sum_words"] == "24 triệu đồng"


def test_bad_input_is_explained_and_kept(land):
    staff = signed_in(land["staff"])
    page = staff.post(
        address("contribution_new"), {"unit": "P1D2C1", "happened_on": "04/05/2026", "money": "nhiều lắm"}
    )
    assert "Hãy ghi số tiền như" in words(page) and "Không tìm thấy “P1D2C1”" in words(page)
    assert 'value="nhiều lắm"' in page.content.decode()
    empty = {"unit": "P1D1C1", "happened_on": "04/05/2026"}
    assert "Hãy ghi số tiền hoặc hiện vật" in words(staff.post(address("contribution_new"), empty))
    assert not Contribution.objects.exists()


def test_goods_are_listed_with_their_quantities(land):
    for amount in ("hơn 20 bao", "30 bao", "nhiều"):
        gift(land, amount=None, in_kind="Xi măng", quantity=amount)
    text = words(signed_in(land["staff"]).get(address("contribution_goods")))
    assert "hơn 50 bao" in text and "nhiều" in text


def test_sums_follow_the_filters_of_the_list(land):
    staff = signed_in(land["staff"])
    gift(land, amount=1_000_000)
    gift(land, amount=2_000_000, happened_on=DAY - timedelta(days=90))
    page = staff.get(address("contribution_list") + "?tu=01/05/2026")
    assert (page.context["total"], page.context["sum_words"]) == (1, "1 triệu đồng")
    (by_month,) = [each for each in page.context["ways"] if each["label"] == "Theo tháng"]
    assert staff.get(by_month["url"]).context["total"] == 1


def test_the_spreadsheet_has_numbers_and_qualifiers(land):
    gift(land, amount=276_000_000, qualifier="more_than")
    rows = rows_of(signed_in(land["staff"]).get(address("contribution_list") + "?export=xlsx"))
    flat = [cell for row in rows for cell in row]
    assert 276_000_000 in flat and "hơn" in flat


def test_those_over_the_place_alone_read_no_money_and_the_other_district_none(land):
    gift(land, donor="Nguồn kín")
    assert (
        browser_of("commune_office", unit=land["P1D1C1"]).get(address("contribution_list")).status_code == 403
    )
    assert "Nguồn kín" not in words(
        browser_of("org_staff", unit=land["P1D1C1"]).get(address("contribution_list"))
    )
    assert "Nguồn kín" not in words(
        browser_of("org_staff", unit=land["P1D2"]).get(address("contribution_list"))
    )
    assert "Nguồn kín" in words(signed_in(land["staff"]).get(address("contribution_list"))), (
        "the negative control"
    )


def test_a_donor_is_found_without_accents(land):
    gift(land, donor="Công ty Đá Bạch Đằng")
    gift(land, donor="Hội Nông dân")
    staff = signed_in(land["staff"])
    for typed in ("cong ty da", "Công ty Đá", "BACH  DANG"):
        page = staff.get(address("contribution_list"), {"nguon": typed})
        assert page.context["total"] == 1, typed
        assert "Công ty Đá Bạch Đằng" in words(page)


def test_donors_that_were_there_before_the_search_are_found_too(land):
    gift(land, donor="Công ty Đá Bạch Đằng")
    Contribution.objects.update(donor_key="")
    staff = signed_in(land["staff"])
    assert staff.get(address("contribution_list"), {"nguon": "cong ty"}).context["total"] == 0
    migration = import_module("matters.migrations.0011_contribution_doubles")
    migration.fill_donor_keys(apps, connection.schema_editor())
    assert staff.get(address("contribution_list"), {"nguon": "cong ty"}).context["total"] == 1


def practice(land, code="P1D1C1", **facts):
    facts = {"noted_on": DAY, "title": "Tổ tự quản", "text": "Họp mỗi tháng", "by": None, "on": DAY, **facts}
    return actions.add_practice(unit=land[code], issuer=land[code[:4]], **facts)


def test_a_practice_is_published_found_without_accents_and_withdrawn(land):
    staff = signed_in(land["staff"])
    neighbour = browser_of("branch_secretary", unit=land["P1D1C2H1"])
    sent = {
        "unit": "P1D1C1",
        "noted_on": "04/05/2026",
        "title": "Đường hoa Tổ tự quản",
        "text": "Mỗi hộ một gốc",
    }
    page = staff.post(address("practice_new"), sent, follow=True)
    made = GoodPractice.objects.get()
    assert "chưa phổ biến" in words(page)
    cadre = CadreFactory(unit=land["P1D1"], full_name="Người Báo Cáo")
    GoodPractice.objects.update(cadre=cadre)
    assert neighbour.get(made.get_absolute_url()).status_code == 404
    assert "Đường hoa" not in words(neighbour.get(address("practice_list")))
    staff.post(address("practice_publish", made.key), {"version": made.version})
    found = neighbour.get(address("practice_list") + "?q=duong hoa to")
    assert found.context["total"] == 1
    page = words(neighbour.get(made.get_absolute_url()))
    assert "Mỗi hộ một gốc" in page and "Người Báo Cáo" not in page
    assert "Người Báo Cáo" in words(staff.get(made.get_absolute_url()))
    assert neighbour.get(address("practice_withdraw", made.key)).status_code == 403
    other = browser_of("branch_secretary", unit=land["P1D2C1H1"])
    assert other.get(made.get_absolute_url()).status_code == 404, "another committee's library"
    made.refresh_from_db()
    staff.post(address("practice_withdraw", made.key), {"version": made.version})
    assert neighbour.get(made.get_absolute_url()).status_code == 404


def test_a_practice_without_words_is_not_published(land):
    made = practice(land, text="")
    page = signed_in(land["staff"]).post(address("practice_publish", made.key), {"version": made.version})
    assert "Hãy ghi cách làm" in words(page)
    with pytest.raises(ValidationError):
        actions.withdraw_practice(made, version=made.version, by=UserFactory())


def test_pages_ask_no_more_for_many_rows(land):
    staff = signed_in(land["staff"])
    pages = [
        address("contribution_list"),
        address("contribution_sums", "xa"),
        address("contribution_goods"),
        address("practice_list"),
    ]
    gift(land, in_kind="Gạo", quantity="5 kg")
    practice(land)
    few = [queries_of(staff, page) for page in pages]
    for number in range(30):
        gift(land, f"P1D1C{1 + number % 2}H{1 + number % 2}", in_kind=f"Thứ {number}", quantity="5 kg")
        practice(land, f"P1D1C{1 + number % 2}H1", title=f"Mô hình {number}")
    many = [queries_of(staff, page) for page in pages]
    assert many == few
    assert max(many) <= 25, many


def test_today_is_the_last_day(land):
    with pytest.raises(ValidationError):
        gift(land, happened_on=timezone.localdate() + timedelta(days=1))
