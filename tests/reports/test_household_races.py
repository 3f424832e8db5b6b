"""One visit sent several times at the same moment, each with a thread and a connection of its own: one visit, and all get it.

The control: without the look and without the database's walls the same form makes several.
"""

from uuid import uuid4

import pytest
from django.db import connections

from matters.models import Recommendation
from reports.actions import household_visits
from reports.actions.household_visits import record_household_visit
from reports.models import HouseholdVisit
from tests.assignments.test_races import race
from tests.reports.household_ground import DAY, household_ground, said

pytestmark = pytest.mark.django_db(transaction=True)
SIX = 6
WALLS = ("reports_household_visit_is_sent_once", "reports_household_is_visited_once_a_day")


@pytest.fixture
def land():
    return household_ground()


def sendings(land):
    given = {
        "household": land.household,
        "cadre": land.visitor,
        "by": land.user,
        "client_key": uuid4(),
        "values": said(recommendations=[{"content": "Xin làm cống."}]),
        "on": DAY,
    }
    return [lambda: record_household_visit(**given)] * SIX


def test_one_visit_sent_by_six_at_once_is_one_and_all_get_it(land):
    sent, refused = race(sendings(land))
    assert (len(sent), refused) == (SIX, [])
    assert sorted(each.is_new for each in sent) == [False] * (SIX - 1) + [True]
    assert HouseholdVisit.objects.count() == Recommendation.objects.count() == 1


def test_without_the_walls_there_are_more(land, monkeypatch):
    monkeypatch.setattr(household_visits, "visit_sent_before", lambda *given: None)
    walls = [each for each in HouseholdVisit._meta.constraints if each.name in WALLS]
    for wall in walls:
        monkeypatch.setattr(wall, "validate", lambda *given, **over: None)
    owner = connections["owner"]
    with owner.schema_editor() as editor:
        for wall in walls:
            editor.remove_constraint(HouseholdVisit, wall)
    try:
        sent, _refused = race(sendings(land))
        assert len(sent) == HouseholdVisit.objects.count() == SIX
    finally:
        with owner.cursor() as cursor:
            cursor.execute("TRUNCATE reports_householdvisit CASCADE")
        with owner.schema_editor() as editor:
            for wall in walls:
                editor.add_constraint(HouseholdVisit, wall)
