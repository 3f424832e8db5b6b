"""The lists behind the numbers of a review: rows as they are today, of a frozen one those that were counted then."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse

from branches.querysets.units import placements_of
from matters.filters.resources import MONEY
from matters.slices import Slice
from reports.review_periods import ground_of, previous_period

# Of an address: the period before.
BEFORE = "truoc"
_SLICES = {"raised", "answered", "resolved", "told", "on_the_spot", "open", "overdue"}
# Above the lowest level: only they are offered as "in the area of" by the lists of conferences and of contributions.
_HAMLET = 4
# Asked of one scheme; where none is named, of the nearest one.
_OF_ONE_SCHEME = ("coverage", "checklist")
# {part of the figures: what whoever opens the rows behind it must be allowed over the place}
PERMISSIONS = {
    "coverage": "assignments.read",
    "attendance": "attendance.read",
    "recommendations": "matters.read",
    "conferences": "conferences.read",
    "contributions": "matters.read",
    "urgent_matters": "urgent.read",
    "assignment_changes": "assignments.read",
    "scores": "scores.read",
    "checklist": "attendance.figures",
    "targets": "targets.read",
    "indicators": "indicators.read",
}


# The same of what stands on either side of a pilot: "pilots.4.others.answered".
_OF_PILOTS = {
    "covered": "assignments.read",
    **dict.fromkeys(("turns", "visited", "attended", "on_time"), "attendance.read"),
    **dict.fromkeys(("answered", "resolved"), "matters.read"),
}


def permission_of(key) -> str | None:
    """What whoever opens the rows behind the number `key` must be allowed over the place; None: there are none."""
    name, _dot, part = key.partition(".")
    return _OF_PILOTS.get(part.rpartition(".")[2]) if name == "pilots" else PERMISSIONS.get(name)


def may_open(scope, key, unit) -> bool:
    """Whether the rows behind the number `key` of a review of `unit` are the reader's to ask for."""
    permission = permission_of(key)
    return permission is not None and scope.reach(permission).covers(unit.access_path, unit.pk)


@dataclass(frozen=True)
class Kept:
    """The numbers of a frozen review whose rows were kept: {(key of the number, whether of the period before)}."""

    review_key: str
    keys: frozenset[tuple[str, bool]]

    def address(self, key, is_before) -> str:
        query = {"so": key, **({"ky": BEFORE} if is_before else {})}
        return f"{reverse('reports:period_review_kept', args=[self.review_key])}?{urlencode(query)}"


