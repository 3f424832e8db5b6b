"""Rows of lists of assignments."""

from django.urls import reverse

from assignments.actions.checking import where_of
from assignments.models import AssignmentDocument
from assignments.querysets.assignments import names_of_targets
from branches.models import OfficialDocument
from branches.querysets.units import names_of_keys, placements_by_unit


def assignment_rows(rows, day, scope) -> list[dict]:
    """`rows`: assignments `for_list`, as on `day`; of the documents those that the scope reads."""
    names = names_of_targets(rows, day)
    places = placements_by_unit({row.unit_id for row in rows}, day)
    above = names_of_keys({above_of(row, places) for row in rows} - {""}, day)
    cited = _cited(rows, scope)
    return [
        {
            "assignee": str(row.assignee),
            "post": row.post_then,
            "url": reverse("assignments:assignment_page", args=[row.key]),
            "target": names.get(where_of(row), ""),
            "above": above.get(above_of(row, places), ""),
            "scheme": row.scheme.name,
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
            "documents": ", ".join(str(document) for document in cited.get(row.pk, ())),
            "state": state_of(row, day),
        }
        for row in rows
    ]


def above_of(row, places):
    """The key of the unit above the place where the assignment lies."""
    place = places.get(row.unit_id)
    keys = place.path.split(".")[:-1] if place else []
    return keys[-2] if len(keys) > 1 else ""


def _cited(rows, scope):
    links = AssignmentDocument.objects.filter(
        assignment__in=rows,
        part=AssignmentDocument.Part.BEGINS,
        document__in=OfficialDocument.objects.visible_to(scope).values("pk"),
    )
    found: dict = {}
    for link in links.select_related("document").order_by("pk"):
        found.setdefault(link.assignment_id, []).append(link.document)
    return found


def state_of(row, day):
    if row.is_voided:
        return "voided"
    if row.starts_on > day:
        return "to_come"
    return "running" if row.holds_on(day) else "over"
