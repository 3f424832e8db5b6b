"""Reads of letters of introduction."""

from django.db.models import Q

from branches.querysets.scoping import within
from common.records import PeriodQuerySet


class LetterQuerySet(PeriodQuerySet):
    def visible_to(self, scope):
        """Those of issuers whose letters one reads, and one's own."""
        return self.filter(within(scope.reach("letters.read"), "issuer") | Q(cadre__in=scope.cadre_ids))

    def writable_by(self, scope):
        return self.filter(within(scope.reach("letters.write"), "issuer"))

    def valid_on(self, day):
        return self.on(day).filter(revoked_at=None).exclude(number="")
