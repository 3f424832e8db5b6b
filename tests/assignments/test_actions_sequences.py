"""Any sequence of assigning, ending, voiding, correcting and leaving, against a plain list of what should be true."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assignments.actions.assigning import (
    assign,
    correct_assignment,
    end_assignment,
    void_assignment,
)
from assignments.actions.cadres import let_cadre_go
from assignments.models import Assignment, AssignmentEvent
from tests.assignments.ground import DAY, ground

pytestmark = pytest.mark.django_db

days = st.integers(0, 20).map(lambda n: DAY + timedelta(days=n))
cadres, hamlets, rows = st.integers(0, 2), st.integers(0, 2), st.integers(0, 9)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("assign"), cadres, hamlets, days, st.none() | days),
        st.tuples(st.just("end"), rows, days),
        st.tuples(st.just("void"), rows),
        st.tuples(st.just("correct"), rows, hamlets, days),
        st.tuples(st.just("leave"), cadres, days),
    ),
    min_size=3,
    max_size=14,
)


def do(land, people, step):
    """One step; True when it was done, False when it was refused."""
    made = list(Assignment.objects.order_by("pk"))
    try:
        match step:
            case ("assign", cadre, hamlet, starts_on, ends_on):
                assign(
                    scheme=land.scheme,
                    assignee=people[cadre],
                    target=land.hamlets[hamlet],
                    starts_on=starts_on,
                    ends_on=ends_on,
                    by=land.officer,
                    documents=[land.document],
                )
            case ("leave", cadre, on):
                let_cadre_go(people[cadre], on=on, reason="transferred", by=land.officer)
            case (_, row, *_rest) if row >= len(made):
                return False
            case ("end", row, on):
                end_assignment(made[row], on=on, reason="adjusted", by=land.officer)
            case ("void", row):
                void_assignment(made[row], reason="Nhầm", by=land.officer)
            case ("correct", row, hamlet, starts_on):
                correct_assignment(
                    made[row],
                    by=land.officer,
                    reason="Nhầm",
                    target=land.hamlets[hamlet],
                    starts_on=starts_on,
                )
    except ValidationError:
        return False
    return True


def facts():
    columns = ("pk", "cadre", "target_unit", "starts_on", "ends_on", "voided_at")
    return set(Assignment.objects.values_list(*columns))


def check(people):
    standing = list(Assignment.objects.standing())
    for day in (DAY + timedelta(days=n) for n in range(22)):
        held = [row.target_unit_id for row in standing if row.holds_on(day)]
        assert len(held) == len(set(held)), day
    assert all(row.ends_on is None or row.starts_on < row.ends_on for row in standing)
    for cadre in people:
        cadre.refresh_from_db()
        if cadre.left_on:
            mine = [row for row in standing if row.cadre_id == cadre.pk]
            assert all(row.ends_on and row.ends_on <= cadre.left_on for row in mine)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_no_sequence_breaks_what_must_be_true(db, steps):
    with transaction.atomic():
        land = ground()
        people = [land.cadre() for _ in range(3)]
        for step in steps:
            before, events = facts(), AssignmentEvent.objects.count()
            done = do(land, people, step)
            if not done:
                assert (facts(), AssignmentEvent.objects.count()) == (before, events)
            check(people)
        # What was written once stays to be read: rows are ended or voided, none disappears.
        assert Assignment.objects.count() == AssignmentEvent.objects.filter(pgh_label="insert").count()
        transaction.set_rollback(True)
