"""Conferences through the pages: entered, held, what was said, answered there or later, taken as a recommendation whose answer
comes back to the opinion; a commune's office writes its own, the district reads it, nobody beside them sees it."""

import io
import re
import zipfile
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from branches.actions.papers import set_words
from branches.models import Zone, ZoneMember
from matters.actions.answering import answer
from matters.actions.conferences import change_conference, enter_conference, mark_held
from matters.actions.opinions import record_opinions, take_opinion
from matters.actions.receiving import receive
from matters.models import Conference, Opinion, Recommendation
from tests.common.attachments.files import picture
from tests.common.documents.papers import opened, words_of
from tests.factories import START, CadreFactory, UserFactory, small_map
from tests.pages import browser_of, queries_of, rows_of, words

pytestmark = pytest.mark.django_db
LIST = reverse("matters:conference_list")
NEW = reverse("matters:conference_new")
HELD = date(2026, 10, 12)
TODAY = date(2026, 11, 27)


@pytest.fixture
def land():
    return small_map()


def held(unit, title="Đối thoại với nhân dân", on=HELD, kind="dialogue", **values):
    return enter_conference(
        unit=unit, by=UserFactory(), on=TODAY, kind=kind, title=title, held_on=on, **values
    )


def page(row, name="conference_page"):
    return reverse(f"matters:{name}", args=[row.key])


def test_a_communes_office_enters_its_dialogue_and_the_district_reads_it(land):
    office = browser_of("commune_office", unit=land["P1D1C1"])
    shown = words(office.get(NEW))
    assert "Ghi hội nghị" in shown
    sent = {
        "kind": "dialogue",
        "unit": "Xã Mẫu P1D1C1",
        "title": "Đối thoại về nước sạch",
        "held_on": "12/10/2026",
        "starts_at": "8h30",
        "place": "Hội trường xã",
        "chairs": "Bí thư Đảng ủy\nChủ tịch UBND xã",
        "participants": "60",
        "people_speaking": "9",
        "turns_speaking": "14",
        "opinions": "11",
        "answered_on_the_spot": "7",
        "minutes": "Thống nhất sửa đường nước.",
    }
    made = words(office.post(NEW, sent, follow=True))
    row = Conference.objects.get()
    assert (row.unit, row.held_on, row.created_by is not None) == (land["P1D1C1"], HELD, True)
    # Three counts, kept apart.
    assert "Số người phát biểu 9" in made and "Số lượt phát biểu 14" in made and "Số ý kiến 11" in made
    district = browser_of("org_staff", unit=land["P1D1"])
    assert "Đối thoại về nước sạch" in words(district.get(LIST))
    assert "Thống nhất sửa đường nước." in words(district.get(page(row)))


def test_neighbours_and_those_below_see_nothing_of_a_conference(land):
    own = held(land["P1D1C1"], "Đối thoại xã một")
    above = held(land["P1D1"], "Giao ban của huyện", kind="briefing")
    beside = browser_of("commune_office", unit=land["P1D1C2"])
    assert "Đối thoại xã một" not in words(beside.get(LIST))
    assert beside.get(page(own)).status_code == 404
    office = browser_of("commune_office", unit=land["P1D1C1"])
    seen = words(office.get(LIST))
    assert "Đối thoại xã một" in seen and "Giao ban của huyện" not in seen and "Huyện Mẫu" not in seen
    for name in ("conference_page", "conference_record", "conference_change", "opinions_new"):
        assert office.get(page(above, name)).status_code == 404
    assert browser_of("branch_secretary", unit=land["P1D1C1H1"]).get(LIST).status_code == 403
    # The control: with the role over the district the same addresses answer.
    assert browser_of("leader", unit=land["P1D1"]).get(page(above)).status_code == 200


