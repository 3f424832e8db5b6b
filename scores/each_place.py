"""What an indicator says of each single place and body that a reader sees: the numbers that a watch-list looks at."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cached_property

from django.db.models import Q

from branches.models import Organisation, UnitPlacement
from branches.querysets.scoping import within
from scores.derived import BRANCHES, DERIVED, PEOPLE, Count, MapFacts
from scores.models import IndicatorValue
from scores.reading import added_up

# (unit id, organisation id or None): a body, or the place itself.
Place = tuple[int, int | None]


class GroundFacts(MapFacts):
    """The map of `day` of all that a reader's ground holds, in the place of one area; the year up to the day."""

    def __init__(self, scope, day):
        super().__init__(None, date(day.year, 1, 1), date(day.year + 1, 1, 1), day)
        self.scope = scope

    @cached_property
    def placements(self):
        return UnitPlacement.objects.on(self.day).filter(within(self.scope.reach("indicators.read")))

    @cached_property
    def bodies(self):
        seen = Organisation.objects.visible_to(self.scope).open_on(self.day)
        return seen.filter(unit__in=self.placements.values("unit"))

    def _registered_here(self):
        return Q(organisation__in=self.bodies)


def each_place(indicator, day, scope) -> dict[Place, Count]:
    """{place or body: (value, whole)} of all of whom something is known on `day`: of a flow what was counted since New Year, of a
    stock the latest. As everywhere, what was given this year counts before the map, and the map before what is older."""
    fresh, older = _given(indicator, day, scope)
    derived = _derived(indicator.derived, GroundFacts(scope, day)) if indicator.derived in DERIVED else {}
    return older | derived | fresh


def _given(indicator, day, scope) -> tuple[dict, dict]:
    there = UnitPlacement.objects.on(day).values("unit")
    standing = Q(organisation=None) | Q(organisation__in=Organisation.objects.open_on(day))
    rows = (
        IndicatorValue.objects.visible_to(scope)
        .standing()
        .filter(standing, indicator=indicator, counted_on__lte=day, unit__in=there)
    )
    if indicator.is_flow:
        rows = rows.filter(counted_on__gte=date(day.year, 1, 1))
    else:
        rows = rows.order_by("unit_id", "organisation_id", "category", "-counted_on")
        rows = rows.distinct("unit_id", "organisation_id", "category")
    groups = defaultdict(list)
    for row in rows:
        groups[row.unit_id, row.organisation_id].append(row)
    fresh, older = {}, {}
    for place, values in groups.items():
        figure = added_up(indicator, values)
        found = fresh if figure.counted_on.year == day.year else older
        found[place] = figure.value, figure.whole
    return fresh, older


def _derived(code, facts: GroundFacts) -> dict[Place, Count]:
    if code in PEOPLE:
        return _of_people(code, facts)
    units = dict(facts.bodies.values_list("pk", "unit"))
    if code == "members":
        return {(units[pk], pk): (total, None) for pk, total in facts.member_counts.items()}
    registered = {pk for pk, _one in facts.model_branches_registered()}
    branches = facts.bodies.filter(kind__in=BRANCHES).values_list("pk", flat=True)
    return {(units[pk], pk): (int(pk in registered), None) for pk in branches}


def _of_people(code, facts) -> dict[Place, Count]:
    """Each branch by its secretary, each commune by those who lead it: of whom it is known."""
    seen = set(facts.bodies.values_list("pk", flat=True))
    people = defaultdict(list)
    for holder, is_counted in PEOPLE[code](facts):
        if not holder.is_of_branch:
            people[holder.unit, None].append(is_counted)
        elif holder.body in seen:
            people[holder.unit, holder.body].append(is_counted)
    return {place: (sum(counted), len(counted)) for place, counted in people.items()}
