"""This year's targets of a few places and bodies, as a line of their page: two questions, for the pages count theirs.

The same rule as the board's (`scores.target_actuals`), over a party tree that is read along with the rows: of each body those
that stand up to four steps above it, as a committee of a district does above the branches of a part of a committee.
"""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import JSONArray
from django.utils.translation import gettext as _

from branches.models import OrganisationVersion, UnitPlacement
from branches.querysets.scoping import path_range, within_bodies
from scores.models import Target
from scores.target_actuals import (
    REGISTERED,
    Actuals,
    Body,
    PartyTree,
    Place,
    last_known,
    registrations_of,
    versions_of_year,
)
from scores.target_rows import sum_words
from scores.targeting import TargetBoard

STEPS = ("body_above", "above2", "above3", "above4")


class PlaceBoard(TargetBoard):
    """Of those of a reader's targets whose organisation is one of `bodies` (ids) or stands on the ground of one of `units` (Unit)
    today. What is sensitive is left to the list for whoever does not own it."""

    def __init__(self, scope, day, *, units=(), bodies=()):
        there = Q(organisation__in=bodies)
        for unit in filter(lambda unit: unit.access_path, units):
            there |= path_range("unit__access_path", unit.access_path)
        own = Q(indicator__is_sensitive=False) | within_bodies(scope, "indicators.sensitive")
        rows = Target.objects.visible_to(scope).filter(there, own)
        super().__init__(None, day.year, day, _with_ground(rows, last_known(day.year, day)))

    def of_unit(self, unit) -> list[tuple[str, str]]:
        """("Kết nạp đảng viên 2026", "3/5") of the topmost targets on the ground of one of its units."""
        path = unit.access_path
        here = [line for line in self.lines if path and line.target.unit.access_path.startswith(path)]
        return self._words(here)

    def of_body(self, pk) -> list[tuple[str, str]]:
        return self._words([line for line in self.lines if line.target.organisation_id == pk])

    def _words(self, lines) -> list[tuple[str, str]]:
        return [
            (
                _("%(indicator)s %(year)s") % {"indicator": each.indicator, "year": self.year},
                sum_words(each),
            )
            for each in self.sums_of(lines)
        ]

    @cached_property
    def actuals(self) -> PlaceActuals:
        return PlaceActuals(self.targets, self.last)


class PlaceActuals(Actuals):
    MORE = (*STEPS[1:], "stood")

    def __init__(self, targets, last):
        bodies = {target.organisation_id: Body(*target.body) for target in targets if target.body}
        self._known = {target.unit_id: _standing(target.stood, last) for target in targets if target.stood}
        super().__init__(targets, last, PartyTree(bodies, last))

    def places_of(self, units) -> dict[int, Place]:
        return {pk: self._known[pk] for pk in units if pk in self._known}

    @cached_property
    def _bodies(self):
        versions = versions_of_year(self.last)
        level = {target.organisation_id for target in self.targets}
        found = Q(organisation__in=level)
        for _step in STEPS:
            level = versions.filter(parent__in=level).values("organisation")
            found |= Q(organisation__in=level)
        return found

    @cached_property
    def _registered(self) -> dict:
        counted = [target for target in self.targets if target.indicator.derived == REGISTERED]
        return {target.organisation_id: target.registered for target in counted}

    def with_more(self, rows):
        return _climbing(rows, self.tree, STEPS).annotate(stood=_stood("unit"))

    def learn(self, value, *more):
        *above, stood = more
        chain = [value.body_above, *above]
        self.tree.above |= {child: parent for child, parent in pairwise(chain) if child}
        if stood:
            self._known[value.unit_id] = _standing(stood, self.last)


def _climbing(rows, tree, steps):
    """`rows` with what stands above the first of `steps`, step by step."""
    for below, above in pairwise(steps):
        rows = rows.annotate(**{above: tree.parent_of(below)})
    return rows


def _with_ground(targets, last):
    """Each with its organisation's own version (`body`), where its unit ever stood (`stood`), and how many model branches are
    registered at or below it (`registered`)."""
    version = OrganisationVersion.objects.on(last).filter(organisation=OuterRef("organisation"))
    itself = Q(organisation=OuterRef("organisation"))
    for step in STEPS:
        itself |= Q(**{step: OuterRef("organisation")})
    rows = (
        _climbing(registrations_of(last), PartyTree({}, last), ("organisation", *STEPS))
        .filter(itself)
        .order_by()
    )
    number = rows.annotate(one=Value(1)).values("one").annotate(number=Count("organisation", distinct=True))
    return targets.annotate(
        body=Subquery(version.values(row=JSONArray("parent", "code", "name"))[:1]),
        stood=_stood("unit"),
        registered=Case(
            When(indicator__derived=REGISTERED, then=Subquery(number.values("number"))),
            output_field=IntegerField(),
        ),
    )


def _stood(unit):
    rows = UnitPlacement.objects.filter(unit=OuterRef(unit)).order_by("starts_on")
    return ArraySubquery(rows.values(row=JSONArray("starts_on", "path", "level")))


def _standing(stood, day) -> Place:
    """Where it stands on `day`, or stood last before, or first after. `stood`: [ISO day, path, level], the earliest first."""
    begun = [row for row in stood if row[0] <= day.isoformat()]
    return Place(*(begun[-1] if begun else stood[0])[1:])