def test_the_leader_of_a_zone_reads_the_briefing_that_was_called_for_it(land):
    zones = [
        Zone.objects.create(unit=land["P1D1"], code=f"Z{n}", name=f"Cụm {n}", starts_on=START) for n in (1, 2)
    ]
    ZoneMember.objects.create(zone=zones[0], unit=land["P1D1C1"], starts_on=START)
    mine, other = (held(land["P1D1"], f"Giao ban {zone.name}", kind="briefing", zone=zone) for zone in zones)
    leader = browser_of("zone_leader", zone=zones[0])
    assert leader.get(page(mine)).status_code == 200
    assert leader.get(page(other)).status_code == 404
    assert leader.get(page(mine, "conference_change")).status_code == 403


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"held_on": ""}, "Hãy ghi ngày đã họp, hoặc ngày dự kiến."),
        ({"held_on": "31/02/2026"}, "Hãy ghi ngày như 24/11/2026."),
        ({"held_on": "01/01/2199"}, "Ngày này chưa đến"),
        ({"title": ""}, "Chưa điền mục này."),
        ({"unit": "Xã Mẫu P1D1C2"}, "Không tìm thấy “Xã Mẫu P1D1C2” trong phạm vi của bạn."),
        ({"participants": "-3"}, "Số này không thể nhỏ hơn 0."),
        ({"opinions": "3", "answered_on_the_spot": "4"}, "không thể nhiều hơn số ý kiến"),
        ({"held_on": "", "planned_on": "01/12/2199", "opinions": "3"}, "chưa họp thì chưa có số này"),
        ({"attendees": "Không Có Ai"}, "Không tìm thấy cán bộ “Không Có Ai”"),
    ],
)
def test_bad_input_is_one_sentence_and_nothing_is_written_or_cleared(land, change, sentence):
    office = browser_of("commune_office", unit=land["P1D1C1"])
    sent = {"kind": "dialogue", "unit": "Xã Mẫu P1D1C1", "title": "Đối thoại", "held_on": "12/10/2026"}
    sent |= {"place": "Nhà văn hóa"} | change
    response = office.post(NEW, sent)
    assert response.status_code == 200
    assert sentence in words(response)
    assert 'value="Nhà văn hóa"' in response.content.decode()
    assert not Conference.objects.exists()


def test_a_plan_is_marked_held_keeps_its_planned_day_and_is_counted_then(land):
    staff = browser_of("org_staff", unit=land["P1D1"])
    sent = {"kind": "periodic", "unit": "Huyện Mẫu P1D1", "title": "Họp quý IV", "planned_on": "10/11/2026"}
    staff.post(NEW, sent)
    row = Conference.objects.get()
    assert staff.get(page(row, "opinions_new")).status_code == 403
    assert staff.get(f"{LIST}?tinh_trang=du-kien").context["counts"]["total"].events == 0
    form = staff.get(page(row, "conference_held")).context["form"]
    values = {"held_on": "12/11/2026", "participants": "20", "version": form["version"].value()}
    staff.post(page(row, "conference_held"), values)
    row.refresh_from_db()
    assert (row.planned_on, row.held_on, row.participants) == (date(2026, 11, 10), date(2026, 11, 12), 20)
    assert staff.get(LIST).context["counts"]["total"].events == 1
    # The form that somebody else still has open is refused, not written over this.
    late = staff.post(page(row, "conference_held"), values | {"participants": "99"})
    assert "Người khác vừa thay đổi" in words(late)
    row.refresh_from_db()
    assert row.participants == 20


def test_a_conference_is_changed_and_nothing_that_stands_is_lost(land):
    zone = Zone.objects.create(
        unit=land["P1D1"], code="Z", name="Cụm cũ", starts_on=START, ends_on=date(2026, 11, 1)
    )
    cadre = CadreFactory(unit=land["P1"], full_name="Lê Thị Ở Xa")
    row = held(land["P1D1"], kind="briefing", zone=zone, attendees=[cadre], participants=5)
    staff = browser_of("org_staff", unit=land["P1D1"])
    form = staff.get(page(row, "conference_change")).context["form"]
    sent = {}
    for field in form:
        value = field.value()
        value = value.strftime("%d/%m/%Y") if hasattr(value, "strftime") else value
        sent[field.html_name] = "" if value is None else value
    response = staff.post(page(row, "conference_change"), sent | {"title": "Giao ban cụm, sửa tên"})
    assert response.status_code == 302, response.context["form"].errors
    row.refresh_from_db()
    assert (row.title, row.zone, row.participants) == ("Giao ban cụm, sửa tên", zone, 5)
    assert list(row.attendees.all()) == [cadre]


