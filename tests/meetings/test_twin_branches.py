"""Two branches of one hamlet: each secretary knows when the other branch meets, and nothing of what it keeps to itself."""

from datetime import date

import pytest
from django.urls import reverse

from meetings.actions.decisions import decide_task
from meetings.actions.situations import tell_situation
from meetings.actions.timeline import put_on_shelf, record_contact, record_inspection
from meetings.models import Meeting
from tests.factories import DocumentFactory
from tests.meetings.land import BEFORE, branch_land, held, planned
from tests.pages import browser_of, words

ON, NEXT = date(2026, 1, 24), date(2026, 2, 24)
OWN_AFFAIRS = ("Làm cầu ấp", "Dân lo sạt lở", "Ghé thăm hộ khó", "Kiểm tra thu chi")

pytestmark = pytest.mark.django_db


@pytest.fixture
def land():
    land = branch_land()
    land.meeting, land.next = held(land.twin, ON, topic="Học tập chuyên đề"), planned(land.twin, NEXT)
    facts = {"on": ON, "by": land.officer, "today": ON}
    land.task = decide_task(land.meeting, work="Làm cầu ấp", owner="Tổ 1", by=land.officer)
    tell_situation(land.twin, month=ON.replace(day=1), situation="Dân lo sạt lở", on=ON, by=land.officer)
    record_contact(cadre=land.cadre, organisation=land.twin, how="visit", gist="Ghé thăm hộ khó", **facts)
    record_inspection(land.twin, kind="inspection", body="Ủy ban", gist="Kiểm tra thu chi", **facts)
    document = DocumentFactory(issuer_unit=land.district)
    put_on_shelf(land.twin, kind="resolution", document=document, starts_on=ON, by=land.officer)
    land.as_twin = browser_of("branch_secretary", organisation=land.twin)
    return land


def of_meeting(name, meeting):
    return reverse(f"meetings:{name}", args=[meeting.key])


def lists(month="?thang=2026-01"):
    return [
        reverse(f"meetings:{name}") + month for name in ("task_list", "situation_list", "followed_schedule")
    ]


def own_pages(land):
    """Pages of what is the branch's own."""
    return [
        reverse("meetings:branch_page", args=[land.twin.key]) + "?thang=2026-02",
        reverse("meetings:task_page", args=[land.task.key]),
        of_meeting("meeting_tasks", land.meeting),
        reverse("meetings:situation_form", args=[land.twin.key]),
        reverse("meetings:inspection_new", args=[land.twin.key]),
        reverse("meetings:contact_new", args=[land.twin.key]),
        reverse("meetings:shelf_new", args=[land.twin.key]),
    ]


def test_the_other_branchs_registered_meetings_are_read_on_pages_that_open(land):
    listed = land.as_secretary.get(reverse("meetings:followed_schedule") + "?thang=2026-02")
    assert "Chi bộ twin" in words(listed) and land.next.get_absolute_url() in listed.content.decode()
    page = words(land.as_secretary.get(land.meeting.get_absolute_url()))
    assert "Học tập chuyên đề" in page
    assert "Việc mang sang" not in page and "Ghi đã họp" not in page and "Diễn biến" not in page


def test_nothing_of_what_it_keeps_to_itself_is_read(land):
    for address in own_pages(land):
        assert land.as_secretary.get(address).status_code == 404, address
    for address in lists():
        page = words(land.as_secretary.get(address))
        assert not [each for each in OWN_AFFAIRS if each in page], address
    assert "Chi bộ twin" not in words(land.as_secretary.get(lists()[1]))


def test_its_own_secretary_the_commune_and_who_follows_the_hamlet_read_it(land):
    """The negative control."""
    for browser in (land.as_twin, browser_of("commune_office", unit=land.commune), land.as_cadre):
        page = words(browser.get(own_pages(land)[0]))
        assert [each for each in OWN_AFFAIRS if each in page] == list(OWN_AFFAIRS)
    for address in own_pages(land):
        assert land.as_twin.get(address).status_code == 200, address


def test_nobody_records_for_the_other_branch_of_his_hamlet(land):
    data = {
        "meeting_held": {"on": "24/01/2026", "version": 1},
        "meeting_not_held": {"reason": "Mưa bão", "version": 1},
        "meeting_prepared": {"on": "22/01/2026", "version": 1},
        "meeting_void": {"reason": "Nhập trùng", "version": 1},
    }
    before = Meeting.objects.values().get(pk=land.next.pk)
    for name, fields in data.items():
        address = of_meeting(name, land.next)
        assert land.as_secretary.get(address).status_code == 403
        assert land.as_secretary.post(address, fields).status_code == 403
    assert Meeting.objects.values().get(pk=land.next.pk) == before
    entered = {"organisation": "Chi bộ twin (CB-twin)", "what": "held", "kind": "regular", "on": "10/01/2026"}
    page = words(land.as_secretary.post(reverse("meetings:meeting_new"), entered))
    assert Meeting.objects.count() == 2 and "Lỗi" in page
    assert "CB-twin" not in land.as_secretary.get(reverse("meetings:meeting_new")).content.decode()

    assert (
        land.as_twin.post(of_meeting("meeting_not_held", land.next), data["meeting_not_held"]).status_code
        == 302
    )
    assert land.as_twin.post(reverse("meetings:meeting_new"), entered).status_code == 302
    assert Meeting.objects.count() == 3


def test_a_draft_of_the_schedule_is_read_by_those_who_write_it(land):
    draft = planned(land.twin, date(2026, 3, 24), registered_on=None)
    month = reverse("meetings:meeting_list") + "?thang=2026-03"
    for browser in (land.as_secretary, land.as_cadre):
        assert browser.get(draft.get_absolute_url()).status_code == 404
        assert "Chi bộ twin" not in words(browser.get(month))
    for browser in (land.as_twin, land.as_office):
        assert browser.get(draft.get_absolute_url()).status_code == 200
        assert "Chi bộ twin" in words(browser.get(month))
    Meeting.objects.filter(pk=draft.pk).update(registered_on=BEFORE)
    assert land.as_secretary.get(draft.get_absolute_url()).status_code == 200
