"""Reads of registered schedules."""

from django.db import models

from branches.querysets.scoping import within


class ScheduleQuerySet(models.QuerySet):
    def visible_to(self, scope):
        return self.filter(within(scope.reach("meetings.read")))

    def writable_by(self, scope):
        return self.filter(within(scope.reach("schedules.write")))

    def reviewable_by(self, scope):
        return self.filter(within(scope.reach("schedules.review")))
