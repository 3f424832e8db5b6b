"""The list that a number of a review opens: its rows as far as the reader may see them, in the table in which they stand
elsewhere."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from assignments.addresses import address_of, page_of
from assignments.facts.assignments import assignment_rows
from assignments.models import Assignment, Cadre, Team
from assignments.querysets.targets import named, place_on
from assignments.tables.assignments import AssignmentTable
from branches.models import Agency, Organisation
from branches.querysets.bodies import organisation_names
from branches.querysets.scoping import within_bodies
from matters.facts.conferences import conference_rows
from matters.models import Conference, Contribution, Recommendation, UrgentMatter
from matters.querysets.urgent import GRASSROOTS
from matters.resource_rows import contribution_rows
from matters.rows import list_rows
from matters.tables.conferences import ConferenceTable
from matters.tables.recommendations import RecommendationTable
from matters.tables.resources import ContributionTable
from matters.tables.urgent import RegisterTable, UrgentTable, WithoutTable
from matters.urgent_rows import body_rows, urgent_rows
from meetings.models import Attendance, Meeting
from reports.asked import Asked
from reports.behind import Behind
from reports.facts.cells import cell_rows
from reports.facts.turns import attendance_rows
from reports.querysets.expecting import with_due_days
from reports.tables.expected import AttendanceTable, CellTable
from reports.tables.review_rows import CountedTable, FollowerTable, SheetTable, TouchedTable
from scores.models import Sheet
from scores.points import points_text


@dataclass
class Listed:
    """What `list_page` takes; `number`: what the review counts, whoever reads it."""

    queryset: object
    table: type
    prepare: Callable
    number: int

    @property
    def shown(self) -> int:
        return len(self.queryset) if isinstance(self.queryset, list) else self.queryset.count()


def listed(key: str, behind: Behind, scope, day) -> Listed | None:
    """The list behind the number `key` ("attendance.turns"), None where there is none. Whether the reader may ask is said by
    `review_links.PERMISSIONS`."""
    name, _dot, part = key.partition(".")
    way = _WAYS.get(name)
    return way(part, behind, scope, day) if way and behind.parts else None


# --- coverage ---
def _coverage(part, behind, scope, day):
    """The targets, those that somebody follows, or who follows them."""
    if part in ("units", "covered"):
        names = [(each, row) for each in behind.coverages for row in _targets(each, part)]
        rows = [_place(each.scheme, row, scope) for each, row in names]
        return Listed(rows, TouchedTable, lambda found: found, len(rows))
    if part != "cadres":
        return None
    found = [row for each in behind.coverages for row in each.assignees]
    rows = []
    for model, field in ((Cadre, "person"), (Team, "team"), (Agency, "agency")):
        targets = {row[field]: row["targets"] for row in found if row[field]}
        opens = scope.may("cadres.read")
        rows += [
            {
                "name": str(each),
                "note": each.code,
                "targets": targets[each.pk],
                "url": page_of(each) if opens else None,
            }
            for each in model.objects.filter(pk__in=targets).order_by("pk")
        ]
    return Listed(rows, FollowerTable, lambda found: found, len(found))


def _targets(coverage, part):
    return coverage.covered_rows if part == "covered" else named(coverage.rows, coverage.scheme, coverage.day)


def _place(scheme, row, scope):
    opens = scope.may("units.read") and scheme.target_kind in ("unit", "organisation")
    url = address_of(_page_of(scheme), row.target_key) if opens else None
    return {"name": row.target_name or "", "code": row.target_code or "", "url": url}


# --- attendance ---
def _attendance(part, behind, scope, day):
    if part in ("expected", "attended", "missing", "excused"):
        return _cells(part, behind, day)
    if part in ("people", "meetings", "branches"):
        return _counted(part, behind, scope, day)
    if part not in ("turns", "on_time", "late"):
        return None
    turns = behind.turns if part == "turns" else behind.turns_reported(part)
    return _turn_list([turn.pk for turn in turns], scope, day)


def _turn_list(ids, scope, day):
    rows = Attendance.objects.filter(pk__in=ids).visible_to(scope)
    return Listed(
        with_due_days(rows).for_list().select_related("report").order_by("-attended_on", "-pk"),
        AttendanceTable,
        lambda found: attendance_rows(found, scope, day),
        len(ids),
    )


def _cells(part, behind, day):
    pairs = sorted(behind.cells(part), key=lambda pair: (pair[0].area.pk, -pair[1].first.toordinal()))

    def prepare(found):
        rows = []
        for expected, some in groupby(found, key=lambda pair: pair[0]):
            rows += cell_rows([cell for _expected, cell in some], _asked(expected, behind, day))
        return rows

    return Listed(pairs, CellTable, prepare, sum(getattr(cell.branches, part) for _e, cell in pairs))


def _asked(expected, behind, day) -> Asked:
    """The question by whose addresses a cell's own page is opened."""
    return Asked(
        expected.area,
        expected.months[0],
        expected.months[-1],
        day,
        behind.scheme,
        list(expected.schemes.values()),
        place_on(expected.area, min(expected.months[-1], day)),
    )


