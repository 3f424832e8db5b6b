"""An agency asks for more time. Nothing moves by that: those who gave the deadline move it, or do not."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from matters.actions.steps import Step, day_text, locked_handling, note_step, reason_of
from matters.models import RecommendationStep
from matters.notices import tell_asked


@transaction.atomic
def ask_for_time(handling, *, until, reason, by, on) -> RecommendationStep:
    """Asks that the matter be due with the agency on `until`, for `reason`. Raises ValidationError."""
    reason = reason_of(reason)
    matter, row = locked_handling(handling)
    if row.answered_on:
        raise ValidationError(
            _("Đã trả lời ngày %(day)s: không dời hạn nữa.") % {"day": day_text(row.answered_on)}
        )
    if until <= max(on, row.due_on or on):
        raise ValidationError({"until": _("Ngày xin lùi đến phải sau hạn đang có và sau hôm nay.")})
    words = _("Xin đến ngày %(day)s: %(reason)s") % {"day": day_text(until), "reason": reason}
    step = note_step(matter, Step.ASKED_TIME, on=on, by=by, handling=row, note=words)
    tell_asked(step, on=on)
    return step
