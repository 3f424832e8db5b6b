"""Rubrics as data with versions: what is scored, with how many points, and which grade it makes (domain.md §4).

Once issued, a rubric and all that hangs on it stays as it is: another edition is made beside it, and a sheet keeps its own.
"""

import pgtrigger
from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from branches.models import OfficialDocument, Organisation, Unit
from common.fields import KeyField
from common.history import track
from common.records import Dated, Voidable
from meetings.models import Meeting
from scores.querysets.rubrics import CommentQuerySet, RubricQuerySet

POINTS = {"max_digits": 6, "decimal_places": 2}
SAID = (
    "code", "edition", "name", "kind", "meeting_kind", "issuer_id", "source", "guidance", "is_illustrative", "sheet_days",
    "appeal_days", "starts_on",
)  # fmt: skip
_DIFFERS = " OR ".join(f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in SAID)
# Locked first, looked at after: of a line that is written while the rubric is issued, one waits for the other.
_ISSUED = """
    PERFORM 1 FROM scores_rubric WHERE id IN ({ids}) FOR SHARE;
    IF EXISTS (SELECT 1 FROM scores_rubric WHERE id IN ({ids}) AND state IN ('issued', 'superseded')) THEN
        RAISE EXCEPTION 'an issued rubric stays as it was issued'
            USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""
_OWN = "NEW.rubric_id, OLD.rubric_id"
_CRITERIONS = "SELECT rubric_id FROM scores_criterion WHERE id IN (NEW.criterion_id, OLD.criterion_id)"


def stays_when_issued(name, ids=_OWN):
    """A trigger: the row belongs to a rubric (`ids`, SQL that gives its id) and is closed with it."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=_ISSUED.format(ids=ids, name=name),
    )


