"""A cadre's home on a phone, and the officer's line of the month that comes after the page."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.browser.conftest import PHONE, follow
from tests.browser.test_reporting import KILO, let_in
from tests.dashboard.test_month import furnished
from tests.factories import START, GrantFactory
from tests.reports.due_ground import due_ground, visit


@pytest.fixture
def land():
    made = due_ground()
    made.row = made.choosing(starts_on=START)
    return made


def open_home(context, user, live_server):
    let_in(context, user, live_server)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    page.sizes = []
    session.on("Network.loadingFinished", lambda each: page.sizes.append(each["encodedDataLength"]))
    page.goto("/", wait_until="networkidle")
    return page


@pytest.mark.parametrize("width", [320, 360])
def test_the_month_is_read_and_used_on_a_phone(
    land, browser, browser_context_args, live_server, inspected, width
):
    furnished(land, land.row, timezone.localdate())
    context = browser.new_context(**{**browser_context_args, "viewport": {**PHONE, "width": width}})
    page = open_home(context, land.row.cadre.user, live_server)
    inspected(page)
    low = page.evaluate(
        "() => [...document.querySelectorAll('main .button')].filter(b => b.offsetHeight < 44).length"
    )
    assert low == 0
    follow(page.get_by_role("link", name="Tháng sau"))
    inspected(page)
    follow(page.get_by_role("link", name="Về tháng này"))
    follow(page.get_by_role("link", name=re.compile("^Báo cáo ?:")).first)
    page.get_by_role("heading", name="Báo cáo dự sinh hoạt").wait_for()
    context.close()


def test_the_home_keeps_its_budget_of_bytes_and_requests(land, browser, browser_context_args, live_server):
    """screens.md, A: 60 KB at the first visit, 15 KB again; at most ten requests."""
    furnished(land, land.row, timezone.localdate())
    context = browser.new_context(**{**browser_context_args, "viewport": PHONE, "service_workers": "block"})
    page = open_home(context, land.row.cadre.user, live_server)
    assert len(page.sizes) <= 10
    assert sum(page.sizes) <= 60 * KILO
    page.sizes.clear()
    page.goto("/", wait_until="networkidle")
    assert sum(page.sizes) <= 15 * KILO
    context.close()


def test_the_line_of_the_month_comes_after_the_overview_and_leads_to_who_is_late(
    land, browser, browser_context_args, live_server, inspected
):
    visit(land.row, land.branches["P1D1C1H1"], timezone.localdate() - timedelta(days=20))
    officer = GrantFactory(unit=land.district).user
    context = browser.new_context(**browser_context_args)
    page = open_home(context, officer, live_server)
    follow(page.get_by_role("link", name="báo cáo đến hạn, cần nhắc"))
    page.get_by_role("heading", name="Việc đến hạn, cần nhắc").wait_for()
    inspected(page)
    page.locator("summary", has_text="Nhắc").first.click()
    page.get_by_role("button", name="Đã gọi").first.click()
    page.get_by_text("Đã ghi là đã gọi hôm nay.").wait_for()
    inspected(page)
    context.close()


def test_without_javascript_a_link_leads_to_the_line(
    land, browser, browser_context_args, live_server, inspected
):
    officer = GrantFactory(unit=land.district).user
    context = browser.new_context(**{**browser_context_args, "java_script_enabled": False})
    let_in(context, officer, live_server)
    page = context.new_page()
    page.goto("/")
    follow(page.get_by_role("link", name="Tháng này: đã dự"))
    page.get_by_text("báo cáo chờ nhận").wait_for()
    context.close()
