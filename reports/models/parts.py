"""The rows that a report brings: documents, ticks, matters, resources, models; what is added and answered later."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from branches.models import OfficialDocument
from common.history import track
from matters.models import Contribution, GoodPractice, Recommendation
from reports.models.forms import ChecklistItem
from reports.models.reports import Report


class ReportDocument(models.Model):
    class Part(models.TextChoices):
        READ = "read", _("đã nghiên cứu trước")
        CONVEYED = "conveyed", _("đã truyền đạt")

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="document_links")
    document = models.ForeignKey(OfficialDocument, on_delete=models.PROTECT, related_name="report_links")
    part = models.CharField(max_length=8, choices=Part)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "document", "part"], name="reports_document_is_named_once"
            )
        ]


class ChecklistAnswer(models.Model):
    """An item that was touched, or seen not to be done. An item without an answer was not touched."""

    class Answer(models.TextChoices):
        DONE = "done", _("có")
        NOT_DONE = "not_done", _("chưa")

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="answers")
    item = models.ForeignKey(ChecklistItem, on_delete=models.PROTECT, related_name="answers")
    answer = models.CharField(max_length=8, choices=Answer)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "item"], name="reports_item_is_answered_once")
        ]


class ReportRecommendation(models.Model):
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="recommendation_links")
    recommendation = models.OneToOneField(
        Recommendation, on_delete=models.PROTECT, related_name="report_link"
    )


class ReportContribution(models.Model):
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="contribution_links")
    contribution = models.OneToOneField(Contribution, on_delete=models.PROTECT, related_name="report_link")


class ReportPractice(models.Model):
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="practice_links")
    practice = models.OneToOneField(GoodPractice, on_delete=models.PROTECT, related_name="report_link")


class Addendum(models.Model):
    """What the author adds once the words are closed."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="addenda")
    text = models.TextField(_("bổ sung"))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["added_at", "id"]
        triggers = [
            pgtrigger.Protect(name="addendum_stays", operation=pgtrigger.Update | pgtrigger.Delete),
        ]


class BranchResponse(models.Model):
    """The branch says that the cadre was there, and answers the part that it may read."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="response")
    has_attended = models.BooleanField(_("cán bộ có dự"))
    text = models.TextField(_("ý kiến của chi bộ"), blank=True)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField(db_default=Now(), editable=False)


track(BranchResponse)
