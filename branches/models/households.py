"""Households and their groups: targets of the commune's part of the chain. Private, and no units."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from branches.models.units import Unit
from branches.querysets.bodies import HouseholdQuerySet
from common.fields import KeyField
from common.history import track
from common.records import Dated


class HouseholdGroup(Dated):
    """Tổ nhân dân tự quản, nhóm hộ: below the hamlet (Bến Tre)."""

    key = KeyField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="household_groups")
    code = models.CharField(_("mã"), max_length=30, unique=True)
    name = models.CharField(_("tên"), max_length=150)

    objects = HouseholdQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = False
        verbose_name = _("tổ, nhóm hộ")
        verbose_name_plural = _("tổ, nhóm hộ")

    def __str__(self):
        return self.name


class Household(Dated):
    key = KeyField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="households")
    group = models.ForeignKey(HouseholdGroup, on_delete=models.PROTECT, null=True, blank=True)
    code = models.CharField(_("mã"), max_length=30, unique=True)
    head_name = models.CharField(_("chủ hộ"), max_length=120)

    objects = HouseholdQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = False
        verbose_name = _("hộ gia đình")
        verbose_name_plural = _("hộ gia đình")

    def __str__(self):
        return self.code


track(HouseholdGroup, events=("update", "delete"))
track(Household, events=("update", "delete"))
