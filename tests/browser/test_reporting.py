"""A cadre's evening: on a phone, without a network, the browser closed and opened again, one report with one receipt."""

from datetime import timedelta
from time import time
from uuid import uuid4

import pytest
from django.conf import settings
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from accounts.models import User
from matters.models import Recommendation
from meetings.actions.letters import make_letters, number_letters
from reports.actions.submitting import submit_report
from reports.models import Attachment, Draft, Report
from tests.browser.conftest import PHONE, follow
from tests.pages import signed_in
from tests.reports.ground import ground, one_more, register, said

KILO = 1024


@pytest.fixture
def land():
    made = ground()
    made.meeting = register(made.branch, timezone.localdate() - timedelta(days=1))
    return made


def let_in(context, user, live_server):
    session = signed_in(user).cookies[settings.SESSION_COOKIE_NAME].value
    context.clear_cookies()
    context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": session,
                "url": live_server.url,
                "expires": time() + 3600,
            }
        ]
    )


def open_the_form(page):
    page.goto("/bao-cao/moi/")
    follow(page.get_by_role("link", name="Báo cáo Chi bộ Ấp Mẫu 1").first)
    page.get_by_role("heading", name="Báo cáo dự sinh hoạt").wait_for()


def choose_a_visit_and_see_the_letter(page, land, inspected):
    """From the month's list to the form: the visit chosen, its page, the letter, and back to write."""
    page.goto("/sinh-hoat/chon-buoi-du/")
    inspected(page)
    page.get_by_role("button", name=f"Chọn Chi bộ Ấp Mẫu 1 {land.meeting.planned_on:%d/%m/%Y}").click()
    page.get_by_role("heading", name="Bạn đã chọn").wait_for()
    follow(page.get_by_role("link", name="Giấy giới thiệu").first)
    follow(page.locator("main").get_by_role("link", name=land.cadre.full_name))
    page.get_by_text("15-GGT/HU").first.wait_for()
    inspected(page)
    page.goto("/sinh-hoat/chon-buoi-du/")
    follow(page.locator(".choices-list").get_by_role("link", name="Chi bộ Ấp Mẫu 1").first)
    inspected(page)
    follow(page.get_by_role("link", name="Viết báo cáo"))
    page.get_by_role("heading", name="Báo cáo dự sinh hoạt").wait_for()


def write(page, comment="Chi bộ cần nêu rõ việc của từng tổ."):
    page.get_by_label("có dự", exact=True).check()
    page.get_by_label("Có mặt", exact=True).fill("20")
    page.get_by_label("Vắng có lý do", exact=True).fill("2")
    page.get_by_label("Tốt").check()
    page.get_by_label("Góp ý tại chỗ").fill(comment)
    page.get_by_label("Nội dung kiến nghị").first.fill("Đường ấp ngập khi mưa")
    page.get_by_label("không chứa nội dung bí mật").check()


def wait_until_kept(page):
    """Until the device has kept what stands in the form now."""
    page.locator("#report-form[data-kept]").wait_for()


def test_a_report_written_without_a_network_arrives_once(land, phone, live_server, inspected):
    today = timezone.localdate()
    land.meeting = register(land.branch, today)
    letters = make_letters(
        scheme=land.scheme,
        starts_on=today.replace(day=1),
        ends_on=today + timedelta(days=40),
        by=None,
        on=today,
    )
    number_letters(letters, number="15-GGT/HU", issued_on=today, by=None)
    context = phone()
    let_in(context, land.user, live_server)
    page = context.pages[0]
    choose_a_visit_and_see_the_letter(page, land, inspected)
    inspected(page)
    address = page.url
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.reload()

    context.set_offline(True)
    write(page)
    page.get_by_text("Đã lưu nháp trên máy này").wait_for()
    wait_until_kept(page)
    page.get_by_role("button", name="Gửi báo cáo").click()
    page.locator("p[data-saved]", has_text="đang gửi lại…").wait_for()
    context.close()
    assert not Report.objects.exists()

    context = phone(offline=True)
    page = context.pages[0]
    page.goto(address)
    expect(page.get_by_label("Góp ý tại chỗ")).to_have_value("Chi bộ cần nêu rõ việc của từng tổ.")
    page.locator("[data-tray-note]", has_text="đang gửi lại…").wait_for()
    context.set_offline(False)
    page.get_by_role("heading", name="Báo cáo BC-").wait_for(timeout=30_000)
    inspected(page)
    report = Report.objects.get()
    assert (report.visit.planned_on, report.letter.number) == (land.meeting.planned_on, "15-GGT/HU")
    assert report.number in page.locator("h1").inner_text()
    page.locator("[data-tray-note]", has_text=f"đã gửi, biên nhận {report.number}").wait_for()
    assert not Draft.objects.exists()


