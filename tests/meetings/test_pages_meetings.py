"""The list of a month, the page of a meeting, and what is recorded of it by whom."""

from datetime import date, time

import pytest
from django.urls import reverse

from meetings.actions.meetings import enter_meeting, plan_meeting, record_held
from meetings.models import Meeting
from tests.factories import UserFactory
from tests.meetings.choice_ground import assigned, choice_ground
from tests.pages import browser_of, queries_of, rows_of, signed_in, words

pytestmark = pytest.mark.django_db
MONTH = date(2026, 9, 1)
PAGE = "?thang=2026-09"


@pytest.fixture
def land():
    return choice_ground()


def planned(land, code, on=date(2026, 9, 24), **given):
    branch = land.branches[code]
    given = {
        "registered_on": date(2026, 8, 20),
        "planned_at": time(19),
        "planned_place": "Nhà văn hóa",
    } | given
    return Meeting.objects.create(
        organisation=branch, unit=branch.unit, month=on.replace(day=1), planned_on=on, **given
    )


def at(name, meeting):
    return reverse(f"meetings:{name}", args=[meeting.key])


def listed(browser, more=""):
    return words(browser.get(reverse("meetings:meeting_list") + PAGE + more))


def test_the_list_shows_the_month_within_ones_ground(land):
    planned(land, "P1D1C1H1")
    planned(land, "P1D2C1H1")
    planned(land, "P1D1C1H1", on=date(2026, 8, 24))
    officer = browser_of("org_staff", unit=land.units["P1D1"])
    shown = listed(officer)
    assert shown.count("Chi bộ ấp P1D1C1H1") == 1 and "P1D2C1H1" not in shown
    assert "24/09/2026" in shown and "24/08/2026" not in shown
    cadre = assigned(land, land.units["P1D1C1H2"])
    assert "Chi bộ ấp P1D1C1H1" not in listed(signed_in(cadre.user))
    secretary = browser_of("branch_secretary", organisation=land.branches["P1D1C1H1"])
    assert "Chi bộ ấp P1D1C1H1" in listed(secretary)


def test_what_is_only_drafted_is_the_places_own(land):
    planned(land, "P1D1C1H1", registered_on=None)
    assigned_one = assigned(land, land.units["P1D1C1"])
    assert "Chi bộ ấp P1D1C1H1" not in listed(signed_in(assigned_one.user))
    assert "Chi bộ ấp P1D1C1H1" in listed(browser_of("commune_office", unit=land.units["P1D1C1"]))


def test_filters_by_commune_name_kind_body_and_outcome_and_the_export(land):
    officer = browser_of("org_staff", unit=land.units["P1D1"])
    held = record_held(planned(land, "P1D1C1H1"), on=date(2026, 9, 26), by=None)
    planned(land, "P1D1C2H1", kind="thematic")
    committee = enter_meeting(organisation=land.committees["P1D1C1"], on=date(2026, 9, 10), by=None)
    first, second = "Chi bộ ấp P1D1C1H1", "Chi bộ ấp P1D1C2H1"
    for query, expected in {
        f"&xa={land.units['P1D1C1'].key}": {first},
        "&q=p1d1c2h1": {second},
        "&loai=thematic": {second},
        "&cua=branch": {first, second},
        "&cua=committee": set(),
        "&ket_qua=moved": {first},
        "&ket_qua=unsaid": {second},
        "&ket_qua=unplanned": set(),
    }.items():
        shown = listed(officer, query)
        assert {name for name in (first, second) if name in shown} == expected, query
        has_committee = "Đảng ủy xã P1D1C1" in shown
        assert has_committee is (query in ("&cua=committee", "&ket_qua=unplanned") or "xa=" in query), query
    assert held.planned_on == date(2026, 9, 24) and committee.body == "committee"
    rows = rows_of(officer.get(reverse("meetings:meeting_list") + PAGE + "&export=xlsx"))
    assert sum("P1D1C" in str(row[0]) for row in rows) == 3


def test_the_page_tells_planned_and_held_as_two_facts(land):
    meeting = planned(land, "P1D1C1H1", prepare_due_on=date(2026, 9, 22))
    officer = browser_of("org_staff", unit=land.units["P1D1"])
    assert "chưa ghi; quá hạn 22/09/2026" in words(officer.get(meeting.get_absolute_url()))
    officer.post(at("meeting_prepared", meeting), {"on": "21/09/2026", "version": 1})
    officer.post(
        at("meeting_held", meeting),
        {"on": "26/09/2026", "started_at": "18h30", "ended_at": "20:00", "place": "Hội trường", "version": 2},
    )
    shown = words(officer.get(meeting.get_absolute_url()))
    assert "24/09/2026, 19:00, Nhà văn hóa" in shown
    assert "26/09/2026, 18:30–20:00, Hội trường (khác ngày đăng ký)" in shown
    assert "21/09/2026, hạn 22/09/2026" in shown


