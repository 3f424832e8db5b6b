"""A matter put to someone who must answer. What was said, when each thing happened, and what came of it; who holds it and
what he answered are rows of their own (`matters.models.answers`)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assignments.models import Cadre
from branches.models import Agency, Organisation, Unit
from common.fields import KeyField, SearchKeyField
from common.history import track
from common.records import Voidable
from matters.models.topics import Topic
from matters.models.topics import Urgency as Urgencies
from matters.querysets.recommendations import RecommendationQuerySet

# The lead is locked while it is looked at, and looked at as it is once the lock is had: of two who merge A into B and B
# into C at once the second is refused.
_NO_CHAIN = """
    SELECT merged_into_id INTO above FROM matters_recommendation WHERE id = NEW.merged_into_id FOR SHARE;
    IF above IS NOT NULL OR EXISTS (SELECT 1 FROM matters_recommendation WHERE merged_into_id = NEW.id) THEN
        RAISE EXCEPTION 'a matter that was merged, or that has voices, is merged no further'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'matters_merged_matters_make_no_chain';
    END IF;
    RETURN NEW;
"""


class Recommendation(Voidable):
    """One voice: what one place raised. `merged_into`: it is the same wish as that one, which is the matter and carries the
    handling and the answer ("twelve hamlets, one matter, twelve voices"); told and feedback stay each voice's own.

    `issuer`: the unit whose committee must see to it. `is_shared`: the commune and the branch that it comes from may read
    it, its answers and its way; what a cadre reports over their heads is not theirs until whoever receives it says so.
    *Answered* (`answered_on`) is not *resolved* (`outcome`, which may change after the answer), and neither is *told*.
    """

    class Kind(models.TextChoices):
        PROPOSAL = "proposal", _("đề xuất")
        RECOMMENDATION = "recommendation", _("kiến nghị")
        REFLECTION = "reflection", _("phản ánh")
        SOLUTION = "solution", _("giải pháp")
        SCHEME = "scheme", _("về chính chủ trương phân công")

    Urgency = Urgencies

    class Level(models.TextChoices):
        ON_THE_SPOT = "on_the_spot", _("tại chỗ")
        COMMUNE = "commune", _("cấp xã")
        DISTRICT = "district", _("cấp huyện")
        PROVINCE = "province", _("cấp tỉnh")
        CENTRAL = "central", _("Trung ương")

    class Source(models.TextChoices):
        REPORT = "report", _("báo cáo dự sinh hoạt")
        HOUSEHOLD = "household", _("thăm hộ gia đình")
        DIALOGUE = "dialogue", _("đối thoại")
        CONFERENCE = "conference", _("hội nghị")
        HAND = "hand", _("nhập trực tiếp")
        IMPORT = "import", _("nhập từ danh sách")

    class Outcome(models.TextChoices):
        RESOLVED = "resolved", _("đã giải quyết")
        EXPLAINED = "explained", _("đã giải thích")
        IN_PROGRESS = "in_progress", _("đang giải quyết")
        FORWARDED = "forwarded", _("chuyển cấp trên")
        NOT_COMPETENT = "not_competent", _("không thuộc thẩm quyền")
        NOT_ACCEPTED = "not_accepted", _("không chấp nhận")
        DUPLICATE = "duplicate", _("trùng")

    class Told(models.TextChoices):
        MEETING = "meeting", _("tại buổi sinh hoạt")
        CONFERENCE = "conference", _("tại hội nghị, đối thoại")
        WRITING = "writing", _("bằng văn bản")
        DIRECTLY = "directly", _("gặp, gọi trực tiếp")

    class Satisfaction(models.TextChoices):
        SATISFIED = "satisfied", _("hài lòng")
        NOT_SATISFIED = "not_satisfied", _("chưa hài lòng")

    key = KeyField()
    reference = models.CharField(_("mã"), max_length=40)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="recommendations", verbose_name=_("địa bàn")
    )
    issuer = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("cấp ủy tiếp nhận")
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
        verbose_name=_("chi bộ, đảng bộ"),
    )
    source = models.CharField(_("từ đâu"), max_length=10, choices=Source, default=Source.REPORT)
    raised_on = models.DateField(_("ngày nêu"))
    kind = models.CharField(_("loại"), max_length=14, choices=Kind, default=Kind.RECOMMENDATION)
    topic = models.ForeignKey(
        Topic,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
        verbose_name=_("lĩnh vực"),
    )
    content = models.TextField(_("nội dung"))
    proposed_solution = models.TextField(_("đề nghị giải quyết"), blank=True)
    on_behalf_of = models.CharField(_("thay mặt"), max_length=150, blank=True)
    urgency = models.CharField(_("mức độ"), max_length=6, choices=Urgencies, default=Urgencies.NORMAL)
    level = models.CharField(_("cấp giải quyết"), max_length=11, choices=Level, blank=True)
    # Whom the proposer had in mind; who really holds it is a Handling.
    agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
        verbose_name=_("đề nghị cơ quan"),
    )
    is_solved_on_the_spot = models.BooleanField(_("đã giải quyết tại chỗ"), default=False)
    is_shared = models.BooleanField(_("nơi nêu được xem"), default=False)
    raised_by = models.ForeignKey(
        Cadre,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
        verbose_name=_("cán bộ nêu"),
    )
    received_on = models.DateField(_("ngày tiếp nhận"), null=True, blank=True)
    # Promised by the rule of the day of receiving; `due_on` is where it stands now.
    first_due_on = models.DateField(_("hạn ban đầu"), null=True, blank=True, editable=False)
    due_on = models.DateField(_("hạn trả lời"), null=True, blank=True)
    answered_on = models.DateField(_("ngày trả lời"), null=True, blank=True)
    outcome = models.CharField(_("kết quả"), max_length=13, choices=Outcome, blank=True)
    outcome_reason = models.TextField(_("lý do, nội dung trả lời"), blank=True)
    resolved_on = models.DateField(_("ngày giải quyết xong"), null=True, blank=True)
    told_on = models.DateField(_("ngày thông báo lại"), null=True, blank=True)
    told_how = models.CharField(_("cách thông báo"), max_length=10, choices=Told, blank=True)
    satisfaction = models.CharField(_("ý kiến của nơi nêu"), max_length=13, choices=Satisfaction, blank=True)
    feedback = models.TextField(_("phản hồi"), blank=True)
    closed_on = models.DateField(_("ngày kết thúc"), null=True, blank=True)
    close_reason = models.CharField(_("lý do kết thúc khi chưa thông báo"), max_length=300, blank=True)
    times_reopened = models.PositiveSmallIntegerField(default=0, editable=False)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="voices",
        verbose_name=_("gộp vào"),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    # Made with the form: what the network sends twice is raised once.
    client_key = models.UUIDField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    search_key = SearchKeyField(sources=("reference", "content"))

    objects = RecommendationQuerySet.as_manager()

    class Meta(Voidable.Meta):
        abstract = False
        verbose_name = _("kiến nghị")
        verbose_name_plural = _("kiến nghị")
        ordering = ["-raised_on", "-id"]
        constraints = [
            *Voidable.Meta.constraints,
            # A list that was taken back can be brought in again.
            models.UniqueConstraint(
                fields=["reference"],
                condition=Q(voided_at=None),
                name="matters_reference_stands_once",
                violation_error_message=_("Mã này đã dùng cho một kiến nghị khác."),
            ),
            models.UniqueConstraint(
                fields=["created_by", "client_key"],
                condition=Q(client_key__isnull=False),
                name="matters_form_is_sent_once",
                violation_error_message=_("Kiến nghị này đã gửi rồi."),
            ),
            models.CheckConstraint(
                condition=Q(received_on=None) | Q(received_on__gte=F("raised_on")),
                name="matters_received_after_it_was_raised",
                violation_error_message=_("Ngày tiếp nhận không thể trước ngày nêu."),
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(answered_on__gte=F("raised_on")),
                name="matters_answered_after_it_was_raised",
                violation_error_message=_("Ngày trả lời không thể trước ngày nêu."),
            ),
            models.CheckConstraint(
                condition=Q(told_on=None)
                | Q(told_on__gte=F("raised_on"))
                & (
                    Q(answered_on__isnull=False)
                    | Q(merged_into__isnull=False)
                    | Q(is_solved_on_the_spot=True)
                ),
                name="matters_told_once_there_is_an_answer",
                violation_error_message=_("Chỉ thông báo lại được khi đã có trả lời."),
            ),
            models.CheckConstraint(
                condition=Q(outcome="resolved", resolved_on__isnull=False)
                | ~Q(outcome="resolved") & Q(resolved_on=None),
                name="matters_resolved_says_when",
                violation_error_message=_("Đã giải quyết thì ghi ngày giải quyết xong; chưa thì để trống."),
            ),
            models.CheckConstraint(
                condition=Q(resolved_on=None) | Q(resolved_on__gte=F("raised_on")),
                name="matters_resolved_after_it_was_raised",
                violation_error_message=_("Ngày giải quyết xong không thể trước ngày nêu."),
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "duplicate"]) | Q(answered_on__isnull=False),
                name="matters_outcome_comes_with_an_answer",
                violation_error_message=_("Đã có kết quả thì phải có ngày trả lời."),
            ),
            models.CheckConstraint(
                condition=~Q(outcome="not_accepted") | ~Q(outcome_reason=""),
                name="matters_refusal_says_why",
                violation_error_message=_("Không chấp nhận thì phải nêu lý do."),
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, close_reason="")
                | Q(closed_on__isnull=False) & (Q(told_on__isnull=False) | ~Q(close_reason="")),
                name="matters_closed_once_told_or_with_a_reason",
                violation_error_message=_("Kết thúc khi đã thông báo lại cho nơi nêu, hoặc phải nêu lý do."),
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(outcome="duplicate") & ~Q(merged_into=F("id")),
                name="matters_merged_voice_is_a_duplicate",
                violation_error_message=_("Kiến nghị gộp vào kiến nghị khác là kiến nghị trùng."),
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "raised_on"], name="matters_raised_in_unit"),
            models.Index(fields=["issuer", "raised_on"], name="matters_raised_to_issuer"),
            models.Index(
                fields=["due_on"],
                name="matters_waiting",
                condition=Q(answered_on=None, closed_on=None, merged_into=None, voided_at=None),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="merged_matters_make_no_chain",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("merged_into_id"),
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__merged_into__isnull=False),
                declare=[("above", "bigint")],
                func=_NO_CHAIN,
            )
        ]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return reverse("matters:recommendation_page", args=[self.key])


class ReferenceCounter(models.Model):
    """The last number of a series ("KN-2026"). Its row is locked while one is drawn: none is skipped, none given twice."""

    series = models.CharField(max_length=20, primary_key=True)
    last = models.PositiveIntegerField(default=0)


track(Recommendation, exclude=["search_key"])
