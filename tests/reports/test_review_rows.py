"""Every number of a review opens the rows that it counts: by days and not by months, over a merger, and nobody else's."""

import html
import re
from datetime import UTC, date, datetime
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from matters.models import Contribution
from meetings.models import Attendance
from reports.facts.period_reviews import sections_of
from reports.models import Checklist, ChecklistAnswer, Review
from reports.reviewing import review_figures
from scores.models import ModelRegistration, ModelTitle
from tests.factories import SchemeFactory
from tests.pages import browser_of, queries_of, words
from tests.pages import rows_of as sheet_rows
from tests.reports.reviewed import AFTER, CEMENT, EVE, FIRST, LAST, SUMS, aim, counted, land_of_things, merged
from tests.reports.things import follow, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def land():
    return land_of_things()


def rows_of(unit, browser) -> dict:
    """{key: Row} as the page shows them."""
    query = {"dia-ban": unit.key, "tu": FIRST.isoformat(), "den": LAST.isoformat()}
    groups = browser.get(reverse("reports:period_review_live"), query).context["groups"]
    return {row.key: row for group in groups for row in group.rows}


def table_of(browser, url) -> list[list]:
    """The head of the list as a spreadsheet, and its lines."""
    lines = sheet_rows(browser.get(f"{url}&export=xlsx"))
    at = next(number for number, line in enumerate(lines) if sum(cell is not None for cell in line) > 2)
    return [line for line in lines[at:] if sum(cell is not None for cell in line) > 1]


def check(unit, browser) -> set:
    """Opens every number; {those that had a list}. Each list holds as many rows as the number says."""
    rows = rows_of(unit, browser)
    for key, row in rows.items():
        if row.now:
            assert row.url, f"{key} opens nothing"
        if row.url and key not in SUMS and not key.startswith(("targets", "indicators", CEMENT)):
            found = counted(browser, row.url)
            assert row.now is None or found == row.now, f"{key}: {row.now} on the page, {found} in {row.url}"
    return {key for key, row in rows.items() if row.url}


def test_every_number_of_a_period_that_begins_mid_month_opens_the_rows_it_counts(land):
    browser = browser_of("org_staff", unit=land.district)
    opened = check(land.district, browser)
    wanted = {
        "turns",
        "people",
        "meetings",
        "branches",
        "expected",
        "attended",
        "missing",
        "excused",
        "on_time",
        "late",
    }
    assert {f"attendance.{each}" for each in wanted} <= opened
    assert {"urgent_matters.registered", "urgent_matters.done", "urgent_matters.organisations"} <= opened
    assert {"assignment_changes.started", "assignment_changes.ended", "scores.months.mean"} <= opened
    rows = rows_of(land.district, browser)
    # Three days of five are in the period, in two branches; of the turns two were reported on time and one late.
    assert [rows[f"attendance.{each}"].now for each in ("turns", "on_time", "late")] == [6, 2, 1]
    assert [rows[f"assignment_changes.{each}"].now for each in ("started", "ended")] == [1, 1]
    assert rows["recommendations.raised"].now == 4 and rows["scores.months.sheets"].now == 2
    goods = rows[CEMENT]
    assert (goods.words_now, counted(browser, goods.url)) == ("8 tấn", 4)
    # Money that is no gift of goods; the values behind an indicator of part of a year.
    assert counted(browser, rows["contributions.total"].url) == 4
    assert counted(browser, rows["indicators.admissions"].url) == 4 and rows["indicators.admissions"].now == 8
    # The month's sheets of March begin before the period.
    assert counted(browser, rows["scores.months.mean"].url) == 2


