"""Fixed days, moved months and deadlines by their pages: written by the board, read from below."""

from datetime import date, time

import pytest
from django.urls import reverse

from meetings.models import DayRule, MovedDay, ScheduleRule
from tests.meetings.choice_ground import choice_ground
from tests.pages import browser_of, words

pytestmark = pytest.mark.django_db
START = date(2026, 1, 1)


@pytest.fixture
def land():
    return choice_ground()


@pytest.fixture
def officer(land):
    return browser_of("org_staff", unit=land.units["P1D1"])


def page(name, *args):
    return reverse(f"meetings:{name}", args=args)


def test_a_fixed_day_is_added_read_from_below_changed_and_ended(land, officer):
    data = {
        "unit": "P1D1",
        "branch_type": "residential",
        "day": 24,
        "time": "19h",
        "place": "Nhà văn hóa",
        "prepare_day": 22,
        "starts_on": "01/01/2026",
    }
    officer.post(page("day_rule_new"), data)
    rule = DayRule.objects.get()
    assert (rule.unit, rule.branch_type, rule.day, rule.time, rule.prepare_day) == (
        land.units["P1D1"],
        "residential",
        24,
        time(19),
        22,
    )
    below = browser_of("branch_secretary", organisation=land.branches["P1D1C1H1"])
    assert "chi bộ khu dân cư" in words(below.get(page("day_rule_list")))
    beside = browser_of("org_staff", unit=land.units["P1D2"])
    assert "Nhà văn hóa" not in words(beside.get(page("day_rule_list")))
    assert below.get(page("day_rule_change", rule.key)).status_code == 403
    assert "đã có ngày sinh hoạt cố định" in words(officer.post(page("day_rule_new"), data))
    changed = {"day": 20, "time": "19:00", "place": "Nhà văn hóa", "prepare_day": 18, "on": "01/07/2026"}
    officer.post(page("day_rule_change", rule.key), changed)
    assert list(DayRule.objects.order_by("starts_on").values_list("day", "starts_on", "ends_on")) == [
        (24, START, date(2026, 7, 1)),
        (20, date(2026, 7, 1), None),
    ]
    latest = DayRule.objects.get(day=20)
    officer.post(page("day_rule_end", latest.key), {"last_day": "31/12/2026"})
    latest.refresh_from_db()
    assert latest.ends_on == date(2027, 1, 1)


def test_bad_days_are_said_in_words(land, officer):
    data = {"unit": "", "day": 32, "starts_on": "01/01/2026", "last_day": "01/12/2025", "prepare_day": 0}
    shown = words(officer.post(page("day_rule_new"), data))
    assert shown.count("Hãy ghi một ngày từ 1 đến 31.") == 4  # in the summary and at each field
    assert "Hãy chọn đơn vị, hoặc một chi bộ." in shown
    assert "Ngày cuối cùng phải từ ngày bắt đầu trở đi." in shown
    assert not DayRule.objects.exists()


def test_one_branch_has_a_day_of_its_own_on_its_own_ground(land, officer):
    officer.post(page("day_rule_new"), {"organisation": "CB.P1D1C1H1", "day": 3, "starts_on": "01/01/2026"})
    rule = DayRule.objects.get()
    assert (rule.organisation, rule.unit) == (land.branches["P1D1C1H1"], land.units["P1D1C1H1"])
    stranger = {"organisation": "CB.P1D2C1H1", "day": 3, "starts_on": "01/01/2026"}
    assert "Không tìm thấy" in words(officer.post(page("day_rule_new"), stranger))


def test_a_month_is_moved_once_and_the_move_is_dropped(land, officer):
    data = {"month": "2/2026", "meets_on": "10/02/2026", "reason": "nghỉ Tết", "unit": "P1D1"}
    officer.post(page("moved_day_new"), data)
    moved = MovedDay.objects.get()
    assert (moved.month, moved.meets_on) == (date(2026, 2, 1), date(2026, 2, 10))
    assert "đã được dời" in words(officer.post(page("moved_day_new"), data))
    far = data | {"month": "5/2026"}
    assert "cách xa tháng" in words(officer.post(page("moved_day_new"), far))
    assert "nghỉ Tết" in words(officer.get(page("moved_day_list")))
    officer.post(page("moved_day_drop", moved.key), {})
    assert not MovedDay.objects.exists()


def test_a_new_deadline_ends_the_one_before(land, officer):
    for due_day, starts_on in ((25, "01/01/2026"), (20, "01/06/2026")):
        officer.post(
            page("deadline_new"),
            {"unit": "P1D1", "due_day": due_day, "situation_day": 28, "starts_on": starts_on},
        )
    assert list(ScheduleRule.objects.order_by("starts_on").values_list("due_day", "ends_on")) == [
        (25, date(2026, 6, 1)),
        (20, None),
    ]
    assert "ngày 20 tháng trước" in words(officer.get(page("deadline_list")))
    rule = ScheduleRule.objects.get(due_day=20)
    officer.post(page("deadline_end", rule.key), {"last_day": "31/12/2026"})
    rule.refresh_from_db()
    assert rule.ends_on == date(2027, 1, 1)
