"""Which households a cadre holds on a day: those assigned to him or to a team that he is in, and those of a group that is."""

from django.db.models import Q

from assignments.models import Assignment, Cadre, TeamMember
from branches.models import Household


def holding_assignments(cadre, day):
    """The running assignments of `cadre` (also under a record that was merged into his) and of his teams to households and to
    groups, the oldest first."""
    persons = Cadre.objects.filter(Q(pk=cadre.pk) | Q(merged_into=cadre.pk)).values("pk")
    teams = TeamMember.objects.on(day).filter(cadre__in=persons).values("team")
    return (
        Assignment.objects.active_on(day)
        .filter(Q(cadre__in=persons) | Q(team__in=teams))
        .filter(Q(target_household__isnull=False) | Q(target_group__isnull=False))
        .order_by("starts_on", "pk")
    )


def households_held(cadre, day):
    """The Households that he holds on `day`."""
    held = holding_assignments(cadre, day).order_by()
    return Household.objects.on(day).filter(
        Q(pk__in=held.exclude(target_household=None).values("target_household"))
        | Q(group__in=held.exclude(target_group=None).values("target_group"))
    )


def holding(cadre, household, day) -> Assignment | None:
    """The assignment under which he holds `household` on `day`: the one to exactly it before that to its group, his own before
    his team's. None where he does not hold it, or it did not exist that day."""
    if not household.holds_on(day):
        return None
    rows = holding_assignments(cadre, day).filter(
        Q(target_household=household) | Q(target_group=household.group_id, target_group__isnull=False)
    )
    found = list(rows.select_related("scheme__issuer"))
    return min(
        found, key=lambda each: (each.target_household_id is None, each.cadre_id is None), default=None
    )