def test_over_a_merger_the_rows_are_those_of_the_places_that_went_into_it(land):
    new = merged(land)
    browser = browser_of("org_staff", unit=land.district)
    ModelRegistration.objects.create(
        organisation=land.bodies[0], unit=land.bodies[0].unit, title=ModelTitle.objects.first(), year=FIRST.year,
        registered_on=FIRST,
    )  # fmt: skip
    opened = check(new, browser)
    rows = rows_of(new, browser)
    # One of the places had a model branch, the other none.
    models = rows["indicators.model_branches_registered"]
    assert (models.now, counted(browser, models.url)) == (1, 1)
    assert rows["attendance.turns"].now == 6 and rows["recommendations.raised"].now == 4
    assert counted(browser, rows["indicators.admissions"].url) == 4
    assert {"attendance.missing", "conferences.events", "contributions.total", CEMENT} <= opened
    # Whoever holds the merged place reads them too; the neighbour does not even find the list.
    url = rows["attendance.turns"].url
    assert browser_of("org_staff", unit=new).get(url).context["total"] == 6
    assert browser_of("org_staff", unit=land.units["P1D2"]).get(url).status_code == 404


def of_two_schemes(land):
    """A second scheme that is asked about from 2023 on; of the year before it has one branch of three, and an item of a checklist."""
    scheme = SchemeFactory(
        issuer=land.district, target_kind="organisation", choice="branch", starts_on=date(2023, 1, 1)
    )
    type(land.scheme).objects.filter(pk=land.scheme.pk).update(ends_on=date(2023, 1, 1))
    turn = Attendance.objects.filter(attended_on=LAST, report=None).earliest("pk")
    follow(scheme, turn.cadre, turn.meeting.organisation, starts_on=EVE)
    item = Checklist.objects.get(code="4-nam", scheme=None).items.get(code="4-nam-1")
    ChecklistAnswer.objects.create(report=report(turn, LAST, scheme=scheme), item=item, answer="done")
    aim(land.bodies[0], 2023)


def test_every_number_of_the_period_before_opens_its_own_rows(land):
    of_two_schemes(land)
    gift = {"unit": land.here, "issuer": land.district, "in_kind": "áo ấm", "quantity": "nhiều"}
    for on in (LAST, AFTER):
        Contribution.objects.create(happened_on=on, **gift)
    browser = browser_of("org_staff", unit=land.district)
    # Of the same length as the one before it, which is that of the other tests.
    query = {"dia-ban": land.district.key, "tu": "2022-11-21", "den": "2023-08-03"}
    response = browser.get(reverse("reports:period_review_live"), query)
    rows = {row.key: row for group in response.context["groups"] for row in group.rows}
    for key, row in rows.items():
        if row.before:
            assert row.url_before, f"{key} of the period before opens nothing"
            assert html.escape(row.url_before) in response.content.decode()
    said = {
        key: (row.before, counted(browser, row.url_before)) for key, row in rows.items() if row.url_before
    }
    for key, (number, found) in said.items():
        if key not in SUMS and not key.startswith(("targets", "indicators", "contributions")):
            assert found == number, f"{key}: {number} on the page, {found} in {rows[key].url_before}"
    assert said["attendance.turns"] == (6, 6) and said["coverage.covered"] == (1, 1)
    assert said["coverage.units"] == (3, 3) and said["checklist.4-nam.4-nam-1"] == (1, 1)
    assert said["indicators.admissions"] == (8, 4) and said["targets.admissions"] == (12, 2)
    assert said["contributions.in_kind|words||áo ấm"] == (None, 1)
    assert {"coverage.cadres", "conferences.by_kind.dialogue", "scores.months.mean", CEMENT} <= said.keys()
    # Which scheme is asked stands in the address: the one of that year had two of the branches on its last day.
    elsewhere = re.sub("&gan-nhat=[^&]*", "", rows["coverage.covered"].url_before)
    assert counted(browser, elsewhere) == 2


