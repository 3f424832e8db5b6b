"""Reads of reviews and of what is said about a cadre's year."""

from django.db.models import Q
from django.db.models.fields.json import KT

from branches.querysets.scoping import NOTHING, within
from common.records import PeriodQuerySet, StandingQuerySet


class ReviewQuerySet(PeriodQuerySet, StandingQuerySet):
    def visible_to(self, scope):
        return self.filter(within(scope.reach("reviews.read"), "issuer"))

    def writable_by(self, scope):
        return self.filter(within(scope.reach("reviews.write"), "issuer"))

    def for_list(self):
        """Without the figures, which may be long; `kept_place`: what the place was called when they were frozen, None of old."""
        return self.defer("figures").annotate(kept_place=KT("figures__words__place"))


class NoteQuerySet(StandingQuerySet):
    def visible_to(self, scope):
        """By the cadre himself, by whoever wrote it, and by those who read the sheet of such a cadre."""
        mine = Q(cadre__in=sorted(scope.cadre_ids)) if scope.cadre_ids else NOTHING
        own = Q(said_by=scope.user_id) if scope.user_id else NOTHING
        return self.filter(mine | own | within(scope.reach("evidence.read"), "cadre__unit"))
