"""With which households somebody is on a day: who holds one holds it directly, or through the group in which it is."""

from django.db.models import Exists, OuterRef, Q

from assignments.models import Assignment
from branches.models import HouseholdMembership


def with_somebody(households, day):
    """Those of `households` (a queryset) that somebody holds on `day`."""
    return households.filter(_held(day))


def with_nobody(households, day):
    return households.exclude(_held(day))


def to_household(household, starts_on, ends_on) -> Q:
    """A condition on assignments: they are to `household`, or ran while it was in their group on a day of
    `[starts_on, ends_on)`."""
    condition = Q(target_household=household)
    for each in household.memberships.all():
        begins = max(each.starts_on, starts_on)
        ends = min(ends_on, each.ends_on or ends_on)
        if begins < ends:
            runs = Q(starts_on__lt=ends) & (Q(ends_on=None) | Q(ends_on__gt=begins))
            condition |= Q(target_group=each.group_id) & runs
    return condition


def as_held(assignments, household) -> list:
    """`assignments` (`to_household`) for reading: one to a group begins and ends for `household` with its being in the group."""
    found = list(assignments)
    for row in found:
        spans = [each for each in household.memberships.all() if each.group_id == row.target_group_id]
        spans = [each for each in spans if _meet(each, row)]
        if not spans:
            continue
        row.starts_on = max(row.starts_on, min(each.starts_on for each in spans))
        ends = [each.ends_on for each in spans]
        left_on = None if None in ends else max(ends)
        if left_on and (row.ends_on is None or left_on < row.ends_on):
            row.ends_on, row.end_reason = left_on, ""
    return found


def _meet(one, other) -> bool:
    return (other.ends_on is None or one.starts_on < other.ends_on) and (
        one.ends_on is None or other.starts_on < one.ends_on
    )


def _held(day) -> Q:
    active = Assignment.objects.active_on(day)
    groups = active.filter(target_group__isnull=False).values("target_group")
    by_group = HouseholdMembership.objects.on(day).filter(household=OuterRef("pk"), group__in=groups)
    return Q(Exists(active.filter(target_household=OuterRef("pk")))) | Q(Exists(by_group))
