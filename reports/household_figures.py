"""Households of a place in numbers (Bến Tre 4.21): how many there are, with how many somebody is, how many were visited. As of a
day: what there is and who holds it, by the map of that day; in a period: visits, each by the map of its own."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, Func, OuterRef, Q, TextField, Value, When
from django.db.models.functions import Concat, Substr

from assignments.querysets.households import with_somebody
from branches.models import Household, Unit
from branches.querysets.ground_of_households import path_of
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
        found = Household.objects.none()
        for number, unit in enumerate(self.holders):
            there = Household.objects.under(unit, self.day)
            found = found | there if number else there
        return found

    @property
    def covered(self):
        return with_somebody(self.households, self.day)

    @property
    def visits(self):
        """With `stood`: the path of the hamlet in which the household lay on the day of the visit."""
        happened = Q(pk__in=[])
        for unit, starts_on, ends_on in self.parts:
            days = Q(visited_on__gte=starts_on) & Q(visited_on__lt=ends_on)
            for path in paths_of(unit):
                happened |= days & Q(stood__startswith=path)
        rows = HouseholdVisit.objects.standing()
        if self.parts:
            # Where each of them lay is dear to find out: not of those of other years.
            rows = rows.during(self.parts[0][1], max(ends_on for *_part, ends_on in self.parts))
        return rows.annotate(stood=path_of("unit", OuterRef("visited_on"))).filter(happened)


def households_as_figures(*periods: HouseholdPeriod) -> list[dict]:
    """{households, covered, visited, visits} of each: households, those that somebody holds, those that were visited (each once), and
    how often. One query for all of them."""
    parts = [
        _counted(rows, twice, at=Value(at), what=Value(what))
        for at, each in enumerate(periods)
        for what, rows, twice in _rows_of(each)
    ]
    found = [dict.fromkeys(NUMBERS, 0) for _each in periods]
    for at, what, number, once in parts[0].union(*parts[1:], all=True) if parts else ():
        found[at] |= {"visits": number, "visited": once} if what == "visits" else {what: number}
    return found


def households_by_place(period: HouseholdPeriod) -> dict[str, dict]:
    """{key of the unit directly under a holder of the ground, or of the holder itself: the same numbers}. A fixed number of queries,
    but those for where holders stood. A household that moved between two places in the period was visited in both."""
    units = {unit.pk: unit for unit in (*period.holders, *(unit for unit, *_days in period.parts))}
    tops = {path: unit.key for unit in units.values() for path in paths_of(unit)}
    found: dict = defaultdict(lambda: dict.fromkeys(NUMBERS, 0))
    hamlets = [
        _counted(rows, once, unit=None, what=Value(what))
        for what, rows, once in _rows_of(period)
        if what != "visits"
    ]
    counts = list(hamlets[0].union(*hamlets[1:], all=True))
    # Hamlets are few and households many: where they lay is asked of the hamlets.
    lay = Unit.objects.filter(pk__in={unit for unit, *_numbers in counts}).annotate(
        stood=path_of("pk", period.day)
    )
    keys = {pk: _child(path, tops) for pk, path in lay.values_list("pk", "stood")}
    for unit, what, number, _once in counts:
        found[keys[unit]][what] += number
    visits = _counted(_in_child(period.visits, tops), _ONCE, child=None)
    for key, number, once in visits:
        top, _dot, below = key.partition(".")
        found[below or top] |= {"visits": number, "visited": once}
    return dict(found)


_ONCE = Count("household", distinct=True)


def _rows_of(period) -> list[tuple]:
    """[(name, rows, how each household among them is counted once)]."""
    return [
        ("households", period.households, Value(0)),
        ("covered", period.covered, Value(0)),
        ("visits", period.visits, _ONCE),
    ]


def _counted(rows, once, **labels):
    """Rows of labels, how many there are and how many `once`; a label without a value is a column."""
    rows = rows.order_by().annotate(**{name: each for name, each in labels.items() if each})
    return rows.values(*labels).annotate(number=Count("pk"), once=once).values_list(*labels, "number", "once")


def _child(path, tops) -> str:
    """Of `tops` {path: key} the key of the one that is `path` or above it, or of what lies directly below it there."""
    top = max((each for each in tops if path.startswith(each)), key=len)
    return path[len(top) :].split(".")[0] or tops[top]


def _in_child(rows, tops):
    """With `child`, "TOP.BELOW": the same of rows that `stood` somewhere."""
    whens = [
        When(stood__startswith=path, then=Concat(Value(f"{key}."), _first_key(len(path))))
        for path, key in sorted(tops.items(), key=lambda each: -len(each[0]))
    ]
    return rows.annotate(child=Case(*whens, default=Value(""), output_field=TextField()))


def _first_key(after) -> Func:
    below = Substr("stood", after + 1)
    return Func(below, Value("."), Value(1), function="split_part", output_field=TextField())
