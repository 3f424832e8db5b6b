"""Places in time. A unit stays itself while its ground and people do; what can change about it is a version."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from branches.querysets.units import PlacementQuerySet, UnitQuerySet, VersionQuerySet
from common.fields import KeyField, SearchKeyField, SortKeyField
from common.history import track
from common.records import Dated, no_overlap, text_point_range

PROVINCE, DISTRICT, COMMUNE, HAMLET = 1, 2, 3, 4


class Level(models.Model):
    """A tier: which there are, what they are called and since when they exist is data, not code."""

    number = models.PositiveSmallIntegerField(_("bậc"), primary_key=True)
    code = models.SlugField(_("mã"), unique=True)
    name = models.CharField(_("tên"), max_length=60)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=60, blank=True)
    ends_on = models.DateField(_("không còn từ ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("cấp")
        verbose_name_plural = _("cấp")
        ordering = ["number"]

    def __str__(self):
        return self.name


class UnitKind(models.Model):
    """Ấp, khu phố, thôn, bản, phường, đặc khu …: staff add their own."""

    code = models.SlugField(_("mã"), unique=True)
    name = models.CharField(_("tên"), max_length=60, unique=True)
    level = models.ForeignKey(Level, on_delete=models.PROTECT, verbose_name=_("cấp"))

    class Meta:
        verbose_name = _("loại đơn vị")
        verbose_name_plural = _("loại đơn vị")
        ordering = ["level", "name"]

    def __str__(self):
        return self.name


class Unit(models.Model):
    """A place of any level. `access_path` says where it is found today (scope); the past is in its placements."""

    key = KeyField()
    opened_on = models.DateField(_("ngày lập"))
    closed_on = models.DateField(_("ngày kết thúc"), null=True, blank=True)
    access_path = models.TextField(editable=False, default="", db_collation="C", db_index=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("đơn vị")
        verbose_name_plural = _("đơn vị")
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gt=F("opened_on")),
                name="branches_unit_closes_after_it_opens",
                violation_error_message=_("Ngày kết thúc của đơn vị phải sau ngày lập."),
            )
        ]

    def __str__(self):
        return self.key

    def get_absolute_url(self):
        return reverse("dashboard:unit_page", args=[self.key])


class UnitVersion(Dated):
    """The facts of a unit that can change: a new name, parent, level or code is a new version."""

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="versions", verbose_name=_("đơn vị")
    )
    parent = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        related_name="child_versions",
        null=True,
        blank=True,
        verbose_name=_("trực thuộc"),
    )
    level = models.ForeignKey(Level, on_delete=models.PROTECT, verbose_name=_("cấp"))
    kind = models.ForeignKey(
        UnitKind, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("loại")
    )
    code = models.CharField(_("mã"), max_length=30)
    name = models.CharField(_("tên"), max_length=150)
    latitude = models.FloatField(_("vĩ độ"), null=True, blank=True)
    longitude = models.FloatField(_("kinh độ"), null=True, blank=True)
    document = models.ForeignKey(
        "branches.OfficialDocument",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("văn bản"),
    )
    search_key = SearchKeyField(sources=("name", "code"))
    sort_key = SortKeyField(sources=("name",))

    objects = VersionQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = False
        verbose_name = _("phiên bản đơn vị")
        verbose_name_plural = _("phiên bản đơn vị")
        constraints = [
            *Dated.Meta.constraints,
            no_overlap(
                "unit_id",
                name="branches_unit_has_one_version_a_day",
                message=_("Đơn vị đã có tên, cấp và nơi trực thuộc khác trong những ngày này."),
            ),
            no_overlap(
                text_point_range("code"),
                name="branches_code_names_one_unit_a_day",
                message=_("Mã này đang là mã của một đơn vị khác trong những ngày này."),
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("unit")),
                name="branches_unit_is_not_its_own_parent",
                violation_error_message=_("Một đơn vị không thể trực thuộc chính nó."),
            ),
        ]
        indexes = [
            models.Index(fields=["code", "starts_on"], name="branches_version_code"),
            models.Index(fields=["parent", "starts_on"], name="branches_version_parent"),
            models.Index(fields=["unit", "starts_on"], name="branches_version_unit"),
        ]

    def __str__(self):
        return self.name


class UnitAlias(models.Model):
    """Another name that people use ("Sao Đỏ" for "Sao Đỏ 2": Vân Hồ)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="aliases", verbose_name=_("đơn vị"))
    name = models.CharField(_("tên gọi khác"), max_length=150)
    search_key = SearchKeyField(sources=("name",))

    class Meta:
        verbose_name = _("tên gọi khác")
        verbose_name_plural = _("tên gọi khác")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"],
                name="branches_alias_is_given_once",
                violation_error_message=_("Đơn vị đã có tên gọi này."),
            )
        ]

    def __str__(self):
        return self.name


class UnitSuccession(models.Model):
    """From one unit to the one that took its ground: a merger or division ends units and begins new ones."""

    class Extent(models.TextChoices):
        WHOLE = "whole", _("toàn bộ")
        PART = "part", _("một phần")

    predecessor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successions_out")
    successor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successions_in")
    extent = models.CharField(_("phần"), max_length=5, choices=Extent)
    is_default = models.BooleanField(_("nhận phần lớn"), default=False)
    happens_on = models.DateField(_("từ ngày"))
    document = models.ForeignKey(
        "branches.OfficialDocument", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("kế thừa")
        verbose_name_plural = _("kế thừa")
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"],
                name="branches_succession_is_said_once",
                violation_error_message=_("Hai đơn vị này đã được nối với nhau."),
            ),
            models.UniqueConstraint(
                fields=["predecessor"],
                condition=Q(is_default=True),
                name="branches_unit_has_one_default_successor",
                violation_error_message=_("Một đơn vị chỉ có một đơn vị nhận phần lớn."),
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="branches_unit_does_not_succeed_itself",
                violation_error_message=_("Một đơn vị không thể kế thừa chính nó."),
            ),
        ]


class UnitPlacement(Dated):
    """Derived by `branches.actions.placements` alone: one row for each period in which the whole chain above is constant.

    `path` is the ancestors' keys from the province down to the unit itself, each followed by ".".
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="placements")
    version = models.ForeignKey(UnitVersion, on_delete=models.CASCADE, related_name="placements")
    level = models.PositiveSmallIntegerField()
    path = models.TextField(db_collation="C")
    province = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+", null=True)
    district = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+", null=True)
    commune = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+", null=True)

    objects = PlacementQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = False
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["unit", "starts_on"], name="branches_placement_begins_once"),
        ]
        indexes = [
            models.Index(
                fields=["level", "path"],
                include=["starts_on", "ends_on", "unit"],
                name="branches_placement_tree",
            ),
            models.Index(fields=["path"], name="branches_placement_path"),
        ]


track(Unit, exclude=["access_path"])
track(UnitVersion, exclude=["search_key", "sort_key"])
track(UnitAlias, exclude=["search_key"])
track(UnitSuccession)
