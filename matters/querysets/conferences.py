"""Reads of conferences and of those that must come again."""

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest, Lower, Trim

from branches.querysets.scoping import binding, within
from branches.querysets.units import stood_under
from common.records import PeriodQuerySet, StandingQuerySet


class ConferenceQuerySet(StandingQuerySet):
    def visible_to(self, scope):
        """Of the units on one's ground, and those that were called for one's zone; any other conference above one's ground
        is none of its affair."""
        reach = scope.reach("conferences.read")
        return self.filter(within(reach) | Q(zone__in=sorted(reach.zone_ids)))

    def writable_by(self, scope):
        return self.filter(within(scope.reach("conferences.write")))

    def held_in(self, starts_on, ends_on):
        """Held in `[starts_on, ends_on)`; a plan is no conference yet."""
        return self.standing().filter(held_on__gte=starts_on, held_on__lt=ends_on)

    def under(self, unit):
        """Held by `unit` or a unit beneath it, by the map of the very day; a plan by that of the day planned."""
        return self.annotate(on_day=Coalesce("held_on", "planned_on")).filter(
            stood_under(unit, day_field="on_day")
        )

    def for_list(self):
        """Those to come first, then the latest; with their counts, and `taken`: opinions that became recommendations."""
        rows = (
            self.select_related("unit", "zone").counted().annotate(on_day=Coalesce("held_on", "planned_on"))
        )
        taken = _said().exclude(recommendation=None)
        return rows.annotate(taken=_over(taken, Count("pk"))).order_by("-on_day", "-pk")

    def counted(self):
        """With `people_count`, `opinion_count` and `spot_count`: what was written down, or what the opinions recorded here come
        to where that is more; None where nothing says anything. Never a sum of the two."""
        said = _said()
        return self.annotate(
            people_count=Greatest(
                "people_speaking", _over(said.exclude(speaker=""), Count("by", distinct=True))
            ),
            opinion_count=Greatest("opinions", _over(said, Count("pk"))),
            spot_count=Greatest(
                "answered_on_the_spot", _over(said.filter(is_answered_on_the_spot=True), Count("pk"))
            ),
        )


def _said():
    from matters.models import Opinion

    rows = Opinion.objects.standing().filter(conference=OuterRef("pk")).order_by()
    return rows.annotate(by=Lower(Trim("speaker")))


def _over(rows, number):
    """The number as a subquery; none is NULL, which the greatest of two passes by."""
    grouped = rows.values("conference").annotate(number=number).values("number")
    return Subquery(grouped, output_field=IntegerField())


class ObligationQuerySet(PeriodQuerySet):
    def visible_to(self, scope):
        """One's own committees' and those of the committees above, which bind."""
        return self.filter(binding(scope.reach("conferences.read"), "issuer"))

    def writable_by(self, scope):
        return self.filter(within(scope.reach("obligations.write"), "issuer"))