def test_several_opinions_go_in_at_once_without_javascript(land):
    row = held(land["P1D1C1"])
    office = browser_of("commune_office", unit=land["P1D1C1"])
    address = page(row, "opinions_new")
    assert office.get(address).content.count(b"<fieldset") == 5
    sent = {
        "yk-0-content": "Đường vào ấp lầy lội",
        "yk-0-speaker": "Bà Ba",
        "yk-0-unit": "Ấp Mẫu P1D1C1H1",
        "yk-1-content": "",
        "yk-2-content": "Nước yếu",
        "yk-2-speaker": "bà ba",
        "yk-2-is_answered_on_the_spot": "on",
        "yk-2-answer": "Đã có kế hoạch thay ống.",
        "yk-3-content": "",
        "yk-4-content": "",
    }
    wrong = office.post(address, sent | {"yk-2-content": "", "yk-0-unit": "Ấp Mẫu P1D1C2H1"})
    shown = words(wrong)
    assert "Hãy ghi nội dung ý kiến." in shown and "Không tìm thấy “Ấp Mẫu P1D1C2H1”" in shown
    assert "Đường vào ấp lầy lội" in shown and not Opinion.objects.exists()
    assert "Chưa ghi ý kiến nào." in words(office.post(address, {"yk-0-content": " "}))
    office.post(address, sent)
    first, second = Opinion.objects.all()
    assert (first.unit, first.is_answered_on_the_spot) == (land["P1D1C1H1"], False)
    assert (second.answered_on, second.answer) == (HELD, "Đã có kế hoạch thay ống.")
    shown = words(office.get(page(row)))
    # One person, two opinions, one answered there; how often she spoke nobody wrote down.
    assert "Số người phát biểu 1 Số ý kiến 2 Trả lời tại chỗ 1" in shown
    assert "chưa trả lời" in shown and "trả lời tại chỗ" in shown


def test_an_opinion_is_answered_later_put_right_and_taken_back(land):
    row = held(land["P1D1C1"])
    (opinion,) = record_opinions(row, [{"content": "Thiếu đèn đường"}], by=UserFactory())
    office = browser_of("commune_office", unit=land["P1D1C1"])
    early = {"answer": "Lắp trong tháng 12", "answered_on": "01/10/2026", "version": "1"}
    refused = words(office.post(page(opinion, "opinion_answer"), early))
    assert "Ngày trả lời không thể trước ngày họp." in refused
    office.post(page(opinion, "opinion_answer"), early | {"answered_on": "01/11/2026"})
    opinion.refresh_from_db()
    assert (opinion.answered_on, opinion.is_answered_on_the_spot) == (date(2026, 11, 1), False)
    assert "trả lời ngày 01/11/2026" in words(office.get(page(row)))
    stale = {"content": "Thiếu đèn", "version": "1"}
    assert "Người khác vừa thay đổi" in words(office.post(page(opinion, "opinion_change"), stale))
    office.post(page(opinion, "opinion_change"), {"content": "Thiếu đèn ở ấp 1", "version": "2"})
    opinion.refresh_from_db()
    assert opinion.content == "Thiếu đèn ở ấp 1" and opinion.answered_on is None
    assert "người xem sau cần biết" in words(office.post(page(opinion, "opinion_void"), {"version": "3"}))
    office.post(page(opinion, "opinion_void"), {"reason": "ghi nhầm hội nghị", "version": "3"})
    assert "Thiếu đèn" not in words(office.get(page(row)))
    assert Conference.objects.counted().get().opinion_count is None


