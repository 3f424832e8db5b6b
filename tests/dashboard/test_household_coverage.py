"""Households in numbers, in a review and by place: what is counted, for whom a number of one or two is hidden, who finds the page."""

import io
import json
from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse

from branches.actions.units import close_unit, open_unit
from branches.models import Unit
from reports.actions.freezing import freeze_review
from reports.reviewing import review_figures
from tests.pages import browser_of, queries_of, words
from tests.reports.household_ground import HEAD, hold, household, household_ground

pytestmark = pytest.mark.django_db
FIRST, AFTER, ON = date(2026, 10, 1), date(2026, 11, 1), date(2026, 11, 5)
AFTER_ALL = date(2026, 10, 18)
YEAR = {"tu": "2026-10-01", "den": "2026-10-31"}


@pytest.fixture
def land():
    """Nine households of a commune: six in the first hamlet, which the visitor holds by their group or directly; two in
    the second and one in another commune, held by nobody. Visited: four in October, one of them twice, one in September."""
    land = household_ground()
    land.hold(land.group)
    of_group = [household(land, f"HO-01{n}", group=land.group) for n in range(4)]
    alone = household(land, "HO-020")
    hold(land, alone, land.visitor)
    for n in range(2):
        household(land, f"HO-03{n}", unit=land.units["P1D1C1H2"])
    household(land, "HO-040", unit=land.units["P1D1C2H1"])
    for one in (*of_group[:3], alone):
        land.visit(household=one, visited_on=date(2026, 10, 12))
    land.visit(household=alone, visited_on=date(2026, 10, 20))
    land.visit(household=of_group[3], visited_on=date(2026, 9, 30))
    land.alone = alone
    return land


def page(browser, unit, **more):
    return browser.get(reverse("dashboard:household_coverage"), {"dia-ban": unit.key, **YEAR, **more})


def rows_of(response) -> dict:
    return {row["name"]: row for row in response.context["table"].data.data}


def test_a_review_counts_households_who_is_with_them_and_visits_beside_the_period_before(land):
    district = land.units["P1D1"]
    found = review_figures(district, FIRST, AFTER, on=ON)["households"]
    assert found == {
        "households": 9, "covered": 6, "visited": 4, "visits": 5,
        "previous": {"households": 9, "covered": 6, "visited": 1, "visits": 1},
    }  # fmt: skip
    out = io.StringIO()
    asked = ("--unit", "P1D1", "--from", "2026-10-01", "--to", "2026-11-01", "--on", "2026-11-05", "--json")
    call_command("figures", "review", *asked, stdout=out)
    assert json.loads(out.getvalue())["households"] == found, "the keeper's command hides nothing"
    browser = browser_of("org_staff", unit=district)
    response = browser.get(reverse("reports:period_review_live"), {"dia-ban": district.key, **YEAR})
    text, rows = words(response), {row.key: row for each in response.context["groups"] for row in each.rows}
    assert "hộ 9 9 = hộ có người phụ trách 6 6 =" in text
    # Of September one visit is known to the keeper alone.
    assert "households.visited" not in rows and "Không nêu số nhỏ: hộ được thăm; lượt thăm hộ." in text
    for url in (rows["households.covered"].url, rows["households.households"].url_before):
        opened = browser.get(url)
        assert opened.status_code == 200 and "Tất cả: hộ 9, có người phụ trách 6" in words(opened)
    assert HEAD not in text
    # Frozen it keeps no household: their numbers lead to those of the places, and it says so.
    review = freeze_review(
        issuer=district, unit=district, kind="interim", title="Sơ kết", starts_on=FIRST, ends_on=AFTER, by=None, on=ON
    )  # fmt: skip
    assert not review.counted.filter(key__startswith="households").exists()
    frozen = browser.get(review.get_absolute_url())
    assert "Từng hộ là riêng tư nên không giữ lại" in words(frozen)
    kept = {row.key: row for each in frozen.context["groups"] for row in each.rows}
    assert kept["households.covered"].url == rows["households.covered"].url


