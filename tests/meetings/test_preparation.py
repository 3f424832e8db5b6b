"""A branch's secretary is reminded to prepare: the day before it is due and on the day, and not of what is done."""

from datetime import date, timedelta

import pytest

from accounts.models import Notice
from meetings.actions.telling import tell_of_preparation
from meetings.models import Meeting
from tests.factories import GrantFactory, UserFactory
from tests.meetings.land import branch_land

pytestmark = pytest.mark.django_db
MEETS_ON, DUE_ON = date(2026, 11, 24), date(2026, 11, 22)  # Vân Hồ 2.6, 2.12


def branches_of(land):
    return {name: getattr(land, name) for name in ("first", "twin", "second")}


@pytest.fixture
def land():
    land = branch_land()
    land.secretaries = {}
    for name, branch in branches_of(land).items():
        user = land.secretaries[name] = UserFactory()
        GrantFactory(user=user, role="branch_secretary", organisation=branch)
    land.meetings = {
        name: Meeting.objects.create(
            organisation=branch,
            unit=branch.unit,
            month=MEETS_ON.replace(day=1),
            planned_on=MEETS_ON,
            registered_on=date(2026, 10, 20),
            prepare_due_on=DUE_ON,
        )
        for name, branch in branches_of(land).items()
    }
    return land


def told(user):
    return list(Notice.objects.filter(user=user).values_list("text", flat=True))


def test_each_secretary_is_told_of_his_own_branch_the_day_before_and_on_the_day(land):
    for days in (-2, -1, 0, 1):
        tell_of_preparation(on=DUE_ON + timedelta(days=days))
    for name, user in land.secretaries.items():
        texts = told(user)
        assert len(texts) == 2
        assert all(f"Chi bộ {name}: chi ủy họp chuẩn bị trước hết ngày 22/11/2026" in text for text in texts)


def test_the_same_morning_twice_says_it_once(land):
    tell_of_preparation(on=DUE_ON)
    once = Notice.objects.count()
    tell_of_preparation(on=DUE_ON)
    assert Notice.objects.count() == once >= len(branches_of(land))


@pytest.mark.parametrize(
    "done",
    [
        {"prepared_on": date(2026, 11, 20)},
        {"outcome": "not_held", "not_held_reason": "Bão"},
        {"outcome": "held", "held_on": date(2026, 11, 21)},
        {"registered_on": None},
    ],
)
def test_what_is_prepared_held_called_off_or_only_a_draft_is_not_told_of(land, done):
    Meeting.objects.filter(pk=land.meetings["first"].pk).update(**done)
    tell_of_preparation(on=DUE_ON)
    assert told(land.secretaries["first"]) == []
    assert len(told(land.secretaries["second"])) == 1
