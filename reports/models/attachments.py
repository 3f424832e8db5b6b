"""Pictures and PDFs of a report: re-encoded, at random names, served by an authorised view only."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.fields import KeyField
from reports.models.reports import Report


class Attachment(models.Model):
    """`file` is a random name under MEDIA_ROOT; the real name stands here. `is_scan`: the paper that a clerk entered."""

    key = KeyField()
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="attachments")
    file = models.CharField(max_length=80, unique=True)
    real_name = models.CharField(_("tên tệp"), max_length=200)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    is_scan = models.BooleanField(default=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "sha256"],
                name="reports_file_is_attached_once",
                violation_error_message=_("Tệp này đã đính kèm rồi."),
            )
        ]

    def __str__(self):
        return self.real_name
