"""What is not answered in time climbs: by working days, one level each time, each clock by itself and once."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import Notice
from matters import climbing
from matters.actions.answering import answer
from matters.actions.handing import hand_over
from matters.climbing import climb_overdue
from matters.models import Climb, DeadlineRule, Recommendation
from tests.factories import GrantFactory
from tests.matters.ground import HANDED, matters_ground
from tests.reports.filed import reader

pytestmark = pytest.mark.django_db
# Wednesday; the shipped rule climbs after 7 working days: 2/10 (Friday), and again on 13/10.
DUE = date(2026, 9, 23)
FIRST, SECOND = date(2026, 10, 2), date(2026, 10, 13)


@pytest.fixture
def land():
    made = matters_ground()
    made.leader = reader("leader", unit=made.district)
    made.above = reader("leader", unit=made.units["P1"])
    made.handler = reader("handler", agency=made.lead)
    GrantFactory(user=made.officer, unit=made.district)
    made.matter = made.received(due_on=DUE)
    return made


def climbs():
    return list(Climb.objects.order_by("pk").values_list("rung", "unit", "handling"))


@pytest.mark.parametrize(
    ("on", "rungs"),
    [
        (DUE, []),
        (DUE + timedelta(days=1), []),
        (FIRST - timedelta(days=1), []),
        (FIRST, [1]),
        (SECOND - timedelta(days=1), [1]),
        (SECOND, [1, 2]),
        # Above the province there is nobody here.
        (date(2027, 9, 1), [1, 2]),
    ],
)
def test_after_so_many_working_days_it_climbs_a_level(land, on, rungs):
    assert climb_overdue(on) == (len(rungs), 0)
    above = {1: land.district.pk, 2: land.units["P1"].pk}
    assert climbs() == [(rung, above[rung], None) for rung in rungs]


def test_it_climbs_once_however_often_it_is_asked_and_says_so(land):
    days = (FIRST, FIRST, FIRST + timedelta(days=1))
    assert [climb_overdue(day).made for day in days] == [1, 0, 0]
    step = land.matter.steps.filter(step="climbed").get()
    assert (step.note, step.by) == ("Quá hạn từ 23/09/2026, báo lên Huyện Mẫu P1D1.", None)
    assert Notice.objects.get(user=land.leader).subject == "matter"
    assert not Notice.objects.filter(user=land.above).exists()
    climb_overdue(SECOND)
    assert Notice.objects.filter(user=land.above).count() == 1
    assert not Notice.objects.filter(text__contains="Cầu").exists()


def test_the_matter_and_the_agency_have_a_clock_each(land):
    handling = hand_over(land.matter, agency=land.lead, by=land.officer, on=HANDED, due_on=date(2026, 9, 16))
    climb_overdue(date(2026, 9, 25))
    assert climbs() == [(1, land.district.pk, handling.pk)]
    climb_overdue(FIRST)
    assert climbs() == [(1, land.district.pk, handling.pk), (1, land.district.pk, None)]


def test_the_day_after_its_deadline_those_who_hold_it_are_told_once(land):
    hand_over(land.matter, agency=land.lead, by=land.officer, on=HANDED, due_on=DUE)
    Notice.objects.all().delete()
    for days in (0, 1, 2):
        climb_overdue(DUE + timedelta(days=days))
    assert Notice.objects.filter(user=land.handler).count() == 1
    assert Notice.objects.filter(user=land.officer).count() == 1
    assert "quá hạn trả lời từ ngày 23/09/2026" in Notice.objects.get(user=land.handler).text


def test_what_was_answered_or_closed_does_not_climb(land):
    answer(land.matter, text="Xong", outcome="resolved", by=land.officer, on=DUE)
    closed = land.received(due_on=DUE)
    Recommendation.objects.filter(pk=closed.pk).update(closed_on=DUE, close_reason="Trùng")
    assert climb_overdue(SECOND).made == 0


def test_a_deadline_that_was_moved_begins_anew(land):
    climb_overdue(FIRST)
    Recommendation.objects.filter(pk=land.matter.pk).update(due_on=FIRST)
    assert climb_overdue(FIRST + timedelta(days=3)).made == 0
    assert climb_overdue(SECOND).made == 1


def test_by_the_rule_of_the_day_of_receipt_whatever_was_made_since(land):
    """Received under 7 working days to climb; a stricter rule that is in force by the due day is for what comes after."""
    DeadlineRule.objects.create(
        issuer=land.district,
        urgency="normal",
        working_days=10,
        climb_days=2,
        starts_on=DUE - timedelta(days=5),
    )
    assert climb_overdue(FIRST - timedelta(days=1)).made == 0
    assert climb_overdue(FIRST).made == 1
    later = land.received(raised_on=DUE - timedelta(days=4), on=DUE - timedelta(days=4), due_on=DUE)
    # Two working days after the due day, and again: both levels long before.
    assert climb_overdue(FIRST).made == 2
    assert set(later.climbs.values_list("rung", flat=True)) == {1, 2}


def test_many_overdue_matters_ask_no_more_than_one(land, monkeypatch):
    """What all share is read once; a batch is locked, looked at again and written together."""

    def queries():
        Climb.objects.all().delete()
        with CaptureQueriesContext(connection) as seen:
            climb_overdue(SECOND)
        return len(seen)

    hand_over(land.matter, agency=land.lead, by=land.officer, on=HANDED, due_on=DUE)
    queries()
    one = queries()
    for _number in range(10):
        matter = land.received(due_on=DUE)
        hand_over(matter, agency=land.lead, by=land.officer, on=HANDED, due_on=DUE)
    queries()
    assert queries() == one <= 20
    with CaptureQueriesContext(connection) as seen:
        assert climb_overdue(SECOND) == (0, 0)
    assert len(seen) < one
    # The control: each by itself asks for each.
    monkeypatch.setattr(climbing, "BATCH", 1)
    assert queries() >= one + 10 * 5


def test_what_is_done_in_several_batches_is_what_is_done_in_one(land, monkeypatch):
    for number in range(6):
        matter = land.received(due_on=DUE)
        if number % 2:
            hand_over(matter, agency=land.lead, by=land.officer, on=HANDED, due_on=date(2026, 9, 16))
    with transaction.atomic():
        together, rows, notices = climb_overdue(SECOND), sorted(climbs(), key=str), Notice.objects.count()
        transaction.set_rollback(True)
    monkeypatch.setattr(climbing, "BATCH", 2)
    assert climb_overdue(SECOND) == together and together.made > 14
    assert sorted(climbs(), key=str) == rows and Notice.objects.count() == notices
