"""Browsing the tree on any day, and the forms of what happens to a unit."""

import unicodedata
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from branches.actions.units import change_unit, close_unit, name_aliases, open_unit
from branches.models import Unit, UnitSuccession, UnitVersion
from branches.querysets.browsing import counts_below, tops_of, units_named
from tests.factories import START, DocumentFactory, GrantFactory, UserFactory, small_map
from tests.pages import browser_of, queries_of, rows_of, signed_in, words

pytestmark = pytest.mark.django_db
LIST = reverse("branches:unit_list")
REFORM = date(2025, 7, 1)


@pytest.fixture
def units():
    return small_map()


@pytest.fixture
def officer(units):
    return browser_of("org_staff", unit=units["P1D1"])


def page(name, unit):
    return reverse(f"branches:{name}", args=[unit.key])


def version_today(unit):
    return unit.versions.on(timezone.localdate()).get()


# --- browsing ---


def test_one_top_shows_what_is_beneath_it_with_counts(units, officer):
    text = words(officer.get(LIST))
    assert "Đơn vị trực thuộc Huyện Mẫu P1D1" in text
    assert "Xã Mẫu P1D1C1" in text and "Xã Mẫu P1D1C2" in text
    assert text.count("2 ấp") == 2
    assert "Xã Mẫu P1D2C1" not in text and "Ấp Mẫu" not in text


def test_several_tops_are_listed_each(units):
    user = UserFactory()
    for code in ("P1D1", "P2D1C1", "P1D1C1"):
        GrantFactory(user=user, unit=units[code], role="viewer")
    text = words(signed_in(user).get(LIST))
    assert "Huyện Mẫu P1D1" in text and "Xã Mẫu P2D1C1" in text
    assert "Xã Mẫu P1D1C1" not in text  # beneath one that is listed


def test_drilling_down_goes_to_the_hamlets_and_names_the_way(units, officer):
    response = officer.get(LIST, {"thuoc": units["P1D1C1"].key})
    text = words(response)
    assert "Ấp Mẫu P1D1C1H1" in text and "Ấp Mẫu P1D1C1H2" in text
    assert "Ấp Mẫu P1D1C2H1" not in text
    # The province is above the officer's ground: its name may be read, its page may not.
    assert "Tỉnh Mẫu P1" in text
    assert units["P1"].key not in response.content.decode()


def test_nobody_drills_into_somebody_elses_ground(units, officer):
    assert officer.get(LIST, {"thuoc": units["P1D2"].key}).status_code == 404
    assert officer.get(LIST, {"thuoc": units["P1"].key}).status_code == 404


@pytest.mark.parametrize(
    "typed",
    ["ap mau p1d1c1h1", "ẤP MẪU P1D1C1H1", unicodedata.normalize("NFD", "Ấp Mẫu P1D1C1H1"), "P1D1C1H1"],
)
def test_a_unit_is_found_without_accents_in_nfd_and_by_code(units, officer, typed):
    text = words(officer.get(LIST, {"q": typed}))
    assert "Ấp Mẫu P1D1C1H1" in text and "P1D1C1H2" not in text
    assert "Xã Mẫu P1D1C1, Huyện Mẫu P1D1, Tỉnh Mẫu P1" in text


def test_a_unit_is_found_by_the_name_that_people_use(units, officer):
    name_aliases(units["P1D1C1H1"], ["Sao Đỏ"], by=None)
    text = words(officer.get(LIST, {"q": "sao do"}))
    assert "Ấp Mẫu P1D1C1H1" in text and "còn gọi là Sao Đỏ" in text and "1 mục" in text


def test_a_number_in_the_words_does_not_match_codes(units, officer):
    change_unit(units["P1D1C1H1"], on=REFORM, by=None, name="Ấp 3")
    change_unit(units["P1D1C1H2"], on=REFORM, by=None, name="Ấp 1", code="28-3")
    text = words(officer.get(LIST, {"q": "ap 3"}))
    assert "Ấp 3" in text and "1 mục" in text


