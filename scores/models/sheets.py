"""A sheet: one organisation scored by one side for one meeting, month or year. It keeps its rubric for ever."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assignments.models import Cadre
from branches.models import Organisation, Unit
from common.fields import KeyField
from common.history import track
from common.records import Voidable
from meetings.models import Attendance, Meeting
from scores.models.rubrics import POINTS, Band, Criterion, Rubric, VetoRule
from scores.querysets.sheets import AppealQuerySet, SheetQuerySet

_FITS = """
    PERFORM 1 FROM scores_sheet WHERE id = NEW.sheet_id FOR SHARE;
    IF EXISTS (SELECT 1 FROM scores_sheet WHERE id = NEW.sheet_id AND state = 'locked') THEN
        RAISE EXCEPTION 'a locked sheet stays as it is'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'row_of_a_locked_sheet_stays';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM scores_criterion c JOIN scores_sheet s ON s.rubric_id = c.rubric_id
        WHERE c.id = NEW.criterion_id AND s.id = NEW.sheet_id
          AND COALESCE(NEW.points, 0) BETWEEN c.minimum AND c.maximum
          AND COALESCE(NEW.reviewed, 0) BETWEEN c.minimum AND c.maximum
          AND COALESCE(NEW.approved, 0) BETWEEN c.minimum AND c.maximum
    ) THEN
        RAISE EXCEPTION 'points are within the criterion of the rubric of the sheet'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'points_are_within_their_criterion';
    END IF;
    RETURN NEW;
"""


class Sheet(Voidable):
    """`scorer` branch: by the branch of its own meeting; superior: by the visiting cadre (`attendance` is his turn), never
    averaged with it; own: by an organisation of its own month, quarter or year, which the board reviews and the standing body approves.

    `period_on`: the day of the meeting, the first of the month, quarter or year. `issuer`: the committee above, which reads
    and reviews it. `total` and `band` are of the furthest column that is whole (own, reviewed, approved), `reasons` the
    sentences why the grade is lower than the points; recomputed at every step by `scores.rules`."""

    class Scorer(models.TextChoices):
        BRANCH = "branch", _("chi bộ tự chấm")
        SUPERIOR = "superior", _("cấp trên dự và chấm")
        OWN = "own", _("tổ chức đảng tự chấm")

    class State(models.TextChoices):
        DRAFT = "draft", _("nháp")
        SENT = "sent", _("đã gửi")
        REVIEWED = "reviewed", _("đã thẩm định")
        APPROVED = "approved", _("đã duyệt")
        PUBLISHED = "published", _("đã công bố")
        LOCKED = "locked", _("đã khóa")

    key = KeyField()
    rubric = models.ForeignKey(
        Rubric, on_delete=models.PROTECT, related_name="sheets", verbose_name=_("bộ tiêu chí")
    )
    kind = models.CharField(_("chấm gì"), max_length=7, choices=Rubric.Kind)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="sheets", verbose_name=_("tổ chức đảng")
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="sheets")
    issuer = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("cấp ủy của"))
    period_on = models.DateField(_("kỳ"))
    scorer = models.CharField(_("ai chấm"), max_length=8, choices=Scorer)
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="sheets"
    )
    cadre = models.ForeignKey(Cadre, on_delete=models.PROTECT, null=True, blank=True, related_name="sheets")
    attendance = models.ForeignKey(
        Attendance, on_delete=models.PROTECT, null=True, blank=True, related_name="sheets"
    )
    state = models.CharField(_("tình trạng"), max_length=9, choices=State, default=State.DRAFT)
    due_on = models.DateField(_("hạn gửi"), null=True, blank=True)
    sent_on = models.DateField(_("gửi ngày"), null=True, blank=True)
    published_on = models.DateField(_("công bố ngày"), null=True, blank=True)
    appeal_until = models.DateField(_("đề nghị xem lại đến hết ngày"), null=True, blank=True)
    locked_on = models.DateField(_("khóa ngày"), null=True, blank=True)
    own_total = models.DecimalField(_("điểm tự chấm"), null=True, blank=True, **POINTS)
    total = models.DecimalField(_("điểm"), null=True, blank=True, **POINTS)
    band = models.ForeignKey(
        Band, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("xếp loại")
    )
    reasons = models.JSONField(default=list, blank=True)
    vetoes = models.ManyToManyField(
        VetoRule, blank=True, through="SheetVeto", related_name="sheets", verbose_name=_("quy định khống chế")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = SheetQuerySet.as_manager()

    class Meta(Voidable.Meta):
        abstract = False
        verbose_name = _("phiếu chấm điểm")
        verbose_name_plural = _("phiếu chấm điểm")
        ordering = ["-period_on", "-id"]
        constraints = [
            *Voidable.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "kind", "period_on"],
                condition=Q(voided_at=None, scorer="own"),
                name="scores_organisation_has_one_sheet_a_period",
                violation_error_message=_("Kỳ này đã có phiếu chấm điểm của tổ chức đảng."),
            ),
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(voided_at=None, scorer="branch"),
                name="scores_branch_scores_its_meeting_once",
                violation_error_message=_("Chi bộ đã tự chấm buổi này."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "cadre"],
                condition=Q(voided_at=None, scorer="superior"),
                name="scores_cadre_scores_a_meeting_once",
                violation_error_message=_("Cán bộ này đã chấm buổi này."),
            ),
            models.CheckConstraint(
                condition=Q(kind="meeting", scorer__in=["branch", "superior"], meeting__isnull=False)
                | Q(kind__in=["month", "quarter", "year"], scorer="own", meeting=None),
                name="scores_meetings_are_scored_by_two_sides",
            ),
            models.CheckConstraint(
                condition=Q(scorer="superior", cadre__isnull=False)
                | ~Q(scorer="superior") & Q(cadre=None, attendance=None),
                name="scores_superior_is_a_cadre",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(sent_on__isnull=False), name="scores_sent_sheet_has_its_day"
            ),
            models.CheckConstraint(
                condition=Q(published_on=None) | Q(total__isnull=False),
                name="scores_published_sheet_has_a_total",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "period_on"], name="scores_of_an_organisation"),
            models.Index(fields=["issuer", "kind", "period_on"], name="scores_under_an_issuer"),
        ]
        triggers = [
            pgtrigger.Protect(name="sheet_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="sheet_keeps_its_rubric",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.rubric_id IS DISTINCT FROM NEW.rubric_id"),
            ),
            pgtrigger.Protect(
                name="locked_sheet_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.state = 'locked' AND (NEW.state <> 'locked' OR OLD.total IS DISTINCT FROM NEW.total"
                    " OR OLD.band_id IS DISTINCT FROM NEW.band_id)"
                ),
            ),
        ]

    def __str__(self):
        return self.key

    def get_absolute_url(self):
        return reverse("scores:sheet_page", args=[self.key])

    @property
    def is_late(self) -> bool:
        return bool(self.due_on and self.sent_on and self.sent_on > self.due_on)


class SheetRow(models.Model):
    """One criterion of one sheet. `proposed` comes from a fact (`proposed_why` says which); points that differ from it need
    a note. `is_applicable` False: left out of the sum and of the full marks ("không áp dụng", never 0). `version`: two
    people at once see each other's change instead of overwriting it."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="rows")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="rows")
    is_applicable = models.BooleanField(_("áp dụng"), default=True)
    proposed = models.DecimalField(_("đề xuất"), null=True, blank=True, **POINTS)
    proposed_why = models.CharField(max_length=300, blank=True)
    points = models.DecimalField(_("điểm"), null=True, blank=True, **POINTS)
    note = models.CharField(_("giải trình, minh chứng"), max_length=500, blank=True)
    reviewed = models.DecimalField(_("thẩm định"), null=True, blank=True, **POINTS)
    review_note = models.CharField(_("ý kiến thẩm định"), max_length=500, blank=True)
    approved = models.DecimalField(_("duyệt"), null=True, blank=True, **POINTS)
    approve_note = models.CharField(_("ý kiến khi duyệt"), max_length=500, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    changed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("dòng điểm")
        verbose_name_plural = _("dòng điểm")
        ordering = ["criterion__section__sort", "criterion__sort", "criterion_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "criterion"], name="scores_criterion_stands_once_on_a_sheet"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="points_are_within_their_criterion",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_FITS,
            ),
            pgtrigger.Protect(name="row_of_a_sheet_is_never_deleted", operation=pgtrigger.Delete),
        ]


