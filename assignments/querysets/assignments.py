"""Reads of assignments and change sets."""

from django.db import models
from django.db.models import Q

from branches.querysets.scoping import within
from common.records import PeriodQuerySet


class AssignmentQuerySet(PeriodQuerySet):
    def standing(self):
        """Without the voided: what every count and list of facts begins with."""
        return self.filter(voided_at=None)

    def active_on(self, day):
        return self.standing().on(day)

    def visible_to(self, scope):
        """Those on one's ground, one's own, and for an employer those of the agency's people."""
        condition = within(scope.reach("assignments.read")) | Q(cadre__in=scope.cadre_ids)
        staff = scope.reach("staff.read").agency_ids
        if staff:
            cadres = self.model._meta.get_field("cadre").related_model.objects
            condition |= Q(cadre__in=cadres.working_in(staff, scope.day).values("pk")) | Q(agency__in=staff)
        return self.filter(condition)

    def writable_by(self, scope):
        return self.filter(within(scope.reach("assignments.write"), "scheme__issuer"))

    def for_list(self):
        return self.select_related(
            "scheme",
            "cadre",
            "team",
            "agency",
            "target_unit",
            "target_organisation",
            "target_zone",
            "target_household",
            "target_group",
            "group_then",
        )


class ChangeSetQuerySet(models.QuerySet):
    def visible_to(self, scope):
        """Drafts and decisions of schemes whose assignments one may write."""
        return self.filter(within(scope.reach("assignments.write"), "scheme__issuer"))

    def drafts(self):
        return self.filter(state="draft")
