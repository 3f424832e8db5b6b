"""Which month an address asks for."""

from datetime import date

import pytest
from django.test import RequestFactory

from common.months import asked_month, month_links, read_month

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2026-11", date(2026, 11, 1)),
        ("11/2026", date(2026, 11, 1)),
        (" 2026-1 ", date(2026, 1, 1)),
        ("2026-13", None),
        ("26-11", None),
        ("0000-01", None),
        ("2026-11-24", None),
        ("", None),
        ("²026-11", None),
    ],
)
def test_a_month_is_read_as_people_write_it(text, month):
    assert read_month(text) == month


def _request(query=""):
    request = RequestFactory().get(f"/lich/{query}")
    request.day = TODAY
    return request


def test_without_a_month_it_is_the_present_one_and_nonsense_is_none():
    assert asked_month(_request()) == asked_month(_request("?thang=abc")) == date(2026, 11, 1)
    assert asked_month(_request("?thang=2025-02")) == date(2025, 2, 1)


def test_the_months_beside_it_keep_the_rest_of_the_address():
    links = month_links(_request("?xa=abc&page=3"), date(2026, 1, 1))
    assert links["before"] == ("12/2025", "/lich/?xa=abc&thang=2025-12")
    assert links["after"][1] == "/lich/?xa=abc&thang=2026-02"
    assert links["present"][1] == "/lich/?xa=abc&thang=2026-11"
    assert month_links(_request(), date(2026, 11, 1))["present"] is None
