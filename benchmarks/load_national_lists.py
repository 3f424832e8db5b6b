"""Loading official lists: by COPY against a save() a row, and both national lists whole.

python3 benchmarks/load_national_lists.py [--rounds 5]
"""

import argparse
import csv
from datetime import date

import ground

FIRST, SECOND, THIRD = date(2025, 1, 1), date(2025, 7, 1), date(2026, 1, 1)
PROVINCE = "01"


def read(name):
    with open(ground.TOP / "branches" / "official" / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def of_province(rows, code):
    """The rows of one province with its districts and communes, from the top down."""
    inside = {code}
    for row in rows:
        if row["parent_code"] in inside:
            inside.add(row["code"])
    return [row for row in rows if row["code"] in inside]


def save_each(rows):
    """What one would write first: every row its own save(), with the same history, keys and placements."""
    from branches.actions.placements import rebuild_placements, refresh_access_paths
    from branches.models import Level, Unit, UnitKind, UnitVersion
    from branches.rules import kind_code_of_name, kind_words

    levels = {level.code: level for level in Level.objects.all()}
    kinds = {kind.code: kind for kind in UnitKind.objects.all()}
    words = kind_words((kind.code, kind.name, kind.level_id) for kind in kinds.values())
    units = {}
    for row in rows:
        unit = units[row["code"]] = Unit(opened_on=FIRST)
        unit.save()
        level = levels[row["level"]]
        UnitVersion(
            unit=unit,
            parent=units.get(row["parent_code"]),
            level=level,
            kind=kinds.get(kind_code_of_name(row["name"], level.number, words)),
            code=row["code"],
            name=row["name"],
            latitude=float(row["latitude"]) if row["latitude"] else None,
            longitude=float(row["longitude"]) if row["longitude"] else None,
            starts_on=FIRST,
        ).save()
    rebuild_placements()
    refresh_access_paths(on=FIRST)


def end_all(*, forgetting):
    """Ends every version, after one has been ended alone: the history trigger then has a plan made for one row."""
    from branches.models import UnitVersion
    from common.copying import plan_anew

    plan_anew()
    one = UnitVersion.objects.filter(ends_on=None).order_by("pk").first()
    UnitVersion.objects.filter(pk=one.pk).update(ends_on=THIRD)
    if forgetting:
        plan_anew()
    UnitVersion.objects.filter(ends_on=None).update(ends_on=THIRD)


def whole(name, rows, successors=None, *, starts_on):
    from branches.loading import load_units

    with ground.measured() as measure:
        result = load_units(rows, successors, starts_on=starts_on, today=SECOND)
    keys = ("added", "changed", "closed", "unchanged", "successions", "carried_over")
    ground.tell(
        name,
        rows=len(rows),
        **{key: result[key] for key in keys},
        queries=measure.queries,
        wal_bytes=measure.wal_bytes,
        seconds=round(measure.seconds, 2),
    )


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rounds", type=int, default=5)
    rounds = options.parse_args().rounds
    ground.prepare()
    from branches.loading import load_units
    from branches.models import UnitVersion

    old, new = read("vietnam-units-2025-01.csv"), read("vietnam-units-2025-07.csv")
    successors = read("vietnam-unit-successors-2025-07.csv")
    sample = of_province(old, PROVINCE)
    ground.side_by_side(
        "a province's list",
        {
            "load_units": lambda: load_units(sample, starts_on=FIRST, today=FIRST),
            "save() a row": lambda: save_each(sample),
        },
        rows=len(sample),
        rounds=rounds,
    )
    whole("first national list", old, starts_on=FIRST)
    ground.vacuum()
    whole("second national list with successors", new, successors, starts_on=SECOND)
    ground.vacuum()
    whole("second national list again", new, successors, starts_on=SECOND)
    some = UnitVersion.objects.filter(ends_on=None)
    ground.side_by_side(
        "ending many versions after one",
        {
            "plan made anew": lambda: end_all(forgetting=True),
            "plan of the first update kept": lambda: end_all(forgetting=False),
        },
        rows=some.count(),
        rounds=min(rounds, 3),
    )
    ground.empty()


if __name__ == "__main__":
    main()
