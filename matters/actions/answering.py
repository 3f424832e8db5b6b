"""What is answered, and what became of it. An answer is not the end: its outcome may change afterwards."""

from contextlib import nullcontext

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import refused_in_words
from common.history import recorded_by
from matters.actions.steps import (
    Family,
    Step,
    end_handling,
    locked_family,
    note_step,
    reason_of,
    refuse_closed,
    refuse_merged,
    refuse_not_in_work,
    saved,
    withdraw_all,
)
from matters.files import attach, written_with_files
from matters.models import Answer, Handling, Recommendation
from matters.notices import tell_answered
from matters.rules import closes_by_itself, is_final

Outcome = Recommendation.Outcome


@transaction.atomic
def answer(
    matter,
    *,
    text,
    outcome,
    by,
    on,
    handling=None,
    document=None,
    document_words="",
    files=(),
) -> Answer:
    """An answer of the agency that has `handling`, or (without one) of the committee itself, with `outcome` and perhaps a
    document and `files` (CleanFile).

    A co-agency's answer ends its own handling and goes to the one that leads; it is not final, and its outcome may be
    empty. The leading agency's and the committee's is: the matter is answered. Where the outcome is one that ends the
    matter, so do all handlings; "still being worked on" leaves the agency its matter, with its clock stopped.
    The base hears every answer: one that was told before is to be told again. Raises ValidationError.
    """
    with written_with_files() if files else nullcontext() as stored:
        family = locked_family(matter)
        row = family.row
        refuse_not_in_work(row, on)
        if handling is not None:
            handling = _open_handling(row, handling, on)
        made = Answer(
            recommendation=row,
            handling=handling,
            agency=handling.agency if handling else None,
            is_final=handling is None or handling.is_lead,
            answered_on=on,
            outcome=outcome,
            text=text.strip(),
            document=document,
            document_words=document_words.strip(),
            answered_by=by,
        )
        _write(made, by)
        _attach(made, files, by, stored)
        if made.is_final:
            _answered(family, made, by)
        else:
            _stop(handling, on, by, ends=True)
            saved(row, by)
        note_step(row, Step.ANSWERED, on=on, by=by, handling=handling, note=_words(made))
        tell_answered(made, on=on, by=by)
    return made


@transaction.atomic
def change_outcome(matter, *, outcome, reason, by, on) -> Recommendation:
    """What was answered has come to something else ("still being worked on" → resolved): the day of the answer stays. A
    matter that was told and has now an outcome that ends it closes by itself, each voice for itself.

    Raises ValidationError: there is no answer yet, nothing changes, or it is closed and would be open again."""
    reason, family = reason_of(reason), locked_family(matter)
    row = family.row
    refuse_merged(row)
    if row.answered_on is None:
        raise ValidationError(_("Kiến nghị %(reference)s chưa được trả lời.") % {"reference": row})
    _refuse_outcome(outcome)
    if outcome == row.outcome:
        raise ValidationError({"outcome": _("Kết quả vẫn như cũ.")})
    if not is_final(outcome):
        refuse_closed(row)
    if on < row.answered_on:
        raise ValidationError(_("Ngày này trước ngày trả lời."))
    _set_outcome(row, outcome, reason, on)
    if is_final(outcome):
        _end_handlings(row, on, by)
    close_what_was_told(family, on=on, by=by)
    saved(row, by)
    note_step(
        row, Step.OUTCOME, on=on, by=by, note=_("%(outcome)s: %(reason)s") % _outcome_words(outcome, reason)
    )
    return row


def close_what_was_told(family: Family, *, on, by) -> None:
    """Closes the voices that have heard an outcome that ends the matter, and the matter itself (not saved here)."""
    for row in family.all:
        if row.closed_on is None and closes_by_itself(family.lead.outcome, row.told_on):
            row.closed_on = max(on, row.told_on)
            note_step(row, Step.CLOSED, on=row.closed_on, by=by)
            if row is not family.lead:
                saved(row, by)


def _answered(family, made, by) -> None:
    row, on = family.lead, made.answered_on
    _refuse_outcome(made.outcome)
    if row.answered_on and is_final(row.outcome) and not is_final(made.outcome):
        raise ValidationError(
            {"outcome": _("Kiến nghị đã có kết quả cuối cùng; muốn giải quyết tiếp, hãy mở lại.")}
        )
    row.answered_on = row.answered_on or on
    _set_outcome(row, made.outcome, made.text, on)
    for voice in family.all:
        if voice.told_on and voice.closed_on is None:
            voice.told_on, voice.told_how = None, ""
            if voice is not row:
                saved(voice, by)
    if is_final(made.outcome):
        _end_handlings(row, on, by, answered=made.handling)
    elif made.handling:
        _stop(made.handling, on, by, ends=made.outcome == Outcome.FORWARDED)
    saved(row, by)


def _set_outcome(row, outcome, reason, on) -> None:
    row.outcome, row.outcome_reason = outcome, reason
    row.resolved_on = (row.resolved_on or on) if outcome == Outcome.RESOLVED else None


def _end_handlings(row, on, by, answered=None) -> None:
    """The matter has its outcome: whoever answered ends as such, whoever still held it need not answer any more."""
    rows = Handling.objects.select_for_update(no_key=True).filter(recommendation=row, ended_on=None)
    for each in rows.filter(answered_on__isnull=False).exclude(pk=answered.pk if answered else None):
        _stop(each, on, by, ends=True)
    if answered:
        _stop(answered, on, by, ends=True)
    withdraw_all(row, reason=_("Kiến nghị đã có kết quả."), on=on, by=by)


def _stop(handling, on, by, *, ends) -> None:
    """The clock of a handling stops with its first answer; it may go on holding the matter."""
    handling.answered_on = handling.answered_on or on
    if ends:
        end_handling(handling, as_=Handling.End.ANSWERED, on=on, by=by)
    else:
        saved(handling, by)


def _open_handling(row, handling, on) -> Handling:
    found = (
        Handling.objects.select_for_update(no_key=True, of=("self",))
        .select_related("agency")
        .filter(pk=handling.pk, recommendation=row, ended_on=None)
        .first()
    )
    if found is None:
        raise ValidationError(_("Cơ quan không còn giữ kiến nghị này."))
    if on < found.given_on:
        raise ValidationError({"answered_on": _("Ngày trả lời không thể trước ngày chuyển.")})
    return found


def _write(made, by) -> None:
    if not made.text:
        raise ValidationError({"text": _("Hãy ghi nội dung trả lời.")})
    with recorded_by(by), refused_in_words():
        made.full_clean(exclude=None if by else {"answered_by"})
        made.save()


def _attach(made, files, by, stored) -> None:
    if files:
        attach(made, files, by=by, stored=stored)


def _refuse_outcome(outcome) -> None:
    if outcome not in Outcome.values:
        raise ValidationError({"outcome": _("Hãy chọn kết quả.")})
    if outcome == Outcome.DUPLICATE:
        raise ValidationError({"outcome": _("Kiến nghị trùng thì gộp vào kiến nghị kia.")})


def _words(made) -> str:
    label = Outcome(made.outcome).label if made.outcome else ""
    return " – ".join(str(each) for each in (label, made.document or made.document_words) if each)


def _outcome_words(outcome, reason) -> dict:
    return {"outcome": Outcome(outcome).label, "reason": reason}
