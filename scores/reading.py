"""What indicators say of a unit in a period: given numbers added up without counting anybody twice, else what the map says."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Q

from branches.models import Organisation, Unit, UnitPlacement
from branches.querysets.units import stood_under
from common.together import asked_together
from matters.amounts import Total
from scores.derived import BODIES, DERIVED, PEOPLE, MapFacts, counted, counted_above, read_together
from scores.models import Indicator, IndicatorValue
from scores.small_figures import gives_away, is_small

GIVEN, DERIVED_SOURCE = "given", "derived"


@dataclass(frozen=True)
class Figure:
    """`value` None: nobody gave a number and the map knows none. `whole` None: no whole, or not all of it known.
    `counted_on`: the latest day of what was added up. `values`: ids of the IndicatorValues behind it. `gives_away`: it is a small
    number, or one could be reckoned from it (see `scores.small_figures`)."""

    indicator: Indicator
    value: int | None = None
    whole: int | None = None
    is_at_least: bool = False
    is_about: bool = False
    source: str = ""
    counted_on: date | None = None
    by_category: dict = field(default_factory=dict)
    values: tuple[int, ...] = ()
    gives_away: bool = False

    @property
    def qualifier(self) -> str:
        return "more_than" if self.is_at_least else "about" if self.is_about else "exact"


def indicator_figures(
    area: Unit, starts_on, ends_on, day=None, indicators=None, *, derives=True
) -> dict[str, Figure]:
    """{code: Figure} of `indicators` (default: all in use) in `[starts_on, ends_on)` under `area`, as known on `day`.

    A flow adds up what was counted in the period, each by the map of its own day; a stock takes the latest of every place
    that stands on the last day. A number of the area itself, or of a place above, stands for those below it. Money a head
    and the like (`is_summable` False) is the area's own number or none. What was given counts before what the map derives,
    but for a stock only if it was given in the period or the map knows nothing. `derives` False: the map is not asked.
    """
    return several_figures([(area, starts_on, ends_on, day)], indicators, derives=derives)[0]


def several_figures(asked, indicators=None, *, derives=True) -> list[dict[str, Figure]]:
    """`indicator_figures` of each of `asked` (area, starts_on, ends_on, day), in as many questions as for one of them."""
    spans = [MapFacts(area, starts, ends, last_known(ends, day)) for area, starts, ends, day in asked]
    if not spans:
        return []
    known = list(Indicator.objects.in_use(min(s.day for s in spans)) if indicators is None else indicators)
    given = _given(spans, known)
    if derives and len(spans) > 1:
        read_together(spans)
    return [
        {
            row.code: _figure(row, found.get(row.pk, Given()), facts, derives)
            for row in known
            if indicators is not None or row.ended_on is None or row.ended_on > facts.day
        }
        for facts, found in zip(spans, given, strict=True)
    ]


def last_known(ends_on, day=None) -> date:
    last = ends_on - timedelta(days=1)
    return min(last, day) if day else last


def facts_of(area, starts_on, ends_on, day=None) -> MapFacts:
    """What the map says of it, as `indicator_figures` asks it."""
    return MapFacts(area, starts_on, ends_on, last_known(ends_on, day))


def rows_counted(figure: Figure, facts: MapFacts) -> tuple[str, list]:
    """What the number counts, by the method that gives it: ("holder", [ids]) or ("body", [[organisation id, how much of it]]) of the
    map, else ("value", [ids])."""
    derived = figure.indicator.derived
    if figure.source != DERIVED_SOURCE:
        return "value", list(figure.values)
    if derived in PEOPLE:
        return "holder", [holder.pk for holder, is_counted in PEOPLE[derived](facts) if is_counted]
    return "body", [[pk, number] for pk, number in BODIES[derived](facts)]


def is_hidden(figure: Figure, owns: bool) -> bool:
    """Whether the number is not shown: of what is sensitive, to whoever reads it from outside of its owner's ground (`owns`:
    his reach of "indicators.sensitive" covers the place). Pages, exports and papers all ask this."""
    return figure.indicator.is_sensitive and not owns and figure.gives_away


@dataclass(frozen=True)
class Given:
    """Values of one indicator that count, and whether a small number stands among them or below them."""

    values: tuple = ()
    gives_away: bool = False


def _figure(indicator, given, facts, derives=True) -> Figure:
    values = given.values
    area, last = facts.area, facts.day
    derive = derives and indicator.derived in DERIVED
    fresh = [value for value in values if value.counted_on >= facts.starts_on]
    if derive and not fresh:
        value, whole = counted(facts, indicator.derived)
        if whole or (whole is None and value):
            small = is_small(value, whole)
            return Figure(indicator, value, whole, source=DERIVED_SOURCE, counted_on=last, gives_away=small)
    if not values or (not indicator.is_summable and [v.unit_id for v in values] != [area.pk]):
        return Figure(indicator)
    return added_up(indicator, values, given.gives_away)


def added_up(indicator, values, gives_away=False) -> Figure:
    """The sum of `values`, of which none stands for another."""
    total, by_category = Total(), {}
    for value in values:
        total = total.plus(value.value, value.qualifier)
        by_category[value.category] = by_category.get(value.category, 0) + value.value
    # Categories of one place share its whole.
    whole = _whole(values) if None not in [value.whole for value in values] else None
    return Figure(
        indicator,
        total.amount,
        whole,
        total.is_at_least,
        total.is_about,
        GIVEN,
        max(value.counted_on for value in values),
        by_category if set(by_category) != {""} else {},
        tuple(value.pk for value in values),
        gives_away or is_small(total.amount, whole),
    )


def _whole(values) -> int:
    wholes = {(value.unit_id, value.organisation_id, value.counted_on): value.whole for value in values}
    return sum(wholes.values())


class Kind(NamedTuple):
    kind: str


class _Value(NamedTuple):
    """An IndicatorValue in plain values."""

    pk: int
    indicator_id: int
    unit_id: int
    organisation_id: int | None
    category: str
    value: int
    whole: int | None
    qualifier: str
    counted_on: date
    organisation: Kind | None


def _given(spans, indicators) -> list[dict]:
    """[{indicator id: Given}] of each of `spans`; three questions, however many spans, indicators and places there are."""
    flows = {row.pk for row in indicators if row.is_flow}
    stocks = {row.pk for row in indicators} - flows
    fields = (*_Value._fields[:-1], "organisation__kind")
    parts = [rows.values_list(*fields) for span in spans for rows in _counting(span, flows, stocks)]
    read = [[_Value(*row, kind and Kind(kind)) for *row, kind in rows] for rows in asked_together(parts)]
    values = [counted + latest for counted, latest in zip(read[::2], read[1::2], strict=True)]
    if not any(values):
        return [{} for _span in spans]
    # Only what an organisation said may be in what one above it said.
    of_bodies = any(value.organisation_id for each in values for value in each)
    parents = [span.all_parents for span in spans] if of_bodies else []
    above = asked_together(parents, order=("starts_on",)) if of_bodies else [()] * len(spans)
    paths = _paths({value.unit_id for each in values for value in each}, [span.day for span in spans])
    return [
        _of_each(mine, flows, paths[span.day], dict(row[:2] for row in rows))
        for span, mine, rows in zip(spans, values, above, strict=True)
    ]


def _counting(span, flows, stocks) -> tuple:
    """What was counted in the span of flows, and the latest of each place of stocks."""
    last = span.day
    standing = Q(organisation=None) | Q(organisation__closed_on=None) | Q(organisation__closed_on__gt=last)
    rows = IndicatorValue.objects.standing().filter(counted_on__lte=last)
    counted = rows.filter(
        stood_under(span.area, day_field="counted_on"),
        indicator__in=flows,
        counted_on__gte=span.starts_on,
        counted_on__lt=span.ends_on,
    )
    latest = (
        rows.filter(standing, indicator__in=stocks, unit__in=span.placements.values("unit"))
        .order_by("indicator_id", "unit_id", "organisation_id", "category", "-counted_on")
        .distinct("indicator_id", "unit_id", "organisation_id", "category")
    )
    return counted.order_by(), latest


def _paths(units, days) -> dict:
    """{day: {unit id: its path on that day, or last before, or first after}}."""
    found: dict = {day: {} for day in days}
    rows = UnitPlacement.objects.filter(unit__in=units).order_by("starts_on")
    for unit, starts_on, path in rows.values_list("unit", "starts_on", "path"):
        for day, known in found.items():
            if unit not in known or starts_on <= day:
                known[unit] = path
    return found


def _of_each(values, flows, paths, above) -> dict:
    """{indicator id: Given}."""
    groups: dict = {}
    for value in values:
        year = value.counted_on.year if value.indicator_id in flows else None
        groups.setdefault((value.indicator_id, value.category, year), []).append(value)
    found: dict = {}
    for (indicator, _category, _year), group in groups.items():
        top, known = topmost(group, paths, above), found.get(indicator, Given())
        small = known.gives_away or gives_away(group, top, paths)
        found[indicator] = Given((*known.values, *top), small)
    return found


def topmost(group, paths, above) -> list:
    """The values of `group` without those of whom a place or body above gave a number of the same kind. A place speaks for
    all in it, and so does its committee; another organisation only for those below it (`above`: {child: parent}): a
    branch of the commune's office does not speak for the hamlets. `paths`: {unit id: its path}."""
    of_places = {paths.get(value.unit_id) for value in group if value.organisation is None}
    speaking = of_places | {
        paths.get(value.unit_id)
        for value in group
        if value.organisation and value.organisation.kind == Organisation.Kind.COMMITTEE
    }
    bodies = {value.organisation_id for value in group} - {None}
    return [
        value
        for value in group
        if not prefixes(paths.get(value.unit_id) or "") & speaking
        and not (value.organisation and paths.get(value.unit_id) in of_places)
        and not counted_above(value.organisation_id, above, bodies)
    ]


def prefixes(path) -> set:
    """The paths above `path` ("a.b.c." → "a.", "a.b.")."""
    keys = path.split(".")[:-2]
    return {".".join(keys[: at + 1]) + "." for at in range(len(keys))}
