"""Indicators that the map itself answers: (value, whole) under a unit on a day, where nobody gave a number.

A whole counts only those of whom it is known: a secretary of whom nobody said whether he is local is in neither number.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import NamedTuple

from django.db.models import F, Q

from branches.models import MemberCount, OfficeHolder, Organisation, OrganisationVersion, UnitPlacement
from branches.querysets.scoping import path_range
from branches.querysets.units import paths_of, stood_under
from common.together import asked_together
from scores.models import ModelRegistration

SECRETARY, HAMLET_HEAD, CHAIR, COUNCIL_CHAIR = "secretary", "hamlet_head", "chairman", "council_chair"
BRANCHES = (Organisation.Kind.BRANCH, Organisation.Kind.GRASSROOTS_BRANCH)
COMMUNE = 3
Count = tuple[int, int | None]


class Holder(NamedTuple):
    pk: int
    unit: int
    body: int | None
    office: str
    name: str
    body_kind: str | None
    branch_type: str | None
    is_local: bool | None
    is_part_time: bool | None

    @property
    def is_of_branch(self) -> bool:
        return self.body_kind in BRANCHES


class MapFacts:
    """What the map of `day` says under `area`, and what was registered in `[starts_on, ends_on)`. Each fact is a method that
    gives the rows behind its number: of PEOPLE (Holder, whether he is counted) for all of whom it is known, of BODIES
    (organisation id, how much it counts for). All of them together ask eight questions, whatever the number of places."""

    def __init__(self, area, starts_on, ends_on, day):
        self.area, self.starts_on, self.ends_on, self.day = area, starts_on, ends_on, day

    @cached_property
    def placements(self):
        return UnitPlacement.objects.on(self.day).under(self.area)

    @cached_property
    def _communes(self) -> set[int]:
        return {unit for (unit,) in self._at_commune_level}

    @property
    def _at_commune_level(self):
        return self.placements.at_level(COMMUNE).values_list("unit")

    @cached_property
    def _holders(self) -> list[Holder]:
        return [Holder(*row) for row in self._holding]

    @property
    def _holding(self):
        offices = (SECRETARY, HAMLET_HEAD, CHAIR, COUNCIL_CHAIR)
        rows = OfficeHolder.objects.on(self.day).filter(
            office__code__in=offices, unit__in=self.placements.values("unit")
        )
        return rows.order_by().values_list(
            "pk", "unit", "organisation", "office__code", "search_key", "organisation__kind", "organisation__branch_type",
            "is_local", "is_part_time_cadre",
        )  # fmt: skip

    @cached_property
    def _held(self) -> dict[str, set]:
        """{office: {(unit, name)}}: the same name at the same place is one person, as on the pages of offices."""
        found = defaultdict(set)
        for holder in self._holders:
            found[holder.office].add((holder.unit, holder.name))
        return found

    @cached_property
    def bodies(self):
        """Organisations that stand on the day."""
        return Organisation.objects.open_on(self.day).filter(unit__in=self.placements.values("unit"))

    @cached_property
    def member_counts(self) -> dict[int, int]:
        """{organisation id: how many members it last said}."""
        return dict(row[:2] for row in self._said_members.order_by("counted_on"))

    @property
    def _said_members(self):
        rows = MemberCount.objects.filter(organisation__in=self.bodies.values("pk"), counted_on__lte=self.day)
        rows = rows.order_by().annotate(all_members=F("official") + F("probationary"))
        return rows.values_list("organisation", "all_members", "counted_on")

    @property
    def all_parents(self):
        """(organisation, the one above it, since when) of all that lie or ever lay here until the day: of a body that is no
        more, those above it last say whether its numbers are in theirs already."""
        bodies = Organisation.objects.filter(unit__in=self._ever_here()).values("pk")
        versions = OrganisationVersion.objects.filter(organisation__in=bodies, starts_on__lte=self.day)
        return versions.order_by().values_list("organisation", "parent", "starts_on")

    def _ever_here(self):
        here = Q(pk__in=[])
        for path in paths_of(self.area):
            here |= path_range("path", path)
        return UnitPlacement.objects.filter(here, starts_on__lte=self.day).values("unit")

    @cached_property
    def _above(self) -> dict[int, int | None]:
        return dict(self._parents)

    @property
    def _parents(self):
        versions = OrganisationVersion.objects.on(self.day).filter(organisation__in=self.bodies.values("pk"))
        return versions.order_by().values_list("organisation", "parent")

    def _at_communes(self, office) -> list[Holder]:
        """Those of communes: of the unit itself, or of the committee that is the commune's (not of an office's branch)."""
        return [
            each
            for each in self._holders
            if each.office == office and each.unit in self._communes and not each.is_of_branch
        ]

    def _not_local(self, office) -> list:
        known = [each for each in self._at_communes(office) if each.is_local is not None]
        return [(each, not each.is_local) for each in known]

    def non_local_secretaries(self) -> list:
        """Vân Hồ 2.21: 6/14."""
        return self._not_local(SECRETARY)

    def non_local_chairs(self) -> list:
        """Vân Hồ 2.21: 4/14."""
        return self._not_local(CHAIR)

    def secretaries_chairing_councils(self) -> list:
        """Vân Hồ 2.21: 6/14. By place and name, as "secretary is also hamlet head"."""
        secretaries = self._at_communes(SECRETARY)
        both = self._held[COUNCIL_CHAIR]
        return [(each, (each.unit, each.name) in both) for each in secretaries]

    def _of_branches(self) -> list[Holder]:
        return [each for each in self._holders if each.office == SECRETARY and each.is_of_branch]

    def secretaries_heading_hamlets(self) -> list:
        """Bình Đại 0.14 (20), Vân Hồ 2.22 (100 %): of the residential branches' secretaries."""
        residential = [
            each for each in self._of_branches() if each.branch_type == Organisation.BranchType.RESIDENTIAL
        ]
        heads = self._held[HAMLET_HEAD]
        return [(each, (each.unit, each.name) in heads) for each in residential]

    def part_time_cadres_as_secretaries(self) -> list:
        """Bình Đại 0.13 (18)."""
        return [(each, each.is_part_time is True) for each in self._of_branches()]

    def members(self) -> list:
        """Kim Sơn 3.3: the latest counts; where a committee gave its own number, those below it are in it already."""
        counts = self.member_counts
        if not counts:
            return []
        return [(pk, total) for pk, total in counts.items() if not counted_above(pk, self._above, counts)]

    def model_branches_registered(self) -> list:
        """Bình Đại 0.15 (21): registered in the period and not withdrawn by its end."""
        return [(pk, 1) for pk in self._registered]

    @cached_property
    def _registered(self) -> list[int]:
        return [pk for (pk,) in self._registering]

    @property
    def _registering(self):
        rows = ModelRegistration.objects.standing().filter(
            self._registered_here(),
            registered_on__gte=self.starts_on,
            registered_on__lt=self.ends_on,
        )
        return rows.exclude(withdrawn_on__lte=self.day).order_by().values_list("organisation").distinct()

    def _registered_here(self):
        return stood_under(self.area, day_field="registered_on")