class Rubric(Dated):
    """One edition of a scale. `issuer` None: it ships with the product, `source` says whose it is; a committee makes its
    own of it. `starts_on` is the first day whose meetings and months it scores; `ends_on` when a later one took over.
    `sheet_days`: days after the meeting or the month within which a sheet is due. `appeal_days`: days after publication."""

    class Kind(models.TextChoices):
        MEETING = "meeting", _("chất lượng buổi sinh hoạt")
        MONTH = "month", _("chấm điểm hằng tháng")
        QUARTER = "quarter", _("chấm điểm hằng quý")
        YEAR = "year", _("đánh giá năm")

    class State(models.TextChoices):
        DRAFT = "draft", _("dự thảo")
        CONSULTING = "consulting", _("đang lấy ý kiến")
        ISSUED = "issued", _("đã ban hành")
        SUPERSEDED = "superseded", _("đã thay thế")
        DROPPED = "dropped", _("đã bỏ")

    key = KeyField()
    code = models.SlugField(_("mã"), max_length=40)
    edition = models.PositiveSmallIntegerField(_("phiên bản"), default=1)
    name = models.CharField(_("tên"), max_length=200)
    kind = models.CharField(_("chấm gì"), max_length=7, choices=Kind)
    meeting_kind = models.CharField(
        _("loại buổi sinh hoạt"),
        max_length=13,
        choices=Meeting.Kind,
        blank=True,
        help_text=_("Để trống: mọi loại."),
    )
    issuer = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="rubrics",
        verbose_name=_("cấp ủy của"),
    )
    document = models.ForeignKey(
        OfficialDocument,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="rubrics",
        verbose_name=_("văn bản ban hành"),
    )
    source = models.CharField(_("nguồn"), max_length=300, blank=True)
    guidance = models.TextField(_("hướng dẫn chấm"), blank=True)
    is_illustrative = models.BooleanField(_("mẫu minh họa"), default=False)
    state = models.CharField(_("tình trạng"), max_length=10, choices=State, default=State.DRAFT)
    sheet_days = models.PositiveSmallIntegerField(_("hạn gửi phiếu (ngày)"), default=5)
    appeal_days = models.PositiveSmallIntegerField(_("thời hạn đề nghị xem lại (ngày)"), default=5)
    opinions_until = models.DateField(_("góp ý đến hết ngày"), null=True, blank=True)
    copied_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="copies"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = RubricQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = False
        verbose_name = _("bộ tiêu chí")
        verbose_name_plural = _("bộ tiêu chí")
        ordering = ["code", "-edition"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["issuer", "code", "edition"],
                nulls_distinct=False,
                condition=~Q(state="dropped"),
                name="scores_edition_is_one_of_its_kind",
                violation_error_message=_("Bộ tiêu chí này đã có phiên bản đó."),
            ),
            models.UniqueConstraint(
                fields=["issuer", "code"],
                nulls_distinct=False,
                condition=Q(state="issued"),
                name="scores_one_edition_is_the_latest",
                violation_error_message=_(
                    "Bộ tiêu chí này đang có một phiên bản ban hành chưa được thay thế."
                ),
            ),
            models.CheckConstraint(
                condition=Q(meeting_kind="") | Q(kind="meeting"),
                name="scores_only_meetings_have_a_kind",
                violation_error_message=_("Chỉ bộ tiêu chí chấm buổi sinh hoạt mới ghi loại buổi."),
            ),
            models.CheckConstraint(
                condition=~Q(state="superseded") | Q(ends_on__isnull=False),
                name="scores_superseded_rubric_has_a_last_day",
            ),
            models.CheckConstraint(
                condition=Q(issuer=None)
                | Q(document__isnull=False)
                | Q(state__in=["draft", "consulting", "dropped"]),
                name="scores_rubric_is_issued_with_a_document",
                violation_error_message=_("Ban hành bộ tiêu chí phải có văn bản."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="issued_rubric_says_what_it_said",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(f"OLD.state IN ('issued', 'superseded') AND ({_DIFFERS})"),
            ),
            pgtrigger.Protect(
                name="issued_rubric_is_not_drafted_again",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.state IN ('issued', 'superseded') AND NEW.state IN ('draft', 'consulting', 'dropped')"
                ),
            ),
            pgtrigger.Protect(
                name="issued_rubric_is_never_deleted",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.state IN ('issued', 'superseded')"),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("scores:rubric_page", args=[self.key])

    @property
    def is_issued(self) -> bool:
        return self.state in (self.State.ISSUED, self.State.SUPERSEDED)


class Section(models.Model):
    """A group of criteria. What is `is_extra` (bonus, penalty) stands outside the scale's total."""

    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="sections")
    name = models.CharField(_("tên nhóm"), max_length=300)
    is_extra = models.BooleanField(_("điểm thưởng, điểm trừ"), default=False)
    sort = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("nhóm tiêu chí")
        verbose_name_plural = _("nhóm tiêu chí")
        ordering = ["sort", "id"]
        triggers = [stays_when_issued("section_of_an_issued_rubric_stays")]

    def __str__(self):
        return self.name


class Fact(models.TextChoices):
    """What the product knows itself and proposes points from; the names of functions in `scores.facts`."""

    ATTENDANCE = "attendance_rate", _("tỷ lệ đảng viên dự họp (%)")
    UNEXCUSED = "unexcused", _("số vắng không lý do")
    DURATION = "duration", _("thời lượng (phút)")
    SPEAKING = "speaking_rate", _("tỷ lệ đảng viên phát biểu (%)")
    SPEAKERS = "speaking", _("số đảng viên phát biểu")
    PREPARED = "prepared", _("chuẩn bị trước buổi họp (1: có)")
    ON_REGISTERED_DAY = "on_registered_day", _("họp đúng ngày đăng ký (%)")
    MEETINGS_HELD = "meetings_held", _("số chi bộ đã họp trong tháng (%)")
    SCHEDULE_ON_TIME = "schedule_on_time", _("đăng ký lịch đúng hạn (1: có)")
    SITUATION_SENT = "situation_sent", _("báo cáo tình hình đúng hạn (1: có)")
    MATTERS_TOLD = "matters_told", _("trả lời đã thông báo lại (%)")
    URGENT_DONE = "urgent_done", _("việc cấp bách hoàn thành đúng hạn (%)")


