"""The number that the office gave the sheet of a cadre's year: typed, kept, never made up (domain.md §3.9, §5)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from branches.models import Unit
from common.errors import BUSY, refused_in_words
from common.history import recorded_by
from common.text import normalise
from reports.models import YearPaper


@transaction.atomic
def number_year_paper(*, cadre, year, number, issued_on, by, on, version=None, figures=None) -> YearPaper:
    """Keeps `number` and `issued_on` of the sheet of `year`; what was typed before is voided and stays in the history. `figures`
    (dashboard.evidence_figures) are what the sheet says from here on; None: what it said under the number typed before. `version`: the
    id of the row that the writer saw (None: none). Raises ValidationError: a day to come or before the year, a number of another
    sheet, somebody else wrote since; nothing changes."""
    # Of two clerks at the same number, or at the same sheet, the second is told.
    Unit.objects.select_for_update(no_key=True).get(pk=cadre.unit_id)
    number = normalise(number)
    before = YearPaper.objects.standing().filter(cadre=cadre, year=year).first()
    if (before.pk if before else None) != version:
        raise ValidationError(BUSY)
    if before and figures is None and (before.number, before.issued_on) == (number, issued_on):
        raise ValidationError(_("Không có gì thay đổi."))
    _refuse_unfit(cadre, year, number, issued_on, on)
    made = YearPaper(
        cadre=cadre, year=year, unit_id=cadre.unit_id, number=number, issued_on=issued_on, numbered_on=on,
        numbered_by=by, figures=(before.figures if before else {}) if figures is None else figures,
    )  # fmt: skip
    made.full_clean(exclude=["numbered_by", "figures"], validate_constraints=False)
    with recorded_by(by), refused_in_words():
        if before:
            before.voided_at, before.voided_by, before.void_reason = timezone.now(), by, _("Ghi lại số.")
            before.save()
        made.save()
    return made


def _refuse_unfit(cadre, year, number, issued_on, on) -> None:
    if issued_on > on:
        raise ValidationError({"issued_on": _("Ngày ký không thể sau hôm nay.")})
    if issued_on.year < year:
        raise ValidationError({"issued_on": _("Ngày ký không thể trước năm của phiếu.")})
    taken = YearPaper.objects.standing().filter(
        unit=cadre.unit_id, number=number, issued_on__year=issued_on.year
    )
    if taken.exclude(cadre=cadre, year=year).exists():
        raise ValidationError(
            {"number": _("Số %(number)s đã ghi cho một phiếu khác trong năm %(year)s.")
             % {"number": number, "year": issued_on.year}}
        )  # fmt: skip
