"""A matter's way through its pages: each step a form that says what it must, refused in words, and what each may read."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.formats import date_format

from matters.actions.answering import answer
from matters.actions.asking import ask_for_time
from matters.actions.directing import direct, take_up
from matters.actions.handing import hand_over
from matters.actions.merging import merge
from matters.actions.receiving import receive
from matters.actions.telling import tell_base
from matters.actions.untelling import untell_base
from matters.climbing import climb_overdue
from matters.models import Recommendation
from tests.common.attachments.files import picture
from tests.factories import AgencyFactory, DocumentFactory
from tests.matters.ground import HANDED, RECEIVED
from tests.matters.tracker_ground import tracker_ground
from tests.pages import queries_of, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def land():
    return tracker_ground()


def page(matter):
    return reverse("matters:recommendation_page", args=[matter.key])


def make(browser, matter, name, **data):
    """The step, as the form on the page would send it."""
    matter.refresh_from_db()
    address = reverse(f"matters:recommendation_{name}", args=[matter.key])
    return browser.post(address, {"version": matter.version} | data)


def day(value):
    return date_format(value, "d/m/Y")


def test_a_matter_goes_its_whole_way_through_the_pages(land):
    matter = land.raised(on_behalf_of="Nhân dân ấp 1")
    browser, today = land.browser, day(land.today)
    form = browser.get(reverse("matters:recommendation_receive", args=[matter.key])).context["form"]
    assert form.initial["is_shared"] is True
    asked = {"on": today, "urgency": "normal", "kind": "proposal", "is_shared": "on"}
    assert make(browser, matter, "receive", **asked).status_code == 302
    handed = {"on": today, "lead": "Phòng Kinh tế", "others": "Phòng Giao thông", "asked": "Khảo sát cầu"}
    assert make(browser, matter, "hand", **handed).status_code == 302
    text = words(browser.get(page(matter)))
    for said in ("Phòng Kinh tế", "chủ trì", "Phòng Giao thông", "phối hợp", "Khảo sát cầu"):
        assert said in text
    lead = matter.handlings.get(is_lead=True)
    answered = {"on": today, "handling": lead.pk, "outcome": "resolved", "text": "Đã sửa xong cầu"}
    assert make(browser, matter, "answer", **answered).status_code == 302
    assert "chờ báo lại nơi nêu" in words(browser.get(page(matter)))
    assert make(browser, matter, "tell", on=today, how="meeting").status_code == 302
    assert make(browser, matter, "feedback", on=today, satisfaction="satisfied").status_code == 302
    matter.refresh_from_db()
    assert matter.closed_on == land.today and matter.satisfaction == "satisfied"
    assert "đã kết thúc" in words(browser.get(page(matter)))


def test_not_satisfied_opens_it_again_and_the_page_says_so(land):
    matter = land.received()
    answer(matter, text="Đã giải thích", outcome="explained", by=land.officer, on=RECEIVED)
    today = day(land.today)
    said = {"on": today, "how": "meeting", "satisfaction": "not_satisfied"}
    refused = make(land.as_["secretary"], matter, "hear", **said)
    assert "hãy ghi còn vướng gì" in words(refused)
    assert make(land.as_["secretary"], matter, "hear", text="Cầu vẫn sụt", **said).status_code == 302
    matter.refresh_from_db()
    assert matter.times_reopened == 1 and matter.answered_on is None
    text = words(land.browser.get(page(matter)))
    assert "Cầu vẫn sụt" in text and "1 lần" in text


def test_the_lead_moves_only_with_a_reason_and_the_page_counts_it(land):
    matter, _handling = land.handed()
    moved = {"on": day(land.today), "lead": "Phòng Giao thông"}
    assert "phải nêu vì sao" in words(make(land.browser, matter, "hand", **moved))
    assert make(land.browser, matter, "hand", reason="Đúng việc", **moved).status_code == 302
    text = words(land.browser.get(page(matter)))
    assert "Đã chuyển cơ quan chủ trì 1 lần" in text and "Đúng việc" in text


def test_a_deadline_moves_with_its_reason_and_the_first_one_stays_to_be_read(land):
    matter, handling = land.handed(due_on=land.today + timedelta(days=2))
    new = land.today + timedelta(days=20)
    assert "Chưa điền mục này" in words(make(land.browser, matter, "due", due_on=day(new)))
    assert make(land.browser, matter, "due", due_on=day(new), reason="Chờ vốn").status_code == 302
    text = words(land.browser.get(page(matter)))
    assert "hạn ban đầu" in text and "Chờ vốn" in text
    moved = make(land.browser, matter, "due", due_on=day(new), handling=handling.pk, reason="Chờ vốn")
    assert moved.status_code == 302
    handling.refresh_from_db()
    assert handling.due_on == new


def test_withdrawing_sending_up_closing_voiding_and_taking_up_say_why(land):
    matter, handling = land.handed()
    today = day(land.today)
    assert "Chưa điền mục này" in words(
        make(land.browser, matter, "withdraw", on=today, handling=handling.pk)
    )
    done = make(land.browser, matter, "withdraw", on=today, handling=handling.pk, reason="Giao nhầm")
    assert done.status_code == 302
    up = {"on": today, "level": "province", "reason": "Vượt thẩm quyền huyện"}
    assert make(land.browser, matter, "up", **up).status_code == 302
    assert "Chưa điền mục này" in words(make(land.browser, matter, "close", on=today))
    assert make(land.browser, matter, "close", on=today, reason="Tỉnh đã có dự án").status_code == 302
    assert make(land.browser, matter, "reopen", on=today, reason="Dự án dừng").status_code == 302
    assert "Chưa điền mục này" in words(make(land.browser, matter, "void"))
    assert make(land.browser, matter, "void", reason="Nhập trùng").status_code == 302
    text = words(land.browser.get(page(matter)))
    for said in ("Giao nhầm", "Vượt thẩm quyền huyện", "Tỉnh đã có dự án", "Dự án dừng", "Nhập trùng"):
        assert said in text


def test_a_day_to_come_and_an_agency_that_nobody_knows_are_refused_in_a_sentence(land):
    matter = land.received()
    tomorrow = day(land.today + timedelta(days=1))
    text = words(make(land.browser, matter, "hand", on=tomorrow, lead="Sở Không Có"))
    assert "Ngày này chưa đến" in text and "Không tìm thấy “Sở Không Có”" in text
    assert not matter.handlings.exists()


def test_an_agency_above_is_found_by_a_part_of_its_name_and_offered_to_whoever_looks(land):
    above = AgencyFactory(unit=land.units["P1"], name="Sở Giao thông tỉnh")
    other = AgencyFactory(unit=land.units["P1"], name="Sở Y tế tỉnh")
    AgencyFactory(unit=land.units["P2"], name="Sở Giao thông tỉnh bên")
    matter = land.received()
    address = reverse("matters:recommendation_up", args=[matter.key])
    assert "Sở Giao thông tỉnh" not in land.browser.get(address).content.decode()
    up = {"on": day(land.today), "level": "province", "reason": "Vượt thẩm quyền"}
    assert "Không tìm thấy" in words(make(land.browser, matter, "up", agency="Thuế vụ", **up))
    # Two that bear the words: both are said, and the field's own list offers them.
    response = make(land.browser, matter, "up", agency="so tinh", **up)
    for agency in (above, other):
        assert f"{agency.name} ({agency.code})" in words(response)
        assert f'<option value="{agency.name} ({agency.code})">' in response.content.decode()
    assert "tỉnh bên" not in response.content.decode()
    assert make(land.browser, matter, "up", agency="giao thong", **up).status_code == 302
    assert matter.handlings.get().agency == above


def test_time_asked_for_and_what_was_not_told_after_all_stand_in_the_way_that_the_place_reads(land):
    matter, handling = land.handed(is_shared=True, due_on=land.today + timedelta(days=3))
    ask_for_time(handling, until=land.today + timedelta(days=9), reason="Chờ vốn", by=land.officer, on=HANDED)
    answer(matter, text="Đã sửa", outcome="in_progress", by=land.officer, on=HANDED)
    tell_base(matter, how="meeting", by=land.officer, on=land.today)
    untell_base(matter, told_on=land.today, reason="Buổi họp hoãn", by=land.officer, on=land.today)
    for browser in (land.browser, land.as_["office"]):
        text = words(browser.get(page(matter)))
        assert "xin thêm thời gian" in text.lower() and "bỏ ghi đã thông báo" in text.lower()
        # The reasons were written for those above.
        assert ("Chờ vốn" in text) == ("Buổi họp hoãn" in text) == (browser is land.browser)


def test_what_another_did_meanwhile_is_said_and_what_was_typed_stays(land):
    matter = land.received()
    stale = matter.version
    matter.refresh_from_db()
    hand_over(matter, agency=land.co, by=land.officer, on=RECEIVED)
    address = reverse("matters:recommendation_close", args=[matter.key])
    sent = {"version": stale, "on": day(land.today), "reason": "Không còn cần"}
    response = land.browser.post(address, sent)
    text = words(response)
    assert "Người khác vừa xử lý" in text and "đang giải quyết" in text
    assert "Không còn cần" in response.content.decode()
    matter.refresh_from_db()
    assert matter.closed_on is None
    assert land.browser.post(address, sent | {"version": matter.version}).status_code == 302


def test_a_step_that_cannot_be_made_now_leads_back_and_says_how_it_stands(land):
    matter = land.raised()
    response = land.browser.get(reverse("matters:recommendation_tell", args=[matter.key]), follow=True)
    assert response.redirect_chain and "chưa làm được việc này" in words(response)


def test_each_reads_his_part_of_the_page_and_nobody_else_finds_it(land):
    matter = land.received(raised_by=land.cadre, source="report", on_behalf_of="Nhân dân")
    handling = hand_over(matter, agency=land.lead, by=land.officer, on=RECEIVED, asked="Việc nội bộ")
    direct(matter, note="Làm ngay trong tháng", by=land.people["leader"], on=RECEIVED)
    answer(
        matter,
        text="Đang làm thủ tục",
        outcome="in_progress",
        by=land.officer,
        on=RECEIVED,
        handling=handling,
    )
    whole = words(land.browser.get(page(matter)))
    for said in ("Làm ngay trong tháng", "Việc nội bộ", land.cadre.full_name, "Đang làm thủ tục"):
        assert said in whole
    for name in ("office", "secretary", "handler"):
        text = words(land.as_[name].get(page(matter)))
        assert "Đang làm thủ tục" in text and "Cầu Kênh Ba" in text and "Phòng Kinh tế" in text
        for hidden in ("Làm ngay trong tháng", land.cadre.full_name, str(land.officer), "Xem báo cáo"):
            assert hidden not in text, (name, hidden)
    assert "Việc nội bộ" in words(land.as_["handler"].get(page(matter)))
    assert "Việc nội bộ" not in words(land.as_["office"].get(page(matter)))
    assert "Đang làm thủ tục" in words(land.as_["cadre"].get(page(matter)))
    for name in ("neighbour", "stranger", "other_commune", "other_district"):
        assert land.as_[name].get(page(matter)).status_code == 404, name


def test_what_is_not_shared_the_place_does_not_find_and_once_it_is_it_does(land):
    matter = land.received(is_shared=False)
    for name in ("office", "secretary"):
        assert land.as_[name].get(page(matter)).status_code == 404
    Recommendation.objects.filter(pk=matter.pk).update(is_shared=True)
    for name in ("office", "secretary"):
        assert land.as_[name].get(page(matter)).status_code == 200


def test_a_voice_reads_the_answer_of_its_matter_and_no_word_of_the_other_places(land):
    matter, voice = land.received(content="Lời của ấp một"), land.received(branch=land.twin)
    merge([voice], into=matter, by=land.officer, on=RECEIVED)
    answer(matter, text="Cấp vốn cho cả hai", outcome="resolved", by=land.officer, on=RECEIVED)
    text = words(land.as_["neighbour"].get(page(voice)))
    assert "Cấp vốn cho cả hai" in text
    assert "Lời của ấp một" not in text and matter.reference not in text
    assert land.as_["neighbour"].get(page(matter)).status_code == 404
    both = words(land.browser.get(page(matter)))
    assert "2 nơi cùng nêu" in both and voice.reference in both


def test_the_place_tells_what_it_heard_and_only_the_officers_make_the_other_steps(land):
    matter = land.received()
    answer(matter, text="Đã sửa", outcome="resolved", by=land.officer, on=RECEIVED)
    for name in ("office", "secretary", "handler", "leader", "cadre"):
        assert make(land.as_[name], matter, "tell", on=day(land.today), how="meeting").status_code == 403
    assert make(land.as_["neighbour"], matter, "hear", satisfaction="satisfied").status_code == 404
    assert make(land.as_["handler"], matter, "hear", satisfaction="satisfied").status_code == 404
    heard = {"on": day(land.today), "how": "directly", "satisfaction": "satisfied"}
    assert make(land.as_["secretary"], matter, "hear", **heard).status_code == 302
    matter.refresh_from_db()
    assert matter.told_on == land.today and matter.satisfaction == "satisfied" and matter.closed_on


def test_a_leader_directs_and_does_no_officers_work(land):
    matter = land.received()
    assert make(land.as_["leader"], matter, "direct", note="Giải quyết trước Tết").status_code == 302
    assert "Giải quyết trước Tết" in words(land.as_["leader"].get(page(matter)))
    assert make(land.browser, matter, "direct", note="Tôi cũng muốn").status_code == 403
    assert make(land.as_["leader"], matter, "close", on=day(land.today), reason="Thôi").status_code == 403


def test_words_are_put_right_and_the_promised_deadline_stays(land):
    matter = land.received()
    due = matter.due_on
    sent = {"content": "Cầu Kênh Tư sụt", "kind": "proposal", "urgency": "urgent", "is_shared": "on"}
    assert make(land.browser, matter, "change", **sent).status_code == 302
    matter.refresh_from_db()
    assert matter.content == "Cầu Kênh Tư sụt" and matter.due_on == due
    same = make(land.browser, matter, "change", **sent)
    assert "Không có gì thay đổi" in words(same)


def test_the_page_asks_no_query_an_answer_a_voice_or_a_step_and_25_at_most(land):
    """With all that a page can show, and for each who reads it."""
    matter = land.raised(raised_by=land.cadre, source="report", agency=land.lead)
    receive(matter, by=land.officer, on=RECEIVED, is_shared=True, due_on=HANDED)
    take_up(matter, document=DocumentFactory(issuer_unit=land.district), by=land.officer, on=RECEIVED)
    hand_over(matter, agency=land.lead, by=land.officer, on=RECEIVED)
    climb_overdue(land.today)
    readers = {"officer": land.browser} | {
        name: land.as_[name] for name in ("leader", "cadre", "office", "secretary", "handler")
    }

    def grow(times):
        for _number in range(times):
            voice = land.received(branch=land.twin)
            merge([voice], into=matter, by=land.officer, on=RECEIVED)
            answer(matter, text="Đang làm", outcome="in_progress", by=land.officer, on=RECEIVED)
            direct(matter, note="Nhanh lên", by=land.officer, on=RECEIVED)
        return voice

    grow(1)
    few = {name: queries_of(browser, page(matter)) for name, browser in readers.items()}
    voice = grow(4)
    assert {name: queries_of(browser, page(matter)) for name, browser in readers.items()} == few
    assert max(few.values()) <= 25
    assert queries_of(land.browser, page(voice)) <= 25


def test_what_no_person_entered_goes_the_same_way(land):
    matter = land.raised(by=None, source="import")
    asked = {"on": day(land.today), "urgency": "normal", "kind": "proposal"}
    assert make(land.browser, matter, "receive", **asked).status_code == 302
    assert make(land.browser, matter, "hand", on=day(land.today), lead="Phòng Kinh tế").status_code == 302
    matter.handlings.update(given_by=None)
    sent = {
        "on": day(land.today),
        "handling": matter.handlings.get().pk,
        "outcome": "resolved",
        "text": "Xong",
    }
    assert make(land.browser, matter, "answer", **sent).status_code == 302


def test_the_letter_is_attached_to_the_answer_and_read_by_the_place_not_by_the_neighbour(land):
    matter = land.received()
    scan = SimpleUploadedFile("tra-loi.png", picture(kind="PNG"), content_type="image/png")
    sent = {"on": day(land.today), "outcome": "resolved", "text": "Xong", "files": scan}
    assert make(land.browser, matter, "answer", **sent).status_code == 302
    file = matter.answers.get().files.get()
    address = reverse("matters:file", args=[file.key])
    assert address in land.as_["secretary"].get(page(matter)).content.decode()
    for name, status in (("secretary", 200), ("neighbour", 404), ("stranger", 404)):
        assert land.as_[name].get(address).status_code == status, name
