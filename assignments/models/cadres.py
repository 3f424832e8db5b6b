"""People who follow units, what they are, and the teams they form."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assignments.querysets.cadres import CadreQuerySet, TeamQuerySet
from branches.models import Agency, Organisation, Unit
from common.fields import GivenNameKeyField, KeyField, SearchKeyField, SortKeyField
from common.history import track
from common.records import Dated, no_overlap


class CadreGroup(models.Model):
    """Standing board, committee member, specialist …: who may be assigned under a scheme. Staff add their own."""

    code = models.SlugField(_("mã"), unique=True)
    name = models.CharField(_("tên"), max_length=120, unique=True)
    sort = models.PositiveSmallIntegerField(_("thứ tự"), default=100)

    class Meta:
        verbose_name = _("nhóm cán bộ")
        verbose_name_plural = _("nhóm cán bộ")
        ordering = ["sort", "name"]

    def __str__(self):
        return self.name


class Post(models.Model):
    """A title (chức vụ): Phó Trưởng ban, Chánh Văn phòng … Staff and imports add to them."""

    name = models.CharField(_("chức vụ"), max_length=150, unique=True)
    group = models.ForeignKey(
        CadreGroup, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("nhóm cán bộ")
    )
    search_key = SearchKeyField(sources=("name",))
    sort_key = SortKeyField(sources=("name",))

    class Meta:
        verbose_name = _("chức vụ")
        verbose_name_plural = _("chức vụ")
        ordering = ["sort_key"]

    def __str__(self):
        return self.name


class Cadre(models.Model):
    """A person who follows units. `unit` is the road for access: the unit whose system he works in.

    Two people of one name are told apart by post and agency; the same person entered twice is merged: the row that
    gave way points to the one that stays (`merged_into`) and keeps its history.
    """

    class LeavingReason(models.TextChoices):
        TRANSFERRED = "transferred", _("chuyển công tác")
        RETIRED = "retired", _("nghỉ hưu")
        DECEASED = "deceased", _("từ trần")
        OTHER = "other", _("lý do khác")

    key = KeyField()
    code = models.CharField(_("mã"), max_length=30, unique=True)
    full_name = models.CharField(_("họ và tên"), max_length=120)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="cadres", verbose_name=_("thuộc"))
    home_unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="residents",
        verbose_name=_("nơi cư trú"),
    )
    expertise = models.TextField(
        _("chuyên môn"), blank=True, help_text=_("Mỗi lĩnh vực cách nhau bằng dấu phẩy.")
    )
    phone = models.CharField(_("điện thoại"), max_length=30, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cadre",
        verbose_name=_("tài khoản"),
    )
    started_on = models.DateField(_("bắt đầu"))
    left_on = models.DateField(_("thôi từ ngày"), null=True, blank=True)
    leaving_reason = models.CharField(_("lý do thôi"), max_length=12, choices=LeavingReason, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_from"
    )
    search_key = SearchKeyField(sources=("full_name", "code"))
    expertise_key = SearchKeyField(sources=("expertise",))
    given_name_key = GivenNameKeyField(sources=("full_name",))

    objects = CadreQuerySet.as_manager()

    class Meta:
        verbose_name = _("cán bộ")
        verbose_name_plural = _("cán bộ")
        ordering = ["given_name_key", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gt=models.F("started_on")),
                name="assignments_cadre_leaves_after_starting",
                violation_error_message=_("Ngày thôi phải sau ngày bắt đầu."),
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=models.F("id")), name="assignments_cadre_is_not_merged_into_itself"
            ),
        ]
        indexes = [models.Index(fields=["unit", "given_name_key"], name="assignments_cadre_unit")]

    def __str__(self):
        return self.full_name

    def get_absolute_url(self):
        return reverse("assignments:cadre_page", args=[self.key])


class CadrePosition(Dated):
    """A cadre in a post of an agency or an organisation; several at once."""

    cadre = models.ForeignKey(
        Cadre, on_delete=models.PROTECT, related_name="positions", verbose_name=_("cán bộ")
    )
    post = models.ForeignKey(Post, on_delete=models.PROTECT, verbose_name=_("chức vụ"))
    agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="positions",
        verbose_name=_("cơ quan"),
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="positions",
        verbose_name=_("tổ chức đảng"),
    )
    group = models.ForeignKey(
        CadreGroup,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="positions",
        verbose_name=_("nhóm cán bộ"),
    )
    is_primary = models.BooleanField(_("chức vụ chính"), default=False)

    class Meta(Dated.Meta):
        abstract = False
        verbose_name = _("chức vụ của cán bộ")
        verbose_name_plural = _("chức vụ của cán bộ")
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(agency__isnull=False, organisation=None)
                | Q(agency=None, organisation__isnull=False),
                name="assignments_position_is_in_one_body",
                violation_error_message=_("Chức vụ phải ở đúng một cơ quan hoặc một tổ chức đảng."),
            ),
            no_overlap(
                "cadre_id",
                "post_id",
                name="assignments_cadre_holds_a_post_once",
                message=_("Cán bộ đã giữ chức vụ này trong những ngày này."),
            ),
        ]

    def __str__(self):
        return str(self.post)


class Team(Dated):
    """A working team with a leader; it follows units as one (TP.HCM's teams of June 2025)."""

    key = KeyField()
    code = models.CharField(_("mã"), max_length=30, unique=True)
    name = models.CharField(_("tên"), max_length=150)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="teams", verbose_name=_("thuộc"))
    search_key = SearchKeyField(sources=("name", "code"))
    sort_key = SortKeyField(sources=("name",))

    objects = TeamQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = False
        verbose_name = _("tổ công tác")
        verbose_name_plural = _("tổ công tác")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("assignments:team_page", args=[self.key])


class TeamMember(Dated):
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="members")
    cadre = models.ForeignKey(Cadre, on_delete=models.PROTECT, related_name="team_memberships")
    is_leader = models.BooleanField(_("tổ trưởng"), default=False)

    class Meta(Dated.Meta):
        abstract = False
        constraints = [
            *Dated.Meta.constraints,
            no_overlap(
                "team_id",
                "cadre_id",
                name="assignments_cadre_is_in_a_team_once",
                message=_("Cán bộ đã ở trong tổ này trong những ngày này."),
            ),
        ]


track(Cadre, exclude=["search_key", "expertise_key", "given_name_key"])
track(CadrePosition)
track(Team, exclude=["search_key", "sort_key"])
track(TeamMember)