def test_an_opinion_becomes_a_recommendation_and_its_answer_comes_back_to_it(land):
    row = held(land["P1D1C1"])
    (opinion,) = record_opinions(
        row,
        [{"content": "Cầu yếu, xin sửa", "speaker": "Ông Tư", "unit": land["P1D1C1H2"]}],
        by=UserFactory(),
    )
    office = browser_of("commune_office", unit=land["P1D1C1"])
    form = office.get(page(opinion, "opinion_take")).context["form"]
    assert [label for _key, label in form.fields["issuer"].choices] == [
        "Xã Mẫu P1D1C1",
        "Huyện Mẫu P1D1",
        "Tỉnh Mẫu P1",
    ]
    # A commune asks the committee above it.
    assert form["issuer"].value() == land["P1D1"].key
    sent = {
        "issuer": land["P1D1"].key,
        "content": "Sửa cầu ấp 2",
        "kind": "recommendation",
        "urgency": "normal",
        "version": "1",
    }
    assert "Đã chuyển thành kiến nghị" in words(office.post(page(opinion, "opinion_take"), sent, follow=True))
    matter = Recommendation.objects.get()
    assert (matter.source, matter.unit, matter.issuer) == ("dialogue", land["P1D1C1H2"], land["P1D1"])
    assert (matter.raised_on, matter.is_shared, matter.on_behalf_of) == (HELD, True, "Ông Tư")
    opinion.refresh_from_db()
    assert opinion.recommendation == matter
    again = office.post(page(opinion, "opinion_take"), sent | {"version": "2"})
    assert "đã được chuyển thành kiến nghị" in words(again)
    # What was taken is neither voided nor is its conference.
    keep = {"reason": "nhầm", "version": "2"}
    assert "không hủy được" in words(office.post(page(opinion, "opinion_void"), keep))
    assert "không hủy được" in words(
        office.post(page(row, "conference_void"), keep | {"version": row.version})
    )
    officer = UserFactory()
    receive(matter, by=officer, on=date(2026, 10, 13), is_shared=True)
    answer(matter, text="Đã sửa xong mặt cầu", outcome="resolved", by=officer, on=date(2026, 10, 20))
    for browser in (office, browser_of("org_staff", unit=land["P1D1"])):
        shown = words(browser.get(page(row)))
        assert matter.reference in shown and "Đã sửa xong mặt cầu" in shown and "đã giải quyết" in shown


def test_the_day_stays_once_something_was_taken_and_held_stays_once_something_was_said(land):
    row = held(land["P1D1C1"])
    by = UserFactory()
    values = {"held_on": date(2026, 10, 13)}
    row = change_conference(row, values=values, version=row.version, by=by, on=TODAY)
    (opinion,) = record_opinions(row, [{"content": "Sửa cầu"}], by=by)
    plan = {"held_on": None, "planned_on": date(2026, 10, 13)}
    with pytest.raises(ValidationError, match="phải giữ ngày họp"):
        change_conference(row, values=plan, version=row.version, by=by, on=TODAY)
    take_opinion(opinion, issuer=land["P1D1"], content="Sửa cầu", by=by, kind="recommendation")
    with pytest.raises(ValidationError, match="không đổi được"):
        mark_held(row, held_on=HELD, by=by, on=TODAY)


def test_who_may_not_read_the_matter_sees_only_that_it_was_taken(land):
    row = held(land["P1D1"], kind="briefing")
    opinions = record_opinions(row, [{"content": "Việc chung"}], by=UserFactory())
    matter = take_opinion(
        opinions[0], issuer=land["P1"], content="Việc chung", by=UserFactory(), kind="recommendation"
    )
    assert matter.source == "conference"
    # The district's staff reads matters over the district, not those of the province above it.
    shown = words(browser_of("org_staff", unit=land["P1D1"]).get(page(row)))
    assert "Đã chuyển thành kiến nghị." in shown and matter.reference not in shown
    assert matter.reference in words(browser_of("org_staff", unit=land["P1"]).get(page(row)))


