"""What expected against attended asks of the database: queries, pages and seconds for a province of 300 and of 3,000
assignments over twelve months, nine turns in ten attended and reported.

    python3 benchmarks/expected.py [--scale 0.1]
"""

import argparse
import json
import random
import time
from datetime import date, timedelta

import ground

FIRST, LAST, ON = date(2026, 1, 1), date(2027, 1, 1), date(2026, 11, 15)
START = date(2024, 1, 1)
COMMUNES = 10
MONTHS = [date(2026, month, 1) for month in range(1, 11)]


def furnish(number, name, *, communes_number=COMMUNES, months=MONTHS):
    """A province of its own with so many hamlets, branches, cadres and assignments, in so many communes; returns it."""
    from assignments.models import Assignment, Cadre, Scheme
    from branches.actions.placements import rebuild_placements, refresh_access_paths
    from branches.models import Organisation, OrganisationUnit, OrganisationVersion, Unit, UnitVersion
    from common.copying import copy_rows, draw_ids

    province, *communes = draw_ids(Unit, 1 + communes_number)
    hamlets = draw_ids(Unit, number)
    copy_rows(Unit, (Unit(pk=pk, opened_on=START) for pk in (province, *communes, *hamlets)))

    def version(pk, parent, level, label):
        return UnitVersion(
            unit_id=pk, parent_id=parent, level_id=level, code=f"{name}{label}", name=label, starts_on=START
        )

    rows = [version(province, None, 1, "Tỉnh")]
    rows += [version(pk, province, 3, f"Xã {n}") for n, pk in enumerate(communes)]
    rows += [version(pk, communes[n % communes_number], 4, f"Ấp {n}") for n, pk in enumerate(hamlets)]
    copy_rows(UnitVersion, iter(rows))
    rebuild_placements()
    refresh_access_paths(on=ON)
    branches = draw_ids(Organisation, number)
    copy_rows(
        Organisation,
        (
            Organisation(pk=pk, kind="branch", branch_type="residential", unit_id=hamlet, opened_on=START)
            for pk, hamlet in zip(branches, hamlets, strict=True)
        ),
    )
    copy_rows(
        OrganisationVersion,
        (
            OrganisationVersion(organisation_id=pk, code=f"{name}CB{n}", name=f"Chi bộ {n}", starts_on=START)
            for n, pk in enumerate(branches)
        ),
    )
    copy_rows(
        OrganisationUnit,
        (
            OrganisationUnit(organisation_id=pk, unit_id=hamlet, starts_on=START, is_main=True)
            for pk, hamlet in zip(branches, hamlets, strict=True)
        ),
    )
    scheme = Scheme.objects.create(
        code=f"ct-{name}", name="Dự sinh hoạt", issuer_id=province, target_kind="organisation",
        assignee_kinds=["cadre"], turns_per_month=1, report_days=5, starts_on=START,
    )  # fmt: skip
    people, lines = draw_ids(Cadre, number), draw_ids(Assignment, number)
    copy_rows(
        Cadre,
        (
            Cadre(pk=pk, code=f"{name}{pk}", full_name=f"Cán bộ {pk}", started_on=START, unit_id=province)
            for pk in people
        ),
    )
    copy_rows(
        Assignment,
        (
            Assignment(
                pk=pk, scheme=scheme, cadre_id=cadre, target_organisation_id=branch, unit_id=hamlet,
                starts_on=START,
            )
            for pk, cadre, branch, hamlet in zip(lines, people, branches, hamlets, strict=True)
        ),
    )  # fmt: skip
    attend(scheme, province, list(zip(lines, people, branches, hamlets, strict=True)), name, months)
    return Unit.objects.get(pk=province)


def attend(scheme, province, lines, name, months):
    """Every branch meets on the 24th of the months; nine in ten cadres are there."""
    from common.copying import copy_rows, draw_ids
    from meetings.models import Attendance, Meeting
    from reports.models import Report

    lot = random.Random(1)
    turns = [(*line, first.replace(day=24)) for line in lines for first in months]
    met = draw_ids(Meeting, len(turns))
    # Not copied: the day under which a meeting is found is generated.
    Meeting.objects.bulk_create(
        (
            Meeting(
                pk=pk, organisation_id=branch, unit_id=hamlet, body="branch", month=on.replace(day=1),
                held_on=on, outcome="held",
            )
            for pk, (_line, _cadre, branch, hamlet, on) in zip(met, turns, strict=True)
        ),
        batch_size=2000,
    )  # fmt: skip
    came = [(pk, *turn) for pk, turn in zip(met, turns, strict=True) if lot.random() < 0.9]
    attended = draw_ids(Attendance, len(came))
    copy_rows(
        Attendance,
        (
            Attendance(
                pk=pk, cadre_id=cadre, meeting_id=meeting, unit_id=hamlet, attended_on=on, scheme=scheme,
                assignment_id=line,
            )
            for pk, (meeting, line, cadre, _branch, hamlet, on) in zip(attended, came, strict=True)
        ),
    )  # fmt: skip
    Report.objects.bulk_create(
        (
            Report(
                number=f"{name}-{pk}", client_key=f"00000000-0000-4000-8000-{pk:012d}", body_hash="0" * 64,
                source="import", state="accepted", cadre_id=cadre, scheme=scheme, assignment_id=line,
                issuer_id=province, unit_id=hamlet, organisation_id=branch, meeting_id=meeting, attendance_id=pk,
                met_on=on, due_on=on + timedelta(days=5), submitted_on=on + timedelta(days=2), attended="yes",
            )
            for pk, (meeting, line, cadre, branch, hamlet, on) in zip(attended, came, strict=True)
        ),
        batch_size=2000,
    )  # fmt: skip


def pages_of(seen) -> int:
    """Pages touched by the queries that were seen, as EXPLAIN counts them."""
    from django.db import connection

    pages = 0
    with connection.cursor() as cursor:
        for each in seen:
            if each["sql"].startswith("SELECT"):
                cursor.execute("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + each["sql"].replace("%", "%%"))
                plan = cursor.fetchone()[0][0]["Plan"]
                pages += plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
    return pages


def measure(area, number):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from reports.expected import Expected, attendance_as_figures

    seconds = []
    for _round in range(3):
        before = time.perf_counter()
        figures = attendance_as_figures(Expected(area, FIRST, LAST, ON))
        seconds.append(time.perf_counter() - before)
    with CaptureQueriesContext(connection) as seen:
        attendance_as_figures(Expected(area, FIRST, LAST, ON))
    assert figures["expected"] == 12 * number
    return {
        "assignments": number,
        "cells": 12 * number,
        "queries": len(seen),
        "pages": pages_of(seen.captured_queries),
        "seconds": round(sorted(seconds)[1], 3),
        "turns": figures["turns"],
    }


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--scale", type=float, default=1)
    scale = options.parse_args().scale
    ground.prepare()
    areas = [(furnish(number, f"P{number}-"), number) for number in (round(300 * scale), round(3000 * scale))]
    ground.vacuum()
    measured = [measure(area, number) for area, number in areas]
    for each in measured:
        print(json.dumps({"benchmark": "expected", **each}))  # noqa: T201
    assert measured[0]["queries"] == measured[1]["queries"], "the queries hang on the rows"


if __name__ == "__main__":
    main()
