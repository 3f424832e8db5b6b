"""Reads of targets, urgings, model branches and themes: of the ground, by those who read its indicators."""

from branches.querysets.scoping import binding, within, within_bodies
from common.records import StandingQuerySet


class TargetQuerySet(StandingQuerySet):
    def visible_to(self, scope):
        return self.filter(within_bodies(scope, "targets.read"))

    def writable_by(self, scope):
        return self.filter(within(scope.reach("targets.write")))


class UrgingQuerySet(StandingQuerySet):
    def visible_to(self, scope):
        return self.filter(within_bodies(scope, "targets.read"))


class RegistrationQuerySet(StandingQuerySet):
    def visible_to(self, scope):
        return self.filter(within_bodies(scope, "targets.read"))

    def writable_by(self, scope):
        return self.filter(within(scope.reach("registrations.write")))

    def recognisable_by(self, scope):
        return self.filter(within(scope.reach("registrations.recognise")))


class ThemeQuerySet(StandingQuerySet):
    def visible_to(self, scope):
        return self.filter(binding(scope.reach("targets.read"), "issuer"))

    def writable_by(self, scope):
        return self.filter(within(scope.reach("targets.write"), "issuer"))
