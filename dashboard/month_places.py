"""How it stands with each place that a cadre follows: what was last there, what waits, what was not looked at for longest."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q, Value

from branches.models import ZoneMember
from branches.querysets.scoping import path_range
from dashboard.addresses import page_of
from matters.models import Recommendation
from meetings.querysets.timeline import last_contact_each
from reports.filing import AGENDA
from reports.models import Checklist, ChecklistAnswer, ChecklistItem
from reports.telling import waiting_for
from scores.place_targets import PlaceBoard

# A page on a phone; who follows more places finds them on the overview.
MOST_PLACES = 20
# Of one place; all of them are on the list that the page leads to.
MOST_TARGETS = 3
OPEN, TO_TELL = "open", "to_tell"


@dataclass(frozen=True)
class Place:
    """One assignment. `coldest`: the item of the scheme's checklists that lies untouched there longest, `cold_since` when it
    was looked at last (None: never). `to_tell`: answers that the place has not heard, whoever raised the matter. `targets`: (what
    and when, actual of target)."""

    name: str
    scheme: str
    url: str | None
    last_visit: date | None
    last_contact: date | None
    open_matters: int = 0
    to_tell: int = 0
    coldest: str = ""
    cold_since: date | None = None
    targets: Sequence = ()

    @property
    def order(self):
        """Where he was not for longest first."""
        return self.last_visit or date.min, self.name


def places_of(month, scope) -> list[Place]:
    """Of the assignments that run on the day that `month` (dashboard.month.Month) is read on."""
    running = month.running[:MOST_PLACES]
    assignments = [choice.assignment for choice in running]
    visits = _last_visits(month)
    touched = _last_contacts(assignments, scope, month.day)
    matters = _counted(
        {OPEN: _open_matters(scope), TO_TELL: waiting_for(month.cadre, month.day)}, assignments, month.on
    )
    aims = _targets(assignments, scope, month)
    cold = _coldest(running, month.on)
    found = [
        Place(
            name=month.target_name(each),
            scheme=each.scheme.name,
            url=page_of(each.target),
            last_visit=visits.get(each.pk),
            last_contact=touched.get(_place_of(each)),
            open_matters=matters[OPEN, each.pk],
            to_tell=matters[TO_TELL, each.pk],
            targets=aims.get(_place_of(each), ()),
            **cold.get(each.pk, {}),
        )
        for each in assignments
    ]
    return sorted(found, key=lambda place: place.order)


def _place_of(assignment) -> tuple:
    if assignment.target_organisation_id:
        return "organisation", assignment.target_organisation_id
    return "unit", assignment.target_unit_id or assignment.unit_id


def _last_visits(month) -> dict:
    found: dict = {}
    for turn in month.turns:
        found.setdefault(turn.assignment_id, turn.attended_on)
    return found


def _last_contacts(assignments, scope, day) -> dict:
    """{("unit" or "organisation", id): day}."""
    bodies = {each.target_organisation_id for each in assignments} - {None}
    units = {each.target_unit for each in assignments} - {None}
    return last_contact_each(scope, day, units=units, organisation_ids=bodies)


def _targets(assignments, scope, month) -> dict:
    """{("unit" or "organisation", id): [(words, actual of target)]} of the year that runs: of a place all on its ground, the
    topmost added up."""
    if not (month.is_present and assignments):
        return {}
    bodies = {each.target_organisation_id for each in assignments} - {None}
    units = {each.target_unit for each in assignments} - {None}
    board = PlaceBoard(scope, month.day, units=units, bodies=bodies)
    found = {("organisation", pk): board.of_body(pk) for pk in bodies}
    found |= {("unit", unit.pk): board.of_unit(unit) for unit in units}
    return {place: rows[:MOST_TARGETS] for place, rows in found.items()}


def _open_matters(scope):
    """What he may read and is not closed; each voice counts where it was raised."""
    rows = Recommendation.objects.visible_to(scope).standing()
    return rows.filter(closed_on=None, is_solved_on_the_spot=False)


def _grounds(assignments, day) -> dict[int, tuple]:
    """{assignment: paths of the units that are followed, a zone's members among them}."""
    found = {row.pk: (row.target_unit.access_path,) for row in assignments if row.target_unit_id}
    zones = {row.target_zone_id: row.pk for row in assignments if row.target_zone_id}
    if zones:
        members = ZoneMember.objects.on(day).filter(zone__in=zones)
        for zone, path in members.values_list("zone", "unit__access_path"):
            found[zones[zone]] = (*found.get(zones[zone], ()), path)
    return found


def _counted(asked, assignments, day) -> Counter:
    """{(name, assignment): how many of the rows (Recommendation) of `asked` {name: rows} were raised at its place}: within a unit
    that is followed; by a body that is followed, or on its ground in nobody's name. One query."""
    if not assignments:
        return Counter()
    grounds = _grounds(assignments, day)
    bodies = {row.pk: row.target_organisation for row in assignments if row.target_organisation_id}
    here = Q(organisation__in=bodies.values())
    here |= Q(organisation=None, unit__in={body.unit_id for body in bodies.values()})
    for path in {path for paths in grounds.values() for path in paths}:
        here |= path_range("unit__access_path", path)
    found = Counter()
    first, *others = (
        rows.filter(here)
        .order_by()
        .annotate(asked=Value(name))
        .values_list("asked", "unit__access_path", "unit", "organisation")
        .annotate(number=Count("pk"))
        for name, rows in asked.items()
    )
    for name, path, unit, body, number in first.union(*others, all=True):
        for pk, paths in grounds.items():
            found[name, pk] += number if path.startswith(paths) else 0
        for pk, followed in bodies.items():
            is_there = body == followed.pk or (body is None and unit == followed.unit_id)
            found[name, pk] += number if is_there else 0
    return found


def _coldest(choices, day) -> dict:
    """{assignment: {"coldest", "cold_since"}}, over all reports on the same target under the same scheme."""
    lists = _checklists({choice.scheme.pk for choice in choices}, day)
    last = _last_looked_at(choices) if any(lists.values()) else {}
    found = {}
    for choice in choices:
        items = lists[choice.scheme.pk]
        if items:
            key = (choice.scheme.pk, *_place_of(choice.assignment))
            item = min(items, key=lambda item: last.get((*key, item.code), date.min))
            found[choice.assignment.pk] = {"coldest": item.text, "cold_since": last.get((*key, item.code))}
    return found


def _checklists(scheme_ids, day) -> dict[int, list]:
    """{scheme: items of its checklists in force, of all but the agenda, as far as somebody wrote them}; one query."""
    rows = Checklist.objects.on(day).exclude(code=AGENDA)
    rows = rows.filter(Q(scheme=None) | Q(scheme__in=scheme_ids)).order_by("sort", "code", "items__number")
    lists: dict = {}
    for scheme, code, *item in rows.values_list(
        "scheme", "code", "items__code", "items__text", "items__is_placeholder"
    ):
        # A list without any item stands in the place of the general one all the same.
        items = lists.setdefault(scheme, {}).setdefault(code, [])
        if item[0] and not item[2]:
            items.append(ChecklistItem(code=item[0], text=item[1]))
    return {
        pk: [item for items in (lists.get(None, {}) | lists.get(pk, {})).values() for item in items]
        for pk in scheme_ids
    }


def _last_looked_at(choices) -> dict:
    """{(scheme, "unit" or "organisation", id, item code): day}."""
    wanted = {(choice.scheme.pk, *_place_of(choice.assignment)) for choice in choices}
    bodies, units = "report__assignment__target_organisation", "report__assignment__target_unit"
    here = Q(**{f"{bodies}__in": [pk for _scheme, kind, pk in wanted if kind == "organisation"]})
    here |= Q(**{f"{units}__in": [pk for _scheme, kind, pk in wanted if kind == "unit"]})
    rows = ChecklistAnswer.objects.filter(here, report__scheme__in={scheme for scheme, *_place in wanted})
    rows = rows.order_by().values_list("report__scheme", bodies, units, "item__code")
    found: dict = {}
    for scheme, body, unit, code, last in rows.annotate(last=Max("report__met_on")):
        place = ("organisation", body) if body else ("unit", unit)
        found[(scheme, *place, code)] = last
    return found
