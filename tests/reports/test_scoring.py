"""The visitor scores the meeting in his report: one sending makes the report and his sheet, or neither."""

import gzip
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from reports.models import Draft, Report, ReportForm
from scores.actions.rubrics import issue, make_rubric
from scores.actions.sheet_steps import publish_sheet, send_sheet
from scores.actions.sheets import open_sheet, rows_of, save_row
from scores.models import Rubric, Sheet
from tests import factories, score_things
from tests.pages import queries_of, signed_in, words
from tests.reports.ground import ground, one_more, register
from tests.reports.test_pages_writing import KILO, filled

pytestmark = pytest.mark.django_db
SECTION = "s-scores"


@pytest.fixture
def land():
    """A rubric in force; a meeting of yesterday at which 20 of 22 were present from 19:00 to 21:00."""
    made = ground()
    made.today = timezone.localdate()
    made.meeting = register(made.branch, made.today - timedelta(days=1))
    made.browser = signed_in(made.user)
    made.address = f"/bao-cao/moi/?buoi={made.meeting.key}"
    made.rubric = score_things.issued_rubric(made.district)
    made.field = {each.code: (f"diem-{each.key}", f"ly-do-{each.key}") for each in made.rubric.criteria.all()}
    return made


def scored(land, *, said=None, **over):
    """The whole form with points by the code of a criterion, or with (points, reason)."""
    given = {"started_at": "19:00", "ended_at": "21:00"}
    for code, value in ({"noi-dung": "65"} if said is None else said).items():
        points, why = value if isinstance(value, tuple) else (value, "")
        given |= {land.field[code][0]: points, land.field[code][1]: why}
    return filled(land, **given, **over)


def points_of(sheet) -> dict:
    return {row.criterion.code: row.points for row in rows_of(sheet)}


def test_one_sending_makes_the_report_and_a_sheet_whose_facts_fill_themselves(land):
    page = land.browser.get(land.address)
    assert SECTION in page.text and "Nội dung" in words(page) and "tự tính" in words(page)
    data = scored(land)
    for _again in range(2):
        answer = land.browser.post(land.address, data, headers={"accept": "application/json"})
        assert answer.status_code == 200
    report, sheet = Report.objects.get(), Sheet.objects.get()
    assert (sheet.scorer, sheet.cadre, sheet.attendance, sheet.issuer) == (
        "superior", land.cadre, report.attendance, land.district,
    )  # fmt: skip
    assert points_of(sheet) == {"du": 20, "gio": 10, "noi-dung": 65, "thuong": None}
    why = {row.criterion.code: row.proposed_why for row in rows_of(sheet)}
    assert "20/22 đảng viên phải dự có mặt" in why["du"] and "19:00 đến 21:00" in why["gio"]
    assert (sheet.state, sheet.total, str(sheet.band).strip()) == ("sent", 95, "Tốt")
    read = land.browser.get(report.get_absolute_url())
    assert sheet.get_absolute_url() in read.text and "95 (Tốt" in words(read)
    assert reverse("scores:turn_sheet", args=[report.attendance.key]) not in read.text
    way = reverse("reports:report_of_sheet", args=[sheet.key])
    assert way in land.browser.get(sheet.get_absolute_url()).text
    assert land.browser.get(way).url == report.get_absolute_url()


def test_an_empty_section_makes_no_sheet_and_a_part_of_it_a_draft_that_says_what_is_missing(land):
    land.browser.post(land.address, scored(land, said={}))
    report = Report.objects.get()
    assert not Sheet.objects.exists()
    assert queries_of(land.browser, report.get_absolute_url()) <= 25
    read = land.browser.get(report.get_absolute_url())
    assert reverse("scores:turn_sheet", args=[report.attendance.key]) in read.text
    # What was forgotten is scored when the report is amended; what a fact knows needs no word.
    change = reverse("reports:report_edit", args=[report.key])
    assert SECTION in land.browser.get(change).text and queries_of(land.browser, change) <= 25
    land.browser.post(change, scored(land, said={"thuong": "2"}, version=report.version))
    sheet = Sheet.objects.get()
    assert sheet.state == "draft" and points_of(sheet)["thuong"] == 2
    assert queries_of(land.browser, report.get_absolute_url()) <= 25
    assert queries_of(land.browser, sheet.get_absolute_url()) <= 25
    read = words(land.browser.get(report.get_absolute_url()))
    assert "còn 1 tiêu chí chưa chấm" in read
    again = land.browser.get(change)
    assert sheet.get_absolute_url() in again.text and land.field["du"][0] not in again.text
    officer = signed_in(land.officer).get(report.get_absolute_url())
    assert sheet.get_absolute_url() not in officer.text, "a draft is the cadre's"


