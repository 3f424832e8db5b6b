"""A matter ends, or begins again."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from matters.actions.steps import (
    Family,
    Step,
    day_text,
    locked_family,
    note_step,
    reason_of,
    refuse_before,
    refuse_closed,
    refuse_on_the_spot,
    saved,
    withdraw_all,
)
from matters.deadlines import due_for
from matters.models import Recommendation
from matters.rules import closes_by_itself

_CLOSE_REASON_LENGTH = 300


@transaction.atomic
def close(matter, *, by, on, reason="") -> Recommendation:
    """Ends a matter, or one voice of it: told, with an outcome that ends it, or with a reason. Voices of a matter that ends
    without any answer end with it. Raises ValidationError."""
    family = locked_family(matter)
    row, reason = family.row, (reason or "").strip()[:_CLOSE_REASON_LENGTH]
    refuse_closed(row)
    refuse_on_the_spot(row)
    refuse_before(row, on)
    if row.told_on and on < row.told_on:
        raise ValidationError(_("Ngày này trước ngày thông báo (%(day)s).") % {"day": day_text(row.told_on)})
    if not reason and not closes_by_itself(family.lead.outcome, row.told_on):
        raise ValidationError(
            {
                "reason": _(
                    "Chưa trả lời xong hoặc chưa thông báo lại cho nơi nêu: hãy nêu lý do kết thúc kiến nghị."
                )
            }
        )
    rows = [row]
    if row is family.lead and row.answered_on is None:
        rows += [voice for voice in family.voices if voice.closed_on is None and voice.voided_at is None]
    for each in rows:
        withdraw_all(each, reason=_("Kiến nghị kết thúc: %(reason)s") % {"reason": reason}, on=on, by=by)
        each.closed_on, each.close_reason = on, reason
        saved(each, by)
        note_step(each, Step.CLOSED, on=on, by=by, note=reason)
    return row


@transaction.atomic
def reopen(matter, *, reason, by, on) -> Recommendation:
    """The matter goes on: it is answered no longer (what was answered stays to be read), due anew by the rule of the day,
    with nobody until it is handed over again. Reopening a voice reopens the matter that it was merged into; the other
    voices keep what they were told. Raises ValidationError: it is open and unanswered."""
    reason, family = reason_of(reason), locked_family(matter)
    refuse_before(family.row, on)
    return reopen_family(family, reason=reason, by=by, on=on)


def reopen_family(family: Family, *, reason, by, on) -> Recommendation:
    """As `reopen`, of rows that are locked."""
    lead, row = family.lead, family.row
    if lead.voided_at:
        raise ValidationError(_("Kiến nghị %(reference)s đã bị hủy.") % {"reference": lead})
    if _is_open(lead) and not (row is not lead and (row.told_on or row.closed_on)):
        raise ValidationError(_("Kiến nghị %(reference)s đang được giải quyết.") % {"reference": lead})
    if not _is_open(lead):
        withdraw_all(lead, reason=_("Mở lại: %(reason)s") % {"reason": reason}, on=on, by=by)
        _start_anew(lead, on)
        saved(lead, by)
        note_step(lead, Step.REOPENED, on=on, by=by, note=reason)
    if row is not lead:
        _unheard(row)
        saved(row, by)
        note_step(row, Step.REOPENED, on=on, by=by, note=reason)
    return row


def _is_open(lead) -> bool:
    return lead.answered_on is None and lead.closed_on is None and not lead.is_solved_on_the_spot


def _start_anew(lead, on) -> None:
    lead.answered_on = lead.resolved_on = None
    lead.outcome = lead.outcome_reason = ""
    lead.is_solved_on_the_spot = False
    lead.times_reopened += 1
    lead.received_on = lead.received_on or on
    lead.due_on = due_for(lead.issuer, lead.topic, lead.urgency, on)[0]
    lead.first_due_on = lead.first_due_on or lead.due_on
    _unheard(lead)


def _unheard(row) -> None:
    row.told_on, row.told_how = None, ""
    row.closed_on, row.close_reason = None, ""
