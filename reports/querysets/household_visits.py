"""Reads of visits to households. A visit and its words are read by the cadre who made it; whoever may read the household's
row only is told that a visit was, and those above count."""

from django.db.models import Q, QuerySet

from branches.querysets.scoping import NOTHING
from common.records import StandingQuerySet


class HouseholdVisitQuerySet(StandingQuerySet):
    def visible_to(self, scope):
        """Row and words: one's own, also when the assignment has ended."""
        return self.filter(_own(scope))

    def during(self, starts_on, ends_on):
        """Those of days in `[starts_on, ends_on)`."""
        return self.filter(visited_on__gte=starts_on, visited_on__lt=ends_on)

    def for_list(self):
        return self.select_related("household", "cadre", "words")


class VisitWordsQuerySet(QuerySet):
    def expired_on(self, day):
        return self.filter(erased_on__lte=day, erased_at=None)


def _own(scope) -> Q:
    """Those of the reader, as a cadre: also under a second record that was merged into his."""
    mine = sorted(scope.cadre_ids)
    return Q(cadre__in=mine) | Q(cadre__merged_into__in=mine) if mine else NOTHING
