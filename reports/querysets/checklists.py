"""How far the items of the checklists are touched: the one object behind the page, its spreadsheet and `figures checklist`.

An item is touched in a unit when a report from there answered it, with "done" or with "not done yet": an item without an
answer was not looked at. Items go on across versions of a list by their code. The units are the scheme's targets under the
area, on the last day of what is asked; a report counts for the target in which its branch stood on the day of the meeting.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from django.db.models import DateField, Max, Value
from django.db.models.functions import TruncQuarter

from assignments.querysets import targets as queries
from branches.models import UnitPlacement
from common.asked_once import answered_once
from common.together import asked_together
from reports.models import Checklist, ChecklistAnswer

MOST_QUARTERS = 12
_TARGET = ("target_id", "target_path", "target_code", "target_name", "target_key", "target_sort")
_TARGET_ORDER = ("target_sort", "target_code")
_ONE_DAY = timedelta(days=1)


class Share(NamedTuple):
    touched: int
    units: int

    @property
    def percent(self) -> int | None:
        """Rounded down, so that only all is 100; None where there are no units."""
        return 100 * self.touched // self.units if self.units else None


class Quarter(NamedTuple):
    starts_on: date
    ends_on: date

    @property
    def code(self) -> str:
        return f"{self.starts_on.year}-Q{(self.starts_on.month + 2) // 3}"


class Untouched(NamedTuple):
    """One target: `last` is {item code: day on which it was last touched, None for never}."""

    target: object
    last: dict

    def months(self, code: str, day: date) -> int | None:
        """Whole calendar months since; None for never."""
        last = self.last.get(code)
        return None if last is None else (day.year - last.year) * 12 + day.month - last.month


@dataclass(frozen=True)
class Target:
    pk: int
    path: str
    code: str
    name: str
    key: str


class ChecklistCoverage:
    """`scheme` under `area` (Unit) in `[starts_on, ends_on)`. `covers` is a function of a path that leaves out targets beyond
    the reader's ground; None: all."""

    def __init__(self, scheme, area, starts_on: date, ends_on: date, covers=None):
        self.scheme, self.area, self.starts_on, self.ends_on = scheme, area, starts_on, ends_on
        self.covers = covers
        self.day = ends_on - _ONE_DAY

    @cached_property
    def checklists(self) -> list:
        """Those in force on the last day, each with its items."""
        return Checklist.objects.for_scheme(self.scheme, self.day)

    @cached_property
    def quarters(self) -> list[Quarter]:
        """The calendar quarters that have a day in the period, the last MOST_QUARTERS of them."""
        first, found = _quarter(self.starts_on), []
        while first < self.ends_on:
            found.append(Quarter(first, _next(first)))
            first = _next(first)
        return found[-MOST_QUARTERS:]

    @cached_property
    def targets(self) -> list[Target]:
        return self._as_targets(self._target_values.order_by(*_TARGET_ORDER))

    @property
    def _target_values(self):
        place = queries.place_on(self.area, self.day)
        rows = queries.named(queries.targets_of(self.scheme, place, self.day), self.scheme, self.day)
        return rows.order_by().values_list(*_TARGET)

    def _as_targets(self, rows) -> list[Target]:
        return [
            Target(pk, path or "", code or "", name or "", key)
            for pk, path, code, name, key, _sort in rows
            if self.covers is None or self.covers(path or "")
        ]

    @property
    def units(self) -> int:
        return len(self.targets)

    def share(self, code: str, quarter: Quarter | None = None) -> Share:
        """How many of the targets item `code` was touched in, in the quarter or in the whole period."""
        found = self._touched
        sets = (
            [found[quarter.starts_on, code]]
            if quarter
            else [found[each.starts_on, code] for each in self.quarters]
        )
        return Share(len(set().union(*sets)), self.units)

    def touched(self, code: str) -> list[Target]:
        """The targets that `share(code)` counts."""
        found = {pk for each in self.quarters for pk in self._touched[each.starts_on, code]}
        return [target for target in self.targets if target.pk in found]

    @cached_property
    def untouched(self) -> list[Untouched]:
        """Each target with when its items were last touched before the period's end, the coldest first."""
        last: dict = defaultdict(dict)
        for _quarter, code, unit, organisation, day in self._ever:
            for target in self._targets_of(unit, organisation, day):
                last[target][code] = max(last[target].get(code) or date.min, day)
        return [Untouched(target, last.get(target.pk, {})) for target in self.targets]

    @cached_property
    def _ever(self) -> list[tuple]:
        return list(self._ever_answered)

    @property
    def _ever_answered(self):
        """As `_answered`, without a quarter: when the items of the lists were last answered before the period's end."""
        codes = {item.code for each in self.checklists for item in each.items.all()}
        rows = self._rows.filter(report__met_on__lt=self.ends_on, item__code__in=codes)
        return _last_answered(rows.annotate(quarter=Value(None, output_field=DateField())))

    def coldest_first(self, checklist) -> list[Untouched]:
        """`untouched`, those first whose items of this list lie longest."""
        codes = [item.code for item in checklist.items.all()]

        def cold(row):
            days = sorted(row.last.get(code) or date.min for code in codes)
            return days, row.target.code

        return sorted(self.untouched, key=cold)

    @cached_property
    def _touched(self) -> dict:
        """{(first day of the quarter, item code): ids of targets}."""
        found: dict = defaultdict(set)
        for quarter, code, *where in self._answers:
            found[quarter, code] |= set(self._targets_of(*where))
        return found

    @cached_property
    def _answers(self) -> list[tuple]:
        return list(self._answered)

    @property
    def _answered(self):
        """(quarter, item code, unit, organisation, day on which it was last answered in the quarter)."""
        rows = self._rows.filter(
            report__met_on__gte=max(self.starts_on, self.quarters[0].starts_on),
            report__met_on__lt=self.ends_on,
        )
        return _last_answered(rows.annotate(quarter=TruncQuarter("report__met_on")))

    @property
    def _rows(self):
        return _answers_under(self.scheme)

    def _targets_of(self, unit_id, organisation_id, day) -> list[int]:
        """The targets in which a report from there lies: the branch itself, else what stands above it that day."""
        if self.scheme.target_kind == "organisation" and organisation_id in self._by_id:
            return [organisation_id]
        path = self._path(unit_id, day)
        keys = path.split(".")[:-1]
        above = [".".join(keys[:number]) + "." for number in range(len(keys), 0, -1)]
        return next((self._by_path[each] for each in above if each in self._by_path), [])

    @cached_property
    def _by_id(self) -> set[int]:
        return {target.pk for target in self.targets}

    @cached_property
    def _by_path(self) -> dict[str, list[int]]:
        found: dict = defaultdict(list)
        for target in self.targets:
            found[target.path].append(target.pk)
        return dict(found)

    @cached_property
    def _places(self) -> dict:
        return _places_of(self.scheme)

    def _path(self, unit_id, day) -> str:
        for starts_on, ends_on, path in self._places.get(unit_id, ()):
            if starts_on <= day and (ends_on is None or day < ends_on):
                return path
        return ""


