"""Party organisations: a second tree with dated parents and dated units, its office-holders and its member counts."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from branches.models.units import Unit
from branches.querysets.bodies import OfficeHolderQuerySet, OrganisationQuerySet, OrganisationVersionQuerySet
from common.fields import GivenNameKeyField, KeyField, SearchKeyField, SortKeyField
from common.history import track
from common.records import Dated, no_overlap, text_point_range


class Organisation(models.Model):
    """A party organisation. A branch is a kind, not a table; `unit` is its road for access: its main unit."""

    class Kind(models.TextChoices):
        COMMITTEE = "committee", _("đảng bộ, cấp ủy")
        GRASSROOTS_COMMITTEE = "grassroots_committee", _("đảng bộ cơ sở")
        GRASSROOTS_BRANCH = "grassroots_branch", _("chi bộ cơ sở")
        BRANCH = "branch", _("chi bộ trực thuộc")

    class BranchType(models.TextChoices):
        RESIDENTIAL = "residential", _("khu dân cư")
        AGENCY = "agency", _("cơ quan, đơn vị")
        SCHOOL = "school", _("trường học")
        ENTERPRISE = "enterprise", _("doanh nghiệp")
        ARMED = "armed", _("lực lượng vũ trang")

    key = KeyField()
    kind = models.CharField(_("loại"), max_length=20, choices=Kind)
    branch_type = models.CharField(_("loại hình chi bộ"), max_length=12, choices=BranchType, blank=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="organisations", verbose_name=_("địa bàn")
    )
    opened_on = models.DateField(_("ngày lập"))
    closed_on = models.DateField(_("ngày kết thúc"), null=True, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("tổ chức đảng")
        verbose_name_plural = _("tổ chức đảng")
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gt=F("opened_on")),
                name="branches_organisation_closes_after_it_opens",
                violation_error_message=_("Ngày kết thúc phải sau ngày lập."),
            )
        ]

    def __str__(self):
        return self.key

    def get_absolute_url(self):
        return reverse("dashboard:organisation_page", args=[self.key])


class OrganisationVersion(Dated):
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="versions")
    parent = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="child_versions",
        null=True,
        blank=True,
        verbose_name=_("trực thuộc"),
    )
    code = models.CharField(_("mã"), max_length=30)
    name = models.CharField(_("tên"), max_length=200)
    search_key = SearchKeyField(sources=("name", "code"))
    sort_key = SortKeyField(sources=("name",))

    objects = OrganisationVersionQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = False
        verbose_name = _("phiên bản tổ chức")
        verbose_name_plural = _("phiên bản tổ chức")
        constraints = [
            *Dated.Meta.constraints,
            no_overlap(
                "organisation_id",
                name="branches_organisation_has_one_version_a_day",
                message=_("Tổ chức đã có tên và nơi trực thuộc khác trong những ngày này."),
            ),
            no_overlap(
                text_point_range("code"),
                name="branches_code_names_one_organisation_a_day",
                message=_("Mã này đang là mã của một tổ chức khác trong những ngày này."),
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("organisation")),
                name="branches_organisation_is_not_its_own_parent",
                violation_error_message=_("Một tổ chức không thể trực thuộc chính nó."),
            ),
        ]
        indexes = [models.Index(fields=["code", "starts_on"], name="branches_orgversion_code")]

    def __str__(self):
        return self.name


class OrganisationUnit(Dated):
    """Which ground an organisation covers: a hamlet can have several branches, a branch several hamlets."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="unit_links")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="organisation_links")
    is_main = models.BooleanField(_("địa bàn chính"), default=False)

    class Meta(Dated.Meta):
        abstract = False
        constraints = [
            *Dated.Meta.constraints,
            no_overlap(
                "organisation_id",
                "unit_id",
                name="branches_organisation_covers_a_unit_once",
                message=_("Tổ chức đã gắn với địa bàn này trong những ngày này."),
            ),
        ]


class MemberCount(models.Model):
    """Members of an organisation on a day, as numbers: there is no register of party members."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="member_counts")
    counted_on = models.DateField(_("tính đến ngày"))
    official = models.PositiveIntegerField(_("chính thức"))
    probationary = models.PositiveIntegerField(_("dự bị"), default=0)
    exempt = models.PositiveIntegerField(_("miễn công tác và sinh hoạt"), default=0)

    class Meta:
        verbose_name = _("số đảng viên")
        verbose_name_plural = _("số đảng viên")
        ordering = ["-counted_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "counted_on"],
                name="branches_members_are_counted_once_a_day",
                violation_error_message=_("Đã có số đảng viên của ngày này."),
            ),
            models.CheckConstraint(
                condition=Q(exempt__lte=F("official") + F("probationary")),
                name="branches_exempt_members_are_members",
                violation_error_message=_("Số đảng viên được miễn không thể nhiều hơn tổng số đảng viên."),
            ),
        ]

    @property
    def total(self) -> int:
        return self.official + self.probationary


class Office(models.Model):
    """Secretary, deputy, hamlet head …: staff add their own. `sort` gives the order on a unit's page."""

    code = models.SlugField(_("mã"), unique=True)
    name = models.CharField(_("tên"), max_length=100, unique=True)
    sort = models.PositiveSmallIntegerField(_("thứ tự"), default=50)

    class Meta:
        verbose_name = _("chức danh ở cơ sở")
        verbose_name_plural = _("chức danh ở cơ sở")
        ordering = ["sort", "name"]

    def __str__(self):
        return self.name


class OfficeHolder(Dated):
    """A named person in an office of a unit or an organisation; `unit` is the road for access in both cases."""

    key = KeyField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="office_holders")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="office_holders", null=True, blank=True
    )
    office = models.ForeignKey(Office, on_delete=models.PROTECT, verbose_name=_("chức danh"))
    full_name = models.CharField(_("họ và tên"), max_length=120)
    phone = models.CharField(_("điện thoại"), max_length=30, blank=True)
    is_part_time_cadre = models.BooleanField(_("cán bộ không chuyên trách kiêm nhiệm"), null=True, blank=True)
    is_local = models.BooleanField(_("người địa phương"), null=True, blank=True)
    search_key = SearchKeyField(sources=("full_name",))
    given_name_key = GivenNameKeyField(sources=("full_name",))

    objects = OfficeHolderQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = False
        verbose_name = _("người giữ chức danh")
        verbose_name_plural = _("người giữ chức danh")

    def __str__(self):
        return self.full_name


track(Organisation)
track(OrganisationVersion, exclude=["search_key", "sort_key"])
track(OrganisationUnit)
track(MemberCount)
track(OfficeHolder, exclude=["search_key", "given_name_key"])
