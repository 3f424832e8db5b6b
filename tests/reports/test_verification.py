"""What `verify` says of reports: nothing of good ones, a sentence of each bad one."""

import hashlib
from datetime import timedelta

import pytest

from dashboard.verification import run_checks
from reports.actions.reviewing import accept_report
from reports.actions.sensitive import purge_expired
from reports.models import Attachment, Conclusion, Remedy, Report, Round
from reports.verification import (
    attachments_are_what_was_stored,
    decisions_have_their_step,
    issued_notices_are_followed_up,
    issued_notices_keep_their_figures,
    sensitive_texts_end,
)
from tests.reports.filed import DAY, MET, ground
from tests.reports.rounds_ground import a_remedy

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


def test_what_a_notice_demands_and_nobody_follows_up_is_said(land):
    remedy = a_remedy(land.district, land.branches[0])
    assert list(issued_notices_are_followed_up(DAY)) == []
    conclusion, line = remedy.line.conclusion, remedy.line
    # A voided notice demands nothing: what is still open of it is said, and no longer once it was dropped.
    Conclusion.objects.filter(pk=conclusion.pk).update(voided_at="2026-11-20T00:00Z", void_reason="Sai")
    [sentence] = issued_notices_are_followed_up(DAY)
    assert str(conclusion) in sentence and "đã hủy mà còn việc" in sentence
    Remedy.objects.update(state="dropped", closed_on=DAY, result="Thông báo đã hủy")
    assert list(issued_notices_are_followed_up(DAY)) == []
    Conclusion.objects.filter(pk=conclusion.pk).update(voided_at=None, void_reason="")
    Remedy.objects.filter(line=line).delete()
    [sentence] = issued_notices_are_followed_up(DAY)
    assert str(conclusion) in sentence and "chưa vào danh sách theo dõi" in sentence


@pytest.mark.parametrize("wrong", [{"closed_on": None}, {"issuer": "P2D1"}])
def test_a_notice_that_does_not_fit_its_round_is_said(land, wrong):
    conclusion = a_remedy(land.district, land.branches[0]).line.conclusion
    assert list(issued_notices_keep_their_figures(DAY)) == []
    values = {name: land.units[value] if value else value for name, value in wrong.items()}
    Round.objects.filter(pk=conclusion.round_id).update(**values)
    [sentence] = issued_notices_keep_their_figures(DAY)
    assert str(conclusion) in sentence and "không khớp với đợt" in sentence
