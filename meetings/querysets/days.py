"""Reads of day rules, moved days and deadlines."""

from django.db import models

from branches.querysets.scoping import binding, within
from common.records import PeriodQuerySet


class OnGroundQuerySet(models.QuerySet):
    """Rows that hold for everything under their unit: read from below as well."""

    def visible_to(self, scope):
        return self.filter(binding(scope.reach("meetings.read"), "unit"))

    def writable_by(self, scope):
        return self.filter(within(scope.reach("day_rules.write")))


class DayRuleQuerySet(PeriodQuerySet, OnGroundQuerySet):
    pass


class ScheduleRuleQuerySet(PeriodQuerySet, OnGroundQuerySet):
    pass
