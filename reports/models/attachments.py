"""Pictures and PDFs of a report: re-encoded, at random names, served by an authorised view only."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.attachments.records import StoredFile
from reports.models.reports import Report


class Attachment(StoredFile):
    """`is_scan`: the paper that a clerk entered."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="attachments")
    is_scan = models.BooleanField(default=False)

    class Meta(StoredFile.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["report", "sha256"],
                name="reports_file_is_attached_once",
                violation_error_message=_("Tệp này đã đính kèm rồi."),
            )
        ]
