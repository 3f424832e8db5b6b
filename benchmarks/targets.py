"""What the targets of a year cost: the board of a province of 157 communes and of one commune, the page of one target, the
lines on the page of a branch. Beside queries and seconds the rows that the database handed over.

    python3 benchmarks/targets.py [--scale 0.1]
"""

import argparse
from contextlib import contextmanager
from datetime import date

import ground

START, ON, YEAR = date(2024, 1, 1), date(2026, 11, 15), 2026
HAMLETS = 12  # a commune
CODES = ("admissions", "discipline_cases", "model_branches_registered")


def furnish(communes_number):
    """A province, its communes with a committee each, a branch a hamlet; every committee has three targets, one branch in ten has
    one, every branch gave a number in each of four quarters. Returns (province, a commune's body, a branch)."""
    from branches.actions.placements import rebuild_placements, refresh_access_paths
    from branches.models import Organisation, OrganisationVersion, Unit, UnitVersion
    from common.copying import copy_rows, draw_ids
    from scores.models import Indicator, IndicatorValue, Target

    province, *communes = draw_ids(Unit, 1 + communes_number)
    hamlets = draw_ids(Unit, communes_number * HAMLETS)
    copy_rows(Unit, (Unit(pk=pk, opened_on=START) for pk in (province, *communes, *hamlets)))
    places = [(province, None, 1), *((pk, province, 3) for pk in communes)]
    places += [(pk, communes[at // HAMLETS], 4) for at, pk in enumerate(hamlets)]
    copy_rows(
        UnitVersion,
        (
            UnitVersion(unit_id=pk, parent_id=above, level_id=level, code=f"U{pk}", name=f"Nơi {pk}", starts_on=START)
            for pk, above, level in places
        ),
    )  # fmt: skip
    rebuild_placements()
    refresh_access_paths(on=ON)
    ids = draw_ids(Organisation, len(places))
    body_of = {unit: pk for (unit, _above, _level), pk in zip(places, ids, strict=True)}
    kinds = {1: "committee", 3: "grassroots_committee", 4: "branch"}
    copy_rows(
        Organisation,
        (
            Organisation(pk=body_of[unit], kind=kinds[level], unit_id=unit, opened_on=START)
            for unit, _above, level in places
        ),
    )
    copy_rows(
        OrganisationVersion,
        (
            OrganisationVersion(
                organisation_id=body_of[unit], parent_id=body_of.get(above), code=f"T{unit}", name=f"Tổ chức {unit}",
                starts_on=START,
            )
            for unit, above, _level in places
        ),
    )  # fmt: skip
    indicators = [Indicator.objects.get(code=code) for code in CODES]
    aimed = [(unit, each) for unit in (province, *communes) for each in indicators]
    aimed += [(unit, indicators[0]) for unit in hamlets[::10]]
    Target.objects.bulk_create(
        Target(organisation_id=body_of[unit], unit_id=unit, indicator=each, year=YEAR, value=9)
        for unit, each in aimed
    )
    IndicatorValue.objects.bulk_create(
        (
            IndicatorValue(
                indicator=indicators[0], unit_id=unit, organisation_id=body_of[unit],
                counted_on=date(YEAR, month, 1), value=1,
            )
            for unit in hamlets
            for month in (1, 4, 7, 10)
        ),
        batch_size=2000,
    )  # fmt: skip
    bodies = Organisation.objects.in_bulk([body_of[communes[0]], body_of[hamlets[0]]])
    return Unit.objects.get(pk=province), bodies[body_of[communes[0]]], bodies[body_of[hamlets[0]]]


def reader_of(unit):
    """What an officer of the place may read."""
    from accounts.models import User
    from assignments.access import load_scope
    from branches.models import Grant

    user = User.objects.create(username=f"reader{unit.pk}", full_name="Người Đọc")
    Grant.objects.create(user=user, role="org_staff", unit=unit, starts_on=START)
    return load_scope(user, ON)


@contextmanager
def counted_rows():
    """{"rows": how many were fetched}."""
    from django.db.models.sql.compiler import SQLCompiler

    found, fetch = {"rows": 0}, SQLCompiler.results_iter

    def counting(self, results=None, *args, **kwargs):
        for row in fetch(self, results, *args, **kwargs):
            found["rows"] += 1
            yield row

    SQLCompiler.results_iter = counting
    try:
        yield found
    finally:
        SQLCompiler.results_iter = fetch


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--scale", type=float, default=1)
    communes = max(2, round(157 * options.parse_args().scale))
    ground.prepare()
    province, committee, branch = furnish(communes)
    ground.vacuum()
    from scores.models import Target
    from scores.place_targets import PlaceBoard
    from scores.target_rows import own_targets
    from scores.targeting import TargetBoard

    scope = reader_of(province)
    seen = Target.objects.visible_to(scope)
    variants = {
        "province": lambda: TargetBoard(province, YEAR, ON, seen).sums,
        "commune": lambda: TargetBoard(committee.unit, YEAR, ON, seen).sums,
        "page of a commune's body": lambda: own_targets(scope, ON, committee),
        "month of who follows a commune": lambda: PlaceBoard(scope, ON, units=[committee.unit]).lines,
        "page of a branch": lambda: own_targets(scope, ON, branch),
    }
    for name, run in variants.items():
        with counted_rows() as found:
            run()
        ground.tell("targets", variant=name, fetched=found["rows"])
    ground.side_by_side(f"targets, {communes} communes", variants, rows=communes, rounds=3)


if __name__ == "__main__":
    main()
