"""Reads of schemes."""

from branches.querysets.scoping import binding, within
from common.records import PeriodQuerySet


class SchemeQuerySet(PeriodQuerySet):
    def visible_to(self, scope):
        return self.filter(binding(scope.reach("schemes.read"), "issuer"))

    def writable_by(self, scope):
        return self.filter(within(scope.reach("schemes.write"), "issuer"))
