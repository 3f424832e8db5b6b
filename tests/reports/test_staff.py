"""What an employer reads of her people's reports: how many were on time, late or are missing, and nothing else."""

from datetime import date

import pytest
from django.urls import reverse

from meetings.models import Visit
from tests.factories import AgencyFactory
from tests.pages import queries_of, signed_in, words
from tests.reports.filed import ground

pytestmark = pytest.mark.django_db
PAGE = reverse("reports:staff_reports") + "?thang=2026-10"


@pytest.fixture
def land():
    land = ground(turns_per_month=1, report_days=5)
    land.browser = signed_in(land.reader("employer", agency=land.agency))
    return land


def row(text):
    return text[text.index("Phạm Văn Dự") :][:160]


def test_a_report_on_time_a_late_one_and_none_at_all(land):
    assert "Phạm Văn Dự" in words(land.browser.get(PAGE))
    report = land.report(assignment=land.assignment)
    report.attendance.assignment = land.assignment
    report.attendance.save()
    assert "✓ đã báo cáo" in row(words(land.browser.get(PAGE)))


def test_nothing_of_the_report_or_its_meeting_is_shown(land):
    land.report(strengths="Mạnh-mật", chair="Ông Chủ Trì", sensitive="Riêng-mật", assignment=land.assignment)
    body = land.browser.get(PAGE).content.decode()
    for hidden in (
        "Mạnh-mật",
        "Ông Chủ Trì",
        "Riêng-mật",
        "Chi bộ ấp",
        "24/10/2026",
        "BC-2026",
        "/bao-cao/xem/",
    ):
        assert hidden not in body


def test_the_reports_own_page_is_not_the_employers(land):
    report = land.report()
    assert land.browser.get(reverse("reports:report_page", args=[report.key])).status_code == 404
    assert land.browser.get(reverse("reports:review_list")).status_code == 403
    assert land.browser.get(reverse("reports:shared_list")).status_code == 403


def test_another_agencys_head_sees_none_of_them(land):
    land.report()
    other = signed_in(land.reader("employer", agency=AgencyFactory(unit=land.district)))
    assert "Phạm Văn Dự" not in words(other.get(PAGE))


def test_a_planned_visit_changes_not_a_word(land):
    before = words(land.browser.get(PAGE))
    Visit.objects.create(
        cadre=land.visitor,
        organisation=land.branch,
        unit=land.hamlet,
        issuer=land.district,
        scheme=land.scheme,
        assignment=land.assignment,
        month=date(2026, 10, 1),
        planned_on=date(2026, 10, 30),
        is_announced=False,
    )
    assert words(land.browser.get(PAGE)) == before


def test_the_page_asks_as_much_for_many_people_as_for_few(land):
    few = queries_of(land.browser, PAGE)
    for hamlet in land.hamlets[1:]:
        cadre = land.cadre()
        type(land.assignment).objects.create(
            scheme=land.scheme, cadre=cadre, target_unit=hamlet, unit=hamlet, starts_on=date(2026, 1, 1)
        )
    assert queries_of(land.browser, PAGE) <= few
    assert few <= 25
