"""Households and their groups: targets of the commune's part of the chain. Private, and no units.

Who sees their rows and who counts them only: `branches.querysets.households`.
"""

import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from branches.models.units import Unit
from branches.querysets.households import (
    HouseholdGroupQuerySet,
    HouseholdMembershipQuerySet,
    HouseholdQuerySet,
    HouseholdReadQuerySet,
    HouseholdTagQuerySet,
)
from branches.tag_rules import is_forbidden
from common.citizen_numbers import holds_citizen_number
from common.fields import GivenNameKeyField, KeyField, SearchKeyField
from common.history import track
from common.records import Dated, no_overlap

FORBIDDEN_TAG = _(
    "Diện hộ chỉ nói về đời sống và chính sách: không phân loại hộ theo chính trị, tôn giáo, dân tộc, "
    "quan hệ ở nước ngoài hay vi phạm pháp luật."
)


class HouseholdGroup(Dated):
    """Tổ nhân dân tự quản, nhóm hộ: below the hamlet (Bến Tre)."""

    key = KeyField()
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="household_groups", verbose_name=_("ấp, thôn, khu phố")
    )
    code = models.CharField(_("mã"), max_length=30, unique=True)
    name = models.CharField(_("tên"), max_length=150)
    end_reason = models.CharField(_("vì sao kết thúc"), max_length=300, blank=True)

    objects = HouseholdGroupQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = False
        verbose_name = _("tổ, nhóm hộ")
        verbose_name_plural = _("tổ, nhóm hộ")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("dashboard:household_group_page", args=[self.key])


class Household(Dated):
    """What is known of it is little on purpose (domain.md 8.2 rule 4). It is called by its code: its head is named to those
    alone who may read the row."""

    key = KeyField()
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="households", verbose_name=_("ấp, thôn, khu phố")
    )
    code = models.CharField(_("mã"), max_length=30, unique=True)
    head_name = models.CharField(_("chủ hộ"), max_length=120)
    people = models.PositiveSmallIntegerField(_("số người"), null=True, blank=True)
    address = models.CharField(_("địa chỉ"), max_length=200, blank=True)
    end_reason = models.CharField(_("vì sao kết thúc"), max_length=300, blank=True)
    search_key = SearchKeyField(sources=("code", "head_name"))
    given_name_key = GivenNameKeyField(sources=("head_name",))
    tags = models.ManyToManyField(
        "branches.HouseholdTag",
        through="branches.HouseholdTagging",
        related_name="households",
        verbose_name=_("diện"),
    )

    objects = HouseholdQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = False
        verbose_name = _("hộ gia đình")
        verbose_name_plural = _("hộ gia đình")

    def __str__(self):
        return self.code

    def get_absolute_url(self):
        return reverse("dashboard:household_page", args=[self.key])

    def clean(self):
        super().clean()
        errors = {}
        for name in ("code", "head_name", "address"):
            if holds_citizen_number(getattr(self, name)):
                errors[name] = _("Không ghi số căn cước, số định danh của ai vào đây (dãy 12 chữ số).")
        if errors:
            raise ValidationError(errors)

    def group_on(self, day) -> HouseholdGroup | None:
        """Its group of that day; of rows of `with_groups` without a query."""
        return next((each.group for each in self.memberships.all() if each.holds_on(day)), None)


class HouseholdMembership(Dated):
    """In which group a household is: one a day. Moving ends the one and begins the other; the past stays as it was."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="memberships")
    group = models.ForeignKey(
        HouseholdGroup,
        on_delete=models.PROTECT,
        related_name="memberships",
        verbose_name=_("tổ, nhóm hộ"),
    )

    objects = HouseholdMembershipQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = False
        verbose_name = _("tổ của hộ")
        verbose_name_plural = _("tổ của hộ")
        constraints = [
            *Dated.Meta.constraints,
            no_overlap(
                "household_id",
                name="branches_household_is_in_one_group_a_day",
                message=_("Hộ đã ở một tổ, nhóm hộ trong những ngày này."),
            ),
        ]

    def __str__(self):
        return self.group.name

    def clean(self):
        super().clean()
        # A group of a hamlet that was merged lies where that hamlet is found today.
        if self.group.unit.access_path != self.household.unit.access_path:
            raise ValidationError({"group": _("Tổ, nhóm hộ này thuộc ấp, thôn, khu phố khác.")})


class HouseholdTag(models.Model):
    """What a household is counted as: poor, with merits … A table that staff extend; livelihood and policy alone."""

    code = models.SlugField(_("mã"), unique=True)
    name = models.CharField(_("tên diện hộ"), max_length=60, unique=True)
    sort = models.PositiveSmallIntegerField(_("thứ tự"), default=100)
    is_active = models.BooleanField(_("đang dùng"), default=True)

    objects = HouseholdTagQuerySet.as_manager()

    class Meta:
        verbose_name = _("diện hộ")
        verbose_name_plural = _("diện hộ")
        ordering = ["sort", "name"]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if is_forbidden(self.name):
            raise ValidationError({"name": FORBIDDEN_TAG})


class HouseholdTagging(Dated):
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="taggings")
    tag = models.ForeignKey(
        HouseholdTag, on_delete=models.PROTECT, related_name="taggings", verbose_name=_("diện hộ")
    )

    class Meta(Dated.Meta):
        abstract = False
        verbose_name = _("diện của hộ")
        verbose_name_plural = _("diện của hộ")
        constraints = [
            *Dated.Meta.constraints,
            no_overlap(
                "household_id",
                "tag_id",
                name="branches_household_has_a_tag_once_a_day",
                message=_("Hộ đã thuộc diện này trong những ngày này."),
            ),
        ]

    def __str__(self):
        return self.tag.name


class HouseholdRead(models.Model):
    """Every opening of a household's page, of the rows of a hamlet by whoever else only counts them, and of an export: written
    before anything is shown (domain.md 8.2 rules 8 and 10)."""

    class Way(models.TextChoices):
        PAGE = "page", _("xem hộ")
        ROWS = "rows", _("xem danh sách khi cần")
        EXPORT = "export", _("xuất danh sách")
        PAPER = "paper", _("in phiếu hộ")

    # None: all households of `unit`.
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, null=True, blank=True, related_name="reads"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="household_reads")
    way = models.CharField(_("cách xem"), max_length=6, choices=Way, default=Way.PAGE)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(db_default=Now(), editable=False)
    reason = models.CharField(_("lý do xem"), max_length=300, blank=True)

    objects = HouseholdReadQuerySet.as_manager()

    class Meta:
        verbose_name = _("lượt xem hộ")
        verbose_name_plural = _("lượt xem hộ")
        ordering = ["-read_at", "-pk"]
        triggers = [
            pgtrigger.Protect(name="reading_stays_logged", operation=pgtrigger.Update | pgtrigger.Delete),
        ]


track(HouseholdGroup, events=("update", "delete"))
track(
    Household,
    exclude=["search_key", "given_name_key"],
    events=("update", "delete"),
    # Before there were memberships a household had one group, whatever the day.
    former={
        "group": models.ForeignKey(
            HouseholdGroup,
            on_delete=models.DO_NOTHING,
            null=True,
            blank=True,
            db_constraint=False,
            related_name="+",
            related_query_name="+",
            verbose_name=_("tổ, nhóm hộ"),
        )
    },
)
track(HouseholdMembership, events=("update", "delete"))
track(HouseholdTag)
track(HouseholdTagging, events=("update", "delete"))
