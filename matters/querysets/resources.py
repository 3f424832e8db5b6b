"""Reads of what was mobilised and what is worth copying."""

from django.db.models import Q

from branches.querysets.scoping import binding, from_above
from branches.querysets.units import stood_under
from common.records import StandingQuerySet


class ContributionQuerySet(StandingQuerySet):
    def visible_to(self, scope):
        return self.filter(from_above(scope, "matters.read") | Q(cadre__in=scope.cadre_ids))

    def writable_by(self, scope):
        return self.filter(from_above(scope, "matters.write"))

    def under(self, unit):
        """Those that lay in `unit` by the map of their own day."""
        return self.filter(stood_under(unit, day_field="happened_on"))

    def during(self, starts_on, ends_on):
        """Those of `[starts_on, ends_on)`; `starts_on` None is an open beginning."""
        rows = self.filter(happened_on__lt=ends_on)
        return rows if starts_on is None else rows.filter(happened_on__gte=starts_on)


class GoodPracticeQuerySet(StandingQuerySet):
    def visible_to(self, scope):
        """One's own, those that one reads from above, and the library: what was published over one's ground."""
        library = Q(published_on__isnull=False, voided_at=None) & binding(
            scope.reach("practices.read"), "issuer"
        )
        return self.filter(from_above(scope, "matters.read") | Q(cadre__in=scope.cadre_ids) | library)

    def overseen_by(self, scope):
        """Those that one reads from above, published or not, with who reported them."""
        return self.filter(from_above(scope, "matters.read"))

    def writable_by(self, scope):
        return self.filter(from_above(scope, "matters.write"))
