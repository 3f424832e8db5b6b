"""How much of the database a province's coverage touches: pages and queries, on the national map with hamlets.

    python3 benchmarks/coverage_pages.py [--scale 0.1]

Scale 1 is 27 hamlets a commune, some 90,000 in all; every second hamlet has a cadre.
"""

import argparse
import json
import random
from datetime import date

import ground
from load_national_lists import SECOND, read

TODAY = date(2026, 11, 22)


def furnish(scale):
    """Hamlets under every commune, cadres, one scheme a province for its hamlets; returns the schemes by province."""
    from assignments.models import Assignment, Cadre, Scheme
    from branches.actions.placements import rebuild_placements, refresh_access_paths
    from branches.loading import load_units
    from branches.models import Unit, UnitPlacement, UnitVersion
    from common.copying import copy_rows, draw_ids

    load_units(read("vietnam-units-2025-07.csv"), starts_on=SECOND, today=TODAY)
    lot = random.Random(1)
    communes = list(
        UnitPlacement.objects.at_level(3).values_list("unit_id", "province_id").order_by("unit_id")
    )
    each = max(1, round(27 * scale))
    hamlets = [(commune, province) for commune, province in communes for _n in range(each)]
    ids = draw_ids(Unit, len(hamlets))
    copy_rows(Unit, (Unit(pk=pk, opened_on=SECOND) for pk in ids))
    copy_rows(
        UnitVersion,
        (
            UnitVersion(
                unit_id=pk,
                parent_id=commune,
                level_id=4,
                code=f"AP-{pk}",
                name=f"Ấp {n % each + 1}",
                starts_on=SECOND,
            )
            for n, (pk, (commune, _province)) in enumerate(zip(ids, hamlets, strict=True))
        ),
    )
    rebuild_placements()
    refresh_access_paths(on=TODAY)
    schemes = {
        province: Scheme.objects.create(
            code=f"tinh-{province}",
            name=f"Chủ trương {province}",
            issuer_id=province,
            target_kind="unit",
            target_level_id=4,
            assignee_kinds=["cadre"],
            max_assignees_per_target=1,
            starts_on=SECOND,
        )
        for province in sorted({province for _commune, province in communes})
    }
    chosen = [
        (pk, province) for pk, (_commune, province) in zip(ids, hamlets, strict=True) if lot.random() < 0.5
    ]
    people = draw_ids(Cadre, len(chosen))
    copy_rows(
        Cadre,
        (
            Cadre(pk=pk, code=f"CB{pk}", full_name=f"Cán bộ mẫu {pk}", started_on=SECOND, unit_id=province)
            for pk, (_unit, province) in zip(people, chosen, strict=True)
        ),
    )
    copy_rows(
        Assignment,
        (
            Assignment(
                scheme=schemes[province],
                cadre_id=cadre,
                target_unit_id=unit,
                unit_id=unit,
                starts_on=SECOND,
                one_per_target=True,
            )
            for cadre, (unit, province) in zip(people, chosen, strict=True)
        ),
    )
    return schemes


def pages_of(ask) -> tuple[int, int]:
    """(queries, pages touched) of what `ask` asks: each query is run again under EXPLAIN."""
    from django.db import connection

    asked = []

    def note(execute, sql, parameters, many, context):
        asked.append((sql, parameters))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(note):
        ask()
    pages = 0
    with connection.cursor() as cursor:
        for sql, parameters in asked:
            cursor.execute("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + sql, parameters)
            answer = cursor.fetchone()[0]
            plan = (json.loads(answer) if isinstance(answer, str) else answer)[0]["Plan"]
            pages += plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
    return len(asked), pages


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--scale", type=float, default=0.1)
    scale = options.parse_args().scale
    ground.prepare()
    schemes = furnish(scale)
    ground.vacuum()
    from assignments.coverage import Coverage
    from branches.models import Unit, UnitPlacement

    sizes = {
        province: UnitPlacement.objects.on(TODAY).under(scheme.issuer).at_level(4).count()
        for province, scheme in schemes.items()
    }
    ordered = sorted(sizes, key=sizes.get)
    for size, province in (
        ("smallest", ordered[0]),
        ("median", ordered[len(ordered) // 2]),
        ("largest", ordered[-1]),
    ):
        area = Unit.objects.get(pk=province)
        scheme = (
            type(schemes[province])
            .objects.select_related("issuer", "target_level")
            .get(pk=schemes[province].pk)
        )
        for what, ask in (
            ("share", lambda coverage: coverage.share),
            ("the page's first 50 vacancies", lambda coverage: list(coverage.vacant_rows[:50])),
            ("who follows something", lambda coverage: coverage.assignees),
        ):
            coverage = Coverage(scheme, area, TODAY)
            queries, pages = pages_of(lambda ask=ask, coverage=coverage: ask(coverage))
            ground.tell(
                f"coverage of the {size} province: {what}",
                scale=scale,
                units=sizes[province],
                queries=queries,
                pages=pages,
                pages_a_unit=round(pages / sizes[province], 2),
            )
    ground.empty()


if __name__ == "__main__":
    main()
