"""Meetings of branches and committees. Planned and actual are two facts."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from branches.models import Organisation, Unit
from common.fields import KeyField
from common.history import track
from meetings.models.schedules import Schedule
from meetings.querysets.meetings import MeetingQuerySet


class Meeting(models.Model):
    """One meeting of one body. `unit` is the road for access: the organisation's main unit on the day it was entered.

    `planned_…` is what was registered, `held_…` what happened; `met_on` is the day under which it is found: the day held,
    or the planned one until that is known. Two meetings of different kinds on one day are two.
    """

    class Body(models.TextChoices):
        BRANCH = "branch", _("chi bộ")
        COMMITTEE = "committee", _("cấp ủy, ban chấp hành")
        STANDING_BOARD = "standing_board", _("ban thường vụ")

    class Kind(models.TextChoices):
        REGULAR = "regular", _("thường kỳ")
        THEMATIC = "thematic", _("chuyên đề")
        EXTRAORDINARY = "extraordinary", _("bất thường")

    class Outcome(models.TextChoices):
        UNKNOWN = "unknown", _("chưa rõ")
        HELD = "held", _("đã họp")
        NOT_HELD = "not_held", _("không họp")

    key = KeyField()
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="meetings", verbose_name=_("chi bộ, cấp ủy")
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="meetings", verbose_name=_("địa bàn")
    )
    body = models.CharField(_("của"), max_length=14, choices=Body, default=Body.BRANCH)
    kind = models.CharField(_("loại"), max_length=13, choices=Kind, default=Kind.REGULAR)
    month = models.DateField(_("tháng"))
    topic = models.CharField(_("chuyên đề"), max_length=300, blank=True)
    schedule = models.ForeignKey(
        Schedule, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings"
    )
    planned_on = models.DateField(_("ngày đăng ký"), null=True, blank=True)
    planned_at = models.TimeField(_("giờ đăng ký"), null=True, blank=True)
    planned_place = models.CharField(_("địa điểm đăng ký"), max_length=200, blank=True)
    registered_on = models.DateField(_("đăng ký ngày"), null=True, blank=True)
    prepare_due_on = models.DateField(_("chuẩn bị trước ngày"), null=True, blank=True)
    prepared_on = models.DateField(_("chuẩn bị ngày"), null=True, blank=True)
    outcome = models.CharField(_("kết quả"), max_length=8, choices=Outcome, default=Outcome.UNKNOWN)
    not_held_reason = models.CharField(_("lý do không họp"), max_length=300, blank=True)
    held_on = models.DateField(_("họp ngày"), null=True, blank=True)
    started_at = models.TimeField(_("bắt đầu"), null=True, blank=True)
    ended_at = models.TimeField(_("kết thúc"), null=True, blank=True)
    held_place = models.CharField(_("họp tại"), max_length=200, blank=True)
    met_on = models.GeneratedField(
        expression=Coalesce("held_on", "planned_on"), output_field=models.DateField(), db_persist=True
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    voided_at = models.DateTimeField(null=True, blank=True, editable=False)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    void_reason = models.CharField(max_length=300, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("buổi sinh hoạt")
        verbose_name_plural = _("buổi sinh hoạt")
        ordering = ["met_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(planned_on__isnull=False) | Q(held_on__isnull=False),
                name="meetings_meeting_has_a_day",
                violation_error_message=_("Buổi sinh hoạt phải có ngày đăng ký hoặc ngày họp."),
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="meetings_meeting_month_is_a_first",
                violation_error_message=_("Tháng được ghi bằng ngày đầu tháng."),
            ),
            models.CheckConstraint(
                condition=Q(outcome="held", held_on__isnull=False, not_held_reason="")
                | Q(outcome="not_held", held_on=None)
                | Q(outcome="unknown", held_on=None, not_held_reason=""),
                name="meetings_held_meeting_says_when",
                violation_error_message=_("Đã họp thì ghi ngày họp; không họp thì không có ngày họp."),
            ),
            models.CheckConstraint(
                condition=Q(prepared_on=None) | Q(prepared_on__lte=Coalesce("held_on", "planned_on")),
                name="meetings_preparation_is_not_after_the_meeting",
                violation_error_message=_("Ngày chuẩn bị không thể sau ngày sinh hoạt."),
            ),
            models.CheckConstraint(
                condition=Q(prepare_due_on=None)
                | Q(planned_on=None)
                | Q(prepare_due_on__lte=F("planned_on")),
                name="meetings_preparation_is_due_before_the_meeting",
                violation_error_message=_("Hạn chuẩn bị không thể sau ngày sinh hoạt."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "body", "kind", "planned_on"],
                condition=Q(voided_at=None, planned_on__isnull=False),
                name="meetings_meeting_is_planned_once_a_day",
                violation_error_message=_("Ngày này đã đăng ký một buổi cùng loại của chi bộ."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "body", "kind", "held_on"],
                condition=Q(voided_at=None, held_on__isnull=False),
                name="meetings_meeting_is_held_once_a_day",
                violation_error_message=_("Ngày này đã ghi một buổi họp cùng loại của chi bộ."),
            ),
            models.CheckConstraint(
                condition=Q(voided_at=None, void_reason="") | Q(voided_at__isnull=False) & ~Q(void_reason=""),
                name="meetings_meeting_is_voided_with_a_reason",
                violation_error_message=_("Hủy một buổi nhập nhầm phải nêu lý do."),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "met_on"], name="meetings_of_organisation"),
            models.Index(fields=["unit", "month"], name="meetings_in_unit"),
        ]
        triggers = [pgtrigger.Protect(name="meeting_is_never_deleted", operation=pgtrigger.Delete)]

    def __str__(self):
        return f"{self.get_kind_display()} {self.held_on or self.planned_on:%d/%m/%Y}"

    def get_absolute_url(self):
        return reverse("meetings:meeting_page", args=[self.key])

    @property
    def on(self):
        """The day under which it is found, known before the row is read back."""
        return self.held_on or self.planned_on


class MeetingChange(models.Model):
    """A change of a registered day, hour or place: what stood before stays readable, with its reason."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="changes")
    before_on = models.DateField(null=True)
    before_at = models.TimeField(null=True)
    before_place = models.CharField(max_length=200, blank=True)
    after_on = models.DateField(null=True)
    after_at = models.TimeField(null=True)
    after_place = models.CharField(max_length=200, blank=True)
    reason = models.CharField(_("lý do"), max_length=300, blank=True)
    is_after_deadline = models.BooleanField(default=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-changed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_after_deadline=False) | ~Q(reason=""),
                name="meetings_change_after_the_deadline_has_a_reason",
                violation_error_message=_("Đổi lịch sau hạn phải nêu lý do."),
            )
        ]


# `met_on` is derived by the database; a history of it would only repeat the two days.
track(Meeting, exclude=["met_on"])