def test_over_a_merger_the_households_and_visits_are_those_of_the_places_that_went_into_it(land):
    day, old = date(2026, 10, 15), (land.units["P1D1C1"], land.units["P1D1C2"])
    new = open_unit(
        code="MOI",
        name="Xã Mới",
        level="commune",
        starts_on=day,
        parent=land.units["P1D1"],
        by=None,
        today=day,
    )
    for each in old:
        close_unit(each, on=day, by=None, today=day, successors=[(new, "whole", True)])
    hamlet = open_unit(
        code="APMOI", name="Ấp Mới", level="hamlet", starts_on=AFTER_ALL, parent=new, by=None, today=AFTER_ALL
    )
    for code in ("P1D1C1H1", "P1D1C1H2"):
        close_unit(
            land.units[code], on=AFTER_ALL, by=None, today=AFTER_ALL, successors=[(hamlet, "whole", True)]
        )
    new = Unit.objects.get(pk=new.pk)
    found = review_figures(new, FIRST, AFTER, on=ON)["households"]
    assert [found[name] for name in ("households", "covered", "visited", "visits")] == [9, 6, 4, 5]
    response = page(browser_of("commune_office", unit=new), new)
    assert "được thăm 4, lượt thăm 5" in words(response)
    said = rows_of(response)
    # Its households are the new hamlet's; the visits before it those of the old one, the one after it its own.
    assert [said["Ấp Mới"][name] for name in ("households", "visited", "visits")] == ["8", "1", "1"]
    assert [said["Ấp Mẫu P1D1C1H1"][name] for name in ("households", "visits")] == ["0", "4"]


def test_by_place_the_commune_reads_every_number_and_those_above_no_small_one(land):
    commune, district = land.units["P1D1C1"], land.units["P1D1"]
    office, staff = browser_of("commune_office", unit=commune), browser_of("org_staff", unit=district)
    said = rows_of(page(office, commune))
    first, second = said["Ấp Mẫu P1D1C1H1"], said["Ấp Mẫu P1D1C1H2"]
    assert [first[name] for name in ("households", "covered", "nobody", "visited", "visits")] == [
        "6",
        "6",
        "0",
        "4",
        "5",
    ]
    assert [second[name] for name in ("households", "covered", "nobody", "visited")] == ["2", "0", "2", "0"]
    assert (
        first["url"].startswith(reverse("dashboard:household_list"))
        and office.get(first["url"]).status_code == 200
    )
    # Above: the two of the second hamlet are hidden, and what they could be reckoned from.
    above = page(staff, commune)
    hidden = rows_of(above)
    assert [hidden["Ấp Mẫu P1D1C1H2"][name] for name in ("households", "nobody")] == ["dưới 3", "dưới 3"]
    assert hidden["Ấp Mẫu P1D1C1H1"]["households"] == "ẩn" and hidden["Ấp Mẫu P1D1C1H1"]["url"] is None
    assert hidden["Ấp Mẫu P1D1C1H1"]["visited"] == "4"
    for response in (above, page(browser_of("viewer", unit=district), commune)):
        assert "Tất cả: hộ 8" in words(response) and HEAD not in response.content.decode()
    # From the district one goes down to its communes.
    row = rows_of(page(staff, district))["Xã Mẫu P1D1C1"]
    assert rows_of(staff.get(row["url"])).keys() == hidden.keys()


def test_who_counts_no_households_finds_no_page_and_a_neighbour_no_place(land):
    commune = land.units["P1D1C1"]
    for role, unit, status in (
        ("org_staff", "P1D2", 404),
        ("commune_office", "P1D1C2", 404),
        ("branch_secretary", "P1D1C1H1", 403),
        ("handler", "P1D1", 403),
    ):
        assert page(browser_of(role, unit=land.units[unit]), commune).status_code == status, role
    office = browser_of("commune_office", unit=commune)
    wrong = page(office, commune, tu="40/13/2026")
    assert wrong.status_code == 200 and "Kỳ ghi chưa đúng" in wrong.content.decode()
    assert "Hộ gia đình" in browser_of("viewer", unit=commune).get("/do-phu/").content.decode()


def test_the_page_asks_no_more_for_many_households_and_visits(land):
    browser, district = browser_of("org_staff", unit=land.units["P1D1"]), land.units["P1D1"]
    address = f"{reverse('dashboard:household_coverage')}?dia-ban={district.key}&tu=2026-10-01&den=2026-10-31"
    few = queries_of(browser, address)
    for n in range(5):
        one = household(land, f"HO-1{n}", group=land.group)
        land.visit(household=one, visited_on=date(2026, 10, 2 + n))
    assert queries_of(browser, address) == few <= 25
