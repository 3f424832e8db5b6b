"""The running month in one line: each number is that of the list behind it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from matters.actions.raising import raise_matter
from matters.actions.receiving import receive
from tests.factories import START, CadreFactory, UserFactory
from tests.pages import browser_of, queries_of, words
from tests.reports.due_ground import due_ground, met, visit
from tests.reports.things import attend, report

pytestmark = pytest.mark.django_db
PAGE, BLOCK = "/thang-nay/so-lieu/", "/thang-nay/so-lieu/?khoi=1"


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def land(today):
    land = due_ground()
    done, late = (land.choosing(code=code, starts_on=START) for code in ("P1D1C1", "P1D1C2"))
    report(attend(done.cadre, met(land, "P1D1C1H1", today), assignment=done), today)
    visit(late, land.branches["P1D1C2H1"], today - timedelta(days=20))
    return land


@pytest.fixture
def officer(land):
    return browser_of("org_staff", unit=land.district)


def parts(browser) -> dict:
    """{what it counts: (number, address)}."""
    found = re.findall(r'<a href="([^"]+)"><strong>([^<]+)</strong> ([^<]+)</a>', browser.get(BLOCK).text)
    return {said: (number, url.replace("&amp;", "&")) for url, number, said in found}


def counted(browser, url) -> int:
    """The rows of the list behind it."""
    return browser.get(url).context["total"]


def test_each_number_is_that_of_the_list_behind_it(land, officer, today):
    found = parts(officer)
    waiting, due, schedules = (
        found[key] for key in ("báo cáo chờ nhận", "báo cáo đến hạn, cần nhắc", "xã chưa đăng ký lịch")
    )
    assert int(waiting[0]) == counted(officer, waiting[1]) == 1
    assert int(due[0]) == counted(officer, due[1]) >= 2
    assert int(schedules[0]) == counted(officer, schedules[1]) == 2
    text = words(officer.get(PAGE))
    assert f"1/2 lượt đã dự tháng {today:%m/%Y}" in text
    attended, url = found[f"lượt đã dự tháng {today:%m/%Y}"]
    total = officer.get(url).context["asked"].expected.total
    assert attended == f"{total.attended}/{total.expected}"


def test_the_overview_leads_there_today_and_not_on_another_day(land, officer):
    assert f'data-load="{PAGE}?khoi=1"' in officer.get("/").text.replace("&amp;", "&")
    assert PAGE not in officer.get("/?ngay=2024-01-01").text


def test_the_block_is_the_line_and_no_page(land, officer):
    text = officer.get(BLOCK).text
    assert text.count("<ul") == 1 and "<html" not in text and "<script" not in text


def test_who_reads_numbers_only_finds_no_names_lists(land):
    found = parts(browser_of("viewer", unit=land.district))
    assert "báo cáo chờ nhận" not in found and "báo cáo đến hạn, cần nhắc" not in found


def test_a_commune_reads_nothing_of_the_districts_month(land):
    browser = browser_of("org_staff", unit=land.communes[0])
    found = parts(browser)
    assert "báo cáo đến hạn, cần nhắc" not in found
    assert found["báo cáo chờ nhận"][0] == "0"
    assert browser_of("commune_office", unit=land.communes[0]).get(PAGE).status_code == 403


def test_twenty_five_queries_however_many(land, officer, today):
    few = queries_of(officer, BLOCK)
    for cadre in CadreFactory.create_batch(40, unit=land.district):
        visit(land.choosing(cadre=cadre, starts_on=START), land.branches["P1D1C1H1"], today)
    assert queries_of(officer, BLOCK) == few <= 25


def test_overdue_matters_are_counted_and_lead_to_their_list(land, officer, today):
    hamlet, long_ago = land.branches["P1D1C1H1"].unit, today - timedelta(days=90)
    by = UserFactory()
    for content, received in (("Cầu hỏng", True), ("Đường ngập", False)):
        made = raise_matter(unit=hamlet, issuer=land.district, content=content, raised_on=long_ago, by=by)
        if received:
            receive(made, by=by, on=long_ago, is_shared=False)
    number, url = parts(officer)["kiến nghị quá hạn"]
    assert int(number) == counted(officer, url) == 1
