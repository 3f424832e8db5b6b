"""The review of a period (sơ kết, tổng kết), frozen for good, and what is said about a cadre's year."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assignments.models import Cadre, Scheme
from branches.models import Organisation, Unit
from common.fields import KeyField
from common.history import track
from common.records import Dated, Voidable
from reports.querysets.reviews import NoteQuerySet, ReviewQuerySet

FROZEN = ("issuer_id", "unit_id", "scheme_id", "starts_on", "ends_on", "figures", "frozen_at", "kind")
_DIFFERS = " OR ".join(f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in FROZEN)
SAID = ("title", "intro", "results", "shortcomings", "directions", "number", "signed_on")
_SAID_DIFFERS = " OR ".join(f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in SAID)


class Review(Dated, Voidable):
    """`figures` are `reviewing.review_figures` as JSON with the words beside them (`facts.review_words`), taken once: opened a
    year later they are the same. `unit` is what is reviewed, `issuer` whose paper it is. The text is finished by an officer
    until the paper has its number."""

    class Kind(models.TextChoices):
        INTERIM = "interim", _("sơ kết")
        FINAL = "final", _("tổng kết")
        OTHER = "other", _("báo cáo kỳ")

    key = KeyField()
    kind = models.CharField(_("loại"), max_length=7, choices=Kind, default=Kind.INTERIM)
    title = models.CharField(_("trích yếu"), max_length=300)
    issuer = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="reviews", verbose_name=_("cấp ủy của")
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("địa bàn"))
    scheme = models.ForeignKey(
        Scheme, on_delete=models.PROTECT, null=True, blank=True, related_name="reviews",
        verbose_name=_("chủ trương"),
    )  # fmt: skip
    figures = models.JSONField(default=dict, editable=False)
    frozen_at = models.DateTimeField(db_default=Now(), editable=False)
    intro = models.TextField(_("phần mở đầu"), blank=True)
    results = models.TextField(_("kết quả, cách làm tốt"), blank=True)
    shortcomings = models.TextField(_("hạn chế, nguyên nhân"), blank=True)
    directions = models.TextField(_("phương hướng, kiến nghị"), blank=True)
    number = models.CharField(_("số, ký hiệu"), max_length=40, blank=True)
    signed_on = models.DateField(_("ngày ký"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("báo cáo sơ kết, tổng kết")
        verbose_name_plural = _("báo cáo sơ kết, tổng kết")
        ordering = ["-ends_on", "-id"]
        constraints = [
            *Dated.Meta.constraints,
            *Voidable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_on__isnull=False),
                name="reports_review_has_a_last_day",
                violation_error_message=_("Kỳ báo cáo phải có ngày cuối."),
            ),
            models.CheckConstraint(
                condition=Q(signed_on=None) | ~Q(number=""),
                name="reports_signed_review_has_a_number",
                violation_error_message=_("Báo cáo đã ký phải có số."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="figures_of_a_review_stay",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(_DIFFERS),
            ),
            pgtrigger.Protect(
                name="signed_review_says_what_it_said",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(f"OLD.signed_on IS NOT NULL AND ({_SAID_DIFFERS})"),
            ),
            pgtrigger.Protect(name="review_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("reports:period_review_page", args=[self.key])

    @property
    def is_signed(self) -> bool:
        return self.signed_on is not None


class ReviewStep(models.Model):
    """Frozen, changed in its words, signed, voided: by whom and when."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(
        max_length=8,
        choices=[
            ("frozen", _("chốt số liệu")), ("changed", _("sửa lời")), ("signed", _("ghi số")), ("voided", _("hủy")),
        ],
    )  # fmt: skip
    happened_on = models.DateField(_("ngày"))
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["recorded_at", "id"]
        triggers = [
            pgtrigger.Protect(name="step_of_a_review_stays", operation=pgtrigger.Update | pgtrigger.Delete)
        ]


class YearNote(Voidable):
    """What one side says about a cadre's year on the evidence sheet (domain.md §3.9): himself, the host committee, the leader
    of his zone, his employer, the board. Words only: no grade is computed or stored. Said anew: the old one is voided."""

    class Side(models.TextChoices):
        SELF = "self", _("tự nhận xét")
        HOST = "host", _("cấp ủy nơi được theo dõi")
        ZONE = "zone", _("người phụ trách cụm")
        EMPLOYER = "employer", _("thủ trưởng đơn vị")
        BOARD = "board", _("Ban Tổ chức")

    key = KeyField()
    cadre = models.ForeignKey(Cadre, on_delete=models.PROTECT, related_name="year_notes")
    year = models.PositiveSmallIntegerField(_("năm"))
    side = models.CharField(_("bên"), max_length=8, choices=Side)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", help_text=_("Nơi người viết nhận xét.")
    )
    # A hamlet can have two branches: each speaks for itself and does not read the other.
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("chi bộ"),
        help_text=_("Chi bộ nhận xét; để trống khi cấp ủy của nơi nói chung."),
    )
    text = models.TextField(_("nhận xét"))
    said_on = models.DateField(_("ngày"))
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = NoteQuerySet.as_manager()

    class Meta(Voidable.Meta):
        abstract = False
        verbose_name = _("nhận xét năm")
        verbose_name_plural = _("nhận xét năm")
        ordering = ["year", "side", "id"]
        constraints = [
            *Voidable.Meta.constraints,
            models.UniqueConstraint(
                fields=["cadre", "year", "side", "unit", "organisation"],
                condition=Q(voided_at=None),
                nulls_distinct=False,
                name="reports_a_side_speaks_once_of_a_year",
                violation_error_message=_("Đã có nhận xét của bên này cho năm đó."),
            ),
            models.CheckConstraint(
                condition=Q(year__gte=2000, year__lte=2100),
                name="reports_note_is_of_a_year",
                violation_error_message=_("Năm phải từ 2000 đến 2100."),
            ),
        ]


track(Review)
track(YearNote)
