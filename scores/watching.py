"""Watch-lists: the branches or places that a rule finds on a day, set-based (Vân Hồ 2.15)."""

from __future__ import annotations

from dataclasses import dataclass

from branches.facts.units import latest_counts
from branches.models import Organisation, UnitPlacement
from branches.rules import BRANCH_KINDS
from scores.models import IndicatorValue, Target, WatchList
from scores.targeting import TargetBoard

Rule = WatchList.Rule


@dataclass(frozen=True)
class Watched:
    """A branch (`organisation_id`), or a place; `number` says why it stands here."""

    unit_id: int
    organisation_id: int | None
    number: int | None
    of: int | None = None


def watched(rows: WatchList, day, scope) -> list[Watched]:
    """What `rows` (one WatchList) finds on `day` on the reader's ground."""
    if rows.rule in (Rule.MEMBERS_BELOW, Rule.BRANCH_TYPE):
        return _branches(rows, day, scope)
    if rows.rule == Rule.TARGET_SHARE:
        return _targets(rows, day, scope)
    return _values(rows, day, scope)


def _branches(watch, day, scope) -> list[Watched]:
    bodies = Organisation.objects.visible_to(scope).open_on(day).filter(kind__in=BRANCH_KINDS)
    if watch.rule == Rule.BRANCH_TYPE:
        bodies = bodies.filter(branch_type=watch.branch_type)
    units = dict(bodies.values_list("pk", "unit"))
    counts = latest_counts(units, day)
    found = [Watched(unit, pk, counts[pk].total if pk in counts else None) for pk, unit in units.items()]
    if watch.rule == Rule.MEMBERS_BELOW:
        found = [each for each in found if each.number is not None and each.number < watch.threshold]
    return sorted(found, key=lambda each: (each.number is None, each.number or 0, each.organisation_id))


def _values(watch, day, scope) -> list[Watched]:
    """The latest number of every place that stands on the day."""
    there = UnitPlacement.objects.on(day).values("unit")
    rows = (
        IndicatorValue.objects.visible_to(scope)
        .standing()
        .filter(indicator=watch.indicator_id, counted_on__lte=day, unit__in=there)
    )
    latest = rows.order_by("unit_id", "organisation_id", "category", "-counted_on")
    latest = latest.distinct("unit_id", "organisation_id", "category")
    is_at_least = watch.rule == Rule.AT_LEAST
    return [
        Watched(each.unit_id, each.organisation_id, each.value, each.whole)
        for each in latest
        if (each.value >= watch.threshold) == is_at_least
    ]


def _targets(watch, day, scope) -> list[Watched]:
    board = TargetBoard(
        None, day.year, day, Target.objects.visible_to(scope).filter(indicator=watch.indicator_id)
    )
    return [
        Watched(line.target.unit_id, line.target.organisation_id, line.actual, line.target.value)
        for line in board.lines
        if line.actual is not None and (line.share or 0) < watch.threshold and line.target.value
    ]
