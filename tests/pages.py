"""What tests of pages share: a browser that is signed in, its words, and how many queries a page asks."""

import html
import io
import re

import openpyxl
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.sessions import SessionStore
from tests.factories import GrantFactory, UserFactory


def sign_in(browser, user):
    """As signing in leaves a browser, and by the one row that its next request reads: Django's `force_login` writes that row
    three times, the sign-in's log and the user's last one too, and takes seven times as long."""
    session = SessionStore()
    session.update(
        {
            SESSION_KEY: user._meta.pk.value_to_string(user),
            BACKEND_SESSION_KEY: "assignments.backends.PersonBackend",
            HASH_SESSION_KEY: user.get_session_auth_hash(),
        }
    )
    session.save()
    browser.cookies[settings.SESSION_COOKIE_NAME] = session.session_key


def signed_in(user):
    browser = Client()
    sign_in(browser, user)
    return browser


def browser_of(role, **over):
    """The browser of a new person with `role` over `unit=…` (or zone, organisation, agency)."""
    user = UserFactory()
    GrantFactory(user=user, role=role, **over)
    return signed_in(user)


def words(response) -> str:
    """The page's main part as text, white space folded."""
    body = response.content.decode()
    main = body.split("<main", 1)[-1].split("</main>", 1)[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def queries_of(browser, address) -> int:
    """The queries of one GET, after one that fills what is cached for good."""
    browser.get(address)
    with CaptureQueriesContext(connection) as seen:
        response = browser.get(address)
    assert response.status_code == 200
    return len(seen)


def rows_of(response) -> list[list]:
    """The cells of the .xlsx that was sent, row by row."""
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    return [list(row) for row in book.active.iter_rows(values_only=True)]
