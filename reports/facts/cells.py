"""What pages show of expected turns: rows of a list, who attends little, and everything behind one sign of the matrix."""

from collections import defaultdict

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.models import Cadre, Team
from branches.models import Agency, Organisation, OrganisationUnit, Unit, Zone
from branches.querysets.bodies import organisation_names
from branches.querysets.scoping import within
from branches.querysets.units import names_of, stood_under
from branches.rules import BRANCH_KINDS
from common.periods import last_day
from meetings.models import Absence, Attendance, Meeting
from meetings.rules import month_after
from reports.asked import SCHEME, asked_of
from reports.cells import Cell
from reports.expected import Expected, Tally, tally_of
from reports.facts.turns import attendance_rows
from reports.querysets.expecting import asking_schemes, with_due_days
from reports.states import attended_state
from reports.tables.expected import AbsenceTable, AttendanceTable, CellTable

CELL_WORDS = {
    "attended": gettext_lazy("Lượt chỉ tiêu đã dự"),
    "missing": gettext_lazy("Lượt thiếu"),
    "to_report": gettext_lazy("Lượt chờ báo cáo"),
    "excused": gettext_lazy("Lượt vắng có lý do"),
    "not_due": gettext_lazy("Lượt chưa đến hạn"),
    "not_held": gettext_lazy("Lượt không họp"),
}
# More meetings or turns of one place and month are not shown on its page; the lists have them all.
_MOST = 100
_PLACES = {"unit": Unit, "organisation": Organisation, "zone": Zone}
_PERSONS = {"cadre": Cadre, "team": Team, "agency": Agency}


def in_state(cells: list[Cell], state: str) -> list[Cell]:
    """Those with at least one turn of that state ("" all that expect one), the latest month first."""
    name = state if state in CELL_WORDS else "expected"
    found = [cell for cell in cells if getattr(cell.branches, name)]
    return sorted(found, key=lambda cell: cell.first, reverse=True)


def cell_rows(cells, asked) -> list[dict]:
    """The rows of CellTable; four queries whatever the cells."""
    names = _Names(cells, asked.map_day)
    schemes = asked.expected.schemes
    rows = []
    for cell in cells:
        state = attended_state(tally_of(cell))
        kind, pk = cell.line.who
        rows.append(
            {
                "who": names.who(cell),
                "code": names.code(cell),
                "url": asked.address(
                    "expected_cell", args=[kind, names.key(cell), f"{cell.first:%Y-%m}"], theo="can-bo"
                ),
                "where": names.where(cell),
                "month": f"{cell.first:%m/%Y}",
                "state": (state.css, state.word),
                "expected": cell.branches.expected,
                "attended": cell.branches.attended,
                "missing": cell.branches.missing,
                "excused": cell.branches.excused,
                "scheme": schemes[cell.line.scheme_id].name,
            }
        )
    return rows


def low_rows(asked, most=0.5) -> list[dict]:
    """Who attended at most half of the turns that were due, the smallest share first, then the most that are missing."""
    by_person: dict[tuple, list[Cell]] = defaultdict(list)
    for cell in asked.expected.cells:
        by_person[cell.line.who].append(cell)
    low = []
    for cells in by_person.values():
        total = sum(map(tally_of, cells), Tally())
        due = total.expected - total.not_due - total.to_report - total.excused
        if total.missing and due and total.attended <= most * due:
            low.append((total.attended / due, -total.missing, total, due, cells))
    low.sort(key=lambda each: each[:2])
    names = _Names([cell for *_rest, cells in low for cell in cells], asked.map_day)
    return [
        {
            "who": names.who(cells[0]),
            "code": names.code(cells[0]),
            "url": names.page(cells[0]),
            "places": ", ".join(dict.fromkeys(names.where(cell) for cell in cells)),
            "attended": total.attended,
            "due": due,
            "missing": total.missing,
            "excused": total.excused,
            "last_on": max((turn.attended_on for cell in cells for turn in cell.turns), default=None),
        }
        for _share, _missing, total, due, cells in low
    ]


