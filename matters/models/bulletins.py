"""Information for those who follow: what to know before the next meeting (Bến Tre 4.28)."""

import pgtrigger
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

# What was sent stays as it was sent; a wrong one is withdrawn and another one written.
SENT = ("key", "issuer_id", "scheme_id", "level_id", "title", "text", "published_on", "published_by_id")
_DIFFERS = " OR ".join(f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in SENT)
_WITHDRAWN = (
    "OLD.withdrawn_on IS NOT NULL AND (OLD.withdrawn_on, OLD.withdraw_reason)"
    " IS DISTINCT FROM (NEW.withdrawn_on, NEW.withdraw_reason)"
)
# Locked first, looked at after: of a document that is added while the bulletin is sent, one waits for the other.
_DOCUMENTS_STAY = """
    PERFORM 1 FROM matters_bulletin WHERE id IN (NEW.bulletin_id, OLD.bulletin_id) FOR SHARE;
    IF EXISTS (
        SELECT 1 FROM matters_bulletin
        WHERE id IN (NEW.bulletin_id, OLD.bulletin_id) AND published_on IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'a bulletin that was sent says what it said'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'documents_of_a_sent_bulletin_stay';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


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
        triggers = [
            pgtrigger.Protect(
                name="sent_bulletin_says_what_it_said",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    f"OLD.published_on IS NOT NULL AND ({_DIFFERS}) OR {_WITHDRAWN}"
                ),
            ),
            pgtrigger.Protect(
                name="sent_bulletin_is_never_deleted",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.published_on IS NOT NULL"),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("matters:bulletin_page", args=[self.key])

    @property
    def state(self) -> str:
        if self.published_on is None:
            return "draft"
        return "standing" if self.withdrawn_on is None else "withdrawn"


class BulletinDocument(Bulletin.documents.through):
    """A document that a bulletin names: fixed with its words."""

    class Meta:
        proxy = True
        triggers = [
            pgtrigger.Trigger(
                name="documents_of_a_sent_bulletin_stay",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=_DOCUMENTS_STAY,
            )
        ]


class BulletinRead(models.Model):
    bulletin = models.ForeignKey(Bulletin, on_delete=models.PROTECT, related_name="reads")
    cadre = models.ForeignKey(Cadre, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "cadre"], name="matters_bulletin_is_read_once")
        ]


track(Bulletin)
