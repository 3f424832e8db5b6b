"""Change sets: their page and list, the annex, what is taken out, renamed, put away; who may."""

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from assignments.actions.assigning import assign
from assignments.actions.change_sets import add_line_add, add_line_end, draft_change_set
from assignments.models import Assignment
from branches.models import OfficialDocument
from tests.assignments.ground import DAY, LATER, ground, name
from tests.common.documents.papers import opened, pages_of, parts_of, words_of
from tests.factories import DocumentFactory, GrantFactory, UserFactory
from tests.pages import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def land():
    land = ground()
    GrantFactory(user=land.officer, unit=land.district)
    land.browser = signed_in(land.officer)
    return land


@pytest.fixture
def draft(land):
    return draft_change_set(scheme=land.scheme, name="Quyết định 1316", effective_on=LATER, by=land.officer)


def signed_in(user):
    browser = Client()
    sign_in(browser, user)
    return browser


def url(draft, page="page"):
    return reverse(f"assignments:change_set_{page}", args=[draft.key])


def text(response):
    return response.content.decode()


def put(land, cadre, hamlet):
    return assign(
        scheme=land.scheme,
        assignee=cadre,
        target=hamlet,
        starts_on=DAY,
        by=land.officer,
        documents=[land.document],
    )


def changed(land, draft):
    """One place changes hands, one gets somebody, one loses somebody."""
    old, leaving, new, other = (land.cadre(full_name=f"Lê Văn Thử {n}") for n in "ABCD")
    first, gone = put(land, old, land.hamlets[0]), put(land, leaving, land.hamlets[1])
    add_line_end(draft, assignment=first, by=land.officer, reason="Mỗi người một ấp")
    add_line_end(draft, assignment=gone, by=land.officer, end_reason="retired")
    add_line_add(draft, assignee=new, target=land.hamlets[0], by=land.officer)
    add_line_add(draft, assignee=other, target=land.hamlets[2], by=land.officer)
    draft.refresh_from_db()
    return draft


def annex(land, draft):
    response = land.browser.get(url(draft, "annex"))
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    rows = [list(row) for row in book.active.iter_rows(values_only=True)]
    return [row for row in rows if any(row)]


def test_the_page_shows_what_changes_and_why(land, draft):
    page = text(land.browser.get(url(changed(land, draft))))
    for words in ("đổi người", "có người mới", "kết thúc", "Mỗi người một ấp", "nghỉ hưu", "Lê Văn Thử C"):
        assert words in page


def test_an_amending_annex_says_old_and_new_with_the_reason(land, draft):
    heading, *rows = annex(land, changed(land, draft))
    assert heading[:4] == ["STT", "Địa bàn phân công", "Phân công cũ", "Phân công mới"]
    place = f"{name(land.hamlets[0])}, {name(land.units['P1D1C1'])}"
    assert rows[0][1:] == [
        place,
        "Lê Văn Thử A",
        "Lê Văn Thử C",
        "Phó Trưởng ban",
        "Ban Tổ chức",
        "Mỗi người một ấp",
    ]
    assert rows[2][2] == "Lê Văn Thử B" and rows[2][-1] == "nghỉ hưu"


def test_a_first_annex_is_the_list_that_offices_have(land, draft):
    add_line_add(draft, assignee=land.cadre(full_name="Lê Văn Thử"), target=land.hamlets[0], by=land.officer)
    heading, row, *_footer = annex(land, draft)
    assert heading == ["STT", "Họ tên", "Chức vụ", "Đơn vị công tác", "Địa bàn phân công", "Ghi chú"]
    place = f"{name(land.hamlets[0])}, {name(land.units['P1D1C1'])}"
    assert row[:5] == [1, "Lê Văn Thử", "Phó Trưởng ban", "Ban Tổ chức", place]


def paper(land, draft, kind="docx"):
    response = land.browser.get(reverse("assignments:change_set_paper", args=[draft.key, kind]))
    assert response.status_code == 200
    return response.content


def test_an_amending_decision_is_printed_with_old_new_and_reason_and_has_no_number_of_its_own(land, draft):
    draft = changed(land, draft)
    words = words_of(opened(paper(land, draft)))
    for said in (
        "QUYẾT ĐỊNH",
        "Điều 1.",
        "Điều 2.",
        "Điều 3.",
        "PHỤ LỤC",
        "ở 3 nơi",
        "1 nơi được phân công mới",
    ):
        assert said in words, said
    for said in (
        "Phân công cũ",
        "Lý do",
        "Lê Văn Thử A",
        "Lê Văn Thử C",
        "Mỗi người một ấp",
        "nghỉ hưu",
        "Nơi nhận:",
    ):
        assert said in words, said
    assert "DỰ THẢO" in str(parts_of(paper(land, draft))) and "Số ....." in words.replace("…", "....")
    pages = " ".join(" ".join(pages_of(paper(land, draft, "pdf"))).split())
    assert "Phân công cũ" in pages and "Lê Văn Thử C" in pages and "DỰ THẢO" in pages


def test_a_decision_rests_on_the_documents_of_its_scheme_and_carries_the_number_that_was_typed(land, draft):
    draft = changed(land, draft)
    plan = DocumentFactory(
        issuer_unit=land.district, type="KH", number="37-KH/HU", title="Về {{ x }} #set <b>*a*</b> $1 \\\\"
    )
    land.scheme.document_links.create(document=plan)
    draft.document = land.document
    draft.save()
    words = words_of(opened(paper(land, draft)))
    assert "Căn cứ Kế hoạch số 37-KH/HU" in words and "về {{ x }} #set <b>*a*</b> $1 \\\\;" in words
    assert f"Số {land.document.number}" in words and "DỰ THẢO" not in str(parts_of(paper(land, draft)))


