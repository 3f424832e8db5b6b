"""Reads of attendance (lượt) and excused absence."""

from django.db import models
from django.db.models import Count, Q

from branches.querysets.scoping import within
from common.records import PeriodQuerySet


class AttendanceQuerySet(models.QuerySet):
    def visible_to(self, scope):
        return self.filter(within(scope.reach("attendance.read")) | Q(cadre__in=scope.cadre_ids))

    def writable_by(self, scope):
        return self.filter(within(scope.reach("reports.clerk")))

    def standing(self):
        """Without the voided: what every count and list of facts begins with."""
        return self.filter(voided_at=None)

    def during(self, starts_on, ends_on):
        return self.filter(attended_on__gte=starts_on, attended_on__lt=ends_on)

    def of_branches(self):
        return self.filter(meeting__body="branch")

    def of_committees(self):
        return self.exclude(meeting__body="branch")

    def for_list(self):
        return self.select_related("cadre__merged_into", "meeting", "scheme")

    def four_counts(self) -> dict:
        """{"turns", "people", "meetings", "branches"}: four different counts, never one for another. A person whose two
        records were merged is one."""
        return self.aggregate(
            turns=Count("pk"),
            people=Count(models.functions.Coalesce("cadre__merged_into", "cadre"), distinct=True),
            meetings=Count("meeting", distinct=True),
            branches=Count("meeting__organisation", distinct=True),
        )


class AbsenceQuerySet(PeriodQuerySet):
    def visible_to(self, scope):
        return self.filter(
            within(scope.reach("attendance.read"), "cadre__unit") | Q(cadre__in=scope.cadre_ids)
        )

    def writable_by(self, scope):
        """Those of people whose attendance one's office enters, and one's own."""
        return self.filter(within(scope.reach("reports.clerk"), "cadre__unit") | Q(cadre__in=scope.cadre_ids))

    def voidable_by(self, scope, day):
        """By an office whose people they are; by the cadre himself only what has not begun on `day`."""
        office = within(scope.reach("reports.clerk"), "cadre__unit")
        return self.standing().filter(office | Q(cadre__in=scope.cadre_ids, starts_on__gt=day))

    def standing(self):
        return self.filter(voided_at=None)