def test_what_is_raised_by_hand_without_a_network_arrives_once_and_the_next_is_another(
    land, phone, live_server, inspected
):
    form = "/viec/kien-nghi/moi/"
    context = phone()
    let_in(context, land.user, live_server)
    page = context.pages[0]
    page.goto(form)
    expect(page.get_by_role("heading", name="Nêu kiến nghị")).to_be_visible()
    inspected(page)
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.reload()

    def words_of(page):
        return page.get_by_label("Nội dung kiến nghị")

    context.set_offline(True)
    words_of(page).fill("Đường ấp ngập khi mưa")
    page.locator("form[data-kept]").wait_for()
    page.goto(form)
    expect(words_of(page)).to_have_value("Đường ấp ngập khi mưa")
    page.get_by_role("button", name="Gửi kiến nghị").click()
    expect(page.locator("p[data-saved]")).to_contain_text("đang gửi lại…")
    context.close()
    assert not Recommendation.objects.exists()

    context = phone(offline=True)
    page = context.pages[0]
    page.goto(form)
    tray = page.locator("[data-tray-note]")
    expect(tray).to_contain_text("đang gửi lại…")
    # The kept page has the key of what is on its way; what is written there now is another matter.
    expect(words_of(page)).to_have_value("")
    words_of(page).fill("Cầu Kênh Ba sụt")
    page.locator("form[data-kept]").wait_for()
    context.set_offline(False)
    expect(tray).to_contain_text("đã gửi, biên nhận KN-", timeout=30_000)
    page.get_by_role("button", name="Gửi kiến nghị").click()
    expect(page.get_by_role("heading", name="KN-")).to_be_visible(timeout=30_000)
    said = Recommendation.objects.order_by("pk").values_list("content", "raised_by")
    assert list(said) == [
        ("Đường ấp ngập khi mưa", land.cadre.pk),
        ("Cầu Kênh Ba sụt", land.cadre.pk),
    ]
    page.goto(form)
    expect(words_of(page)).to_have_value("")
    page.get_by_role("button", name="Gửi kiến nghị").click()
    expect(page.locator("#errors")).to_contain_text("Chưa gửi được")
    inspected(page)
    assert Recommendation.objects.count() == 2


def test_two_tabs_send_one_report(land, phone, live_server):
    context = phone()
    let_in(context, land.user, live_server)
    page = context.pages[0]
    open_the_form(page)
    address = page.url
    context.set_offline(True)
    write(page)
    page.get_by_role("button", name="Gửi báo cáo").click()
    page.locator("p[data-saved]", has_text="đang gửi lại…").wait_for()
    second = context.new_page()
    context.set_offline(False)
    second.goto(address)
    page.get_by_role("heading", name="Báo cáo BC-").wait_for(timeout=30_000)
    assert Report.objects.count() == 1


def test_the_next_person_on_the_phone_sees_nothing_and_signing_out_leaves_nothing(land, phone, live_server):
    context = phone()
    let_in(context, land.user, live_server)
    page = context.pages[0]
    open_the_form(page)
    write(page, "Chuyện riêng của người thứ nhất")
    page.get_by_text("Đã lưu nháp trên máy này").wait_for()
    raw = page.evaluate(
        """() => new Promise((done) => {
          const asked = indexedDB.open('sat-co-so');
          asked.onsuccess = () => {
            const rows = asked.result.transaction('drafts').objectStore('drafts').getAll();
            rows.onsuccess = () => done(rows.result.map((row) => new TextDecoder().decode(row.data)).join());
          };
        })"""
    )
    assert raw
    assert "Chuyện riêng" not in raw

    other = one_more(land)[1]
    let_in(context, other, live_server)
    page.goto("/bao-cao/nhap/")
    page.wait_for_timeout(500)
    assert page.locator("[data-tray]").is_hidden()
    assert page.locator("[data-tray-note]").is_hidden()

    let_in(context, User.objects.get(pk=land.user.pk), live_server)
    page.goto("/bao-cao/nhap/")
    page.locator("[data-tray-note]", has_text="1 bản nháp chưa gửi").wait_for()
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("details.account summary").click()
    page.get_by_role("button", name="Đăng xuất").click()
    page.get_by_role("heading", name="Đăng nhập").wait_for()
    left = page.evaluate(
        "async () => [(await indexedDB.databases()).map((each) => each.name), "
        "(await caches.keys()).filter((name) => name.startsWith('pages-'))]"
    )
    assert left == [[], []]


