"""The way of a score sheet: sent, reviewed, approved, published, locked, or voided; every step is written down with its day."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from branches.issuing import cited
from common.errors import refused_in_words
from common.history import recorded_by
from common.text import normalise
from scores.actions.sheets import in_state, locked, missing_in, regrade, rows_of
from scores.grading import COLUMNS, counted
from scores.models import Sheet, SheetStep

State, Step, Scorer = Sheet.State, SheetStep.Step, Sheet.Scorer


@transaction.atomic
def send_sheet(sheet, *, by, on) -> Sheet:
    """Own points go to the committee above. Raises ValidationError while a criterion has none."""
    sheet = in_state(sheet, State.DRAFT)
    _refuse_missing(sheet, "points")
    sheet.sent_on = sheet.sent_on or on
    return _go(sheet, State.SENT, Step.SENT, by=by, on=on)


@transaction.atomic
def return_sheet(sheet, *, reason, by, on) -> Sheet:
    """Back to the organisation with what is missing."""
    sheet = in_state(sheet, State.SENT, State.REVIEWED)
    if not normalise(reason):
        raise ValidationError({"reason": _("Hãy ghi lý do trả lại.")})
    # What was given to the old points is not given to the new ones; the history keeps it.
    sheet.rows.update(reviewed=None, review_note="", approved=None, approve_note="", version=F("version") + 1)
    return _go(sheet, State.DRAFT, Step.RETURNED, by=by, on=on, note=normalise(reason))


@transaction.atomic
def review_sheet(sheet, *, by, on) -> Sheet:
    """The board's review is whole: what it did not change stands as the organisation scored it."""
    sheet = in_state(sheet, State.SENT)
    _fill(sheet, "reviewed")
    return _go(sheet, State.REVIEWED, Step.REVIEWED, by=by, on=on)


@transaction.atomic
def approve_sheet(sheet, *, by, on) -> Sheet:
    """The standing body approves. Whoever reviewed it does not approve it."""
    sheet = in_state(sheet, State.REVIEWED)
    last = sheet.steps.filter(step=Step.REVIEWED).last()
    if by is not None and last and last.by_id == by.pk:
        raise ValidationError(_("Người thẩm định không tự duyệt phiếu đó."))
    _fill(sheet, "approved")
    return _go(sheet, State.APPROVED, Step.APPROVED, by=by, on=on)


@transaction.atomic
def publish_sheet(sheet, *, by, on, note="", document=None) -> Sheet:
    """The organisation reads what it was given; from here on it may ask to look again, for so many days. `note`: by what, as
    `document` (an OfficialDocument of the issuer) says where there is one."""
    note = f"theo {cited(document)}" if document else note
    wanted = State.APPROVED if sheet.scorer == Scorer.OWN else State.SENT
    sheet = in_state(sheet, wanted)
    if sheet.total is None:
        raise ValidationError(
            _(
                "Phiếu này không có tổng điểm nên không công bố được: còn tiêu chí chưa chấm, hoặc không tiêu chí nào áp dụng."
            )
        )
    sheet.published_on = on
    sheet.appeal_until = on + timedelta(days=sheet.rubric.appeal_days)
    return _go(sheet, State.PUBLISHED, Step.PUBLISHED, by=by, on=on, note=note)


@transaction.atomic
def withdraw_publication(sheet, *, by, on, note) -> Sheet:
    """What published it was wrong: the organisation reads it no more until it is published again. One that is locked, or whose
    organisation has asked to look again, stays. Raises ValidationError."""
    sheet = in_state(sheet, State.PUBLISHED)
    if sheet.appeals.exists():
        raise ValidationError(_("Đơn vị đã đề nghị xem lại phiếu này nên không rút công bố được."))
    sheet.published_on = sheet.appeal_until = None
    state = State.APPROVED if sheet.scorer == Scorer.OWN else State.SENT
    return _go(sheet, state, Step.WITHDRAWN, by=by, on=on, note=note)


@transaction.atomic
def lock_sheet(sheet, *, by=None, on) -> Sheet:
    """Once the days to appeal are over and nothing is open. Raises ValidationError."""
    sheet = in_state(sheet, State.PUBLISHED)
    if sheet.appeal_until and on <= sheet.appeal_until:
        raise ValidationError(_("Còn trong thời hạn đề nghị xem lại."))
    if sheet.appeals.filter(outcome="").exists():
        raise ValidationError(_("Còn một đề nghị xem lại chưa trả lời."))
    sheet.locked_on = on
    return _go(sheet, State.LOCKED, Step.LOCKED, by=by, on=on)


@transaction.atomic
def void_sheet(sheet, *, reason, by, on) -> Sheet:
    """Entered by mistake: out of every list and figure."""
    sheet = locked(sheet.pk)
    if sheet.voided_at or sheet.state in (State.PUBLISHED, State.LOCKED):
        raise ValidationError(_("Phiếu này không hủy được nữa."))
    if not normalise(reason):
        raise ValidationError({"reason": _("Hãy ghi lý do hủy.")})
    sheet.voided_at, sheet.voided_by, sheet.void_reason = timezone.now(), by, normalise(reason)[:300]
    return _go(sheet, sheet.state, Step.VOIDED, by=by, on=on, note=sheet.void_reason)


def _fill(sheet, column) -> None:
    """What nobody entered in the column stands as it was in the one before."""
    before = COLUMNS[COLUMNS.index(column) - 1]
    for row in rows_of(sheet):
        if getattr(row, column) is None and row.is_applicable:
            setattr(row, column, counted(row, before))
            row.version += 1
            row.save()


def _refuse_missing(sheet, column) -> None:
    missing = missing_in(rows_of(sheet), column)
    if missing:
        raise ValidationError(
            _("Còn %(number)s tiêu chí chưa chấm: %(names)s.")
            % {"number": len(missing), "names": "; ".join(missing[:5])}
        )


def _go(sheet, state, step, *, by, on, note="") -> Sheet:
    sheet.state = state
    with recorded_by(by), refused_in_words():
        regrade(sheet)
        SheetStep.objects.create(sheet=sheet, step=step, happened_on=on, note=note, total=sheet.total, by=by)
    return sheet
