"""What the base speaks of, by unit or by month (Quảng Trị 1.14): matters by topic, reports that name shortcomings, and how good
the meetings were. As far as the reader reads them; each fact is placed by the map of its own day."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Count

from branches.models import UnitPlacement
from branches.querysets.units import names_of_keys, paths_of, stood_under
from common.text import sort_key
from matters.models import Recommendation, Topic
from reports.models import Report
from reports.querysets.gathering import IS_SHORT, with_shortcomings

NO_TOPIC = "khac"
SHORT = "han-che"
QUALITIES = tuple(Report.Quality.values)


@dataclass
class Row:
    """`key`: of the unit, or the month as "2026-10"; `here`: facts of the area itself and no place beneath it."""

    key: str
    name: str
    here: bool = False
    numbers: Counter = field(default_factory=Counter)


class Themes:
    """`area` (Unit) in `[starts_on, ends_on)`, as `scope` reads it; under `scheme`, or all. A fixed number of queries."""

    def __init__(self, area, starts_on: date, ends_on: date, scope, scheme=None):
        self.area, self.starts_on, self.ends_on = area, starts_on, ends_on
        self.scope, self.scheme = scope, scheme

    # --- the rows behind every number ---
    def matters(self, place=None, *, here=False):
        """What was raised; in `place` (a Unit beneath) or all; `here`: of the area's own unit."""
        rows = Recommendation.objects.standing().visible_to(self.scope)
        rows = rows.filter(raised_on__gte=self.starts_on, raised_on__lt=self.ends_on)
        if self.scheme:
            rows = rows.filter(report_link__report__scheme=self.scheme)
        return self._placed(rows, "raised_on", place, here)

    def reports(self, place=None, *, here=False):
        rows = Report.objects.visible_to(self.scope).during(self.starts_on, self.ends_on)
        rows = rows.filter(scheme=self.scheme) if self.scheme else rows
        return self._placed(rows, "met_on", place, here)

    def _placed(self, rows, day_field, place, here):
        if here:
            return rows.filter(unit=self.area)
        unit = place or self.area
        paths = self._paths if place is None else None
        return rows.filter(stood_under(unit, day_field=day_field, paths=paths))

    @cached_property
    def _paths(self) -> list[str]:
        return paths_of(self.area)

    # --- the numbers ---
    @cached_property
    def facts(self) -> list[tuple]:
        """[(unit id, day, what, number)]; `what`: ("topic", code), ("said", SHORT) or ("quality", value)."""
        found = []
        matters = self.matters().order_by().values_list("unit", "raised_on", "topic__code")
        for unit, day, code, number in matters.annotate(number=Count("pk")):
            found.append((unit, day, ("topic", code or NO_TOPIC), number))
        reports = self.reports().order_by()
        said = reports.exclude(quality="").values_list("unit", "met_on", "quality")
        for unit, day, quality, number in said.annotate(number=Count("pk")):
            found.append((unit, day, ("quality", quality), number))
        short = reports.filter(IS_SHORT).values_list("unit", "met_on").annotate(number=Count("pk"))
        found += [(unit, day, ("said", SHORT), number) for unit, day, number in short]
        return found

    @cached_property
    def topics(self) -> list[tuple]:
        """[(code, name)] of the topics that were raised, in their usual order; what has none comes last."""
        codes = {what[1] for _unit, _day, what, _number in self.facts if what[0] == "topic"}
        rows = Topic.objects.filter(code__in=codes).values_list("code", "name")
        return [*rows, *([(NO_TOPIC, "")] if NO_TOPIC in codes else [])]

    @cached_property
    def total(self) -> Counter:
        return sum((Counter({what: number}) for *_where, what, number in self.facts), Counter())

    @cached_property
    def by_month(self) -> list[Row]:
        rows: dict = {}
        for _unit, day, what, number in self.facts:
            key = f"{day:%Y-%m}"
            row = rows.setdefault(key, Row(key, f"{day:%m/%Y}"))
            row.numbers[what] += number
        return [rows[key] for key in sorted(rows)]

    @cached_property
    def by_unit(self) -> list[Row]:
        """The places directly beneath the area, by name; the area itself first where facts are its own."""
        places = self._places({unit for unit, *_rest in self.facts})
        rows: dict = {}
        for unit, day, what, number in self.facts:
            key = self._child(places[unit], day)
            rows.setdefault(key, Row(key, "", here=key == self.area.key)).numbers[what] += number
        names = names_of_keys(rows, self.ends_on)
        for row in rows.values():
            row.name = names.get(row.key, "")
        return sorted(rows.values(), key=lambda row: (not row.here, sort_key(row.name)))

    def _places(self, units) -> dict:
        found: dict = defaultdict(list)
        rows = UnitPlacement.objects.during(self.starts_on, self.ends_on).filter(unit__in=units)
        for unit, *place in rows.values_list("unit", "starts_on", "ends_on", "path"):
            found[unit].append(place)
        return found

    def _child(self, places, day) -> str:
        path = next(
            path
            for starts_on, ends_on, path in places
            if starts_on <= day and (ends_on is None or day < ends_on)
        )
        keys = path.split(".")[:-1]
        at = keys.index(self.area.key)
        return keys[min(at + 1, len(keys) - 1)]


def with_topic(matters, code):
    return matters.filter(topic=None) if code == NO_TOPIC else matters.filter(topic__code=code)


def saying(reports, what):
    """Reports that say it: SHORT, or a quality; all where it is neither."""
    if what == SHORT:
        return with_shortcomings(reports)
    return reports.filter(quality=what) if what in QUALITIES else reports
