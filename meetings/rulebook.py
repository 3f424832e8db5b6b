"""The day rules and moved days that bear on some branches in some months: read once, asked for any branch and month."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, time

from django.db.models import Q

from meetings import rules
from meetings.models import DayRule, MovedDay


@dataclass(frozen=True)
class Proposal:
    """When a branch should meet in a month by rule. `source`: "rule", "moved", or "" where no rule says a day."""

    source: str = ""
    on: date | None = None
    at: time | None = None
    place: str = ""
    prepare_due_on: date | None = None


class RuleBook:
    """`unit_ids`: every unit of the branches' chains; `first`, `last`: the first and the last month. Two queries."""

    def __init__(self, unit_ids, organisation_ids, first: date, last: date):
        bearing = Q(organisation=None, unit__in=list(unit_ids)) | Q(organisation__in=list(organisation_ids))
        self._rules = list(DayRule.objects.during(first, rules.month_after(last)).filter(bearing))
        self._moved: dict[date, list] = defaultdict(list)
        for row in MovedDay.objects.filter(bearing, month__gte=first, month__lte=last):
            self._moved[row.month].append(row)

    def proposal(self, organisation_id: int, branch_type: str, chain, month: date) -> Proposal:
        """`chain`: the ids of the units above the branch, its own last."""
        rule, moved = self._holding((organisation_id, chain, branch_type), month)
        on = self._meets_on(rule, moved, month)
        return Proposal(
            source="moved" if moved else "rule" if rule else "",
            on=on,
            at=rule.time if rule else None,
            place=rule.place if rule else "",
            prepare_due_on=self._prepare_due(rule, moved, month, on),
        )

    def prepare_due(self, organisation, chain, month: date, on: date) -> date | None:
        """Until when to prepare for a meeting that was registered for `on`, whatever the rule's own day."""
        rule, moved = self._holding((organisation.pk, chain, organisation.branch_type), month)
        due = self._prepare_due(rule, moved, month, on)
        return min(due, on) if due else None

    def _holding(self, about, month):
        held = [row for row in self._rules if row.holds_on(rules.day_of(month, row.day))]
        rule = rules.nearest(held, *about)
        moved = rules.nearest(self._moved.get(month, ()), *about)
        if moved and rule and not rules.moves(moved, rule, *about):
            moved = None
        return rule, moved

    def _meets_on(self, rule, moved, month):
        if moved:
            return moved.meets_on
        return rules.day_of(month, rule.day) if rule else None

    def _prepare_due(self, rule, moved, month, on):
        if moved and moved.prepares_on:
            return moved.prepares_on
        return rules.prepare_due(on, month, rule.day, rule.prepare_day) if rule and on else None