def test_bad_points_are_one_sentence_at_the_field_and_nothing_is_written(land):
    for code, said, sentence in (
        ("noi-dung", "nhiều", "Hãy ghi một số"),
        ("noi-dung", "71", "điểm từ 0 đến 70"),
        ("noi-dung", "10,1", "điểm theo bước 0,25"),
        ("du", "15", "điểm khác 20 thì phải ghi lý do"),
    ):
        data, name = scored(land, said={code: said}), land.field[code][0]
        answer = land.browser.post(land.address, data)
        assert answer.status_code == 422 and not Report.objects.exists() and not Sheet.objects.exists()
        assert f'id="id_{name}_error">' in answer.text and sentence in answer.text
        assert f'value="{said}"' in answer.text
        assert f'<details class="section {SECTION}" open>' in answer.text
        told = land.browser.post(land.address, data, headers={"accept": "application/json"}).json()["errors"]
        assert [(each["field"], sentence in each["sentence"]) for each in told] == [(name, True)]


def test_an_override_stands_with_its_reason_and_a_draft_on_the_server_keeps_points(land):
    data = scored(land, said={"du": ("15", "Năm đồng chí về sớm"), "noi-dung": "60,5"})
    kept = land.browser.post(land.address, data | {"nhap": "1"})
    again = land.browser.get(kept.url)
    assert 'value="60,5"' in again.text and "Năm đồng chí về sớm" in again.text
    assert f'<details class="section {SECTION}" open>' in again.text
    land.browser.post(kept.url, data)
    row = next(row for row in rows_of(Sheet.objects.get()) if row.criterion.code == "du")
    assert (row.proposed, row.points, row.note) == (20, 15, "Năm đồng chí về sớm")
    assert not Draft.objects.exists()


def test_a_sheet_is_put_right_where_the_board_returns_it_and_goes_with_a_visit_that_was_none(land):
    land.browser.post(land.address, scored(land))
    report, sheet = Report.objects.get(), Sheet.objects.get()
    back = reverse("scores:sheet_step", args=[sheet.key, "return"])
    assert land.browser.post(back, {"reason": "Chấm lại"}).status_code == 404
    signed_in(land.officer).post(back, {"reason": "Điểm nội dung chưa khớp báo cáo"})
    page = land.browser.get(sheet.get_absolute_url())
    assert "Điểm nội dung chưa khớp báo cáo" in page.text and "data-sheet" in page.text
    # He was not there after all: what he scored goes with his turn; what was published is taken back first.
    change = reverse("reports:report_edit", args=[report.key])
    gone = scored(land, said={}, attended="excused", absence_reason="Nhầm buổi", version=report.version)
    Sheet.objects.filter(pk=sheet.pk).update(state="published", published_on=land.today, sent_on=land.today)
    answer = land.browser.post(change, gone)
    assert answer.status_code == 422 and "hãy rút công bố trước" in words(answer)
    Sheet.objects.filter(pk=sheet.pk).update(state="sent", published_on=None)
    assert land.browser.post(change, gone).status_code == 302
    sheet.refresh_from_db()
    assert sheet.voided_at and sheet.void_reason == "Không dự buổi họp"


def test_points_that_differ_from_what_stands_are_shown_beside_each_other(land):
    land.browser.post(land.address, scored(land))
    answer = land.browser.post(land.address, scored(land, said={"noi-dung": "40"}))
    assert answer.status_code == 409 and "Nội dung: 65" in words(answer) and "Nội dung: 40" in words(answer)
    # The page that amends it was opened before there was a sheet.
    change = reverse("reports:report_edit", args=[Report.objects.get().key])
    answer = land.browser.post(change, scored(land, version=Report.objects.get().version))
    assert answer.status_code == 422 and "Bạn đã có phiếu chấm buổi này" in words(answer)
    assert f'name="{land.field["noi-dung"][0]}" value="65"' in answer.text
    assert points_of(Sheet.objects.get())["noi-dung"] == 65


def test_who_was_not_there_and_who_types_for_another_score_nothing(land):
    land.browser.post(land.address, scored(land, attended="excused", absence_reason="Ốm"))
    assert Report.objects.exists() and not Sheet.objects.exists()
    clerk = factories.UserFactory()
    factories.GrantFactory(user=clerk, role="org_staff", unit=land.district)
    other = one_more(land)[0]
    query = f"can-bo={other.key}&chi-bo={land.branch.key}&ngay={land.meeting.planned_on:%Y-%m-%d}"
    paper = signed_in(clerk).get(f"{reverse('reports:paper_write')}?{query}")
    assert paper.status_code == 200 and SECTION not in paper.text


def test_the_section_is_asked_where_a_rubric_is_in_force_and_the_scheme_wants_it(land):
    """A rubric of another committee, of another kind of meeting or a day before it began binds nobody here."""
    Rubric.objects.filter(pk=land.rubric.pk).update(ends_on=land.today - timedelta(days=1))
    assert SECTION not in land.browser.get(land.address).text
    score_things.issued_rubric(land.units["P1D2"])
    assert SECTION not in land.browser.get(land.address).text
    Rubric.objects.filter(pk=land.rubric.pk).update(ends_on=None)
    assert SECTION in land.browser.get(land.address).text
    ReportForm.objects.create(scheme=land.scheme, starts_on=date(2026, 1, 1), sections={"scores": "off"})
    assert SECTION not in land.browser.get(land.address).text
    land.browser.post(land.address, scored(land, said={}))
    assert Report.objects.exists()


