"""What must be put right after a round, what was done about it, and what the next visitor saw (Kim Sơn 3.22)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from branches.models import Organisation, Unit
from common.fields import KeyField
from common.history import track
from reports.models.reports import Report
from reports.models.rounds import ConclusionLine
from reports.querysets.rounds import RemedyQuerySet


class Remedy(models.Model):
    """Something to put right: tracked until it is, and looked at by the next visitor."""

    class State(models.TextChoices):
        OPEN = "open", _("đang khắc phục")
        DONE = "done", _("đã khắc phục")
        DROPPED = "dropped", _("thôi, không làm")

    key = KeyField()
    line = models.OneToOneField(ConclusionLine, on_delete=models.PROTECT, related_name="remedy")
    issuer = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="remedies")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="remedies")
    work = models.TextField(_("việc phải khắc phục"))
    assigned_on = models.DateField(_("giao ngày"))
    due_on = models.DateField(_("thời hạn"))
    state = models.CharField(_("tình trạng"), max_length=7, choices=State, default=State.OPEN)
    closed_on = models.DateField(_("xong ngày"), null=True, blank=True)
    result = models.CharField(_("kết quả"), max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = RemedyQuerySet.as_manager()

    class Meta:
        verbose_name = _("việc phải khắc phục")
        verbose_name_plural = _("việc phải khắc phục")
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", closed_on=None)
                | ~Q(state="open") & Q(closed_on__isnull=False) & ~Q(result=""),
                name="reports_closed_remedy_says_its_result",
                violation_error_message=_("Kết thúc một việc phải ghi ngày và kết quả."),
            )
        ]
        indexes = [models.Index(fields=["organisation", "state"], name="reports_remedies_open")]

    def __str__(self):
        return self.work[:80]

    def get_absolute_url(self):
        return reverse("reports:remedy_page", args=[self.key])

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN


class RemedyStep(models.Model):
    """What was done about it, one line a step; nothing is ever taken from it. `due_on`: where the deadline stood before."""

    class Step(models.TextChoices):
        DUE_MOVED = "due_moved", _("dời hạn")
        CLOSED = "closed", _("kết thúc")
        REOPENED = "reopened", _("mở lại")

    remedy = models.ForeignKey(Remedy, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=9, choices=Step)
    happened_on = models.DateField(_("ngày"))
    due_on = models.DateField(_("hạn cũ"), null=True, blank=True)
    note = models.CharField(_("lý do, kết quả"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(note=""),
                name="reports_remedy_step_says_why",
                violation_error_message=_("Hãy ghi lý do."),
            )
        ]
        triggers = [
            pgtrigger.Protect(name="step_of_a_remedy_stays", operation=pgtrigger.Update | pgtrigger.Delete)
        ]


class RemedyCheck(models.Model):
    """What a visitor, or whoever follows it up, saw of a thing to put right; it stays as it was said."""

    class Seen(models.TextChoices):
        DONE = "done", _("đã khắc phục")
        PARTLY = "partly", _("đang khắc phục")
        NOT_DONE = "not_done", _("chưa làm")

    remedy = models.ForeignKey(Remedy, on_delete=models.PROTECT, related_name="checks")
    report = models.ForeignKey(
        Report, on_delete=models.PROTECT, null=True, blank=True, related_name="remedy_checks"
    )
    seen_on = models.DateField(_("ngày"))
    seen = models.CharField(_("đã thấy"), max_length=8, choices=Seen)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["seen_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["remedy", "report"],
                name="reports_remedy_is_checked_once_in_a_report",
                violation_error_message=_("Báo cáo này đã nói về việc đó."),
            )
        ]


track(Remedy)
