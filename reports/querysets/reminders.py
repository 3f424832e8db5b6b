"""Reads of reminders."""

from django.db import models

from branches.querysets.scoping import from_above


class ReminderQuerySet(models.QuerySet):
    def visible_to(self, scope):
        return self.filter(from_above(scope, "attendance.read"))
