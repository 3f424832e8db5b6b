"""The board's page of what was raised: every number leads to just the rows that it counts, and readers of numbers see none."""

import html
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from matters.models import Handling, Recommendation, Topic
from matters.small_cells import hidden_cells
from tests.factories import AgencyFactory, small_map
from tests.pages import browser_of, queries_of, rows_of, words

pytestmark = pytest.mark.django_db
ADDRESS = "/viec/so-lieu/"


@pytest.fixture
def places():
    return small_map()


@pytest.fixture
def raise_some(places):
    def raise_some(number, units=("P1D1C1H1", "P1D1C1H2", "P1D1C2H1", "P1D1C2")):
        today = timezone.localdate()
        roads = AgencyFactory(unit=places["P1D1"])
        topics = list(Topic.objects.all()[:3])
        lead = None
        for at in range(number):
            raised = today - timedelta(days=at * 9 % 97)
            answered = at % 3 == 0
            made = Recommendation.objects.create(
                reference=f"HL-{Recommendation.objects.count()}",
                unit=places[units[at % len(units)]],
                issuer=places["P1D1"],
                raised_on=raised,
                received_on=raised,
                due_on=raised + timedelta(days=15),
                topic=topics[at % 3],
                level=("", "district", "commune")[at % 3],
                content=f"Việc {at}",
                is_solved_on_the_spot=at % 11 == 10,
                answered_on=raised if answered else None,
                outcome=("resolved" if at % 2 else "explained") if answered else "",
                resolved_on=raised if answered and at % 2 else None,
                told_on=raised if at % 6 == 0 else None,
            )
            if at % 7 == 5 and lead:
                Recommendation.objects.filter(pk=made.pk).update(
                    merged_into=lead, outcome="duplicate", answered_on=None, resolved_on=None
                )
            elif at % 4:
                Handling.objects.create(recommendation=made, agency=roads, given_on=raised)
                lead = lead or made

    return raise_some


def test_every_number_is_the_length_of_the_list_that_it_leads_to(places, raise_some):
    raise_some(40)
    browser = browser_of("org_staff", unit=places["P1D1"])
    page = browser.get(ADDRESS).content.decode()
    links = set(re.findall(r'<a href="([^"]*so_lieu=[^"]*)">(?:<strong>)?([\d.]+)', page))
    assert len(links) > 30
    for address, number in links:
        found = browser.get(html.unescape(address))
        assert (found.context["total"], address) == (int(number.replace(".", "")), address)


def test_as_many_queries_for_three_hundred_rows_as_for_three(places, raise_some):
    browser = browser_of("org_staff", unit=places["P1D1"])
    raise_some(3)
    few = queries_of(browser, ADDRESS)
    raise_some(297)
    assert few <= 25
    assert queries_of(browser, ADDRESS) <= 25


def test_a_reader_of_numbers_sees_no_row_no_list_and_no_small_number(places, raise_some):
    raise_some(5)
    page = browser_of("viewer", unit=places["P1D1"]).get(ADDRESS)
    assert "so_lieu=" not in page.content.decode()
    assert "HL-" not in words(page)
    assert "dưới 3" in words(page)
    control = browser_of("org_staff", unit=places["P1D1"]).get(ADDRESS)
    assert "HL-" in words(control)
    assert "dưới 3" not in words(control)


def test_a_commune_counts_nothing_of_what_was_said_over_its_head(places, raise_some):
    raise_some(8)
    for role in ("org_staff", "viewer"):
        below = browser_of(role, unit=places["P1D1C1"]).get(ADDRESS)
        assert "chưa có kiến nghị nào" in words(below)
        above = browser_of(role, unit=places["P1D1"]).get(ADDRESS)
        assert "chưa có kiến nghị nào" not in words(above)


def test_the_neighbour_asks_for_the_area_and_finds_nothing(places, raise_some):
    raise_some(8)
    address = f"{ADDRESS}?dia-ban={places['P1D1'].key}"
    assert browser_of("org_staff", unit=places["P1D2"]).get(address).status_code == 404
    assert browser_of("org_staff", unit=places["P1D1"]).get(address).status_code == 200


def test_the_tables_go_out_as_a_spreadsheet(places, raise_some):
    raise_some(12)
    rows = rows_of(browser_of("org_staff", unit=places["P1D1"]).get(f"{ADDRESS}?export=xlsx"))
    assert any(row[0] == "Theo cơ quan chủ trì" for row in rows)
    assert browser_of("viewer", unit=places["P1D1"]).get(f"{ADDRESS}?export=xlsx").status_code == 200


def test_what_could_be_reckoned_from_the_rest_is_hidden_with_it():
    assert hidden_cells([[2], [5], [9], [16]]) == {(0, 0), (1, 0)}
    assert hidden_cells([[4], [5], [9]]) == set()
