"""One search box: without accents, by code and other names, former units too, and never beyond the scope."""

import unicodedata
from datetime import date

import pytest
from django.urls import reverse

from branches.actions.units import change_unit, close_unit, name_aliases
from branches.models import Office, OfficeHolder
from tests.factories import (
    START,
    AgencyFactory,
    CadreFactory,
    DocumentFactory,
    SchemeFactory,
    UserFactory,
    organisation,
    small_map,
)
from tests.pages import browser_of, queries_of, signed_in, words

pytestmark = pytest.mark.django_db
SEARCH = reverse("dashboard:search")
REFORM = date(2025, 7, 1)


@pytest.fixture
def units():
    return small_map()


def furnish(units, district):
    """One of each kind in a district, all called after it."""
    commune = units[f"{district}C1"]
    CadreFactory(unit=units[district], full_name=f"Đỗ Bình Đại {district}", code=f"CB-{district}")
    OfficeHolder.objects.create(
        unit=commune,
        office=Office.objects.get(code="hamlet_head"),
        full_name=f"Lê Bình Đại {district}",
        starts_on=START,
    )
    organisation(commune, code=f"DB-{district}", name=f"Đảng bộ Bình Đại {district}")
    AgencyFactory(unit=units[district], name=f"Ủy ban Bình Đại {district}")
    DocumentFactory(issuer_unit=units[district], title=f"Về Bình Đại {district}", number=f"634-{district}")
    SchemeFactory(issuer=units[district], name=f"Bình Đại sát cơ sở {district}")
    change_unit(commune, on=REFORM, by=None, name=f"Phường Bình Đại {district}")


@pytest.fixture
def officer(units):
    furnish(units, "P1D1")
    furnish(units, "P1D2")
    return browser_of("org_staff", unit=units["P1D1"])


def found(browser, text, **more):
    return words(browser.get(SEARCH, {"q": text, **more}))


@pytest.mark.parametrize(
    "typed", ["binh dai", "BÌNH  ĐẠI", unicodedata.normalize("NFD", "Bình Đại"), "đại bình"]
)
def test_every_kind_is_found_without_accents_in_nfd_and_in_any_order(officer, typed):
    text = found(officer, typed)
    for name in (
        "Phường Bình Đại P1D1",
        "Đỗ Bình Đại P1D1",
        "Lê Bình Đại P1D1",
        "Đảng bộ Bình Đại P1D1",
        "Ủy ban Bình Đại P1D1",
        "Về Bình Đại P1D1",
        "Bình Đại sát cơ sở P1D1",
    ):
        assert name in text, name
    assert "P1D2" not in text


def test_the_two_spellings_of_uy_ban_find_each_other(officer):
    for typed in ("uy ban", "Uỷ ban", "Ủy ban"):
        assert "Ủy ban Bình Đại P1D1" in found(officer, typed)


def test_codes_and_numbers_are_found(officer):
    assert "Đỗ Bình Đại P1D1" in found(officer, "cb-p1d1")
    assert "Phường Bình Đại P1D1" in found(officer, "P1D1C1")
    assert "Về Bình Đại P1D1" in found(officer, "qd 634")


def test_units_are_found_by_former_and_other_names_and_when_they_have_ended(units, officer):
    assert "Phường Bình Đại P1D1 (cũng là Xã Mẫu P1D1C1)" in found(officer, "xa mau p1d1c1")
    name_aliases(units["P1D1C2"], ["Xã Anh Hùng"], by=None)
    assert "Xã Mẫu P1D1C2 (cũng là Xã Anh Hùng)" in found(officer, "anh hung")
    close_unit(units["P1D1C2"], on=REFORM, by=None, successors=[(units["P1D1C1"], "whole", True)])
    text = found(officer, "P1D1C2")
    assert "Xã Mẫu P1D1C2" in text and "đã kết thúc" in text


def test_what_is_called_exactly_so_comes_first(units, officer):
    change_unit(units["P1D1C1H1"], on=REFORM, by=None, name="Ấp Một", code="M1")
    change_unit(units["P1D1C1H2"], on=REFORM, by=None, name="Khu phố Ấp Một Cũ", code="A1")
    text = found(officer, "ap mot", loai="don-vi")
    assert text.index("Ấp Một") < text.index("Khu phố Ấp Một Cũ")


def test_too_little_and_nothing_are_said(officer):
    assert "ít nhất hai chữ" in found(officer, "b")
    assert "ít nhất hai chữ" in found(officer, " - ")
    assert "Không tìm thấy gì khớp với “không có đâu”" in found(officer, "không có đâu")
    assert "Tìm đơn vị" in words(officer.get(SEARCH))
    assert officer.get(SEARCH, {"q": "%_\\'\"" * 40}).status_code == 200
    assert officer.get(SEARCH, {"q": "x\x00y"}).status_code == 200


def test_ten_are_shown_and_all_are_a_click_away(units, officer):
    for number in range(14):
        CadreFactory(unit=units["P1D1"], full_name=f"Nguyễn Văn Đông {chr(97 + number)}")
    response = officer.get(SEARCH, {"q": "van dong"})
    text = words(response)
    assert "Cán bộ (hơn 10)" in text and "Xem tất cả : Cán bộ" in text
    assert text.count("Nguyễn Văn Đông") == 10
    assert "loai=can-bo" in response.content.decode()
    every = found(officer, "van dong", loai="can-bo")
    assert every.count("Nguyễn Văn Đông") == 14 and "Cán bộ (14)" in every
    assert found(officer, "van dong", loai="gi-do").count("Nguyễn Văn Đông") == 10


def test_each_role_finds_what_it_may_read_and_no_more(units, officer):
    viewer = found(browser_of("viewer", unit=units["P1D1"]), "binh dai")
    assert "Phường Bình Đại P1D1" in viewer and "Đảng bộ Bình Đại P1D1" in viewer
    for hidden in ("Đỗ Bình Đại", "Lê Bình Đại", "Ủy ban Bình Đại", "Về Bình Đại", "sát cơ sở"):
        assert hidden not in viewer, hidden
    commune = found(browser_of("commune_office", unit=units["P1D1C1"]), "binh dai")
    assert (
        "Lê Bình Đại P1D1" in commune and "Về Bình Đại P1D1" in commune
    )  # a district's document binds its communes
    assert "Đỗ Bình Đại" not in commune and "Ủy ban Bình Đại" not in commune
    assert "Không tìm thấy gì" in found(signed_in(UserFactory()), "binh dai")


def test_the_queries_do_not_grow_with_what_is_found(units, officer):
    address = f"{SEARCH}?q=binh+dai"
    few = queries_of(officer, address)
    for number in range(9):
        commune = units["P1D1C2"]
        CadreFactory(unit=commune, full_name=f"Lý Bình Đại {number}")
        AgencyFactory(unit=commune, name=f"Phòng Bình Đại {number}")
        organisation(units["P1D1C1H1"], code=f"O{number}", name=f"Chi bộ Bình Đại {number}")
        DocumentFactory(issuer_unit=commune, title=f"Bình Đại {number}", issued_on=date(2021, 1, 1 + number))
        SchemeFactory(issuer=commune, name=f"Bình Đại {number}")
    assert queries_of(officer, address) == few <= 25