def _last_answered(rows):
    what = ("quarter", "item__code", "report__unit_id", "report__organisation_id")
    return rows.values(*what).annotate(last=Max("report__met_on")).values_list(*what, "last")


def _answers_under(scheme):
    return ChecklistAnswer.objects.filter(report__scheme=scheme).order_by()


@answered_once
def _places_of(scheme) -> dict:
    """{unit id: [(starts_on, ends_on, path)]} of the units that reports of the scheme come from; one query."""
    found: dict = defaultdict(list)
    units = _answers_under(scheme).values("report__unit_id").distinct()
    rows = UnitPlacement.objects.filter(unit__in=units).values_list("unit_id", "starts_on", "ends_on", "path")
    for unit, starts_on, ends_on, path in rows.order_by("starts_on"):
        found[unit].append((starts_on, ends_on, path))
    return found


def read_together(coverages: list[ChecklistCoverage], ever=()) -> None:
    """Reads what `coverages` count, all of one scheme, in as many questions as one of them asks, however many they are; of `ever`
    also what was `untouched`."""
    targets = asked_together([each._target_values for each in coverages], order=_TARGET_ORDER)
    lists = (
        Checklist.objects.for_scheme_on(coverages[0].scheme, [c.day for c in coverages]) if coverages else {}
    )
    for at, each in enumerate(coverages):
        each.targets, each.checklists = each._as_targets(targets[at]), lists[each.day]
    answers = asked_together([*(c._answered for c in coverages), *(c._ever_answered for c in ever)])
    for each, rows in zip(coverages, answers, strict=False):
        each._answers = rows
    for each, rows in zip(ever, answers[len(coverages) :], strict=True):
        each._ever = rows


def checklist_as_figures(coverage: ChecklistCoverage, *, names_untouched=True) -> dict:
    """`units`: targets; `items`: one row an item {checklist, code, number, text, is_placeholder, touched, units, percent,
    quarters: [{quarter, touched, units}]}; `untouched`: one row a target {code, name, items: [{code, last, months}]}, only with
    `names_untouched`."""
    found = {
        "units": coverage.units,
        "items": [
            {
                "checklist": checklist.code,
                "code": item.code,
                "number": item.number,
                "text": item.text,
                "is_placeholder": item.is_placeholder,
                "touched": coverage.share(item.code).touched,
                "units": coverage.units,
                "percent": coverage.share(item.code).percent,
                "quarters": [
                    {"quarter": each.code, **coverage.share(item.code, each)._asdict()}
                    for each in coverage.quarters
                ],
            }
            for checklist in coverage.checklists
            for item in checklist.items.all()
        ],
    }
    return found | {"untouched": _untouched(coverage)} if names_untouched else found


def _untouched(coverage) -> list[dict]:
    return [
        {
            "code": row.target.code,
            "name": row.target.name,
            "items": [
                {
                    "code": item.code,
                    "last": row.last[item.code].isoformat() if item.code in row.last else None,
                    "months": row.months(item.code, coverage.day),
                }
                for checklist in coverage.checklists
                for item in checklist.items.all()
            ],
        }
        for row in coverage.untouched
    ]


def _quarter(day: date) -> date:
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def _next(first: date) -> date:
    return date(first.year + (first.month > 9), (first.month + 2) % 12 + 1, 1)
