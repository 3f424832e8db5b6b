"""Reads of households: who sees their rows, who counts them only (docs/decisions/households-are-rows-below-numbers-above.md).

One wall for every page, search, export and document: `visible_to`. `openable_by` and `counted_for` are no roads to a page of
rows: the first is asked after a reason was written down, the second is added up.
"""

from datetime import date

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest

from branches.querysets.ground_of_households import HAMLET_LEVEL, lying_in
from branches.querysets.scoping import NOTHING, within
from common.records import PeriodQuerySet


class OfHouseholdsQuerySet(PeriodQuerySet):
    """Of households and of their groups."""

    def visible_to(self, scope):
        """Rows on the ground of a commune's office, of the own hamlets of a branch's secretary, and those that the reader is
        assigned to on the scope's day, himself or through a team of his."""
        return self.filter(self._on_own_ground(scope) | self._followed_by(scope))

    def writable_by(self, scope):
        return self.filter(_in(scope.reach("households.write")))

    def openable_by(self, scope):
        """Rows of which one hamlet's may be opened with a reason, which is logged first (`HouseholdRead`)."""
        return self.filter(_in(scope.reach("households.open")))

    def counted_for(self, scope):
        """Rows that the reader may know the number of; none of them may be named from here."""
        return self.filter(_in(scope.reach("households.figures")) | self._on_own_ground(scope))

    def under(self, unit, day):
        """Those in force on `day` that lay under `unit` by the map of that day."""
        from branches.models import UnitPlacement

        return self.on(day).filter(lying_in(UnitPlacement.objects.on(day).under(unit), day))

    def _on_own_ground(self, scope) -> Q:
        condition = NOTHING
        for hold in scope.holds_of("households.read"):
            is_secretary = hold.role == "branch_secretary"
            condition |= _of_own_hamlets(hold, scope.day) if is_secretary else _in(hold.reach)
        return condition

    def _followed_by(self, scope) -> Q:
        """Those that he is assigned to. One list of them, not one beside the other: that would look at every household."""
        if not scope.cadre_ids:
            return NOTHING
        # Assignments live above: found by the relation that they have to these rows.
        assignments = self.model._meta.get_field("assignments_on").related_model.objects.held_by(scope)
        first, *more = self._held_in(assignments, scope.day)
        return Q(pk__in=first.union(*more) if more else first)


class HouseholdGroupQuerySet(OfHouseholdsQuerySet):
    def _held_in(self, assignments, day) -> list:
        return [assignments.filter(target_group__isnull=False).values("target_group")]


class HouseholdQuerySet(OfHouseholdsQuerySet):
    def in_groups(self, groups, day):
        """Those that are in one of `groups` (HouseholdGroups or a queryset of their ids) on `day`."""
        return self.filter(pk__in=_memberships().on(day).filter(group__in=groups).values("household"))

    def with_groups(self):
        """With their groups at hand, for `Household.group_on`; one query."""
        return self.prefetch_related(Prefetch("memberships", _memberships().select_related("group")))

    def with_group_code(self, day):
        """With `group_code`, to sort by: NULL in none."""
        inside = _memberships().as_of(day).filter(household=OuterRef("pk"))
        return self.annotate(group_code=Subquery(inside.values("group__code")[:1]))

    def _held_in(self, assignments, day) -> list:
        groups = assignments.filter(target_group__isnull=False).values("target_group")
        return [
            assignments.filter(target_household__isnull=False).values("target_household"),
            _memberships().on(day).filter(group__in=groups).values("household"),
        ]


class HouseholdMembershipQuerySet(PeriodQuerySet):
    def as_of(self, day):
        """Those of `day`; of a household that had ended by then the one that ended with it."""
        then = Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gt=day))
        return self.filter(then | Q(household__ends_on__lte=day, ends_on=F("household__ends_on")))

    def outside_of_either(self):
        """Those of a day on which the household or the group was not there; never, but for an error."""
        until = Coalesce("ends_on", Value(date.max))
        return self.filter(
            Q(starts_on__lt=Greatest("household__starts_on", "group__starts_on"))
            | Q(household__ends_on__lt=until)
            | Q(group__ends_on__lt=until)
        )

    def sharing_a_day_with(self, assignments):
        """Those in whose group one of `assignments` ran on a day of theirs."""
        until = Coalesce(OuterRef("ends_on"), Value(date.max))
        alike = assignments.filter(target_group=OuterRef("group"), starts_on__lt=until)
        return self.filter(Exists(alike.filter(Q(ends_on=None) | Q(ends_on__gt=OuterRef("starts_on")))))


def _memberships():
    from branches.models import HouseholdMembership

    return HouseholdMembership.objects


def _in(reach) -> Q:
    """`within`, with the units found first: there are few of them and millions of households."""
    from branches.models import Unit

    return Q(unit__in=Unit.objects.filter(within(reach, unit="")).values("pk")) if reach else NOTHING


def _of_own_hamlets(hold, day) -> Q:
    """Rows of the hamlets that a branch covers on `day`, or that the role was given over: a branch that sits at the commune
    does not open the commune. A hamlet has nothing below it, so what is found in it today has exactly its path; what a
    hamlet that was merged into it left among that."""
    from branches.models import OrganisationUnit, UnitPlacement

    units = (
        OrganisationUnit.objects.on(day).filter(organisation__in=sorted(hold.body_ids)).values("unit")
        if hold.body_ids
        else sorted(hold.reach.unit_ids)
    )
    own = UnitPlacement.objects.on(day).at_level(HAMLET_LEVEL).filter(unit__in=units)
    return Q(unit__access_path__in=own.values("path"))


class HouseholdTagQuerySet(QuerySet):
    def active(self):
        return self.filter(is_active=True)


class HouseholdReadQuerySet(QuerySet):
    def of(self, household):
        """Who read this household: its page, or the rows of the hamlet that it is of."""
        return self.filter(Q(household=household) | Q(household=None, unit=household.unit_id))
