"""The leader who has two minutes: from the overview to the review of a year, to one number, to the rows behind it."""

from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from scores.models import Indicator, IndicatorValue
from tests.browser.conftest import DESK, PHONE, follow
from tests.reports.filed import ground

PASSWORD = "mat-khau-cua-thuong-truc"


@pytest.fixture
def land():
    land = ground(report_days=5)
    land.report()
    land.leader = land.reader("leader")
    land.leader.username = "0912000333"
    land.leader.set_password(PASSWORD)
    land.leader.save()
    land.year = timezone.localdate().year - 1
    for hamlet, value in zip(land.hamlets, (3, 4), strict=False):
        IndicatorValue.objects.create(
            indicator=Indicator.objects.get(code="admissions"),
            unit=hamlet,
            counted_on=date(land.year, 6, 30),
            value=value,
        )
    return land


@pytest.mark.parametrize("viewport", [DESK, PHONE])
def test_from_the_overview_to_the_rows_behind_a_number(land, watched, inspected, viewport):
    page = watched
    page.set_viewport_size(viewport)
    page.goto("/")
    page.get_by_label("Tên đăng nhập").fill("0912000333")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_role("heading", level=1).wait_for()
    inspected(page)
    if viewport == PHONE:
        page.locator("button[popovertarget=nav]").click()
    follow(page.get_by_role("link", name="Kiến nghị", exact=True).first)
    follow(page.get_by_role("link", name="Sơ kết, tổng kết"))
    page.get_by_text("Chưa có báo cáo sơ kết, tổng kết nào.").wait_for()
    inspected(page)
    follow(page.get_by_role("link", name="Xem số liệu một kỳ").first)
    # The place by its name, without accents.
    page.get_by_role("combobox", name="Nơi").fill("huyen mau p1d1")
    page.get_by_label("Từ ngày").fill(f"01/01/{land.year}")
    page.get_by_label("Đến hết ngày").fill(f"31/12/{land.year}")
    page.get_by_role("button", name="Xem", exact=True).click()
    page.get_by_role("heading", name="Chỉ số").wait_for()
    expect(page.get_by_role("combobox", name="Nơi")).to_have_value("Huyện Mẫu P1D1 (P1D1)")
    inspected(page)
    row = page.get_by_role("row").filter(has_text="Kết nạp đảng viên")
    follow(row.get_by_role("link", name="7", exact=True))
    page.get_by_role("heading", name=f"Kết nạp đảng viên năm {land.year}: 7").wait_for()
    expect(page.locator("tbody tr")).to_have_count(2)
    inspected(page)
