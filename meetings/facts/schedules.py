"""What the list of schedules shows of each commune, in a fixed number of queries."""

from collections import Counter
from dataclasses import replace

from django.db.models import Count
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from branches.facts.units import SECRETARY
from branches.models import OfficeHolder, OrganisationUnit, UnitPlacement
from branches.querysets.units import names_of_keys
from branches.rules import BRANCH_KINDS
from common.months import month_query
from common.spreadsheets.columns import Column
from meetings.imports import schedules
from meetings.models import Meeting, MeetingChange
from meetings.planning import due_days
from meetings.querysets.schedules import DRAFT, LATE, MISSING, RETURNED, SENT
from meetings.rules import last_of


def sheet_columns() -> tuple[Column, ...]:
    """The columns of the import, and the branch's name beside its code, which an import passes over."""
    code, *others = [replace(column, required=False) for column in schedules.columns()]
    return (code, Column("name", _("Chi bộ")), *others)


def sheet_lines(plan, lines):
    """The lines of a MonthPlan as the values of `sheet_columns`."""
    for line in lines:
        meeting = line.meeting
        yield [
            plan.code_of(line.organisation),
            line.name,
            f"{plan.month:%m/%Y}",
            line.on,
            line.at,
            line.place,
            Meeting.Kind(line.kind).label,
            line.topic,
            meeting.prepared_on if meeting else None,
            meeting.registered_on if meeting else None,
        ]


def secretaries_of(plan, scope) -> dict[int, OfficeHolder]:
    """{branch id: its secretary at the end of the month} of a MonthPlan's lines, as far as `scope` may see people."""
    if not scope.may("people.read"):
        return {}
    rows = OfficeHolder.objects.on(plan.last).visible_to(scope).filter(office__code=SECRETARY)
    rows = rows.filter(organisation__in={line.organisation.pk for line in plan.lines})
    return {row.organisation_id: row for row in rows.order_by("starts_on", "pk")}


def changes_of(plan) -> list[tuple]:
    """[(branch, MeetingChange)] of what was changed after the month was sent, the latest first."""
    found = [
        (line.name, change) for line in plan.lines if line.meeting for change in line.meeting.changes_made
    ]
    return sorted(found, key=lambda pair: pair[1].changed_at, reverse=True)


def state_of(state, is_late, due_on, day) -> str:
    """One of tables.schedules.STATES. `state` None: nothing was begun."""
    if state == SENT:
        return LATE if is_late else SENT
    if state == RETURNED:
        return RETURNED
    is_over = due_on is not None and day > due_on
    if state == DRAFT:
        return "overdue_draft" if is_over else DRAFT
    return "overdue" if is_over else MISSING


def schedule_rows(places, month, day) -> list[dict]:
    """`places`: UnitPlacement of `communes_registering`."""
    last = last_of(month)
    above = names_of_keys({_above(place) for place in places} - {""}, last)
    due = due_days({place.unit_id: place.path for place in places}, month)
    branches = _branches([place.unit_id for place in places], last)
    registered = _registered([place.schedule_pk for place in places if place.schedule_pk])
    rows = []
    for place in places:
        due_on = place.schedule_due_on if place.schedule_pk else due.get(place.unit_id)
        meetings, bodies, changes = registered.get(place.schedule_pk, (0, 0, 0))
        rows.append(
            {
                "name": place.version.name,
                "above": above.get(_above(place), ""),
                "url": reverse("meetings:schedule_commune", args=[place.unit.key])
                + f"?thang={month_query(month)}",
                "state": state_of(place.schedule_state, place.schedule_is_late, due_on, day),
                "due_on": due_on,
                "sent_on": localtime(place.schedule_first_sent_at) if place.schedule_first_sent_at else None,
                "meetings": meetings,
                "branches": bodies,
                "of_branches": branches[place.unit_id],
                "changes": changes,
            }
        )
    return rows


def _above(place):
    keys = place.path.split(".")[:-1]
    return keys[-2] if len(keys) > 1 else ""


def _branches(communes, last) -> Counter:
    """{commune id: how many branches it has}."""
    ground = dict(
        UnitPlacement.objects.on(last).filter(commune__in=communes).values_list("unit_id", "commune_id")
    )
    links = OrganisationUnit.objects.on(last).filter(
        is_main=True, unit__in=ground, organisation__kind__in=BRANCH_KINDS
    )
    return Counter(ground[unit_id] for unit_id in links.values_list("unit_id", flat=True))


def _registered(schedules) -> dict:
    """{schedule id: (meetings registered, branches with one, changes since)}."""
    rows = Meeting.objects.standing().filter(schedule__in=schedules, registered_on__isnull=False)
    counts = (
        rows.order_by()
        .values("schedule")
        .annotate(meetings=Count("pk"), bodies=Count("organisation", distinct=True))
    )
    changes = dict(
        MeetingChange.objects.filter(meeting__schedule__in=schedules)
        .order_by()
        .values("meeting__schedule")
        .annotate(number=Count("pk"))
        .values_list("meeting__schedule", "number")
    )
    return {
        row["schedule"]: (row["meetings"], row["bodies"], changes.get(row["schedule"], 0)) for row in counts
    }
