"""A cadre at a household's door: on a phone of 360 px, without a network, and one visit comes of it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from matters.models import Recommendation
from reports.models import HouseholdVisit
from tests.browser.conftest import PHONE, follow
from tests.browser.test_reporting import let_in
from tests.reports.household_ground import HEAD, household_ground


@pytest.fixture
def land():
    return household_ground()


def keep_the_list(page, inspected):
    """From the month to the list, while there is a network; its forms are kept though none was opened."""
    page.goto("/")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    follow(page.get_by_role("link", name="1 hộ tôi phụ trách"))
    expect(page.locator('[data-keep="done"]')).to_be_visible()
    inspected(page)


def open_the_form(page, inspected):
    page.goto("/")
    follow(page.get_by_role("link", name="1 hộ tôi phụ trách"))
    expect(page.get_by_role("heading", name="Hộ tôi phụ trách")).to_be_visible()
    inspected(page)
    follow(page.get_by_role("link", name=HEAD))
    expect(page.get_by_role("heading", name="Ghi lần thăm hộ")).to_be_visible()


def test_a_visit_written_at_the_door_without_a_network_arrives_once(land, phone, live_server, inspected):
    context = phone()
    let_in(context, land.user, live_server)
    page = context.pages[0]
    keep_the_list(page, inspected)
    context.set_offline(True)
    follow(page.get_by_role("link", name=HEAD))
    expect(page.get_by_role("heading", name="Ghi lần thăm hộ")).to_be_visible()
    address = page.url
    page.locator("summary", has_text="Tình hình").click()
    page.locator("summary", has_text="Kiến nghị của hộ").click()
    inspected(page)
    page.get_by_label("Việc làm, thu nhập").fill("Nuôi hai con bò")
    page.get_by_label("Tâm tư, nguyện vọng").fill("Muốn vay vốn")
    page.get_by_label("Nội dung kiến nghị").fill("Xin làm cống thoát nước trong tổ")
    expect(page.locator("form[data-kept]")).to_be_visible()
    page.get_by_role("button", name="Ghi lần thăm").click()
    expect(page.locator("p[data-saved]")).to_contain_text("đang gửi lại…")
    context.close()
    assert not HouseholdVisit.objects.exists()

    context = phone(offline=True)
    page = context.pages[0]
    page.goto(address)
    tray = page.locator("[data-tray-note]")
    expect(tray).to_contain_text("đang gửi lại…")
    context.set_offline(False)
    expect(tray).to_contain_text("đã gửi, biên nhận HO-001", timeout=30_000)
    visit = HouseholdVisit.objects.get()
    assert (visit.visited_on, visit.words.wishes) == (timezone.localdate(), "Muốn vay vốn")
    assert Recommendation.objects.get().source == "household"
    page.goto(f"/ho-gia-dinh/lan-tham/{visit.key}/")
    expect(page.get_by_text("Nuôi hai con bò")).to_be_visible()
    inspected(page)
    follow(page.get_by_role("link", name="Sửa", exact=True))
    inspected(page)


def test_bad_input_is_told_and_the_button_pressed_twice_makes_one_visit(land, phone, live_server, inspected):
    context = phone()
    let_in(context, land.user, live_server)
    page = context.pages[0]
    open_the_form(page, inspected)
    tomorrow = timezone.localdate() + timedelta(days=1)
    page.get_by_label("Ngày thăm", exact=True).fill(f"{tomorrow:%d/%m/%Y}")
    page.get_by_label("Tâm tư, nguyện vọng").fill("Muốn vay vốn")
    page.get_by_role("button", name="Ghi lần thăm").click()
    expect(page.locator("#errors")).to_contain_text("Ngày thăm chưa tới")
    inspected(page)
    expect(page.get_by_label("Tâm tư, nguyện vọng")).to_have_value("Muốn vay vốn")
    page.get_by_label("Ngày thăm", exact=True).fill(f"{timezone.localdate():%d/%m/%Y}")
    page.get_by_role("button", name="Ghi lần thăm").dblclick()
    expect(page.get_by_role("heading", name="Thăm hộ HO-001")).to_be_visible(timeout=30_000)
    assert HouseholdVisit.objects.count() == 1


def test_the_same_without_javascript(land, browser, browser_context_args, live_server):
    context = browser.new_context(**{**browser_context_args, "viewport": PHONE, "java_script_enabled": False})
    try:
        let_in(context, land.user, live_server)
        page = context.new_page()
        page.goto(f"/ho-gia-dinh/{land.household.key}/tham/")
        page.get_by_label("Tâm tư, nguyện vọng").fill("Muốn vay vốn")
        follow(page.get_by_role("button", name="Ghi lần thăm"))
        expect(page.get_by_text("Đã ghi lần thăm hộ.")).to_be_visible()
    finally:
        context.close()
    assert HouseholdVisit.objects.get().words.wishes == "Muốn vay vốn"
