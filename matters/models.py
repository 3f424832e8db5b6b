"""What was raised, what was mobilised, what is worth copying. Their life (clocks, answers) grows from these rows."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assignments.models import Cadre, Scheme
from branches.models import Agency, Organisation, Unit
from common.fields import KeyField, SearchKeyField
from common.history import track
from matters.querysets import ContributionQuerySet, GoodPracticeQuerySet, RecommendationQuerySet


class Topic(models.Model):
    """One taxonomy for reports and matters (Quảng Trị 1.11, Kim Sơn 3.8). Dated: a theme of the year ends with it."""

    code = models.SlugField(_("mã"), unique=True)
    name = models.CharField(_("lĩnh vực"), max_length=150, unique=True)
    sort = models.PositiveSmallIntegerField(_("thứ tự"), default=100)
    starts_on = models.DateField(_("từ ngày"), null=True, blank=True)
    ends_on = models.DateField(_("kết thúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("lĩnh vực")
        verbose_name_plural = _("lĩnh vực")
        ordering = ["sort", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gt=F("starts_on")),
                name="matters_topic_ends_after_it_starts",
                violation_error_message=_("Ngày kết thúc phải sau ngày bắt đầu."),
            )
        ]

    def __str__(self):
        return self.name


class Recommendation(models.Model):
    """A matter put to someone who must answer. Solved on the spot is a fact of its own."""

    class Kind(models.TextChoices):
        PROPOSAL = "proposal", _("đề xuất")
        RECOMMENDATION = "recommendation", _("kiến nghị")
        REFLECTION = "reflection", _("phản ánh")
        SOLUTION = "solution", _("giải pháp")
        SCHEME = "scheme", _("về chính chủ trương phân công")

    class Urgency(models.TextChoices):
        NORMAL = "normal", _("bình thường")
        URGENT = "urgent", _("cấp bách")

    class Level(models.TextChoices):
        ON_THE_SPOT = "on_the_spot", _("tại chỗ")
        COMMUNE = "commune", _("cấp xã")
        DISTRICT = "district", _("cấp huyện")
        PROVINCE = "province", _("cấp tỉnh")
        CENTRAL = "central", _("Trung ương")

    key = KeyField()
    reference = models.CharField(_("mã"), max_length=40, unique=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="recommendations", verbose_name=_("địa bàn")
    )
    issuer = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("cấp ủy tiếp nhận")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="recommendations"
    )
    raised_on = models.DateField(_("ngày nêu"))
    kind = models.CharField(_("loại"), max_length=14, choices=Kind, default=Kind.RECOMMENDATION)
    topic = models.ForeignKey(
        Topic, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("lĩnh vực")
    )
    content = models.TextField(_("nội dung"))
    proposed_solution = models.TextField(_("đề nghị giải quyết"), blank=True)
    on_behalf_of = models.CharField(_("thay mặt"), max_length=150, blank=True)
    urgency = models.CharField(_("mức độ"), max_length=6, choices=Urgency, default=Urgency.NORMAL)
    level = models.CharField(_("cấp giải quyết"), max_length=11, choices=Level, blank=True)
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="recommendations"
    )
    is_solved_on_the_spot = models.BooleanField(_("đã giải quyết tại chỗ"), default=False)
    raised_by = models.ForeignKey(
        Cadre, on_delete=models.PROTECT, null=True, blank=True, related_name="recommendations"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    search_key = SearchKeyField(sources=("reference", "content"))

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = _("kiến nghị")
        verbose_name_plural = _("kiến nghị")
        ordering = ["-raised_on", "-id"]
        indexes = [models.Index(fields=["unit", "raised_on"], name="matters_raised_in_unit")]

    def __str__(self):
        return self.reference


class Contribution(models.Model):
    """Resources mobilised (Bình Đại 0.19: "more than 276 million đồng"): whole đồng, with its qualifier, or in kind."""

    class Qualifier(models.TextChoices):
        EXACT = "exact", _("đúng")
        MORE_THAN = "more_than", _("hơn")
        ABOUT = "about", _("khoảng")

    key = KeyField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="contributions")
    issuer = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    happened_on = models.DateField(_("ngày"))
    topic = models.ForeignKey(
        Topic, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("lĩnh vực")
    )
    amount = models.BigIntegerField(_("số tiền (đồng)"), null=True, blank=True)
    qualifier = models.CharField(max_length=9, choices=Qualifier, default=Qualifier.EXACT)
    in_kind = models.CharField(_("hiện vật"), max_length=200, blank=True)
    quantity = models.CharField(_("số lượng"), max_length=60, blank=True)
    donor = models.CharField(_("nguồn"), max_length=200, blank=True)
    cadre = models.ForeignKey(
        Cadre, on_delete=models.PROTECT, null=True, blank=True, related_name="contributions"
    )
    scheme = models.ForeignKey(
        Scheme, on_delete=models.PROTECT, null=True, blank=True, related_name="contributions"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("nguồn lực vận động")
        verbose_name_plural = _("nguồn lực vận động")
        ordering = ["-happened_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0),
                name="matters_contribution_is_not_negative",
                violation_error_message=_("Số tiền không thể âm."),
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=False) | ~Q(in_kind=""),
                name="matters_contribution_is_money_or_in_kind",
                violation_error_message=_("Hãy ghi số tiền hoặc hiện vật."),
            ),
        ]


class GoodPractice(models.Model):
    """A model or a good way of doing that others may copy (Bến Tre 4.14)."""

    key = KeyField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="good_practices")
    issuer = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    noted_on = models.DateField(_("ngày"))
    title = models.CharField(_("tên"), max_length=200)
    text = models.TextField(_("cách làm, kết quả"), blank=True)
    cadre = models.ForeignKey(
        Cadre, on_delete=models.PROTECT, null=True, blank=True, related_name="good_practices"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = GoodPracticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("mô hình, cách làm hay")
        verbose_name_plural = _("mô hình, cách làm hay")
        ordering = ["-noted_on", "-id"]

    def __str__(self):
        return self.title


track(Recommendation, exclude=["search_key"])
track(Contribution)
track(GoodPractice)
