"""Reads of what was mobilised and what is worth copying."""

from django.db.models import Q

from branches.querysets.scoping import binding, from_above
from common.records import StandingQuerySet


class ContributionQuerySet(StandingQuerySet):
    def visible_to(self, scope):
        return self.filter(from_above(scope, "matters.read") | Q(cadre__in=scope.cadre_ids))

    def writable_by(self, scope):
        return self.filter(from_above(scope, "matters.write"))


class GoodPracticeQuerySet(StandingQuerySet):
    def visible_to(self, scope):
        """One's own, those that one reads from above, and the library: what was published over one's ground."""
        library = Q(published_on__isnull=False, voided_at=None) & binding(
            scope.reach("practices.read"), "issuer"
        )
        return self.filter(from_above(scope, "matters.read") | Q(cadre__in=scope.cadre_ids) | library)

    def writable_by(self, scope):
        return self.filter(from_above(scope, "matters.write"))
