"""The bulk reads behind expected against attended. Each is one query, whatever the rows and months."""

from datetime import date
from typing import NamedTuple

from django.db.models import DateField, DurationField, ExpressionWrapper, F, Func, Q, Value
from django.db.models.functions import Coalesce

from assignments.models import Assignment, Scheme, TeamMember
from branches.models import OrganisationUnit, OrganisationVersion, UnitPlacement, ZoneMember
from branches.querysets.scoping import path_range
from branches.querysets.units import stood_under
from branches.rules import BRANCH_KINDS
from common.asked_once import answered_once
from meetings.models import Absence, Attendance, Meeting
from meetings.rules import month_after
from reports.models import Report

# Of an assignment's target. Households are visited, their groups too: no branch meets there.
TARGETS = {"unit": "target_unit", "organisation": "target_organisation", "zone": "target_zone"}
ASSIGNEES = ("cadre", "team", "agency")
# A person whose two records were merged is one.
PERSON = Coalesce("cadre__merged_into", "cadre")


class Line(NamedTuple):
    """One assignment under a scheme that asks for turns. `who`: ("cadre", id of the record that stays), ("team", id) or
    ("agency", id); `where`: ("unit", id), ("organisation", id) or ("zone", id); `home`: the unit of an organisation or
    zone itself, where no dated ground is known; `corrects`: the voided row for which it stands."""

    pk: int
    scheme_id: int
    who: tuple[str, int]
    where: tuple[str, int]
    home: int | None
    is_branch: bool
    starts_on: date
    ends_on: date | None
    group: str
    corrects: int | None


class Place(NamedTuple):
    """Where a unit stands in `[starts_on, ends_on)`; `commune`: the key of the commune in or of which it is."""

    starts_on: date
    ends_on: date | None
    path: str
    level: int
    commune: str

    @property
    def key(self) -> str:
        return self.path.split(".")[-2]


class Turn(NamedTuple):
    """One attendance. `due_on`: the last day of its report, None where the scheme names no number of days."""

    pk: int
    attended_on: date
    person: int
    meeting: int
    organisation: int
    unit: int
    assignment: int | None
    group: str
    kind: str
    is_branch: bool
    due_on: date | None
    report: int | None
    is_late: bool | None
    reported_on: date | None


@answered_once
def asking_schemes(scheme=None, issuer=None) -> dict[int, Scheme]:
    """The schemes that ask for turns a month (or only `scheme`, or those of `issuer`), by id."""
    rows = Scheme.objects.filter(Q(turns_per_month__gt=0) | Q(committee_turns_per_month__gt=0))
    rows = rows.filter(pk=scheme.pk) if scheme else rows
    rows = rows.filter(issuer=issuer) if issuer else rows
    return {row.pk: row for row in rows.select_related("issuer")}


def units_of(paths, starts_on, ends_on):
    """The units that stood under one of `paths` on some day of the period, as a subquery of ids."""
    under = Q(pk__in=[])
    for path in paths:
        under |= path_range("path", path)
    return UnitPlacement.objects.during(starts_on, ends_on).filter(under).values("unit")


def lines_of(units, schemes, starts_on, ends_on, only=None) -> list[Line]:
    """The standing assignments of `schemes` (ids) whose target is one of `units` or lies there; of these ids if `only`."""
    links = OrganisationUnit.objects.during(starts_on, ends_on).filter(is_main=True, unit__in=units)
    rows = Assignment.objects.standing().during(starts_on, ends_on)
    return _read_lines(
        rows.filter(
            Q(target_unit__in=units)
            | Q(target_organisation__in=links.values("organisation"))
            | Q(target_organisation__unit__in=units)
            | Q(target_zone__unit__in=units),
            scheme__in=schemes,
            **({} if only is None else {"pk__in": only}),
        )
    )


def lines_of_persons(person_ids, starts_on, ends_on) -> list[Line]:
    """The standing assignments of these persons and of the teams in which they were, under whatever scheme."""
    ids = list(person_ids)
    teams = TeamMember.objects.during(starts_on, ends_on).filter(_is_of(ids)).values("team")
    rows = Assignment.objects.standing().during(starts_on, ends_on)
    rows = rows.filter(target_household=None, target_group=None)
    return _read_lines(rows.filter(_is_of(ids) | Q(team__in=teams)))


