"""The made-up turns of the year before and of this month so far: most months attended and reported, some late, some missed; one who
is away with a stand-in. They come in as an office's list would."""

from collections import defaultdict
from datetime import date, timedelta
from random import Random

from assignments.models import Assignment, Scheme
from branches.imports import pipeline
from branches.imports.pipeline import Context
from branches.models import OrganisationUnit, OrganisationVersion, UnitPlacement, ZoneMember
from common.spreadsheets.columns import Table
from meetings.actions.absences import record_absence
from meetings.models import Attendance, Meeting
from meetings.rules import month_after, month_of
from reports.imports.attendance import KIND
from reports.models import Report
from reports.quotas import months_between

MONTHS_BACK = 365
COMMUNE = "MAUM-01"
# How often somebody attends: nearly everybody most months, every ninth rarely.
USUAL, RARE, EVERY = 0.9, 0.35, 9
REPORTED, LATE = 0.93, 0.08


def come_in(world) -> None:
    first = (world.today - timedelta(days=MONTHS_BACK)).replace(day=1)
    months = months_between(first, month_after(month_of(world.today)))
    rows = _rows(world, months)
    if not rows:
        return
    table = Table(rows=rows, errors=[], present=frozenset(rows[0]))
    context = Context(on=world.today, today=world.today, user=world.by)
    run = pipeline.new_run(KIND, context, filename="luot-du-12-thang.xlsx")
    run.unit = world.unit(COMMUNE)
    pipeline.apply(KIND, table, context, run=run)
    _away(world, months[-4])


def _rows(world, months) -> list[dict]:
    lot, branches = Random(12), _branches(world.today)
    taken, days = _taken(months[0]), _days(months[0])
    rows, said, this_month = [], set(), month_of(world.today)
    lines = (
        Assignment.objects.standing()
        .during(months[0], world.today)
        .filter(cadre__isnull=False, scheme__turns_per_month__gt=0)
    )
    for at, line in enumerate(lines.select_related("cadre", "scheme").order_by("pk")):
        choices = branches.get(line.target_unit_id) or branches.get(("zone", line.target_zone_id))
        for first in months:
            goes = lot.random() < (RARE if at % EVERY == EVERY - 1 else USUAL)
            chosen, speed, wait = lot.random(), lot.random(), lot.randrange(1, 5)
            if (
                not goes
                or not choices
                or not _holds(line, first, world.today)
                or (line.cadre_id, first) in taken
            ):
                continue
            organisation, code = choices[int(chosen * len(choices))]
            on = days.get((organisation, first), None if first == this_month else first.replace(day=24))
            if on is None or (line.cadre_id, organisation, on) in said:
                continue
            said.add((line.cadre_id, organisation, on))
            rows.append(_row(len(rows) + 2, line, code, on, _reported(on, speed, wait, world.today)))
    return rows


def _holds(line, first: date, today: date) -> bool:
    """The whole month, so far as it has come."""
    until = min(month_after(first), today)
    return line.starts_on <= first and (line.ends_on is None or line.ends_on >= until)


def _reported(on: date, speed: float, wait: int, today: date) -> date | None:
    if speed > REPORTED:
        return None
    return min(on + timedelta(days=9 if speed < LATE else wait), today)


def _row(number, line, code, on, reported_on) -> dict:
    row = dict.fromkeys(column.key for column in KIND.columns())
    return row | {
        "row": number,
        "cadre_code": line.cadre.code,
        "organisation_code": code,
        "date": on,
        "scheme": line.scheme.code,
        "reported_on": reported_on,
    }


def _branches(day) -> dict:
    """{unit (or ("zone", id)): [(branch, its code)]} of the units that branches stand in, and of all above them."""
    codes = dict(OrganisationVersion.objects.on(day).values_list("organisation", "code"))
    links = OrganisationUnit.objects.on(day).filter(is_main=True, organisation__kind="branch")
    places = {
        unit: (commune, district)
        for unit, commune, district in UnitPlacement.objects.on(day).values_list(
            "unit", "commune", "district"
        )
    }
    found = defaultdict(list)
    for organisation, unit in links.order_by("organisation").values_list("organisation", "unit"):
        for above in {unit, *places.get(unit, ())} - {None}:
            found[above].append((organisation, codes[organisation]))
    for zone, unit in ZoneMember.objects.on(day).values_list("zone", "unit"):
        found["zone", zone] += found.get(unit, [])
    return found


def _taken(since) -> set:
    """(cadre, month) of which a report tells already, of a visit or of why there was none."""
    turns = Attendance.objects.filter(attended_on__gte=since).values_list("cadre", "attended_on")
    reports = Report.objects.filter(met_on__gte=since).values_list("cadre", "met_on")
    return {(cadre, on.replace(day=1)) for cadre, on in (*turns, *reports)}


def _days(since) -> dict:
    """{(branch, month): the day on which it met, None where it did not}."""
    rows = Meeting.objects.standing().filter(month__gte=since, body="branch", kind="regular")
    return {
        (organisation, (held_on or planned_on).replace(day=1)): held_on
        for organisation, planned_on, held_on in rows.values_list("organisation", "planned_on", "held_on")
    }


def _away(world, first) -> None:
    """Somebody of the commune was on a course for a month, and a colleague went in his place."""
    cadres = world.staff.communes[COMMUNE]
    if len(cadres) < 3 or not Scheme.objects.filter(assignments__cadre=cadres[1]).exists():
        return
    record_absence(
        cadre=cadres[1],
        stand_in=cadres[2],
        starts_on=first,
        ends_on=first + timedelta(days=28),
        reason="study",
        note="Học lớp bồi dưỡng lý luận chính trị.",
        by=world.by,
    )
