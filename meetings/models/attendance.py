"""One Attendance is one cadre at one meeting (lượt): neither people, nor meetings, nor branches."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assignments.models import Assignment, Cadre, CadreGroup, Scheme
from branches.models import Unit
from common.fields import KeyField
from common.history import track
from common.records import Dated
from meetings.models.meetings import Meeting
from meetings.models.visits import Visit
from meetings.querysets.attendance import AbsenceQuerySet, AttendanceQuerySet

COUNTS = ("members", "exempt", "special_duty", "present", "excused", "unexcused", "speaking")


class Attendance(models.Model):
    """Somebody without an assignment may attend; two cadres may attend the same meeting (two turns, one meeting).

    The counts are as this cadre saw them: present + excused + unexcused = members − exempt − special duty; where nobody
    must attend the rate is "not applicable", never 0 %.
    """

    class Extent(models.TextChoices):
        WHOLE = "whole", _("dự cả buổi")
        PART = "part", _("dự một phần")

    key = KeyField()
    cadre = models.ForeignKey(Cadre, on_delete=models.PROTECT, related_name="attendances")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="attendances")
    attended_on = models.DateField(_("ngày dự"))
    scheme = models.ForeignKey(
        Scheme, on_delete=models.PROTECT, null=True, blank=True, related_name="attendances"
    )
    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, null=True, blank=True, related_name="attendances"
    )
    visit = models.OneToOneField(
        Visit, on_delete=models.PROTECT, null=True, blank=True, related_name="attendance"
    )
    extent = models.CharField(_("mức độ"), max_length=5, choices=Extent, default=Extent.WHOLE)
    group_then = models.ForeignKey(
        CadreGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    post_then = models.CharField(max_length=300, blank=True)
    members = models.PositiveIntegerField(_("tổng số đảng viên"), null=True, blank=True)
    exempt = models.PositiveIntegerField(_("miễn công tác và sinh hoạt"), null=True, blank=True)
    special_duty = models.PositiveIntegerField(_("làm nhiệm vụ đặc biệt"), null=True, blank=True)
    present = models.PositiveIntegerField(_("có mặt"), null=True, blank=True)
    excused = models.PositiveIntegerField(_("vắng có lý do"), null=True, blank=True)
    unexcused = models.PositiveIntegerField(_("vắng không lý do"), null=True, blank=True)
    speaking = models.PositiveIntegerField(_("số đảng viên phát biểu"), null=True, blank=True)
    started_at = models.TimeField(_("bắt đầu"), null=True, blank=True)
    ended_at = models.TimeField(_("kết thúc"), null=True, blank=True)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
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

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("lượt dự")
        verbose_name_plural = _("lượt dự")
        ordering = ["-attended_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["cadre", "meeting"],
                condition=Q(voided_at=None),
                name="meetings_cadre_attends_a_meeting_once",
                violation_error_message=_("Lượt dự này đã được ghi."),
            ),
            models.CheckConstraint(
                condition=Q(members=None)
                | Q(present=None)
                | Q(excused=None)
                | Q(unexcused=None)
                | Q(exempt=None)
                | Q(special_duty=None)
                | Q(members=F("present") + F("excused") + F("unexcused") + F("exempt") + F("special_duty")),
                name="meetings_those_who_must_attend_add_up",
                violation_error_message=_(
                    "Có mặt, vắng có lý do và vắng không lý do cộng lại phải bằng số phải dự (tổng số trừ miễn, trừ "
                    "nhiệm vụ đặc biệt)."
                ),
            ),
            models.CheckConstraint(
                condition=Q(speaking=None) | Q(present=None) | Q(speaking__lte=F("present")),
                name="meetings_who_speaks_is_present",
                violation_error_message=_("Số phát biểu không thể nhiều hơn số có mặt."),
            ),
            models.CheckConstraint(
                condition=Q(voided_at=None, void_reason="") | Q(voided_at__isnull=False) & ~Q(void_reason=""),
                name="meetings_attendance_is_voided_with_a_reason",
                violation_error_message=_("Hủy một lượt dự nhập nhầm phải nêu lý do."),
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "attended_on"], name="meetings_attended_in_unit"),
            models.Index(fields=["cadre", "attended_on"], name="meetings_attended_by_cadre"),
            models.Index(fields=["assignment", "attended_on"], name="meetings_attended_under"),
        ]
        triggers = [pgtrigger.Protect(name="attendance_is_never_deleted", operation=pgtrigger.Delete)]


class Absence(Dated):
    """A cadre is excused for some days, perhaps with a stand-in: counted apart from missing, and not a new assignment."""

    class Reason(models.TextChoices):
        ILLNESS = "illness", _("ốm, thai sản")
        STUDY = "study", _("đi học")
        DUTY = "duty", _("việc công khác")
        LEAVE = "leave", _("nghỉ phép")
        OTHER = "other", _("lý do khác")

    key = KeyField()
    cadre = models.ForeignKey(Cadre, on_delete=models.PROTECT, related_name="absences")
    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, null=True, blank=True, related_name="absences"
    )
    reason = models.CharField(_("lý do"), max_length=8, choices=Reason)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    stand_in = models.ForeignKey(
        Cadre,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="stands_in_for",
        verbose_name=_("người dự thay"),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    voided_at = models.DateTimeField(null=True, blank=True, editable=False)
    void_reason = models.CharField(max_length=300, blank=True, editable=False)

    objects = AbsenceQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = False
        verbose_name = _("vắng có lý do")
        verbose_name_plural = _("vắng có lý do")
        ordering = ["-starts_on", "-id"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_on__isnull=False),
                name="meetings_absence_has_an_end",
                violation_error_message=_("Vắng có lý do phải có ngày kết thúc."),
            ),
            models.CheckConstraint(
                condition=Q(stand_in=None) | ~Q(stand_in=F("cadre")),
                name="meetings_nobody_stands_in_for_himself",
                violation_error_message=_("Không ai dự thay chính mình."),
            ),
            models.CheckConstraint(
                condition=Q(voided_at=None, void_reason="") | Q(voided_at__isnull=False) & ~Q(void_reason=""),
                name="meetings_absence_is_voided_with_a_reason",
                violation_error_message=_("Hủy một dòng nhập nhầm phải nêu lý do."),
            ),
        ]


# Rows by the ten thousand: what was first written is the row itself, only later changes are kept apart.
track(Attendance, events=("update", "delete"))
track(Absence)