class Criterion(models.Model):
    """What is scored. Points from `minimum` (below zero: a penalty) to `maximum`, in steps of `step`.
    `must_be_full`: without full marks here there is no top grade (Bình Thuận)."""

    key = KeyField()
    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="criteria")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="criteria")
    code = models.SlugField(_("mã"), max_length=30)
    name = models.CharField(_("tiêu chí"), max_length=500)
    maximum = models.DecimalField(_("điểm tối đa"), **POINTS)
    minimum = models.DecimalField(_("điểm tối thiểu"), default=0, **POINTS)
    step = models.DecimalField(_("bước điểm"), default="0.25", validators=[MinValueValidator(0.01)], **POINTS)
    must_be_full = models.BooleanField(_("phải đạt tối đa mới được xếp loại cao nhất"), default=False)
    fact = models.CharField(_("số liệu tự đề xuất điểm"), max_length=20, choices=Fact, blank=True)
    sort = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("tiêu chí")
        verbose_name_plural = _("tiêu chí")
        ordering = ["section__sort", "sort", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["rubric", "code"],
                name="scores_criterion_has_a_code_of_its_own",
                violation_error_message=_("Bộ tiêu chí đã có mã tiêu chí này."),
            ),
            models.CheckConstraint(
                condition=Q(minimum__lte=0, maximum__gte=0, minimum__lt=F("maximum"), step__gt=0),
                name="scores_points_go_from_least_to_most",
                violation_error_message=_(
                    "Điểm tối thiểu không quá 0, điểm tối đa không dưới 0 và lớn hơn tối thiểu."
                ),
            ),
        ]
        triggers = [stays_when_issued("criterion_of_an_issued_rubric_stays")]

    def __str__(self):
        return self.name


class FactStep(models.Model):
    """Points that a fact proposes: `threshold` reached ("from 90") or passed ("over 85", `is_inclusive` False). Of the steps
    that the fact satisfies the one with the highest threshold counts; `is_at_most`: satisfied from below (absences), the
    lowest counts."""

    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="fact_steps")
    threshold = models.DecimalField(_("ngưỡng"), max_digits=9, decimal_places=2)
    is_inclusive = models.BooleanField(_("kể cả ngưỡng"), default=True)
    is_at_most = models.BooleanField(_("không quá"), default=False)
    points = models.DecimalField(_("điểm"), **POINTS)

    class Meta:
        verbose_name = _("mức đề xuất điểm")
        verbose_name_plural = _("mức đề xuất điểm")
        ordering = ["-threshold", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["criterion", "threshold", "is_inclusive"], name="scores_threshold_stands_once"
            )
        ]
        triggers = [stays_when_issued("fact_step_of_an_issued_rubric_stays", _CRITERIONS)]


class Band(models.Model):
    """A grade from `minimum` on, with it or (`is_inclusive` False) above it. `sort` 1 is the top grade."""

    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="bands")
    code = models.SlugField(_("mã"), max_length=20)
    name = models.CharField(_("xếp loại"), max_length=80)
    minimum = models.DecimalField(_("từ điểm"), **POINTS)
    is_inclusive = models.BooleanField(_("kể cả mức đó"), default=True)
    sort = models.PositiveSmallIntegerField(_("bậc"))

    class Meta:
        verbose_name = _("xếp loại")
        verbose_name_plural = _("xếp loại")
        ordering = ["sort"]
        constraints = [
            models.UniqueConstraint(fields=["rubric", "code"], name="scores_band_has_a_code_of_its_own"),
            models.UniqueConstraint(fields=["rubric", "sort"], name="scores_one_band_a_rung"),
        ]
        triggers = [stays_when_issued("band_of_an_issued_rubric_stays")]

    def __str__(self):
        return self.name


class VetoRule(models.Model):
    """Whatever the points are, where this is so the grade is at most `band` (Trà Vinh: a member disciplined, then Kém), or
    `lowers_by` levels below the one that the points make."""

    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="vetoes")
    text = models.CharField(_("khi nào"), max_length=300)
    band = models.ForeignKey(
        Band,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("chỉ xếp loại"),
    )
    lowers_by = models.PositiveSmallIntegerField(_("hạ mấy bậc"), default=0)
    sort = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("quy định khống chế")
        verbose_name_plural = _("quy định khống chế")
        ordering = ["sort", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(band__isnull=False, lowers_by=0) | Q(band=None, lowers_by__gte=1),
                name="scores_veto_limits_or_lowers",
                violation_error_message=_("Hãy chọn một: không quá loại nào, hoặc hạ mấy bậc."),
            )
        ]
        triggers = [stays_when_issued("veto_of_an_issued_rubric_stays")]

    def __str__(self):
        return self.text


