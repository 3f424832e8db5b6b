"""Which households a cadre holds on a day: those assigned to him or to a team that he is in, and those of a group that is."""

from datetime import timedelta

from django.db.models import Q

from assignments.models import Assignment, Cadre, TeamMember
from assignments.querysets.households import to_household
from branches.models import Household, HouseholdMembership

_ONE_DAY = timedelta(days=1)


def holding_assignments(cadre, day):
    """Those that run on `day`."""
    return assignments_during(cadre, day, day + _ONE_DAY)


def assignments_during(cadre, starts_on, ends_on):
    """The assignments of `cadre` (also under a record that was merged into his) and of his teams to households and to groups
    that run on a day of `[starts_on, ends_on)`, the oldest first."""
    persons = Cadre.objects.filter(Q(pk=cadre.pk) | Q(merged_into=cadre.pk)).values("pk")
    teams = TeamMember.objects.during(starts_on, ends_on).filter(cadre__in=persons).values("team")
    return (
        Assignment.objects.standing()
        .during(starts_on, ends_on)
        .filter(Q(cadre__in=persons) | Q(team__in=teams))
        .filter(Q(target_household__isnull=False) | Q(target_group__isnull=False))
        .order_by("starts_on", "pk")
    )


def households_held(cadre, day):
    """The Households that he holds on `day`."""
    return Household.objects.on(day).filter(held_during(cadre, day, day + _ONE_DAY))


def held_during(cadre, starts_on, ends_on) -> Q:
    """A condition on households: on a day of `[starts_on, ends_on)` an assignment of his to them ran, or one to the group in which
    they were that day."""
    held = assignments_during(cadre, starts_on, ends_on).order_by()
    inside = HouseholdMembership.objects.during(starts_on, ends_on)
    inside = inside.sharing_a_day_with(held.exclude(target_group=None))
    return Q(pk__in=held.exclude(target_household=None).values("target_household")) | Q(
        pk__in=inside.values("household")
    )


def holding(cadre, household, day) -> Assignment | None:
    """The assignment under which he holds `household` on `day`: the one to exactly it before that to its group, his own before
    his team's. None where he does not hold it, or it did not exist that day."""
    if not household.holds_on(day):
        return None
    rows = holding_assignments(cadre, day).filter(to_household(household, day, day + _ONE_DAY))
    found = list(rows.select_related("scheme__issuer"))
    return min(
        found, key=lambda each: (each.target_household_id is None, each.cadre_id is None), default=None
    )


def was_held_since(cadre, household, since, day) -> bool:
    """Whether he held it on some day from `since` to `day`: a phone may send later what was written while he did."""
    rows = assignments_during(cadre, since, day + _ONE_DAY)
    return rows.filter(to_household(household, since, day + _ONE_DAY)).exists()


def holders_since(household, since, day):
    """The Cadres who held it on some day from `since` to `day`, those of a team among them."""
    rows = Assignment.objects.standing().during(since, day + _ONE_DAY).order_by()
    rows = rows.filter(to_household(household, since, day + _ONE_DAY))
    members = TeamMember.objects.during(since, day + _ONE_DAY).filter(team__in=rows.values("team"))
    return Cadre.objects.filter(
        Q(pk__in=rows.exclude(cadre=None).values("cadre")) | Q(pk__in=members.values("cadre")),
        merged_into=None,
    )
