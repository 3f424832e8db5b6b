"""The round: visits gathered for a conference, and the conclusion notice built from them (Kim Sơn 3.21–3.22)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assignments.models import Scheme
from branches.models import Organisation, Unit
from common.fields import KeyField
from common.history import track
from common.records import Dated, Voidable, no_overlap, point_range
from matters.models import Conference
from reports.models.reports import Report
from reports.querysets.rounds import ConclusionQuerySet, LineQuerySet, RoundQuerySet

# What an issued notice says: it stays; a wrong one is voided and made anew.
SAID = (
    "round_id", "issuer_id", "number", "issued_on", "place", "intro", "followup", "recipients", "signer_authority",
    "signer_post", "signer", "figures",
)  # fmt: skip
_DIFFERS = " OR ".join(f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in SAID)
# Locked first, looked at after: of a line that is written while the notice is issued, one waits for the other.
_CLOSED = """
    PERFORM 1 FROM reports_conclusion WHERE id IN ({ids}) FOR SHARE;
    IF EXISTS (SELECT 1 FROM reports_conclusion WHERE id IN ({ids}) AND issued_on IS NOT NULL) THEN
        RAISE EXCEPTION 'an issued conclusion says what it said'
            USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""
_LINE_IDS = "NEW.conclusion_id, OLD.conclusion_id"
_SOURCE_IDS = "SELECT conclusion_id FROM reports_conclusionline WHERE id IN (NEW.line_id, OLD.line_id)"