def memberships_of(person_ids, starts_on, ends_on) -> list[tuple]:
    """[(person, team, starts_on, ends_on)]."""
    rows = TeamMember.objects.during(starts_on, ends_on).filter(_is_of(list(person_ids)))
    return list(rows.values_list(PERSON, "team_id", "starts_on", "ends_on"))


def _is_of(person_ids) -> Q:
    return Q(cadre__in=person_ids) | Q(cadre__merged_into__in=person_ids)


def _read_lines(rows) -> list[Line]:
    values = rows.order_by("pk").values_list(
        "pk", "scheme_id", PERSON, "team_id", "agency_id", *(f"{field}_id" for field in TARGETS.values()),
        Coalesce("target_organisation__unit", "target_zone__unit"), "target_organisation__kind", "starts_on",
        "ends_on", "group_then__code", "corrects_id",
    )  # fmt: skip
    return [
        Line(
            pk,
            scheme,
            _first(ASSIGNEES, (cadre, team, agency)),
            _first(TARGETS, (unit, organisation, zone)),
            home,
            kind in BRANCH_KINDS,
            starts_on,
            ends_on,
            group or "",
            corrects,
        )
        for (
            pk, scheme, cadre, team, agency, unit, organisation, zone, home, kind, starts_on, ends_on, group, corrects,
        ) in values
    ]  # fmt: skip


def _first(names, ids) -> tuple[str, int]:
    return next((name, pk) for name, pk in zip(names, ids, strict=True) if pk is not None)


def corrections() -> dict[int, int]:
    """{voided assignment: the one that stands for it}: turns recorded under a mistake count under its correction."""
    return dict(
        Assignment.objects.filter(corrects__isnull=False, corrects__voided_at__isnull=False)
        .order_by("pk")
        .values_list("corrects", "pk")
    )


def places_of(unit_ids, starts_on, ends_on) -> dict[int, list[Place]]:
    found: dict[int, list[Place]] = {}
    rows = UnitPlacement.objects.during(starts_on, ends_on).filter(unit__in=unit_ids).order_by("starts_on")
    for unit, *place in rows.values_list("unit_id", "starts_on", "ends_on", "path", "level", "commune__key"):
        found.setdefault(unit, []).append(Place(*place))
    return found


def grounds_of(organisation_ids, starts_on, ends_on, *, only_main=True) -> dict[int, list[tuple]]:
    """{organisation: [(starts_on, ends_on, its unit)]}: the main one, or all that it covers, the main one first."""
    found: dict[int, list[tuple]] = {}
    rows = OrganisationUnit.objects.during(starts_on, ends_on).filter(organisation__in=organisation_ids)
    rows = rows.filter(is_main=True) if only_main else rows.order_by("-is_main", "pk")
    for organisation, *ground in rows.values_list("organisation_id", "starts_on", "ends_on", "unit_id"):
        found.setdefault(organisation, []).append(tuple(ground))
    return found


def zone_members(zone_ids, owner_ids, starts_on, ends_on) -> list[tuple]:
    """[(zone, its owner, starts_on, ends_on, key of a commune)] of these zones and of all zones of these owners."""
    rows = ZoneMember.objects.during(starts_on, ends_on).filter(
        Q(zone__in=zone_ids) | Q(zone__unit__in=owner_ids)
    )
    return list(rows.values_list("zone_id", "zone__unit_id", "starts_on", "ends_on", "unit__key"))


def parents_below(organisation_ids, starts_on, ends_on) -> dict[int, set[int]]:
    """{organisation: its parents in the period} of everything up to three steps below these committees."""
    versions = OrganisationVersion.objects.during(starts_on, ends_on)
    level, below = list(organisation_ids), Q(parent__in=list(organisation_ids))
    for _step in range(2):
        level = versions.filter(parent__in=level).values("organisation")
        below |= Q(parent__in=level)
    found: dict[int, set[int]] = {}
    for organisation, parent in versions.filter(below).values_list("organisation_id", "parent_id"):
        found.setdefault(organisation, set()).add(parent)
    return found


# --- turns ---
def turns_in(area, scheme, starts_on, ends_on, *, paths=None):
    """The standing turns that took place in `area`, by the map of their own day; under `scheme` where one is named."""
    rows = Attendance.objects.standing().during(starts_on, ends_on).filter(took_place_in(area, paths))
    return rows.filter(scheme=scheme) if scheme else rows


def took_place_in(area, paths=None):
    """A condition on attendances: by the map of their own day they took place in `area`."""
    return stood_under(area, day_field="attended_on", paths=paths)


