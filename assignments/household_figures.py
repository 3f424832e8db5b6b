"""Households of a place in numbers on a day (Bến Tre 4.3, 4.16, 4.21). For `figures households`, and for pages beside it."""

from django.db.models import Count, Q, Sum

from assignments.querysets.households import with_somebody
from branches.models import Household, HouseholdGroup, HouseholdTag


def households_as_figures(unit, day) -> dict:
    """Under `unit` (None: everywhere) by the map of `day`; a household of a hamlet that was merged is its successor's since.

    - `households`, `groups`: in force that day; `covered`: households that somebody holds, directly or by their group,
      under whatever scheme; `people`: of the households whose number was said, `people_unsaid`: of how many it was not;
    - `by_tag`: {code of the tag: households}, every tag; a household may have several.
    """
    households = Household.objects.under(unit, day) if unit else Household.objects.on(day)
    groups = HouseholdGroup.objects.under(unit, day) if unit else HouseholdGroup.objects.on(day)
    counts = households.aggregate(number=Count("pk"), said=Count("people"), sum=Sum("people", default=0))
    return {
        "households": counts["number"],
        "covered": with_somebody(households, day).count(),
        "groups": groups.count(),
        "people": counts["sum"],
        "people_unsaid": counts["number"] - counts["said"],
        "by_tag": by_tag(households, day),
    }


def by_tag(households, day) -> dict[str, int]:
    """{code of a tag: how many of `households` have it on `day`}, every tag in its order; one query."""
    open_then = Q(taggings__ends_on=None) | Q(taggings__ends_on__gt=day)
    having = open_then & Q(taggings__starts_on__lte=day, taggings__household__in=households)
    rows = HouseholdTag.objects.annotate(number=Count("taggings", filter=having))
    return dict(rows.order_by("sort", "name").values_list("code", "number"))
