"""Conferences that must come again (Bến Tre 4.27), unit by unit: which are due, which were held, which are not. Nothing of it is
stored: it follows from the rules, from the units of the level that stand under the issuer on the due day, and from the
conferences that they held. A unit that is opened or closed in the middle of a period is asked if it is there on that day; what
the units that had been merged into it by then held earlier in the same period counts as its own, by the map's own succession.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from branches.models import UnitPlacement
from branches.querysets.scoping import path_range, within
from branches.querysets.units import lineage_of
from matters.models import Conference, Obligation
from matters.recurring import STATES, Period, Rule, periods_due, state_of


@dataclass(frozen=True)
class Due:
    """What one unit owes for one period. `conference`: the one that counts, or the one that is planned for it."""

    obligation: Obligation
    unit_id: int
    unit_key: str
    sort_key: str
    period: Period
    state: str
    name: str = ""
    conference: Conference | None = None

    @property
    def due_on(self) -> date:
        return self.period.due_on

    @property
    def about(self) -> str:
        """Names what is due, for notices that are given once."""
        return f"hn:{self.obligation.key}:{self.unit_key}:{self.due_on:%Y%m%d}"


def rule_of(obligation: Obligation) -> Rule:
    return Rule(
        obligation.every_months,
        obligation.due_day,
        obligation.starts_on,
        obligation.ends_on,
        obligation.remind_days,
    )


def dues(obligations, scope, first: date, ends_on: date, *, on: date) -> list[Due]:
    """What `obligations` (Obligation, their issuers at hand) ask with a due day in `[first, ends_on)`, as it stands on `on`: the
    worst first, then by due day and name. `scope` None: of every unit. A handful of queries, however many units."""
    asked = [(each, periods_due(rule_of(each), first, ends_on)) for each in obligations]
    asked = [(obligation, periods) for obligation, periods in asked if periods]
    if not asked:
        return []
    places = _places(asked, scope)
    units = {place.unit_id for rows in places.values() for place in rows}
    lineage = lineage_of(units, max(period.due_on for _obligation, periods in asked for period in periods))
    facts = _conferences(asked, units.union(*lineage.values()))
    found = [
        _due(obligation, place, period, _facts_of(place.unit_id, obligation, period, facts, lineage), on)
        for obligation, periods in asked
        for period in periods
        for place in places[obligation.pk]
        if place.holds_on(period.due_on)
    ]
    return sorted(found, key=lambda due: (STATES.index(due.state), due.due_on, due.sort_key))


def counts_by_state(rows: list[Due]) -> dict[str, int]:
    """{state: how many}, every state, the worst first."""
    found = Counter(due.state for due in rows)
    return {state: found[state] for state in STATES}


def counts_by_unit(rows: list[Due]) -> list[tuple]:
    """[(a Due of the unit, {state: how many})], the unit with the most that is missing first."""
    by_unit: dict = defaultdict(list)
    for due in rows:
        by_unit[due.unit_id].append(due)
    counted = [(each[0], counts_by_state(each)) for each in by_unit.values()]
    return sorted(counted, key=lambda each: (*(-each[1][state] for state in STATES[:2]), each[0].sort_key))


def _places(asked, scope) -> dict[int, list[UnitPlacement]]:
    """{obligation id: placements of units of its level under its issuer in the time that is asked for}; two queries for all."""
    first = min(period.starts_on for _obligation, periods in asked for period in periods)
    last = max(period.ends_on for _obligation, periods in asked for period in periods)
    paths = UnitPlacement.objects.filter(unit__in={each.issuer_id for each, _periods in asked})
    under = Q(pk__in=[])
    for path in set(paths.values_list("path", flat=True)):
        under |= path_range("path", path)
    wanted = under & Q(level__in={each.level_id for each, _periods in asked})
    rows = UnitPlacement.objects.during(first, last).filter(wanted)
    if scope is not None:
        rows = rows.filter(within(scope.reach("conferences.read")))
    rows = list(rows.select_related("unit", "version"))
    return {
        obligation.pk: [
            row
            for row in rows
            if row.level == obligation.level_id and obligation.issuer.key in row.path.split(".")
        ]
        for obligation, _periods in asked
    }


def _conferences(asked, units) -> dict[tuple, list[Conference]]:
    """{(unit, kind): its conferences held or planned in the time that is asked for, by day}."""
    first = min(period.starts_on for _obligation, periods in asked for period in periods)
    last = max(period.ends_on for _obligation, periods in asked for period in periods)
    rows = Conference.objects.standing().filter(
        Q(held_on__gte=first, held_on__lt=last) | Q(held_on=None, planned_on__gte=first, planned_on__lt=last),
        unit__in=units,
        kind__in={obligation.kind for obligation, _periods in asked},
    )
    found: dict = defaultdict(list)
    for row in sorted(rows, key=lambda each: (each.on, each.pk)):
        found[row.unit_id, row.kind].append(row)
    return found


def _facts_of(unit_id, obligation, period, facts, lineage) -> list[Conference]:
    """The unit's conferences of the period, and what those held that had become part of it by the due day; by day."""
    rows = list(facts.get((unit_id, obligation.kind), ()))
    for before, since in lineage[unit_id].items():
        if since <= period.due_on:
            rows += [row for row in facts.get((before, obligation.kind), ()) if row.held_on]
    rows = [row for row in rows if period.starts_on <= row.on < period.ends_on]
    return sorted(rows, key=lambda row: (row.on, row.pk))


def _due(obligation, place, period, rows, on) -> Due:
    """The first one held in the period counts; else the first one planned in it is named."""
    held = next((row for row in rows if row.held_on and row.held_on <= on), None)
    return Due(
        obligation=obligation,
        unit_id=place.unit_id,
        unit_key=place.unit.key,
        sort_key=place.version.sort_key,
        period=period,
        state=state_of(period, held.held_on if held else None, on, obligation.remind_days),
        name=place.version.name,
        conference=held or next((row for row in rows if row.held_on is None), None),
    )
