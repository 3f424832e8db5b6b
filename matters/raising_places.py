"""For which places one may raise a matter by hand: one's own, and those that one follows."""

from __future__ import annotations

from dataclasses import dataclass

from assignments.models import Assignment
from branches.models import Organisation, Unit, ZoneMember
from branches.querysets.bodies import organisation_names
from branches.querysets.scoping import within, within_bodies
from branches.querysets.units import names_of
from meetings.choosing import branches_for, choices_of

# A list to choose from on a phone; whose ground is wider chooses the places that he is assigned to themselves.
MOST_BRANCHES = 60


@dataclass(frozen=True)
class Place:
    """`assignment`: under which a cadre follows it; None where it is one's own."""

    label: str
    unit: Unit
    organisation: Organisation | None = None
    assignment: Assignment | None = None


def own_places(scope, day) -> dict[str, Place]:
    """{key: Place}: for a commune's office the commune and the units and branches beneath it, for a secretary his branch."""
    bodies = list(
        Organisation.objects.filter(within_bodies(scope, "matters.own", organisation=""))
        .open_on(day)
        .select_related("unit")
    )
    of_places = [hold for hold in scope.holds_of("matters.own") if not hold.body_ids]
    ground = [within(hold.reach, unit="") for hold in of_places]
    units = []
    for condition in ground:
        units += Unit.objects.filter(condition).open_on(day).order_by("access_path")
    names = names_of({unit.pk for unit in units}, day)
    return {f"u-{unit.key}": Place(names.get(unit.pk, ""), unit) for unit in units} | _bodies(
        dict.fromkeys(bodies), day
    )


def followed_places(cadre, day) -> dict[str, Place]:
    """{key: Place}: what `cadre` (Cadre) is assigned to on `day`, and the branches there that he may attend. A fixed number of
    queries."""
    choices = choices_of(cadre, day)
    of_units = _of_zones(choices, day) | {each.assignment.target_unit: each.assignment for each in choices}
    of_units.pop(None, None)
    names = names_of({unit.pk for unit in of_units}, day)
    bodies = {each.assignment.target_organisation: each.assignment for each in choices}
    bodies.pop(None, None)
    branches = list(branches_for(cadre, day, choices).select_related("unit")[: MOST_BRANCHES + 1])
    if len(branches) <= MOST_BRANCHES:
        for branch in branches:
            bodies.setdefault(branch, _nearest(branch.unit, choices))
    units = {
        f"u-{unit.key}": Place(names.get(unit.pk, ""), unit, None, row) for unit, row in of_units.items()
    }
    return dict(sorted(units.items(), key=lambda each: each[1].label)) | _bodies(bodies, day)


def _of_zones(choices, day) -> dict:
    """{Unit: Assignment} of the members of the zones that are followed."""
    zones = {each.assignment.target_zone_id: each.assignment for each in choices}
    members = ZoneMember.objects.on(day).filter(zone__in=zones.keys() - {None}).select_related("unit")
    return {member.unit: zones[member.zone_id] for member in members}


def _nearest(unit, choices) -> Assignment:
    """The assignment whose place lies around `unit` most closely; the first where none does (a zone, a whole committee)."""
    around = [
        each.assignment
        for each in choices
        if each.assignment.unit.access_path and unit.access_path.startswith(each.assignment.unit.access_path)
    ]
    return max(around, key=lambda row: len(row.unit.access_path), default=choices[0].assignment)


def _bodies(bodies: dict, day) -> dict[str, Place]:
    """Of {Organisation: Assignment or None}, by their names."""
    names = organisation_names({body.pk for body in bodies}, day)
    found = [
        (f"o-{body.key}", Place(names.get(body.pk, ""), body.unit, body, row)) for body, row in bodies.items()
    ]
    return dict(sorted(found, key=lambda each: each[1].label))
