"""Commune and branch tell of their month; silence and lateness are counted, and the numbers equal the lists (Bến Tre 4.20)."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from meetings.actions.situations import tell_situation
from meetings.models import ScheduleRule, Situation
from meetings.querysets.situations import counts_by_commune, due_of, tellers, with_states
from meetings.situations import due_by_path, situation_due, state_of
from tests.factories import START
from tests.meetings.land import DAY, MONTH, branch_land
from tests.pages import queries_of, words

JUNE = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("month", "day", "due"),
    [
        (JUNE, None, date(2026, 6, 30)),
        (JUNE, 25, date(2026, 6, 25)),
        (JUNE, 31, date(2026, 6, 30)),
        (date(2028, 2, 1), 30, date(2028, 2, 29)),
    ],
)
def test_the_deadline_is_the_rules_day_or_the_months_last(month, day, due):
    assert situation_due(month, day) == due


def test_the_nearest_place_that_names_a_day_decides():
    rules = [("a.", 20), ("a.b.", None), ("a.c.", 28)]
    assert due_by_path(JUNE, rules, "a.b.x.") == date(2026, 6, 20)
    assert due_by_path(JUNE, rules, "a.c.") == date(2026, 6, 28)
    assert due_by_path(JUNE, rules, "z.") == date(2026, 6, 30)


@pytest.mark.parametrize(
    ("sent_on", "day", "state"),
    [
        (date(2026, 6, 30), date(2026, 7, 9), "in_time"),
        (date(2026, 7, 1), date(2026, 7, 9), "late"),
        (None, date(2026, 7, 1), "silent"),
        (None, date(2026, 6, 30), "to_come"),
    ],
)
def test_silent_is_who_said_nothing_when_the_day_had_passed(sent_on, day, state):
    assert state_of(sent_on, date(2026, 6, 30), day) == state


@pytest.fixture
def land(db):
    return branch_land()


def told(land, organisation, month, on):
    return tell_situation(organisation, month=month, situation="Ổn định", on=on, by=land.officer)


def test_the_secretary_tells_of_his_own_branch_and_of_no_other(land):
    address = reverse("meetings:situation_form", args=[land.first.key])
    data = {"situation": "Gieo sạ xong 40 ha.\nKhông có việc bất thường.", "difficulties": "Thiếu nước."}
    assert land.as_secretary.post(address, data).status_code == 302
    row = Situation.objects.get()
    assert (row.organisation, row.month, row.sent_on, row.is_late) == (land.first, MONTH, DAY, False)
    assert row.situation.splitlines() == data["situation"].splitlines()
    assert "Chưa điền mục này." in land.as_secretary.post(address, {"situation": ""}).content.decode()
    twin = reverse("meetings:situation_form", args=[land.twin.key])
    assert land.as_secretary.post(twin, data).status_code == 404
    assert land.as_neighbour.post(address, data).status_code == 404
    assert land.as_cadre.post(address, data).status_code == 403
    page = words(land.as_cadre.get(reverse("meetings:branch_page", args=[land.first.key])))
    assert "Gieo sạ xong 40 ha." in page and "Thiếu nước." in page


def test_told_again_the_words_change_and_the_first_day_stays(land):
    told(land, land.first, JUNE, date(2026, 7, 2))
    again = tell_situation(land.first, month=JUNE, situation="Sửa lại", on=date(2026, 7, 5), by=land.officer)
    assert (again.situation, again.sent_on, again.is_late) == ("Sửa lại", date(2026, 7, 2), True)
    with pytest.raises(ValidationError, match="Tháng này chưa đến"):
        told(land, land.first, JUNE, date(2026, 5, 31))


def test_the_rule_of_the_commune_is_nearer_than_the_districts(land):
    ScheduleRule.objects.create(unit=land.district, due_day=25, situation_day=20, starts_on=START)
    assert due_of(land.first, JUNE) == date(2026, 6, 20)
    ScheduleRule.objects.create(unit=land.commune, due_day=25, situation_day=26, starts_on=START)
    assert due_of(land.first, JUNE) == date(2026, 6, 26)
    day = date(2026, 6, 22)
    states = dict(with_states(tellers(JUNE), JUNE, day).values_list("pk", "state"))
    assert states == {
        land.committee.pk: "to_come",
        land.first.pk: "to_come",
        land.twin.pk: "to_come",
        land.second.pk: "to_come",
        land.far.pk: "silent",
    }


def test_every_number_equals_the_list_behind_it(land):
    told(land, land.first, JUNE, date(2026, 6, 20))
    told(land, land.twin, JUNE, date(2026, 7, 9))
    told(land, land.committee, JUNE, date(2026, 6, 30))
    counts = counts_by_commune(with_states(tellers(JUNE), JUNE, date(2026, 7, 31)))
    assert counts == {
        land.commune.pk: {"in_time": 2, "late": 1, "silent": 1},
        land.units["P1D1C2"].pk: {"silent": 1},
    }
    page = land.as_officer.get(reverse("meetings:situation_counts"), {"thang": "2026-06"}).content.decode()
    links = re.findall(r'href="([^"]*tinh-hinh/\?[^"]*tinh_trang=[^"]*)">(\d+)</a>', page)
    assert len(links) == 8
    for address, number in links:
        listed = land.as_officer.get(address.replace("&amp;", "&"))
        assert listed.context["total"] == int(number), address


def test_the_list_says_who_is_silent_and_shows_nobody_elses(land):
    told(land, land.far, JUNE, date(2026, 6, 20))
    listed = reverse("meetings:situation_list")
    page = words(land.as_office.get(listed, {"thang": "2026-06", "tinh_trang": "silent"}))
    assert "Chi bộ first" in page and "chưa gửi" in page and "Chi bộ far" not in page
    assert "Chi bộ far" in words(land.as_officer.get(listed, {"thang": "2026-06", "tinh_trang": "in_time"}))
    primary = words(land.as_secretary.get(listed))
    assert "Gửi thông tin tháng" in primary


def test_lists_ask_no_query_a_row(land):
    listed, counted = reverse("meetings:situation_list"), reverse("meetings:situation_counts")
    for branch in (land.first, land.twin, land.second, land.far):
        told(land, branch, MONTH, DAY)
    assert queries_of(land.as_officer, listed) <= 20
    assert queries_of(land.as_officer, counted) <= 15
