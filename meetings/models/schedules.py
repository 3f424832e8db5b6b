"""What a commune registers for a month, and to whom it went (Kim Sơn 3.16)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assignments.models import Cadre
from branches.models import Unit
from common.fields import KeyField
from common.history import track
from meetings.querysets.schedules import ScheduleQuerySet


class Schedule(models.Model):
    """One commune's month. Its lines are meetings; `due_on` is computed by rule when the row is made and stays."""

    class State(models.TextChoices):
        DRAFT = "draft", _("đang soạn")
        SENT = "sent", _("đã gửi")
        RETURNED = "returned", _("được trả lại")

    key = KeyField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="schedules", verbose_name=_("xã"))
    month = models.DateField(_("tháng"))
    due_on = models.DateField(_("hạn"), null=True, blank=True)
    state = models.CharField(_("tình trạng"), max_length=8, choices=State, default=State.DRAFT)
    # The first sending decides whether the month was registered in time.
    first_sent_at = models.DateTimeField(null=True, blank=True)
    is_late = models.BooleanField(_("đăng ký muộn"), default=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    return_note = models.CharField(_("lý do trả lại"), max_length=300, blank=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        verbose_name = _("lịch đăng ký")
        verbose_name_plural = _("lịch đăng ký")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "month"],
                name="meetings_commune_registers_a_month_once",
                violation_error_message=_("Lịch của tháng này đã có."),
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="meetings_schedule_month_is_a_first",
                violation_error_message=_("Tháng được ghi bằng ngày đầu tháng."),
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False, first_sent_at__isnull=False),
                name="meetings_sent_schedule_says_when",
            ),
        ]

    def __str__(self):
        return f"{self.month:%m/%Y}"

    def get_absolute_url(self):
        return reverse("meetings:schedule_page", args=[self.key])


class ScheduleRecipient(models.Model):
    """To whom a schedule went and when. The commune sees the roles only."""

    class Role(models.TextChoices):
        STANDING = "standing", _("Thường trực cấp ủy")
        ZONE_LEADER = "zone_leader", _("Ủy viên Ban Thường vụ phụ trách cụm")
        COMMITTEE = "committee", _("Cấp ủy viên phụ trách xã")
        CADRE = "cadre", _("Cán bộ được phân công")

    schedule = models.ForeignKey(Schedule, on_delete=models.PROTECT, related_name="recipients")
    role = models.CharField(max_length=12, choices=Role)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    cadre = models.ForeignKey(Cadre, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["schedule", "role", "user", "cadre", "sent_at"],
                nulls_distinct=False,
                name="meetings_schedule_goes_to_each_once",
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False) | Q(cadre__isnull=False),
                name="meetings_schedule_goes_to_somebody",
            ),
        ]


track(Schedule)
