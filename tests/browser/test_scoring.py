"""Filling in a score sheet: by the keyboard alone at a desk, on a phone, and two people at once."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from reports.models import Report
from scores.actions.rubrics import issue, make_rubric
from scores.actions.sheet_steps import send_sheet
from scores.actions.sheets import open_sheet, rows_of, save_row
from scores.models import Rubric, Sheet
from tests import factories, score_things
from tests.browser.conftest import DESK, PHONE, follow
from tests.browser.test_reporting import KILO, let_in, write
from tests.reports.ground import ground, register


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
    expect(page.locator("[data-total]")).to_have_text("105")
    expect(page.locator("[data-band]")).to_have_text("Tốt")
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
    follow(page.get_by_role("link", name="gửi muộn"))
    inspected(page)
    follow(page.get_by_role("link", name="Đảng bộ xã 1"))
    follow(page.get_by_role("link", name="Lịch sử sửa đổi"))
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


def test_a_visitor_scores_in_his_report_without_a_network_and_opens_his_sheet(phone, live_server, inspected):
    """One sending on a poor line: the report and the sheet arrive together, once, each leading to the other."""
    made, today = ground(), timezone.localdate()
    made.meeting = register(made.branch, today - timedelta(days=1))
    longest = Rubric.objects.shipped().get(code="huong-dan-12")
    rubric = make_rubric(
        issuer=made.district, code="dai", name="Chất lượng sinh hoạt", kind="meeting", copied_from=longest,
        by=None, on=score_things.MADE_ON,
    )  # fmt: skip
    issue(rubric, document=score_things.document_of(made.district), starts_on=date(2026, 1, 1), by=None, on=score_things.MADE_ON)  # fmt: skip
    page = _weighed(phone, made, live_server)
    address = page.url
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.reload()
    page.locator(".s-scores > summary").click()
    inspected(page)

    page.context.set_offline(True)
    write(page)
    page.locator(".s-meeting > summary").click()
    page.locator("#id_started_at").fill("19:00")
    page.locator("#id_ended_at").fill("21:00")
    for criterion in rubric.criteria.filter(fact=""):
        page.locator(f"#id_diem-{criterion.key}").fill(str(int(criterion.maximum)))
    asked = rubric.criteria.exclude(fact="").exclude(fact__in=["attendance_rate", "duration"])
    wrong = rubric.criteria.filter(fact="").first()
    for criterion in asked:
        page.locator(f"#id_diem-{criterion.key}").fill(str(int(criterion.maximum)))
        page.locator(f"#id_ly-do-{criterion.key}").fill("Thấy tại buổi họp")
    page.locator(f"#id_diem-{wrong.key}").fill("99")
    expect(page.locator("p[data-saved]")).to_contain_text("Đã lưu nháp trên máy này")
    # Opened again where there is no network, all of it is there.
    page.goto(address)
    expect(page.locator(f"#id_diem-{wrong.key}")).to_have_value("99")
    page.get_by_role("button", name="Gửi báo cáo").click()
    expect(page.locator("p[data-saved]")).to_contain_text("đang gửi lại…")
    assert not Report.objects.exists()

    page.context.set_offline(False)
    # What is wrong is one sentence that leads to its field; nothing was made of the rest, and nothing is lost.
    expect(page.locator("#errors")).to_contain_text("điểm từ 0 đến", timeout=30_000)
    assert not Report.objects.exists() and not Sheet.objects.exists()
    page.locator(f"#id_diem-{wrong.key}").fill(str(int(wrong.maximum)))
    page.get_by_role("button", name="Gửi báo cáo").click()
    expect(page.get_by_role("heading", name="Báo cáo BC-")).to_be_visible(timeout=30_000)
    inspected(page)
    report, sheet = Report.objects.get(), Sheet.objects.get()
    assert (sheet.state, sheet.attendance) == ("sent", report.attendance)
    follow(page.get_by_role("link", name="Cấp trên dự và chấm"))
    expect(page.get_by_text("20/22 đảng viên phải dự có mặt").first).to_be_visible()
    inspected(page)
    follow(page.get_by_role("link", name="Báo cáo buổi này"))
    expect(page.get_by_role("heading", name=report.number)).to_be_visible()


def _weighed(phone, made, live_server):
    """The form on a phone that knows nothing of it yet, and once more: within the budget of screens.md, B, with the longest rubric."""
    context = phone(service_workers="allow")
    let_in(context, made.user, live_server)
    page = context.pages[0]
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sizes = []
    session.on("Network.loadingFinished", lambda each: sizes.append(each["encodedDataLength"]))
    page.goto(f"/bao-cao/moi/?buoi={made.meeting.key}", wait_until="networkidle")
    assert len(sizes) <= 10 and sum(sizes) <= 70 * KILO
    return page
