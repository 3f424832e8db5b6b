"""The number of the evidence sheet of a cadre's year."""

import pgtrigger
from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assignments.models import Cadre
from branches.models import Unit
from common.history import track
from common.records import StandingQuerySet, Voidable

number_of_office = RegexValidator(
    r"^[\w./-]+$",
    _("Số văn bản chỉ gồm chữ, số, dấu chấm, gạch và sổ, ví dụ 127 hay 127-PKQ/BTC."),
)

_STAYS = ("cadre_id", "year", "unit_id", "number", "issued_on", "figures")
_DIFFERS = " OR ".join(f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in _STAYS)


class YearPaper(Voidable):
    """Number and date of a cadre's yearly sheet (domain.md §3.9) as the office typed them: a sheet without is “DỰ THẢO”. Typed
    otherwise: the old row is voided. `unit` is the place whose committee's paper it is. `figures` are what the sheet said when it
    got its number (`dashboard.evidence_figures`): printed again it says the same."""

    cadre = models.ForeignKey(Cadre, on_delete=models.PROTECT, related_name="year_papers")
    year = models.PositiveSmallIntegerField(_("năm"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(_("số văn bản"), max_length=40, validators=[number_of_office])
    issued_on = models.DateField(_("ngày ký"))
    figures = models.JSONField(default=dict, editable=False)
    numbered_on = models.DateField(_("ngày ghi số"))
    numbered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = StandingQuerySet.as_manager()

    class Meta(Voidable.Meta):
        abstract = False
        verbose_name = _("số của phiếu kết quả năm")
        verbose_name_plural = _("số của phiếu kết quả năm")
        ordering = ["year", "id"]
        constraints = [
            *Voidable.Meta.constraints,
            models.UniqueConstraint(
                fields=["cadre", "year"],
                condition=Q(voided_at=None),
                name="reports_sheet_of_a_year_has_one_number",
                violation_error_message=_("Phiếu của năm này đã có số."),
            ),
            models.CheckConstraint(
                condition=~Q(number="") & Q(year__gte=2000, year__lte=2100),
                name="reports_number_is_of_a_year",
                violation_error_message=_("Phải có số văn bản và năm từ 2000 đến 2100."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="numbered_sheet_says_what_it_said",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(_DIFFERS),
            )
        ]

    def __str__(self):
        return self.number


# The figures never change: they are not kept twice.
track(YearPaper, exclude=["figures"])