class _Names:
    """Names, codes and keys of the people and places of some cells."""

    def __init__(self, cells, day):
        who = {kind: {c.line.who[1] for c in cells if c.line.who[0] == kind} for kind in _PERSONS}
        where = {kind: {c.line.where[1] for c in cells if c.line.where[0] == kind} for kind in _PLACES}
        self._who: dict = {}
        for kind, model in _PERSONS.items():
            if who[kind]:
                for row in model.objects.filter(pk__in=who[kind]):
                    self._who[kind, row.pk] = row
        self._where: dict = {}
        if where["unit"]:
            self._where |= {("unit", pk): name for pk, name in names_of(where["unit"], day).items()}
        if where["organisation"]:
            names = organisation_names(where["organisation"], day)
            self._where |= {("organisation", pk): name for pk, name in names.items()}
        if where["zone"]:
            zones = Zone.objects.filter(pk__in=where["zone"]).values_list("pk", "name")
            self._where |= {("zone", pk): name for pk, name in zones}

    def who(self, cell) -> str:
        return str(self._who[cell.line.who])

    def code(self, cell) -> str:
        return self._who[cell.line.who].code

    def page(self, cell) -> str:
        return self._who[cell.line.who].get_absolute_url()

    def key(self, cell) -> str:
        return self._who[cell.line.who].key

    def where(self, cell) -> str:
        return self._where.get(cell.line.where, "")


# --- behind one sign ---
def cell_page_of(request, kind, key, first) -> dict | None:
    """The context of a cell's page; None where there is none, or not for this reader."""
    if kind in _PLACES:
        return _place_page(request, kind, key, first)
    return _person_page(request, kind, key, first) if kind in _PERSONS else None


def _place_page(request, kind, key, first) -> dict | None:
    thing = _PLACES[kind].objects.filter(key=key).first()
    if thing is None:
        return None
    area = _ground_of(thing, kind, last_day(month_after(first)))
    if not Unit.objects.filter(within(request.scope.reach("attendance.read"), unit=""), pk=area.pk).exists():
        return None
    expected = Expected(area, first, month_after(first), request.day, _scheme(request))
    cells = [cell for cell in expected.cells if cell.line.where == (kind, thing.pk)]
    if kind == "organisation" and thing.kind in BRANCH_KINDS:
        here = Q(organisation=thing)
        turns = Q(meeting__organisation=thing)
    else:
        here, turns = Q(stood_under(area, day_field="met_on")), Q(stood_under(area, day_field="attended_on"))
    name = _name_of(thing, kind, last_day(month_after(first)))
    return _page(request, expected, cells, name, here, turns)


def _person_page(request, kind, key, first) -> dict | None:
    thing = _PERSONS[kind].objects.filter(key=key).first()
    asked = asked_of(request)
    if thing is None or asked is None:
        return None
    if not request.scope.reach("attendance.read").covers(asked.area.access_path, asked.area.pk):
        return None
    expected = Expected(asked.area, first, month_after(first), request.day, asked.scheme)
    cells = [cell for cell in expected.cells if cell.line.who == (kind, thing.pk)]
    if not cells:
        return None
    mine = [turn.pk for cell in cells for turn in cell.turns]
    attended = Attendance.objects.filter(pk__in=mine).values("meeting")
    return _page(request, expected, cells, str(thing), Q(pk__in=attended), Q(pk__in=mine))


