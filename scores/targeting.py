"""Targets of a year against what came of them: every organisation with a target under a place, set-based."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import Exists, OuterRef, Q

from branches.models import Organisation, UnitPlacement
from scores.models import Indicator, Target
from scores.rules import share
from scores.target_actuals import Actuals, PartyTree, last_known, registrations_of, versions_of_year


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
    number of any of them; `unknown`: of so many. `target` None: several of what cannot be added up, of which is only said how many
    are met."""

    indicator: Indicator
    target: int | None = 0
    actual: int | None = None
    is_at_least: bool = False
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
        self.last = last_known(year, day)
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
    def actuals(self) -> Actuals:
        return Actuals(self.targets, self.last)

    def registrations(self):
        return registrations_of(self.last)

    def above(self, pk) -> list:
        """The organisations above `pk`, the nearest first."""
        return self.actuals.tree.up(pk)[1:]

    def below(self, pk) -> list[TargetLine]:
        """The targets of the organisations directly below `pk`, as its `below` adds them up."""
        bodies = self.actuals.tree.bodies
        theirs = {each for each, body in bodies.items() if body.parent == pk}
        return [line for line in self.lines if line.target.organisation_id in theirs]

    def with_those_above(self, lines) -> set[int]:
        """Ids of the targets of `lines`, and of those of the same indicator of organisations above: what is small below could be
        reckoned from them."""
        bodies = {(line.target.organisation_id, line.target.indicator_id) for line in lines}
        for line in lines:
            bodies |= {(pk, line.target.indicator_id) for pk in self.above(line.target.organisation_id)}
        return {row.pk for row in self.targets if (row.organisation_id, row.indicator_id) in bodies}

    @cached_property
    def lines(self) -> list[TargetLine]:
        bodies, below = self.actuals.tree.bodies if self.targets else {}, defaultdict(list)
        for target in self.targets:
            body = bodies.get(target.organisation_id)
            below[body and body.parent, target.indicator_id].append(target.value)
        found = []
        for target in self.targets:
            body, actual = bodies.get(target.organisation_id), self.actuals.of(target)
            is_summable = target.indicator.is_summable
            theirs = below.get((target.organisation_id, target.indicator_id)) if is_summable else None
            found.append(
                TargetLine(
                    target,
                    body.code if body else "",
                    body.name if body else "",
                    actual.amount,
                    actual.is_at_least,
                    sum(theirs) if theirs else None,
                    actual.gives_away,
                )
            )
        return found

    @cached_property
    def sums(self) -> list[Sums]:
        return self.sums_of(self.lines)

    def sums_of(self, lines) -> list[Sums]:
        """Of some of the lines, by indicator."""
        found: dict[int, Sums] = {}
        for line in lines:
            each = found.setdefault(line.target.indicator_id, Sums(line.target.indicator))
            if line.differs_below is not None:
                each.differing.append(line)
        for line in self.topmost_of(lines):
            target, each = line.target, found[line.target.indicator_id]
            each.organisations += 1
            if target.indicator.is_summable or each.organisations == 1:
                each.target += target.value
                if line.actual is not None:
                    each.actual = (each.actual or 0) + line.actual
                each.is_at_least |= line.is_at_least
            else:
                each.target, each.actual, each.is_at_least = None, None, False
            each.met += bool(line.is_met)
            each.unknown += line.actual is None
            each.gives_away |= line.gives_away
        return list(found.values())

    def topmost_of(self, lines) -> list[TargetLine]:
        """Those that are added up: an organisation below one with a target of the same indicator is in it already."""
        with_target = defaultdict(set)
        for line in lines:
            with_target[line.target.indicator_id].add(line.target.organisation_id)
        return [
            line
            for line in lines
            if not with_target[line.target.indicator_id].intersection(self.above(line.target.organisation_id))
        ]


def board_around(organisation, year: int, day: date, targets) -> TargetBoard:
    """The board of one organisation and those below it, of the indicators of its own targets: `targets` is what the reader may
    see. What is small below is hidden above too, so they are read together."""
    own = targets.standing().filter(organisation=organisation, year=year).values("indicator")
    aimed = targets.standing().filter(year=year, indicator__in=own)
    last = last_known(year, day)
    tree = PartyTree.of([organisation.pk], last)
    leading = tree.below([organisation.pk])
    beneath = versions_of_year(last).filter(parent__in=leading).values("organisation")
    return TargetBoard(
        None, year, day, aimed.filter(Q(organisation__in=leading) | Q(organisation__in=beneath))
    )


def targets_as_figures(board: TargetBoard) -> dict:
    """As `figures targets --json` prints it: `by_indicator` {code: {target, actual, organisations, met, unknown}} of the topmost
    targets (`target`, `actual` None where they cannot be added up), `organisations`: [{code, name, indicator, target, actual, below}], `differing`: those whose sum below differs. What is
    of a sensitive indicator also says `gives_away`: the numbers are true ones, for the keeper of the system."""
    small = board.with_those_above(
        [line for line in board.lines if line.target.indicator.is_sensitive and line.gives_away]
    )
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
                **_marked(each.indicator, each.gives_away),
            }
            for each in board.sums
        },
        "organisations": [_as_figures(line, small) for line in board.lines],
        "differing": [_as_figures(line, small) for each in board.sums for line in each.differing],
    }


def _marked(indicator, gives_away) -> dict:
    return {"gives_away": gives_away} if indicator.is_sensitive else {}


def _as_figures(line: TargetLine, small) -> dict:
    return {
        "code": line.code,
        "name": line.name,
        "indicator": line.target.indicator.code,
        "target": line.target.value,
        "actual": line.actual,
        "below": line.below,
        **_marked(line.target.indicator, line.target.pk in small),
    }
