"""Reads of visits to households. A visit and its words are read by the cadre who made it and by the commune's office; whoever may
read only the household's row is told that a visit was; those above count."""

from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from branches.models import Household
from branches.querysets.scoping import NOTHING, within
from common.records import StandingQuerySet
from reports.household_rules import UNVISITED_DAYS


class HouseholdVisitQuerySet(StandingQuerySet):
    def visible_to(self, scope):
        """Row and words: one's own, also when the assignment has ended; and those of the ground of a commune's office."""
        return self.filter(own_visits(scope) | within(scope.reach("households.words"), "household__unit"))

    def known_to(self, scope):
        """Of which the reader learns that they were, when and by whom: those of households whose rows he reads."""
        return self.filter(own_visits(scope) | Q(household__in=Household.objects.visible_to(scope)))

    def counted_for(self, scope):
        """Those that the reader may know the number of; none of them may be named from here."""
        return self.filter(household__in=Household.objects.counted_for(scope))

    def during(self, starts_on, ends_on):
        """Those of days in `[starts_on, ends_on)`."""
        return self.filter(visited_on__gte=starts_on, visited_on__lt=ends_on)

    def for_list(self):
        return self.select_related("household", "cadre", "author", "words")


class VisitWordsQuerySet(QuerySet):
    def expired_on(self, day):
        return self.filter(erased_on__lte=day, erased_at=None)


def own_visits(scope) -> Q:
    """Those of the reader, as a cadre: also under a second record that was merged into his."""
    mine = sorted(scope.cadre_ids)
    return Q(cadre__in=mine) | Q(cadre__merged_into__in=mine) if mine else NOTHING


def with_last_visit(households, day):
    """`households` (Household queryset), each with `last_visited_on` and `next_visit_on` of the last visit up to `day`, whoever
    made it; None where there was none."""
    last = _standing().filter(household=OuterRef("pk"), visited_on__lte=day).order_by("-visited_on", "-pk")
    return households.annotate(
        last_visited_on=Subquery(last.values("visited_on")[:1]),
        next_visit_on=Subquery(last.values("next_visit_on")[:1]),
    )


def counted_of(households, day) -> dict:
    """{"households", "unvisited": without a visit for UNVISITED_DAYS before `day`} of `households` as columns of another query."""
    since = day - timedelta(days=UNVISITED_DAYS)
    lately = _standing().filter(household=OuterRef("pk"), visited_on__gte=since)
    return {"households": _number(households), "unvisited": _number(households.filter(~Exists(lately)))}


def _number(rows):
    grouped = rows.order_by().annotate(alike=Value(1)).values("alike").annotate(number=Count("pk"))
    return Coalesce(Subquery(grouped.values("number")), 0)


def _standing():
    from reports.models import HouseholdVisit

    return HouseholdVisit.objects.standing()
