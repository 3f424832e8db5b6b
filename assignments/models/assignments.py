"""Who follows what, from when to when. Assignee and target never change: an assignment is ended and made anew."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.translation import gettext_lazy as _

from assignments.models.cadres import Cadre, CadreGroup, Team
from assignments.models.schemes import Scheme
from assignments.querysets.assignments import AssignmentQuerySet
from branches.models import Agency, Household, HouseholdGroup, OfficialDocument, Organisation, Unit, Zone
from common.fields import KeyField
from common.history import track
from common.records import Dated, no_overlap, point_range

ASSIGNEE_FIELDS = ("cadre", "team", "agency")
TARGET_FIELDS = ("target_unit", "target_organisation", "target_zone", "target_household", "target_group")

# What a decision said. The database refuses to change it: another assignee, place or first day is another assignment.
DECIDED_FIELDS = (
    "key",
    "scheme",
    *ASSIGNEE_FIELDS,
    *TARGET_FIELDS,
    "unit",
    "role",
    "starts_on",
    "group_then",
    "post_then",
    "one_per_target",
    "one_per_assignee",
    "corrects",
    "created_by",
    "created_at",
)


def exactly_one(fields) -> Q:
    """A condition: one of the foreign keys is set, the others are not."""
    condition = Q()
    for chosen in fields:
        condition |= Q(**{f"{field}__isnull": field != chosen for field in fields})
    return condition


def numbered(fields):
    """One number for whichever key is set: its id times the number of kinds, plus its kind."""
    return Case(
        *(
            When(**{f"{field}__isnull": False}, then=F(f"{field}_id") * len(fields) + kind)
            for kind, field in enumerate(fields)
        ),
        output_field=models.BigIntegerField(),
    )


def single_range(flag, fields):
    """The range of one for a side with a hard limit of one; NULL, so never colliding, for voided and unlimited rows."""
    return Case(
        *(
            When(
                Q(**{flag: True, "voided_at__isnull": True, f"{field}__isnull": False}),
                then=point_range(F(f"{field}_id") * len(fields) + kind),
            )
            for kind, field in enumerate(fields)
        )
    )


class Assignment(Dated):
    """`scheme`, one assignee, one target, a period. A mistake is voided with its reason, never deleted."""

    class EndReason(models.TextChoices):
        TRANSFERRED = "transferred", _("chuyển công tác")
        RETIRED = "retired", _("nghỉ hưu")
        REPLACED = "replaced", _("thay người khác")
        ADJUSTED = "adjusted", _("điều chỉnh, phân công lại")
        MERGED = "merged", _("sáp nhập đơn vị")
        TERM = "term", _("hết giai đoạn, nhiệm kỳ")
        DECEASED = "deceased", _("từ trần")
        OTHER = "other", _("lý do khác")

    class Role(models.TextChoices):
        FOLLOW = "follow", _("theo dõi, hỗ trợ")
        IN_CHARGE = "in_charge", _("phụ trách")
        ATTEND = "attend", _("dự sinh hoạt")

    key = KeyField()
    scheme = models.ForeignKey(
        Scheme, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("chủ trương")
    )
    cadre = models.ForeignKey(
        Cadre,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("cán bộ"),
    )
    team = models.ForeignKey(
        Team,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("tổ công tác"),
    )
    agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("cơ quan"),
    )
    target_unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments_on",
        verbose_name=_("địa bàn"),
    )
    target_organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments_on",
        verbose_name=_("tổ chức đảng"),
    )
    target_zone = models.ForeignKey(
        Zone,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments_on",
        verbose_name=_("cụm xã"),
    )
    target_household = models.ForeignKey(
        Household,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments_on",
        verbose_name=_("hộ gia đình"),
    )
    target_group = models.ForeignKey(
        HouseholdGroup,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments_on",
        verbose_name=_("tổ, nhóm hộ"),
    )
    # The road for access only: the target's unit on the first day. Coverage joins the target's own dated places.
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="assignments_within", editable=False
    )
    role = models.CharField(_("nhiệm vụ"), max_length=10, choices=Role, default=Role.FOLLOW)
    end_reason = models.CharField(_("lý do kết thúc"), max_length=12, choices=EndReason, blank=True)
    end_note = models.CharField(_("ghi chú kết thúc"), max_length=300, blank=True)
    reason = models.CharField(_("lý do phân công"), max_length=300, blank=True)
    # The cadre as he was on the first day: a later promotion does not rewrite what was decided.
    group_then = models.ForeignKey(
        CadreGroup,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("nhóm khi đó"),
    )
    post_then = models.CharField(_("chức vụ khi đó"), max_length=300, blank=True)
    # Hard limits of one, copied at creation by the rule in force under that decision.
    one_per_target = models.BooleanField(default=False, editable=False)
    one_per_assignee = models.BooleanField(default=False, editable=False)
    documents = models.ManyToManyField(
        OfficialDocument, through="AssignmentDocument", related_name="assignments", verbose_name=_("văn bản")
    )
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    voided_at = models.DateTimeField(null=True, blank=True, editable=False)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    void_reason = models.CharField(max_length=300, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = False
        verbose_name = _("phân công")
        verbose_name_plural = _("phân công")
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=exactly_one(ASSIGNEE_FIELDS),
                name="assignments_assignment_has_one_assignee",
                violation_error_message=_("Chọn đúng một cán bộ, một tổ công tác hoặc một cơ quan."),
            ),
            models.CheckConstraint(
                condition=exactly_one(TARGET_FIELDS),
                name="assignments_assignment_has_one_target",
                violation_error_message=_("Chọn đúng một nơi được theo dõi."),
            ),
            no_overlap(
                "scheme_id",
                single_range("one_per_target", TARGET_FIELDS),
                name="assignments_target_has_one_assignee_a_day",
                message=_("Nơi này đã có người được phân công trong những ngày này."),
            ),
            no_overlap(
                "scheme_id",
                single_range("one_per_assignee", ASSIGNEE_FIELDS),
                name="assignments_assignee_has_one_target_a_day",
                message=_("Người này đã được phân công nơi khác trong những ngày này."),
            ),
            # Whatever the limits: the same assignee on the same target twice at once is one fact said twice.
            no_overlap(
                "scheme_id",
                Case(When(voided_at__isnull=True, then=point_range(numbered(ASSIGNEE_FIELDS)))),
                Case(When(voided_at__isnull=True, then=point_range(numbered(TARGET_FIELDS)))),
                name="assignments_assignment_is_said_once",
                message=_("Người này đã được phân công đúng nơi này trong những ngày này."),
            ),
            models.CheckConstraint(
                condition=Q(voided_at=None, void_reason="") | Q(voided_at__isnull=False) & ~Q(void_reason=""),
                name="assignments_voided_with_a_reason",
                violation_error_message=_("Hủy một phân công nhập nhầm phải nêu lý do."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["scheme", "target_unit", "starts_on"], include=["ends_on"], name="assignments_on_unit"
            ),
            models.Index(fields=["cadre", "starts_on"], name="assignments_of_cadre"),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="assignment_is_ended_and_made_anew", fields=[*DECIDED_FIELDS]),
            pgtrigger.Protect(name="assignment_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="voided_assignment_stays_voided",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__voided_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.assignee} – {self.target}"

    @property
    def assignee(self):
        return self.cadre or self.team or self.agency

    @property
    def target(self):
        return (
            self.target_unit
            or self.target_organisation
            or self.target_zone
            or self.target_household
            or self.target_group
        )

    @property
    def is_voided(self) -> bool:
        return self.voided_at is not None


class AssignmentDocument(models.Model):
    """The documents that an assignment rests on: the one that began it, the one that ended it."""

    class Part(models.TextChoices):
        BEGINS = "begins", _("phân công")
        ENDS = "ends", _("kết thúc")

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="document_links")
    document = models.ForeignKey(OfficialDocument, on_delete=models.PROTECT, related_name="assignment_links")
    part = models.CharField(max_length=6, choices=Part, default=Part.BEGINS)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "document", "part"], name="assignments_document_is_cited_once"
            )
        ]


track(Assignment)
