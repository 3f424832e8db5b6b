"""Watch-lists: the branches or places that a rule finds on a day, set-based (Vân Hồ 2.15)."""

from __future__ import annotations

from dataclasses import dataclass

from branches.facts.units import latest_counts
from branches.models import Organisation
from branches.rules import BRANCH_KINDS
from scores.each_place import each_place
from scores.models import Target, WatchList
from scores.target_rows import hidden_targets
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
    """Places and bodies by what the indicator says of each: given by somebody, or told by the map."""
    is_at_least = watch.rule == Rule.AT_LEAST
    found = [
        Watched(unit, body, value, whole)
        for (unit, body), (value, whole) in each_place(watch.indicator, day, scope).items()
        if (value >= watch.threshold) == is_at_least
    ]
    # What needs an eye most comes first.
    return sorted(
        found,
        key=lambda each: (
            -each.number if is_at_least else each.number,
            each.unit_id,
            each.organisation_id or 0,
        ),
    )


def _targets(watch, day, scope) -> list[Watched]:
    """What is hidden in the list of targets is not told by this one either."""
    board = TargetBoard(
        None, day.year, day, Target.objects.visible_to(scope).filter(indicator=watch.indicator_id)
    )
    hidden = hidden_targets(board, scope)
    return [
        Watched(line.target.unit_id, line.target.organisation_id, line.actual, line.target.value)
        for line in board.lines
        if line.share is not None and line.share < watch.threshold and line.target.pk not in hidden
    ]
