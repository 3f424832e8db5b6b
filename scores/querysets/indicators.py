"""Reads of indicators and their values."""

from django.db import models
from django.db.models import Q

from branches.querysets.scoping import NOTHING, binding, within, within_bodies
from common.records import StandingQuerySet


class IndicatorQuerySet(models.QuerySet):
    """Also of watch-lists: what ships is everybody's who reads any, what a committee made is of the people below it."""

    def visible_to(self, scope):
        shipped = (
            Q(issuer=None) if scope.may("indicators.read") or scope.may("indicators.figures") else NOTHING
        )
        return self.filter(shipped | binding(scope.reach("indicators.read"), "issuer"))

    def writable_by(self, scope):
        return self.filter(within(scope.reach("indicators.write"), "issuer"))

    def in_use(self, day):
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=day))

    def asked_of(self, codes):
        """Those that at least one of `codes` (`scores.asking`) gives."""
        return self.filter(Q(asked_of=[]) | Q(asked_of__overlap=list(codes)))


class ValueQuerySet(StandingQuerySet):
    def visible_to(self, scope):
        """Of the ground; sensitive ones only by those whose affair they are (`indicators.sensitive`)."""
        plain = within(scope.reach("indicators.read")) & Q(indicator__is_sensitive=False)
        return self.filter(plain | within_bodies(scope, "indicators.sensitive"))

    def writable_by(self, scope):
        return self.filter(within(scope.reach("indicators.write")))


class WatchListQuerySet(models.QuerySet):
    def visible_to(self, scope):
        shipped = Q(issuer=None) if scope.may("watch.read") else NOTHING
        return self.filter(shipped | binding(scope.reach("watch.read"), "issuer"))

    def writable_by(self, scope):
        return self.filter(within(scope.reach("watch.write"), "issuer"))

    def in_use(self, day):
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=day))