def read_together(several: list[MapFacts]) -> None:
    """Reads all facts of `several` in as many questions as those of one, however many they are."""
    holding = asked_together([each._holding for each in several])
    registered = asked_together([each._registering for each in several])
    counts = asked_together([each._said_members for each in several], order=("counted_on",))
    for at, each in enumerate(several):
        each._holders = [Holder(*row) for row in holding[at]]
        each._registered = [pk for (pk,) in registered[at]]
        each.member_counts = {pk: total for pk, total, _counted_on in counts[at]}
    if any(holding):
        communes = asked_together([each._at_commune_level for each in several])
        for each, found in zip(several, communes, strict=True):
            each._communes = {unit for (unit,) in found}
    if any(counts):
        for each, found in zip(several, asked_together([each._parents for each in several]), strict=True):
            each._above = dict(found)


def counted_above(pk, above, counted) -> bool:
    """Whether an organisation above `pk` ({child: parent}) is in `counted`."""
    parent = above.get(pk)
    seen = {pk}
    while parent is not None and parent not in seen:
        if parent in counted:
            return True
        seen.add(parent)
        parent = above.get(parent)
    return False


PEOPLE = {
    "non_local_secretaries": MapFacts.non_local_secretaries,
    "non_local_chairs": MapFacts.non_local_chairs,
    "secretaries_chairing_councils": MapFacts.secretaries_chairing_councils,
    "secretaries_heading_hamlets": MapFacts.secretaries_heading_hamlets,
    "part_time_cadres_as_secretaries": MapFacts.part_time_cadres_as_secretaries,
}
BODIES = {
    "members": MapFacts.members,
    "model_branches_registered": MapFacts.model_branches_registered,
}
DERIVED = PEOPLE.keys() | BODIES.keys()


def counted(facts: MapFacts, code: str) -> Count:
    """The number of a fact of DERIVED, from the rows that its list shows."""
    if code in PEOPLE:
        rows = PEOPLE[code](facts)
        return sum(is_counted for _holder, is_counted in rows), len(rows)
    return sum(number for _body, number in BODIES[code](facts)), None
