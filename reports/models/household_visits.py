"""A visit to a household by the cadre who holds it, and what he wrote of it: two records, for the second one ends."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assignments.models import Assignment, Cadre
from branches.models import Household, Unit
from common.fields import KeyField
from common.history import track
from common.records import Voidable
from matters.models import Recommendation
from reports.querysets.household_visits import HouseholdVisitQuerySet, VisitWordsQuerySet

# What was seen, by short groups; then what the household wishes, and what was done for it (domain.md 3.8).
SITUATION = ("livelihood", "housing", "health_insurance", "schooling", "other_situation")
WORDS = (*SITUATION, "wishes", "help_given")


class HouseholdVisit(Voidable):
    """That one cadre was with one household on one day: it counts for ever. `unit`: the household's on that day. `cadre`
    held it under `assignment`: directly, through its group, or by his team. `recorded_on` is the day of entering,
    `recorded_at` the database's own clock."""

    class Purpose(models.TextChoices):
        REGULAR = "regular", _("thăm định kỳ, nắm tình hình")
        GUIDANCE = "guidance", _("hướng dẫn, vận động")
        HELP = "help", _("giúp đỡ, trao hỗ trợ")
        FOLLOW_UP = "follow_up", _("xem việc đã hứa, đã kiến nghị")
        OTHER = "other", _("việc khác")

    key = KeyField()
    # Made with the form: what the network sends twice is one visit.
    client_key = models.UUIDField(editable=False)
    body_hash = models.CharField(max_length=64, editable=False)
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, related_name="visits", verbose_name=_("hộ gia đình")
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="household_visits")
    cadre = models.ForeignKey(
        Cadre, on_delete=models.PROTECT, related_name="household_visits", verbose_name=_("người thăm")
    )
    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, null=True, blank=True, related_name="household_visits"
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    visited_on = models.DateField(_("ngày thăm"))
    purpose = models.CharField(_("thăm để làm gì"), max_length=9, choices=Purpose, default=Purpose.REGULAR)
    # Whether something was done for the household: it stays known when the words are erased.
    has_help = models.BooleanField(_("có giúp đỡ"), default=False, editable=False)
    next_visit_on = models.DateField(_("lần thăm tới"), null=True, blank=True)
    recorded_on = models.DateField(editable=False)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = HouseholdVisitQuerySet.as_manager()

    class Meta(Voidable.Meta):
        abstract = False
        verbose_name = _("lần thăm hộ")
        verbose_name_plural = _("lần thăm hộ")
        ordering = ["-visited_on", "-id"]
        constraints = [
            *Voidable.Meta.constraints,
            models.UniqueConstraint(
                fields=["author", "client_key"],
                name="reports_household_visit_is_sent_once",
                violation_error_message=_("Lần thăm này đã được nhận."),
            ),
            models.UniqueConstraint(
                fields=["household", "cadre", "visited_on"],
                condition=Q(voided_at=None),
                name="reports_household_is_visited_once_a_day",
                violation_error_message=_("Lần thăm hộ này trong ngày ấy đã được ghi."),
            ),
            models.CheckConstraint(
                condition=Q(visited_on__lte=F("recorded_on")),
                name="reports_household_visit_has_happened",
                violation_error_message=_("Ngày thăm không thể sau ngày ghi."),
            ),
            models.CheckConstraint(
                condition=Q(next_visit_on=None) | Q(next_visit_on__gt=F("visited_on")),
                name="reports_next_household_visit_comes_after",
                violation_error_message=_("Lần thăm tới phải sau ngày thăm."),
            ),
        ]
        indexes = [
            models.Index(fields=["household", "visited_on"], name="reports_visits_of_household"),
            models.Index(fields=["unit", "visited_on"], name="reports_households_visited"),
            models.Index(fields=["cadre", "visited_on"], name="reports_households_of_cadre"),
        ]
        triggers = [
            pgtrigger.Protect(name="household_visit_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="household_visit_says_who_and_when_for_good",
                fields=[
                    "key", "client_key", "household", "unit", "cadre", "assignment", "author", "visited_on",
                    "recorded_on", "recorded_at",
                ],
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.visited_on:%d/%m/%Y}"

    def get_absolute_url(self):
        return reverse("household_visits:visit_page", args=[self.key])


class HouseholdVisitWords(models.Model):
    """What the cadre wrote. Shown until `hidden_on`, erased on `erased_on`; the row stays, empty. It has no history table:
    that would outlive it."""

    visit = models.OneToOneField(
        HouseholdVisit, on_delete=models.PROTECT, primary_key=True, related_name="words"
    )
    livelihood = models.TextField(_("việc làm, thu nhập"), blank=True)
    housing = models.TextField(_("nhà ở, điện, nước"), blank=True)
    health_insurance = models.TextField(_("bảo hiểm y tế"), blank=True)
    schooling = models.TextField(_("việc học của con em"), blank=True)
    other_situation = models.TextField(_("tình hình khác"), blank=True)
    wishes = models.TextField(_("tâm tư, nguyện vọng"), blank=True)
    help_given = models.TextField(_("việc đã giúp"), blank=True)
    hidden_on = models.DateField(editable=False)
    erased_on = models.DateField(editable=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = VisitWordsQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(**dict.fromkeys(WORDS, "")),
                name="reports_erased_visit_words_are_empty",
            ),
            models.CheckConstraint(
                condition=Q(erased_on__gte=F("hidden_on")), name="reports_visit_words_are_hidden_first"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="erased_visit_words_stay_erased",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.erased_at IS NOT NULL"),
            )
        ]

    def are_shown_on(self, day) -> bool:
        return self.erased_at is None and day < self.hidden_on


class HouseholdVisitRecommendation(models.Model):
    """From which visit a matter comes. The matter itself names no household and is read without this row."""

    visit = models.ForeignKey(HouseholdVisit, on_delete=models.PROTECT, related_name="recommendation_links")
    recommendation = models.OneToOneField(
        Recommendation, on_delete=models.PROTECT, related_name="household_visit_link"
    )


track(HouseholdVisit, events=("update",), exclude=["body_hash"])
