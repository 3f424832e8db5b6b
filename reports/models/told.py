"""Answers that a cadre told at a meeting."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from matters.models import Recommendation
from reports.models.reports import Report
from reports.querysets.told import ReportToldQuerySet


class ReportTold(models.Model):
    """An answer that the cadre told at the meeting of his report. `has_ended_clock`: the place heard it there first, which
    ends the clock "from voice to answer heard"; told once more it ends nothing. A tick that is taken back when the report is
    amended ends the row, which stays."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="told_links")
    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="told_links")
    told_on = models.DateField(_("ngày thông báo"))
    has_ended_clock = models.BooleanField(default=False)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ReportToldQuerySet.as_manager()

    class Meta:
        verbose_name = _("trả lời đã thông báo")
        verbose_name_plural = _("trả lời đã thông báo")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "recommendation"],
                condition=Q(taken_back_at=None),
                name="reports_answer_is_told_once_in_a_report",
                violation_error_message=_("Báo cáo này đã ghi trả lời đó."),
            )
        ]
