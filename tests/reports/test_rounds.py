"""Rounds: opened, changed, closed, opened again; what one gathers, each figure with the rows behind it."""

import html
import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from assignments.models import Assignment
from matters.models import Conference, Recommendation, Topic
from meetings.models import Absence
from reports.actions.rounds import change_round, close_round, open_round, reopen_round
from reports.models import Report, ReportRecommendation, Round, RoundStep
from reports.rounds import RoundFacts, side_by_side
from tests.factories import START, SchemeFactory
from tests.pages import browser_of, queries_of, rows_of, signed_in, words
from tests.reports.filed import ground, zone_leader
from tests.reports.rounds_ground import DECEMBER, ISSUED, NOVEMBER, a_round, issued

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 10)


@pytest.fixture
def land():
    land = ground(report_days=5, turns_per_month=1)
    land.browser = signed_in(land.officer)
    return land


def page(made, name="round_page"):
    return reverse(f"reports:{name}", args=[made.key])


def raised(land, report, topic=None):
    row = Recommendation.objects.create(
        reference=f"KN-{report.number}",
        unit=report.unit,
        issuer=report.issuer,
        raised_on=report.met_on,
        content="Sửa đường ấp",
        topic=topic,
    )
    ReportRecommendation.objects.create(report=report, recommendation=row)
    return row


def test_the_form_offers_the_month_after_the_last_round_of_that_scheme_or_of_all(land):
    a_round(land.district)
    response = land.browser.get(reverse("reports:round_new"))
    body = response.content.decode()
    assert 'value="01/11/2026"' in body and 'value="30/11/2026"' in body and "Đợt tháng 11/2026" in body
    land.browser.post(
        reverse("reports:round_new"),
        {
            "issuer": land.district.key,
            "scheme": land.scheme.code,
            "name": "Đợt mới",
            "starts_on": "01/11/2026",
            "last_day": "30/11/2026",
        },
    )
    made = Round.objects.get(name="Đợt mới")
    assert (made.scheme, made.starts_on, made.ends_on) == (land.scheme, NOVEMBER, DECEMBER)
    assert made.steps.get().step == "opened"


def test_two_rounds_of_one_committee_do_not_share_a_day(land):
    a_round(land.district)
    with pytest.raises(ValidationError, match="Đã có một đợt khác trong thời gian này"):
        open_round(
            issuer=land.district,
            name="Trùng",
            starts_on=date(2026, 10, 31),
            ends_on=DECEMBER,
            by=land.officer,
            on=DAY,
        )
    response = land.browser.post(
        reverse("reports:round_new"),
        {"issuer": land.district.key, "name": "Ngược", "starts_on": "01/12/2026", "last_day": "01/11/2026"},
    )
    assert "Ngày kết thúc phải sau ngày bắt đầu" in words(response)
    assert Round.objects.count() == 1


def test_days_change_while_it_is_open_and_closing_waits_for_its_last_day(land):
    made = a_round(land.district, NOVEMBER, DECEMBER)
    with pytest.raises(ValidationError, match="Đợt còn đến hết ngày 30/11/2026"):
        close_round(made, version=1, by=land.officer, on=DAY)
    change_round(made, name="Ngắn", starts_on=NOVEMBER, ends_on=DAY, version=1, by=land.officer, on=DAY)
    with pytest.raises(ValidationError, match="Người khác vừa thay đổi"):
        close_round(made, version=1, by=land.officer, on=DAY)
    closed = close_round(made, version=2, by=land.officer, on=DAY)
    assert closed.closed_on == DAY
    with pytest.raises(ValidationError, match="Đợt đã chốt"):
        change_round(made, name="Khác", starts_on=NOVEMBER, ends_on=DAY, version=3, by=land.officer, on=DAY)


def test_it_is_opened_again_with_a_reason_and_not_where_its_notice_is_issued(land):
    made = a_round(land.district, closed_on=NOVEMBER)
    with pytest.raises(ValidationError, match="Hãy ghi lý do mở lại"):
        reopen_round(made, reason=" ", version=1, by=land.officer, on=DAY)
    response = land.browser.post(page(made, "round_reopen"), {"version": "1", "reason": "Còn báo cáo muộn"})
    assert response.status_code == 302
    made.refresh_from_db()
    assert made.is_open and RoundStep.objects.get().note == "Còn báo cáo muộn"
    close_round(made, version=2, by=land.officer, on=DAY)
    issued(made, (land.branch, "praise", "Tốt", None))
    with pytest.raises(ValidationError, match="hủy thông báo trước"):
        reopen_round(made, reason="Muộn", version=3, by=land.officer, on=DAY)


