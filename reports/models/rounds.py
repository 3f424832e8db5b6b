"""The round: visits gathered for a conference, the conclusion notice built from them, and what must be put right
(Kim Sơn 3.21–3.22)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assignments.models import Scheme
from branches.models import Organisation, Unit
from common.fields import KeyField
from common.history import track
from common.records import Dated, Voidable, no_overlap, point_range
from matters.models import Conference, Recommendation
from reports.models.reports import Report
from reports.querysets.rounds import ConclusionQuerySet, RemedyQuerySet, RoundQuerySet


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
        Report, blank=True, related_name="conclusion_lines", verbose_name=_("báo cáo làm căn cứ")
    )

    class Meta:
        ordering = ["part", "sort", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(part="required") | Q(organisation__isnull=False, due_on__isnull=False),
                name="reports_required_says_who_and_until_when",
                violation_error_message=_("Việc phải khắc phục cần ghi tổ chức nào làm và thời hạn."),
            )
        ]


class Remedy(models.Model):
    """Something to put right: tracked until it is, and looked at by the next visitor."""

    class State(models.TextChoices):
        OPEN = "open", _("đang khắc phục")
        DONE = "done", _("đã khắc phục")
        DROPPED = "dropped", _("thôi, không làm")

    key = KeyField()
    line = models.OneToOneField(ConclusionLine, on_delete=models.PROTECT, related_name="remedy")
    issuer = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="remedies")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="remedies")
    work = models.TextField(_("việc phải khắc phục"))
    assigned_on = models.DateField(_("giao ngày"))
    due_on = models.DateField(_("thời hạn"))
    state = models.CharField(_("tình trạng"), max_length=7, choices=State, default=State.OPEN)
    closed_on = models.DateField(_("xong ngày"), null=True, blank=True)
    result = models.CharField(_("kết quả"), max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = RemedyQuerySet.as_manager()

    class Meta:
        verbose_name = _("việc phải khắc phục")
        verbose_name_plural = _("việc phải khắc phục")
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", closed_on=None)
                | ~Q(state="open") & Q(closed_on__isnull=False) & ~Q(result=""),
                name="reports_closed_remedy_says_its_result",
                violation_error_message=_("Kết thúc một việc phải ghi ngày và kết quả."),
            )
        ]
        indexes = [models.Index(fields=["organisation", "state"], name="reports_remedies_open")]

    def __str__(self):
        return self.work[:80]

    def get_absolute_url(self):
        return reverse("reports:remedy_page", args=[self.key])


class RemedyCheck(models.Model):
    """What a visitor, or whoever follows it up, saw of a thing to put right; it stays as it was said."""

    class Seen(models.TextChoices):
        DONE = "done", _("đã khắc phục")
        PARTLY = "partly", _("đang khắc phục")
        NOT_DONE = "not_done", _("chưa làm")

    remedy = models.ForeignKey(Remedy, on_delete=models.PROTECT, related_name="checks")
    report = models.ForeignKey(
        Report, on_delete=models.PROTECT, null=True, blank=True, related_name="remedy_checks"
    )
    seen_on = models.DateField(_("ngày"))
    seen = models.CharField(_("đã thấy"), max_length=8, choices=Seen)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["seen_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["remedy", "report"],
                name="reports_remedy_is_checked_once_in_a_report",
                violation_error_message=_("Báo cáo này đã nói về việc đó."),
            )
        ]


class ReportTold(models.Model):
    """An answer that the cadre told at the meeting: it ends the clock "from voice to answer heard"."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="told_links")
    recommendation = models.OneToOneField(Recommendation, on_delete=models.PROTECT, related_name="told_link")

    class Meta:
        verbose_name = _("trả lời đã thông báo")


track(Round)
track(Conclusion)
track(ConclusionLine)
track(Remedy)
