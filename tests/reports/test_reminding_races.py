"""Two at once say a thing once; and one bad row stops nobody else's reminder. With real commits."""

import pytest
from django.db import DatabaseError, connections

from accounts.models import Notice
from reports.actions.reminding import remind, remind_all
from reports.due import DueList
from reports.models import Reminder
from tests.assignments.test_races import race
from tests.reports.due_ground import due_ground
from tests.reports.things import day

pytestmark = pytest.mark.django_db(transaction=True)
ON = day("2026-10-06")


@pytest.fixture
def land():
    land = due_ground()
    land.rows = [land.choosing() for _each in range(3)]
    return land


@pytest.fixture
def bad_row(land):
    """The database refuses to remind the first of the three, whatever the reason."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            f"""CREATE FUNCTION refuse_one() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF NEW.about LIKE 'visit:{land.rows[0].pk}:%%' THEN RAISE EXCEPTION 'a secret name'; END IF;
                RETURN NEW; END $$;
            CREATE TRIGGER refuse_one BEFORE INSERT ON reports_reminder
            FOR EACH ROW EXECUTE FUNCTION refuse_one()""".replace("%%", "%")
        )
    yield
    with connections["owner"].cursor() as cursor:
        cursor.execute("DROP TRIGGER refuse_one ON reports_reminder; DROP FUNCTION refuse_one()")


def test_eight_who_remind_at_once_remind_once(land):
    due = DueList(land.district, ON).visits[0]
    made, refused = race([lambda: remind(due, on=ON, by=None)] * 8)
    assert refused == []
    assert sum(map(len, made)) == 2
    assert Reminder.objects.count() == 2
    assert Notice.objects.count() == 1


def test_one_bad_row_never_stops_the_others_and_the_log_names_nobody(land, bad_row, caplog):
    assert remind_all(on=ON) == {"reminded": 2, "failed": 1}
    assert Notice.objects.count() == 2
    assert f"visit:{land.rows[0].pk}:2026-10" in caplog.text
    assert "secret" not in caplog.text


def test_control_without_the_guard_the_others_wait_in_vain(land, bad_row):
    with pytest.raises(DatabaseError):
        for due in DueList(land.district, ON).visits:
            remind(due, on=ON, by=None)
    assert Notice.objects.count() == 0