class Round(Dated):
    """A period that staff open and close, a month by default: what is reported on meetings in it belongs to it. `scheme`
    None: of all schemes of the issuer. Closed, its figures stand in the conclusion."""

    key = KeyField()
    issuer = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="rounds", verbose_name=_("cấp ủy của")
    )
    scheme = models.ForeignKey(
        Scheme,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="rounds",
        verbose_name=_("chủ trương"),
    )
    name = models.CharField(_("tên đợt"), max_length=150)
    conference = models.ForeignKey(
        Conference,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="rounds",
        verbose_name=_("hội nghị phản ánh"),
    )
    closed_on = models.DateField(_("chốt ngày"), null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = RoundQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = False
        verbose_name = _("đợt dự sinh hoạt")
        verbose_name_plural = _("đợt dự sinh hoạt")
        ordering = ["-starts_on", "-id"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_on__isnull=False),
                name="reports_round_has_a_last_day",
                violation_error_message=_("Đợt phải có ngày cuối."),
            ),
            no_overlap(
                "issuer_id",
                point_range(Coalesce(F("scheme"), 0)),
                name="reports_rounds_of_a_committee_do_not_overlap",
                message=_("Đã có một đợt khác trong thời gian này."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("reports:round_page", args=[self.key])

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


class RoundStep(models.Model):
    """When a round was closed and opened again, by whom and why; nothing is ever taken from it."""

    class Step(models.TextChoices):
        OPENED = "opened", _("mở đợt")
        CHANGED = "changed", _("sửa tên, ngày")
        CLOSED = "closed", _("chốt")
        REOPENED = "reopened", _("mở lại")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=8, choices=Step)
    happened_on = models.DateField(_("ngày"))
    note = models.CharField(_("lý do"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(step="reopened") | ~Q(note=""),
                name="reports_round_is_reopened_with_a_reason",
                violation_error_message=_("Mở lại một đợt đã chốt phải nêu lý do."),
            )
        ]
        triggers = [
            pgtrigger.Protect(name="step_of_a_round_stays", operation=pgtrigger.Update | pgtrigger.Delete)
        ]


class Conclusion(Voidable):
    """The notice of conclusions of a round. Issued, it stays; a wrong one is voided and made anew. The number is typed by
    the office ("DỰ THẢO" until then); `figures` are the round's numbers as they were when it was issued."""

    key = KeyField()
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="conclusions")
    issuer = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(_("số, ký hiệu"), max_length=40, blank=True)
    issued_on = models.DateField(_("ngày ký"), null=True, blank=True)
    place = models.CharField(_("nơi ký"), max_length=80, blank=True)
    intro = models.TextField(_("phần mở đầu"), blank=True)
    followup = models.TextField(_("tổ chức thực hiện"), blank=True)
    recipients = models.TextField(_("nơi nhận"), blank=True)
    signer_authority = models.CharField(_("thẩm quyền ký"), max_length=120, blank=True)
    signer_post = models.CharField(_("chức vụ người ký"), max_length=120, blank=True)
    signer = models.CharField(_("người ký"), max_length=120, blank=True)
    figures = models.JSONField(default=dict, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ConclusionQuerySet.as_manager()

    class Meta(Voidable.Meta):
        abstract = False
        verbose_name = _("thông báo kết luận")
        verbose_name_plural = _("thông báo kết luận")
        ordering = ["-id"]
        constraints = [
            *Voidable.Meta.constraints,
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(voided_at=None),
                name="reports_round_has_one_conclusion",
                violation_error_message=_("Đợt này đã có thông báo kết luận."),
            ),
            models.CheckConstraint(
                condition=Q(issued_on=None) | ~Q(number=""),
                name="reports_issued_conclusion_has_a_number",
                violation_error_message=_("Thông báo đã ký phải có số."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="issued_conclusion_says_what_it_said",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(f"OLD.issued_on IS NOT NULL AND ({_DIFFERS})"),
            ),
            pgtrigger.Protect(
                name="issued_conclusion_is_never_deleted",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.issued_on IS NOT NULL"),
            ),
        ]

    def __str__(self):
        return self.number or str(_("DỰ THẢO"))

    def get_absolute_url(self):
        return reverse("reports:conclusion_page", args=[self.key])

    @property
    def is_issued(self) -> bool:
        return self.issued_on is not None


class ConclusionLine(models.Model):
    """One sentence of the notice, tied to the reports that it rests on. `required`: what must be put right, by whom
    (`organisation`) and until when; it becomes a Remedy when the notice is issued."""

    class Part(models.TextChoices):
        PRAISE = "praise", _("làm tốt")
        SHORTCOMING = "shortcoming", _("còn hạn chế")
        REQUIRED = "required", _("phải khắc phục")

    key = KeyField()
    conclusion = models.ForeignKey(Conclusion, on_delete=models.PROTECT, related_name="lines")
    part = models.CharField(_("phần"), max_length=11, choices=Part)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="conclusion_lines",
        verbose_name=_("tổ chức đảng"),
    )
    text = models.TextField(_("nội dung"))
    due_on = models.DateField(_("xong trước ngày"), null=True, blank=True)
    sort = models.PositiveSmallIntegerField(default=0)
    reports = models.ManyToManyField(
        Report,
        blank=True,
        through="ConclusionSource",
        related_name="conclusion_lines",
        verbose_name=_("báo cáo làm căn cứ"),
    )

    objects = LineQuerySet.as_manager()

    class Meta:
        ordering = ["part", "sort", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(part="required") | Q(organisation__isnull=False, due_on__isnull=False),
                name="reports_required_says_who_and_until_when",
                violation_error_message=_("Việc phải khắc phục cần ghi tổ chức nào làm và thời hạn."),
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="line_of_an_issued_conclusion_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=_CLOSED.format(ids=_LINE_IDS, name="line_of_an_issued_conclusion_stays"),
            )
        ]


class ConclusionSource(models.Model):
    """A report on which a sentence rests."""

    line = models.ForeignKey(ConclusionLine, on_delete=models.CASCADE, related_name="sources")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "report"], name="reports_sentence_rests_once_on_a_report")
        ]
        triggers = [
            pgtrigger.Trigger(
                name="source_of_an_issued_conclusion_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=_CLOSED.format(ids=_SOURCE_IDS, name="source_of_an_issued_conclusion_stays"),
            )
        ]


track(Round)
track(Conclusion)
track(ConclusionLine)