class SheetVeto(models.Model):
    """A veto rule that applies, said by whom."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="veto_rows")
    veto = models.ForeignKey(VetoRule, on_delete=models.PROTECT, related_name="+")
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "veto"], name="scores_veto_stands_once_on_a_sheet")
        ]


class SheetStep(models.Model):
    """Each step of a sheet's way: by whom, when, why."""

    class Step(models.TextChoices):
        SENT = "sent", _("gửi")
        RETURNED = "returned", _("trả lại")
        REVIEWED = "reviewed", _("thẩm định")
        APPROVED = "approved", _("duyệt")
        PUBLISHED = "published", _("công bố")
        WITHDRAWN = "withdrawn", _("rút công bố")
        APPEALED = "appealed", _("đề nghị xem lại")
        DECIDED = "decided", _("kết luận đề nghị")
        LOCKED = "locked", _("khóa")
        VOIDED = "voided", _("hủy")

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=9, choices=Step)
    happened_on = models.DateField(_("ngày"))
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)
    total = models.DecimalField(null=True, blank=True, **POINTS)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["recorded_at", "id"]
        triggers = [
            pgtrigger.Protect(name="step_of_a_sheet_stays", operation=pgtrigger.Update | pgtrigger.Delete)
        ]


class Appeal(models.Model):
    """An organisation asks to look again, within the days of the rubric; the answer takes it or says why not."""

    class Outcome(models.TextChoices):
        CHANGED = "changed", _("điều chỉnh điểm")
        UPHELD = "upheld", _("giữ nguyên")

    key = KeyField()
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="appeals")
    text = models.TextField(_("nội dung đề nghị"))
    made_on = models.DateField(_("ngày"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    outcome = models.CharField(_("kết luận"), max_length=7, choices=Outcome, blank=True)
    answer = models.TextField(_("trả lời"), blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("đề nghị xem lại điểm")
        verbose_name_plural = _("đề nghị xem lại điểm")
        ordering = ["made_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet"],
                condition=Q(outcome=""),
                name="scores_sheet_has_one_open_appeal",
                violation_error_message=_("Phiếu này đang có một đề nghị chưa trả lời."),
            ),
            models.CheckConstraint(
                condition=Q(outcome="", answered_on=None)
                | ~Q(outcome="") & ~Q(answer="") & Q(answered_on__isnull=False),
                name="scores_appeal_is_answered_in_words",
                violation_error_message=_("Trả lời đề nghị phải ghi rõ nội dung."),
            ),
        ]


track(Sheet)
track(SheetRow, events=("update",))
track(Appeal)
