"""What `verify` says of reports: nothing of good ones, a sentence of each bad one."""

import hashlib
from datetime import timedelta

import pytest

from dashboard.verification import run_checks
from reports.actions.reviewing import accept_report
from reports.actions.sensitive import purge_expired
from reports.models import Attachment, Report
from reports.verification import (
    attachments_are_what_was_stored,
    decisions_have_their_step,
    sensitive_texts_end,
)
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


def test_a_file_that_is_gone_or_changed_is_said(land, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    good, gone, changed = (land.report(branch=branch) for branch in land.branches[:3])
    for report, stored, said in ((good, b"a", b"a"), (gone, None, b"b"), (changed, b"c", b"d")):
        name = f"{report.pk}.pdf"
        if stored:
            (tmp_path / name).write_bytes(stored)
        Attachment.objects.create(
            report=report, file=name, real_name="scan.pdf", content_type="application/pdf", size=1,
            sha256=hashlib.sha256(said).hexdigest(),
        )  # fmt: skip
    first, second = attachments_are_what_was_stored(DAY)
    assert gone.number in first and "không còn trên đĩa" in first
    assert changed.number in second and "khác lúc lưu" in second


def test_verify_asks_both(land):
    names = [name for name, _faults in run_checks(DAY)]
    assert "Báo cáo đã xử lý có người xử lý" in names and "Phần tư tưởng, dư luận xóa đúng hạn" in names
