"""Letters of introduction (Kim Sơn 3.15): person, post, territory and period, never the day of a visit."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assignments.models import Assignment, Cadre, Scheme
from branches.models import Unit
from common.fields import KeyField
from common.history import track
from common.records import Dated
from meetings.querysets.letters import LetterQuerySet


def new_code() -> str:
    return secrets.token_urlsafe(16)


class Letter(Dated):
    """What stands on paper is kept as it was on that day. The number is typed by the office: "DỰ THẢO" until then. The
    code of the QR leads to a page that says valid or not valid and until when, and nothing else."""

    key = KeyField()
    code = models.CharField(max_length=40, unique=True, default=new_code, editable=False)
    cadre = models.ForeignKey(Cadre, on_delete=models.PROTECT, related_name="letters")
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="letters")
    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, null=True, blank=True, related_name="letters"
    )
    issuer = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="letters")
    number = models.CharField(_("số, ký hiệu"), max_length=40, blank=True)
    issued_on = models.DateField(_("ngày ký"), null=True, blank=True)
    full_name = models.CharField(_("họ và tên"), max_length=120)
    post = models.CharField(_("chức vụ, đơn vị công tác"), max_length=300, blank=True)
    territory = models.TextField(_("địa bàn"))
    addressee = models.TextField(_("kính gửi"))
    basis = models.CharField(_("căn cứ"), max_length=300, blank=True)
    signer_authority = models.CharField(_("thẩm quyền ký"), max_length=120, blank=True)
    signer_post = models.CharField(_("chức vụ người ký"), max_length=120, blank=True)
    signer = models.CharField(_("người ký"), max_length=120, blank=True)
    batch = models.CharField(max_length=10, blank=True, db_index=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    revoke_reason = models.CharField(max_length=300, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = LetterQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = False
        verbose_name = _("giấy giới thiệu")
        verbose_name_plural = _("giấy giới thiệu")
        ordering = ["-starts_on", "-id"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_on__isnull=False),
                name="meetings_letter_has_a_last_day",
                violation_error_message=_("Giấy giới thiệu phải có ngày hết hạn."),
            ),
            models.CheckConstraint(
                condition=Q(number="") | Q(issued_on__isnull=False),
                name="meetings_numbered_letter_has_a_date",
                violation_error_message=_("Giấy đã có số thì phải có ngày ký."),
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoke_reason="")
                | Q(revoked_at__isnull=False) & ~Q(revoke_reason=""),
                name="meetings_letter_is_revoked_with_a_reason",
                violation_error_message=_("Thu hồi giấy giới thiệu phải nêu lý do."),
            ),
        ]

    def __str__(self):
        return self.number or str(_("DỰ THẢO"))


track(Letter, exclude=["code"])
