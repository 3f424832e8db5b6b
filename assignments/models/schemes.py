"""A scheme says who follows what, how many, how often and how freely. The five localities are five sets of values."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assignments.models.cadres import CadreGroup
from assignments.querysets.schemes import SchemeQuerySet
from branches.models import Level, OfficialDocument, Unit
from common.fields import KeyField, SearchKeyField, SortKeyField
from common.history import track
from common.records import Dated


class Scheme(Dated):
    """One scheme of one committee. Hard limits are refused by the database, wanted numbers are only shown."""

    class TargetKind(models.TextChoices):
        UNIT = "unit", _("đơn vị")
        ORGANISATION = "organisation", _("tổ chức đảng")
        ZONE = "zone", _("cụm xã, tiểu vùng")
        HOUSEHOLD = "household", _("hộ gia đình")
        GROUP = "group", _("tổ, nhóm hộ")

    class AssigneeKind(models.TextChoices):
        CADRE = "cadre", _("cán bộ")
        TEAM = "team", _("tổ công tác")
        AGENCY = "agency", _("cơ quan")

    class Choice(models.TextChoices):
        ANY = "any", _("chi bộ bất kỳ")
        ZONE = "zone", _("chi bộ trong cụm phụ trách")
        COMMUNE = "commune", _("chi bộ trong xã được phân công")
        BRANCH = "branch", _("đúng chi bộ được phân công")

    key = KeyField()
    code = models.SlugField(_("mã"), unique=True, max_length=60)
    name = models.CharField(_("tên"), max_length=200)
    issuer = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="schemes", verbose_name=_("cấp ủy ban hành của")
    )
    parent_scheme = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="child_schemes",
        verbose_name=_("nối với"),
    )
    preset = models.CharField(_("mẫu"), max_length=20, blank=True)
    target_kind = models.CharField(_("theo dõi"), max_length=12, choices=TargetKind, default=TargetKind.UNIT)
    target_level = models.ForeignKey(
        Level,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cấp được theo dõi"),
    )
    assignee_kinds = ArrayField(
        models.CharField(max_length=6, choices=AssigneeKind),
        default=list,
        verbose_name=_("ai được phân công"),
    )
    eligible_groups = models.ManyToManyField(
        CadreGroup, blank=True, related_name="schemes", verbose_name=_("nhóm được phân công")
    )
    max_assignees_per_target = models.PositiveSmallIntegerField(
        _("nhiều nhất bao nhiêu người một nơi"), null=True, blank=True
    )
    max_targets_per_assignee = models.PositiveSmallIntegerField(
        _("nhiều nhất bao nhiêu nơi một người"), null=True, blank=True
    )
    wanted_targets_per_assignee = models.PositiveSmallIntegerField(
        _("nên bao nhiêu nơi một người"), null=True, blank=True
    )
    choice = models.CharField(_("được chọn dự"), max_length=10, choices=Choice, default=Choice.BRANCH)
    # {group code: choice}, where a group may choose further than `choice` says (Kim Sơn).
    choice_by_group = models.JSONField(_("được chọn dự theo nhóm"), default=dict, blank=True)
    turns_per_month = models.PositiveSmallIntegerField(_("số lượt dự mỗi tháng"), null=True, blank=True)
    # Bến Tre 4.9: conferences of the committees take attendance and quota in the same way, and are counted apart.
    committee_turns_per_month = models.PositiveSmallIntegerField(
        _("số lượt dự hội nghị cấp ủy mỗi tháng"), null=True, blank=True
    )
    is_announced = models.BooleanField(_("có báo trước"), default=True)
    report_days = models.PositiveSmallIntegerField(_("báo cáo trong bao nhiêu ngày"), null=True, blank=True)
    late_entry_hours = models.PositiveSmallIntegerField(_("quá hạn bao nhiêu giờ là nhập muộn"), default=72)
    # Bến Tre 4.12: to the leader in charge of the zone or district first, then to the board.
    leader_reads_first = models.BooleanField(_("người phụ trách địa bàn xem trước"), default=False)
    is_pilot = models.BooleanField(_("thí điểm"), default=False)
    pilot_ends_on = models.DateField(_("thí điểm đến"), null=True, blank=True)
    motto = models.CharField(_("phương châm"), max_length=300, blank=True)
    assignee_duties = models.TextField(_("trách nhiệm của người được phân công"), blank=True)
    assignee_powers = models.TextField(_("quyền hạn của người được phân công"), blank=True)
    host_duties = models.TextField(_("trách nhiệm của cấp ủy nơi được theo dõi"), blank=True)
    charter = models.ForeignKey(
        OfficialDocument,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="chartered_schemes",
        verbose_name=_("quy định về trách nhiệm, quyền hạn"),
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    search_key = SearchKeyField(sources=("name", "code"))
    sort_key = SortKeyField(sources=("name",))

    objects = SchemeQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = False
        verbose_name = _("chủ trương phân công")
        verbose_name_plural = _("chủ trương phân công")
        ordering = ["sort_key", "id"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("assignments:scheme_page", args=[self.key])

    def choice_for(self, group_code: str) -> str:
        """How far a cadre of this group may choose the branch that he attends."""
        return self.choice_by_group.get(group_code, self.choice)


class SchemeDocument(models.Model):
    """A scheme rests on several documents of any level (Bình Đại: decision 634 and plan 37)."""

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="document_links")
    document = models.ForeignKey(OfficialDocument, on_delete=models.PROTECT, related_name="scheme_links")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "document"],
                name="assignments_scheme_rests_on_a_document_once",
                violation_error_message=_("Chủ trương đã dựa trên văn bản này."),
            )
        ]


track(Scheme, exclude=["search_key", "sort_key"])
