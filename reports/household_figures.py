"""Households of a place in numbers (Bến Tre 4.21): how many there are, with how many somebody is, how many were visited. As of a
day: what there is and who holds it, by the map of that day; in a period: visits, each by the map of its own."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, Func, OuterRef, Q, TextField, Value, When
from django.db.models.functions import Coalesce, NullIf, Substr

from assignments.querysets.households import with_somebody
from branches.models import Household
from branches.querysets.ground_of_households import path_of
from branches.querysets.scoping import path_range
from branches.querysets.units import paths_of
from reports.models import HouseholdVisit

NUMBERS = ("households", "covered", "visited", "visits")


@dataclass(frozen=True)
class HouseholdPeriod:
    """`parts`: (unit, starts_on, ends_on) that held the ground in turn; `holders`: the units that hold it on `day`, the last one
    that is known."""

    parts: tuple
    holders: tuple
    day: date

    @classmethod
    def of(cls, ground, day) -> "HouseholdPeriod":
        """Of a `review_periods.Ground`."""
        stretches = ground.stretches
        parts = tuple((unit, each.starts_on, each.ends_on) for each in stretches for unit in each.units)
        return cls(parts, stretches[-1].units if stretches else (), day)

    @property
    def households(self):
        """With `stood`: the path of the hamlet in which each lies on `day`; after a merger that is its successor."""
        found = Household.objects.none()
        for number, unit in enumerate(self.holders):
            there = Household.objects.under(unit, self.day)
            found = found | there if number else there
        return found.annotate(stood=path_of("unit", self.day))

    @property
    def covered(self):
        return with_somebody(self.households, self.day)

    @property
    def visits(self):
        """With `stood`: the path of the hamlet in which the household lay on the day of the visit."""
        happened = Q(pk__in=[])
        for unit, starts_on, ends_on in self.parts:
            for path in paths_of(unit):
                happened |= Q(path_range("stood", path), visited_on__gte=starts_on, visited_on__lt=ends_on)
        rows = HouseholdVisit.objects.standing().annotate(stood=path_of("unit", OuterRef("visited_on")))
        return rows.filter(happened)


def households_as_figures(*periods: HouseholdPeriod) -> list[dict]:
    """{households, covered, visited, visits} of each: households, those that somebody holds, those that were visited (each once), and
    how often. One query for all of them."""
    parts = [
        _number(rows, number, at=Value(at), what=Value(what))
        for at, each in enumerate(periods)
        for what, rows, number in _counts(each.households, each.covered, each.visits)
    ]
    found = {(at, what): number for at, what, number in _together(parts)}
    return [{what: found.get((at, what), 0) for what in NUMBERS} for at, _each in enumerate(periods)]


def households_by_place(period: HouseholdPeriod) -> dict[str, dict]:
    """{key of the unit directly under a holder of the ground, or of the holder itself: the same numbers}. One query beside those for
    where the holders stood. A household that moved between two of them in the period was visited in both."""
    units = {unit.pk: unit for unit in (*period.holders, *(unit for unit, *_days in period.parts))}
    tops = {path: unit.key for unit in units.values() for path in paths_of(unit)}
    counts = _counts(
        *(_in_child(rows, tops) for rows in (period.households, period.covered, period.visits)),
    )
    parts = [_number(rows, number, child=None, what=Value(what)) for what, rows, number in counts]
    found: dict = {}
    for key, what, number in _together(parts):
        found.setdefault(key, dict.fromkeys(NUMBERS, 0))[what] = number
    return found


def _counts(households, covered, visits) -> list[tuple]:
    """[(name, rows, how they are counted)]."""
    return [
        ("households", households, Count("pk")),
        ("covered", covered, Count("pk")),
        ("visited", visits, Count("household", distinct=True)),
        ("visits", visits, Count("pk")),
    ]


def _number(rows, number, **labels):
    rows = rows.order_by().annotate(**{name: each for name, each in labels.items() if name != "child"})
    return rows.values(*labels).annotate(number=number).values_list(*labels, "number")


def _together(parts) -> list[tuple]:
    return list(parts[0].union(*parts[1:], all=True)) if parts else []


def _in_child(rows, tops):
    """With `child`: of `tops` {path: key} the one in which a row `stood`, or what lies directly below it there."""
    whens = [
        When(path_range("stood", path), then=Coalesce(NullIf(_first_key(len(path)), Value("")), Value(key)))
        for path, key in sorted(tops.items(), key=lambda each: -len(each[0]))
    ]
    return rows.annotate(child=Case(*whens, default=Value(""), output_field=TextField()))


def _first_key(after) -> Func:
    below = Substr("stood", after + 1)
    return Func(below, Value("."), Value(1), function="split_part", output_field=TextField())