def test_its_history_is_told_in_words(land):
    meeting = planned(land, "P1D1C1H1")
    officer = browser_of("org_staff", unit=land.units["P1D1"])
    data = {"on": "26/09/2026", "started_at": "18h30", "version": 1}
    officer.post(at("meeting_held", meeting), data)
    address = reverse("dashboard:history", args=["buoi-sinh-hoat", meeting.key])
    assert address in officer.get(meeting.get_absolute_url()).content.decode()
    shown = words(officer.get(address))
    assert "Sửa buổi sinh hoạt" in shown and "18:30" in shown and "26/09/2026" in shown
    secretary = browser_of("branch_secretary", organisation=land.branches["P1D1C1H1"])
    assert secretary.get(address).status_code == 403


def test_bad_input_is_said_and_changes_nothing(land):
    meeting = planned(land, "P1D1C1H1")
    officer = browser_of("org_staff", unit=land.units["P1D1"])
    refusals = {
        "meeting_held": ({"on": "26/09/2099", "version": 1}, "Ngày này chưa đến."),
        "meeting_not_held": ({"reason": "", "version": 1}, "Hãy ghi lý do không họp."),
        "meeting_prepared": (
            {"on": "25/09/2026", "version": 1},
            "Ngày chuẩn bị không thể sau ngày sinh hoạt.",
        ),
        "meeting_void": ({"reason": "", "version": 1}, "Hãy ghi vì sao"),
    }
    for name, (data, sentence) in refusals.items():
        assert sentence in words(officer.post(at(name, meeting), data)), name
    stale = officer.post(at("meeting_not_held", meeting), {"reason": "mưa", "version": 7})
    assert "Người khác vừa thay đổi đúng chỗ này." in words(stale)
    meeting.refresh_from_db()
    assert (meeting.outcome, meeting.version) == ("unknown", 1)


def test_the_branch_secretary_says_that_it_was_not_held_and_a_mistake_is_taken_back(land):
    meeting, mistake = planned(land, "P1D1C1H1"), planned(land, "P1D1C1H1", kind="thematic")
    secretary = browser_of("branch_secretary", organisation=land.branches["P1D1C1H1"])
    secretary.post(at("meeting_not_held", meeting), {"reason": "mưa lũ", "version": 1})
    secretary.post(at("meeting_void", mistake), {"reason": "nhập trùng", "version": 1})
    assert "mưa lũ" in words(secretary.get(meeting.get_absolute_url()))
    assert "nhập trùng" in words(secretary.get(mistake.get_absolute_url()))
    assert secretary.get(at("meeting_void", mistake)).status_code == 403
    assert "✗ không họp" in listed(secretary) and "1 mục" in listed(secretary)
    other = planned(land, "P1D1C1H2")
    assert secretary.get(other.get_absolute_url()).status_code == 404


def test_a_second_meeting_and_a_committees_are_entered_by_the_same_form(land):
    officer = browser_of("org_staff", unit=land.units["P1D1"])
    address = reverse("meetings:meeting_new")
    planned(land, "P1D1C1H1")
    data = {"organisation": "CB.P1D1C1H1", "what": "held", "kind": "regular", "on": "24/09/2026"}
    assert "Buổi này đã đăng ký cho ngày 24/09/2026" in words(officer.post(address, data))
    officer.post(address, data | {"on": "10/09/2026"})
    assert Meeting.objects.filter(organisation=land.branches["P1D1C1H1"]).count() == 2
    planning = data | {"what": "planned", "on": "24/12/2026"}
    assert "đăng ký ở trang lịch sinh hoạt của xã" in words(officer.post(address, planning))
    board = {
        "organisation": "DU.P1D1C1",
        "body": "standing_board",
        "started_at": "8:00",
        "place": "Phòng họp",
    }
    officer.post(address, planning | board)
    meeting = Meeting.objects.get(body="standing_board")
    assert (meeting.planned_on, meeting.planned_at, meeting.outcome) == (
        date(2026, 12, 24),
        time(8),
        "unknown",
    )
    assert not Meeting.objects.of_branches().filter(pk=meeting.pk).exists()


def test_a_committees_meeting_is_moved_with_what_stood_before(land):
    meeting = plan_meeting(
        organisation=land.committees["P1D1C1"],
        on=date(2026, 12, 24),
        today=date(2026, 11, 20),
        at=time(8),
        place="Phòng họp",
        by=UserFactory(),
    )
    officer = browser_of("org_staff", unit=land.units["P1D1"])
    data = {"on": "26/12/2026", "at": "8:00", "place": "Phòng họp", "reason": "trùng hội nghị", "version": 1}
    officer.post(at("meeting_replan", meeting), data)
    meeting.refresh_from_db()
    assert meeting.planned_on == date(2026, 12, 26)
    shown = words(officer.get(meeting.get_absolute_url()))
    assert "24/12/2026" in shown and "trùng hội nghị" in shown


def test_as_many_queries_for_many_meetings_as_for_few(land):
    officer = browser_of("org_staff", unit=land.units["P1"])
    address = reverse("meetings:meeting_list") + PAGE
    planned(land, "P1D1C1H1")
    few = queries_of(officer, address)
    for code in land.branches:
        if code.startswith("P1") and code != "P1D1C1H1":
            planned(land, code)
    assert queries_of(officer, address) == few <= 25
    assert queries_of(officer, Meeting.objects.first().get_absolute_url()) <= 25


def test_an_empty_month_says_why(land):
    officer = browser_of("org_staff", unit=land.units["P1D1"])
    assert "Tháng này chưa có buổi sinh hoạt nào" in listed(officer)
