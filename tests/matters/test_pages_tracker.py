"""The committee's list of matters and its filters: what is overdue first, each number with its rows, without a query a row."""

from datetime import timedelta

import pytest
from django.urls import reverse

from matters.actions.answering import answer
from matters.actions.handing import hand_over
from matters.actions.merging import merge
from matters.actions.raising import void_matter
from matters.actions.telling import tell_base
from matters.models import Recommendation, Topic
from tests.matters.ground import RECEIVED
from tests.matters.tracker_ground import tracker_ground
from tests.pages import queries_of, rows_of, words

pytestmark = pytest.mark.django_db
LIST = reverse("matters:recommendation_list")


@pytest.fixture
def land():
    return tracker_ground()


def of(land, response, *matters) -> list[bool]:
    text = words(response)
    return [matter.reference in text for matter in matters]


def test_a_line_says_who_holds_it_by_when_and_where_it_stands(land):
    matter = land.received(content="Cầu Kênh Ba sụt", due_on=land.today + timedelta(days=3))
    hand_over(matter, agency=land.lead, by=land.officer, on=RECEIVED)
    hand_over(matter, agency=land.co, by=land.officer, on=RECEIVED, is_lead=False)
    text = words(land.browser.get(LIST))
    for said in ("Cầu Kênh Ba sụt", "Ấp Mẫu", "Phòng Kinh tế", "Phòng Giao thông", "còn 3 ngày"):
        assert said in text
    assert "đang giải quyết" in text


def test_what_is_overdue_stands_first_and_says_by_how_much(land):
    calm = land.received(due_on=land.today + timedelta(days=9))
    late = land.received(due_on=land.today - timedelta(days=2))
    text = words(land.browser.get(LIST))
    assert "quá hạn 2 ngày" in text
    assert text.index(late.reference) < text.index(calm.reference)


def test_each_number_over_the_list_is_that_of_the_rows_behind_it(land):
    late = land.received(due_on=land.today - timedelta(days=1))
    new = land.raised(by=land.people["office"])
    answered, voice = land.received(), land.received(branch=land.twin)
    answer(answered, text="Đã sửa xong", outcome="explained", by=land.officer, on=RECEIVED)
    merge([voice], into=answered, by=land.officer, on=land.today)
    page = land.browser.get(LIST)
    for count in page.context["counts"]:
        assert land.browser.get(count["url"]).context["total"] == count["number"], count["words"]
    numbers = {str(count["words"]): count["number"] for count in page.context["counts"]}
    assert numbers == {"quá hạn": 1, "chưa tiếp nhận": 1, "chờ báo lại nơi nêu": 1, "của tôi": 2}
    assert of(land, land.browser.get(f"{LIST}?nhanh=qua-han"), late, new, answered) == [True, False, False]
    assert of(land, land.browser.get(f"{LIST}?nhanh=chua-tiep-nhan"), late, new) == [False, True]


def test_a_matter_of_which_one_voice_has_not_heard_still_waits_to_be_told(land):
    matter, voice = land.received(), land.received(branch=land.twin)
    merge([voice], into=matter, by=land.officer, on=RECEIVED)
    answer(matter, text="Đã sửa xong", outcome="explained", by=land.officer, on=RECEIVED)
    tell_base(matter, how="meeting", by=land.officer, on=land.today)
    assert of(land, land.browser.get(f"{LIST}?nhanh=cho-bao-lai"), matter) == [True]
    tell_base(voice, how="meeting", by=land.officer, on=land.today)
    assert of(land, land.browser.get(f"{LIST}?nhanh=cho-bao-lai"), matter) == [False]


def test_mine_are_those_that_i_worked_on(land):
    land.received()
    other = land.raised(by=land.people["leader"])
    assert of(land, land.browser.get(f"{LIST}?nhanh=cua-toi"), other) == [False]
    assert of(land, land.as_["leader"].get(f"{LIST}?nhanh=cua-toi"), other) == [True]


