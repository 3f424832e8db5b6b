"""Pure rules of scores: points out of facts, grades out of points, a year out of its months. Decimals only; 89.99 is not 90.

Every function takes plain values (see the small classes), never models.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


@dataclass(frozen=True)
class BandFact:
    """A grade from `minimum` on; `sort` 1 is the top."""

    code: str
    minimum: Decimal
    sort: int
    is_inclusive: bool = True

    def holds(self, total: Decimal) -> bool:
        return total >= self.minimum if self.is_inclusive else total > self.minimum


@dataclass(frozen=True)
class StepFact:
    """Points where a fact reaches `threshold` ("from 90"), or passes it (`is_inclusive` False: "over 85")."""

    threshold: Decimal
    points: Decimal
    is_inclusive: bool = True
    is_at_most: bool = False

    def holds(self, value: Decimal) -> bool:
        if value == self.threshold:
            return self.is_inclusive
        return value < self.threshold if self.is_at_most else value > self.threshold


@dataclass(frozen=True)
class PointFact:
    """One criterion of a sheet. `points` None: not entered yet. `is_extra`: outside the scale's total."""

    code: str
    maximum: Decimal
    points: Decimal | None
    must_be_full: bool = False
    is_applicable: bool = True
    is_extra: bool = False


@dataclass(frozen=True)
class Grade:
    """`band` None: no band reaches so low. `missing`: codes without points; with any of them there is no grade yet.
    `not_full`: criteria that kept it from the top; `vetoed`: the band (code) that a veto brought it down to; `lowered_to`: the one to which
    vetoes lowered it that say by how many levels."""

    total: Decimal | None
    band: str | None = None
    full: Decimal = Decimal(100)
    missing: tuple[str, ...] = ()
    not_full: tuple[str, ...] = ()
    vetoed: str | None = None
    lowered_to: str | None = None
    by_points: str | None = None


def due_on_of(rubric, after: date) -> date:
    """The last day in time of a sheet whose meeting, month or year was over on the day before `after`: `rubric.sheet_days` later."""
    return after + timedelta(days=rubric.sheet_days - 1)


def fits_step(value: Decimal, criterion) -> bool:
    """Whether points are a multiple of the criterion's step; its least and its full marks always are points that one can have."""
    return value in (criterion.minimum, criterion.maximum) or not value % criterion.step


def share(part, whole) -> Decimal | None:
    """Per cent, unrounded. None where there is no whole: "not applicable", never 0 %."""
    return Decimal(part) * 100 / Decimal(whole) if whole else None


def proposed_points(value: Decimal | None, steps: Iterable[StepFact]) -> Decimal | None:
    """The points that the fact earns; None where it is not applicable or no step speaks of it. A fact that satisfies no
    step of at least one earns 0."""
    steps = list(steps)
    if value is None or not steps:
        return None
    held = [step for step in steps if step.holds(Decimal(value))]
    if not held:
        return Decimal(0)
    # The strictest step that holds: of two at the same threshold the one that excludes it.
    at_least = [step for step in held if not step.is_at_most]
    if at_least:
        return max(at_least, key=lambda step: (step.threshold, not step.is_inclusive)).points
    return min(held, key=lambda step: (step.threshold, step.is_inclusive)).points


def total_of(points: Iterable[PointFact]) -> tuple[Decimal | None, Decimal]:
    """(sum, full marks). What is not applicable is left out of both and the rest stands for the whole scale; bonus and
    penalty are added as they are. Nothing applicable: (None, full marks)."""
    points = list(points)
    scale = [each for each in points if not each.is_extra]
    full = sum((each.maximum for each in scale), Decimal(0))
    asked = [each for each in scale if each.is_applicable]
    possible = sum((each.maximum for each in asked), Decimal(0))
    if not possible:
        return None, full
    got = sum((each.points or Decimal(0) for each in asked), Decimal(0))
    if possible != full:
        got = got * full / possible
    extra = sum(
        (each.points or Decimal(0) for each in points if each.is_extra and each.is_applicable), Decimal(0)
    )
    return (got + extra).quantize(CENT, ROUND_HALF_UP), full


