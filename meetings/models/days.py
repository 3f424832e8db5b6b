"""On which day branches meet: by rule, moved in single months, and until when the month's schedule is registered."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from branches.models import Organisation, Unit
from common.fields import KeyField
from common.history import track
from common.records import Dated, no_overlap, text_point_range
from meetings.querysets.days import DayRuleQuerySet, OnGroundQuerySet, ScheduleRuleQuerySet

DAY_OF_MONTH = [MinValueValidator(1), MaxValueValidator(31)]


def is_day_of_month(field) -> Q:
    return Q(**{field: None}) | Q(**{f"{field}__gte": 1, f"{field}__lte": 31})


class DayRule(Dated):
    """The fixed day of the branches of one type in a unit, or of one branch (Vân Hồ 2.6, 2.7: residential branches on the
    24th, agency branches on the 25th). The nearest rule wins: the branch's own, then the lowest unit's, then the type's
    before the general one. A day that a month has not is its last one."""

    key = KeyField()
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="day_rules", verbose_name=_("đơn vị")
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="day_rules",
        verbose_name=_("chi bộ"),
    )
    branch_type = models.CharField(
        _("loại hình chi bộ"), max_length=12, choices=Organisation.BranchType, blank=True
    )
    day = models.PositiveSmallIntegerField(_("ngày trong tháng"), validators=DAY_OF_MONTH)
    time = models.TimeField(_("giờ"), null=True, blank=True)
    place = models.CharField(_("địa điểm"), max_length=200, blank=True)
    # Vân Hồ 2.12: the branch committee prepares on the 22nd. A day after the meeting's is that of the month before.
    prepare_day = models.PositiveSmallIntegerField(
        _("ngày chuẩn bị"), null=True, blank=True, validators=DAY_OF_MONTH
    )

    objects = DayRuleQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = False
        verbose_name = _("ngày sinh hoạt cố định")
        verbose_name_plural = _("ngày sinh hoạt cố định")
        constraints = [
            *Dated.Meta.constraints,
            no_overlap(
                "unit_id",
                text_point_range("branch_type"),
                name="meetings_unit_has_one_day_rule_a_type",
                message=_("Loại hình chi bộ này ở đây đã có ngày sinh hoạt cố định trong những ngày này."),
                condition=Q(organisation=None),
            ),
            no_overlap(
                "organisation_id",
                name="meetings_branch_has_one_day_rule",
                message=_("Chi bộ này đã có ngày sinh hoạt cố định riêng trong những ngày này."),
                condition=Q(organisation__isnull=False),
            ),
            models.CheckConstraint(
                condition=is_day_of_month("day") & is_day_of_month("prepare_day"),
                name="meetings_day_rule_names_a_day_of_the_month",
                violation_error_message=_("Ngày trong tháng phải từ 1 đến 31."),
            ),
        ]

    def __str__(self):
        return str(self.day)


class MovedDay(models.Model):
    """One month in which the day is another (Tết, a holiday), for the branches of a type in a unit or for one branch."""

    key = KeyField()
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="moved_days", verbose_name=_("đơn vị")
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="moved_days",
        verbose_name=_("chi bộ"),
    )
    branch_type = models.CharField(
        _("loại hình chi bộ"), max_length=12, choices=Organisation.BranchType, blank=True
    )
    month = models.DateField(_("tháng"))
    meets_on = models.DateField(_("ngày sinh hoạt"))
    prepares_on = models.DateField(_("ngày chuẩn bị"), null=True, blank=True)
    reason = models.CharField(_("lý do"), max_length=200)

    objects = OnGroundQuerySet.as_manager()

    class Meta:
        verbose_name = _("ngày sinh hoạt dời trong tháng")
        verbose_name_plural = _("ngày sinh hoạt dời trong tháng")
        ordering = ["-month", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "organisation", "branch_type", "month"],
                nulls_distinct=False,
                name="meetings_day_is_moved_once_a_month",
                violation_error_message=_("Ngày sinh hoạt của tháng này đã được dời."),
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="meetings_moved_day_month_is_a_first",
                violation_error_message=_("Tháng được ghi bằng ngày đầu tháng."),
            ),
            models.CheckConstraint(
                condition=Q(prepares_on=None) | Q(prepares_on__lte=models.F("meets_on")),
                name="meetings_moved_preparation_is_not_after_the_meeting",
                violation_error_message=_("Ngày chuẩn bị không thể sau ngày sinh hoạt."),
            ),
        ]

    def __str__(self):
        return f"{self.month:%m/%Y}"


class ScheduleRule(Dated):
    """Until which day of the month before communes under a unit register their schedule (Kim Sơn 3.16)."""

    key = KeyField()
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="schedule_rules", verbose_name=_("đơn vị")
    )
    due_day = models.PositiveSmallIntegerField(_("hạn ngày của tháng trước"), validators=DAY_OF_MONTH)
    # Bến Tre 4.20. Without one: the last day of the month itself.
    situation_day = models.PositiveSmallIntegerField(
        _("hạn gửi thông tin tình hình, ngày của tháng"), null=True, blank=True, validators=DAY_OF_MONTH
    )

    objects = ScheduleRuleQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = False
        verbose_name = _("hạn đăng ký lịch")
        verbose_name_plural = _("hạn đăng ký lịch")
        constraints = [
            *Dated.Meta.constraints,
            no_overlap(
                "unit_id",
                name="meetings_unit_has_one_deadline",
                message=_("Đơn vị đã có hạn đăng ký lịch trong những ngày này."),
            ),
            models.CheckConstraint(
                condition=is_day_of_month("due_day") & is_day_of_month("situation_day"),
                name="meetings_deadline_is_a_day_of_the_month",
                violation_error_message=_("Ngày trong tháng phải từ 1 đến 31."),
            ),
        ]

    def __str__(self):
        return str(self.due_day)


track(DayRule)
track(MovedDay)
track(ScheduleRule)
