"""Many clients, each sending every report until it is acknowledged, through a proxy that cuts a fifth of the answers: each
report is stored once, whole, and everybody has the same receipt."""

import os
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.utils import timezone

from matters.models import Recommendation
from meetings.models import Attendance, Meeting
from reports.models import Report, ReportStep
from tests.pages import signed_in
from tests.reports.ground import ground, one_more, register
from tests.reports.sendings import Sending, run

pytestmark = pytest.mark.django_db(transaction=True)
CLIENTS = 8
CADRES = 8
MEETINGS = 25 if os.environ.get("SENDINGS") == "full" else 4


def sendings(land) -> list[Sending]:
    """Each of the cadres on each of the meetings; every report has a key of its own."""
    today = timezone.localdate()
    meetings = [register(land.branch, today - timedelta(days=each)) for each in range(1, MEETINGS + 1)]
    people = [one_more(land, target=land.hamlet)[1] for _ in range(CADRES)]
    found = []
    for user in people:
        session = signed_in(user).cookies[settings.SESSION_COOKIE_NAME].value
        for meeting in meetings:
            key = str(uuid4())
            fields = {
                "client_key": key,
                "attended": "yes",
                "met_on": f"{meeting.planned_on:%d/%m/%Y}",
                "kind": "regular",
                "members": "24",
                "exempt": "2",
                "present": "22",
                "comments": f"Góp ý {key}",
                "kn-0-content": f"Kiến nghị {key}",
                "late_reason": "Mất sóng",
                "holds_no_secret": "on",
            }
            found.append(Sending(key, f"/bao-cao/moi/?buoi={meeting.key}", session, tuple(fields.items())))
    return found


def test_every_report_is_stored_once_and_whole_whatever_the_network_swallows(live_server):
    land = ground(max_assignees_per_target=None)
    Meeting.objects.filter(pk=land.meeting.pk).update(voided_at=timezone.now(), void_reason="Không dùng")
    wanted = sendings(land)
    ledger = run(live_server.thread.host, live_server.thread.port, wanted, clients=CLIENTS)
    stored = dict(Report.objects.values_list("client_key", "number"))
    keys = {each.key for each in wanted}

    assert ledger.refused == []
    assert ledger.cut > len(wanted) * CLIENTS * 0.15
    assert ledger.tries > len(wanted) * CLIENTS
    assert set(ledger.acked) == keys == ledger.sent  # everybody got his answer
    assert {str(key) for key in stored} == keys  # nothing lost, nothing invented
    assert Report.objects.count() == len(wanted)  # nothing double
    assert all(ledger.acked[str(key)] == {number} for key, number in stored.items())  # one receipt each
    assert sorted(int(number[-4:]) for number in stored.values()) == list(range(1, len(wanted) + 1))
    # Nothing half: each with its turn, its step and its recommendation.
    assert Attendance.objects.count() == ReportStep.objects.count() == len(wanted)
    assert Recommendation.objects.count() == len(wanted)
