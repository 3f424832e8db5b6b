"""Resources that were mobilised, and what is worth copying."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assignments.models import Cadre, Scheme
from branches.models import Unit
from common.fields import KeyField, SearchKeyField
from common.history import track
from common.records import Voidable
from matters.models.topics import Topic
from matters.querysets.resources import ContributionQuerySet, GoodPracticeQuerySet


class Contribution(Voidable):
    """Resources mobilised (Bình Đại 0.19: "more than 276 million đồng"): whole đồng, with its qualifier, or in kind."""

    class Qualifier(models.TextChoices):
        EXACT = "exact", _("đúng")
        MORE_THAN = "more_than", _("hơn")
        ABOUT = "about", _("khoảng")

    key = KeyField()
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="contributions", verbose_name=_("địa bàn")
    )
    issuer = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    happened_on = models.DateField(_("ngày"))
    topic = models.ForeignKey(
        Topic,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=_("lĩnh vực"),
    )
    amount = models.BigIntegerField(_("số tiền (đồng)"), null=True, blank=True)
    qualifier = models.CharField(_("là"), max_length=9, choices=Qualifier, default=Qualifier.EXACT)
    in_kind = models.CharField(_("hiện vật"), max_length=200, blank=True)
    quantity = models.CharField(_("số lượng"), max_length=60, blank=True)
    donor = models.CharField(_("nguồn"), max_length=200, blank=True)
    cadre = models.ForeignKey(
        Cadre,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=_("cán bộ vận động"),
    )
    scheme = models.ForeignKey(
        Scheme,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=_("chủ trương"),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # A row of the office's list that an officer found to be the same as one that came with a report: voided for its sake.
    duplicate_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="duplicates"
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    donor_key = SearchKeyField(sources=("donor",))

    objects = ContributionQuerySet.as_manager()

    class Meta(Voidable.Meta):
        abstract = False
        verbose_name = _("nguồn lực vận động")
        verbose_name_plural = _("nguồn lực vận động")
        ordering = ["-happened_on", "-id"]
        constraints = [
            *Voidable.Meta.constraints,
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
            models.CheckConstraint(
                condition=Q(duplicate_of=None) | Q(voided_at__isnull=False),
                name="matters_double_contribution_is_voided",
            ),
        ]


class GoodPractice(Voidable):
    """A model or a good way of doing that others may copy (Bến Tre 4.14). Whoever reports it tells those above; once it is
    published, everybody on the committee's ground finds it in the library."""

    key = KeyField()
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="good_practices", verbose_name=_("địa bàn")
    )
    issuer = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    noted_on = models.DateField(_("ngày"))
    title = models.CharField(_("tên"), max_length=200)
    text = models.TextField(_("cách làm, kết quả"), blank=True)
    topic = models.ForeignKey(
        Topic,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="good_practices",
        verbose_name=_("lĩnh vực"),
    )
    cadre = models.ForeignKey(
        Cadre, on_delete=models.PROTECT, null=True, blank=True, related_name="good_practices"
    )
    published_on = models.DateField(_("phổ biến ngày"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    search_key = SearchKeyField(sources=("title", "text"))

    objects = GoodPracticeQuerySet.as_manager()

    class Meta(Voidable.Meta):
        abstract = False
        verbose_name = _("mô hình, cách làm hay")
        verbose_name_plural = _("mô hình, cách làm hay")
        ordering = ["-noted_on", "-id"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("matters:practice_page", args=[self.key])


track(Contribution, exclude=["donor_key"])
track(GoodPractice, exclude=["search_key"])
