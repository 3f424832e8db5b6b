"""What must be put right: what was seen of it, its deadline moved, its end. Seen to be done does not end it: staff do."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common.errors import BUSY, refused_in_words
from common.history import recorded_by
from common.text import normalise
from reports.models import Remedy, RemedyCheck, RemedyStep

State, Step = Remedy.State, RemedyStep.Step
LONGEST_NOTE = 500


def write_checks(report, found, *, by):
    """What the visitor says in his report of the things to put right ({Remedy: (seen, note)}); what it said before gives way.
    Who did not attend has seen nothing."""
    report.remedy_checks.all().delete()
    if report.attendance_id is None:
        return
    RemedyCheck.objects.bulk_create(
        RemedyCheck(
            remedy=remedy,
            report=report,
            seen_on=report.met_on,
            seen=seen,
            note=note[:LONGEST_NOTE],
            seen_by=by,
        )
        for remedy, (seen, note) in found.items()
    )


@transaction.atomic
def check_remedy(remedy, *, seen, by, on, seen_on=None, note="") -> RemedyCheck:
    """What somebody who follows it up saw or was told, without a report. Raises ValidationError."""
    row = _locked(remedy)
    _refuse_closed(row)
    check = RemedyCheck(remedy=row, seen=seen, seen_on=seen_on or on, note=normalise(note), seen_by=by)
    if check.seen_on > on or check.seen_on < row.assigned_on:
        raise ValidationError(
            {
                "seen_on": _("Ngày xem phải từ ngày giao việc (%(day)s) đến hôm nay.")
                % {"day": date_format(row.assigned_on, "d/m/Y")}
            }
        )
    with recorded_by(by), refused_in_words():
        check.full_clean()
        check.save()
    return check


@transaction.atomic
def close_remedy(remedy, *, state, result, version, by, on) -> Remedy:
    """Ends it as done or dropped, with its result. Raises ValidationError."""
    row = _locked(remedy, version)
    _refuse_closed(row)
    if state not in (State.DONE, State.DROPPED):
        raise ValidationError({"state": _("Hãy chọn đã khắc phục, hay thôi không làm.")})
    result = normalise(result)
    if not result:
        raise ValidationError({"result": _("Hãy ghi kết quả, hoặc vì sao thôi không làm.")})
    row.state, row.closed_on, row.result = state, on, result
    with recorded_by(by):
        _save(row, Step.CLOSED, result, by=by, on=on)
    return row


@transaction.atomic
def reopen_remedy(remedy, *, reason, version, by, on) -> Remedy:
    """It was ended too early. Raises ValidationError."""
    row = _locked(remedy, version)
    if row.is_open:
        raise ValidationError(_("Việc này đang mở."))
    if row.line.conclusion.voided_at:
        raise ValidationError(_("Thông báo kết luận đã hủy nên việc này không mở lại được."))
    row.state, row.closed_on, row.result = State.OPEN, None, ""
    with recorded_by(by):
        _save(row, Step.REOPENED, _reason(reason), by=by, on=on)
    return row


@transaction.atomic
def move_remedy(remedy, *, due_on, reason, version, by, on) -> Remedy:
    """Gives it another deadline. Raises ValidationError."""
    row = _locked(remedy, version)
    _refuse_closed(row)
    if due_on == row.due_on:
        raise ValidationError({"due_on": _("Thời hạn mới trùng thời hạn đang có.")})
    if due_on < row.assigned_on:
        raise ValidationError({"due_on": _("Thời hạn không thể trước ngày giao việc.")})
    before, row.due_on = row.due_on, due_on
    with recorded_by(by):
        _save(row, Step.DUE_MOVED, _reason(reason), by=by, on=on, due_on=before)
    return row


def _locked(remedy, version=None) -> Remedy:
    rows = Remedy.objects.select_for_update(of=("self",)).select_related("line__conclusion")
    row = rows.get(pk=remedy.pk)
    if version is not None and row.version != version:
        raise ValidationError(BUSY)
    return row


def _refuse_closed(row):
    if not row.is_open:
        raise ValidationError(
            _("Việc này đã kết thúc ngày %(day)s.") % {"day": date_format(row.closed_on, "d/m/Y")}
        )


def _reason(text) -> str:
    text = normalise(text)
    if not text:
        raise ValidationError({"reason": _("Hãy ghi lý do.")})
    return text


def _save(row, step, note, *, by, on, due_on=None):
    row.version += 1
    with refused_in_words():
        row.full_clean(validate_unique=False)
        row.save()
        RemedyStep.objects.create(
            remedy=row, step=step, happened_on=on, due_on=due_on, note=note[:LONGEST_NOTE], by=by
        )
