"""Several sendings at the same moment, each with a thread and a connection of its own: one report, and all get it.

The control: without the looks and without the database's walls the same form makes two.
"""

import pytest
from django.db import connections

from meetings.models import Attendance
from reports.actions import submitting
from reports.actions.submitting import submit_report
from reports.models import ReceiptCounter, Report
from tests.assignments.test_races import race
from tests.reports.ground import DAY, ground, key, one_more, said

pytestmark = pytest.mark.django_db(transaction=True)
EIGHT = 8
WALLS = ("reports_report_is_sent_once", "reports_cadre_reports_a_meeting_once")


@pytest.fixture
def land():
    return ground()


def sending(land, client_key, cadre=None, user=None, **over):
    return lambda: submit_report(
        cadre=cadre or land.cadre,
        author=user or land.user,
        client_key=client_key,
        values=said(land, **over),
        on=DAY,
    )


@pytest.fixture
def without_walls(monkeypatch):
    monkeypatch.setattr(submitting, "_same_or_conflict", lambda *given: None)
    owner = connections["owner"]
    walls = [each for each in Report._meta.constraints if each.name in WALLS]
    with owner.schema_editor() as editor:
        for wall in walls:
            editor.remove_constraint(Report, wall)
        editor.execute("ALTER TABLE reports_report DROP CONSTRAINT reports_report_attendance_id_key")
    yield
    with owner.cursor() as cursor:
        cursor.execute("TRUNCATE reports_report CASCADE")
    with owner.schema_editor() as editor:
        for wall in walls:
            editor.add_constraint(Report, wall)
        editor.execute(
            "ALTER TABLE reports_report ADD CONSTRAINT reports_report_attendance_id_key UNIQUE (attendance_id)"
        )


def test_one_form_sent_by_eight_at_once_is_one_report_and_all_get_it(land):
    sent, refused = race([sending(land, key := key_of())] * EIGHT)
    assert (len(sent), refused) == (EIGHT, [])
    assert sorted(each.is_new for each in sent) == [False] * 7 + [True]
    assert {each.report.number for each in sent} == {"BC-2026-11-0001"}
    assert Report.objects.get().client_key == key
    assert Attendance.objects.count() == 1


def test_eight_cadres_at_once_get_eight_receipts_in_a_row(land):
    people = [one_more(land) for _ in range(EIGHT)]
    sent, refused = race([sending(land, key_of(), *person) for person in people])
    assert refused == []
    assert sorted(each.report.number for each in sent) == [f"BC-2026-11-000{n}" for n in range(1, 9)]
    assert ReceiptCounter.objects.get().last == EIGHT


def test_control_without_the_walls_one_form_sent_twice_makes_two(land, without_walls):
    client_key = key_of()
    for _ in range(2):
        sending(land, client_key)()
    assert Report.objects.count() == 2


def key_of():
    return key()