def test_a_sum_and_a_mean_open_the_rows_that_they_are_made_of(land):
    browser = browser_of("org_staff", unit=land.district)
    rows = rows_of(land.district, browser)

    def of(key, column):
        """The numbers of a column of the list behind it."""
        head, *lines = table_of(browser, rows[key].url)
        return [line[head.index(column)] for line in lines]

    assert sum(of("conferences.participants", "Người dự")) == rows["conferences.participants"].now == 120
    assert sum(of("contributions.total", "Số tiền (đồng)")) == rows["contributions.total"].now == 4_000_000
    assert sum(map(int, of("scores.months.mean", "Điểm"))) / 2 == rows["scores.months.mean"].now == 75
    assert sum(map(int, of("indicators.admissions", "Số"))) == rows["indicators.admissions"].now == 8
    # As of the last day of the period, not of today.
    done = [each.split("/") for each in of("targets.admissions", "Thực hiện")]
    assert [sum(int(each[n]) for each in done) for n in (0, 1)] == [12, 10]
    assert rows["targets.admissions"].words_now == "12/10"
    stranger = browser_of("org_staff", unit=land.units["P1D2"])
    assert stranger.get(rows["targets.admissions"].url).status_code == 404


def test_a_list_behind_a_frozen_number_says_that_its_rows_are_those_of_today(land):
    browser = browser_of("org_staff", unit=land.district)
    query = urlencode({"dia-ban": land.district.key, "tu": FIRST.isoformat(), "den": LAST.isoformat()})
    made = {"kind": "interim", "title": "Sơ kết"}
    browser.post(f"{reverse('reports:period_review_new')}?{query}", made)
    # What was frozen stays: one of an earlier day is another row.
    old = Review.objects.get()
    old.pk, old.key, old.frozen_at = None, "b" * 10, datetime(2022, 12, 1, 8, tzinfo=UTC)
    old.save(force_insert=True)
    response = browser.get(old.get_absolute_url())
    said = "danh sách mở ra từ một con số là các dòng của hôm nay"
    assert said in words(response)
    url = next(row.url for group in response.context["groups"] for row in group.rows if row.url)
    assert "Con số là của ngày chốt 01/12/2022; đây là các dòng của hôm nay." in words(browser.get(url))
    live = browser.get(f"{reverse('reports:period_review_live')}?{query}")
    assert said not in words(live) and b"chot=" not in live.content


def test_whoever_may_not_read_the_rows_gets_no_link_and_no_list(land):
    figures = review_figures(land.district, FIRST, AFTER, on=date(2023, 1, 1))
    assert not any(row.url for section in sections_of(figures) for row in section.rows)
    query = {"dia-ban": land.district.key, "tu": FIRST.isoformat(), "den": LAST.isoformat()}
    address = reverse("reports:period_review_rows")
    staff = browser_of("org_staff", unit=land.district)
    assert staff.get(f"{address}?{urlencode(query | {'so': 'attendance.turns'})}").status_code == 200
    for key in (
        "attendance.nothing",
        "urgent_matters.",
        "users.all",
        "checklist",
        "attendance",
        "scores.x.y",
    ):
        assert staff.get(f"{address}?{urlencode(query | {'so': key})}").status_code in (200, 404), key
    for role, unit in (("viewer", "P1D1"), ("commune_office", "P1D1C1"), ("branch_secretary", "P1D1C1H1")):
        other = browser_of(role, unit=land.units[unit])
        assert other.get(f"{address}?{urlencode(query | {'so': 'attendance.turns'})}").status_code in (
            403,
            404,
        )


def test_a_list_asks_as_much_for_two_branches_as_for_one(land):
    browser, address = browser_of("org_staff", unit=land.district), reverse("reports:period_review_rows")
    for key in ("attendance.turns", "attendance.missing", "attendance.branches", "recommendations.raised"):
        asked = [
            queries_of(
                browser,
                f"{address}?{urlencode({'dia-ban': unit.key, 'tu': FIRST, 'den': LAST, 'so': key})}",
            )
            for unit in (land.here, land.district)
        ]
        assert asked[1] <= asked[0] and asked[1] <= 25, (key, asked)