def band_of(total: Decimal, bands: Iterable[BandFact]) -> BandFact | None:
    """The best band that the total reaches."""
    return min((band for band in bands if band.holds(total)), key=lambda band: band.sort, default=None)


def grade_of(
    points: Sequence[PointFact], bands: Sequence[BandFact], vetoes: Iterable[str] = (), lowers_by: int = 0
) -> Grade:
    """The grade of a sheet. `vetoes`: codes of the bands to which veto rules that apply limit it; `lowers_by`: levels by which others
    lower it first, never below the lowest. Without full marks where
    they are a must the top grade becomes the next one (Bình Thuận: from 90 without them is Khá)."""
    total, full = total_of(points)
    missing = tuple(
        each.code for each in points if each.is_applicable and each.points is None and not each.is_extra
    )
    if total is None or missing:
        return Grade(total=None if total is None else total, full=full, missing=missing)
    by_code = {band.code: band for band in bands}
    reached = band_of(total, bands)
    first = reached.code if reached else None
    top = min(bands, key=lambda band: band.sort, default=None)
    not_full = tuple(
        each.code
        for each in points
        if each.must_be_full and each.is_applicable and (each.points or Decimal(0)) < each.maximum
    )
    if reached is None or reached != top:
        not_full = ()
    elif not_full:
        reached = min(
            (band for band in bands if band.sort > top.sort), key=lambda band: band.sort, default=top
        )
    lowered = lowered_band(reached, bands, lowers_by)
    is_lowered, reached = lowered != reached, lowered
    limit = max(
        (by_code[code] for code in vetoes if code in by_code), key=lambda band: band.sort, default=None
    )
    vetoed = None
    if limit and (reached is None or reached.sort < limit.sort):
        reached, vetoed = limit, limit.code
    return Grade(
        total=total,
        band=reached.code if reached else None,
        full=full,
        not_full=not_full,
        vetoed=vetoed,
        lowered_to=reached.code if is_lowered and not vetoed else None,
        by_points=first,
    )


def lowered_band(band: BandFact | None, bands: Sequence[BandFact], levels: int) -> BandFact | None:
    """The band `levels` below `band`, at most the lowest."""
    if band is None or not levels:
        return band
    below = [each for each in sorted(bands, key=lambda each: each.sort) if each.sort >= band.sort]
    return below[min(levels, len(below) - 1)]


@dataclass(frozen=True)
class YearRule:
    """`band` for the year where at least `floor_share` per cent are at least `floor` and `count` at least `counted`."""

    band: str
    floor: str
    floor_share: Decimal = Decimal(100)
    counted: str | None = None
    count: int = 0


def year_band(
    grades: Sequence[str | None], bands: Sequence[BandFact], rules: Iterable[YearRule]
) -> str | None:
    """The best grade whose rule holds for the grades (codes) of a year; None where none does or nothing was graded."""
    rung = {band.code: band.sort for band in bands}
    lowest = max(rung.values(), default=0) + 1
    rungs = [rung.get(code, lowest) for code in grades]
    for rule in sorted(rules, key=lambda rule: rung[rule.band]):
        reached = sum(each <= rung[rule.floor] for each in rungs)
        enough = bool(rungs) and Decimal(reached) * 100 >= rule.floor_share * len(rungs)
        if enough and (not rule.count or sum(each <= rung[rule.counted] for each in rungs) >= rule.count):
            return rule.band
    return None


@dataclass(frozen=True)
class RollUp:
    """A year of monthly totals. `mean` None where there is none; months without a total are counted, never taken as 0."""

    mean: Decimal | None
    lowest: Decimal | None
    months: int
    missing: int
    by_band: dict = field(default_factory=dict)


def roll_up(totals: Sequence[tuple[Decimal, str | None]], expected: int) -> RollUp:
    """`totals`: (points, band) of the months that have one; `expected`: how many there should be by now."""
    by_band: dict = {}
    for _total, band in totals:
        by_band[band] = by_band.get(band, 0) + 1
    values = [total for total, _band in totals]
    mean = (sum(values, Decimal(0)) / len(values)).quantize(CENT, ROUND_HALF_UP) if values else None
    return RollUp(
        mean=mean,
        lowest=min(values, default=None),
        months=len(values),
        missing=max(expected - len(values), 0),
        by_band=by_band,
    )
