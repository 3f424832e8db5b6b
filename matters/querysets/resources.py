"""Reads of what was mobilised and what is worth copying."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, Subquery

from branches.querysets.scoping import binding, from_above
from branches.querysets.units import stood_under
from common.records import StandingQuerySet

# A report tells of the day of the meeting, the office's list of the day on which it was given or booked.
NEAR = timedelta(days=15)


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

    def likely_doubles(self, scope):
        """Rows of an office's list for which one that came with a report, and that `scope` reads too, says the same: the same
        place, donor (accents or not) and amount, on a day near it, and nobody said that they are two. Each with `reported_id`, the earliest such row's."""
        from matters.models import GiftDifference

        said = GiftDifference.objects.filter(
            Q(first=OuterRef("pk"), second=OuterRef(OuterRef("pk")))
            | Q(second=OuterRef("pk"), first=OuterRef(OuterRef("pk")))
        )
        near = self.model.objects.visible_to(scope).standing()
        near = near.filter(
            ~Exists(said),
            report_link__isnull=False,
            unit=OuterRef("unit"),
            amount=OuterRef("amount"),
            donor_key=OuterRef("donor_key"),
            happened_on__gte=OuterRef("happened_on") - NEAR,
            happened_on__lte=OuterRef("happened_on") + NEAR,
        )
        listed = self.standing().filter(report_link=None, amount__isnull=False).exclude(donor_key="")
        listed = listed.annotate(reported_id=Subquery(near.order_by("happened_on", "pk").values("pk")[:1]))
        return listed.filter(reported_id__isnull=False)


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
