"""What households cost on the national map with hamlets: numbers of a hamlet, a commune, a province and the country, whose rows one
reads, and a list of two thousand. Pages of the database and queries; a hamlet's numbers must not grow with the country.

    python3 benchmarks/households.py [--scale 0.1] [--households 30]

Scale 1 is 27 hamlets a commune; with 30 households each, some 2.7 million. Every tenth household has somebody, and every tenth group.
"""

import argparse

import ground
from coverage_pages import TODAY, furnish, pages_of
from load_national_lists import SECOND


def settle(each):
    """`each` households in every hamlet in one group, a third of them tagged, a tenth held, every tenth group too; how many there
    are."""
    from assignments.models import Assignment, Cadre, Scheme
    from branches.models import (
        Household,
        HouseholdGroup,
        HouseholdMembership,
        HouseholdTag,
        HouseholdTagging,
        UnitPlacement,
    )
    from common.copying import copy_rows, draw_ids

    hamlets = list(UnitPlacement.objects.on(TODAY).at_level(4).values_list("unit_id", flat=True))
    ids = draw_ids(Household, each * len(hamlets))
    rows = list(zip(ids, (unit for unit in hamlets for _n in range(each)), strict=True))
    copy_rows(
        Household,
        (
            Household(
                pk=pk, code=f"H{pk}", unit_id=unit, head_name=f"Chủ hộ mẫu {pk}", people=4, starts_on=SECOND
            )
            for pk, unit in rows
        ),
    )
    groups = draw_ids(HouseholdGroup, len(hamlets))
    copy_rows(
        HouseholdGroup,
        (
            HouseholdGroup(pk=pk, code=f"T{pk}", unit_id=unit, name=f"Tổ mẫu {pk}", starts_on=SECOND)
            for pk, unit in zip(groups, hamlets, strict=True)
        ),
    )
    copy_rows(
        HouseholdMembership,
        (
            HouseholdMembership(household_id=pk, group_id=groups[at // each], starts_on=SECOND)
            for at, pk in enumerate(ids)
        ),
    )
    poor = HouseholdTag.objects.get(code="poor")
    copy_rows(
        HouseholdTagging, (HouseholdTagging(household_id=pk, tag=poor, starts_on=SECOND) for pk in ids[::3])
    )
    scheme = Scheme.objects.order_by("pk").first()
    cadres = list(Cadre.objects.order_by("pk").values_list("pk", flat=True)[:1000])
    copy_rows(
        Assignment,
        (
            Assignment(
                scheme=scheme,
                cadre_id=cadres[at % len(cadres)],
                target_household_id=pk,
                unit_id=unit,
                starts_on=SECOND,
            )
            for at, (pk, unit) in enumerate(rows[::10])
        ),
    )
    copy_rows(
        Assignment,
        (
            Assignment(
                scheme=scheme,
                cadre_id=cadres[at % len(cadres)],
                target_group_id=pk,
                unit_id=unit,
                starts_on=SECOND,
            )
            for at, (pk, unit) in enumerate(list(zip(groups, hamlets, strict=True))[::10])
        ),
    )
    return len(ids)


def asked(number, scale):
    from assignments.household_figures import households_as_figures
    from assignments.models import Cadre
    from branches.models import Household, UnitPlacement
    from branches.scope import GrantFact, Place, scope_for

    hamlet = UnitPlacement.objects.on(TODAY).at_level(4).select_related("unit").order_by("path")[5]
    above = {
        "hamlet": hamlet.unit,
        "commune": hamlet.commune,
        "province": hamlet.province,
        "country": None,
    }
    for name, unit in above.items():
        yield f"numbers of a {name}", lambda unit=unit: households_as_figures(unit, TODAY)
    place = Place(hamlet.commune_id, hamlet.commune.access_path)
    office = scope_for([GrantFact("commune_office", SECOND, None, (place,))], [], TODAY)
    cadre = scope_for([], [], TODAY, cadre_ids=[Cadre.objects.order_by("pk").first().pk])
    for name, scope in (("a commune's office", office), ("a cadre", cadre)):
        rows = Household.objects.visible_to(scope).order_by("code")[:50]
        yield f"the first fifty rows of {name}", lambda rows=rows: list(rows)


def list_of(number):
    """Brings a list of `number` households into one hamlet, and undoes it."""
    from branches.imports import households, pipeline
    from branches.imports.pipeline import Context
    from branches.models import UnitVersion
    from common.spreadsheets.columns import Table

    code = UnitVersion.objects.filter(level=4).order_by("pk").values_list("code", flat=True).first()
    empty = dict.fromkeys(column.key for column in households.KIND.columns())
    rows = [
        empty
        | {
            "row": at,
            "code": f"M{at}",
            "hamlet_code": code,
            "head_name": f"Chủ hộ {at}",
            "tags": ["Hộ nghèo"],
        }
        for at in range(2, number + 2)
    ]
    table = Table(rows=rows, errors=[], present=frozenset(rows[0]))
    context = Context(on=TODAY, today=TODAY)
    run = pipeline.new_run(households.KIND, context, filename="ho.xlsx")
    pipeline.apply(households.KIND, table, context, run=run)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--scale", type=float, default=0.1)
    options.add_argument("--households", type=int, default=30)
    given = options.parse_args()
    ground.prepare()
    furnish(given.scale)
    number = settle(given.households)
    ground.vacuum()
    for what, ask in asked(number, given.scale):
        queries, pages = pages_of(ask)
        ground.tell(f"households: {what}", households=number, queries=queries, pages=pages)
    for rows in (200, 2000):
        with ground.undone(), ground.measured() as measure:
            list_of(rows)
        ground.tell(
            "households: a list", rows=rows, queries=measure.queries, seconds=round(measure.seconds, 2)
        )
    ground.empty()


if __name__ == "__main__":
    main()
