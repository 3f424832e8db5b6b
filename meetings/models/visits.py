"""Which meeting a cadre means to attend. Unannounced plans are nobody's but his own and the issuer's board's."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assignments.models import Assignment, Cadre, Scheme
from branches.models import Organisation, Unit
from common.fields import KeyField
from meetings.models.meetings import Meeting
from meetings.querysets.visits import VisitQuerySet


class Visit(models.Model):
    """A plan (Kim Sơn 3.17, 3.18). `issuer` is the unit whose committee issued the scheme: its readers may know, those of
    the place may not. There is no history table and no link from below: what is hidden leaves no trace to count."""

    class State(models.TextChoices):
        PLANNED = "planned", _("đã chọn")
        CANCELLED = "cancelled", _("đã bỏ")

    key = KeyField()
    cadre = models.ForeignKey(Cadre, on_delete=models.PROTECT, related_name="visits")
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="visits")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="visits")
    issuer = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    month = models.DateField(_("tháng"))
    planned_on = models.DateField(_("ngày dự"))
    is_announced = models.BooleanField(_("có báo trước"))
    state = models.CharField(_("tình trạng"), max_length=9, choices=State, default=State.PLANNED)
    client_key = models.UUIDField(null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần dự đã chọn")
        verbose_name_plural = _("lần dự đã chọn")
        ordering = ["planned_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["cadre", "organisation", "planned_on"],
                condition=Q(state="planned"),
                name="meetings_visit_is_planned_once",
                violation_error_message=_("Bạn đã chọn dự buổi này."),
            ),
            models.UniqueConstraint(
                fields=["created_by", "client_key"],
                condition=Q(client_key__isnull=False),
                name="meetings_visit_is_sent_once",
                violation_error_message=_("Lần chọn này đã được ghi."),
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="meetings_visit_month_is_a_first"),
            models.CheckConstraint(
                condition=Q(state="planned", cancelled_at=None)
                | Q(state="cancelled", cancelled_at__isnull=False),
                name="meetings_cancelled_visit_says_when",
            ),
        ]
        indexes = [models.Index(fields=["cadre", "month"], name="meetings_visits_of_cadre")]
        triggers = [pgtrigger.Protect(name="visit_is_never_deleted", operation=pgtrigger.Delete)]
