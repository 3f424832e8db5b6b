"""Agencies: where cadres work, and who must answer."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from branches.models.units import Unit
from branches.querysets.bodies import AgencyQuerySet
from common.fields import KeyField, SearchKeyField, SortKeyField
from common.history import track


class AgencyKind(models.Model):
    """Organisation board, committee office, front, mass organisation, department …: staff add their own."""

    code = models.SlugField(_("mã"), unique=True)
    name = models.CharField(_("tên"), max_length=100, unique=True)
    is_party_block = models.BooleanField(_("khối đảng, đoàn thể"), default=False)

    class Meta:
        verbose_name = _("loại cơ quan")
        verbose_name_plural = _("loại cơ quan")
        ordering = ["name"]

    def __str__(self):
        return self.name


class Agency(models.Model):
    """An office of a unit's system. Merged agencies stay, closed, and point to the one that took them."""

    key = KeyField()
    code = models.CharField(_("mã"), max_length=30, unique=True)
    name = models.CharField(_("tên"), max_length=200)
    kind = models.ForeignKey(AgencyKind, on_delete=models.PROTECT, verbose_name=_("loại"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="agencies", verbose_name=_("thuộc"))
    closed_on = models.DateField(_("kết thúc"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_from",
        verbose_name=_("nhập vào"),
    )
    search_key = SearchKeyField(sources=("name", "code"))
    sort_key = SortKeyField(sources=("name",))

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("cơ quan")
        verbose_name_plural = _("cơ quan")
        ordering = ["sort_key", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | models.Q(closed_on__isnull=False),
                name="branches_merged_agency_is_closed",
                violation_error_message=_("Cơ quan đã nhập vào cơ quan khác phải có ngày kết thúc."),
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("dashboard:agency_page", args=[self.key])


track(Agency, exclude=["search_key", "sort_key"])
