"""Households of the tests' world: what `tests.world` puts into every commune and district."""

from datetime import date

from assignments.models import Assignment, Scheme
from branches.models import Household, HouseholdGroup, HouseholdTag, HouseholdTagging

START = date(2020, 1, 1)
# Stands in the name of every head and in every address, on no page of those who only count households.
HEAD_WORDS = "chu-ho-cho-nguoi-nha"


def furnish(world, code, low, cadre):
    """A household of the hamlet `low` in a group, every word of it marked; the place's cadre holds both of them."""
    from tests.world import marker

    m = marker(code)
    group = HouseholdGroup.objects.create(unit=low, code=f"TN{m}", name=f"Tổ hộ {m}", starts_on=START)
    household = Household.objects.create(
        unit=low,
        code=f"HO{m}",
        head_name=f"{HEAD_WORDS} {m}",
        address=f"{HEAD_WORDS} {m}",
        people=4,
        starts_on=START,
    )
    household.memberships.create(group=group, starts_on=START)
    HouseholdTagging.objects.create(
        household=household, tag=HouseholdTag.objects.get(code="poor"), starts_on=START
    )
    for kind, target in (("household", household), ("group", group)):
        scheme = Scheme.objects.create(
            code=f"{kind}-{marker(code, 'u')}",
            name=f"Nắm hộ {marker(code, 'u')}",
            issuer=world.units[code],
            starts_on=START,
            target_kind=kind,
            assignee_kinds=["cadre"],
        )
        Assignment.objects.create(
            scheme=scheme, cadre=cadre, unit=low, starts_on=START, **{f"target_{kind}": target}
        )
    world._keep("household", code, household)
    world._keep("household_group", code, group)


def names_a_household(body: bytes) -> bool:
    """A page may repeat the words that it was asked for; a head or an address has them followed by its mark."""
    return f"{HEAD_WORDS} zq".encode() in body
