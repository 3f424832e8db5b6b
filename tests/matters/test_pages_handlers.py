"""What an agency reads and does with what was handed to it, and what nobody else sees of it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice
from matters.actions.directing import direct
from matters.actions.handing import hand_over
from matters.actions.merging import merge
from matters.actions.raising import raise_matter
from matters.actions.receiving import receive
from matters.models import Answer, Handling, MatterFile, Recommendation
from tests.common.documents.papers import opened, parts_of, words_of
from tests.factories import GrantFactory
from tests.matters.agency_ground import agency_ground, letter
from tests.pages import queries_of, signed_in, words
from tests.reports.filed import reader

pytestmark = pytest.mark.django_db
LIST = reverse("matters:handler_list")
SECRET = "Cầu Kênh Ba bị sụt"


@pytest.fixture
def land():
    made = agency_ground()
    made.today = timezone.localdate()
    made.raised_on = made.today - timedelta(days=30)
    made.matter = received(made)
    made.browser = signed_in(made.of(made.lead))
    return made


def received(land, content=SECRET, branch=None, **fields):
    branch = branch or land.branch
    made = raise_matter(
        unit=branch.unit,
        issuer=land.district,
        organisation=branch,
        content=content,
        raised_on=land.raised_on,
        by=land.officer,
        **fields,
    )
    return receive(made, by=land.officer, on=land.raised_on, is_shared=fields.get("is_shared", False))


def hand(land, matter=None, agency=None, **fields):
    fields = {"on": land.raised_on, "due_on": land.today - timedelta(days=2)} | fields
    return hand_over(matter or land.matter, agency=agency or land.lead, by=land.officer, **fields)


def page_of(matter):
    return reverse("matters:handler_page", args=[matter.key])


def step(name, handling):
    return reverse(f"matters:{name}", args=[handling.key])


# --- the list ---
def test_a_handler_lands_on_what_is_with_his_agency_oldest_first_with_the_deadline_in_words(land):
    newer = received(land, content="Đường ấp ngập")
    hand(land, newer, on=land.today - timedelta(days=3), due_on=land.today + timedelta(days=5))
    hand(land)
    for address in ("/", LIST):
        text = words(land.browser.get(address))
        assert "Kiến nghị giao cơ quan tôi" in text
        assert text.index(SECRET) < text.index("Đường ấp ngập")
        assert "quá hạn 2 ngày" in text
        assert "còn 5 ngày" in text
        assert "1 kiến nghị đã quá hạn trả lời." in text
    assert 'aria-current="page">Giao cơ quan tôi' in land.browser.get("/").content.decode()


def test_an_empty_list_says_why(land):
    text = words(land.browser.get(LIST))
    assert "Cơ quan của bạn không giữ kiến nghị nào." in text


def test_the_tabs_hold_what_is_there_what_was_answered_and_what_was_given_back(land):
    hand(land)
    back = received(land, content="Chuyện trả lại")
    land.browser.post(step("give_back", hand(land, back)), {"reason": "Không thuộc thẩm quyền"})
    done = received(land, content="Chuyện đã xong")
    land.browser.post(step("answer_new", hand(land, done)), {"outcome": "resolved", "text": "Xong"})
    shown = {tab: words(land.browser.get(LIST + query)) for tab, query in TABS.items()}
    for tab, content in (("giu", SECRET), ("da", "Chuyện đã xong"), ("lai", "Chuyện trả lại")):
        assert [content in text for text in shown.values()] == [each == tab for each in shown]
    assert "Không thuộc thẩm quyền" in shown["lai"]
    assert "Đang giữ (1)" in shown["giu"]


TABS = {"giu": "", "da": "?xem=da-tra-loi", "lai": "?xem=da-tra-lai"}


def test_another_agency_of_the_same_unit_sees_nothing(land):
    handling = hand(land)
    other = signed_in(land.of(land.other))
    for address in (LIST, LIST + TABS["da"], "/", "/tai-khoan/tin-bao/"):
        assert SECRET not in other.get(address).content.decode()
        assert land.matter.reference not in other.get(address).content.decode()
    assert other.get(page_of(land.matter)).status_code == 404
    for name in ("answer_new", "time_ask", "give_back"):
        assert other.get(step(name, handling)).status_code == 404
        assert other.post(step(name, handling), {"text": "x"}).status_code == 404
    assert other.post(step("agency_receive", handling)).status_code == 404
    assert not Answer.objects.exists()
    # Negative control: to whom it was handed they are open.
    assert land.browser.get(page_of(land.matter)).status_code == 200


def test_who_answers_for_no_agency_does_not_come_in(land):
    hand(land)
    for user in (land.officer, land.author, reader("commune_office", unit=land.commune)):
        browser = signed_in(user)
        assert browser.get(LIST).status_code == 403
        assert browser.get(page_of(land.matter)).status_code == 403


# --- the page ---
def test_the_page_shows_the_matter_and_neither_the_cadre_nor_directions_nor_the_report(land):
    matter = received(land, content="Thiếu nước", raised_by=land.visitor)
    hand(land, matter, asked="Trả lời rõ nguồn vốn")
    leader = reader("leader", unit=land.district)
    direct(matter, note="Chỉ đạo nội bộ: làm gấp", by=leader, on=land.today)
    body = land.browser.get(page_of(matter)).content.decode()
    for seen in ("Thiếu nước", "Trả lời rõ nguồn vốn", "Phòng Kinh tế: chủ trì", "quá hạn 2 ngày"):
        assert seen in body
    for hidden in (land.visitor.full_name, "Chỉ đạo nội bộ", "/bao-cao/xem/", leader.full_name):
        assert hidden not in body
    sheet = reverse("matters:recommendation_paper", args=[matter.key, "docx"])
    assert sheet in body
    made = land.browser.get(sheet).content
    printed = words_of(opened(made))
    assert "Thiếu nước" in printed and "PHIẾU KIẾN NGHỊ" in printed
    assert f"mã {matter.reference}" in printed and "DỰ THẢO" not in str(parts_of(made)), "named by its code"
    for hidden in (land.visitor.full_name, "Chỉ đạo nội bộ", leader.full_name, "Từ đâu", "Cán bộ nêu"):
        assert hidden not in printed
    assert signed_in(land.of(land.other)).get(sheet).status_code == 404, "another agency of the same unit"
    # Negative control: those above read who raised it. What the place may see stands on their page, not on a paper that goes there.
    above = signed_in(land.officer)
    printed = words_of(opened(above.get(sheet).content))
    assert land.visitor.full_name in printed and "Nơi nêu được xem" not in printed
    page = reverse("matters:recommendation_page", args=[matter.key])
    assert "Nơi nêu được xem" in above.get(page).content.decode()


def test_the_agency_receives_once(land):
    handling = hand(land)
    assert "Cơ quan đã nhận" in words(land.browser.get(page_of(land.matter)))
    land.browser.post(step("agency_receive", handling))
    handling.refresh_from_db()
    assert handling.received_on == land.today
    assert "Cơ quan đã nhận</button>" not in land.browser.get(page_of(land.matter)).content.decode()
    again = land.browser.post(step("agency_receive", handling), follow=True)
    assert "Cơ quan đã nhận việc này ngày" in again.content.decode()


def test_it_answers_with_outcome_words_number_and_file(land):
    handling = hand(land)
    file = SimpleUploadedFile("tra loi.pdf", letter("Trả lời"), content_type="application/pdf")
    form = {
        "outcome": "resolved",
        "text": "Đã sửa xong cầu",
        "document_words": "215/PKT",
        "files": [file],
    }
    shown = land.browser.post(step("answer_new", handling), form, follow=True)
    made = Answer.objects.get()
    assert (made.outcome, made.text, made.document_words, made.agency, made.is_final) == (
        "resolved",
        "Đã sửa xong cầu",
        "215/PKT",
        land.lead,
        True,
    )
    address = reverse("matters:file", args=[MatterFile.objects.get().key])
    assert address in shown.content.decode()
    assert land.browser.get(address).status_code == 200
    matter = Recommendation.objects.get()
    assert (matter.answered_on, matter.outcome) == (land.today, "resolved")
    # What it had it may still read, and do nothing more with.
    assert land.browser.get(page_of(matter)).status_code == 200
    late = land.browser.post(step("answer_new", handling), form, follow=True)
    assert "Kiến nghị này không còn ở cơ quan của bạn." in late.content.decode()
    assert Answer.objects.count() == 1


@pytest.mark.parametrize(
    ("over", "sentence"),
    [
        ({"outcome": ""}, "Hãy chọn kết quả."),
        ({"outcome": "duplicate"}, "Mục được chọn không có trong danh sách."),
        ({"text": " "}, "Hãy ghi nội dung trả lời."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_cleared(land, over, sentence):
    handling = hand(land)
    form = {"outcome": "resolved", "text": "Đã sửa", "document_words": "215/PKT"} | over
    response = land.browser.post(step("answer_new", handling), form)
    assert response.status_code == 200
    body = response.content.decode()
    assert sentence in body
    assert 'value="215/PKT"' in body
    assert not Answer.objects.exists()


def test_a_bad_file_is_one_sentence_and_no_answer(land):
    handling = hand(land)
    bad = SimpleUploadedFile("la.pdf", b"MZ...", content_type="application/pdf")
    form = {"outcome": "resolved", "text": "Đã sửa", "files": [bad]}
    response = land.browser.post(step("answer_new", handling), form)
    assert 'class="error"' in response.content.decode()
    assert not Answer.objects.exists()


def test_a_co_agencys_answer_goes_to_the_one_that_leads_and_not_to_the_place(land):
    Recommendation.objects.update(is_shared=True)
    hand(land)
    co = hand(land, agency=land.co, is_lead=False)
    other = signed_in(land.of(land.co))
    assert "Phòng Giao thông: phối hợp" in words(other.get(page_of(land.matter)))
    other.post(step("answer_new", co), {"text": "Tải trọng cầu 5 tấn"})
    assert "Tải trọng cầu 5 tấn" in words(land.browser.get(page_of(land.matter)))
    assert Recommendation.objects.get().answered_on is None
    secretary = reader("branch_secretary", organisation=land.branch)
    body = signed_in(secretary).get(land.matter.get_absolute_url()).content.decode()
    assert SECRET in body
    assert "Tải trọng cầu 5 tấn" not in body
    told = Notice.objects.filter(user=land.of(land.lead), subject="answer").get()
    assert told.url == page_of(land.matter)
    assert not Notice.objects.filter(user=secretary).exists()


def test_asking_for_more_time_moves_nothing_and_tells_the_staff(land):
    handling = hand(land)
    until = land.today + timedelta(days=10)
    form = {"until": f"{until:%d/%m/%Y}", "reason": "Chờ dự toán"}
    refused = land.browser.post(step("time_ask", handling), form | {"reason": ""})
    assert "Hãy nêu lý do." in refused.content.decode()
    early = land.browser.post(
        step("time_ask", handling), form | {"until": f"{land.today - timedelta(days=1):%d/%m/%Y}"}
    )
    assert "phải sau hạn đang có và sau hôm nay" in early.content.decode()
    land.browser.post(step("time_ask", handling), form)
    handling.refresh_from_db()
    assert handling.due_on == land.today - timedelta(days=2)
    assert f"Xin đến ngày {until:%d/%m/%Y}: Chờ dự toán" in words(land.browser.get(page_of(land.matter)))
    assert "xin thêm thời gian" in Notice.objects.get(user=land.officer, subject="matter").text


def test_giving_back_needs_a_reason_and_tells_the_staff(land):
    handling = hand(land)
    assert "Hãy nêu lý do." in land.browser.post(step("give_back", handling), {"reason": ""}).content.decode()
    land.browser.post(step("give_back", handling), {"reason": "Thuộc Sở Giao thông"})
    handling.refresh_from_db()
    assert (handling.ended_as, handling.end_reason) == ("sent_back", "Thuộc Sở Giao thông")
    assert "trả lại kiến nghị" in Notice.objects.get(user=land.officer).text


# --- who is told ---
def test_everybody_concerned_is_told_and_no_line_carries_a_word_of_the_matter(land):
    matter = received(land, content="Bí mật của ấp", raised_by=land.visitor, is_shared=True)
    voice = received(land, content="Cũng vậy", branch=land.branches[1], is_shared=True)
    merge([voice], into=matter, by=land.officer, on=land.today)
    people = {
        "handler": land.of(land.lead),
        "staff": land.officer,
        "raiser": land.author,
        "secretary": reader("branch_secretary", organisation=land.branch),
        "other place": reader("branch_secretary", organisation=land.branches[1]),
        "other agency": land.of(land.other),
        "third place": reader("branch_secretary", organisation=land.branches[2]),
    }
    handling = hand(land, matter)
    land.browser.post(step("answer_new", handling), {"outcome": "resolved", "text": "Lời riêng"})
    told = {
        who: sorted(Notice.objects.filter(user=user).values_list("subject", flat=True))
        for who, user in people.items()
    }
    assert told == {
        "handler": ["matter"],
        "staff": ["answer"],
        "raiser": ["answer"],
        "secretary": ["answer"],
        "other place": ["answer"],
        "other agency": [],
        "third place": [],
    }
    for notice in Notice.objects.all():
        for word in ("Bí mật", "Cũng vậy", "Lời riêng", "Cầu"):
            assert word not in notice.text
    assert Notice.objects.get(user=people["other place"]).url == voice.get_absolute_url()


def test_what_is_not_shared_is_not_told_to_the_place(land):
    secretary = reader("branch_secretary", organisation=land.branch)
    land.browser.post(step("answer_new", hand(land)), {"outcome": "resolved", "text": "Xong"})
    assert not Notice.objects.filter(user=secretary).exists()


def test_a_handover_redirects_what_is_told(land):
    gone = land.of(land.lead)
    gone.grants.update(ends_on=land.raised_on)
    new = GrantFactory(role="handler", agency=land.lead).user
    hand(land)
    assert Notice.objects.filter(user=new).exists()
    assert not Notice.objects.filter(user=gone).exists()


def test_the_pages_ask_as_many_queries_for_ten_as_for_one(land):
    hand(land)
    first = queries_of(land.browser, LIST), queries_of(land.browser, page_of(land.matter))
    for number in range(9):
        hand(land, received(land, content=f"Việc {number}", branch=land.branches[number % 4]))
    assert (queries_of(land.browser, LIST), queries_of(land.browser, page_of(land.matter))) == first
    assert max(first) <= 25
    assert Handling.objects.count() == 10