def with_due_days(rows):
    """Attendances with `due_on`, the last day on which their report is in time (None where nothing is due)."""
    days = Func(Value(0), Value(0), Value(0), F("scheme__report_days"), function="make_interval",
                output_field=DurationField())  # fmt: skip
    due = ExpressionWrapper(F("attended_on") + days, output_field=DateField())
    return rows.annotate(due_on=Func(due, template="(%(expressions)s)::date", output_field=DateField()))


def unreported(rows, on):
    """Those of `rows` (attendances) whose report was due before `on` and has not come."""
    return with_due_days(rows).filter(report=None, due_on__lt=on)


def read_turns(rows) -> list[Turn]:
    values = with_due_days(rows).order_by().values_list(
        "pk", "attended_on", PERSON, "meeting_id", "meeting__organisation_id",
        "unit_id", "assignment_id", "group_then__code", "meeting__kind", "meeting__body", "due_on", "report__pk",
        "report__is_late", "report__submitted_on",
    )  # fmt: skip
    return [Turn(*row[:7], row[7] or "", row[8], row[9] == Meeting.Body.BRANCH, *row[10:]) for row in values]


def turns_under(assignment_ids, starts_on, ends_on):
    return (
        Attendance.objects.standing().during(starts_on, ends_on).filter(assignment__in=list(assignment_ids))
    )


# --- excuses ---
def absences_of(person_ids, starts_on, ends_on) -> list[tuple]:
    """[(person, assignment or None, starts_on, ends_on, stand-in or None)]."""
    ids = list(person_ids)
    rows = Absence.objects.standing().during(starts_on, ends_on).filter(_is_of(ids))
    return list(
        rows.values_list(
            PERSON,
            "assignment_id",
            "starts_on",
            "ends_on",
            Coalesce("stand_in__merged_into", "stand_in"),
        )
    )


def turns_of_persons(person_ids, starts_on, ends_on):
    ids = list(person_ids)
    return Attendance.objects.standing().during(starts_on, ends_on).filter(_is_of(ids))


def said_otherwise(assignment_ids, starts_on, ends_on) -> list[tuple]:
    """[(assignment, day, "excused" or "not_held", is a branch's)] of the reports that say why there was no turn."""
    rows = Report.objects.during(starts_on, ends_on).filter(
        assignment__in=list(assignment_ids), attended__in=[Report.Attended.EXCUSED, Report.Attended.NOT_HELD]
    )
    return [
        (assignment, day, attended, body == Meeting.Body.BRANCH)
        for assignment, day, attended, body in rows.values_list(
            "assignment_id", "met_on", "attended", "meeting__body"
        )
    ]


# --- meetings ---
class Met(NamedTuple):
    """A meeting that was registered or held (or, with `is_held` False, said not to be)."""

    organisation: int
    unit: int
    on: date
    is_held: bool
    is_branch: bool


def _read_meetings(rows) -> list[Met]:
    values = rows.order_by().values_list("organisation_id", "unit_id", "met_on", "outcome", "body")
    return [
        Met(organisation, unit, on, outcome != Meeting.Outcome.NOT_HELD, body == Meeting.Body.BRANCH)
        for organisation, unit, on, outcome, body in values
        if on is not None
    ]


def meetings_not_held(units, starts_on, ends_on) -> list[Met]:
    rows = Meeting.objects.standing().during(starts_on, ends_on)
    return _read_meetings(rows.filter(outcome=Meeting.Outcome.NOT_HELD, unit__in=units))


def meetings_of(units, whole_months, unit_keys, organisation_ids, months) -> list[Met]:
    """All meetings of `units` in `whole_months`, and in `months` those that stand under a unit with one of `unit_keys` or are of
    `organisation_ids`: where a schedule matters in a few places only, no more is read."""
    beneath = UnitPlacement.objects.filter(
        Q(unit__key__in=unit_keys)
        | Q(commune__key__in=unit_keys)
        | Q(district__key__in=unit_keys)
        | Q(province__key__in=unit_keys)
    )
    near = Q(unit__in=beneath.values("unit")) | Q(organisation__in=organisation_ids)
    wanted = Q(_met_in(whole_months), unit__in=units) | (_met_in(months) & near)
    return _read_meetings(Meeting.objects.standing().filter(wanted))


def _met_in(months) -> Q:
    condition = Q(pk__in=[])
    for first in sorted(months):
        condition |= Q(met_on__gte=first, met_on__lt=month_after(first))
    return condition
