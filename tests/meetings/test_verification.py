"""verify finds each thing about meetings and schedules that is wrong, and nothing where all is well."""

from datetime import UTC, date, datetime

import pytest

from meetings.actions.day_rules import set_deadline
from meetings.actions.scheduling import Said, write_schedule
from meetings.models import DayRule, Meeting, MeetingChange, Schedule
from meetings.verification import CHECKS
from tests.factories import START, CadreFactory, UserFactory
from tests.meetings.choice_ground import choice_ground

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 20)


def faults():
    return {check.__name__ for _name, check in CHECKS if list(check(DAY))}


@pytest.fixture
def land():
    land = choice_ground()
    by = UserFactory()
    set_deadline(unit=land.district, due_day=25, starts_on=START, by=by)
    land.schedule = write_schedule(
        unit=land.units["P1D1C1"],
        month=date(2026, 11, 1),
        lines=[Said(land.branches["P1D1C1H1"], date(2026, 11, 24), None, "Nhà văn hóa")],
        by=by,
        on=DAY,
        at=datetime(2026, 10, 20, 3, tzinfo=UTC),
        send=True,
    )
    land.meeting = Meeting.objects.get()
    return land


def test_what_was_registered_in_time_is_sound(land):
    assert faults() == set()


def test_each_thing_that_is_wrong_is_found(land):
    Meeting.objects.update(month=date(2026, 12, 1))
    assert faults() == {"schedules_hold_their_own_month"}
    Meeting.objects.update(month=date(2026, 11, 1), body="committee")
    assert faults() == {"bodies_meet_as_what_they_are", "schedules_hold_their_own_month"}
    Meeting.objects.update(body="branch")
    Schedule.objects.update(is_late=True)
    assert faults() == {"lateness_follows_the_first_sending"}
    Schedule.objects.update(is_late=False)
    land.meeting.attendances.create(
        cadre=CadreFactory(unit=land.district), unit=land.meeting.unit, attended_on=date(2026, 11, 24)
    )
    Meeting.objects.update(outcome="not_held")
    assert faults() == {"meetings_that_were_attended_were_held"}
    Meeting.objects.update(outcome="unknown")
    change = MeetingChange.objects.create(
        meeting=land.meeting,
        after_on=date(2026, 11, 25),
        after_place="Nhà văn hóa",
        changed_at=datetime(2026, 10, 21, tzinfo=UTC),
    )
    assert faults() == {"changes_lead_to_what_is_registered"}
    change.delete()
    rule = DayRule.objects.create(
        unit=land.units["P1D1C2"], organisation=land.branches["P1D1C1H1"], day=24, starts_on=START
    )
    assert faults() == {"rules_of_one_branch_stand_on_its_ground"}
    rule.delete()
    assert faults() == set()
