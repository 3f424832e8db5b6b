"""Conferences in numbers: events, and the distinct units that held them, which are two counts (Kim Sơn 3.7: 22 communes held
dialogues, the district two briefings). Every fact by the map of its own day: communes that were merged later still count as
the ones that they were.

The numbers of a page, of `figures conferences` and of the list behind them come from the same queryset.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.db.models import OuterRef, Q, Subquery

from branches.models import Unit, UnitPlacement, UnitVersion
from branches.querysets.units import levels
from common.together import asked_together
from matters.models import Conference

SUMS = {
    "participants": "participants",
    "people_speaking": "people_count",
    "opinions": "opinion_count",
    "turns_speaking": "turns_speaking",
    "on_the_spot": "spot_count",
}


@dataclass(frozen=True)
class Held:
    """Events, and the units that held them."""

    events: int = 0
    units: int = 0

    def as_dict(self) -> dict:
        return {"events": self.events, "units": self.units}


class _Row(NamedTuple):
    """One conference that was held."""

    pk: int
    kind: str
    unit: int
    held_on: date
    zone_code: str | None
    zone_name: str | None
    participants: int | None
    people_speaking: int | None
    opinions: int | None
    turns_speaking: int | None
    on_the_spot: int | None
    level: int | None


class ConferenceCounts:
    """`rows`: conferences in scope, of whatever filter; only those that were held are counted. They are read once, whatever is
    asked of them."""

    def __init__(self, rows):
        self.rows = rows.standing().filter(held_on__isnull=False).order_by()

    @cached_property
    def _read(self) -> list[_Row]:
        return [_Row(*row) for row in self._columns]

    @property
    def _columns(self):
        then = Q(ends_on=None) | Q(ends_on__gt=OuterRef("held_on"))
        places = UnitPlacement.objects.filter(then, unit=OuterRef("unit"), starts_on__lte=OuterRef("held_on"))
        fields = ("pk", "kind", "unit", "held_on", "zone__code", "zone__name", *SUMS.values(), "level")
        return self.rows.counted().annotate(level=Subquery(places.values("level")[:1])).values_list(*fields)

    @cached_property
    def _called(self) -> list[tuple]:
        """[(unit, first day, code, name)] of those who held them, the earliest first."""
        versions = UnitVersion.objects.filter(unit__in={row.unit for row in self._read}).order_by("starts_on")
        return list(versions.values_list("unit", "starts_on", "code", "name"))

    @staticmethod
    def read_together(several: list[ConferenceCounts]) -> None:
        """Reads what `several` count in two questions, however many they are."""
        for each, found in zip(several, asked_together(each._columns for each in several), strict=True):
            each._read = [_Row(*row) for row in found]
        every = ConferenceCounts(Conference.objects.none())
        every._read = [row for each in several for row in each._read]
        for each in several:
            units = {row.unit for row in each._read}
            each._called = [row for row in every._called if row[0] in units] if units else []

    @cached_property
    def by_kind(self) -> dict[str, Held]:
        """{kind: Held}, every kind, in the order of the list of kinds."""
        found = _by(self._read, lambda row: row.kind)
        return {kind: found.get(kind, Held()) for kind in Conference.Kind.values}

    @cached_property
    def total(self) -> Held:
        return _held(self._read)

    @cached_property
    def sums(self) -> dict[str, int]:
        """Participants, people speaking, opinions, turns, answers on the spot; what nobody wrote down adds nothing, and
        `uncounted` says of how many conferences the participants are not known."""
        sums = {name: sum(getattr(row, name) or 0 for row in self._read) for name in SUMS}
        return sums | {"uncounted": sum(row.participants is None for row in self._read)}

    @cached_property
    def by_year(self) -> dict[int, dict]:
        """{year: {"total": Held, "by_kind": {kind: Held}}}, the kinds that were held."""
        years = sorted({row.held_on.year for row in self._read})
        of_year = {year: [row for row in self._read if row.held_on.year == year] for year in years}
        return {
            year: {"total": _held(rows), "by_kind": dict(sorted(_by(rows, lambda row: row.kind).items()))}
            for year, rows in of_year.items()
        }

    @cached_property
    def by_zone(self) -> list[tuple]:
        """[(code, name, Held)] of the conferences that were called for a zone."""
        zoned = [row for row in self._read if row.zone_code is not None]
        found = _by(zoned, lambda row: (row.zone_code, row.zone_name))
        return [(*zone, held) for zone, held in sorted(found.items(), key=lambda each: each[0])]

    @cached_property
    def by_level(self) -> dict[str, Held]:
        """{code of a level: Held}: the level of the unit on the day of the conference."""
        known = levels() if self._read else {}
        found = _by([row for row in self._read if row.level in known], lambda row: row.level)
        return {known[level].code: held for level, held in sorted(found.items())}

    def by_organiser(self, day: date) -> list[dict]:
        """[{"code", "name", "events", "by_kind": {kind: events}}], a unit each, called as on `day` or last before; by code."""
        found: dict = defaultdict(Counter)
        for row in sorted(self._read, key=lambda row: row.kind):
            found[row.unit][row.kind] += 1
        names: dict = {}
        for unit, starts_on, code, name in self._called:
            if unit not in names or starts_on <= day:
                names[unit] = (code, name)
        rows = [
            {"code": code, "name": name, "events": found[unit].total(), "by_kind": dict(found[unit])}
            for unit, (code, name) in names.items()
        ]
        return sorted(rows, key=lambda row: row["code"])


def _held(rows) -> Held:
    return Held(len(rows), len({row.unit for row in rows}))


def _by(rows, key) -> dict:
    found: dict = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return {what: _held(each) for what, each in found.items()}


def conferences_of(area: Unit, starts_on: date, ends_on: date, *, scheme=None):
    """Held in `[starts_on, ends_on)` by `area` or a unit that lay beneath it that day; `scheme`: only under it."""
    rows = Conference.objects.held_in(starts_on, ends_on).under(area)
    return rows.filter(scheme=scheme) if scheme else rows


def conferences_as_figures(counts: ConferenceCounts, day: date) -> dict:
    """As `figures conferences --json` prints it; organisers are called as on `day`."""
    return {
        "by_kind": {kind: held.as_dict() for kind, held in counts.by_kind.items()},
        **counts.total.as_dict(),
        **counts.sums,
        "by_level": {level: held.as_dict() for level, held in counts.by_level.items()},
        "by_year": {
            str(year): {
                **each["total"].as_dict(),
                "by_kind": {kind: held.as_dict() for kind, held in each["by_kind"].items()},
            }
            for year, each in counts.by_year.items()
        },
        "by_zone": {code: {"name": name, **held.as_dict()} for code, name, held in counts.by_zone},
        "by_organiser": counts.by_organiser(day),
    }
