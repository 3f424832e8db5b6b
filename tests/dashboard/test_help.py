"""Help is one page, and a link to it stands on every page."""

import pytest
from django.urls import reverse

from dashboard.views.help import SHEETS
from tests.factories import AgencyFactory, UserFactory, small_map
from tests.pages import browser_of, words

pytestmark = pytest.mark.django_db


def test_every_signed_in_page_links_to_help(client):
    assert client.get(reverse("dashboard:help")).status_code == 302
    client.force_login(UserFactory())
    for name in ("accounts:account_page", "dashboard:overview", "dashboard:help"):
        page = client.get(reverse(name))
        assert page.status_code == 200
        assert f'href="{reverse("dashboard:help")}"' in page.text


@pytest.mark.parametrize("sheet", SHEETS)
def test_each_sheet_is_short_enough_for_one(client, sheet):
    """About 3,500 signs in two columns of 9.5 pt fill a sheet of A4; a browser printed 2,800 of them on one."""
    client.force_login(UserFactory())
    page = client.get(reverse("dashboard:help"), {"to": sheet}).text
    text = page.split('<div class="help">')[1].split("</main>")[0]
    words = "".join(part.split(">")[-1] for part in text.split("<"))
    assert 1_000 < len(words) < 3_500


def test_everybody_finds_the_sheet_of_his_own_work_first():
    unit = small_map()["P1D1C1"]
    office = browser_of("commune_office", unit=unit).get(reverse("dashboard:help"))
    officer = browser_of("org_staff", unit=unit).get(reverse("dashboard:help"))
    assert "Đăng ký lịch tháng sau" in words(office)
    assert "Phân công dưới một văn bản" in words(officer)
    handler = browser_of("handler", agency=AgencyFactory(unit=unit)).get(reverse("dashboard:help"))
    assert "Trả lời chưa phải là giải quyết" in words(handler)


def test_a_sheet_that_does_not_exist_is_not_found(client):
    client.force_login(UserFactory())
    assert client.get(reverse("dashboard:help"), {"to": "khac"}).status_code == 404
