"""Pages of rubrics: drafted, asked about, answered and issued through them; whom they show what; what they refuse."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from scores.actions.rubrics import consult, make_rubric
from scores.models import Rubric, RubricComment
from tests.factories import organisation, small_map
from tests.pages import browser_of, queries_of, rows_of, words
from tests.score_things import MADE_ON, document_of, draft_rubric, issued_rubric

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def units():
    return small_map()


def at(name, *args):
    return reverse(f"scores:{name}", args=args)


def send(browser, address, **data):
    """A form sent with the version that it shows."""
    form = browser.get(address).context["form"]
    kept = {"version": form["version"].value()} if "version" in form.fields else {}
    return browser.post(address, kept | data, follow=True)


def test_a_rubric_from_nothing_to_issued_through_the_pages(units, today):
    staff, head = (browser_of(role, unit=units["P1D1"]) for role in ("org_staff", "leader"))
    first = today.replace(day=1)
    made = send(
        staff, at("rubric_new"), issuer=units["P1D1"].key, name="Chấm tháng của huyện", kind="month",
        starts_on=f"{first:%d/%m/%Y}",
    )  # fmt: skip
    row = Rubric.objects.get(issuer=units["P1D1"])
    assert (row.code, row.state) == ("cham-thang-cua-huyen", "draft") and "Đã lập dự thảo" in words(made)
    send(staff, at("part_new", row.key, "nhom"), name="Sinh hoạt")
    section = row.sections.get()
    said = {"section": section.pk, "name": "Họp đúng ngày", "maximum": "100", "fact": "on_registered_day"}
    page = send(
        staff, at("part_new", row.key, "tieu-chi"), **said,
        way_1="tu", threshold_1="99,5", points_1="100", way_2="tren", threshold_2="85", points_2="50,25",
    )  # fmt: skip
    assert "từ 99,5 trở lên: 100 điểm" in words(page) and "trên 85: 50,25 điểm" in words(page)
    for name, minimum in (("Tốt", "90"), ("Khá", "70"), ("Kém", "0")):
        send(staff, at("part_new", row.key, "xep-loai"), name=name, minimum=minimum, is_inclusive="on")
    tot, kha, kem = row.bands.all()
    send(staff, at("part_new", row.key, "khong-che"), text="Có kỷ luật", band=kem.pk)
    send(
        staff, at("part_new", row.key, "ca-nam"),
        band=tot.pk, floor_share="100", floor=kha.pk, count="7", counted=tot.pk,
    )  # fmt: skip
    shown = words(staff.get(row.get_absolute_url()))
    for said in (
        "từ 70 đến dưới 90 điểm", "dưới 70 điểm", "từ 90 điểm trở lên", "Có kỷ luật: xếp loại không quá “Kém”",
        "100% số lần chấm đạt từ “Khá” trở lên, trong đó ít nhất 7 lần đạt từ “Tốt” trở lên",
    ):  # fmt: skip
        assert said in shown
    send(staff, at("part_change", row.key, "xep-loai", 2), name="Khá", minimum="65", is_inclusive="on")
    assert row.bands.get(name="Khá").minimum == 65
    assert staff.get(at("rubric_issue", row.key)).status_code == 403
    document = document_of(units["P1D1"], issued_on=today)
    asked = head.get(at("rubric_issue", row.key))
    assert "Tổng điểm tối đa của thang là 100." in words(asked)
    done = send(
        head, at("rubric_issue", row.key), document=f"QĐ {document.number}", starts_on=f"{first:%d/%m/%Y}"
    )
    row.refresh_from_db()
    assert (row.state, row.document, row.starts_on) == ("issued", document, first), words(done)


def test_a_wrong_input_is_said_in_the_form_and_keeps_what_was_written(units):
    staff = browser_of("org_staff", unit=units["P1D1"])
    row = draft_rubric(units["P1D1"])
    address = at("part_new", row.key, "tieu-chi")
    said = {"section": row.sections.first().pk, "name": "Mới", "maximum": "10"}
    for more, sentence in (
        ({"maximum": "mười"}, "Hãy ghi một số, như 10 hoặc 0,25."),
        ({"step": "0,3"}, "Với bước 0,3 thì không chấm được đủ 10 điểm."),
        ({"way_1": "tu"}, "Hãy ghi đủ ngưỡng và điểm của mức này."),
        ({"points_1": "5"}, "Hãy chọn khi nào thì được số điểm này."),
        ({"way_1": "tu", "threshold_1": "90", "points_1": "5"}, "hãy chọn số liệu, hoặc bỏ các mức"),
        (
            {"fact": "duration", "way_1": "tu", "threshold_1": "90", "points_1": "50"},
            "Mức đề xuất 50 điểm nằm ngoài điểm của tiêu chí.",
        ),
        ({"code": "du"}, "đã có mã tiêu chí này"),
    ):
        page = send(staff, address, **(said | more))
        assert sentence in words(page), sentence
        assert page.context["form"]["name"].value() == "Mới" and row.criteria.count() == 4
    page = send(
        staff,
        at("part_new", row.key, "ca-nam"),
        band=row.bands.first().pk,
        floor_share="100",
        floor=row.bands.first().pk,
    )
    assert "Cả năm xếp loại “Tốt” đã có quy định." in words(page)


def test_opinions_are_said_and_answered_through_the_pages(units, today):
    branch = organisation(units["P1D1C1H1"], code="CB1", name="Chi bộ Ấp 1")
    other = organisation(units["P1D1C2H1"], code="CB2", name="Chi bộ Ấp 2")
    staff = browser_of("org_staff", unit=units["P1D1"])
    secretary = browser_of("branch_secretary", organisation=branch)
    neighbour = browser_of("branch_secretary", organisation=other)
    row = draft_rubric(units["P1D1"])
    assert secretary.get(row.get_absolute_url()).status_code == 404
    sent = send(staff, at("rubric_consult", row.key), until=f"{today + timedelta(5):%d/%m/%Y}")
    assert "Đã báo cho 2 người." in words(sent)
    form = secretary.get(at("comment_new", row.key)).content.decode()
    assert "Chi bộ Ấp 1" in form and "Chi bộ Ấp 2" not in form
    send(secretary, at("comment_new", row.key), organisation=branch.key, text="Nên nhẹ hơn ở mục thời lượng")
    said = RubricComment.objects.get()
    assert said.organisation == branch
    assert "Nên nhẹ hơn" not in words(neighbour.get(row.get_absolute_url()))
    assert "Chi bộ Ấp 1 " in words(staff.get(row.get_absolute_url()))
    page = send(staff, at("comment_answer", said.key), verdict="partly")
    assert "phải nêu lý do" in words(page)
    send(staff, at("comment_answer", said.key), verdict="partly", answer="Giảm còn 5 điểm")
    assert "tiếp thu một phần" in words(secretary.get(row.get_absolute_url()))
    assert "Giảm còn 5 điểm" in words(secretary.get(row.get_absolute_url()))
    send(staff, at("rubric_take_back", row.key))
    row.refresh_from_db()
    assert row.state == "draft" and secretary.get(row.get_absolute_url()).status_code == 404


def test_a_neighbour_sees_no_draft_and_what_was_issued_is_not_his(units):
    draft, issued = (
        draft_rubric(units["P1D1"], code="a"),
        issued_rubric(units["P1D1"], code="b", name="Của huyện 1"),
    )
    for role, unit in (("org_head", "P1D2"), ("org_staff", "P1D1C1"), ("commune_office", "P1D1C1")):
        browser = browser_of(role, unit=units[unit])
        assert browser.get(draft.get_absolute_url()).status_code == 404, role
        below = unit.startswith("P1D1")
        assert browser.get(issued.get_absolute_url()).status_code == (200 if below else 404), role
        assert ("Của huyện 1" in words(browser.get(at("rubric_list")))) == below
        chosen = browser.get(at("rubric_new"))
        if chosen.status_code == 200:
            assert "Của huyện 1" in chosen.content.decode() or not below


def test_a_leader_reads_the_draft_that_he_issues_and_changes_nothing_of_it(units):
    leader = browser_of("leader", unit=units["P1D1"])
    row = draft_rubric(units["P1D1"])
    page = words(leader.get(row.get_absolute_url()))
    assert "Ban hành" in page and "Thêm tiêu chí" not in page
    assert leader.get(at("rubric_change", row.key)).status_code == 403


def test_a_new_edition_is_copied_and_the_page_says_what_differs(units):
    staff = browser_of("org_staff", unit=units["P1D1"])
    first = issued_rubric(units["P1D1"])
    form = staff.get(at("rubric_new") + f"?chep={first.key}").context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"starts_on": "01/07/2026"}
    assert sent["issuer"] == units["P1D1"].key and sent["code"] == first.code
    staff.post(at("rubric_new"), sent)
    row = Rubric.objects.get(issuer=units["P1D1"], edition=2)
    assert "Không có gì khác." in words(staff.get(row.get_absolute_url()))
    number = list(row.criteria.values_list("code", flat=True)).index("gio") + 1
    form = staff.get(at("part_change", row.key, "tieu-chi", number)).context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    staff.post(
        at("part_change", row.key, "tieu-chi", number),
        sent | {"maximum": "20", "threshold_1": "60", "points_1": "20"},
    )
    number = list(row.criteria.values_list("code", flat=True)).index("thuong") + 1
    send(staff, at("part_remove", row.key, "tieu-chi", number))
    page = words(staff.get(row.get_absolute_url()))
    assert "Tiêu chí “Thời lượng”: điểm tối đa 10 → 20; mức đề xuất: từ 60 trở lên: 20 điểm" in page
    assert "Bỏ tiêu chí “Cách làm mới” (5 điểm)" in page


def test_what_was_issued_is_not_changed_by_a_form_that_was_still_open(units):
    staff = browser_of("org_staff", unit=units["P1D1"])
    row = issued_rubric(units["P1D1"])
    for name, args in (("rubric_change", ()), ("part_change", ("xep-loai", 1)), ("rubric_consult", ())):
        address = at(name, row.key, *args)
        sent = {"version": row.version, "name": "Khác", "minimum": "10", "until": "01/01/2099", "sheet_days": 1,
                "appeal_days": 1, "starts_on": "01/01/2027"}  # fmt: skip
        assert "đã ban hành thì không sửa được nữa" in words(staff.post(address, sent))
    row.refresh_from_db()
    assert row.name == "Bộ tiêu chí" and row.bands.first().minimum == 90


def test_a_part_that_is_not_there_is_not_found(units):
    staff = browser_of("org_staff", unit=units["P1D1"])
    row = draft_rubric(units["P1D1"])
    for part, number in (("xep-loai", 9), ("xep-loai", 0), ("gi-do", 1)):
        assert staff.get(at("part_change", row.key, part, number)).status_code == 404


def test_the_list_is_filtered_exported_and_names_what_ships(units):
    staff = browser_of("org_staff", unit=units["P1D1"])
    issued_rubric(units["P1D1"], name="Của huyện")
    page = words(staff.get(at("rubric_list")))
    assert "Của huyện" in page and "Hướng dẫn 12-HD/BTCTW" in page and "mẫu minh họa" in page
    page = words(staff.get(at("rubric_list") + "?kind=month"))
    assert "Kim Sơn" in page and "Của huyện" not in page
    assert "Của huyện" not in words(staff.get(at("rubric_list") + "?whose=mau"))
    rows = rows_of(staff.get(at("rubric_list") + "?whose=cap-uy&export=xlsx"))
    assert any("Của huyện" in [str(cell) for cell in row] for row in rows)


def test_the_number_of_queries_does_not_grow(units):
    staff = browser_of("org_staff", unit=units["P1D1"])
    row = issued_rubric(units["P1D1"], code="a")
    few = queries_of(staff, at("rubric_list")), queries_of(staff, row.get_absolute_url())
    for code in ("b", "c", "d", "e"):
        draft_rubric(units["P1D1"], code=code)
    rich = make_rubric(
        issuer=units["P1D1"], code="a", name="A", kind="meeting", by=None, on=MADE_ON, copied_from=row
    )
    many = queries_of(staff, at("rubric_list")), queries_of(staff, row.get_absolute_url())
    assert many[0] == few[0] and many[1] <= few[1] and max(many) <= 25
    assert queries_of(staff, rich.get_absolute_url()) <= 25


def test_a_dropped_draft_is_found_only_where_it_is_asked_for(units):
    staff = browser_of("org_staff", unit=units["P1D1"])
    row = draft_rubric(units["P1D1"], name="Lập nhầm")
    page = send(staff, at("rubric_drop", row.key), reason="Nhầm loại")
    assert "Đã bỏ dự thảo." in words(page) and row.key not in page.content.decode()
    assert "Lập nhầm" in words(staff.get(at("rubric_list") + "?state=dropped"))
    assert row.key not in staff.get(at("rubric_new")).content.decode()
    page = words(staff.get(row.get_absolute_url()))
    assert "Dự thảo này đã bỏ" in page and "Thêm nhóm" not in page and "Ban hành" not in page


def test_an_opinion_is_withdrawn_by_whoever_said_it(units, today):
    office, other = (browser_of("commune_office", unit=units[code]) for code in ("P1D1C1", "P1D1C2"))
    row = draft_rubric(units["P1D1"])
    consult(row, until=today, by=None, on=today)
    send(office, at("comment_new", row.key), text="Ghi nhầm")
    said = RubricComment.objects.get()
    assert other.get(at("comment_withdraw", said.key)).status_code == 404
    assert "Đã rút ý kiến." in words(send(office, at("comment_withdraw", said.key), reason="Nhầm"))
    assert "Ghi nhầm" not in words(office.get(row.get_absolute_url()))


def test_the_word_in_the_navigation_leads_to_the_first_tab(units):
    browser = browser_of("org_staff", unit=units["P1D1"])
    assert browser.get(at("home")).status_code == 302
    assert browser.get(at("home"), follow=True).status_code == 200


def test_its_history_is_read_by_those_over_the_issuer(units):
    row = issued_rubric(units["P1D1"])
    for role, unit, seen in (("org_staff", "P1D1", True), ("org_staff", "P1D1C1", False)):
        page = browser_of(role, unit=units[unit]).get(row.get_absolute_url()).content.decode()
        assert ("lich-su/bo-tieu-chi" in page) == seen
    page = browser_of("inspector", unit=units["P1D1"]).get(f"/lich-su/bo-tieu-chi/{row.key}/")
    assert "mức xếp loại" in words(page) and "Trung bình" in words(page)
