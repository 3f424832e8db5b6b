"""What a letter of introduction says of a cadre's ground: territory, addressees and the documents on which it rests, as
they are called on a day; never the day of a visit (domain.md §3.2). Fixed words are Vietnamese: they stand on paper."""

from collections import defaultdict
from dataclasses import dataclass

from assignments.models import AssignmentDocument, SchemeDocument
from assignments.querysets.assignments import names_of_targets
from branches.issuing import cited, lower_first
from branches.models import UnitPlacement, ZoneMember
from branches.querysets.units import names_of
from meetings.choosing import ANY, COMMUNE, ZONE

MAX_BASIS = 300


@dataclass(frozen=True)
class Ground:
    """One line each of `territory` and `addressees`, and what it rests on."""

    territory: tuple[str, ...]
    addressees: tuple[str, ...]
    basis: str


def grounds_of(choices_by_cadre, day) -> dict:
    """{cadre id: Ground} for {cadre id: [Choice]}; a fixed number of queries however many cadres there are."""
    choices = [choice for found in choices_by_cadre.values() for choice in found]
    words = _Words(choices, day)
    return {
        cadre_id: Ground(
            territory=_unique(line for each in found for line in words.territory(each)),
            addressees=_unique(line for each in found for line in words.addressees(each)),
            basis=words.basis(found),
        )
        for cadre_id, found in choices_by_cadre.items()
    }


class _Words:
    def __init__(self, choices, day):
        assignments = [each.assignment for each in choices]
        self._named = names_of_targets(assignments, day)
        zones = {each.target_zone_id for each in assignments} - {None}
        self._members = defaultdict(list)
        for zone_id, unit_id in ZoneMember.objects.on(day).filter(zone__in=zones).values_list("zone", "unit"):
            self._members[zone_id].append(unit_id)
        units = {each.target_unit_id for each in assignments} - {None}
        units |= {each.unit_id for each in assignments}
        placed = UnitPlacement.objects.on(day).filter(unit__in=units)
        self._communes = {pk: commune or pk for pk, commune in placed.values_list("unit", "commune")}
        named = set(self._communes.values()) | {each.scheme.issuer_id for each in choices}
        named |= {unit_id for found in self._members.values() for unit_id in found}
        self._units = names_of(named, day)
        self._documents = _documents(choices)

    def territory(self, choice) -> list[str]:
        assignment = choice.assignment
        if choice.how == ANY:
            return [f"các chi bộ trên địa bàn {self._unit(choice.scheme.issuer_id)}"]
        if assignment.target_zone_id:
            zone = self._named.get(("target_zone", assignment.target_zone_id), "")
            communes = ", ".join(
                sorted(self._unit(each) for each in self._members[assignment.target_zone_id])
            )
            return [f"các chi bộ thuộc {zone} ({communes})" if communes else f"các chi bộ thuộc {zone}"]
        if assignment.target_organisation_id:
            name = self._named.get(("target_organisation", assignment.target_organisation_id), "")
            is_branch = assignment.target_organisation.kind in ("branch", "grassroots_branch")
            return [name if is_branch else f"các chi bộ trực thuộc {name}"]
        commune = self._unit(self._communes.get(assignment.target_unit_id))
        if choice.how == ZONE:
            return [f"các chi bộ trong cụm của {commune}"]
        if choice.how == COMMUNE or self._is_commune(assignment.target_unit_id):
            return [f"các chi bộ trực thuộc Đảng bộ {commune}"]
        hamlet = lower_first(self._named.get(("target_unit", assignment.target_unit_id), ""))
        return [f"chi bộ {hamlet}, {commune}"]

    def addressees(self, choice) -> list[str]:
        assignment = choice.assignment
        if choice.how == ANY:
            return [f"Đảng ủy các xã, phường, thị trấn thuộc {self._unit(choice.scheme.issuer_id)}"]
        if assignment.target_zone_id:
            return [
                f"Đảng ủy {self._unit(each)}" for each in sorted(self._members[assignment.target_zone_id])
            ]
        return [f"Đảng ủy {self._unit(self._communes.get(assignment.target_unit_id or assignment.unit_id))}"]

    def basis(self, choices) -> str:
        """Of the assignments, or of the scheme where they cite none."""
        found = [row for each in choices for row in self._documents["assignment", each.assignment.pk]]
        if not found:
            found = [row for each in choices for row in self._documents["scheme", each.scheme.pk]]
        lines = _unique(map(cited, found))
        text = "; ".join(lines)
        while len(text) > MAX_BASIS:
            lines = lines[:-1]
            text = "; ".join(lines)
        return text

    def _unit(self, unit_id) -> str:
        return lower_first(self._units.get(unit_id, ""))

    def _is_commune(self, unit_id) -> bool:
        return self._communes.get(unit_id) == unit_id


def _documents(choices) -> dict:
    found = defaultdict(list)
    ids = [each.assignment.pk for each in choices]
    rows = AssignmentDocument.objects.filter(assignment__in=ids, part=AssignmentDocument.Part.BEGINS)
    for row in rows.select_related("document").order_by("document__issued_on", "pk"):
        found["assignment", row.assignment_id].append(row.document)
    rows = SchemeDocument.objects.filter(scheme__in={each.scheme.pk for each in choices})
    for row in rows.select_related("document").order_by("document__issued_on", "pk"):
        found["scheme", row.scheme_id].append(row.document)
    return found


def _unique(lines) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line for line in lines if line))
