"""It was not told after all: the mark is taken back by whoever set it, and the clock runs on."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from matters.actions.steps import Step, locked_family, note_step, reason_of, saved
from matters.models import Recommendation


@transaction.atomic
def untell_base(matter, *, told_on, reason, by, on) -> Recommendation:
    """Takes back that the place heard the answer at the meeting of `told_on`; where that had closed the matter, it is open
    again. Where it was told otherwise since, nothing changes. Raises ValidationError: the place has answered to it."""
    reason, family = reason_of(reason), locked_family(matter)
    row = family.row
    if (row.told_on, row.told_how) != (told_on, Recommendation.Told.MEETING):
        return row
    if row.satisfaction:
        raise ValidationError(
            _(
                "Nơi nêu đã phản hồi về trả lời của kiến nghị %(reference)s nên không bỏ ghi đã thông báo được."
            )
            % {"reference": row}
        )
    row.told_on, row.told_how = None, ""
    if not row.close_reason:
        row.closed_on = None
    saved(row, by)
    note_step(row, Step.UNTOLD, on=on, by=by, note=reason)
    return row
