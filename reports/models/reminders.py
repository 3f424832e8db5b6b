"""Who was reminded of what, how, and when."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assignments.models import Cadre
from branches.models import Unit
from reports.querysets.reminders import ReminderQuerySet


class Reminder(models.Model):
    """One step of the ladder for one commune, cadre or meeting. `about` names what is still missing, so that the same
    thing is not said twice the same day."""

    class Step(models.TextChoices):
        SCHEDULE = "schedule", _("chưa đăng ký lịch")
        VISIT = "visit", _("chưa chọn buổi dự")
        REPORT = "report", _("chưa nộp báo cáo")
        CONFERENCE = "confer", _("chưa báo cáo dự hội nghị cấp ủy")

    class Channel(models.TextChoices):
        PRODUCT = "product", _("trong chương trình")
        EMAIL = "email", _("thư điện tử")
        PHONE = "phone", _("điện thoại, tin nhắn")

    step = models.CharField(_("việc"), max_length=8, choices=Step)
    about = models.CharField(max_length=80)
    channel = models.CharField(_("cách nhắc"), max_length=7, choices=Channel)
    # The road for access: the unit whose committee waits for it.
    issuer = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    cadre = models.ForeignKey(
        Cadre, on_delete=models.PROTECT, null=True, blank=True, related_name="reminders"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reminded_on = models.DateField(_("đã nhắc ngày"))
    reminded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần nhắc")
        verbose_name_plural = _("lần nhắc")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["step", "about", "channel", "reminded_on"],
                name="reports_thing_is_reminded_once_a_day",
                violation_error_message=_("Việc này đã được nhắc hôm nay."),
            )
        ]
        indexes = [models.Index(fields=["step", "about"], name="reports_reminded_about")]
