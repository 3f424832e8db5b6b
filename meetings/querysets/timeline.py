"""Reads of what happens between a branch and those above it."""

from django.db import models
from django.db.models import Q

from branches.querysets.scoping import within
from common.records import PeriodQuerySet


class OnBranchQuerySet(models.QuerySet):
    def visible_to(self, scope):
        return self.filter(within(scope.reach("meetings.read")))

    def writable_by(self, scope):
        return self.filter(within(scope.reach("meetings.write")))


class VoidableQuerySet(OnBranchQuerySet):
    def standing(self):
        """Without the voided: what every count and list of facts begins with."""
        return self.filter(voided_at=None)


class ContactQuerySet(VoidableQuerySet):
    def visible_to(self, scope):
        """Those on one's ground, and one's own."""
        return self.filter(within(scope.reach("meetings.read")) | Q(cadre__in=scope.cadre_ids))


class ShelfQuerySet(PeriodQuerySet, OnBranchQuerySet):
    pass


class SituationQuerySet(OnBranchQuerySet):
    pass