def test_the_list_its_totals_and_its_file_come_from_the_same_rows(land):
    held(land["P1D1C1"], "Đối thoại một", participants=30, opinions=5, answered_on_the_spot=2)
    held(land["P1D1C1"], "Đối thoại hai", on=date(2025, 5, 5), participants=20)
    held(land["P1D1C2"], "Đối thoại ba", participants=10)
    held(land["P1D2C1"], "Đối thoại huyện khác", participants=1000)
    held(land["P1D1"], "Giao ban", kind="briefing")
    staff = browser_of("org_staff", unit=land["P1D1"])
    page_ = staff.get(LIST)
    counts = page_.context["counts"]
    assert [(label, each.events, each.units) for label, each in counts["kinds"]] == [
        ("Giao ban cụm xã", 1, 1),
        ("Đối thoại", 3, 2),
    ]
    assert (counts["total"].events, counts["total"].units) == (4, 3)
    assert (counts["sums"]["participants"], counts["sums"]["opinions"]) == (60, 5)
    assert counts["sums"]["uncounted"] == 1
    assert page_.context["total"] == 4
    for query, number in (
        ("loai=dialogue", 3),
        ("nam=2025", 1),
        (f"to_chuc={land['P1D1C1'].key}", 2),
        (f"thuoc={land['P1D1C2'].key}", 1),
        ("q=doi+thoai+mot", 1),
        ("tinh_trang=da-hop&loai=briefing", 1),
    ):
        response = staff.get(f"{LIST}?{query}")
        assert response.context["total"] == response.context["counts"]["total"].events == number, query
    rows = rows_of(staff.get(f"{LIST}?loai=dialogue&export=xlsx"))
    titles = {row[0] for row in rows}
    # What has no room on the screen stands in the file.
    assert any("Người phát biểu" in row and "Cụm xã" in row for row in rows)
    assert {"Đối thoại một", "Đối thoại hai", "Đối thoại ba"} <= titles
    assert "Đối thoại huyện khác" not in titles
    # Neither is the other district's unit offered as a filter.
    assert land["P1D2C1"].key not in page_.content.decode()


def test_the_record_is_printed_with_what_was_said_and_what_is_followed(land):
    row = held(land["P1D1C1"], chairs="Bí thư Đảng ủy", minutes="Thống nhất.")
    record_opinions(
        row,
        [
            {"content": "Sửa cầu ấp 2"},
            {"content": "Nước yếu", "is_answered_on_the_spot": True, "answer": "Đã tăng áp."},
        ],
        by=UserFactory(),
    )
    office = browser_of("commune_office", unit=land["P1D1C1"])
    pdf = office.get(page(row, "conference_record"))
    assert pdf.content.startswith(b"%PDF")
    word = office.get(page(row, "conference_record") + "?dang=docx")
    with zipfile.ZipFile(io.BytesIO(word.content)) as archive:
        text = re.sub(r"<[^>]+>", "", archive.read("word/document.xml").decode())
    for part in ("Bí thư Đảng ủy", "Sửa cầu ấp 2", "Đã tăng áp.", "Chưa trả lời.", "Thống nhất."):
        assert part in text, part
    assert (
        text.count("Sửa cầu ấp 2") == 2 and text.count("Nước yếu") == 1
    )  # what is followed stands there again
    assert office.get(page(row, "conference_record") + "?dang=exe").status_code == 404


def test_the_record_is_printed_with_what_its_committee_says_and_text_stays_text(land):
    row, tricks = held(land["P1D1C1"]), "{{ x }} #set <b>*a*</b>"
    office = browser_of("commune_office", unit=land["P1D1C1"])

    def text():
        word = office.get(page(row, "conference_record") + "?dang=docx")
        return words_of(opened(word.content))

    # The head of a Party document: who held it and the body above on the left, the Party on the right; no number.
    assert "ĐẢNG ỦY XÃ MẪU P1D1C1" in text() and "ĐẢNG BỘ HUYỆN MẪU P1D1" in text()
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in text() and "Số " not in text().partition("BIÊN BẢN")[0]
    assert "ĐẢNG ỦY MẪU" not in text()
    said = {"issuing_body": "Đảng ủy Mẫu", "opening": tricks}
    set_words(issuer=row.unit, form="every", words=said, by=UserFactory(), on=date(2020, 1, 1))
    assert "ĐẢNG ỦY MẪU" in text() and tricks in text()


