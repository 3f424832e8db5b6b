"""The places and bodies that the sheet of a year names, each read once for every table of it: two queries, however many."""

from __future__ import annotations

from functools import cached_property

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from branches.models import Organisation, OrganisationVersion
from branches.querysets.units import best_of, names_of, placements_with_parents
from common.periods import overlaps
from reports.querysets.expecting import Place
from scores.target_actuals import Actuals, Body, PartyTree
from scores.target_actuals import Place as Ground
from scores.targeting import TargetBoard

HAMLET = 4
# A committee of a district stands four steps above the branches of a part of a committee at the base.
STEPS_BELOW = 4


class Places:
    """Of these units (ids), as they are called on a day, or last before it, or first after it."""

    def __init__(self, units):
        self.units = set(units)

    @cached_property
    def rows(self) -> dict:
        return placements_with_parents(self.units)

    def in_cells(self, starts_on, ends_on) -> dict:
        """{unit id: where it stood in the period}, as CellBuilder takes it."""
        found = {}
        for pk in self.units & self.rows.keys():
            found[pk] = [
                Place(row.starts_on, row.ends_on, row.path, row.level, row.commune and row.commune.key)
                for row in self.rows[pk]
                if overlaps((row.starts_on, row.ends_on), (starts_on, ends_on))
            ]
        return found

    @cached_property
    def _by_key(self) -> dict:
        return {rows[-1].path.split(".")[-2]: rows for rows in self.rows.values()}

    def name(self, unit_id, day) -> str:
        if unit_id not in self.rows:  # it never stood anywhere on the map
            return names_of({unit_id}, day).get(unit_id, "")
        return best_of(self.rows[unit_id], day).version.name

    def name_with_commune(self, unit_id, day) -> str:
        """A hamlet with its commune, for every commune has an Ấp 2."""
        name = self.name(unit_id, day)
        place = best_of(self.rows[unit_id], day) if unit_id in self.rows else None
        if place is None or place.level < HAMLET or place.path.count(".") < 2:
            return name
        above = self._by_key.get(place.path.split(".")[-3])
        return f"{name}, {best_of(above, day).version.name}" if above else name


class Bodies:
    """Those that were followed in `[starts_on, ends_on)`: `sent_to` (ids), and whichever stand in one of `units`; what stands
    below them on `last`; and `speaking`, which are named only. `registrations`: of model branches, to be known with them."""

    def __init__(self, period, *, sent_to, units, speaking, last, registrations):
        self.starts_on, self.ends_on = period
        self.sent_to, self.units, self.speaking = set(sent_to), set(units), set(speaking)
        self.last, self.registrations = last, registrations

    def _followed(self):
        bodies = Organisation.objects.filter(Q(pk__in=self.sent_to) | Q(unit__in=self.units))
        bodies = bodies.filter(Q(closed_on=None) | Q(closed_on__gt=self.starts_on))
        return bodies.filter(opened_on__lt=self.ends_on).values("pk")

    @cached_property
    def rows(self) -> list:
        """Versions, the earliest first, each with `is_followed` and `is_registered`."""
        if not (self.sent_to or self.units or self.speaking):
            return []
        followed, standing = self._followed(), OrganisationVersion.objects.on(self.last)
        level, below = followed, Q()
        for _step in range(STEPS_BELOW):
            below |= Q(parent__in=level)
            level = standing.filter(parent__in=level).values("organisation")
        named = Q(organisation__in=followed) | Q(organisation__in=self.sent_to | self.speaking)
        rows = OrganisationVersion.objects.filter(named | Q(below, pk__in=standing.values("pk")))
        is_followed = ExpressionWrapper(Q(organisation__in=followed), output_field=BooleanField())
        is_registered = Exists(self.registrations.filter(organisation=OuterRef("organisation")))
        rows = rows.annotate(is_followed=is_followed, is_registered=is_registered)
        return list(rows.order_by("starts_on", "pk"))

    @cached_property
    def _histories(self) -> dict:
        found: dict = {}
        for row in self.rows:
            found.setdefault(row.organisation_id, []).append(row)
        return found

    def name(self, pk, day) -> str:
        return best_of(self._histories[pk], day).name if pk in self._histories else ""

    def followed_on(self, day) -> dict:
        """{id: name} of the followed."""
        return {pk: best_of(rows, day).name for pk, rows in self._histories.items() if rows[0].is_followed}


class FollowedBoard(TargetBoard):
    """The targets of the followed bodies, over what was read of them already."""

    def __init__(self, year, day, targets, *, places: Places, bodies: Bodies):
        super().__init__(None, year, day, targets)
        self._named, self._bodies = places, bodies

    @cached_property
    def actuals(self) -> FollowedActuals:
        return FollowedActuals(self.targets, self.last, self._named, self._bodies)


class FollowedActuals(Actuals):
    def __init__(self, targets, last, places: Places, bodies: Bodies):
        self._named = places
        self._standing = {row.organisation_id: row for row in bodies.rows if row.holds_on(last)}
        known = {pk: Body(row.parent_id, row.code, row.name) for pk, row in self._standing.items()}
        super().__init__(targets, last, PartyTree(known, last))

    def places_of(self, units) -> dict:
        known = self._named.rows
        best = {pk: best_of(known[pk], self.last) for pk in units & known.keys()}
        found = {pk: Ground(row.path, row.level) for pk, row in best.items()}
        return found | super().places_of(units - known.keys())

    def registered_bodies(self) -> dict:
        return {pk: row.parent_id for pk, row in self._standing.items() if row.is_registered}