def test_every_figure_of_the_page_is_the_number_of_rows_behind_it(land):
    topic = Topic.objects.first()
    first = land.report(quality="good")
    late = land.report(
        branch=land.branches[1], is_late=True, quality="poor", shortcomings="Đảng viên ít phát biểu"
    )
    raised(land, first, topic)
    raised(land, late)
    land.report(branch=land.branches[2], met_on=date(2026, 9, 24))
    made = a_round(land.district)
    response = land.browser.get(page(made))
    figures = re.findall(
        r'<li><a href="([^"]+)"><strong>(\d+)</strong> ([^<]+)</a>', response.content.decode()
    )
    assert len(figures) == 7
    for address, number, said in figures:
        rows = land.browser.get(address.replace("&amp;", "&")).context["total"]
        assert int(number) == rows, said
    numbers = {said: int(number) for _address, number, said in figures}
    assert numbers["lượt dự"] == 2 and numbers["báo cáo muộn"] == 1 and numbers["kiến nghị"] == 2
    assert numbers["báo cáo nêu hạn chế"] == 1
    text = words(response)
    assert "2 lượt, 1 người, 2 buổi, 2 chi bộ" in text and topic.name in text
    assert "Đảng viên ít phát biểu" in text
    themes = re.findall(
        r'<a href="([^"]+linh_vuc=[^"]+)">[^<]+</a> <strong>(\d+)</strong>', response.content.decode()
    )
    assert [land.browser.get(url).context["total"] for url, _n in themes] == [int(n) for _u, n in themes]


def test_a_round_of_one_scheme_holds_nothing_of_another(land):
    other = SchemeFactory(issuer=land.district, turns_per_month=1)
    Assignment.objects.create(
        scheme=other, cadre=land.visitor, target_unit=land.hamlets[1], unit=land.hamlets[1], starts_on=START
    )
    land.report()
    all_of_it, of_other = a_round(land.district), a_round(land.district, scheme=other)
    assert RoundFacts(all_of_it, DAY).expected.counts.turns == 1
    facts = RoundFacts(of_other, DAY)
    assert (facts.expected.counts.turns, facts.reports.count(), facts.total.missing) == (0, 0, 1)
    shown = words(land.browser.get(reverse("reports:round_list")))
    assert other.name in shown and "mọi chủ trương" in shown
    counts = {row.pk: row.report_count for row in Round.objects.with_report_count()}
    assert counts == {all_of_it.pk: 1, of_other.pk: 0}


def test_the_lists_are_exported_and_ask_few_questions_whatever_the_rows(land):
    made = a_round(land.district)
    land.report(quality="good")
    few = [queries_of(land.browser, page(made)), queries_of(land.browser, reverse("reports:round_list"))]
    for number, branch in enumerate(land.branches[1:], start=1):
        raised(land, land.report(branch=branch, quality="fair", shortcomings="Còn chậm"))
        a_round(land.district, date(2026, number, 1), date(2026, number + 1, 1))
    many = [queries_of(land.browser, page(made)), queries_of(land.browser, reverse("reports:round_list"))]
    assert many == few and max(many) <= 25
    for name in ("round_visits", "round_reports", "round_matters", "round_missing"):
        assert queries_of(land.browser, page(made, name)) <= 25
    rows = rows_of(land.browser.get(f"{page(made, 'round_reports')}?export=xlsx"))
    assert any("Còn chậm" in str(cell) for row in rows for cell in row)


def test_only_those_above_the_issuer_find_it(land):
    made = a_round(land.district)
    for role in ("leader", "inspector", "org_head"):
        assert browser_of(role, unit=land.district).get(page(made)).status_code == 200
    assert browser_of("leader", unit=land.units["P1D2"]).get(page(made)).status_code == 404
    assert browser_of("leader", unit=land.commune).get(page(made)).status_code == 404
    assert signed_in(zone_leader(land, land.commune)).get(page(made)).status_code == 404
    for role in ("commune_office", "viewer"):
        assert browser_of(role, unit=land.commune).get(page(made)).status_code == 403
    assert browser_of("leader", unit=land.district).get(page(made, "round_close")).status_code == 403


def test_the_conference_that_reflected_on_it_is_chosen_among_the_committees_own(land):
    made = a_round(land.district)
    own = Conference.objects.create(
        kind="reflection", unit=land.district, title="Phản ánh tháng 10", held_on=ISSUED
    )
    other = Conference.objects.create(
        kind="reflection", unit=land.units["P1D2"], title="Của nơi khác", held_on=ISSUED
    )
    assert "Của nơi khác" not in words(land.browser.get(page(made, "round_conference")))
    response = land.browser.post(page(made, "round_conference"), {"conference": other.key})
    assert "không có trong danh sách" in words(response)
    land.browser.post(page(made, "round_conference"), {"conference": own.key})
    assert "Phản ánh tháng 10" in words(land.browser.get(page(made)))