def test_where_no_committee_issued_a_rubric_the_form_says_how_to_score_by_one_that_ships(land):
    later = "bấm “Chấm buổi này” ở trang báo cáo"
    assert later not in words(land.browser.get(land.address))
    Rubric.objects.filter(pk=land.rubric.pk).update(ends_on=land.today - timedelta(days=1))
    assert later in words(land.browser.get(land.address)) and queries_of(land.browser, land.address) <= 25
    land.browser.post(land.address, scored(land, said={}))
    report = Report.objects.get()
    way = reverse("scores:turn_sheet", args=[report.attendance.key])
    assert way in land.browser.get(report.get_absolute_url()).text
    opened = land.browser.post(way, follow=True)
    sheet = Sheet.objects.get()
    assert (sheet.rubric.issuer, sheet.cadre, sheet.meeting) == (None, land.cadre, land.meeting)
    assert all(each.name in words(opened) for each in sheet.rubric.criteria.all())
    # Nothing is promised where the scheme wants no score.
    another = f"/bao-cao/moi/?chi-bo={land.branch.key}&ngay={land.today:%d/%m/%Y}"
    assert later in words(land.browser.get(another))
    ReportForm.objects.create(scheme=land.scheme, starts_on=date(2026, 1, 1), sections={"scores": "off"})
    assert later not in words(land.browser.get(another))


def test_points_for_which_the_form_has_no_place_any_more_are_never_dropped_without_a_word(land):
    data = scored(land)
    Rubric.objects.filter(pk=land.rubric.pk).update(ends_on=land.today - timedelta(days=1))
    answer = land.browser.post(land.address, data)
    assert answer.status_code == 422 and "Bạn đã ghi: Nội dung: 65." in words(answer)
    assert not Report.objects.exists()
    # The day that was changed in the form has another rubric than the one that was shown.
    Rubric.objects.filter(pk=land.rubric.pk).update(ends_on=None)
    address = f"/bao-cao/moi/?chi-bo={land.branch.key}&ngay={land.today:%d/%m/%Y}"
    answer = land.browser.post(address, scored(land, met_on="30/12/2025", late_reason="Máy hỏng"))
    assert answer.status_code == 422 and "chấm theo bộ tiêu chí khác" in words(answer)
    assert not Report.objects.exists()


def test_what_the_branch_gave_itself_stands_beside_for_who_reads_it(land):
    secretary = factories.UserFactory()
    factories.GrantFactory(user=secretary, role="branch_secretary", organisation=land.branch)
    land.meeting.outcome, land.meeting.held_on = "held", land.meeting.planned_on
    land.meeting.save()
    own = open_sheet(
        rubric=land.rubric, organisation=land.branch, issuer=land.district, period_on=land.meeting.on,
        scorer="branch", meeting=land.meeting, by=secretary, on=land.today,
    )  # fmt: skip
    for row in rows_of(own):
        save_row(
            row, column="points", value=row.criterion.maximum, note="Đủ", version=row.version, by=secretary
        )
    assert "chi bộ tự chấm 70" not in words(land.browser.get(land.address)), "not sent yet"
    send_sheet(own, by=secretary, on=land.today)
    assert "chi bộ tự chấm 70" in words(land.browser.get(land.address))
    stranger, user = one_more(land)
    assert "chi bộ tự chấm" not in signed_in(user).get(land.address).text
    land.browser.post(land.address, scored(land))
    read = words(land.browser.get(Report.objects.get().get_absolute_url()))
    assert "Chi bộ tự chấm 105" in read and "95" in read
    report, visitors = Report.objects.get(), Sheet.objects.get(scorer="superior")
    host, way = signed_in(secretary), reverse("reports:report_of_sheet", args=[visitors.key])
    page = host.get(report.get_absolute_url()).text
    assert own.get_absolute_url() in page and visitors.get_absolute_url() not in page
    assert host.get(way).status_code == 404
    assert "Báo cáo buổi này" not in host.get(own.get_absolute_url()).text
    publish_sheet(visitors, by=None, on=land.today)
    assert visitors.get_absolute_url() in host.get(report.get_absolute_url()).text
    assert way in host.get(visitors.get_absolute_url()).text
    assert host.get(way).url == report.get_absolute_url(), "the shared part is what he finds there"


def test_the_form_with_the_longest_rubric_keeps_its_gates(land):
    longest = Rubric.objects.shipped().get(code="huong-dan-12")
    made = make_rubric(
        issuer=land.district, code="dai", name="Dài", kind="meeting", meeting_kind="regular",
        copied_from=longest, by=None, on=date(2025, 12, 1),
    )  # fmt: skip
    few = queries_of(land.browser, land.address)
    issue(
        made,
        document=score_things.document_of(land.district),
        starts_on=date(2026, 1, 1),
        by=None,
        on=date(2025, 12, 1),
    )
    page = land.browser.get(land.address)
    assert page.text.count('name="diem-') == longest.criteria.count()
    assert len(gzip.compress(page.content, 6)) <= 14 * KILO
    assert queries_of(land.browser, land.address) == few <= 25
