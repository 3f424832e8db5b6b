"""The handler's journey at a desk and on a phone: signs in onto what is with his agency, receives, answers with a document;
and the cadre who finds the answer on his next form. Every page is looked at by a strict reader."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from matters.actions.handing import hand_over
from matters.actions.raising import raise_matter
from matters.actions.receiving import receive
from matters.models import Answer, Recommendation
from tests.browser.conftest import DESK, PHONE, follow
from tests.browser.test_reporting import let_in, wait_until_kept
from tests.factories import AgencyFactory
from tests.matters.agency_ground import letter
from tests.reports.filed import reader
from tests.reports.ground import ground, register

WORDS = "Cầu Kênh Ba bị sụt, xe cứu thương không qua được, học sinh phải đi vòng bốn cây số"


@pytest.fixture
def land():
    made = ground()
    made.today = timezone.localdate()
    made.lead = AgencyFactory(unit=made.district, name="Phòng Kinh tế và Hạ tầng")
    made.co = AgencyFactory(unit=made.district, name="Phòng Tài chính - Kế hoạch")
    made.handler = reader("handler", agency=made.lead)
    made.day = made.today - timedelta(days=20)
    made.matter = given(made, WORDS)
    given(made, "Đường ấp ngập", due_on=made.today + timedelta(days=6))
    return made


def given(land, content, due_on=None):
    made = raise_matter(
        unit=land.hamlet,
        issuer=land.district,
        organisation=land.branch,
        content=content,
        raised_on=land.day,
        by=land.officer,
        raised_by=land.cadre,
    )
    made = receive(made, by=land.officer, on=land.day, is_shared=True)
    due_on = due_on or land.today - timedelta(days=3)
    hand_over(
        made, agency=land.lead, by=land.officer, on=land.day, due_on=due_on, asked="Trả lời rõ nguồn vốn"
    )
    hand_over(made, agency=land.co, by=land.officer, on=land.day, is_lead=False, due_on=due_on)
    return made


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_a_handler_receives_and_answers(
    land, browser, browser_context_args, live_server, inspected, tmp_path, viewport
):
    context = browser.new_context(**{**browser_context_args, "viewport": viewport})
    let_in(context, land.handler, live_server)
    page = context.new_page()
    page.goto("/")
    page.get_by_role("heading", name="Kiến nghị giao cơ quan tôi").wait_for()
    expect(page.get_by_text("quá hạn 3 ngày").first).to_be_visible()
    inspected(page)
    follow(page.get_by_role("link", name="Cầu Kênh Ba"))
    page.get_by_role("button", name="Cơ quan đã nhận").click()
    page.get_by_text("Đã ghi là cơ quan nhận kiến nghị.").wait_for()
    inspected(page)
    follow(page.get_by_role("link", name="Trả lời", exact=True))
    page.get_by_role("button", name="Gửi trả lời").click()
    page.get_by_role("alert").wait_for()
    inspected(page)
    file = tmp_path / "cong-van.pdf"
    file.write_bytes(letter("Trả lời kiến nghị"))
    page.get_by_label("đã giải quyết").check()
    page.get_by_label("Nội dung trả lời").fill("Đã gia cố mố cầu, xe dưới 5 tấn qua lại được.")
    page.get_by_label("Số, ký hiệu văn bản").fill("215/KTHT")
    page.get_by_label("Văn bản trả lời").set_input_files(file)
    page.get_by_role("button", name="Gửi trả lời").click()
    page.get_by_text("Đã trả lời kiến nghị.").wait_for()
    page.get_by_role("link", name="cong-van.pdf").wait_for()
    inspected(page)
    page.goto("/viec/co-quan/?xem=da-tra-loi")
    page.get_by_role("link", name="Cầu Kênh Ba").wait_for()
    inspected(page)
    context.close()
    assert Answer.objects.get().outcome == "resolved"
    the_cadre_tells_it(land, browser, browser_context_args, live_server, inspected, viewport)


def the_cadre_tells_it(land, browser, browser_context_args, live_server, inspected, viewport):
    meeting = register(land.branch, land.today)
    context = browser.new_context(**{**browser_context_args, "viewport": viewport})
    let_in(context, land.user, live_server)
    page = context.new_page()
    page.goto("/thang-nay/")
    page.get_by_role("heading", name="Trả lời mới").wait_for()
    inspected(page)
    page.goto(f"/bao-cao/moi/?buoi={meeting.key}")
    page.get_by_role("heading", name="Trả lời kỳ trước").wait_for()
    page.get_by_label("có dự", exact=True).check()
    inspected(page)
    page.get_by_label("Đã thông báo tại buổi sinh hoạt").check()
    # What was ticked is in the draft of this device.
    wait_until_kept(page)
    page.reload()
    expect(page.get_by_label("Đã thông báo tại buổi sinh hoạt")).to_be_checked()
    page.get_by_label("Báo cáo này không chứa nội dung bí mật nhà nước.").check()
    page.get_by_role("button", name="Gửi báo cáo").click()
    page.wait_for_url("**/bao-cao/xem/**")
    inspected(page)
    context.close()
    matter = Recommendation.objects.get(pk=land.matter.pk)
    assert (matter.told_on, matter.told_how) == (land.today, "meeting")
