"""Reads of matters. Those above read them over the committee that must see to them (`issuer`), like the reports that they
come from; an agency reads what is or was with it; the place that raised them what is shared with it; a cadre his own."""

from django.db.models import Exists, OuterRef, Q

from branches.querysets.scoping import from_above, within, within_bodies
from common.records import StandingQuerySet


class RecommendationQuerySet(StandingQuerySet):
    def visible_to(self, scope):
        return self.filter(
            from_above(scope, "matters.read")
            | Q(raised_by__in=scope.cadre_ids)
            | shared_with(scope)
            | held_by(scope)
        )

    def writable_by(self, scope):
        """What the committee's staff receive, route, merge and close."""
        return self.filter(from_above(scope, "matters.write"))

    def answerable_by(self, scope):
        """What is with an agency of the holder's now."""
        return self.filter(held_by(scope, now=True))

    def tellable_by(self, scope):
        """Whose answer the holder may say he has told: staff, the place that raised it, and the cadre who did."""
        return self.filter(
            from_above(scope, "matters.write") | shared_with(scope) | Q(raised_by__in=scope.cadre_ids)
        )

    def matters(self):
        """One row a matter: voices merged into another are left out."""
        return self.filter(merged_into=None)


def shared_with(scope) -> Q:
    """Matters of one's own place that it may read: all of a commune, those of his branch for a secretary."""
    mine = within_bodies(scope, "matters.own", closed=True)
    places = Q(organisation=None) & within(scope.reach("matters.own"))
    return Q(is_shared=True) & (mine | places)


def held_by(scope, *, now=False) -> Q:
    """Matters that an agency of the holder's has, or (not `now`) had. A voice merged into another comes with it."""
    from matters.models import Handling

    agencies = scope.reach("matters.answer").agency_ids
    if not agencies:
        return Q(pk__in=[])
    rows = Handling.objects.filter(agency__in=sorted(agencies))
    if now:
        rows = rows.filter(ended_on=None)
    return Exists(rows.filter(recommendation=OuterRef("pk")))
