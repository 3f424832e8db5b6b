"""A link is shown only where its page opens for this reader: the links of turns, absences and cells, followed with several
eyes."""

import html
import re
from datetime import date
from urllib.parse import urljoin

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.models import Attendance
from tests.factories import START, CadreFactory, UserFactory
from tests.pages import browser_of, signed_in
from tests.reports.due_ground import due_ground
from tests.reports.rounds_ground import a_round
from tests.reports.things import attend, away, follow, meeting, report

pytestmark = pytest.mark.django_db
READERS = ("org_staff", "leader", "inspector")


@pytest.fixture
def land():
    """Two cadres with turns, reports and absences in two communes; the first follows his place no longer."""
    land = due_ground()
    branches = [land.branches["P1D1C1H1"], land.branches["P1D1C2H1"]]
    land.cadres = []
    for number, branch in enumerate(branches):
        cadre = CadreFactory(unit=land.district, user=UserFactory())
        ends_on = None if number else date(2026, 5, 1)
        row = follow(land.fixed(), cadre, branch, START, ends_on=ends_on)
        for month in (2, 3):
            turn = attend(cadre, meeting(branch, date(2026, month, 24)), assignment=row)
            if month == 2:
                report(turn, date(2026, 2, 26))
        away(cadre, date(2026, 4, 1), date(2026, 5, 1))
        land.cadres.append(cadre)
    land.round = a_round(land.district, date(2026, 2, 1), date(2026, 5, 1))
    return land


def links_in(address, page) -> set[str]:
    """The addresses of our own that the main part of `page`, read at `address`, leads to; an export is no page."""
    main = page.content.decode().split("<main", 1)[-1].split("</main>", 1)[0]
    found = {html.unescape(url) for url in re.findall(r'href="([^"#][^"]*)"', main)}
    ours = {urljoin(address, url) for url in found if not re.match(r"[a-z]+:", url)}
    return {url for url in ours if "export=" not in url and not url.startswith("/static/")}


def broken(browser, addresses) -> list[tuple]:
    """(page, its link, status) of the links that do not open, of those of `addresses` that are this reader's. Each link is
    opened once, however many pages lead to it."""
    read = {address: browser.get(address) for address in addresses}
    mine = {address: page for address, page in read.items() if page.status_code == 200}
    assert mine
    leads = set().union(*(links_in(address, page) for address, page in mine.items()))
    statuses = {url: browser.get(url).status_code for url in sorted(leads)}
    assert statuses
    return [(url, status) for url, status in statuses.items() if status not in (200, 302)]


def pages(land) -> list[str]:
    turns = [reverse("reports:attendance_page", args=[turn.key]) for turn in Attendance.objects.all()]
    cells = [
        reverse("reports:expected_cell", args=[kind, thing.key, month])
        for month in ("2026-02", "2026-04")
        for kind, thing in (("cadre", land.cadres[0]), ("organisation", land.branches["P1D1C1H1"]))
    ]
    lists = [
        f"{reverse(f'reports:{name}')}?tu=2026-01&den=2026-06"
        for name in ("attendance_list", "expected_page", "expected_list")
    ]
    rounds = [reverse(f"reports:{name}", args=[land.round.key]) for name in ("round_visits", "round_missing")]
    return [*turns, *cells, *lists, *rounds, reverse("reports:absence_list")]


@pytest.mark.parametrize("role", READERS)
def test_every_link_opens_for_who_reads_the_district(land, role):
    browser = browser_of(role, unit=land.district)
    assert broken(browser, pages(land)) == []


def test_every_link_opens_for_who_reads_one_commune_or_the_numbers_alone(land):
    assert broken(browser_of("org_staff", unit=land.communes[0]), pages(land)) == []
    assert broken(browser_of("viewer", unit=land.district), pages(land)) == []


def test_every_link_opens_for_a_cadre_though_he_follows_the_place_no_longer(land):
    """His turns and absences stay his; the meeting of the branch is no longer."""
    former, present = (signed_in(cadre.user) for cadre in land.cadres)
    for browser in (former, present):
        assert broken(browser, pages(land)) == []
    addresses = [
        reverse("reports:attendance_page", args=[cadre.attendances.first().key]) for cadre in land.cadres
    ]
    meetings = [
        "/sinh-hoat/buoi/" in former.get(addresses[0]).text,
        "/sinh-hoat/buoi/" in present.get(addresses[1]).text,
    ]
    assert meetings == [False, True]


def test_who_only_reads_is_not_led_to_voiding_an_absence(land):
    away(land.cadres[1], date(2099, 4, 1), date(2099, 5, 1))
    address, void = reverse("reports:absence_list"), "/huy/"
    assert void in browser_of("org_staff", unit=land.district).get(address).text
    assert void not in browser_of("leader", unit=land.district).get(address).text
    own = signed_in(land.cadres[1].user).get(address).text
    assert timezone.localdate() < date(2099, 1, 1) and own.count(void) == 1
