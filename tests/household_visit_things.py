"""What the world of the matrix holds of visits to households: one, every word of it marked."""

from datetime import date
from uuid import uuid4

from django.utils import timezone

from reports.models import HouseholdVisit, HouseholdVisitWords

VISITED = date(2026, 9, 20)


def furnish(world, code, cadre, user, m):
    """`m`: the marker of the place, in every text."""
    household = world.things["household"][code]
    visit = HouseholdVisit.objects.create(
        client_key=uuid4(),
        household=household,
        unit=household.unit,
        cadre=cadre,
        assignment=household.assignments_on.first(),
        author=user,
        visited_on=VISITED,
        # Today: its author may still put it right.
        recorded_on=timezone.localdate(),
    )
    HouseholdVisitWords.objects.create(
        visit=visit,
        livelihood=f"Việc làm {m}",
        wishes=f"Nguyện vọng {m}",
        hidden_on=date(2999, 1, 1),
        erased_on=date(2999, 12, 31),
    )
    world._keep("household_visit", code, visit)