class Links:
    """The lists behind the numbers of a place and a period, as known on `on`, for a reader who may open them; None where no list
    holds exactly these rows. A list of the product where it holds them, else the review's own (`period_review_rows`), which
    knows days instead of months and follows the ground over a merger."""

    def __init__(
        self,
        unit,
        starts_on,
        ends_on,
        on,
        scope,
        scheme=None,
        *,
        frozen_on=None,
        known_on=None,
        nearest_on=None,
        kept=None,
    ):
        """`kept`: what a frozen review kept (`Kept`); its numbers lead to the rows that were counted then. `frozen_on`: the day whose numbers they stand behind, where that is not `on`: the list says that its rows are of another.
        Of the period before: `known_on`, what came after that day does not count; `nearest_on`, the day whose nearest scheme is asked
        of both periods where none is named."""
        self.unit, self.starts_on, self.ends_on, self.on, self.scope = unit, starts_on, ends_on, on, scope
        self.scheme, self.frozen_on, self.known_on, self.nearest_on = scheme, frozen_on, known_on, nearest_on
        self.last, self.kept, self.is_before = ends_on - timedelta(days=1), kept, False

    @cached_property
    def before(self) -> "Links":
        """Those of the period before, as it was known when it ended."""
        first, after = previous_period(self.starts_on, self.ends_on)
        about = {
            "frozen_on": self.frozen_on,
            "known_on": after,
            "nearest_on": min(self.last, self.on),
            "kept": self.kept,
        }
        found = Links(self.unit, first, after, self.on, self.scope, self.scheme, **about)
        found._is_offered, found.is_before = self._is_offered, True
        return found

    @property
    def owns(self) -> bool:
        """Whether the sensitive numbers of the place are the reader's to read."""
        return self.scope.reach("indicators.sensitive").covers(self.unit.access_path, self.unit.pk)

    @property
    def opens_kept(self) -> bool:
        """Whether the reader opens rows that were counted when the review was frozen."""
        return self.kept is not None and any(
            may_open(self.scope, key, self.unit) for key, _is_before in self.kept.keys
        )

    def __call__(self, key: str) -> str | None:
        may = may_open(self.scope, key, self.unit)
        if may and self.kept and (key, self.is_before) in self.kept.keys:
            return self.kept.address(key, self.is_before)
        name, _dot, part = key.partition(".")
        way = _WAYS.get(name)
        found = way[1](self, part) if way and self.scope.may(way[0]) else None
        return found or (self._rows(key) if may else None)

    @cached_property
    def _is_one(self) -> bool:
        """Whether the place itself held its ground all the time; its lists know nothing of those before it."""
        ground = ground_of(self.unit, self.starts_on, self.ends_on)
        return ground.is_one

    def _rows(self, key) -> str:
        query = {"so": key, "dia-ban": self.unit.key, **self._days()}
        if self.scheme:
            query["chu-truong"] = self.scheme.code
        elif self.nearest_on and key.partition(".")[0] in _OF_ONE_SCHEME:
            query["gan-nhat"] = self.nearest_on.isoformat()
        if self.known_on:
            query["luc"] = self.known_on.isoformat()
        if self.frozen_on and self.frozen_on != self.on:
            query["chot"] = self.frozen_on.isoformat()
        return self._address("reports:period_review_rows", query)

    def _days(self) -> dict:
        return {"tu": self.starts_on.isoformat(), "den": self.last.isoformat()}

    def _recommendations(self, part) -> str | None:
        if part not in _SLICES or not self._is_one:
            return None
        return Slice(part, self.known_on or self.on, self.unit, self.starts_on, self.ends_on).url

    def _coverage(self, part) -> str | None:
        """Of the scheme that the page of coverage asks about itself, where no other is named; of all places its shares are shown to
        whoever opens no row. Of the period before it would ask about another."""
        is_page = part == "units" and not may_open(self.scope, "coverage", self.unit)
        if self.scheme or self.nearest_on or not (is_page or part == "covered"):
            return None
        query = {"dia-ban": self.unit.key}
        if self.last < self.on:
            query["ngay"] = self.last.isoformat()
        return self._address("dashboard:coverage" if is_page else "dashboard:coverage_covered", query)

    def _expected(self, part) -> str | None:
        """For a reader of numbers only, who opens no row."""
        whole = self.starts_on.day == self.ends_on.day == 1
        if not whole or not self._is_one or may_open(self.scope, "attendance", self.unit):
            return None
        query = {"dia-ban": self.unit.key, "tu": f"{self.starts_on:%Y-%m}", "den": f"{self.last:%Y-%m}"}
        return self._address("reports:expected_page", query)

    def _contributions(self, part) -> str | None:
        return self._in_area("matters:contribution_list", {"loai": MONEY}) if part == "total" else None

    def _conferences(self, part) -> str | None:
        kind = part.removeprefix("by_kind.") if part.startswith("by_kind.") else ""
        return self._in_area("matters:conference_list", {"loai": kind} if kind else {})

    @cached_property
    def _is_offered(self) -> bool:
        """Whether the lists offer the place to choose; asked once for all rows."""
        return any(each.ends_on is None and each.level < _HAMLET for each in placements_of(self.unit))

    def _in_area(self, name, query) -> str | None:
        if not self._is_offered or not self._is_one:
            return None
        return self._address(name, {"thuoc": self.unit.key, **self._days(), **query})

    def _indicators(self, part) -> str | None:
        """The page of an indicator shows a calendar year: of another period its number would be another."""
        year = self.starts_on.year
        if (self.starts_on, self.ends_on) != (date(year, 1, 1), date(year + 1, 1, 1)) or not self._is_one:
            return None
        query = {"dia-ban": self.unit.key, "nam": year}
        return self._address("scores:indicator_page", query, part)

    @property
    def reads_households(self) -> bool:
        return self.scope.reach("households.read").covers(self.unit.access_path, self.unit.pk)

    def _households(self, part) -> str:
        """The numbers of the places below, whence whoever reads the rows of one opens them."""
        return self._address("dashboard:household_coverage", {"dia-ban": self.unit.key, **self._days()})

    def _address(self, name, query, *args) -> str:
        return f"{reverse(name, args=args)}?{urlencode(query)}"


# {part of the figures: (what the reader must be allowed, the way to a list of the product)}
_WAYS = {
    "attendance": ("attendance.figures", Links._expected),
    "recommendations": ("matters.read", Links._recommendations),
    "coverage": ("coverage.read", Links._coverage),
    "contributions": ("matters.read", Links._contributions),
    "conferences": ("conferences.read", Links._conferences),
    "indicators": ("indicators.read", Links._indicators),
    "households": ("households.figures", Links._households),
}
