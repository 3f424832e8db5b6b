"""What `verify` says of reports: nothing of good ones, a sentence of each bad one."""

from datetime import timedelta

import pytest

from dashboard.verification import run_checks
from reports.actions.reviewing import accept_report
from reports.actions.sensitive import purge_expired
from reports.models import Report
from reports.verification import decisions_have_their_step, sensitive_texts_end
from tests.reports.filed import DAY, MET, ground

pytestmark = pytest.mark.django_db
ENDS = MET + timedelta(days=730)


@pytest.fixture
def land():
    return ground(report_days=5)


def test_who_decided_is_written_or_said_to_be_missing(land):
    good, bad = land.report(), land.report(branch=land.branches[1])
    accept_report(good, by=land.officer, version=1, on=DAY)
    brought_in = land.report(branch=land.branches[2], source="import", state="accepted")
    assert list(decisions_have_their_step(DAY)) == []
    Report.objects.filter(pk=bad.pk).update(state="accepted")
    [sentence] = decisions_have_their_step(DAY)
    assert bad.number in sentence and brought_in.number not in sentence


def test_a_sensitive_text_that_outlives_its_day_is_said_without_a_word_of_it(land):
    report = land.report(sensitive="Chuyện riêng")
    assert list(sensitive_texts_end(ENDS)) == []
    [sentence] = sensitive_texts_end(ENDS + timedelta(days=1))
    assert report.number in sentence and "Chuyện riêng" not in sentence
    purge_expired(on=ENDS)
    assert list(sensitive_texts_end(ENDS + timedelta(days=1))) == []


def test_verify_asks_both(land):
    names = [name for name, _faults in run_checks(DAY)]
    assert "Báo cáo đã xử lý có người xử lý" in names and "Phần tư tưởng, dư luận xóa đúng hạn" in names
