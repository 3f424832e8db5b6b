"""Reads of meetings and of what branches decided."""

from django.db import models

from branches.querysets.scoping import within


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, scope):
        return self.filter(within(scope.reach("meetings.read")))

    def writable_by(self, scope):
        return self.filter(within(scope.reach("meetings.write")))

    def standing(self):
        """Without the voided: what every count and list of facts begins with."""
        return self.filter(voided_at=None)

    def in_month(self, first):
        """Of the month that begins on `first`."""
        return self.filter(month=first)

    def of_branches(self):
        """Meetings of branches; those of committees are counted apart."""
        return self.filter(body="branch")

    def during(self, starts_on, ends_on):
        """Found under a day of `[starts_on, ends_on)`."""
        return self.filter(met_on__gte=starts_on, met_on__lt=ends_on)


class BranchTaskQuerySet(models.QuerySet):
    def visible_to(self, scope):
        return self.filter(within(scope.reach("meetings.read")))

    def writable_by(self, scope):
        return self.filter(within(scope.reach("meetings.write")))

    def open(self):
        return self.filter(state="open")