def test_level_and_kind_filter_the_whole_ground(units, officer):
    text = words(officer.get(LIST, {"cap": "4"}))
    assert "4 mục" in text and "Ấp Mẫu P1D1C2H2" in text
    assert "2 mục" in words(officer.get(LIST, {"loai": "xa"}))
    assert "4 mục" in words(officer.get(LIST, {"loai": "ap", "thuoc": units["P1D1"].key}))


def test_the_list_is_read_on_any_day(units, officer):
    change_unit(units["P1D1C1"], on=REFORM, by=None, name="Phường Mới")
    before = officer.get(LIST, {"ngay": "30/06/2025"})
    assert "Xã Mẫu P1D1C1" in words(before) and "Phường Mới" not in words(before)
    assert "Số liệu của ngày 30/06/2025" in before.content.decode()
    assert f"{units['P1D1C1'].get_absolute_url()}?ngay=2025-06-30" in before.content.decode()
    assert "Phường Mới" in words(officer.get(LIST))


def test_what_is_no_day_is_said_and_a_day_before_all_has_no_units(units, officer):
    assert "“hôm qua” không phải là ngày" in words(officer.get(LIST, {"ngay": "hôm qua"}))
    assert "chưa có đơn vị nào" in words(officer.get(LIST, {"ngay": "01/01/1975"}))


def test_one_code_is_two_units_on_two_days(units):
    """00004 was one commune before July 2025 and is another one since (the national lists do this)."""
    first = open_unit(code="00004", name="Xã Cũ", level=3, parent=units["P1D1"], starts_on=START, by=None)
    close_unit(first, on=REFORM, by=None, successors=[(units["P1D1C1"], "whole", True)])
    second = open_unit(code="00004", name="Xã Kế", level=3, parent=units["P1D1"], starts_on=REFORM, by=None)
    officer = browser_of("org_staff", unit=units["P1D1"])
    before = words(officer.get(LIST, {"q": "00004", "ngay": "30/06/2025"}))
    after = words(officer.get(LIST, {"q": "00004", "ngay": "01/07/2025"}))
    assert "Xã Cũ" in before and "Xã Kế" not in before
    assert "Xã Kế" in after and "Xã Cũ" not in after
    for unit, name in ((first, "Xã Cũ"), (second, "Xã Kế")):
        assert name in words(officer.get(unit.get_absolute_url()))


def test_units_that_lost_their_parent_are_named(units, officer):
    close_unit(units["P1D1C1"], on=REFORM, by=None, leave_children=True)
    text = words(officer.get(LIST))
    assert "chưa trực thuộc đơn vị nào" in text and "Ấp Mẫu P1D1C1H1" in text


def test_the_list_goes_out_as_a_file_that_an_import_understands(units, officer):
    name_aliases(units["P1D1C1H1"], ["Xóm Chợ"], by=None)
    rows = rows_of(officer.get(LIST, {"cap": "4", "export": "xlsx"}))
    heading = next(index for index, row in enumerate(rows) if "Mã đơn vị cấp trên" in row)
    assert rows[heading][:4] == ["Mã", "Cấp", "Tên", "Mã đơn vị cấp trên"]
    hamlet = next(row for row in rows if row[0] == "P1D1C1H1")
    assert hamlet[2:4] == ["Ấp Mẫu P1D1C1H1", "P1D1C1"] and "Xóm Chợ" in hamlet
    assert not any("P1D2" in str(cell) for row in rows for cell in row)


def test_the_number_of_queries_does_not_grow_with_the_rows(units, officer):
    few = queries_of(officer, f"{LIST}?cap=4")
    for number in range(20):
        open_unit(
            code=f"X{number}",
            name=f"Ấp Thêm {number}",
            level=4,
            parent=units["P1D1C2"],
            starts_on=START,
            by=None,
        )
    assert queries_of(officer, f"{LIST}?cap=4") == few <= 25


