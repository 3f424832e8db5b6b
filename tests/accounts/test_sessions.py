"""A session ends after twelve idle hours; whoever works is not signed out."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories import UserFactory
from tests.pages import signed_in

pytestmark = pytest.mark.django_db
PAGE = reverse("accounts:account_page")
TWELVE_HOURS = timedelta(hours=12)
COOKIE = "sessionid"


@pytest.fixture
def browser():
    return signed_in(UserFactory())


def idle_for(**time):
    """The session as if its last page had been so long ago."""
    Session.objects.update(expire_date=timezone.now() + TWELVE_HOURS - timedelta(**time))


def left():
    return Session.objects.get().expire_date - timezone.now()


def test_what_the_tests_sign_in_by_is_what_signing_in_leaves():
    user = UserFactory(password=make_password("mat-khau-dai-10"))
    by_the_page, browser = Client(), signed_in(user)
    sent = {"username": user.username, "password": "mat-khau-dai-10"}
    assert by_the_page.post(reverse("accounts:login"), sent).status_code == 302
    assert dict(browser.session.items()) == dict(by_the_page.session.items())
    assert browser.get(PAGE).wsgi_request.user == user


def test_a_page_after_eleven_idle_hours_gives_twelve_more(browser):
    idle_for(hours=11)
    answer = browser.get(PAGE)
    assert answer.status_code == 200
    assert left() > TWELVE_HOURS - timedelta(minutes=1)
    assert answer.cookies[COOKIE]["max-age"] == 12 * 3600  # the browser keeps it as long


def test_twelve_idle_hours_end_it(browser):
    idle_for(hours=12, seconds=1)
    answer = browser.get(PAGE)
    assert answer.status_code == 302
    assert reverse("accounts:login") in answer["Location"]


def test_a_day_of_work_is_one_session(browser):
    for _page in range(4):
        idle_for(hours=8)
        assert browser.get(PAGE).status_code == 200
    assert Session.objects.count() == 1


def test_a_page_soon_after_another_writes_nothing(browser):
    idle_for(minutes=29)
    with CaptureQueriesContext(connection) as seen:
        answer = browser.get(PAGE)
    assert COOKIE not in answer.cookies
    assert not [each["sql"] for each in seen if each["sql"].startswith(("UPDATE", "INSERT"))]
    idle_for(minutes=31)
    with CaptureQueriesContext(connection) as seen:
        browser.get(PAGE)
    assert [each["sql"] for each in seen if each["sql"].startswith("UPDATE")]


def test_a_stranger_s_session_is_not_kept_alive():
    browser = Client()
    session = browser.session
    session["reset_token"] = "x"
    session.save()
    browser.cookies[COOKIE] = session.session_key
    idle_for(hours=11)
    browser.get(reverse("accounts:reset_password", args=["MQ", "dat-mat-khau"]))
    assert left() < timedelta(hours=1, minutes=1)


def test_signing_out_ends_it_at_once_however_long_it_was_idle(browser):
    idle_for(hours=5)
    browser.post(reverse("accounts:sign_out"))
    assert not Session.objects.exists()
    assert browser.get(PAGE).status_code == 302
