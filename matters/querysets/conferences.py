"""Reads of conferences and of those that must come again."""

from branches.querysets.scoping import binding, within
from common.records import PeriodQuerySet, StandingQuerySet


class ConferenceQuerySet(StandingQuerySet):
    def visible_to(self, scope):
        """Of the units on one's ground; a conference above it is none of its affair."""
        return self.filter(within(scope.reach("conferences.read")))

    def writable_by(self, scope):
        return self.filter(within(scope.reach("conferences.write")))


class ObligationQuerySet(PeriodQuerySet):
    def visible_to(self, scope):
        """One's own committees' and those of the committees above, which bind."""
        return self.filter(binding(scope.reach("conferences.read"), "issuer"))

    def writable_by(self, scope):
        return self.filter(within(scope.reach("obligations.write"), "issuer"))
