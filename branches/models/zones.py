"""Clusters of communes: tiểu vùng (Bình Đại), tiểu khu in Kim Sơn's sense, cụm xã."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from branches.models.units import Unit
from branches.querysets.bodies import ZoneQuerySet
from common.fields import KeyField, SearchKeyField, SortKeyField
from common.history import track
from common.records import Dated, no_overlap


class Zone(Dated):
    """A cluster of communes that a unit's committee makes. Who leads it is an assignment."""

    key = KeyField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="zones", verbose_name=_("thuộc"))
    code = models.CharField(_("mã"), max_length=30, unique=True)
    name = models.CharField(_("tên"), max_length=150)
    kind = models.CharField(_("loại"), max_length=60, blank=True)
    search_key = SearchKeyField(sources=("name", "code"))
    sort_key = SortKeyField(sources=("name",))

    objects = ZoneQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = False
        verbose_name = _("cụm xã, tiểu vùng")
        verbose_name_plural = _("cụm xã, tiểu vùng")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("dashboard:zone_page", args=[self.key])


class ZoneMember(Dated):
    """A commune in a zone for a while."""

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="members")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="zone_memberships")

    class Meta(Dated.Meta):
        abstract = False
        verbose_name = _("xã trong cụm")
        verbose_name_plural = _("xã trong cụm")
        constraints = [
            *Dated.Meta.constraints,
            no_overlap(
                "zone_id",
                "unit_id",
                name="branches_commune_is_in_a_zone_once",
                message=_("Xã này đã thuộc cụm trong những ngày này."),
            ),
        ]


track(Zone, exclude=["search_key", "sort_key"])
track(ZoneMember)