class YearlyRule(models.Model):
    """The grade of a year out of its meetings or months: `floor_share` per cent of them at least `floor`, and at least
    `count` of them at least `counted` (Phú Thọ: all at least Khá and seven Tốt make Tốt). The best that holds counts."""

    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="yearly_rules")
    band = models.ForeignKey(
        Band, on_delete=models.PROTECT, related_name="+", verbose_name=_("cả năm xếp loại")
    )
    floor = models.ForeignKey(Band, on_delete=models.PROTECT, related_name="+", verbose_name=_("đều từ loại"))
    floor_share = models.DecimalField(_("tỷ lệ (%)"), max_digits=5, decimal_places=2, default=100)
    counted = models.ForeignKey(
        Band, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("và có loại")
    )
    count = models.PositiveSmallIntegerField(_("ít nhất (lần)"), default=0)

    class Meta:
        verbose_name = _("xếp loại cả năm")
        verbose_name_plural = _("xếp loại cả năm")
        ordering = ["band__sort", "id"]
        constraints = [
            models.UniqueConstraint(fields=["rubric", "band"], name="scores_one_yearly_rule_a_grade"),
            models.CheckConstraint(
                condition=Q(count=0) | Q(counted__isnull=False), name="scores_what_is_counted_is_named"
            ),
        ]
        triggers = [stays_when_issued("yearly_rule_of_an_issued_rubric_stays")]


class RubricComment(Voidable):
    """What an organisation or a committee member says about the draft, and what became of it (Kim Sơn 3.10)."""

    class Verdict(models.TextChoices):
        TAKEN = "taken", _("tiếp thu")
        PARTLY = "partly", _("tiếp thu một phần")
        NOT_TAKEN = "not_taken", _("không tiếp thu")

    key = KeyField()
    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="comments")
    criterion = models.ForeignKey(
        Criterion, on_delete=models.SET_NULL, null=True, blank=True, related_name="comments",
        verbose_name=_("tiêu chí"),
    )  # fmt: skip
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="rubric_comments"
    )
    text = models.TextField(_("ý kiến"))
    said_on = models.DateField(_("ngày"))
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="rubric_comments"
    )
    verdict = models.CharField(_("xử lý"), max_length=9, choices=Verdict, blank=True)
    answer = models.TextField(_("giải trình"), blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = CommentQuerySet.as_manager()

    class Meta(Voidable.Meta):
        abstract = False
        verbose_name = _("ý kiến về bộ tiêu chí")
        verbose_name_plural = _("ý kiến về bộ tiêu chí")
        ordering = ["said_on", "id"]
        constraints = [
            *Voidable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(verdict="", answered_on=None) | ~Q(verdict="") & Q(answered_on__isnull=False),
                name="scores_comment_is_answered_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=["", "taken"]) | ~Q(answer=""),
                name="scores_what_is_not_taken_says_why",
                violation_error_message=_("Không tiếp thu hoặc tiếp thu một phần thì phải nêu lý do."),
            ),
        ]


class RubricStep(models.Model):
    """When a draft went out for opinions, was issued, was superseded: by whom and why."""

    class Step(models.TextChoices):
        MADE = "made", _("lập dự thảo")
        CONSULTED = "consulted", _("lấy ý kiến")
        TAKEN_BACK = "taken_back", _("thôi lấy ý kiến")
        ISSUED = "issued", _("ban hành")
        SUPERSEDED = "superseded", _("thay thế")
        DROPPED = "dropped", _("bỏ dự thảo")

    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=10, choices=Step)
    happened_on = models.DateField(_("ngày"))
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["recorded_at", "id"]
        triggers = [
            pgtrigger.Protect(name="step_of_a_rubric_stays", operation=pgtrigger.Update | pgtrigger.Delete)
        ]


for _model in (Rubric, Section, Criterion, FactStep, Band, VetoRule, YearlyRule, RubricComment):
    track(_model)