def _page(request, expected, cells, name, meetings, turns) -> dict:
    """`meetings` and `turns`: conditions on Meeting and Attendance, within the month and the reader's ground."""
    first, ends_on = expected.starts_on, expected.ends_on
    met = Meeting.objects.standing().visible_to(request.scope).during(first, ends_on).filter(meetings)
    came = Attendance.objects.standing().visible_to(request.scope).during(first, ends_on).filter(turns)
    total = sum(map(tally_of, cells), Tally())
    persons = [cell.line.who[1] for cell in cells if cell.line.who[0] == "cadre"]
    absences = Absence.objects.standing().visible_to(request.scope).during(first, ends_on)
    absences = absences.filter(Q(cadre__in=persons) | Q(cadre__merged_into__in=persons))
    context = _OneMonth(expected, request.day)
    meetings = list(met.order_by("met_on", "pk")[:_MOST])
    listed = with_due_days(came).for_list().select_related("report").order_by("attended_on", "pk")[:_MOST]
    turns = list(listed)
    bodies = {row.organisation_id for row in meetings} | {turn.meeting.organisation_id for turn in turns}
    names = organisation_names(bodies, request.day) if bodies else {}
    turn_rows = attendance_rows(turns, request.scope, request.day, names)
    absent = absence_rows(absences.select_related("cadre", "stand_in"), request.scope, request.day)
    return {
        "title": _("%(name)s, tháng %(month)s") % {"name": name, "month": f"{first:%m/%Y}"},
        "crumbs": [(_("Dự sinh hoạt"), reverse("reports:expected_page")), (f"{name}, {first:%m/%Y}", None)],
        "state": attended_state(total if cells else None),
        "total": total,
        "cells": _table(CellTable, cell_rows(cells, context), _("Phân công và lượt chỉ tiêu")),
        "meetings": meeting_rows(meetings, names),
        "turns": _table(AttendanceTable, turn_rows, _("Lượt đã dự")),
        "absences": _table(AbsenceTable, absent, _("Vắng có lý do")),
    }


def _table(table, rows, caption):
    return table(rows, caption=caption, orderable=False) if rows else None


class _OneMonth:
    """As much of an Asked as the rows of one month need."""

    def __init__(self, expected, today):
        self.expected, self.map_day = expected, last_day(expected.ends_on)

    def address(self, _name, *, args=(), **_more) -> str:
        return reverse("reports:expected_cell", args=args) + f"?dia-ban={self.expected.area.key}"


def meeting_rows(meetings, names) -> list[dict]:
    return [
        {
            "name": names.get(row.organisation_id, ""),
            "url": row.get_absolute_url(),
            "planned_on": row.planned_on,
            "held_on": row.held_on,
            "kind": row.get_kind_display(),
            "outcome": row.get_outcome_display(),
            "reason": row.not_held_reason,
        }
        for row in meetings
    ]


def absence_rows(absences, scope, day) -> list[dict]:
    """`url` leads to voiding those that the reader may void on `day`."""
    absences = list(absences)
    mine = Absence.objects.voidable_by(scope, day).filter(pk__in=[row.pk for row in absences])
    voidable = set(mine.values_list("pk", flat=True)) if absences else set()
    return [
        {
            "cadre": str(row.cadre),
            "url": reverse("reports:absence_void", args=[row.key]) if row.pk in voidable else None,
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
            "reason": row.get_reason_display(),
            "stand_in": str(row.stand_in or ""),
            "note": row.void_reason or row.note,
            "state": "voided" if row.voided_at else "",
        }
        for row in absences
    ]


def _ground_of(thing, kind, day) -> Unit:
    if kind == "unit":
        return thing
    if kind == "organisation":
        link = (
            OrganisationUnit.objects.on(day)
            .filter(organisation=thing, is_main=True)
            .select_related("unit")
            .first()
        )
        return link.unit if link else thing.unit
    return thing.unit


def _name_of(thing, kind, day) -> str:
    if kind == "unit":
        return names_of([thing.pk], day).get(thing.pk, "")
    return organisation_names([thing.pk], day).get(thing.pk, "") if kind == "organisation" else thing.name


def _scheme(request):
    code = request.GET.get(SCHEME, "")
    return next((each for each in asking_schemes().values() if each.code == code), None) if code else None