def test_counts_and_tops_are_of_the_day(units):
    path = units["P1D1"].access_path
    assert counts_below([path], START)[path] == [(3, "Xã", 2), (4, "Ấp", 4)]
    assert counts_below([path], START - timedelta(days=1))[path] == []
    assert counts_below([], START) == {}


# --- opening ---


def test_a_hamlet_is_opened_beneath_its_commune_and_gets_a_code(units, officer):
    response = officer.post(
        page("unit_open", units["P1D1C1"]),
        {"level": "4", "name": "Khu phố  Mới", "starts_on": "01/07/2025", "aliases": "Xóm Đình\nXóm Chợ"},
    )
    unit = Unit.objects.latest("pk")
    assert response["Location"] == unit.get_absolute_url()
    version = unit.versions.get()
    assert (version.name, version.code, version.kind.code) == ("Khu phố Mới", "P1D1C1-01", "khu-pho")
    assert set(unit.aliases.values_list("name", flat=True)) == {"Xóm Đình", "Xóm Chợ"}
    assert "Đã lập Khu phố Mới" in words(officer.get(response["Location"]))


def test_what_cannot_be_opened_is_explained_in_the_page_and_nothing_is_lost(units, officer):
    asked = {"level": "3", "name": "Xã Thiếu Mã", "starts_on": "01/07/2025"}
    text = words(officer.post(page("unit_open", units["P1D1"]), asked))
    assert "Từ cấp xã trở lên phải ghi mã chính thức" in text
    response = officer.post(page("unit_open", units["P1D1"]), asked | {"code": "P1D2C1"})
    assert "Mã này đang là mã của một đơn vị khác" in words(response)
    assert 'value="Xã Thiếu Mã"' in response.content.decode()
    assert "<title>Lỗi:" in response.content.decode()
    text = words(
        officer.post(page("unit_open", units["P1D1"]), asked | {"code": "X", "starts_on": "31/02/2025"})
    )
    assert "Có từ ngày" not in text and "Lập từ ngày:" in text
    assert not UnitVersion.objects.filter(name="Xã Thiếu Mã").exists()


# --- changing ---


def changed(unit, **values):
    version = version_today(unit)
    parent = version.parent.versions.on(timezone.localdate()).get() if version.parent else None
    return {
        "on": "01/07/2025",
        "name": version.name,
        "kind": version.kind.code,
        "level": str(version.level_id),
        "parent": f"{parent.name} ({parent.code})" if parent else "",
        "code": version.code,
        **values,
    }


def test_a_change_is_shown_before_it_is_written(units, officer):
    address = page("unit_change", units["P1D1C1"])
    asked = changed(units["P1D1C1"], name="Phường Bình Đại")
    first = officer.post(address, asked)
    text = words(first)
    assert "Thay đổi Xã Mẫu P1D1C1?" in text
    assert "tên: Xã Mẫu P1D1C1 → Phường Bình Đại" in text and "loại: Xã → Phường" in text
    assert "2 ấp bên dưới đi theo đơn vị này" in text
    assert units["P1D1C1"].versions.count() == 1  # tried and taken back
    assert 'name="name" value="Phường Bình Đại"' in first.content.decode()

    again = officer.post(address, asked | {"sua-lai": "1"})
    assert 'value="Phường Bình Đại"' in again.content.decode() and units["P1D1C1"].versions.count() == 1

    done = officer.post(address, asked | {"xac-nhan": "1"})
    assert done.status_code == 302
    names = units["P1D1C1"].versions.order_by("starts_on").values_list("name", "starts_on")
    assert list(names) == [("Xã Mẫu P1D1C1", START), ("Phường Bình Đại", REFORM)]


