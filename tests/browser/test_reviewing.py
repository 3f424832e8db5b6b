"""The board's queue by keyboard alone, on the same pages that work without JavaScript."""

import pytest

from reports.models import Report
from tests.browser.conftest import PHONE, follow
from tests.reports.filed import ground

PASSWORD = "mat-khau-cua-can-bo-to-chuc"


@pytest.fixture
def land():
    land = ground(report_days=5)
    land.officer.username = "0912000111"
    land.officer.set_password(PASSWORD)
    land.officer.save()
    land.reports = [
        land.report(branch=branch, strengths=f"Ưu điểm {n}") for n, branch in enumerate(land.branches)
    ]
    return land


def sign_in(page, address):
    page.goto(address)
    page.get_by_label("Tên đăng nhập").fill("0912000111")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()


def stands(page, heading):
    """Waits for the page of that heading, its script too: a key pressed before that is nobody's."""
    page.get_by_role("heading", name=heading).wait_for()
    page.wait_for_load_state()


def test_one_after_another_by_keys(land, watched, inspected):
    page = watched
    sign_in(page, "/bao-cao/lan-luot/")
    stands(page, land.reports[0].number)
    inspected(page)
    page.keyboard.press("n")
    stands(page, land.reports[1].number)
    page.keyboard.press("b")
    stands(page, land.reports[2].number)
    page.keyboard.press("t")
    # "n" is a letter now: one writes.
    page.keyboard.type("Nêu rõ kiến nghị nào gửi cơ quan nào.")
    page.get_by_role("button", name="Trả lại", exact=True).click()
    stands(page, land.reports[3].number)
    page.keyboard.press("n")
    page.get_by_text("Còn những báo cáo bạn để sau").wait_for()
    inspected(page)
    states = [Report.objects.get(pk=each.pk).state for each in land.reports]
    assert states == ["accepted", "submitted", "returned", "accepted"]


@pytest.mark.parametrize("viewport", [PHONE, {"width": 1440, "height": 900}])
def test_without_javascript_on_a_phone_and_at_a_desk(
    land, browser, browser_context_args, inspected, viewport
):
    context = browser.new_context(
        **{**browser_context_args, "viewport": viewport, "java_script_enabled": False}
    )
    page = context.new_page()
    sign_in(page, "/bao-cao/")
    follow(page.get_by_role("link", name="Chọn mọi báo cáo chờ nhận của trang này"))
    page.get_by_role("button", name="Nhận các báo cáo đã chọn").click()
    page.get_by_text("Đã nhận 4 báo cáo.").wait_for()
    context.close()
    assert set(Report.objects.values_list("state", flat=True)) == {"accepted"}


@pytest.mark.parametrize("viewport", [PHONE, {"width": 1440, "height": 900}])
def test_the_pages_pass_a_strict_reader(land, page, inspected, viewport):
    page.set_viewport_size(viewport)
    report = land.reports[0]
    sign_in(page, "/bao-cao/")
    page.get_by_role("heading", name="Báo cáo dự sinh hoạt").wait_for()
    for address in (
        "/bao-cao/",
        f"/bao-cao/xem/{report.key}/",
        f"/bao-cao/xem/{report.key}/tra-lai/",
        "/bao-cao/gan-giong-nhau/",
        "/bao-cao/danh-muc-kiem/",
        "/bao-cao/mau/",
        f"/bao-cao/mau/chu-truong/{land.scheme.key}/",
        "/bao-cao/giay/",
    ):
        page.goto(address)
        inspected(page)
