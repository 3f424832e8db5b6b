"""The report on one meeting: what was seen, said and asked. Written by the cadre, read from above, closed for good."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assignments.models import Assignment, Cadre, Scheme
from branches.models import Organisation, Unit
from common.fields import KeyField
from common.history import track
from meetings.models import Attendance, Letter, Meeting, Visit
from reports.models.forms import EffectKind, ReportForm
from reports.querysets.reports import ReportQuerySet

# What the host may read once it is filed; the rest goes to those above.
SHARED_TEXTS = ("information_conveyed", "comments", "guidance", "help_given")
TEXTS = (
    *SHARED_TEXTS,
    "preparation_note",
    "agenda_note",
    "contribution_party",
    "contribution_economy",
    "contribution_security",
    "strengths",
    "shortcomings",
    "situation",
    "proposal",
)
# The words of the report: nobody changes them once it is accepted, and staff never do.
WORDS = (
    *TEXTS,
    "attended",
    "absence_reason",
    "chair",
    "clerk_of_meeting",
    "guests",
    "prepared_by",
    "quality",
)
_DIFFERS = " OR ".join(f'OLD."{field}" IS DISTINCT FROM NEW."{field}"' for field in WORDS)


class Report(models.Model):
    """One cadre's report on one meeting (or on why he did not attend). It exists once it was sent; before that it is a
    Draft. `issuer`: the unit whose committee it goes to. `due_on` is computed once, by the scheme's rule; `recorded_at` is
    the database's own clock, and the only judge of what came first."""

    class Attended(models.TextChoices):
        YES = "yes", _("có dự")
        PART = "part", _("dự một phần")
        EXCUSED = "excused", _("không dự, có lý do")
        NOT_HELD = "not_held", _("buổi họp hoãn, không họp")

    class State(models.TextChoices):
        SUBMITTED = "submitted", _("đã gửi")
        RETURNED = "returned", _("được trả lại")
        ACCEPTED = "accepted", _("đã nhận")
        LOCKED = "locked", _("đã khóa")

    class Source(models.TextChoices):
        FORM = "form", _("người dự gửi")
        PAPER = "paper", _("nhập từ bản giấy")
        IMPORT = "import", _("nhập từ danh sách")

    class Quality(models.TextChoices):
        GOOD = "good", _("Tốt")
        FAIR = "fair", _("Khá")
        AVERAGE = "average", _("Trung bình")
        POOR = "poor", _("Kém")

    key = KeyField()
    number = models.CharField(_("số biên nhận"), max_length=20, unique=True)
    client_key = models.UUIDField()
    body_hash = models.CharField(max_length=64)
    source = models.CharField(max_length=6, choices=Source, default=Source.FORM)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )
    cadre = models.ForeignKey(Cadre, on_delete=models.PROTECT, related_name="reports")
    post_then = models.CharField(max_length=300, blank=True)
    scheme = models.ForeignKey(
        Scheme, on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )
    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )
    issuer = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="reports")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="reports")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="reports")
    attendance = models.OneToOneField(
        Attendance, on_delete=models.PROTECT, null=True, blank=True, related_name="report"
    )
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, blank=True, related_name="reports")
    letter = models.ForeignKey(
        Letter, on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )
    form = models.ForeignKey(ReportForm, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    met_on = models.DateField(_("ngày sinh hoạt"))
    due_on = models.DateField(_("hạn báo cáo"), null=True, blank=True)
    submitted_on = models.DateField(_("ngày gửi"))
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    is_late = models.BooleanField(_("gửi muộn"), default=False)
    is_late_entry = models.BooleanField(_("nhập muộn"), default=False)
    late_reason = models.CharField(_("lý do nhập muộn"), max_length=300, blank=True)
    # Of a report that a clerk entered from paper, where the paper was not scanned.
    no_scan_reason = models.CharField(_("vì sao không có bản chụp"), max_length=300, blank=True)
    state = models.CharField(_("tình trạng"), max_length=9, choices=State, default=State.SUBMITTED)
    version = models.PositiveIntegerField(default=1, editable=False)

    attended = models.CharField(_("có dự không"), max_length=8, choices=Attended)
    absence_reason = models.CharField(_("lý do không dự"), max_length=300, blank=True)
    is_announced = models.BooleanField(_("có báo trước"), default=True)
    chair = models.CharField(_("chủ trì"), max_length=120, blank=True)
    clerk_of_meeting = models.CharField(_("thư ký"), max_length=120, blank=True)
    guests = models.CharField(_("khách mời"), max_length=300, blank=True)
    was_prepared = models.BooleanField(_("chi ủy đã họp chuẩn bị"), null=True, blank=True)
    prepared_by = models.CharField(_("người chuẩn bị nội dung"), max_length=120, blank=True)
    has_draft_resolution = models.BooleanField(_("có dự thảo nghị quyết"), null=True, blank=True)
    documents_sent_before = models.BooleanField(_("tài liệu gửi trước"), null=True, blank=True)
    preparation_note = models.TextField(_("ghi chú việc chuẩn bị"), blank=True)
    agenda_note = models.TextField(_("trình tự, nội dung"), blank=True)
    quality = models.CharField(_("chất lượng buổi sinh hoạt"), max_length=7, choices=Quality, blank=True)
    information_conveyed = models.TextField(_("thông tin, truyền đạt"), blank=True)
    comments = models.TextField(_("góp ý tại chỗ"), blank=True)
    guidance = models.TextField(_("hướng dẫn nghiệp vụ"), blank=True)
    help_given = models.TextField(_("việc đã giúp"), blank=True)
    contribution_party = models.TextField(_("góp ý về xây dựng Đảng"), blank=True)
    contribution_economy = models.TextField(_("góp ý về kinh tế - xã hội"), blank=True)
    contribution_security = models.TextField(_("góp ý về quốc phòng, an ninh"), blank=True)
    strengths = models.TextField(_("ưu điểm"), blank=True)
    shortcomings = models.TextField(_("hạn chế"), blank=True)
    situation = models.TextField(_("tình hình"), blank=True)
    proposal = models.TextField(_("đề xuất với cấp trên"), blank=True)
    effects = models.ManyToManyField(
        EffectKind, blank=True, related_name="reports", verbose_name=_("tác dụng")
    )
    holds_no_secret = models.BooleanField(_("không chứa bí mật nhà nước"), default=False)
    # The words without accents, numbers and spaces, hashed piece by piece: near-identical texts are pointed out.
    shingles = models.JSONField(default=list, blank=True, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("báo cáo")
        verbose_name_plural = _("báo cáo")
        ordering = ["-met_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["author", "client_key"],
                name="reports_report_is_sent_once",
                violation_error_message=_("Báo cáo này đã được nhận."),
            ),
            models.UniqueConstraint(
                fields=["cadre", "meeting"],
                name="reports_cadre_reports_a_meeting_once",
                violation_error_message=_("Bạn đã báo cáo buổi sinh hoạt này."),
            ),
            models.CheckConstraint(
                condition=Q(holds_no_secret=True) | Q(source="import"),
                name="reports_report_holds_no_state_secret",
                violation_error_message=_("Hãy xác nhận báo cáo không chứa nội dung bí mật nhà nước."),
            ),
            models.CheckConstraint(
                condition=Q(attended__in=["yes", "part"], attendance__isnull=False)
                | Q(attended__in=["excused", "not_held"], attendance=None),
                name="reports_who_attended_has_a_turn",
                violation_error_message=_("Có dự thì phải có một lượt dự."),
            ),
            models.CheckConstraint(
                condition=~Q(attended="excused") | ~Q(absence_reason=""),
                name="reports_absence_says_why",
                violation_error_message=_("Không dự thì hãy ghi lý do."),
            ),
            models.CheckConstraint(
                condition=Q(is_late_entry=False) | ~Q(late_reason="") | Q(source="import"),
                name="reports_late_entry_says_why",
                violation_error_message=_("Báo cáo nhập muộn phải nêu lý do."),
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "met_on"], name="reports_of_unit"),
            models.Index(fields=["issuer", "met_on"], name="reports_to_issuer"),
            models.Index(fields=["assignment", "met_on"], name="reports_under_assignment"),
            models.Index(fields=["state"], name="reports_open", condition=Q(state="submitted")),
        ]
        triggers = [
            # One from a list holds nobody's words: it goes with the import that is taken back.
            pgtrigger.Protect(
                name="report_is_never_deleted",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.source <> 'import'"),
            ),
            pgtrigger.ReadOnly(
                name="report_says_who_when_and_where_for_good",
                fields=[
                    "key", "number", "client_key", "source", "author", "cadre", "scheme", "assignment", "issuer",
                    "unit", "organisation", "due_on", "submitted_on", "recorded_at", "is_late", "is_late_entry",
                ],
            ),
            pgtrigger.Protect(
                name="accepted_words_stay",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    f"OLD.state IN ('accepted', 'locked') AND ({_DIFFERS})"
                ),
            ),
            pgtrigger.Protect(
                name="locked_report_stays_locked",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.state = 'locked' AND NEW.state <> 'locked'"),
            ),
            # Whoever reviews may return a report, never reword it: the words are those of the author, or of the cadre for
            # whom they were entered from paper. The actor is the one that the history records.
            pgtrigger.Trigger(
                name="only_who_reports_changes_the_words",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(_DIFFERS),
                declare=[("actor", "text")],
                func="""
                    actor := NULLIF(current_setting('pghistory.context_metadata', true), '')::jsonb ->> 'user';
                    IF actor IS NULL OR (
                        actor <> COALESCE(OLD.author_id::text, '')
                        AND NOT EXISTS (
                            SELECT 1 FROM assignments_cadre
                            WHERE id = OLD.cadre_id AND user_id::text = actor
                        )
                    ) THEN
                        RAISE EXCEPTION 'only who reports changes the words of a report'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'only_who_reports_changes_the_words';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("reports:report_page", args=[self.key])


class ReportStep(models.Model):
    """What happened to a report, one line a step; nothing is ever taken from it."""

    class Step(models.TextChoices):
        SUBMITTED = "submitted", _("gửi")
        AMENDED = "amended", _("sửa và gửi lại")
        SEEN = "seen", _("người phụ trách đã xem")
        RETURNED = "returned", _("trả lại để bổ sung")
        ACCEPTED = "accepted", _("nhận")
        LOCKED = "locked", _("khóa")

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=9, choices=Step)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(db_default=Now(), editable=False)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)
    # Who filed it and of whose visit it tells: put here by the database itself, so that it can hold the wall.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    visitor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(step__in=["seen", "accepted", "returned", "locked"])
                | Q(by=None)
                | ((Q(author=None) | ~Q(by=F("author"))) & (Q(visitor=None) | ~Q(by=F("visitor")))),
                name="reports_nobody_accepts_his_own_report",
                violation_error_message=_("Không ai xem xét, nhận hoặc trả lại báo cáo của chính mình."),
            ),
            models.CheckConstraint(
                condition=~Q(step__in=["seen", "accepted", "returned"]) | Q(by__isnull=False),
                name="reports_somebody_takes_the_step",
                violation_error_message=_("Phải có người xem xét báo cáo."),
            ),
            models.CheckConstraint(
                condition=~Q(step="returned") | ~Q(note=""),
                name="reports_return_says_why",
                violation_error_message=_("Trả lại báo cáo phải nêu lý do."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="step_stays", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="step_knows_whose_report_it_is",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    SELECT report.author_id, cadre.user_id INTO NEW.author_id, NEW.visitor_id
                    FROM reports_report report JOIN assignments_cadre cadre ON cadre.id = report.cadre_id
                    WHERE report.id = NEW.report_id;
                    RETURN NEW;
                """,
            ),
        ]


track(Report, exclude=["shingles"])
