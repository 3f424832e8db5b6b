"""The lists behind the numbers of a review, as rows are today."""

from datetime import date, timedelta
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse

from matters.slices import Slice

_SLICES = {"raised", "answered", "resolved", "told", "on_the_spot", "open", "overdue"}
# Above the lowest level: only they are offered as "in the area of" by the lists of conferences and of contributions.
_HAMLET = 4


class Links:
    """The lists behind the numbers of a place and a period, for a reader who may open them; None where no list holds exactly
    these rows."""

    def __init__(self, unit, starts_on, ends_on, on, scope):
        self.unit, self.starts_on, self.ends_on, self.on, self.scope = unit, starts_on, ends_on, on, scope
        self.last = ends_on - timedelta(days=1)

    @property
    def owns(self) -> bool:
        """Whether the sensitive numbers of the place are the reader's to read."""
        return self.scope.reach("indicators.sensitive").covers(self.unit.access_path, self.unit.pk)

    def __call__(self, key: str) -> str | None:
        name, _dot, part = key.partition(".")
        way = _WAYS.get(name)
        if way is None or not self.scope.may(way[0]):
            return None
        return way[1](self, part)

    def _recommendations(self, part) -> str | None:
        if part not in _SLICES:
            return None
        return Slice(part, min(self.on, self.ends_on), self.unit, self.starts_on, self.ends_on).url

    def _coverage(self, part) -> str:
        return self._address("dashboard:coverage", {"dia-ban": self.unit.key})

    def _expected(self, part) -> str | None:
        query = {"dia-ban": self.unit.key, "tu": f"{self.starts_on:%Y-%m}", "den": f"{self.last:%Y-%m}"}
        if part == "missing" and self.scope.may("attendance.read"):
            return self._address("reports:expected_list", query | {"ket_qua": "missing"})
        return self._address("reports:expected_page", query)

    def _contributions(self, part) -> str | None:
        return self._in_area("matters:contribution_list", {})

    def _conferences(self, part) -> str | None:
        kind = part.removeprefix("by_kind.") if part.startswith("by_kind.") else ""
        return self._in_area("matters:conference_list", {"loai": kind} if kind else {})

    @cached_property
    def _is_offered(self) -> bool:
        """Whether the lists offer the place to choose; asked once for all rows."""
        return self.unit.placements.filter(ends_on=None, level__lt=_HAMLET).exists()

    def _in_area(self, name, query) -> str | None:
        if not self._is_offered:
            return None
        days = {"tu": self.starts_on.isoformat(), "den": self.last.isoformat()}
        return self._address(name, {"thuoc": self.unit.key, **days, **query})

    def _targets(self, part) -> str:
        return self._address("scores:target_list", {"dia-ban": self.unit.key, "nam": self.last.year})

    def _indicators(self, part) -> str | None:
        """The page of an indicator shows a calendar year: of another period its number would be another."""
        year = self.starts_on.year
        if (self.starts_on, self.ends_on) != (date(year, 1, 1), date(year + 1, 1, 1)):
            return None
        query = {"dia-ban": self.unit.key, "nam": year}
        return self._address("scores:indicator_page", query, part)

    def _address(self, name, query, *args) -> str:
        return f"{reverse(name, args=args)}?{urlencode(query)}"


# {part of the figures: (what the reader must be allowed, the way to the list)}
_WAYS = {
    "attendance": ("attendance.figures", Links._expected),
    "recommendations": ("matters.read", Links._recommendations),
    "coverage": ("coverage.read", Links._coverage),
    "contributions": ("matters.read", Links._contributions),
    "conferences": ("conferences.read", Links._conferences),
    "targets": ("targets.read", Links._targets),
    "indicators": ("indicators.read", Links._indicators),
}