def test_a_hamlet_is_moved_to_another_commune_by_its_name_or_code(units, officer):
    hamlet = units["P1D1C1H1"]
    for number, said in enumerate(("xa mau p1d1c2", "P1D1C2", "Xã Mẫu P1D1C2 (P1D1C2)")):
        text = words(officer.post(page("unit_change", hamlet), changed(hamlet, parent=said)))
        assert "trực thuộc: Xã Mẫu P1D1C1 → Xã Mẫu P1D1C2" in text, number
    officer.post(page("unit_change", hamlet), changed(hamlet, parent="P1D1C2", **{"xac-nhan": "1"}))
    hamlet.refresh_from_db()
    assert hamlet.access_path.startswith(units["P1D1C2"].access_path)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "Không có gì thay đổi"),
        ({"name": "Tên Khác", "on": "01/01/2020"}, "đính chính nếu thông tin đó nhập nhầm"),
        ({"name": "Tên Khác", "on": "01/01/1999"}, "chưa có hoặc không còn vào ngày 01/01/1999"),
        ({"parent": "Xã Không Có"}, "Không tìm thấy “Xã Không Có”"),
        ({"parent": "P1D2C1"}, "Không tìm thấy “P1D2C1”"),  # somebody else's ground
        ({"parent": "xa mau"}, "Có 2 nơi khớp với “xa mau”"),
        ({"code": "P1D1C1H2"}, "Mã này đang là mã của một đơn vị khác"),
        ({"name": ""}, "Tên:"),
        ({"document": "QĐ 99"}, "Không tìm thấy “QĐ 99”"),
    ],
)
def test_a_change_that_cannot_be_is_explained(units, officer, values, sentence):
    hamlet = units["P1D1C1H1"]
    response = officer.post(page("unit_change", hamlet), changed(hamlet, **values) | {"xac-nhan": "1"})
    assert response.status_code == 200
    assert sentence in words(response)
    assert hamlet.versions.count() == 1


def test_a_change_names_its_document(units, officer):
    document = DocumentFactory(
        issuer_unit=units["P1D1"], number="21-NQ/HU", type="NQ", issued_on=date(2025, 6, 1)
    )
    hamlet = units["P1D1C1H1"]
    asked = changed(hamlet, name="Ấp Hòa Bình", document="nq 21")
    officer.post(page("unit_change", hamlet), asked | {"xac-nhan": "1"})
    assert version_today(hamlet).document == document


def test_an_officer_renames_his_own_top_without_owning_what_is_above(units, officer):
    district = units["P1D1"]
    assert (
        officer.post(
            page("unit_change", district), changed(district, name="Huyện Đổi Tên") | {"xac-nhan": "1"}
        ).status_code
        == 302
    )
    assert version_today(district).name == "Huyện Đổi Tên"
    assert version_today(district).parent == units["P1"]


def test_a_mistake_is_put_right_for_all_its_days(units, officer):
    hamlet = units["P1D1C1H1"]
    asked = {key: value for key, value in changed(hamlet, name="Ấp Đúng").items() if key != "on"}
    text = words(officer.post(page("unit_correct", hamlet), asked))
    assert "tên: Ấp Mẫu P1D1C1H1 → Ấp Đúng" in text and "Từ ngày 01/01/2020 đến nay" in text
    officer.post(page("unit_correct", hamlet), asked | {"xac-nhan": "1"})
    assert list(hamlet.versions.values_list("name", "starts_on")) == [("Ấp Đúng", START)]


def test_other_names_are_added_and_taken_away(units, officer):
    hamlet = units["P1D1C1H1"]
    officer.post(page("unit_aliases", hamlet), {"names": "Xóm Đình\n Xóm  Chợ "})
    officer.post(page("unit_aliases", hamlet), {"names": "Xóm Chợ"})
    assert list(hamlet.aliases.values_list("name", flat=True)) == ["Xóm Chợ"]
    text = words(officer.post(page("unit_aliases", hamlet), {"names": "x" * 151}))
    assert "dài quá 150 chữ" in text


# --- closing ---