def test_one_button_makes_the_conference_that_reflects_on_the_round(land):
    made = a_round(land.district, closed_on=NOVEMBER)
    browser = signed_in(land.officer)
    page = browser.get(made.get_absolute_url()).content.decode()
    address = reverse("reports:round_conference_new", args=[made.key])
    assert address in page
    response = browser.post(address, {"planned_on": "05/11/2026"})
    made.refresh_from_db()
    assert made.conference.kind == "reflection" and made.conference.unit == land.district
    assert response.url == made.conference.get_absolute_url()
    assert "đã có hội nghị phản ánh" in words(browser.post(address, {"planned_on": "06/11/2026"}))
    assert Conference.objects.count() == 1
    assert address not in browser.get(made.get_absolute_url()).content.decode()


def test_the_conference_is_made_from_what_the_round_gathered_as_far_as_the_officer_leaves_it(land):
    made = a_round(land.district, scheme=land.scheme, closed_on=NOVEMBER)
    other = land.cadre(full_name="Trần Thị Mời")
    report = land.report(shortcomings="Chưa chuẩn bị.")
    raised(land, report, Topic.objects.get(code="rural-roads"))
    land.cadre(full_name="Lê Chưa Báo Cáo")
    address = page(made, "round_conference_new")
    form = html.unescape(land.browser.get(address).content.decode())
    assert "Phạm Văn Dự" in form and "Lê Chưa Báo Cáo" not in form
    assert "Giao thông" in form and "nêu hạn chế: 1 trên 1" in form
    sent = {"planned_on": "05/11/2026", "attendees": f"Phạm Văn Dự\n{other.code}", "minutes": "Bàn về đường."}
    assert "Không tìm thấy cán bộ" in words(land.browser.post(address, sent | {"attendees": "Người lạ"}))
    assert not Conference.objects.exists()
    land.browser.post(address, sent)
    made.refresh_from_db()
    conference = made.conference
    assert set(conference.attendees.all()) == {land.visitor, other}
    assert conference.minutes == "Bàn về đường." and conference.scheme == land.scheme


def test_the_conference_leads_back_to_its_round_for_those_who_read_rounds_of_that_committee(land):
    made = a_round(land.commune, closed_on=NOVEMBER)
    held = Conference.objects.create(kind="reflection", unit=land.commune, title="Của xã", held_on=ISSUED)
    Round.objects.filter(pk=made.pk).update(conference=held)
    address = held.get_absolute_url()
    assert made.get_absolute_url() in land.browser.get(address).content.decode()
    below = browser_of("commune_office", unit=land.commune).get(address)
    assert below.status_code == 200 and "Của xã" in words(below)
    assert made.get_absolute_url() not in below.content.decode() and made.name not in words(below)


def test_a_round_stands_beside_the_one_before_each_number_with_its_rows(land):
    earlier = a_round(land.district, closed_on=NOVEMBER)
    land.report(quality="good")
    later = open_round(
        issuer=land.district,
        name="Đợt sau",
        starts_on=earlier.ends_on,
        ends_on=date(2027, 1, 1),
        by=None,
        on=NOVEMBER,
    )
    browser = signed_in(land.officer)
    first = words(browser.get(page(earlier, "round_comparison")))
    assert "Đây là đợt đầu tiên" in first
    topic = Topic.objects.get(code="rural-roads")
    raised(land, Report.objects.get(), topic)
    body = browser.get(page(later, "round_comparison")).content.decode()
    assert earlier.name in body and reverse("reports:round_visits", args=[earlier.key]) in body
    seen = words(browser.get(page(later, "round_comparison")))
    assert "Người dự 0 1" in seen and "Chi bộ có người dự 0 1" in seen and f"{topic.name} 0 1" in seen
    assert f"{page(earlier, 'round_matters')}?linh_vuc=rural-roads" in body
    few = queries_of(browser, page(later, "round_comparison"))
    land.report(branch=land.branches[1], quality="good")
    assert queries_of(browser, page(later, "round_comparison")) <= few <= 25


def test_two_rounds_side_by_side_have_the_numbers_of_each_by_itself(land):
    earlier = a_round(land.district, closed_on=NOVEMBER)
    Absence.objects.create(
        cadre=land.visitor, starts_on=date(2026, 11, 1), ends_on=DECEMBER, reason="leave", note="Đi học"
    )
    land.report()
    land.report(branch=land.branches[1], met_on=date(2026, 11, 5))
    for first, last in ((NOVEMBER, DECEMBER), (date(2026, 11, 3), date(2026, 11, 20))):
        later = a_round(land.district, first, last, name=f"Đợt từ {first}")
        for on in (date(2026, 11, 10), date(2027, 2, 1)):
            both = side_by_side(later, earlier, on)
            for facts in both:
                assert facts.as_figures() == RoundFacts(facts.made, on).as_figures()
        later.delete()
    assert both[1].expected.counts.turns == 1
