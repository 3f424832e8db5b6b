"""Officers at the same report at the same moment, each with a thread and a connection: one decides, the others are told by
whom. The control: without the lock and the look at the version several would."""

import pytest

from reports.actions import reviewing
from reports.actions.reviewing import accept_report, return_report
from reports.models import Report, ReportStep
from tests.assignments.test_races import race
from tests.reports.filed import DAY, ground

pytestmark = pytest.mark.django_db(transaction=True)
EIGHT = 8


@pytest.fixture
def land():
    land = ground(report_days=5)
    land.officers = [land.reader("org_staff") for _ in range(EIGHT)]
    land.filed = land.report()
    return land


def deciding(land):
    """Half of them accept what the other half return."""
    return [
        (lambda by=by: accept_report(land.filed, by=by, version=1, on=DAY))
        if number % 2
        else (lambda by=by: return_report(land.filed, reason="Thiếu.", by=by, version=1, on=DAY))
        for number, by in enumerate(land.officers)
    ]


def test_one_officer_decides_and_the_others_are_told_by_whom(land):
    won, refused = race(deciding(land))
    assert len(won) == 1 and len(refused) == EIGHT - 1
    step = ReportStep.objects.get(step__in=["accepted", "returned"])
    assert all(step.by.full_name in sentence for [sentence] in refused)
    report = Report.objects.get()
    assert (report.state, report.version) == (step.step, 2)


def test_without_the_lock_and_the_look_several_would_decide(land, monkeypatch):
    rows = Report.objects.select_related("cadre__user", "author", "scheme")
    monkeypatch.setattr(reviewing, "_decidable", lambda report, **given: rows.all().get(pk=report.pk))
    won, refused = race(deciding(land))
    assert len(won) > 1
    assert ReportStep.objects.filter(step__in=["accepted", "returned"]).count() == len(won)
