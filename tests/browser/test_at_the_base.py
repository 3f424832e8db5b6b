"""What is heard at the base and comes back to it, at a desk and a phone: an opinion of a dialogue becomes a recommendation; an
urgent matter is registered, done, and confirmed by somebody else; a round is opened and closed, its conclusion issued; a cadre
and his host say what they think of his year, and the board reads it. Every page is looked at by a strict reader."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from matters.models import Recommendation, UrgentMatter
from reports.models import Conclusion, Remedy
from tests.browser.conftest import DESK, PHONE, follow
from tests.browser.test_reporting import let_in
from tests.factories import GrantFactory, organisation, small_map
from tests.reports.ground import ground


def day(ahead=0):
    return timezone.localdate() + timedelta(days=ahead)


@pytest.fixture
def as_(browser, browser_context_args, live_server):
    """A function that opens a page as somebody; what it opened is closed."""
    opened = []

    def page_of(user):
        context = browser.new_context(**browser_context_args)
        opened.append(context)
        let_in(context, user, live_server)
        return context.new_page()

    yield page_of
    for context in opened:
        context.close()


@pytest.fixture
def both_sizes(inspected):
    """A function that looks at the open page on a phone and at a desk, where the journey goes on."""

    def inspect(page):
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            inspected(page)

    return inspect


def test_an_opinion_of_a_dialogue_becomes_a_recommendation(as_, both_sizes):
    units = small_map()
    page = as_(GrantFactory(role="commune_office", unit=units["P1D1C1"]).user)
    page.goto("/viec/hoi-nghi/")
    both_sizes(page)
    follow(page.get_by_role("link", name="Ghi hội nghị").first)
    page.get_by_label("Loại hội nghị").select_option("dialogue")
    page.get_by_label("Đơn vị tổ chức").fill("Xã Mẫu P1D1C1")
    page.get_by_label("Tên hội nghị").fill("Đối thoại về nước sạch")
    page.get_by_label("Đã họp ngày").fill(f"{day():%d/%m/%Y}")
    both_sizes(page)
    page.get_by_role("button", name="Ghi", exact=True).click()
    page.get_by_text("Đã ghi hội nghị.").wait_for()
    follow(page.get_by_role("link", name="Ghi ý kiến"))
    page.get_by_label("Ý kiến", exact=True).first.fill("Nước máy yếu, chiều tối không có nước")
    both_sizes(page)
    page.get_by_role("button", name="Ghi ý kiến").click()
    page.get_by_text("Đã ghi 1 ý kiến.").wait_for()
    follow(page.get_by_role("link", name="Chuyển thành kiến nghị"))
    both_sizes(page)
    page.get_by_role("button", name="Chuyển thành kiến nghị").click()
    page.get_by_text("Đã chuyển thành kiến nghị").first.wait_for()
    both_sizes(page)
    matter = Recommendation.objects.get()
    assert (matter.source, matter.content) == ("dialogue", "Nước máy yếu, chiều tối không có nước")
    follow(page.get_by_role("link", name=matter.reference))
    page.get_by_role("heading", name=matter.reference).wait_for()
    both_sizes(page)


def test_an_urgent_matter_is_registered_done_and_confirmed_by_somebody_else(as_, both_sizes):
    units = small_map()
    organisation(units["P1D1C1"], code="DU-1", name="Đảng bộ xã Một", kind="grassroots_committee")
    page = as_(GrantFactory(role="commune_office", unit=units["P1D1C1"]).user)
    page.goto("/viec/cap-bach/them/")
    page.get_by_label("Tổ chức đảng").fill("DU-1")
    page.get_by_label("Việc cấp bách, bức xúc").fill("Rác ở bãi chợ")
    page.get_by_label("Ai chịu trách nhiệm").fill("Bí thư Đảng ủy")
    page.get_by_label("Thời hạn").fill(f"{day(20):%d/%m/%Y}")
    both_sizes(page)
    page.get_by_role("button", name="Đăng ký", exact=True).click()
    page.get_by_text("Đã đăng ký việc").wait_for()
    both_sizes(page)
    follow(page.get_by_role("link", name="Báo hoàn thành"))
    page.get_by_label("Kết quả").fill("Đã dời bãi tập kết, hết rác.")
    both_sizes(page)
    page.get_by_role("button", name="Báo hoàn thành").click()
    page.get_by_text("Đã báo hoàn thành; chờ cấp trên xác nhận.").wait_for()
    assert page.get_by_role("link", name="Xác nhận hoàn thành").count() == 0
    above = as_(GrantFactory(role="org_staff", unit=units["P1D1"]).user)
    above.goto("/viec/cap-bach/")
    both_sizes(above)
    follow(above.get_by_role("link", name="Rác ở bãi chợ"))
    follow(above.get_by_role("link", name="Xác nhận hoàn thành"))
    both_sizes(above)
    above.get_by_role("button", name="Xác nhận hoàn thành").click()
    above.get_by_text("Đã xác nhận hoàn thành.").wait_for()
    both_sizes(above)
    assert UrgentMatter.objects.get().confirmed_on == day()


def test_a_round_is_opened_and_closed_and_its_conclusion_issued(as_, both_sizes):
    land = ground()
    last = day().replace(day=1) - timedelta(days=1)
    page = as_(land.officer)
    page.goto("/bao-cao/dot/moi/")
    page.get_by_label("Tên đợt").fill("Đợt tháng trước")
    page.get_by_label("Từ ngày").fill(f"{last.replace(day=1):%d/%m/%Y}")
    page.get_by_label("Đến hết ngày").fill(f"{last:%d/%m/%Y}")
    both_sizes(page)
    page.get_by_role("button", name="Mở đợt").click()
    page.get_by_role("heading", name="Đợt tháng trước").wait_for()
    both_sizes(page)
    follow(page.get_by_role("link", name="Lập thông báo kết luận"))
    page.get_by_role("button", name="Lập dự thảo").click()
    page.get_by_text("Đã lập dự thảo.").wait_for()
    both_sizes(page)
    follow(page.get_by_role("link", name="Thêm dòng").last)
    page.get_by_label("Tổ chức đảng").fill("CB1")
    page.get_by_label("Nội dung").fill("Chi ủy họp chuẩn bị trước ba ngày.")
    page.get_by_label("Xong trước ngày").fill(f"{day(30):%d/%m/%Y}")
    both_sizes(page)
    page.get_by_role("button", name="Lưu").click()
    page.get_by_text("Chi ủy họp chuẩn bị trước ba ngày.").wait_for()
    follow(page.get_by_role("link", name="Đợt tháng trước").first)
    follow(page.get_by_role("link", name="Chốt đợt"))
    both_sizes(page)
    page.get_by_role("button", name="Chốt đợt").click()
    page.get_by_text("Đã chốt").first.wait_for()
    page.goto(Conclusion.objects.get().get_absolute_url())
    follow(page.get_by_role("link", name="Ghi số, ngày ký"))
    page.get_by_label("Số, ký hiệu").fill("12-TB/HU")
    page.get_by_role("button", name="Ghi số và ban hành").click()
    page.get_by_text("Đã ghi số.").wait_for()
    both_sizes(page)
    assert Remedy.objects.get().work == "Chi ủy họp chuẩn bị trước ba ngày."
    follow(page.get_by_role("link", name="Theo dõi việc này"))
    both_sizes(page)


def test_a_cadre_and_his_host_say_how_the_year_was_and_the_board_takes_out_the_sheet(as_, both_sizes):
    land = ground()
    sheet = f"/ket-qua-nam/{land.cadre.key}/"

    def say(page, label, text):
        follow(page.get_by_role("link", name=f"Ghi: {label}"))
        page.get_by_label("Nhận xét").fill(text)
        both_sizes(page)
        page.get_by_role("button", name="Ghi nhận xét").click()
        expect(page.get_by_text("Đã ghi nhận xét.")).to_be_visible()
        expect(page.get_by_text(text)).to_be_visible()

    himself = as_(land.user)
    himself.goto(sheet)
    both_sizes(himself)
    say(himself, "tự nhận xét", "Dự đủ các buổi.")
    say(himself, "tự nhận xét", "Dự đủ các buổi, còn hai kiến nghị chưa xong.")
    host = as_(GrantFactory(role="branch_secretary", organisation=land.branch).user)
    host.goto("/ket-qua-nam/")
    both_sizes(host)
    follow(host.get_by_role("link", name=land.cadre.full_name))
    say(host, "cấp ủy nơi được theo dõi", "Gợi ý sát việc, chi bộ làm được ngay.")
    both_sizes(host)
    expect(host.get_by_text("Dự đủ các buổi")).to_have_count(0)
    board = as_(land.officer)
    board.goto("/ket-qua-nam/")
    both_sizes(board)
    follow(board.get_by_role("link", name=land.cadre.full_name))
    for text in ("Dự đủ các buổi, còn hai kiến nghị chưa xong.", "Gợi ý sát việc, chi bộ làm được ngay."):
        expect(board.get_by_text(text)).to_be_visible()
    former = board.get_by_text("Dự đủ các buổi.", exact=True)
    expect(former).to_be_hidden()
    board.get_by_text("Lời ghi trước (1)").click()
    expect(former).to_be_visible()
    both_sizes(board)
    follow(board.get_by_role("link", name="Ghi số phiếu"))
    board.get_by_label("Số văn bản").fill("127")
    both_sizes(board)
    board.get_by_role("button", name="Ghi số").click()
    expect(board.get_by_text("Phiếu số 127, ngày")).to_be_visible()
    both_sizes(board)
    with board.expect_download() as taken:
        board.get_by_role("link", name="Tải Word").click()
    assert taken.value.suggested_filename.endswith(".docx")