def _counted(part, behind, scope, day):
    """People, meetings or branches, each once with its turns; where several places held the ground nobody adds them up."""
    return _counted_list(part, behind.turns, scope, day)


def _counted_list(part, turns, scope, day):
    field = {"people": "person", "meetings": "meeting", "branches": "organisation"}[part]
    visible = Attendance.objects.filter(pk__in=[turn.pk for turn in turns]).visible_to(scope)
    seen = set(visible.values_list("pk", flat=True))
    found = Counter(getattr(turn, field) for turn in turns if turn.pk in seen)
    rows = {"people": _people, "meetings": _meetings, "branches": _branches}[part](found, scope, day)
    return Listed(rows, CountedTable, lambda found: found, len({getattr(turn, field) for turn in turns}))


def _people(turns, scope, day):
    opens = scope.may("cadres.read")
    people = Cadre.objects.filter(pk__in=turns).order_by("given_name_key", "pk")
    return [
        {
            "name": str(each),
            "note": each.code,
            "turns": turns[each.pk],
            "url": each.get_absolute_url() if opens else None,
        }
        for each in people
    ]


def _meetings(turns, scope, day):
    meetings = Meeting.objects.filter(pk__in=turns).order_by("-met_on", "pk")
    seen = set(Meeting.objects.visible_to(scope).filter(pk__in=turns).values_list("pk", flat=True))
    opens = scope.may("meetings.read")
    names = organisation_names({each.organisation_id for each in meetings}, day)
    return [
        {
            "name": names.get(each.organisation_id, ""),
            "note": f"{each.on:%d/%m/%Y}",
            "turns": turns[each.pk],
            "url": each.get_absolute_url() if opens and each.pk in seen else None,
        }
        for each in meetings
    ]


def _branches(turns, scope, day):
    names, opens = organisation_names(turns, day), scope.may("units.read")
    keys = dict(Organisation.objects.filter(pk__in=turns).values_list("pk", "key"))
    rows = [
        {
            "name": names.get(pk, ""),
            "note": "",
            "turns": turns[pk],
            "url": address_of("dashboard:organisation_page", key) if opens else None,
        }
        for pk, key in keys.items()
    ]
    return sorted(rows, key=lambda row: row["name"])


# --- what was raised and done ---
def _recommendations(part, behind, scope, day):
    return _matter_list(behind.recommendations(part), scope, day)


def _matter_list(counted, scope, day):
    rows = Recommendation.objects.overseen_by(scope).filter(pk__in=counted.values("pk")).with_clock(day)
    rows = rows.select_related("topic").by_urgency_of_clock()
    return Listed(rows, RecommendationTable, lambda found: list_rows(found, day), counted.count())


def _conferences(part, behind, scope, day):
    counted = behind.conferences(part.removeprefix("by_kind.") if part.startswith("by_kind.") else "")
    rows = Conference.objects.visible_to(scope).filter(pk__in=counted.values("pk")).for_list()
    return Listed(rows, ConferenceTable, lambda found: conference_rows(found, day), counted.count())


def _contributions(part, behind, scope, day):
    """Money, or a thing in a measure as `goods_key` writes it."""
    if part == "total":
        counted = behind.contributions().filter(amount__isnull=False)
    elif part.startswith("in_kind|"):
        _name, kind, measure, what = part.split("|", 3)
        counted = behind.goods(what, measure if kind == "number" else None)
    else:
        return None
    rows = Contribution.objects.visible_to(scope).filter(pk__in=counted.values("pk"))
    rows = rows.select_related("topic", "cadre", "scheme").order_by("-happened_on", "-pk")
    return Listed(rows, ContributionTable, lambda found: contribution_rows(found, day, ()), counted.count())


