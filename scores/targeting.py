"""Targets of a year against what came of them: every organisation with a target under a place, set-based."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from django.db.models import Exists, OuterRef, Q

from assignments.querysets.targets import COMMITTEE_KINDS
from branches.models import Organisation, OrganisationVersion, UnitPlacement
from branches.querysets.units import placements_by_unit
from matters.amounts import Total
from scores.models import Indicator, IndicatorValue, ModelRegistration, Target
from scores.reading import topmost
from scores.rules import share
from scores.small_figures import gives_away, is_small

_ONE_DAY = timedelta(days=1)
REGISTERED = "model_branches_registered"


@dataclass(frozen=True)
class TargetLine:
    """One target. `actual` None: nobody gave a number. `share` in per cent, None where the target is 0. `below`: the sum of the
    targets of the organisations directly below, None where none of them has one. `gives_away`: a small number is in what came of
    it."""

    target: Target
    code: str
    name: str
    actual: int | None
    is_at_least: bool = False
    below: int | None = None
    gives_away: bool = False

    @property
    def share(self) -> Decimal | None:
        return None if self.actual is None else share(self.actual, self.target.value)

    @property
    def is_met(self) -> bool | None:
        """None: nobody knows. Fewer is better where the indicator says so."""
        if self.actual is None:
            return None
        if self.target.indicator.is_lower_better:
            return self.actual <= self.target.value
        return self.actual >= self.target.value

    @property
    def missing(self) -> int | None:
        """What is still to do, or by how much it is too much."""
        if self.actual is None or self.is_met:
            return None
        return abs(self.target.value - self.actual)

    @property
    def differs_below(self) -> int | None:
        """By how much the sum of those below differs from it; None where it agrees or nobody below has one."""
        return self.below - self.target.value if self.below not in (None, self.target.value) else None


@dataclass
class Sums:
    """Of one indicator: its topmost targets (those below one with a target are in it already). `actual` None: nobody gave a
    number of any of them; `unknown`: of so many."""

    indicator: Indicator
    target: int = 0
    actual: int | None = None
    organisations: int = 0
    met: int = 0
    unknown: int = 0
    gives_away: bool = False
    differing: list = field(default_factory=list)


class TargetBoard:
    """Targets of `year` of organisations whose unit stands under `area` (Unit; None: everywhere) on the last day of the year, or
    on `day` where that is earlier. `targets`: a queryset to choose from (a reader's scope). The number of queries hangs on
    neither organisations nor indicators."""

    def __init__(self, area, year: int, day: date, targets=None):
        self.area, self.year = area, year
        self.starts_on, self.ends_on = date(year, 1, 1), date(year + 1, 1, 1)
        self.last = max(min(self.ends_on - _ONE_DAY, day), self.starts_on)
        self._chosen = Target.objects.all() if targets is None else targets

    @cached_property
    def targets(self) -> list[Target]:
        rows = (
            self._chosen.standing()
            .filter(year=self.year)
            .select_related("indicator", "organisation__unit", "unit")
        )
        bodies = Organisation.objects.open_on(self.last).filter(unit=OuterRef("unit"))
        itself, others = (
            bodies.filter(pk=OuterRef("organisation")),
            bodies.exclude(pk=OuterRef("organisation")),
        )
        rows = rows.annotate(is_alone=Exists(itself) & ~Exists(others))
        if self.area is not None:
            there = UnitPlacement.objects.on(self.last).under(self.area).values("unit")
            rows = rows.filter(unit__in=there)
        return list(rows.order_by("indicator__sort", "indicator_id", "pk"))

    @cached_property
    def versions(self) -> dict:
        """{organisation id: its version on the day} of all: the tree is walked in memory."""
        return {row.organisation_id: row for row in OrganisationVersion.objects.on(self.last)}

    @cached_property
    def children(self) -> dict:
        found = defaultdict(list)
        for pk, version in self.versions.items():
            found[version.parent_id].append(pk)
        return found

    def _subtree(self, pk) -> set:
        found, todo = set(), [pk]
        while todo:
            each = todo.pop()
            if each not in found:
                found.add(each)
                todo += self.children.get(each, ())
        return found

    @cached_property
    def _values(self) -> dict:
        """{indicator id: standing values of the year}; of what stands as of a day the latest of each place up to it."""
        ids = {target.indicator_id for target in self.targets}
        rows = IndicatorValue.objects.standing().filter(indicator__in=ids, counted_on__lte=self.last)
        rows = rows.filter(Q(indicator__is_flow=False) | Q(counted_on__gte=self.starts_on))
        found, latest = defaultdict(list), {}
        for row in rows.select_related("organisation", "indicator").order_by("counted_on", "pk"):
            if row.indicator.is_flow:
                found[row.indicator_id].append(row)
            else:
                latest[row.indicator_id, row.unit_id, row.organisation_id, row.category] = row
        for row in latest.values():
            found[row.indicator_id].append(row)
        return found

    @cached_property
    def _unit_ids(self) -> set:
        units = {value.unit_id for values in self._values.values() for value in values}
        return units | {target.unit_id for target in self.targets}

    @cached_property
    def _places(self) -> dict:
        return placements_by_unit(self._unit_ids, self.last)

    def registrations(self):
        """Those of the year that stand on the day."""
        rows = ModelRegistration.objects.standing().filter(
            registered_on__gte=self.starts_on, registered_on__lt=self.ends_on, registered_on__lte=self.last
        )
        return rows.exclude(withdrawn_on__lte=self.last)

    @cached_property
    def _registered(self) -> list:
        return list(self.registrations().values_list("organisation", flat=True).distinct())

    @cached_property
    def _alone(self) -> set:
        """Organisations that are the only branch of their unit: a number of the unit is theirs."""
        return {target.organisation_id for target in self.targets if target.is_alone}

    def _actual(self, target) -> tuple[int | None, bool, bool]:
        """The number, whether it is one at least, and whether a small one is in it."""
        below = self._subtree(target.organisation_id)
        paths = {pk: place.path for pk, place in self._places.items()}
        values = [v for v in self._values.get(target.indicator_id, ()) if self._is_theirs(v, target, below)]
        if not values:
            if target.indicator.derived == REGISTERED:
                return sum(pk in below for pk in self._registered), False, False
            return None, False, False
        above = {pk: self.versions[pk].parent_id for pk in below if pk in self.versions}
        groups = defaultdict(list)
        for value in values:
            groups[value.category].append(value)
        total, small = Total(), False
        for group in groups.values():
            top = topmost(group, paths, above)
            small = small or gives_away(group, top, paths)
            for value in top:
                total = total.plus(value.value, value.qualifier)
        return total.amount, total.is_at_least, small or is_small(total.amount)

    def _is_theirs(self, value, target, below) -> bool:
        if value.organisation_id is not None:
            return value.organisation_id in below
        own, at = self._places.get(target.unit_id), self._places.get(value.unit_id)
        if own is None or at is None:
            return False
        if target.organisation.kind in COMMITTEE_KINDS.get(own.level, ()):
            return at.path.startswith(own.path)
        return value.unit_id == target.unit_id and target.organisation_id in self._alone

    @cached_property
    def lines(self) -> list[TargetLine]:
        by_body = {(target.organisation_id, target.indicator_id): target for target in self.targets}
        found = []
        for target in self.targets:
            version = self.versions.get(target.organisation_id)
            children = self.children.get(target.organisation_id, ())
            theirs = [
                by_body[pk, target.indicator_id].value
                for pk in children
                if (pk, target.indicator_id) in by_body
            ]
            actual, is_at_least, small = self._actual(target)
            found.append(
                TargetLine(
                    target,
                    version.code if version else "",
                    version.name if version else "",
                    actual,
                    is_at_least,
                    sum(theirs) if theirs else None,
                    small,
                )
            )
        return found

    @cached_property
    def sums(self) -> list[Sums]:
        with_target = defaultdict(set)
        for target in self.targets:
            with_target[target.indicator_id].add(target.organisation_id)
        found: dict[int, Sums] = {}
        for line in self.lines:
            target = line.target
            each = found.setdefault(target.indicator_id, Sums(target.indicator))
            if line.differs_below is not None:
                each.differing.append(line)
            if self._has_above(target.organisation_id, with_target[target.indicator_id]):
                continue
            each.target += target.value
            if line.actual is not None:
                each.actual = (each.actual or 0) + line.actual
            each.organisations += 1
            each.met += bool(line.is_met)
            each.unknown += line.actual is None
            each.gives_away |= line.gives_away
        return list(found.values())

    def _has_above(self, pk, bodies) -> bool:
        seen = {pk}
        version = self.versions.get(pk)
        while version and version.parent_id and version.parent_id not in seen:
            if version.parent_id in bodies:
                return True
            seen.add(version.parent_id)
            version = self.versions.get(version.parent_id)
        return False


def targets_as_figures(board: TargetBoard) -> dict:
    """As `figures targets --json` prints it: `by_indicator` {code: {target, actual, organisations, met, unknown}} of the topmost
    targets (of a sensitive one also `gives_away`), `organisations`: [{code, name, indicator, target, actual, below}], `differing`: those whose sum below differs."""
    return {
        "year": board.year,
        "by_indicator": {
            each.indicator.code: {
                "name": each.indicator.name,
                "target": each.target,
                "actual": each.actual,
                "organisations": each.organisations,
                "met": each.met,
                "unknown": each.unknown,
                **({"gives_away": each.gives_away} if each.indicator.is_sensitive else {}),
            }
            for each in board.sums
        },
        "organisations": [_as_figures(line) for line in board.lines],
        "differing": [_as_figures(line) for each in board.sums for line in each.differing],
    }


def _as_figures(line: TargetLine) -> dict:
    return {
        "code": line.code,
        "name": line.name,
        "indicator": line.target.indicator.code,
        "target": line.target.value,
        "actual": line.actual,
        "below": line.below,
    }
