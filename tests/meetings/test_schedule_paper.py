"""The registered month on paper: what it says, for whom, whose telephone numbers; text stays text."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from branches.models import Office, OfficeHolder
from meetings.actions.day_rules import set_deadline
from meetings.actions.scheduling import Said, return_schedule, write_schedule
from meetings.facts.schedules import changes_of, secretaries_of
from meetings.models import Meeting
from meetings.planning import MonthPlan
from meetings.schedule_documents import schedule_document
from tests.common.documents.papers import opened, pages_of, words_of
from tests.factories import START, UserFactory
from tests.meetings.land import branch_land
from tests.pages import browser_of, queries_of, words

pytestmark = pytest.mark.django_db
MONTH, ON = date(2027, 11, 1), date(2027, 11, 24)
TODAY = date(2027, 10, 20)
SENT_AT = datetime(2027, 10, 20, 8, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
TRICKS = "Nhà <b>văn hóa</b> {{ x }} #set *a* $1"
PHONE = "0912 000 111"


@pytest.fixture
def land():
    land = branch_land()
    set_deadline(unit=land.district, due_day=25, starts_on=START, by=land.officer)
    OfficeHolder.objects.create(
        unit=land.first.unit,
        organisation=land.first,
        office=Office.objects.get(code="secretary"),
        full_name="Trần Thị Bí Thư",
        phone=PHONE,
        starts_on=START,
    )
    return land


def write(land, *, send=True, on=TODAY, day=ON, reason=""):
    hour = datetime(2027, 1, 1, 19).time()
    lines = [
        Said(land.first, day, hour, TRICKS, prepare_due_on=day - timedelta(days=2)),
        Said(land.second, ON, hour, "Nhà ông Sáu", kind="thematic", topic="Chuyển đổi số"),
    ]
    standing = {row.organisation_id: row for row in Meeting.objects.filter(month=MONTH)}
    lines = [Said(**(vars(line) | {"meeting": standing.get(line.organisation.pk)})) for line in lines]
    return write_schedule(
        unit=land.commune, month=MONTH, lines=lines, by=land.officer, on=on, send=send, reason=reason,
        at=SENT_AT,
    )  # fmt: skip


def address(land, kind="docx", unit=None):
    unit = unit or land.commune
    return reverse("meetings:schedule_paper", args=[unit.key, kind]) + f"?thang={MONTH:%Y-%m}"


def paper(browser, land) -> str:
    response = browser.get(address(land))
    assert response.status_code == 200
    return words_of(opened(response.content))


def test_it_says_who_meets_when_where_about_what_and_what_was_changed_since(land):
    write(land)
    write(land, send=False, on=TODAY + timedelta(days=6), day=ON - timedelta(days=1), reason="Bão số 9")
    said = paper(land.as_officer, land)
    for each in (
        "ĐẢNG ỦY XÃ MẪU P1D1C1",
        "Thường trực Huyện ủy Mẫu P1D1",
        "tháng 11 năm 2027",
        "2 buổi sinh hoạt của 2/3 chi bộ",
        "Hạn đăng ký: 25/10/2027; gửi lần đầu lúc 08:30 20/10/2027.",
        "ngày 20 tháng 10 năm 2027",
        "23/11/2027\n19:00",
        "chuyên đề: Chuyển đổi số",
        "chậm nhất\n21/11/2027",
        "24/11/2027, 19:00",
        "Bão số 9 (sau hạn đăng ký)",
        TRICKS,
    ):
        assert "".join(each.split()) in "".join(said.split()), each
    assert "DỰ THẢO" not in said and "Số .." not in said
    pdf = "".join("".join(pages_of(land.as_officer.get(address(land, "pdf")).content)).split())
    assert "".join(TRICKS.split()) in pdf and "Bãosố9" in pdf
    in_english = land.as_officer.get(address(land), headers={"accept-language": "en"})
    assert "chuyên đề: Chuyển đổi số" in words_of(opened(in_english.content))


def test_what_was_not_sent_is_a_draft_of_its_office_and_nobody_elses(land):
    write(land, send=False)
    assert "Nhà ông Sáu" in paper(land.as_office, land)
    said = paper(land.as_officer, land)
    assert "Nhà ông Sáu" not in said and "0 buổi sinh hoạt" in said
    plan = MonthPlan(land.commune, MONTH)
    made = {"lines": plan.lines, "secretaries": {}, "changes": [], "day": TODAY}
    assert schedule_document(plan, **made).shown_watermark == "DỰ THẢO"
    sent = write(land)
    plan = MonthPlan(land.commune, MONTH)
    assert schedule_document(plan, **made).shown_watermark == ""
    return_schedule(sent, note="Thiếu chi bộ twin", by=UserFactory(), on=TODAY)
    assert schedule_document(MonthPlan(land.commune, MONTH), **made).shown_watermark == "TRẢ LẠI"


def test_a_telephone_is_on_paper_for_whom_it_is_on_the_page(land):
    write(land)
    page = reverse("meetings:schedule_commune", args=[land.commune.key]) + f"?thang={MONTH:%Y-%m}"
    for browser in (land.as_officer, land.as_office):
        assert PHONE in words(browser.get(page)) and PHONE in paper(browser, land)
    may_not = browser_of("viewer", unit=land.commune)
    assert may_not.get(address(land)).status_code == 403
    plan = MonthPlan(land.commune, MONTH)
    scope = land.as_officer.get("/").wsgi_request.scope
    beside = land.as_neighbour.get("/").wsgi_request.scope
    assert [row.phone for row in secretaries_of(plan, scope).values()] == [PHONE]
    assert secretaries_of(plan, beside) == {}
    made = schedule_document(
        plan, lines=plan.lines, secretaries=secretaries_of(plan, beside), changes=changes_of(plan), day=TODAY
    )
    assert "Bí thư, điện thoại" not in made.body[1].headings


def test_only_who_reads_the_month_prints_it_and_few_queries_make_it(land):
    write(land)
    for browser in (land.as_neighbour, land.as_secretary):
        assert browser.get(address(land)).status_code == 404
    assert land.as_employer.get(address(land)).status_code == 403
    assert land.as_officer.get(address(land, "xlsx")).status_code == 404
    assert land.as_officer.get(address(land, unit=land.hamlet)).status_code == 404
    assert queries_of(land.as_officer, address(land)) <= 35
