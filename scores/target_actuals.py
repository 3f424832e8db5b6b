"""What came of targets: of every number that was given the targets to which it counts, found by going up from the number.

Nobody's whole tree is read: the organisations that have others below them, those that are asked about, and those that gave a
number. The number of queries hangs on neither organisations nor indicators nor values.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from django.db.models import OuterRef, Q, Subquery

from assignments.querysets.targets import COMMITTEE_KINDS
from branches.models import OrganisationVersion, UnitPlacement
from branches.querysets.scoping import path_range
from matters.amounts import Total
from scores.models import IndicatorValue, ModelRegistration
from scores.reading import Kind, prefixes, topmost
from scores.small_figures import gives_away, is_small

REGISTERED = "model_branches_registered"
# More places than this are not named one by one in a question.
MOST_PATHS = 50


class Body(NamedTuple):
    parent: int | None
    code: str
    name: str


class Place(NamedTuple):
    path: str
    level: int


class Given(NamedTuple):
    """An IndicatorValue, as light as `topmost` and `gives_away` need it."""

    indicator_id: int
    indicator__is_flow: bool
    unit_id: int
    organisation_id: int | None
    body_above: int | None
    category: str
    value: int
    whole: int | None
    qualifier: str
    organisation: Kind | None


class Actual(NamedTuple):
    """`amount` None: nobody gave a number. `gives_away`: a small one is in it."""

    amount: int | None = None
    is_at_least: bool = False
    gives_away: bool = False


def versions_of_year(last: date):
    """Versions of organisations that hold on a day of the year of `last` until then: what a body that was dissolved meanwhile
    had brought still counts to those above it."""
    return OrganisationVersion.objects.during(date(last.year, 1, 1), last + timedelta(days=1))


class PartyTree:
    """Organisations as they stand on `day`, or stood last in its year. `above`: {child: parent}, also of those of whom no more is
    known."""

    def __init__(self, bodies: dict[int, Body], day):
        self.bodies, self.day = bodies, day
        self.above = {pk: body.parent for pk, body in bodies.items()}

    @classmethod
    def of(cls, asked, day) -> PartyTree:
        """`asked` (ids), and all that have others below them."""
        rows = versions_of_year(day)
        wanted = Q(organisation__in=asked) | Q(organisation__in=rows.exclude(parent=None).values("parent"))
        found = rows.filter(wanted).order_by("starts_on")
        found = found.values_list("organisation", "parent", "code", "name")
        return cls({pk: Body(*row) for pk, *row in found}, day)

    def below(self, tops) -> set:
        """`tops` and those below them that are in the tree."""
        children = defaultdict(list)
        for pk, parent in self.above.items():
            children[parent].append(pk)
        found, todo = set(), list(tops)
        while todo:
            each = todo.pop()
            if each not in found:
                found.add(each)
                todo += children[each]
        return found

    def up(self, pk) -> list:
        """`pk` and those above it, the nearest first."""
        found = []
        while pk is not None and pk not in found:
            found.append(pk)
            pk = self.above.get(pk)
        return found

    def parent_of(self, organisation: str) -> Subquery:
        """The body above that of the field `organisation` (the last one of a body that is no more), to be asked for with the rows
        themselves."""
        rows = OrganisationVersion.objects.filter(
            organisation=OuterRef(organisation), starts_on__lte=self.day
        )
        return Subquery(rows.order_by("-starts_on").values("parent")[:1])


class Actuals:
    """Of `targets` (each with `is_alone`: the only organisation of its unit, whose numbers are its own) in the year of `last`, the
    last day that is known."""

    def __init__(self, targets, last: date, tree: PartyTree | None = None):
        self.targets, self.last, self.starts_on = targets, last, date(last.year, 1, 1)
        self.tree = tree or PartyTree.of({target.organisation_id for target in targets}, last)

    # --- what another board reads otherwise ---
    MORE = ()

    def with_more(self, rows):
        """`rows` (IndicatorValue) with the columns MORE, and `learn` what they say of each."""
        return rows

    def learn(self, value) -> None:
        pass

    def places_of(self, units) -> dict[int, Place]:
        return places_on(units, self.last) if units else {}

    def registered_bodies(self) -> dict[int, int | None]:
        """{organisation: the one above it} of those that count."""
        rows = registrations_of(self.last).filter(self._bodies)
        rows = rows.annotate(body_above=self.tree.parent_of("organisation"))
        return dict(rows.values_list("organisation", "body_above"))

    def of(self, target) -> Actual:
        values = self._theirs[target.pk]
        if not target.indicator.is_summable:
            values = [value for value in values if _is_own(value, target)]
        if not values:
            is_counted = target.indicator.derived == REGISTERED
            return Actual(self._registered[target.organisation_id]) if is_counted else Actual()
        groups = defaultdict(list)
        for value in values:
            groups[value.category].append(value)
        total, small = Total(), False
        for group in groups.values():
            top = topmost(group, self._paths, self.tree.above)
            small = small or gives_away(group, top, self._paths)
            for value in top:
                total = total.plus(value.value, value.qualifier)
        return Actual(total.amount, total.is_at_least, small or is_small(total.amount))

    @cached_property
    def _bodies(self):
        """Those at or below the targets' organisations, as a condition's right side; branches without any number among them."""
        leading = self.tree.below({target.organisation_id for target in self.targets})
        beneath = versions_of_year(self.last).filter(parent__in=leading)
        return Q(organisation__in=leading) | Q(organisation__in=beneath.values("organisation"))

    @cached_property
    def _values(self) -> list:
        """Standing values of the year that may count to one of the targets; of what stands as of a day the latest of each place
        and of each body that is still there."""
        rows = IndicatorValue.objects.standing().filter(
            self._bodies | self._on_their_ground(),
            indicator__in={target.indicator_id for target in self.targets},
            counted_on__lte=self.last,
        )
        standing = (
            Q(organisation=None) | Q(organisation__closed_on=None) | Q(organisation__closed_on__gt=self.last)
        )
        flows = Q(indicator__is_flow=True, counted_on__gte=self.starts_on)
        rows = rows.filter(flows | Q(standing, indicator__is_flow=False))
        rows = rows.annotate(body_above=self.tree.parent_of("organisation")).order_by("counted_on", "pk")
        found, latest = [], {}
        known = Given._fields[:-1]
        for row in self.with_more(rows).values_list(*known, "organisation__kind", *self.MORE):
            kind = row[len(known)]
            value = Given(*row[: len(known)], kind and Kind(kind))
            if value.organisation_id:
                self.tree.above[value.organisation_id] = value.body_above
            self.learn(value, *row[len(known) + 1 :])
            if value.indicator__is_flow:
                found.append(value)
            else:
                latest[value.indicator_id, value.unit_id, value.organisation_id, value.category] = value
        return [*found, *latest.values()]

    def _on_their_ground(self):
        """Numbers of places, wherever they stand now and stood then."""
        paths = {place.path for place in self._places_of_targets.values()}
        paths = {path for path in paths if not prefixes(path) & paths}
        if len(paths) > MOST_PATHS:
            return Q(organisation=None)
        here = Q(pk__in=[])
        for path in paths:
            here |= path_range("path", path)
        return Q(organisation=None, unit__in=UnitPlacement.objects.filter(here).values("unit"))

    @cached_property
    def _places_of_targets(self) -> dict[int, Place]:
        return self.places_of({target.unit_id for target in self.targets})

    @cached_property
    def _places(self) -> dict[int, Place]:
        known = self._places_of_targets
        return self.places_of({value.unit_id for value in self._values} - known.keys()) | known

    @cached_property
    def _paths(self) -> dict[int, str]:
        return {pk: place.path for pk, place in self._places.items()}

    @cached_property
    def _theirs(self) -> dict[int, list]:
        """{target: the values that count to it}."""
        of_bodies, of_grounds, of_units = {}, {}, defaultdict(list)
        for target in self.targets:
            of_bodies[target.organisation_id, target.indicator_id] = target
            place = self._places_of_targets.get(target.unit_id)
            if place and target.organisation.kind in COMMITTEE_KINDS.get(place.level, ()):
                of_grounds.setdefault((place.path, target.indicator_id), []).append(target)
            elif target.is_alone:
                of_units[target.unit_id, target.indicator_id].append(target)
        found = defaultdict(list)
        for value in self._values:
            for target in self._counting(value, of_bodies, of_grounds, of_units):
                found[target.pk].append(value)
        return found

    def _counting(self, value, of_bodies, of_grounds, of_units):
        """The targets to which one number counts: of a body those of it and above it; of a place those of its only branch and of
        the committees of the places around it."""
        indicator = value.indicator_id
        if value.organisation_id is not None:
            for pk in self.tree.up(value.organisation_id):
                if (pk, indicator) in of_bodies:
                    yield of_bodies[pk, indicator]
            return
        path = self._paths.get(value.unit_id)
        for each in sorted(prefixes(path) | {path}) if path else ():
            yield from of_grounds.get((each, indicator), ())
        yield from of_units.get((value.unit_id, indicator), ())

    @cached_property
    def _registered(self) -> dict[int, int]:
        """{organisation: model branches at or below it}."""
        bodies = self.registered_bodies()
        self.tree.above |= bodies
        found = defaultdict(int)
        for body in bodies:
            for pk in self.tree.up(body):
                found[pk] += 1
        return found


def _is_own(value, target) -> bool:
    """Said of the target's own body or place: what cannot be added up (income a head) is that or nothing."""
    if value.organisation_id is None:
        return value.unit_id == target.unit_id
    return value.organisation_id == target.organisation_id


def places_on(unit_ids, day) -> dict[int, Place]:
    """{unit: where it stands on `day`, or stood last before, or first after}; one query, no names."""
    found: dict = {}
    rows = UnitPlacement.objects.filter(unit__in=set(unit_ids)).order_by("starts_on")
    for unit, starts_on, *place in rows.values_list("unit", "starts_on", "path", "level"):
        if unit not in found or starts_on <= day:
            found[unit] = Place(*place)
    return found


def registrations_of(last: date):
    """Model branches of the year of `last` that stand on it."""
    rows = ModelRegistration.objects.standing().filter(
        registered_on__gte=date(last.year, 1, 1), registered_on__lte=last
    )
    return rows.exclude(withdrawn_on__lte=last)


def last_known(year, day) -> date:
    """The last day of `year`, or `day` where that is earlier; its first one where it has not begun."""
    return max(min(date(year + 1, 1, 1) - timedelta(days=1), day), date(year, 1, 1))
