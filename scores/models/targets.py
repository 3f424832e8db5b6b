"""What a year was to bring: targets of organisations, each urging, model branches, the theme of the year."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assignments.models import Cadre
from branches.models import OfficialDocument, Organisation, Unit
from common.fields import KeyField, SearchKeyField
from common.history import track
from common.records import Voidable
from scores.models.indicators import Indicator
from scores.querysets.targets import (
    RegistrationQuerySet,
    TargetQuerySet,
    ThemeQuerySet,
    UrgingQuerySet,
)


def year_is_a_year(name):
    return models.CheckConstraint(
        condition=Q(year__gte=2000, year__lte=2100),
        name=name,
        violation_error_message=_("Năm phải từ 2000 đến 2100."),
    )


class Target(Voidable):
    """What an organisation is to reach in a year (Vân Hồ 2.17, Bến Tre's three). Voided with its reason and made anew
    (`corrects`), on a page as by a list. The sum of those below is compared with it, never forced."""

    key = KeyField()
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="targets", verbose_name=_("tổ chức đảng")
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="targets")
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="targets", verbose_name=_("chỉ tiêu")
    )
    year = models.PositiveSmallIntegerField(_("năm"))
    value = models.PositiveBigIntegerField(_("chỉ tiêu giao"))
    document = models.ForeignKey(
        OfficialDocument, on_delete=models.PROTECT, null=True, blank=True, related_name="targets",
        verbose_name=_("văn bản giao"),
    )  # fmt: skip
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="corrected_by"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TargetQuerySet.as_manager()

    class Meta(Voidable.Meta):
        abstract = False
        verbose_name = _("chỉ tiêu")
        verbose_name_plural = _("chỉ tiêu")
        ordering = ["-year", "indicator__sort", "id"]
        constraints = [
            *Voidable.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "indicator", "year"],
                condition=Q(voided_at=None),
                name="scores_organisation_has_one_target_a_year",
                violation_error_message=_("Tổ chức đảng đã có chỉ tiêu này của năm đó."),
            ),
            year_is_a_year("scores_target_is_of_a_year"),
        ]
        indexes = [models.Index(fields=["year", "indicator"], name="scores_targets_of_a_year")]

    def __str__(self):
        return str(self.value)


class Urging(Voidable):
    """One line of "đôn đốc": who urged an organisation on, when, to what (Vân Hồ 2.18)."""

    key = KeyField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="urgings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="urgings")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="urgings")
    year = models.PositiveSmallIntegerField(_("năm"))
    urged_on = models.DateField(_("ngày"))
    text = models.CharField(_("nội dung đôn đốc"), max_length=500)
    cadre = models.ForeignKey(Cadre, on_delete=models.PROTECT, null=True, blank=True, related_name="urgings")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UrgingQuerySet.as_manager()

    class Meta(Voidable.Meta):
        abstract = False
        verbose_name = _("lần đôn đốc")
        verbose_name_plural = _("lần đôn đốc")
        ordering = ["-urged_on", "-id"]
        constraints = [*Voidable.Meta.constraints, year_is_a_year("scores_urging_is_of_a_year")]


class ModelTitle(models.Model):
    """What a branch may register to become: staff add their own."""

    code = models.SlugField(_("mã"), unique=True)
    name = models.CharField(_("tên"), max_length=150, unique=True)
    sort = models.PositiveSmallIntegerField(_("thứ tự"), default=50)
    search_key = SearchKeyField(sources=("name",))

    class Meta:
        verbose_name = _("mô hình")
        verbose_name_plural = _("mô hình")
        ordering = ["sort", "name"]

    def __str__(self):
        return self.name


class ModelRegistration(Voidable):
    """A branch that registered for a year (Bình Đại 0.15: 21); recognised or withdrawn on a day."""

    key = KeyField()
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="model_registrations", verbose_name=_("chi bộ")
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="model_registrations")
    title = models.ForeignKey(
        ModelTitle, on_delete=models.PROTECT, related_name="registrations", verbose_name=_("mô hình")
    )
    year = models.PositiveSmallIntegerField(_("năm"))
    registered_on = models.DateField(_("đăng ký ngày"))
    recognised_on = models.DateField(_("công nhận ngày"), null=True, blank=True)
    withdrawn_on = models.DateField(_("rút ngày"), null=True, blank=True)
    document = models.ForeignKey(
        OfficialDocument, on_delete=models.PROTECT, null=True, blank=True,
        related_name="model_registrations", verbose_name=_("văn bản công nhận"),
    )  # fmt: skip
    note = models.CharField(_("ghi chú, lý do"), max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta(Voidable.Meta):
        abstract = False
        verbose_name = _("đăng ký mô hình")
        verbose_name_plural = _("đăng ký mô hình")
        ordering = ["-year", "registered_on", "id"]
        constraints = [
            *Voidable.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "title", "year"],
                condition=Q(voided_at=None),
                name="scores_branch_registers_a_model_once_a_year",
                violation_error_message=_("Chi bộ đã đăng ký mô hình này trong năm đó."),
            ),
            models.CheckConstraint(
                condition=Q(recognised_on=None) | Q(recognised_on__gte=F("registered_on")),
                name="scores_recognised_once_registered",
                violation_error_message=_("Ngày công nhận không trước ngày đăng ký."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=F("registered_on")),
                name="scores_withdrawn_once_registered",
                violation_error_message=_("Ngày rút không trước ngày đăng ký."),
            ),
            year_is_a_year("scores_registration_is_of_a_year"),
        ]

    def __str__(self):
        return self.key


class YearTheme(Voidable):
    """The theme of a year, by its issuer (Quảng Trị 1.11, Kim Sơn 3.4). Voided with its reason and made anew (`corrects`)."""

    key = KeyField()
    issuer = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="year_themes", verbose_name=_("cấp ủy của")
    )
    year = models.PositiveSmallIntegerField(_("năm"))
    text = models.CharField(_("chủ đề"), max_length=300)
    said_by = models.CharField(_("do ai đề ra"), max_length=150, blank=True)
    document = models.ForeignKey(
        OfficialDocument, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("văn bản"),
    )  # fmt: skip
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="corrected_by"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = ThemeQuerySet.as_manager()

    class Meta(Voidable.Meta):
        abstract = False
        verbose_name = _("chủ đề năm")
        verbose_name_plural = _("chủ đề năm")
        ordering = ["-year", "id"]
        constraints = [
            *Voidable.Meta.constraints,
            models.UniqueConstraint(
                fields=["issuer", "year", "said_by"],
                condition=Q(voided_at=None),
                name="scores_issuer_has_one_theme_a_year",
                violation_error_message=_("Năm đó đã có chủ đề."),
            ),
            year_is_a_year("scores_theme_is_of_a_year"),
        ]

    def __str__(self):
        return self.text


for _model in (Target, Urging, ModelRegistration, YearTheme):
    track(_model)
