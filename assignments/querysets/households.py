"""With which households somebody is on a day: who holds one holds it directly, or through the group in which it is."""

from django.db.models import Exists, OuterRef, Q

from assignments.models import Assignment


def with_somebody(households, day):
    """Those of `households` (a queryset) that somebody holds on `day`."""
    return households.filter(_held(day))


def with_nobody(households, day):
    return households.exclude(_held(day))


def _held(day) -> Q:
    active = Assignment.objects.active_on(day)
    by_group = active.filter(target_group=OuterRef("group"))
    return Q(Exists(active.filter(target_household=OuterRef("pk")))) | Q(Exists(by_group))
