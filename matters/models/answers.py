"""Who holds a matter, from when, until when it is due with him; what was answered; and every step of its way."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from branches.models import Agency, OfficialDocument, Unit
from common.fields import KeyField
from common.history import track
from matters.models.recommendations import Recommendation
from matters.querysets.answers import AnswerQuerySet, HandlingQuerySet


class Handling(models.Model):
    """A matter with an agency: the one that leads, or one that works with it, each with a clock of its own. It ends and
    another begins: who holds it, for how long, and how often it moved are read from these rows."""

    class End(models.TextChoices):
        ANSWERED = "answered", _("đã trả lời")
        SENT_UP = "sent_up", _("chuyển cấp trên")
        SENT_BACK = "sent_back", _("trả lại")
        MOVED = "moved", _("chuyển cơ quan khác")
        WITHDRAWN = "withdrawn", _("rút lại")

    key = KeyField()
    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="handlings")
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="handlings", verbose_name=_("cơ quan")
    )
    is_lead = models.BooleanField(_("chủ trì"), default=True)
    asked = models.TextField(_("yêu cầu"), blank=True)
    given_on = models.DateField(_("ngày chuyển"))
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    received_on = models.DateField(_("cơ quan nhận"), null=True, blank=True)
    first_due_on = models.DateField(_("hạn ban đầu"), null=True, blank=True, editable=False)
    due_on = models.DateField(_("hạn trả lời"), null=True, blank=True)
    answered_on = models.DateField(_("ngày trả lời"), null=True, blank=True)
    ended_on = models.DateField(_("kết thúc"), null=True, blank=True)
    ended_as = models.CharField(_("kết thúc vì"), max_length=9, choices=End, blank=True)
    end_reason = models.CharField(_("lý do"), max_length=500, blank=True)

    objects = HandlingQuerySet.as_manager()

    class Meta:
        verbose_name = _("cơ quan giải quyết")
        verbose_name_plural = _("cơ quan giải quyết")
        ordering = ["-is_lead", "given_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation"],
                condition=Q(is_lead=True, ended_on=None),
                name="matters_one_agency_leads",
                violation_error_message=_("Kiến nghị này đã có cơ quan chủ trì."),
            ),
            models.UniqueConstraint(
                fields=["recommendation", "agency"],
                condition=Q(ended_on=None),
                name="matters_agency_holds_a_matter_once",
                violation_error_message=_("Cơ quan này đang giữ kiến nghị."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_as="") | Q(ended_on__isnull=False) & ~Q(ended_as=""),
                name="matters_handling_ends_in_some_way",
                violation_error_message=_("Kết thúc thì ghi ngày và kết thúc vì sao."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("given_on")),
                name="matters_handling_ends_after_it_was_given",
                violation_error_message=_("Ngày kết thúc không thể trước ngày chuyển."),
            ),
            models.CheckConstraint(
                condition=~Q(ended_as="answered") | Q(answered_on__isnull=False),
                name="matters_handling_answered_says_when",
                violation_error_message=_("Đã trả lời thì ghi ngày trả lời."),
            ),
            models.CheckConstraint(
                condition=~Q(ended_as__in=["sent_up", "sent_back", "moved", "withdrawn"]) | ~Q(end_reason=""),
                name="matters_handling_given_away_says_why",
                violation_error_message=_("Trả lại hoặc chuyển đi phải nêu lý do."),
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "due_on"], name="matters_with_agency", condition=Q(ended_on=None)),
        ]


class Answer(models.Model):
    """What an agency, or whoever answers for the committee, answered. Answers stay; a later one says more. `is_final`: of
    the agency that leads or of the committee; a co-agency's goes to the one that leads."""

    key = KeyField()
    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="answers")
    handling = models.ForeignKey(
        Handling, on_delete=models.PROTECT, null=True, blank=True, related_name="answers"
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cơ quan")
    )
    is_final = models.BooleanField(default=True)
    answered_on = models.DateField(_("ngày trả lời"))
    outcome = models.CharField(_("kết quả"), max_length=13, choices=Recommendation.Outcome, blank=True)
    text = models.TextField(_("nội dung trả lời"))
    document = models.ForeignKey(
        OfficialDocument,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("văn bản"),
    )
    # A letter of an agency stands in no register of ours: its number as written on it.
    document_words = models.CharField(_("số, ký hiệu văn bản"), max_length=150, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("trả lời")
        verbose_name_plural = _("trả lời")
        ordering = ["answered_on", "id"]
        triggers = [
            pgtrigger.Protect(name="answer_stays_as_it_was_given", operation=pgtrigger.Update),
        ]


class RecommendationStep(models.Model):
    """What happened to a matter, one line a step; nothing is ever changed in it."""

    class Step(models.TextChoices):
        RAISED = "raised", _("nêu")
        RECEIVED = "received", _("tiếp nhận")
        HANDED = "handed", _("chuyển cơ quan giải quyết")
        AGENCY_RECEIVED = "agency_received", _("cơ quan nhận việc")
        ANSWERED = "answered", _("trả lời")
        OUTCOME = "outcome", _("cập nhật kết quả")
        SENT_UP = "sent_up", _("chuyển cấp trên")
        SENT_BACK = "sent_back", _("trả lại")
        WITHDRAWN = "withdrawn", _("rút lại")
        ASKED_TIME = "asked_time", _("xin thêm thời gian")
        DUE_MOVED = "due_moved", _("dời hạn")
        DIRECTED = "directed", _("chỉ đạo")
        CLIMBED = "climbed", _("quá hạn, báo lên một cấp")
        TOLD = "told", _("thông báo lại nơi nêu")
        UNTOLD = "untold", _("bỏ ghi đã thông báo")
        FEEDBACK = "feedback", _("nơi nêu phản hồi")
        REOPENED = "reopened", _("mở lại")
        CLOSED = "closed", _("kết thúc")
        MERGED = "merged", _("gộp")
        PARTED = "parted", _("tách lại")
        TAKEN_UP = "taken_up", _("đưa vào nghị quyết, chỉ thị")
        CHANGED = "changed", _("sửa nội dung")
        VOIDED = "voided", _("hủy")

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=15, choices=Step)
    happened_on = models.DateField(_("ngày"))
    handling = models.ForeignKey(
        Handling, on_delete=models.PROTECT, null=True, blank=True, related_name="steps"
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(_("ghi chú"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["recorded_at", "id"]
        triggers = [
            pgtrigger.Protect(name="step_of_a_matter_stays", operation=pgtrigger.Update | pgtrigger.Delete)
        ]


class Climb(models.Model):
    """An overdue matter was made known one level higher: `rung` 1 to those who lead the committee that must see to it, 2 to
    those of the unit above, and so on. Once for each clock (`due_on`) and rung."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="climbs")
    handling = models.ForeignKey(
        Handling, on_delete=models.PROTECT, null=True, blank=True, related_name="climbs"
    )
    due_on = models.DateField(_("hạn"))
    rung = models.PositiveSmallIntegerField(_("bậc"))
    climbed_on = models.DateField(_("ngày"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("báo lên"))

    class Meta:
        ordering = ["climbed_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "handling", "due_on", "rung"],
                nulls_distinct=False,
                name="matters_climbs_a_rung_once",
            )
        ]


class TakenUp(models.Model):
    """The resolution or directive that took a matter up (Quảng Trị 1.14)."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="taken_up")
    document = models.ForeignKey(
        OfficialDocument,
        on_delete=models.PROTECT,
        related_name="matters_taken_up",
        verbose_name=_("nghị quyết, chỉ thị"),
    )
    noted_on = models.DateField(_("ngày"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "document"],
                name="matters_taken_up_in_a_document_once",
                violation_error_message=_("Kiến nghị đã gắn với văn bản này."),
            )
        ]


track(Handling)
track(Answer)
track(TakenUp)
