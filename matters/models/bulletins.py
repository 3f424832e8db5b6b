"""Information for those who follow: what to know before the next meeting (Bến Tre 4.28)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assignments.models import Cadre, Scheme
from branches.models import Level, OfficialDocument, Unit
from common.fields import KeyField
from common.history import track
from matters.querysets.bulletins import BulletinQuerySet


class Bulletin(models.Model):
    """For the cadres of a scheme, or of all schemes of the issuer, and where a level is named for those who follow units of
    that level. It is written, then published; once published its words stay."""

    key = KeyField()
    issuer = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="bulletins", verbose_name=_("cấp ủy của")
    )
    scheme = models.ForeignKey(
        Scheme,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="bulletins",
        verbose_name=_("chủ trương"),
    )
    level = models.ForeignKey(
        Level,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người theo dõi cấp"),
    )
    title = models.CharField(_("tiêu đề"), max_length=200)
    text = models.TextField(_("nội dung"))
    documents = models.ManyToManyField(
        OfficialDocument, blank=True, related_name="bulletins", verbose_name=_("văn bản cần nắm")
    )
    published_on = models.DateField(_("ngày gửi"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_on = models.DateField(_("rút ngày"), null=True, blank=True)
    withdraw_reason = models.CharField(_("lý do rút"), max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = BulletinQuerySet.as_manager()

    class Meta:
        verbose_name = _("thông tin cho cán bộ")
        verbose_name_plural = _("thông tin cho cán bộ")
        ordering = ["-published_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_on=None, withdraw_reason="")
                | Q(withdrawn_on__isnull=False, published_on__isnull=False) & ~Q(withdraw_reason=""),
                name="matters_bulletin_is_withdrawn_with_a_reason",
                violation_error_message=_("Rút một thông tin đã gửi phải nêu lý do."),
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("matters:bulletin_page", args=[self.key])


class BulletinRead(models.Model):
    bulletin = models.ForeignKey(Bulletin, on_delete=models.PROTECT, related_name="reads")
    cadre = models.ForeignKey(Cadre, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "cadre"], name="matters_bulletin_is_read_once")
        ]


track(Bulletin)