def _urgent(part, behind, scope, day):
    if part in ("registered", "done"):
        ids = [pk for each in behind.registers for pk in _matters(each, part).values_list("pk", flat=True)]
        rows = UrgentMatter.objects.visible_to(scope).filter(pk__in=ids).select_related("topic")
        rows = rows.order_by("-year", "due_on", "pk")
        return Listed(rows, UrgentTable, lambda found: urgent_rows(found, day), len(ids))
    year, (register, *others) = behind.last.year, behind.registers
    if others or part not in ("organisations", "organisations_without"):
        return None
    read = within_bodies(scope, "urgent.read", organisation="")
    if part == "organisations_without":
        bodies, counts, table = register.without(), {}, WithoutTable
    else:
        counts, table = register.matters.counted_by_organisation(register.day), RegisterTable
        bodies = Organisation.objects.filter(pk__in=counts, kind__in=GRASSROOTS)
    rows = body_rows(bodies.filter(read), counts, year, register.day)
    return Listed(rows, table, lambda found: found, bodies.count())


def _matters(register, part):
    return register.matters if part == "registered" else register.matters.done_by(register.day)


# --- who follows, how it was scored, what was looked at ---
def _assignments(part, behind, scope, day):
    if part not in ("started", "ended"):
        return None
    counted = behind.assignments(part)
    rows = Assignment.objects.visible_to(scope).filter(pk__in=counted.values("pk")).for_list()
    rows = rows.order_by("-starts_on", "-pk")
    return Listed(rows, AssignmentTable, lambda found: assignment_rows(found, day, scope), counted.count())


def _scores(part, behind, scope, day):
    counted = behind.sheets(part)
    rows = Sheet.objects.visible_to(scope).filter(pk__in=counted.values("pk")).order_by("-period_on", "-pk")
    return Listed(
        rows.select_related("band"), SheetTable, lambda found: _sheet_rows(found, day), counted.count()
    )


def _sheet_rows(sheets, day):
    sheets = list(sheets)
    names = organisation_names({each.organisation_id for each in sheets}, day)
    return [
        {
            "title": names.get(each.organisation_id, ""),
            "url": each.get_absolute_url(),
            "scorer": each.get_scorer_display(),
            "total": points_text(each.total),
            "band": str(each.band or ""),
            "period_on": each.period_on,
        }
        for each in sheets
    ]


def _checklist(part, behind, scope, day):
    """`part`: list.item, as the review names them."""
    opens = scope.may("units.read")
    rows = [
        {
            "name": target.name,
            "code": target.code,
            "url": address_of(_page_of(scheme), target.key) if opens else None,
        }
        for scheme, target in behind.touched(part.partition(".")[2])
    ]
    return Listed(sorted(rows, key=lambda row: row["code"]), TouchedTable, lambda found: found, len(rows))


def _page_of(scheme) -> str:
    return "dashboard:unit_page" if scheme.target_kind == "unit" else "dashboard:organisation_page"


# --- either side of a pilot ---
def _pilots(part, behind, scope, day):
    """`part`: "4.others.answered"."""
    level, side, name = (part.split(".") + ["", ""])[:3]
    comparison = behind.comparison
    if not level.isdecimal() or not comparison.piloted:
        return None
    ids = comparison.things(int(level)).get((side, name), set())
    if name in ("visited", "attended"):
        kind, field = ("branches", "organisation") if name == "visited" else ("meetings", "meeting")
        turns = comparison.things(int(level)).get((side, "turns"), set())
        of_side = [turn for turn in comparison.turns if turn.pk in turns and getattr(turn, field) in ids]
        return _counted_list(kind, of_side, scope, day)
    if name in ("turns", "on_time"):
        return _turn_list(list(ids), scope, day)
    if name in ("answered", "resolved"):
        return _matter_list(Recommendation.objects.filter(pk__in=ids), scope, day)
    return _place_list([comparison.standing[pk] for pk in ids], scope) if name == "covered" else None


def _place_list(placements, scope):
    opens, reach = scope.may("units.read"), scope.reach("assignments.read")
    seen = [each for each in placements if reach.covers(each.unit.access_path, each.unit_id)]
    rows = [
        {
            "name": each.version.name,
            "code": each.version.code,
            "url": address_of("dashboard:unit_page", each.unit.key) if opens else None,
        }
        for each in sorted(seen, key=lambda each: each.path)
    ]
    return Listed(rows, TouchedTable, lambda found: found, len(placements))


_WAYS = {
    "pilots": _pilots,
    "coverage": _coverage,
    "attendance": _attendance,
    "recommendations": _recommendations,
    "conferences": _conferences,
    "contributions": _contributions,
    "urgent_matters": _urgent,
    "assignment_changes": _assignments,
    "scores": _scores,
    "checklist": _checklist,
}