def test_the_list_is_filtered_by_everything_that_it_shows(land):
    topic = Topic.objects.get(code="rural-roads")
    mine = land.received(topic=topic, urgency="urgent", level="district", kind="reflection")
    mine = Recommendation.objects.get(pk=mine.pk)
    hand_over(mine, agency=land.lead, by=land.officer, on=RECEIVED)
    other = land.received(
        branch=land.branch,
        content="Xin nước sạch",
        source="dialogue",
        raised_by=land.cadre,
        raised_on=RECEIVED,
    )
    far = land.received(unit=land.hamlets[2], organisation=None)
    answer(other, text="Đã giải thích", outcome="explained", by=land.officer, on=RECEIVED)
    commune = land.units["P1D1C1"]
    for query, shown, hidden in (
        (f"linh_vuc={topic.code}", mine, other),
        ("muc_do=urgent", mine, other),
        ("cap=district", mine, other),
        ("loai=reflection", mine, other),
        (f"co_quan={land.lead.key}", mine, other),
        ("giai_doan=with_agency", mine, other),
        ("giai_doan=answered", other, mine),
        ("tu_dau=dialogue", other, mine),
        ("ket_qua=explained", other, mine),
        (f"can_bo={land.cadre.key}", other, mine),
        ("q=nuoc sach", other, mine),
        (f"dia_ban={commune.key}", mine, far),
        (f"dia_ban={land.hamlets[2].key}", far, mine),
        ("den_ngay=07/09/2026", mine, other),
        ("tu_ngay=08/09/2026", other, mine),
    ):
        assert of(land, land.browser.get(f"{LIST}?{query}"), shown, hidden) == [True, False], query


def test_voices_that_were_merged_and_what_was_voided_are_shown_where_they_are_asked_for(land):
    matter, voice, mistake = land.received(), land.received(branch=land.twin), land.received()
    merge([voice], into=matter, by=land.officer, on=RECEIVED)
    void_matter(mistake, reason="Nhập trùng", by=land.officer)
    assert of(land, land.browser.get(LIST), matter, voice, mistake) == [True, False, False]
    assert "2 nơi cùng nêu" in words(land.browser.get(LIST))
    assert of(land, land.browser.get(f"{LIST}?giai_doan=merged"), matter, voice) == [False, True]
    assert of(land, land.browser.get(f"{LIST}?giai_doan=voided"), matter, mistake) == [False, True]


def test_the_list_goes_out_as_a_spreadsheet_with_every_fact_in_a_column(land):
    land.received(
        content="Cầu Kênh Ba sụt", on_behalf_of="Nhân dân ấp 1", due_on=land.today - timedelta(days=2)
    )
    rows = rows_of(land.browser.get(f"{LIST}?export=xlsx"))
    flat = [str(cell) for row in rows for cell in row if cell]
    for said in ("Cầu Kênh Ba sụt", "Nhân dân ấp 1", "quá hạn 2 ngày", "đã tiếp nhận"):
        assert said in flat


def test_only_those_above_the_matter_have_the_list_and_each_his_own_ground(land):
    matter = land.received()
    assert of(land, land.as_["leader"].get(LIST), matter) == [True]
    assert of(land, land.as_["other_district"].get(LIST), matter) == [False]
    assert "Chưa có kiến nghị nào" in words(land.as_["other_district"].get(LIST))
    for name in ("office", "secretary", "neighbour", "handler", "cadre"):
        assert land.as_[name].get(LIST).status_code == 403


def test_the_list_asks_no_query_a_row(land):
    for number in range(3):
        land.handed(content=f"Việc {number}", topic=Topic.objects.first())
    few = queries_of(land.browser, LIST)
    for number in range(9):
        land.handed(content=f"Việc thêm {number}", branch=land.twin, topic=Topic.objects.last())
    assert queries_of(land.browser, LIST) == few <= 25


def test_a_link_to_a_place_an_agency_or_a_cadre_without_matters_finds_none_of_the_others(land):
    matter = land.received()
    for query in (
        f"dia_ban={land.hamlets[3].key}",
        f"co_quan={land.other_agency.key}",
        f"can_bo={land.cadre.key}",
    ):
        assert of(land, land.browser.get(f"{LIST}?{query}"), matter) == [False], query


def test_the_pages_of_the_place_the_branch_and_the_cadre_lead_to_what_they_raised(land):
    matter = land.received(raised_by=land.cadre, is_shared=False)
    hamlet = reverse("dashboard:unit_page", args=[land.hamlets[0].key])
    branch = reverse("dashboard:organisation_page", args=[land.branch.key])
    for address in (hamlet, branch, reverse("dashboard:unit_page", args=[land.district.key])):
        assert matter.reference in words(land.browser.get(address))
    for address in (hamlet, branch):
        assert matter.reference not in words(land.as_["office"].get(address))
    neighbour = reverse("dashboard:unit_page", args=[land.hamlets[1].key])
    assert matter.reference not in words(land.browser.get(neighbour))
    page = land.browser.get(reverse("assignments:cadre_page", args=[land.cadre.key]))
    assert matter.reference in words(land.browser.get(page.context["raised_url"]))
