"""Two workers at once write one climb; and one matter that fails stops no other. With real commits."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.db.models import QuerySet

from accounts.models import Notice
from matters import climbing
from matters.climbing import climb_overdue
from matters.models import Climb, RecommendationStep
from matters.querysets.recommendations import RecommendationQuerySet
from tests.assignments.test_races import race
from tests.factories import GrantFactory
from tests.matters.ground import matters_ground
from tests.matters.test_climbing import DUE, FIRST
from tests.reports.filed import reader

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def land():
    made = matters_ground()
    made.leader = reader("leader", unit=made.district)
    GrantFactory(user=made.officer, unit=made.district)
    made.rows = [made.received(due_on=DUE) for _each in range(3)]
    return made


@pytest.fixture
def bad_row(land):
    """The database refuses the climb of the first of the three, whatever the reason."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            f"""CREATE FUNCTION refuse_one() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF NEW.recommendation_id = {land.rows[0].pk} THEN RAISE EXCEPTION 'a secret name'; END IF;
                RETURN NEW; END $$;
            CREATE TRIGGER refuse_one BEFORE INSERT ON matters_climb
            FOR EACH ROW EXECUTE FUNCTION refuse_one()"""
        )
    yield
    with connections["owner"].cursor() as cursor:
        cursor.execute("DROP TRIGGER refuse_one ON matters_climb; DROP FUNCTION refuse_one()")


def climbed() -> int:
    return RecommendationStep.objects.filter(step="climbed").count()


def test_two_workers_at_once_write_each_climb_and_its_step_once(land):
    for _again in range(3):
        done, refused = race([lambda: climb_overdue(FIRST)] * 4)
        assert refused == [] and {each.failed for each in done} == {0}
    assert (Climb.objects.count(), climbed()) == (3, 3)
    assert Notice.objects.filter(user=land.leader).count() == 3


def test_control_without_the_lock_one_of_two_fails_with_every_matter(land, monkeypatch):
    """Both have looked before either wrote: the database takes one climb, and the other worker is refused."""
    climb_overdue(DUE + timedelta(days=1))  # so that they do not wait for each other with the notices
    gate, write = threading.Barrier(2), QuerySet.bulk_create

    def gated(rows, made, **kwargs):
        if rows.model is Climb and made:
            gate.wait(20)
        return write(rows, made, **kwargs)

    # One at a time: of several a refused batch is tried again, each by itself.
    monkeypatch.setattr(climbing, "BATCH", 1)
    monkeypatch.setattr(QuerySet, "bulk_create", gated)
    monkeypatch.setattr(RecommendationQuerySet, "select_for_update", lambda rows, **kwargs: rows)
    done, _refused = race([lambda: climb_overdue(FIRST)] * 2)
    assert sum(each.failed for each in done) == 3


def test_a_matter_that_fails_is_logged_and_counted_and_stops_no_other(land, bad_row, caplog):
    bad = land.rows[0]
    assert climb_overdue(FIRST) == (2, 1)
    assert climbed() == 2 and not bad.steps.filter(step="climbed").exists()
    # Nothing of it stays half done, and the log names nobody.
    assert not Notice.objects.filter(text__contains=bad.reference, user=land.leader).exists()
    assert f"matter {bad.pk} failed to climb" in caplog.text
    assert "secret" not in caplog.text and bad.content not in caplog.text
