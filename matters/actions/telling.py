"""The answer returns to the place that raised the matter, and what it says to that. Each voice for itself."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from matters.actions.closing import reopen_family
from matters.actions.steps import Step, day_text, locked_family, note_step, refuse_closed, saved
from matters.models import Recommendation
from matters.rules import closes_by_itself

Satisfaction = Recommendation.Satisfaction


@transaction.atomic
def tell_base(matter, *, how, by, on, note="") -> Recommendation:
    """The place that raised it has heard the answer: the clock "from voice to answer heard" ends. With an outcome that ends
    the matter it closes by itself. Raises ValidationError: there is no answer by `on`, or it was told."""
    family = locked_family(matter)
    row, lead = family.row, family.lead
    refuse_closed(row)
    if lead.answered_on is None:
        raise ValidationError(_("Kiến nghị %(reference)s chưa có trả lời để thông báo.") % {"reference": row})
    if row.told_on:
        raise ValidationError(
            _("Trả lời của kiến nghị %(reference)s đã được thông báo ngày %(day)s.")
            % {"reference": row, "day": day_text(row.told_on)}
        )
    if on < lead.answered_on:
        raise ValidationError(
            {
                "told_on": _("Ngày thông báo không thể trước ngày trả lời (%(day)s).")
                % {"day": day_text(lead.answered_on)}
            }
        )
    row.told_on, row.told_how = on, how
    row.satisfaction, row.feedback = "", ""
    is_closed = closes_by_itself(lead.outcome, on)
    if is_closed:
        row.closed_on = on
    saved(row, by)
    words = [str(Recommendation.Told(how).label), note.strip()]
    note_step(row, Step.TOLD, on=on, by=by, note=": ".join(each for each in words if each))
    if is_closed:
        note_step(row, Step.CLOSED, on=on, by=by)
    return row


@transaction.atomic
def take_feedback(matter, *, satisfaction, text, by, on) -> Recommendation:
    """What the place says to the answer that it was told. Not satisfied reopens the matter, also a closed one: the answer
    stays to be read, and the voice is to be told anew. Raises ValidationError: it was not told, or no such choice."""
    family = locked_family(matter)
    row, text = family.row, (text or "").strip()
    if row.told_on is None:
        raise ValidationError(_("Chưa thông báo trả lời cho nơi nêu."))
    if satisfaction not in Satisfaction.values:
        raise ValidationError({"satisfaction": _("Hãy chọn ý kiến của nơi nêu.")})
    if on < row.told_on:
        raise ValidationError(_("Ngày này trước ngày thông báo (%(day)s).") % {"day": day_text(row.told_on)})
    row.satisfaction, row.feedback = satisfaction, text
    label = str(Satisfaction(satisfaction).label)
    note_step(row, Step.FEEDBACK, on=on, by=by, note=": ".join(each for each in (label, text) if each))
    if satisfaction == Satisfaction.SATISFIED:
        return saved(row, by)
    reason = _("Nơi nêu chưa hài lòng")
    return reopen_family(family, reason=f"{reason}: {text}" if text else reason, by=by, on=on)
