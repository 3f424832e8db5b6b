"""The digest of themes: each number is that of the rows behind it, by unit and by month, and nobody sees another's."""

import re
from datetime import date

import pytest
from django.urls import reverse

from matters.models import Recommendation, Topic
from tests.pages import browser_of, queries_of, rows_of, signed_in, words
from tests.reports.filed import ground
from tests.reports.test_rounds import raised

pytestmark = pytest.mark.django_db
ADDRESS = reverse("reports:theme_digest")


@pytest.fixture
def land():
    land = ground(report_days=5, turns_per_month=1)
    land.browser = signed_in(land.officer)
    land.topic = Topic.objects.first()
    raised(land, land.report(quality="good"), land.topic)
    raised(land, land.report(branch=land.branches[1], quality="poor"))
    raised(land, land.report(branch=land.branches[2], met_on=date(2026, 9, 24), quality="poor"), land.topic)
    return land


def asked(land, **more):
    query = {"dia-ban": land.district.key, "tu": "2026-09", "den": "2026-10"} | more
    return f"{ADDRESS}?" + "&".join(f"{name}={value}" for name, value in query.items())


@pytest.mark.parametrize("by", ["", "thang"])
def test_every_number_is_that_of_the_rows_behind_it(land, by):
    response = land.browser.get(asked(land, theo=by))
    numbers = re.findall(r'<td class="num"><a href="([^"]+)">(\d+)</a>', response.content.decode())
    assert len(numbers) >= 8
    for address, number in numbers:
        assert land.browser.get(address.replace("&amp;", "&")).context["total"] == int(number), address
    assert land.topic.name in words(response) and "chưa phân lĩnh vực" in words(response)


def test_rows_are_the_places_beneath_and_the_months(land):
    text = words(land.browser.get(asked(land)))
    assert "Xã Mẫu P1D1C1" in text and "Xã Mẫu P1D1C2" in text
    text = words(land.browser.get(asked(land, theo="thang")))
    assert "09/2026" in text and "10/2026" in text
    sheet = rows_of(land.browser.get(asked(land, export="xlsx")))
    assert any("Xã Mẫu P1D1C1" in str(cell) for row in sheet for cell in row)


def test_few_questions_whatever_the_rows(land):
    few = queries_of(land.browser, asked(land))
    for number, branch in enumerate(land.branches, start=1):
        raised(land, land.report(branch=branch, met_on=date(2026, 9, number), quality="fair"), land.topic)
    assert queries_of(land.browser, asked(land)) == few <= 25


def test_nobody_sees_what_is_not_his(land):
    neighbour = browser_of("leader", unit=land.units["P1D2"])
    assert neighbour.get(asked(land)).status_code == 404
    commune = browser_of("leader", unit=land.commune)
    mine = commune.get(f"{ADDRESS}?dia-ban={land.commune.key}&tu=2026-09&den=2026-10")
    assert "Chưa có báo cáo, kiến nghị nào" in words(mine)
    rows = reverse("reports:theme_matters")
    for query in (f"noi={land.district.key}", f"noi={land.hamlet.key}", ""):
        shown = commune.get(f"{rows}?dia-ban={land.commune.key}&tu=2026-09&den=2026-10&{query}")
        assert shown.context["total"] == 0
    assert Recommendation.objects.count() == 3
    assert browser_of("commune_office", unit=land.commune).get(ADDRESS).status_code == 403