def test_in_the_record_a_long_opinion_stands_whole_once_and_a_reference_is_never_broken(land):
    row, by = held(land["P1D1C1"]), UserFactory()
    long = "Đề nghị nạo vét kênh. " * 12 + "Hết."
    (opinion,) = record_opinions(row, [{"content": long}], by=by)
    matter = take_opinion(
        opinion,
        issuer=land["P1D1"],
        by=by,
        version=opinion.version,
        content=long,
        kind="recommendation",
        urgency="normal",
    )
    browser = browser_of("org_staff", unit=land["P1D1"])
    word = browser.get(page(row, "conference_record") + "?dang=docx")
    text = words_of(opened(word.content))
    assert text.count("Hết.") == 1 and text.count("…") == 1
    assert text.count(matter.reference.replace("-", "\u2011")) == 2 and matter.reference not in text


def test_files_are_read_by_whoever_reads_the_conference(land):
    row = held(land["P1D1C1"])
    office = browser_of("commune_office", unit=land["P1D1C1"])
    sent = {"files": SimpleUploadedFile("bien-ban.png", picture(kind="PNG"), content_type="image/png")}
    shown = words(office.post(page(row, "conference_attach"), sent, follow=True))
    assert "bien-ban" in shown
    address = reverse("matters:file", args=[row.files.get().key])
    assert office.get(address).status_code == 200
    assert browser_of("inspector", unit=land["P1D1"]).get(address).status_code == 200
    assert browser_of("commune_office", unit=land["P1D1C2"]).get(address).status_code == 404
    assert "Hãy chọn ít nhất một tệp." in words(office.post(page(row, "conference_attach"), {}))


def test_the_pages_ask_no_more_for_many_rows_than_for_few(land):
    staff = browser_of("org_staff", unit=land["P1D1"])
    row = held(land["P1D1C1"])
    record_opinions(row, [{"content": "Một"}], by=UserFactory())
    few = queries_of(staff, LIST), queries_of(staff, page(row))
    for number in range(12):
        held(land["P1D1C1H1"], f"Đối thoại {number}", on=date(2026, 1, 1 + number))
    for opinion in record_opinions(
        row,
        [{"content": f"Việc {number}", "unit": land["P1D1C1H1"]} for number in range(8)],
        by=UserFactory(),
    ):
        take_opinion(
            opinion, issuer=land["P1D1"], content=opinion.content, by=UserFactory(), kind="recommendation"
        )
    many = queries_of(staff, LIST), queries_of(staff, page(row))
    assert many[0] <= few[0] and many[0] <= 25
    # Two more where something was taken: the matters, and nothing a row.
    assert many[1] <= few[1] + 2 and many[1] <= 25


def test_a_units_page_shows_its_own_conferences_to_whoever_reads_them(land):
    held(land["P1D1C1"], "Đối thoại của xã")
    held(land["P1D1C1H1"], "Của ấp")
    held(land["P1D1"], "Của huyện", kind="briefing")
    commune, district = land["P1D1C1"].get_absolute_url(), land["P1D1"].get_absolute_url()
    shown = words(browser_of("commune_office", unit=land["P1D1C1"]).get(commune))
    assert "Đối thoại của xã" in shown and "12/10/2026" in shown
    assert "Của ấp" not in shown and "Của huyện" not in shown
    staff = browser_of("org_staff", unit=land["P1D1"])
    assert "Của huyện" in words(staff.get(district))
    # Who reads the map and no conferences sees the page without them.
    viewer = browser_of("viewer", unit=land["P1D1"]).get(commune)
    assert viewer.status_code == 200 and "Đối thoại của xã" not in words(viewer)
