"""Those who follow get the schedule without asking: a list by month and a calendar a person; nobody else's plans in it."""

import logging
from datetime import time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from config.logs import without_secrets
from meetings.actions.feeds import renew_feed, revoke_feed
from meetings.models import CalendarFeed, Visit
from meetings.rules import month_after
from tests.factories import CadreFactory, UserFactory
from tests.meetings.land import DAY, MONTH, branch_land, planned
from tests.pages import queries_of, words

LIST = reverse("meetings:followed_schedule")
SOON = DAY + timedelta(days=2)

pytestmark = pytest.mark.django_db


@pytest.fixture
def land():
    return branch_land()


def visit(land, meeting, cadre=None, is_announced=False):
    return Visit.objects.create(
        cadre=cadre or land.cadre,
        scheme=land.scheme,
        assignment=land.assignment,
        issuer=land.district,
        organisation=meeting.organisation,
        unit=meeting.unit,
        meeting=meeting,
        month=meeting.month,
        planned_on=meeting.planned_on,
        is_announced=is_announced,
    )


def feed_of(user):
    return reverse("meetings:feed", args=[renew_feed(user).token])


def events(response):
    calendar = Calendar.from_ical(response.content)
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}


def read(address):
    return events(Client().get(address))


def test_the_list_has_the_registered_meetings_of_the_places_one_follows(land):
    planned(land.first, SOON)
    planned(land.second, SOON)
    planned(land.twin, SOON, registered_on=None)
    query = {"thang": f"{SOON:%Y-%m}"}
    page = words(land.as_cadre.get(LIST, query))
    assert "Chi bộ first" in page and f"{SOON:%d/%m/%Y}" in page and "19:00" in page
    assert "Chi bộ second" not in page
    assert "Chi bộ twin" not in page  # a draft of the commune's
    officers = words(land.as_officer.get(LIST, query))
    assert "Chi bộ second" in officers and "Chi bộ twin" not in officers
    assert "Chưa có buổi nào được đăng ký" in words(land.as_cadre.get(LIST, {"thang": "2031-01"}))
    assert land.as_officer.get(LIST, query | {"export": "xlsx"}).status_code == 200


def test_the_calendar_needs_no_cookie_and_is_kept_nowhere(land):
    meeting = planned(land.first, SOON, at=time(19, 30))
    planned(land.second, SOON)
    response = Client().get(feed_of(land.cadre.user))
    assert response["Content-Type"].startswith("text/calendar")
    assert response["Cache-Control"] == "private, no-store"
    assert not response.cookies
    found = events(response)
    assert list(found) == [f"m-{meeting.key}@sat-co-so"]
    event = found[f"m-{meeting.key}@sat-co-so"]
    start = event["dtstart"]
    assert start.params["TZID"] == "Asia/Ho_Chi_Minh" and start.dt.replace(tzinfo=None).time() == time(19, 30)
    assert "Chi bộ first" in str(event["summary"]) and event["status"] == "CONFIRMED"
    zones = [str(zone["tzid"]) for zone in Calendar.from_ical(response.content).walk("VTIMEZONE")]
    assert zones == ["Asia/Ho_Chi_Minh"]


def test_a_moved_meeting_stays_itself_and_one_that_is_not_held_is_struck_out(land):
    address, meeting = feed_of(land.cadre.user), planned(land.first, SOON)
    uid = f"m-{meeting.key}@sat-co-so"
    first = int(read(address)[uid]["sequence"])
    meeting.planned_on, meeting.version = SOON + timedelta(days=1), meeting.version + 1
    meeting.save()
    moved = read(address)[uid]
    assert int(moved["sequence"]) == first + 1 and moved["dtstart"].dt.date() == SOON + timedelta(days=1)
    meeting.outcome, meeting.not_held_reason, meeting.version = "not_held", "Bão", meeting.version + 1
    meeting.save()
    struck = read(address)[uid]
    assert struck["status"] == "CANCELLED" and int(struck["sequence"]) == first + 2


