"""Help is one page, and a link to it stands on every page."""

import pytest
from django.urls import reverse

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_every_signed_in_page_links_to_help(client):
    assert client.get(reverse("dashboard:help")).status_code == 302
    client.force_login(UserFactory())
    for name in ("accounts:account_page", "dashboard:overview", "dashboard:help"):
        page = client.get(reverse(name))
        assert page.status_code == 200
        assert f'href="{reverse("dashboard:help")}"' in page.text


def test_help_is_short_enough_for_one_sheet(client):
    """About 3,500 signs in two columns of 9.5 pt fill a sheet of A4; a browser printed 2,800 of them on one."""
    client.force_login(UserFactory())
    page = client.get(reverse("dashboard:help")).text
    text = page.split('<div class="help">')[1].split("</main>")[0]
    words = "".join(part.split(">")[-1] for part in text.split("<"))
    assert 1_500 < len(words) < 3_500
