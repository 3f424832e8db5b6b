"""Writes of appeals: an organisation asks to look again at what was published; the answer changes points or says why not."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import refused_in_words
from common.history import recorded_by
from common.text import normalise_lines
from scores.actions.sheets import Conflict, check_points, in_state, regrade
from scores.models import Appeal, Sheet, SheetRow, SheetStep

State, Step = Sheet.State, SheetStep.Step


@transaction.atomic
def appeal(sheet, *, text, by, on) -> Appeal:
    """Within the days of the rubric, one open at a time. Raises ValidationError."""
    sheet = in_state(sheet, State.PUBLISHED)
    if sheet.appeal_until and on > sheet.appeal_until:
        raise ValidationError(
            _("Thời hạn đề nghị xem lại đã hết ngày %(day)s.") % {"day": f"{sheet.appeal_until:%d/%m/%Y}"}
        )
    made = Appeal(sheet=sheet, text=normalise_lines(text), made_on=on, made_by=by)
    with recorded_by(by), refused_in_words():
        made.full_clean(exclude=["made_by", "answered_by"])
        made.save()
        SheetStep.objects.create(sheet=sheet, step=Step.APPEALED, happened_on=on, total=sheet.total, by=by)
    return made


@transaction.atomic
def decide_appeal(made, *, answer, by, on, changes=()) -> Appeal:
    """`changes`: [(row, points, version)] of the approved column; none upholds what was published. Raises ValidationError."""
    sheet = in_state(made.sheet, State.PUBLISHED)
    made = Appeal.objects.select_for_update().get(pk=made.pk)
    if made.outcome:
        raise ValidationError(_("Đề nghị này đã được trả lời."))
    made.answer, made.answered_on, made.answered_by = normalise_lines(answer), on, by
    made.outcome = Appeal.Outcome.CHANGED if changes else Appeal.Outcome.UPHELD
    with recorded_by(by), refused_in_words():
        made.full_clean(exclude=["made_by", "answered_by"])
        made.save()
        for row, points, version in changes:
            _change(sheet, row, points, version, made.answer, by)
        regrade(sheet)
        SheetStep.objects.create(
            sheet=sheet,
            step=Step.DECIDED,
            happened_on=on,
            note=made.get_outcome_display(),
            total=sheet.total,
            by=by,
        )
    return made


def _change(sheet, row, points, version, why, by) -> None:
    row = (
        SheetRow.objects.select_for_update(of=("self",))
        .select_related("criterion")
        .get(pk=row.pk, sheet=sheet)
    )
    if row.version != version:
        raise Conflict(row)
    check_points(row, "approved", points, why, True)
    row.approved, row.approve_note, row.changed_by = points, why[:500], by
    row.version += 1
    row.full_clean(exclude=["changed_by"])
    row.save()