def test_own_visits_are_in_ones_own_calendar_only_and_marked(land):
    meeting = planned(land.first, SOON)
    mine = visit(land, meeting)
    other = CadreFactory(unit=land.district, user=UserFactory())
    theirs = visit(land, planned(land.first, SOON + timedelta(days=1)), cadre=other, is_announced=True)
    found = read(feed_of(land.cadre.user))
    assert str(found[f"v-{mine.key}@sat-co-so"]["summary"]) == "Tôi dự: Chi bộ first"
    assert f"m-{meeting.key}@sat-co-so" not in found  # said once, as his own
    assert f"v-{theirs.key}@sat-co-so" not in found
    for browser in (land.as_officer, land.as_office, land.as_secretary):
        user_id = browser.session["_auth_user_id"]
        from accounts.models import User

        body = Client().get(feed_of(User.objects.get(pk=user_id))).content
        assert b"v-" + mine.key.encode() not in body and "Tôi dự".encode() not in body
        assert b"m-" + meeting.key.encode() in body


def test_the_calendar_of_the_place_is_the_same_whether_somebody_plans_to_come_or_not(land):
    meeting = planned(land.first, SOON)
    from accounts.models import User

    address = feed_of(User.objects.get(pk=land.as_office.session["_auth_user_id"]))

    def body():
        return [
            line for line in Client().get(address).content.splitlines() if not line.startswith(b"DTSTAMP")
        ]

    without = body()
    visit(land, meeting)
    assert body() == without


def test_who_no_longer_follows_gets_nothing_the_next_day(land):
    planned(land.first, SOON)
    address = feed_of(land.cadre.user)
    assert len(read(address)) == 1
    land.assignment.ends_on, land.assignment.end_reason = DAY, "adjusted"
    land.assignment.save()
    assert read(address) == {}


def test_a_revoked_a_renewed_and_an_inactive_address_open_nothing(land):
    user = land.cadre.user
    old = feed_of(user)
    new = feed_of(user)
    assert Client().get(old).status_code == 404 and Client().get(new).status_code == 200
    user.is_active = False
    user.save()
    assert Client().get(new).status_code == 404
    user.is_active = True
    user.save()
    revoke_feed(user)
    assert Client().get(new).status_code == 404
    assert Client().get(reverse("meetings:feed", args=["khong-co"])).status_code == 404


def test_the_address_is_made_and_taken_away_on_its_page(land):
    page = reverse("meetings:feed_page")
    assert "Lập địa chỉ lịch" in words(land.as_cadre.get(page))
    land.as_cadre.post(page, {"lap-moi": "1"})
    feed = CalendarFeed.objects.get(revoked_at=None)
    shown = land.as_cadre.get(page)
    assert feed.token in shown.content.decode() and shown["Cache-Control"] == "private, no-store"
    assert feed.token not in land.as_officer.get(page).content.decode()
    land.as_cadre.post(page, {"thu-hoi": "1"})
    assert not CalendarFeed.objects.filter(revoked_at=None).exists()


def test_the_address_does_not_stand_in_the_log(land, caplog):
    address = feed_of(land.cadre.user)
    revoke_feed(land.cadre.user)
    from django.conf import settings

    with caplog.at_level(logging.WARNING, "django.request"):
        Client().get(address)
    token = address.split("/")[-2]
    assert any(token in record.getMessage() for record in caplog.records)  # it would, but for the formatter
    assert all(token not in without_secrets(record.getMessage()) for record in caplog.records)
    assert settings.LOGGING["formatters"]["plain"]["()"] == "config.logs.PlainFormatter"


def test_a_calendar_of_many_meetings_asks_as_many_queries_as_one_of_few(land, django_assert_max_num_queries):
    address = feed_of(land.cadre.user)
    for number in range(28):
        planned(land.first, MONTH + timedelta(days=number))
        planned(land.twin, month_after(MONTH) + timedelta(days=number))
    with django_assert_max_num_queries(14):
        assert len(read(address)) == 56
    assert queries_of(land.as_cadre, LIST) <= 20
