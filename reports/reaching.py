"""Which meetings lie within reach of an assignment, for many assignments at once: what `meetings.choosing` decides for one
cadre and a day, here as tokens that a meeting and an assignment have in common. Nothing here asks the database.

A token is the key of a unit (everything that stands in it), the id of an organisation (it and all below it), or
("seat", key): the committee of that very place.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from branches.rules import COMMUNE as COMMUNE_LEVEL
from reports.querysets.expecting import Line, Met, Place


class Ground:
    """Where units and organisations stood, day by day. `places` and `grounds` as read by `querysets.expecting`."""

    def __init__(self, places: dict[int, list[Place]], grounds: dict[int, list[tuple]]):
        self.places, self.grounds = places, grounds

    def place(self, unit: int, day: date) -> Place | None:
        for place in self.places.get(unit, ()):
            if place.starts_on <= day and (place.ends_on is None or day < place.ends_on):
                return place
        return None

    def unit_of(self, line: Line, day: date) -> int | None:
        """The unit in which the target lies on `day`."""
        kind, pk = line.where
        if kind == "unit":
            return pk
        for starts_on, ends_on, unit in self.grounds.get(pk, ()) if kind == "organisation" else ():
            if starts_on <= day and (ends_on is None or day < ends_on):
                return unit
        return line.home

    def place_of(self, line: Line, day: date) -> Place | None:
        unit = self.unit_of(line, day)
        return None if unit is None else self.place(unit, day)


class Zones:
    """Communes of zones in time."""

    def __init__(self, members: Iterable[tuple]):
        self._members = list(members)

    def communes(self, zone: int, day: date) -> list[str]:
        return [
            key for pk, _owner, starts, ends, key in self._members if pk == zone and _holds(starts, ends, day)
        ]

    def around(self, owner: int, commune: str, day: date) -> list[str]:
        """The communes of the zones of `owner` that hold `commune`."""
        zones = {
            pk
            for pk, of, starts, ends, key in self._members
            if of == owner and key == commune and _holds(starts, ends, day)
        }
        return [key for zone in zones for key in self.communes(zone, day)]


def reach_of(line: Line, scheme, place: Place, zones: Zones, day: date) -> list:
    """The tokens within reach of `line`, whose target stands at `place` on `day`."""
    how = scheme.choice_for(line.group)
    kind, pk = line.where
    if how == "any":
        return [scheme.issuer.key]
    if how == "zone":
        return (
            zones.communes(pk, day) if kind == "zone" else zones.around(scheme.issuer_id, place.commune, day)
        )
    if kind == "zone":
        return zones.communes(pk, day)
    if kind == "organisation":
        return [pk]
    if how == "commune" and place.level > COMMUNE_LEVEL:
        return [place.commune or place.key]
    return [place.key]


def seats_of(line: Line, place: Place) -> list:
    """The committees whose conferences the assignment is about: that of the very place."""
    return [line.where[1]] if line.where[0] == "organisation" else [("seat", place.key)]


class MeetingDays:
    """Days on which something met, by token and month."""

    def __init__(self, parents: dict[int, set[int]]):
        self.parents = parents
        self._days: dict[tuple, set[date]] = defaultdict(set)
        self._not_held: dict[tuple, set] = defaultdict(set)

    def add(self, met: Met, place: Place | None) -> None:
        first = met.on.replace(day=1)
        for token in self.tokens(met.organisation, place, met.is_branch):
            if met.is_held:
                self._days[token, first].add(met.on)
            else:
                self._not_held[token, first].add((met.organisation, met.on))

    def tokens(self, organisation: int, place: Place | None, is_branch=True) -> list:
        tokens: list = [*self._with_those_above(organisation)]
        if place is None:
            return tokens
        if is_branch:
            return tokens + place.path.split(".")[:-1]
        return [organisation, ("seat", place.key)]

    def days(self, tokens, first: date) -> frozenset[date]:
        return frozenset().union(*(self._days.get((token, first), ()) for token in tokens))

    def not_held(self, tokens, first: date) -> int:
        return len(set().union(*(self._not_held.get((token, first), ()) for token in tokens)))

    def months_not_held(self) -> set[tuple]:
        """(token, month) in which something was said not to be held."""
        return set(self._not_held)

    def _with_those_above(self, organisation: int) -> set[int]:
        found, open_ = set(), {organisation}
        while open_:
            found |= open_
            open_ = {parent for each in open_ for parent in self.parents.get(each, ())} - found
        return found


def _holds(starts_on: date, ends_on: date | None, day: date) -> bool:
    return starts_on <= day and (ends_on is None or day < ends_on)
