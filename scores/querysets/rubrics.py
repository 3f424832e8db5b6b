"""Reads of rubrics: an issued one binds the people below its issuer; a draft is its issuer's, and while opinions are asked
for also of those who are asked."""

from django.db.models import Q

from branches.querysets.scoping import NOTHING, binding, within
from common.records import PeriodQuerySet, StandingQuerySet

ISSUED = ["issued", "superseded"]


class RubricQuerySet(PeriodQuerySet):
    def visible_to(self, scope):
        shipped = Q(issuer=None) if scope.may("rubrics.read") else NOTHING
        bound = binding(scope.reach("rubrics.read"), "issuer") & Q(state__in=ISSUED)
        asked = binding(scope.reach("rubrics.comment"), "issuer") & Q(state="consulting")
        return self.filter(shipped | bound | asked | within(scope.reach("rubrics.write"), "issuer"))

    def writable_by(self, scope):
        return self.filter(within(scope.reach("rubrics.write"), "issuer"))

    def issued(self):
        return self.filter(state__in=ISSUED)


class CommentQuerySet(StandingQuerySet):
    def visible_to(self, scope):
        """All of them by those who keep the rubric; one's own by oneself."""
        own = Q(said_by=scope.user_id) if scope.user_id else NOTHING
        return self.filter(own | within(scope.reach("rubrics.write"), "rubric__issuer"))