def test_a_merger_is_shown_with_all_that_follows_and_then_done(units, officer):
    commune, taker = units["P1D1C1"], units["P1D1C2"]
    asked = {"on": "01/07/2025", "how": "whole", "successor": "P1D1C2"}
    text = words(officer.post(page("unit_close", commune), asked))
    assert "ngày cuối cùng là 30/06/2025" in text
    assert "Toàn bộ nhập vào Xã Mẫu P1D1C2" in text
    assert "2 đơn vị trực thuộc đi theo: Ấp Mẫu P1D1C1H1, Ấp Mẫu P1D1C1H2" in text
    assert not UnitSuccession.objects.exists()
    assert officer.post(page("unit_close", commune), asked | {"xac-nhan": "1"}).status_code == 302
    commune.refresh_from_db()
    assert commune.closed_on == REFORM and commune.access_path == taker.access_path
    assert version_today(units["P1D1C1H1"]).parent == taker


def test_a_division_names_its_parts_and_the_largest(units, officer):
    hamlet = units["P1D1C1H1"]
    asked = {"on": "01/07/2025", "how": "divided", "parts": "P1D1C1H2\nP1D1C2H1", "main_part": "P1D1C2H1"}
    text = words(officer.post(page("unit_close", hamlet), asked))
    assert "Phần lớn về Ấp Mẫu P1D1C2H1" in text and "Một phần về Ấp Mẫu P1D1C1H2" in text
    officer.post(page("unit_close", hamlet), asked | {"xac-nhan": "1"})
    hamlet.refresh_from_db()
    assert hamlet.access_path == units["P1D1C2H1"].access_path


@pytest.mark.parametrize(
    ("code", "values", "sentence"),
    [
        ("P1D1C1", {"how": "nobody"}, "Còn 2 đơn vị trực thuộc Xã Mẫu P1D1C1"),
        ("P1D1C1H1", {"how": "whole"}, "Hãy ghi đơn vị nhận toàn bộ"),
        ("P1D1C1H1", {"how": "whole", "successor": "P1D1C1H1"}, "không thể kế thừa chính nó"),
        ("P1D1C1H1", {"how": "divided", "parts": "P1D1C1H2\nẤp Lạ"}, "Không tìm thấy “Ấp Lạ”"),
        ("P1D1C1H1", {"how": "nobody", "on": "01/01/2020"}, "phải sau ngày lập"),
        ("P1D1C1H1", {"how": "nobody", "on": ""}, "Không còn từ ngày:"),
        ("P1D1C1H1", {}, "Vì sao kết thúc:"),
    ],
)
def test_an_end_that_cannot_be_is_explained(units, officer, code, values, sentence):
    asked = {"on": "01/07/2025", "xac-nhan": "1"} | values
    response = officer.post(page("unit_close", units[code]), asked)
    assert response.status_code == 200 and sentence in words(response)
    units[code].refresh_from_db()
    assert units[code].closed_on is None


def test_who_may_only_read_may_not_write(units):
    """Visible but not one's own to change is 403, where somebody writes elsewhere."""
    user = UserFactory()
    GrantFactory(user=user, unit=units["P1D1C1"], role="org_staff")
    GrantFactory(user=user, unit=units["P1D1"], role="leader")
    browser = signed_in(user)
    assert browser.get(page("unit_change", units["P1D1C2"])).status_code == 403
    assert browser.get(page("unit_change", units["P1D1C1"])).status_code == 200
    assert browser.get(page("unit_change", units["P1D2"])).status_code == 404


def test_names_are_resolved_as_people_write_them(units):
    among = Unit.objects.filter(access_path__startswith=units["P1D1"].access_path)

    def found(text):
        return [version.code for version in units_named(text, START, among)]

    assert found("P1D1C1") == ["P1D1C1"]
    assert found("p1d1c1") == ["P1D1C1"] and found("Xã Mẫu (p1D1c2)") == ["P1D1C2"]
    assert found("Tên bất kỳ (P1D1C1H2)") == ["P1D1C1H2"]
    assert found("xã mẫu p1d1c2") == ["P1D1C2"]
    assert found("P1D2C1") == [] and found("  ") == []


def test_the_tops_of_nobody_are_none(units):
    from branches.scope import Scope

    assert not tops_of(Scope(), START).exists()