def test_wrong_counts_are_told_on_the_page_and_nothing_is_lost(land, phone, live_server, inspected):
    context = phone()
    let_in(context, land.user, live_server)
    page = context.pages[0]
    open_the_form(page)
    write(page)
    page.get_by_label("Vắng không lý do").fill("9")
    page.get_by_role("button", name="Gửi báo cáo").click()
    page.locator("#errors", has_text="số phải dự là 22").wait_for()
    inspected(page)
    page.get_by_label("Vắng không lý do").fill("0")
    page.get_by_role("button", name="Thêm dòng").first.click()
    page.get_by_label("Nội dung kiến nghị").nth(2).fill("Kiến nghị thứ ba")
    page.get_by_role("button", name="Gửi báo cáo").click()
    page.get_by_role("heading", name="Báo cáo BC-").wait_for()
    assert Report.objects.get().recommendation_links.count() == 2


def test_a_report_that_stands_already_is_shown_beside_the_new_one(land, phone, live_server, inspected):
    context = phone()
    let_in(context, land.user, live_server)
    page = context.pages[0]
    page.goto(f"/bao-cao/moi/?buoi={land.meeting.key}")
    submit_report(
        cadre=land.cadre,
        author=land.user,
        client_key=uuid4(),
        values=said(land, met_on=land.meeting.planned_on, comments="Gửi từ máy khác"),
        on=timezone.localdate(),
    )
    write(page, "Viết trên máy này")
    page.get_by_role("button", name="Gửi báo cáo").click()
    page.locator("#errors", has_text="“Gửi từ máy khác” – “Viết trên máy này”").wait_for()
    inspected(page)
    assert page.get_by_label("Góp ý tại chỗ").input_value() == "Viết trên máy này"
    assert Report.objects.count() == 1


def test_a_large_picture_is_made_small_and_kept_until_it_is_sent(land, phone, live_server, tmp_path):
    noise = Image.effect_noise((3200, 2400), 90).convert("RGB")
    noise.save(tmp_path / "chi bo.png")
    context = phone()
    let_in(context, land.user, live_server)
    page = context.pages[0]
    open_the_form(page)
    address = page.url
    write(page)
    page.locator(".s-files > summary").click()
    page.set_input_files("input[type=file]", tmp_path / "chi bo.png")
    page.wait_for_function("() => document.querySelector('input[type=file]').files[0].name === 'chi bo.jpg'")
    wait_until_kept(page)
    page.goto(address)
    page.wait_for_function("() => document.querySelector('input[type=file]').files.length === 1")
    page.get_by_role("button", name="Gửi báo cáo").click()
    page.get_by_role("heading", name="Báo cáo BC-").wait_for()
    file = Attachment.objects.get()
    assert (file.real_name, file.content_type) == ("chi bo.jpg", "image/jpeg")
    assert (tmp_path / "chi bo.png").stat().st_size > 4 * file.size


def test_the_same_without_javascript(land, browser, browser_context_args, live_server):
    context = browser.new_context(**{**browser_context_args, "viewport": PHONE, "java_script_enabled": False})
    try:
        let_in(context, land.user, live_server)
        page = context.new_page()
        open_the_form(page)
        write(page)
        page.get_by_role("button", name="Lưu nháp").click()
        page.get_by_text("Đã lưu nháp.").wait_for()
        page.get_by_role("button", name="Gửi báo cáo").click()
        page.get_by_role("heading", name="Báo cáo BC-").wait_for()
    finally:
        context.close()
    assert Report.objects.count() == 1
    assert not Draft.objects.exists()


def test_the_form_keeps_its_budget_of_bytes_and_requests(land, phone, live_server):
    """screens.md, B: 70 KB at the first visit, 20 KB again; at most ten requests."""
    context = phone(service_workers="block")
    let_in(context, land.user, live_server)
    page = context.pages[0]
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sizes = []
    session.on("Network.loadingFinished", lambda each: sizes.append(each["encodedDataLength"]))
    page.goto(f"/bao-cao/moi/?buoi={land.meeting.key}", wait_until="networkidle")
    assert len(sizes) <= 10
    assert sum(sizes) <= 70 * KILO
    sizes.clear()
    page.goto(f"/bao-cao/moi/?buoi={land.meeting.key}", wait_until="networkidle")
    assert sum(sizes) <= 20 * KILO
