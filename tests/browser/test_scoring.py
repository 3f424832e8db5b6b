"""Filling in a score sheet: by the keyboard alone at a desk, on a phone, and two people at once."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from scores.actions.sheets import open_sheet, rows_of, save_row, send_sheet
from scores.models import Sheet
from tests import factories, score_things
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_reporting import let_in


@pytest.fixture
def land():
    units = factories.small_map()
    body = factories.organisation(
        units["P1D1C1"], code="DU1", name="Đảng bộ xã 1", kind="grassroots_committee"
    )
    rubric = score_things.issued_rubric(units["P1D1"], kind="month")
    people = [factories.UserFactory(full_name=f"Nguyễn Văn Chấm {n}") for n in (1, 2)]
    for user in people:
        factories.GrantFactory(user=user, role="commune_office", unit=units["P1D1C1"])
    open_sheet(
        rubric=rubric, organisation=body, issuer=units["P1D1"], period_on=date(2026, 3, 1), scorer="own",
        by=people[0], on=factories.START,
    )  # fmt: skip
    return Sheet.objects.get(), people


def opened(browser, arguments, user, live_server, sheet, viewport):
    context = browser.new_context(**{**arguments, "viewport": viewport})
    let_in(context, user, live_server)
    page = context.new_page()
    page.goto(reverse("scores:sheet_page", args=[sheet.key]))
    return page


def fill(page, number, points):
    page.locator("[data-row]").nth(number).locator("input[name$=-value]").fill(points)
    page.locator("[data-row]").nth(number).locator("input[name$=-note]").fill("Đủ minh chứng")


@pytest.mark.parametrize("viewport", [DESK, PHONE])
def test_row_by_row_with_the_keyboard(land, browser, browser_context_args, live_server, inspected, viewport):
    sheet, (user, _other) = land
    page = opened(browser, browser_context_args, user, live_server, sheet, viewport)
    inspected(page)
    most = [row.criterion.maximum for row in rows_of(sheet)]
    page.locator("input[name$=-value]").first.focus()
    for points in most:
        page.keyboard.type(str(int(points)))
        page.keyboard.press("Tab")
        page.keyboard.type("Đủ minh chứng")
        page.keyboard.press("Enter")
    page.get_by_text("đã lưu").nth(len(most) - 1).wait_for()
    assert page.locator("[data-total]").inner_text() == "105"
    assert page.locator("[data-band]").inner_text() == "Tốt"
    inspected(page)
    sheet.refresh_from_db()
    assert sheet.total == 105
    page.locator("input[name$=-value]").nth(1).focus()
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.name") == page.locator(
        "input[name$=-value]"
    ).first.get_attribute("name")
    page.context.close()


def test_two_people_at_once_see_each_others_points(land, browser, browser_context_args, live_server):
    sheet, people = land
    first, second = (opened(browser, browser_context_args, user, live_server, sheet, DESK) for user in people)
    fill(first, 0, "15")
    first.keyboard.press("Enter")
    first.get_by_text("đã lưu").wait_for()
    fill(second, 0, "12")
    second.keyboard.press("Enter")
    second.get_by_text("đang lưu: 15, của Nguyễn Văn Chấm 1").wait_for()
    assert rows_of(sheet)[0].points == 15
    # Leaving the row again overwrites nothing; Enter says that it is meant.
    value = second.locator("input[name$=-value]").first
    value.focus()
    second.locator("input[name$=-value]").nth(1).focus()
    second.locator("[data-row]").nth(1).locator("input[name$=-value]").fill("5")
    second.locator("[data-row]").nth(1).locator("input[name$=-note]").fill("Đủ minh chứng")
    second.keyboard.press("Enter")
    second.get_by_text("đã lưu").wait_for()
    assert rows_of(sheet)[0].points == 15
    value.focus()
    second.keyboard.press("Enter")
    second.get_by_text("đã lưu").nth(1).wait_for()
    assert rows_of(sheet)[0].points == 12
    for page in (first, second):
        page.context.close()


@pytest.mark.parametrize("viewport", [DESK, PHONE])
def test_an_officer_finds_a_sheet_and_reads_its_history(
    land, browser, browser_context_args, live_server, inspected, viewport
):
    sheet, (office, _other) = land
    for row in rows_of(sheet):
        save_row(row, column="points", value=row.criterion.maximum, note="Đủ minh chứng", version=row.version, by=office)  # fmt: skip
    send_sheet(sheet, by=office, on=date(2026, 4, 20))
    officer = factories.UserFactory(full_name="Trần Thị Thẩm")
    factories.GrantFactory(user=officer, role="org_staff", unit=sheet.issuer)
    page = opened(browser, browser_context_args, officer, live_server, sheet, viewport)
    inspected(page)
    page.goto(f"{reverse('scores:month_list')}?thang=2026-03")
    inspected(page)
    page.get_by_role("link", name="gửi muộn").click()
    inspected(page)
    page.get_by_role("link", name="Đảng bộ xã 1").click()
    page.get_by_role("link", name="Lịch sử sửa đổi").click()
    page.get_by_text("Nguyễn Văn Chấm 1").first.wait_for()
    inspected(page)
    page.goto(f"{reverse('scores:meeting_scores')}?nam=2026")
    inspected(page)
    page.context.close()


def test_a_veto_is_saved_as_it_is_ticked_and_the_next_page_shows_it(
    land, browser, browser_context_args, live_server
):
    sheet, people = land
    first, second = (
        opened(browser, browser_context_args, user, live_server, sheet, PHONE) for user in people
    )
    box, saved = "[data-veto] input[type=checkbox]", "[data-veto] .saved"
    second.locator(box).check()
    expect(second.locator(saved)).to_have_text("đã lưu")
    # The first page was read before that: what it says is what stands already, and from now on it knows so.
    first.locator(box).check()
    expect(first.locator(saved)).to_have_text("đã lưu")
    expect(first.locator("[name=veto_seen]")).to_have_count(1)
    first.locator(box).uncheck()
    expect(first.locator("[name=veto_seen]")).to_have_count(0)
    expect(first.locator(saved)).to_have_text("đã lưu")
    assert not sheet.veto_rows.exists()
    second.reload()
    expect(second.locator(box)).not_to_be_checked()
    for page in (first, second):
        page.context.close()
