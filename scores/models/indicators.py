"""Indicators: counts with their whole, as of a day ("6/14", never a percentage alone); and what staff watch over."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from branches.models import Organisation, Unit
from common.fields import KeyField, SearchKeyField
from common.history import track
from common.records import Voidable
from scores.querysets.indicators import IndicatorQuerySet, ValueQuerySet, WatchListQuerySet


class Indicator(models.Model):
    """What is counted. `is_flow`: over a period (admissions of a year: values are added up); else as of a day (the latest
    counts). `is_summable`: places may be added up (income a head may not). `derived`: a function of `scores.derived` that
    counts it from the map where no value is given. `is_sensitive`: small cells are hidden outside the owner's scope. `asked_of`:
    the levels and kinds of organisation that give it (`scores.asking`); empty: all of them."""

    key = KeyField()
    code = models.SlugField(_("mã"), unique=True)
    name = models.CharField(_("tên"), max_length=200)
    measure = models.CharField(_("đơn vị tính"), max_length=40, blank=True)
    issuer = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="indicators",
        verbose_name=_("cấp ủy của"),
    )  # fmt: skip
    source = models.CharField(_("nguồn"), max_length=200, blank=True)
    is_flow = models.BooleanField(_("tính theo kỳ"), default=False)
    is_summable = models.BooleanField(_("cộng được các nơi"), default=True)
    has_whole = models.BooleanField(_("trên tổng số"), default=False)
    whole_name = models.CharField(_("tổng số là"), max_length=100, blank=True)
    is_lower_better = models.BooleanField(_("càng ít càng tốt"), default=False)
    is_money = models.BooleanField(_("là tiền (đồng)"), default=False)
    is_sensitive = models.BooleanField(_("số liệu nhạy cảm"), default=False)
    is_target = models.BooleanField(_("giao chỉ tiêu hằng năm"), default=False)
    asked_of = ArrayField(
        models.CharField(max_length=20), default=list, blank=True, verbose_name=_("hỏi ở đâu")
    )
    derived = models.SlugField(max_length=40, blank=True, editable=False)
    sort = models.PositiveSmallIntegerField(_("thứ tự"), default=500)
    ended_on = models.DateField(_("thôi dùng từ"), null=True, blank=True)
    search_key = SearchKeyField(sources=("name", "code"))

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("chỉ số")
        verbose_name_plural = _("chỉ số")
        ordering = ["sort", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(has_whole=True) | Q(whole_name=""), name="scores_only_a_share_names_its_whole"
            )
        ]

    def __str__(self):
        return self.name


class IndicatorValue(Voidable):
    """One number of one place or body on a day; `unit` is the road for access in both cases. A number that was wrong is
    voided with its reason and made anew (`corrects`). `category`: reason of a removal, source of an admission, size of a branch. `qualifier` travels with the number."""

    class Qualifier(models.TextChoices):
        EXACT = "exact", _("đúng")
        MORE_THAN = "more_than", _("hơn")
        ABOUT = "about", _("khoảng")

    key = KeyField()
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="values", verbose_name=_("chỉ số")
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="indicator_values", verbose_name=_("địa bàn")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="indicator_values",
        verbose_name=_("tổ chức đảng"),
    )  # fmt: skip
    counted_on = models.DateField(_("tính đến ngày"))
    value = models.BigIntegerField(_("số"))
    whole = models.BigIntegerField(_("trên tổng số"), null=True, blank=True)
    qualifier = models.CharField(_("mức độ"), max_length=9, choices=Qualifier, default=Qualifier.EXACT)
    category = models.CharField(_("phân loại"), max_length=120, blank=True)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="corrected_by"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ValueQuerySet.as_manager()

    class Meta(Voidable.Meta):
        abstract = False
        verbose_name = _("số liệu")
        verbose_name_plural = _("số liệu")
        ordering = ["-counted_on", "-id"]
        constraints = [
            *Voidable.Meta.constraints,
            models.UniqueConstraint(
                fields=["indicator", "unit", "organisation", "counted_on", "category"],
                condition=Q(voided_at=None),
                nulls_distinct=False,
                name="scores_one_number_a_place_a_day",
                violation_error_message=_("Nơi này đã có số của chỉ số đó trong ngày đó."),
            ),
            models.CheckConstraint(
                condition=Q(whole=None) | Q(whole__gte=0, value__lte=F("whole")),
                name="scores_part_is_not_more_than_its_whole",
                violation_error_message=_("Số không thể lớn hơn tổng số."),
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0),
                name="scores_number_is_not_below_zero",
                violation_error_message=_("Số không thể âm."),
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "indicator", "counted_on"], name="scores_values_of_a_unit"),
            models.Index(fields=["indicator", "counted_on"], name="scores_values_on_a_day"),
        ]

    def __str__(self):
        return str(self.value)


class WatchList(models.Model):
    """Branches or places that need an eye, by a rule that staff set (Vân Hồ 2.15). `issuer` None: ships."""

    class Rule(models.TextChoices):
        MEMBERS_BELOW = "members_below", _("chi bộ có ít đảng viên hơn")
        BRANCH_TYPE = "branch_type", _("chi bộ thuộc loại hình")
        AT_LEAST = "indicator_at_least", _("chỉ số từ")
        BELOW = "indicator_below", _("chỉ số dưới")
        TARGET_SHARE = "target_below", _("thực hiện chỉ tiêu dưới (%)")

    key = KeyField()
    name = models.CharField(_("tên"), max_length=200)
    issuer = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="watch_lists",
        verbose_name=_("cấp ủy của"),
    )  # fmt: skip
    rule = models.CharField(_("theo dõi gì"), max_length=20, choices=Rule)
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="watch_lists",
        verbose_name=_("chỉ số"),
    )  # fmt: skip
    branch_type = models.CharField(
        _("loại hình chi bộ"), max_length=12, choices=Organisation.BranchType, blank=True
    )
    threshold = models.PositiveIntegerField(_("ngưỡng"), null=True, blank=True)
    source = models.CharField(_("nguồn"), max_length=200, blank=True)
    sort = models.PositiveSmallIntegerField(_("thứ tự"), default=500)
    ended_on = models.DateField(_("thôi dùng từ"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = WatchListQuerySet.as_manager()

    class Meta:
        verbose_name = _("danh sách cần quan tâm")
        verbose_name_plural = _("danh sách cần quan tâm")
        ordering = ["sort", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(rule="branch_type", threshold=None, indicator=None) & ~Q(branch_type="")
                | Q(rule="members_below", threshold__isnull=False, branch_type="", indicator=None)
                | Q(
                    rule__in=["indicator_at_least", "indicator_below", "target_below"],
                    threshold__isnull=False,
                    indicator__isnull=False,
                    branch_type="",
                ),
                name="scores_watch_list_says_what_it_watches",
                violation_error_message=_(
                    "Chọn đúng phần cần thiết: loại hình, hoặc ngưỡng, hoặc chỉ số và ngưỡng."
                ),
            )
        ]

    def __str__(self):
        return self.name


track(Indicator, exclude=["search_key"])
track(IndicatorValue)
track(WatchList)
