"""Reads of topics and of the deadlines of categories."""

from django.db import models
from django.db.models import Q

from branches.querysets.scoping import binding, within
from common.records import PeriodQuerySet


class TopicQuerySet(models.QuerySet):
    def on(self, day):
        """Topics to choose from on `day`."""
        return self.filter(Q(starts_on=None) | Q(starts_on__lte=day), Q(ends_on=None) | Q(ends_on__gt=day))

    def visible_to(self, scope):
        """Those that ship, and those of the committees on one's ground and above it: what another district calls its affairs
        is none of one's own."""
        return self.filter(Q(issuer=None) | binding(scope.ground, "issuer"))

    def for_places(self, *units):
        """Those that ship, and those of the committees of these units and of the units above them."""
        keys = {key for unit in units if unit is not None for key in unit.access_path.split(".")[:-1]}
        return self.filter(Q(issuer=None) | Q(issuer__key__in=keys))

    def shipped(self):
        return self.filter(issuer=None)

    def writable_by(self, scope):
        """Those that one's committees added; what ships is nobody's to change."""
        return self.filter(within(scope.reach("matters.write"), "issuer"))


class DeadlineRuleQuerySet(PeriodQuerySet):
    def visible_to(self, scope):
        """Those that ship, and those of the committees on one's ground and above it."""
        return self.filter(Q(issuer=None) | binding(scope.reach("matters.read"), "issuer"))

    def writable_by(self, scope):
        return self.filter(within(scope.reach("matters.write"), "issuer"))
