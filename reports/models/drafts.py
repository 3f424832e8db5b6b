"""What is being written, saved while online; and the numbers of receipts."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.fields import KeyField
from meetings.models import Meeting
from reports.querysets.drafts import DraftQuerySet


class Draft(models.Model):
    """A form as it stands, field by field, of one user. It ends when the report is sent; it is nobody else's."""

    key = KeyField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="report_drafts")
    client_key = models.UUIDField()
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    values = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("bản nháp")
        verbose_name_plural = _("bản nháp")
        ordering = ["-updated_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "client_key"],
                name="reports_draft_is_kept_once",
                violation_error_message=_("Bản nháp này đã có."),
            )
        ]


class ReceiptCounter(models.Model):
    """The last receipt number of a month: BC-2026-11-0042. Its row is locked while one is drawn, so that none is
    skipped and none given twice."""

    month = models.DateField(primary_key=True)
    last = models.PositiveIntegerField(default=0)
