"""Reads of reviews and of what is said about a cadre's year."""

from django.db.models import FilteredRelation, Q, QuerySet
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


class CountedRowsQuerySet(QuerySet):
    def visible_to(self, scope):
        """With the review; which of the rows one sees is asked of each of them."""
        return self.filter(within(scope.reach("reviews.read"), "review__issuer"))

    def keys(self) -> frozenset[tuple[str, bool]]:
        """{(key of the number, whether of the period before)}, without the rows."""
        return frozenset(self.values_list("key", "is_before"))


class NoteQuerySet(StandingQuerySet):
    def visible_to(self, scope):
        """By the cadre himself, by whoever wrote it, and by those who read the sheet of such a cadre."""
        mine = Q(cadre__in=sorted(scope.cadre_ids)) if scope.cadre_ids else NOTHING
        own = Q(said_by=scope.user_id) if scope.user_id else NOTHING
        return self.filter(mine | own | within(scope.reach("evidence.read"), "cadre__unit"))


def with_year_paper(cadres, year: int):
    """`cadres` (Cadre queryset) and with each the number of his sheet of `year` that stands, for `year_paper_of`. Whoever reads the
    whole sheet reads it."""
    stands = Q(year_papers__year=year, year_papers__voided_at=None)
    rows = cadres.annotate(year_paper=FilteredRelation("year_papers", condition=stands))
    return rows.select_related("unit", "year_paper__numbered_by")


def year_paper_of(cadre):
    """The YearPaper of a cadre of `with_year_paper`; None where there is no number yet: then the relation sets nothing."""
    return getattr(cadre, "year_paper", None)
