"""Reads of who holds matters."""

from django.db import models

from branches.querysets.scoping import from_above


class HandlingQuerySet(models.QuerySet):
    def visible_to(self, scope):
        """An agency's own, whatever its unit; and those of the matters that one reads from above."""
        return self.filter(
            models.Q(agency__in=sorted(scope.reach("matters.answer").agency_ids))
            | from_above(scope, "matters.read", issuer="recommendation__issuer", unit="recommendation__unit")
        )

    def writable_by(self, scope):
        return self.filter(
            from_above(scope, "matters.write", issuer="recommendation__issuer", unit="recommendation__unit")
        )

    def answerable_by(self, scope):
        return self.open().filter(agency__in=sorted(scope.reach("matters.answer").agency_ids))

    def open(self):
        return self.filter(ended_on=None)

    def overdue_on(self, day):
        """Open, due before `day`."""
        return self.open().filter(answered_on=None, due_on__lt=day)
