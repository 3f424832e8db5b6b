"""A change set: what one document changes, gathered as a draft and put into force as a whole."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assignments.models.assignments import ASSIGNEE_FIELDS, TARGET_FIELDS, Assignment, exactly_one
from assignments.models.cadres import Cadre, Team
from assignments.models.schemes import Scheme
from assignments.querysets.assignments import ChangeSetQuerySet
from branches.models import Agency, Household, HouseholdGroup, OfficialDocument, Organisation, Unit, Zone
from common.fields import KeyField
from common.history import track


class ChangeSet(models.Model):
    """From decision 634 to 1316 (Bình Đại) is one change set: it ends first and adds after, all or nothing."""

    class State(models.TextChoices):
        DRAFT = "draft", _("dự thảo")
        IN_FORCE = "in_force", _("đã có hiệu lực")
        DISCARDED = "discarded", _("đã bỏ")

    key = KeyField()
    scheme = models.ForeignKey(
        Scheme, on_delete=models.PROTECT, related_name="change_sets", verbose_name=_("chủ trương")
    )
    name = models.CharField(_("tên"), max_length=200)
    document = models.ForeignKey(
        OfficialDocument,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="change_sets",
        verbose_name=_("văn bản"),
    )
    effective_on = models.DateField(_("có hiệu lực từ"))
    state = models.CharField(_("tình trạng"), max_length=9, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    put_in_force_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    put_in_force_at = models.DateTimeField(null=True, blank=True)

    objects = ChangeSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("đợt điều chỉnh")
        verbose_name_plural = _("các đợt điều chỉnh")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="in_force") | Q(document__isnull=False),
                name="assignments_change_set_in_force_has_a_document",
                violation_error_message=_("Đợt điều chỉnh chỉ có hiệu lực khi có văn bản."),
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("assignments:change_set_page", args=[self.key])


class ChangeLine(models.Model):
    """One thing that a change set does: end an assignment, or add one."""

    class Action(models.TextChoices):
        END = "end", _("kết thúc")
        ADD = "add", _("phân công")

    change_set = models.ForeignKey(ChangeSet, on_delete=models.CASCADE, related_name="lines")
    action = models.CharField(_("việc"), max_length=3, choices=Action)
    # END: the assignment that ends. ADD: the one that came of it, once in force.
    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, null=True, blank=True, related_name="change_lines"
    )
    cadre = models.ForeignKey(Cadre, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    target_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    target_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    target_zone = models.ForeignKey(Zone, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    target_household = models.ForeignKey(
        Household, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    target_group = models.ForeignKey(
        HouseholdGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    role = models.CharField(
        _("nhiệm vụ"), max_length=10, choices=Assignment.Role, default=Assignment.Role.FOLLOW
    )
    end_reason = models.CharField(
        _("lý do kết thúc"), max_length=12, choices=Assignment.EndReason, blank=True
    )
    reason = models.CharField(_("lý do"), max_length=300, blank=True)

    class Meta:
        ordering = ["-action", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(action="end", assignment__isnull=False)
                | Q(action="add") & exactly_one(ASSIGNEE_FIELDS) & exactly_one(TARGET_FIELDS),
                name="assignments_change_line_is_whole",
                violation_error_message=_("Mỗi dòng điều chỉnh phải nêu đủ ai và nơi nào."),
            ),
            models.UniqueConstraint(
                fields=["change_set", "assignment"],
                condition=Q(action="end"),
                name="assignments_change_set_ends_an_assignment_once",
                violation_error_message=_("Phân công này đã được kết thúc trong đợt này."),
            ),
        ]

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


track(ChangeSet)
