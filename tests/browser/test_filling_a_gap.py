"""The officer's morning: sign in, bring in a list of cadres, fill the unit that has no one, see coverage rise."""

from datetime import date

import openpyxl
import pytest

from assignments.actions.assigning import assign
from assignments.actions.schemes import create_scheme
from assignments.models import Assignment, Cadre
from branches.models import OfficialDocument
from tests.browser.conftest import PHONE, follow
from tests.factories import AgencyFactory, CadreFactory, GrantFactory, PositionFactory, UserFactory, small_map

PASSWORD = "mat-khau-cua-can-bo-to-chuc"
BEGAN = date(2026, 1, 5)
HAMLETS = ["P1D1C1H1", "P1D1C1H2", "P1D1C2H1", "P1D1C2H2"]


@pytest.fixture
def district():
    """A district of four hamlets, three of them followed, and its officer."""
    units = small_map()
    issuer = units["P1D1"]
    officer = UserFactory(username="0912000111", full_name="Võ Thị Tổ Chức")
    officer.set_password(PASSWORD)
    officer.save()
    GrantFactory(user=officer, role="org_staff", unit=issuer)
    agency = AgencyFactory(code="BTC", name="Ban Tổ chức Huyện ủy", unit=issuer)
    decision = OfficialDocument.objects.create(
        issuer_unit=issuer,
        type="QĐ",
        number="634-QĐ/HU",
        issued_on=BEGAN,
        title="Phân công cán bộ theo dõi ấp",
    )
    scheme = create_scheme(
        code="ap", name="Huyện nắm tới ấp", issuer=issuer, preset="binh-dai", starts_on=BEGAN, by=None
    )
    for code in HAMLETS[:3]:
        cadre = CadreFactory(unit=issuer)
        PositionFactory(cadre=cadre, agency=agency)
        assign(
            scheme=scheme, assignee=cadre, target=units[code], starts_on=BEGAN, documents=[decision], by=None
        )
    return {"units": units, "scheme": scheme, "officer": officer}


@pytest.fixture
def roll(tmp_path):
    """The list as an office keeps it: a title above the headings, Vietnamese headings, a trailing space."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["DANH SÁCH CÁN BỘ BỔ SUNG"])
    sheet.append(["Mã", "Họ và tên", "Mã cơ quan", "Chức vụ", "Nhóm"])
    sheet.append(["CB-MOI", "Đinh Thị Mới ", "BTC", "Phó Trưởng ban", "departments"])
    book.save(tmp_path / "can-bo.xlsx")
    return tmp_path / "can-bo.xlsx"


def sign_in(page):
    page.goto("/")
    page.get_by_label("Tên đăng nhập").fill("0912 000 111")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_role("heading", name="Tổng quan").wait_for()


def fill_the_gap(page, roll, inspected):
    sign_in(page)
    inspected(page)
    page.get_by_role("link", name="3/4 đã có cán bộ").first.wait_for()

    page.goto("/nhap/")
    inspected(page)
    follow(page.get_by_role("link", name="Chọn tệp Cán bộ", exact=True))
    inspected(page)
    page.set_input_files("input[type=file]", roll)
    page.get_by_role("button", name="Kiểm tra tệp").click()
    page.get_by_text("Chưa ghi gì; hãy xem rồi áp dụng.").wait_for()
    inspected(page)
    assert not Cadre.objects.filter(code="CB-MOI").exists()
    page.get_by_role("button", name="Áp dụng").click()
    page.get_by_text("Đã áp dụng lúc").wait_for()
    inspected(page)

    page.goto("/do-phu/")
    inspected(page)
    page.get_by_text("P1D1C2H2").first.wait_for()
    page.goto("/phan-cong/bang/?trong=1")
    inspected(page)
    page.get_by_label("Người theo dõi Ấp Mẫu P1D1C2H2").fill("CB-MOI")
    page.locator("main").get_by_role("button", name="Ghi vào dự thảo").last.click()
    page.get_by_text("Bảng cho thấy tình hình của ngày đó.").wait_for()
    inspected(page)
    assert Assignment.objects.count() == 3
    follow(page.get_by_role("link", name="Xem lại và cho có hiệu lực"))
    inspected(page)
    page.get_by_text("Văn bản chưa có trong danh sách?").click()
    page.get_by_label("Số, ký hiệu văn bản mới").fill("1316-QĐ/HU")
    page.get_by_label("Ngày ban hành").fill("05/01/2026")
    page.get_by_label("Trích yếu").fill("Điều chỉnh, bổ sung phân công")
    page.get_by_role("button", name="Cho có hiệu lực").click()
    page.get_by_text("Mọi thay đổi dưới đây đã được ghi vào phân công.").wait_for()
    inspected(page)

    page.goto("/")
    page.get_by_role("link", name="4/4 đã có cán bộ").first.wait_for()
    inspected(page)
    assert Assignment.objects.get(cadre__code="CB-MOI").documents.get().number == "1316-QĐ/HU"


def test_an_officer_brings_in_a_cadre_and_fills_a_gap(district, roll, watched, inspected):
    fill_the_gap(watched, roll, inspected)


def test_the_same_on_a_phone_without_javascript(district, roll, browser, browser_context_args, inspected):
    context = browser.new_context(**{**browser_context_args, "viewport": PHONE, "java_script_enabled": False})
    try:
        # The inspection itself needs scripts: this journey shows that the product does not.
        fill_the_gap(context.new_page(), roll, lambda page: None)
    finally:
        context.close()


def test_the_pages_of_the_journey_stand_on_a_phone(district, browser, browser_context_args, inspected):
    context = browser.new_context(**{**browser_context_args, "viewport": PHONE})
    page = context.new_page()
    try:
        sign_in(page)
        unit, scheme = district["units"]["P1D1C1H1"], district["scheme"]
        for address in (
            "/", "/do-phu/", "/dia-ban/", f"/don-vi/{unit.key}/", f"/ai-theo-doi/{unit.key}/", "/phan-cong/bang/",
            "/phan-cong/can-bo/", "/phan-cong/chu-truong/", f"/phan-cong/chu-truong/{scheme.key}/",
            "/phan-cong/danh-sach/", "/nhap/", "/dia-ban/van-ban/", "/tim/?q=ap", "/tro-giup/",
        ):  # fmt: skip
            response = page.goto(address)
            assert response.status == 200, address
            inspected(page)
    finally:
        context.close()
