"""Reads of the register of urgent matters: of the place, by whoever reads it."""

from branches.querysets.scoping import within, within_bodies
from common.records import StandingQuerySet


class UrgentMatterQuerySet(StandingQuerySet):
    def visible_to(self, scope):
        return self.filter(within_bodies(scope, "urgent.read", closed=True))

    def writable_by(self, scope):
        return self.filter(within_bodies(scope, "urgent.write"))

    def confirmable_by(self, scope):
        return self.filter(within(scope.reach("urgent.confirm")))