def test_a_first_decision_lists_people_and_needs_the_right_to_take_files_out(land, draft):
    add_line_add(draft, assignee=land.cadre(full_name="Lê Văn Một"), target=land.hamlets[0], by=land.officer)
    words = words_of(opened(paper(land, draft)))
    assert "Phân công 1 người theo dõi, hỗ trợ 1 nơi" in words and "Phân công cũ" not in words
    neighbour = UserFactory()
    GrantFactory(user=neighbour, unit=land.units["P1D2"])
    address = reverse("assignments:change_set_paper", args=[draft.key, "docx"])
    assert signed_in(neighbour).get(address).status_code == 404
    assert land.browser.get(address.replace("docx", "exe")).status_code == 404


def test_without_a_document_nothing_is_put_into_force(land, draft):
    changed(land, draft)
    response = land.browser.post(url(draft, "force"), {"version": draft.version})
    assert "Hãy chọn văn bản, hoặc ghi văn bản mới." in text(response)
    half = land.browser.post(url(draft, "force"), {"version": draft.version, "number": "1316-QĐ/HU"})
    assert "Văn bản mới phải có đủ" in text(half) and 'value="1316-QĐ/HU"' in text(half)
    assert not Assignment.objects.filter(starts_on=LATER).exists()


def test_a_conflict_leaves_no_new_document_behind(land, draft):
    cadre = land.cadre(full_name="Lê Văn Giữ")
    put(land, cadre, land.hamlets[0])
    add_line_add(draft, assignee=land.cadre(), target=land.hamlets[0], by=land.officer)
    draft.refresh_from_db()
    new = {"number": "9-QĐ", "type": "QĐ", "issued_on": LATER.isoformat(), "title": "Thử"}
    response = land.browser.post(url(draft, "force"), {"version": draft.version} | new)
    assert "đã do Lê Văn Giữ theo dõi" in text(response)
    assert not OfficialDocument.objects.filter(number="9-QĐ").exists()


def test_a_draft_that_changed_since_it_was_reviewed_is_not_put_into_force(land, draft):
    seen = changed(land, draft).version
    add_line_add(draft, assignee=land.cadre(), target=land.hamlets[3], by=land.officer)
    response = land.browser.post(url(draft, "force"), {"version": seen, "document": land.document.pk})
    assert "Người khác vừa thay đổi" in text(response)
    assert not Assignment.objects.filter(starts_on=LATER).exists()


def test_a_place_is_taken_out_of_a_draft_whole(land, draft):
    page = land.browser.get(url(changed(land, draft)))
    place = page.context["places"][0]["place"]
    assert len(place.line_ids) == 2
    land.browser.post(url(draft, "undo"), {"dong": place.line_ids})
    assert draft.lines.count() == 2


def test_another_draft_keeps_its_lines(land, draft):
    changed(land, draft)
    other = draft_change_set(scheme=land.scheme, name="Khác", effective_on=LATER, by=land.officer)
    land.browser.post(url(other, "undo"), {"dong": list(draft.lines.values_list("pk", flat=True))})
    assert draft.lines.count() == 4


def test_a_draft_is_renamed_and_moved_and_put_away(land, draft):
    day = LATER + timedelta(days=3)
    land.browser.post(
        url(draft, "edit"), {"name": "Đợt 2", "effective_on": day.isoformat(), "version": draft.version}
    )
    draft.refresh_from_db()
    assert (draft.name, draft.effective_on) == ("Đợt 2", day)
    old = land.browser.post(
        url(draft, "edit"), {"name": "Đợt 3", "effective_on": day.isoformat(), "version": 1}
    )
    assert "Người khác vừa thay đổi" in text(old) and 'value="Đợt 3"' in text(old)
    assert "Không phân công nào thay đổi" in text(land.browser.get(url(draft, "discard")))
    land.browser.post(url(draft, "discard"))
    draft.refresh_from_db()
    assert draft.state == "discarded"
    assert "đã bỏ" in text(land.browser.get(url(draft)))


def test_the_list_shows_drafts_and_what_is_in_force(land, draft):
    page = text(land.browser.get(reverse("assignments:change_set_list")))
    assert "Quyết định 1316" in page and "dự thảo" in page
    filtered = land.browser.get(reverse("assignments:change_set_list"), {"state": "in_force"})
    assert "Không có mục nào khớp" in text(filtered)


def test_the_neighbour_gets_404(land, draft):
    neighbour = UserFactory()
    GrantFactory(user=neighbour, unit=land.units["P1D2"])
    browser = signed_in(neighbour)
    for page in ("page", "edit", "discard", "annex"):
        assert browser.get(url(draft, page)).status_code == 404
    assert browser.post(url(draft, "force"), {"version": 1}).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_lines(land, draft):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            land.browser.get(url(draft))
        return len(seen)

    add_line_add(draft, assignee=land.cadre(), target=land.hamlets[0], by=land.officer)
    few = queries()
    for hamlet in land.hamlets[1:]:
        add_line_add(draft, assignee=land.cadre(), target=hamlet, by=land.officer)
    assert queries() == few
