"""Meetings as they are entered: planned and held are two facts, and two who report the same one make one."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections

from common.errors import BUSY, sentences
from meetings.actions import meetings as actions
from meetings.actions.meetings import (
    enter_meeting,
    meeting_for,
    record_held,
    record_not_held,
    record_prepared,
    void_meeting,
)
from meetings.actions.scheduling import Said, write_schedule
from meetings.models import Attendance, Meeting, Schedule
from tests.factories import CadreFactory, UserFactory, organisation, small_map

pytestmark = pytest.mark.django_db
PATIENCE = 60
PLANNED = date(2026, 11, 24)


@pytest.fixture
def land():
    units = small_map()
    return {
        "units": units,
        "branch": organisation(
            units["P1D1C1H1"], code="CB1", name="Chi bộ ấp Mẫu", branch_type="residential"
        ),
        "committee": organisation(units["P1D1"], code="HU1", name="Đảng bộ huyện Mẫu", kind="committee"),
        "by": UserFactory(),
    }


def planned(land, on=PLANNED, **given):
    branch = land["branch"]
    return Meeting.objects.create(
        **{"organisation": branch, "unit": branch.unit, "month": on.replace(day=1), "planned_on": on} | given
    )


def test_the_registered_meeting_of_that_day_is_found(land):
    row = planned(land)
    assert meeting_for(organisation=land["branch"], on=PLANNED, by=land["by"]) == row


def test_a_meeting_that_nobody_registered_is_held_on_that_day(land):
    row = meeting_for(organisation=land["branch"], on=date(2026, 11, 26), by=land["by"], place="Nhà văn hóa")
    assert (row.outcome, row.held_on, row.planned_on) == ("held", date(2026, 11, 26), None)
    assert (row.month, row.held_place, row.unit) == (
        date(2026, 11, 1),
        "Nhà văn hóa",
        land["units"]["P1D1C1H1"],
    )
    assert meeting_for(organisation=land["branch"], on=date(2026, 11, 26), by=land["by"]) == row


def test_a_meeting_of_another_kind_on_the_same_day_is_another_meeting(land):
    row = planned(land)
    other = meeting_for(organisation=land["branch"], on=PLANNED, by=land["by"], kind="thematic")
    assert other != row
    assert Meeting.objects.count() == 2


def test_a_meeting_that_was_held_on_another_day_is_not_that_of_its_registered_day(land):
    row = record_held(planned(land), on=date(2026, 11, 26), by=land["by"])
    assert meeting_for(organisation=land["branch"], on=date(2026, 11, 26), by=land["by"]) == row
    second = meeting_for(organisation=land["branch"], on=PLANNED, by=land["by"])
    assert second != row and second.planned_on is None


def test_a_voided_meeting_is_not_found(land):
    row = void_meeting(planned(land), reason="nhập trùng", by=land["by"])
    assert meeting_for(organisation=land["branch"], on=PLANNED, by=land["by"]) != row


def test_committees_meet_as_committees_and_never_as_branches(land):
    row = meeting_for(organisation=land["committee"], on=PLANNED, by=land["by"])
    assert row.body == "committee"
    board = meeting_for(organisation=land["committee"], on=PLANNED, by=land["by"], body="standing_board")
    assert board != row
    with pytest.raises(ValidationError):
        meeting_for(organisation=land["committee"], on=PLANNED, by=land["by"], body="branch")
    assert not Meeting.objects.of_branches().exists()


def test_a_branch_that_did_not_exist_yet_met_on_no_day(land):
    with pytest.raises(ValidationError, match="chưa có hoặc không còn"):
        meeting_for(organisation=land["branch"], on=date(2019, 12, 24), by=land["by"])


def test_held_on_another_day_keeps_what_was_registered(land):
    row = planned(land, planned_at=time(19), planned_place="Nhà văn hóa")
    row = record_held(row, on=date(2026, 11, 26), started_at=time(18, 30), place="Hội trường", by=land["by"])
    row.refresh_from_db()
    assert (row.planned_on, row.planned_place, row.met_on) == (PLANNED, "Nhà văn hóa", date(2026, 11, 26))
    assert (row.held_place, row.outcome, row.version) == ("Hội trường", "held", 2)


def test_a_meeting_does_not_end_before_it_begins(land):
    with pytest.raises(ValidationError, match="trước giờ bắt đầu"):
        record_held(planned(land), on=PLANNED, started_at=time(19), ended_at=time(18), by=land["by"])


def test_not_held_needs_a_reason_and_can_be_put_right(land):
    row = planned(land)
    with pytest.raises(ValidationError, match="lý do không họp"):
        record_not_held(row, reason=" ", by=land["by"])
    row = record_not_held(row, reason="mưa lũ", by=land["by"])
    assert (row.outcome, row.not_held_reason) == ("not_held", "mưa lũ")
    row = record_held(row, on=date(2026, 11, 28), by=land["by"])
    assert (row.outcome, row.not_held_reason) == ("held", "")


def test_a_meeting_that_somebody_attended_was_held_and_is_not_taken_back(land):
    row = meeting_for(organisation=land["branch"], on=PLANNED, by=land["by"])
    unit = land["branch"].unit
    Attendance.objects.create(
        cadre=CadreFactory(unit=land["units"]["P1D1"]), meeting=row, unit=unit, attended_on=PLANNED
    )
    planned_one = planned(land, date(2026, 12, 24))
    Attendance.objects.create(
        cadre=CadreFactory(unit=land["units"]["P1D1"]),
        meeting=planned_one,
        unit=unit,
        attended_on=date(2026, 12, 24),
    )
    with pytest.raises(ValidationError, match="Đã có cán bộ"):
        record_not_held(planned_one, reason="mưa lũ", by=land["by"])
    with pytest.raises(ValidationError, match="Đã có cán bộ"):
        void_meeting(row, reason="nhập nhầm", by=land["by"])


def test_preparation_is_never_after_the_meeting(land):
    row = planned(land)
    with pytest.raises(ValidationError, match="không thể sau"):
        record_prepared(row, on=date(2026, 11, 25), by=land["by"])
    row = record_prepared(row, on=date(2026, 11, 22), by=land["by"])
    assert row.prepared_on == date(2026, 11, 22)
    with pytest.raises(ValidationError, match="sau ngày họp này"):
        record_held(row, on=date(2026, 11, 20), by=land["by"])


def test_a_second_meeting_in_the_month_is_entered_but_not_beside_the_registered_one(land):
    planned(land)
    second = enter_meeting(organisation=land["branch"], on=date(2026, 11, 10), by=land["by"])
    assert second.kind == "regular" and Meeting.objects.in_month(date(2026, 11, 1)).count() == 2
    with pytest.raises(ValidationError, match="đã đăng ký cho ngày 24/11/2026"):
        enter_meeting(organisation=land["branch"], on=PLANNED, by=land["by"])
    with pytest.raises(ValidationError, match="cùng loại"):
        enter_meeting(organisation=land["branch"], on=date(2026, 11, 10), by=land["by"])


def test_a_voided_meeting_says_why_and_is_changed_no_more(land):
    row = planned(land)
    with pytest.raises(ValidationError, match="lý do"):
        void_meeting(row, reason="", by=land["by"])
    row = void_meeting(row, reason="nhập trùng", by=land["by"])
    assert row.voided_by == land["by"]
    with pytest.raises(ValidationError, match="đã bị hủy"):
        record_held(row, on=PLANNED, by=land["by"])


def test_whoever_saw_an_older_version_overwrites_nothing(land):
    row = planned(land)
    record_held(row, on=PLANNED, by=land["by"], version=1)
    with pytest.raises(ValidationError) as refusal:
        record_not_held(row, reason="mưa lũ", by=land["by"], version=1)
    assert sentences(refusal.value) == [str(BUSY)]


class TestRaces:
    pytestmark = pytest.mark.django_db(transaction=True)

    def at_once(self, call, count=8):
        gate = threading.Barrier(count)

        def run():
            try:
                connection.ensure_connection()
                gate.wait(PATIENCE)
                return call()
            finally:
                connections.close_all()

        with ThreadPoolExecutor(count) as pool:
            return [each.result(PATIENCE) for each in [pool.submit(run) for _ in range(count)]]

    def test_eight_cadres_who_report_the_same_meeting_at_once_make_one(self, land, monkeypatch):
        gate, find, seen = threading.Barrier(8), actions._find, threading.local()

        def all_look_before_anyone_writes(*args):
            found = find(*args)
            if not getattr(seen, "has_looked", False):
                seen.has_looked = True
                gate.wait(PATIENCE)
            return found

        monkeypatch.setattr(actions, "_find", all_look_before_anyone_writes)
        made = self.at_once(lambda: meeting_for(organisation=land["branch"], on=PLANNED, by=land["by"]))
        assert len({row.pk for row in made}) == 1 == Meeting.objects.count()

    def test_of_four_clerks_who_send_a_month_at_once_one_does_and_the_others_are_told(self, land):
        branch, commune = land["branch"], land["units"]["P1D1C1"]

        def send():
            try:
                return write_schedule(
                    unit=commune,
                    month=date(2026, 11, 1),
                    lines=[Said(branch, PLANNED, time(19), "Nhà văn hóa")],
                    by=land["by"],
                    on=date(2026, 10, 20),
                    send=True,
                    version=0,
                )
            except ValidationError as error:
                return sentences(error)

        done = self.at_once(send, 4)
        assert sum(isinstance(each, Schedule) for each in done) == 1
        assert [each for each in done if not isinstance(each, Schedule)] == [[str(BUSY)]] * 3
        assert Meeting.objects.count() == Schedule.objects.count() == 1
