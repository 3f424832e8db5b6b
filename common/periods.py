"""Half-open periods [starts_on, ends_on) of dates; None is an open end.

A period is a pair `(starts_on, ends_on)`. A missing start is an open beginning, a missing end runs on. Screens and
forms speak of the last day held, which is `ends_on` − 1. Pure functions: no Django, no clock.
"""

from collections.abc import Iterable
from datetime import date, timedelta

Period = tuple[date | None, date | None]

_ONE_DAY = timedelta(days=1)


def is_empty(period: Period) -> bool:
    """Whether the period holds no day (it ends on or before the day on which it starts)."""
    starts_on, ends_on = period
    return starts_on is not None and ends_on is not None and ends_on <= starts_on


def contains(starts_on: date | None, ends_on: date | None, day: date) -> bool:
    """Whether `day` lies in [starts_on, ends_on)."""
    return (starts_on is None or starts_on <= day) and (ends_on is None or day < ends_on)


def overlaps(first: Period, second: Period) -> bool:
    """Whether the two periods have a day in common; one that ends on the day the other begins does not."""
    return not is_empty(_common(first, second)) and not is_empty(first) and not is_empty(second)


def last_day(ends_on: date | None) -> date | None:
    """The last day held, as a screen shows it; None for an open end."""
    return None if ends_on is None else ends_on - _ONE_DAY


def to_ends_on(last_day: date | None) -> date | None:
    """What is stored for the last day held that a form or a file gives; None for an open end."""
    return None if last_day is None or last_day == date.max else last_day + _ONE_DAY


def intersect(periods: Iterable[Period]) -> Period | None:
    """The days that all periods share, or None when there is none. No periods at all share every day."""
    result: Period = (None, None)
    for period in periods:
        result = _common(result, period)
        if is_empty(result) or is_empty(period):
            return None
    return result


def merge(periods: Iterable[Period]) -> list[Period]:
    """The same days in as few periods as possible, in order; periods that touch become one, empty ones vanish."""
    merged: list[Period] = []
    for starts_on, ends_on in sorted((p for p in periods if not is_empty(p)), key=_by_start):
        if merged and _reaches(merged[-1], starts_on):
            before = merged[-1]
            merged[-1] = (before[0], _later_end(before[1], ends_on))
        else:
            merged.append((starts_on, ends_on))
    return merged


def subtract(period: Period, others: Iterable[Period]) -> list[Period]:
    """The gaps: the days of `period` that none of `others` holds, in order."""
    if is_empty(period):
        return []
    gaps: list[Period] = []
    starts_on, ends_on = period
    for other_start, other_end in merge(others):
        if not overlaps((starts_on, ends_on), (other_start, other_end)):
            continue
        if other_start is not None and (starts_on is None or other_start > starts_on):
            gaps.append((starts_on, other_start))
        if other_end is None:
            return gaps
        starts_on = other_end
        if is_empty((starts_on, ends_on)):
            return gaps
    gaps.append((starts_on, ends_on))
    return gaps


def _common(first: Period, second: Period) -> Period:
    starts = [day for day in (first[0], second[0]) if day is not None]
    ends = [day for day in (first[1], second[1]) if day is not None]
    return max(starts, default=None), min(ends, default=None)


def _by_start(period: Period) -> date:
    return period[0] or date.min


def _reaches(period: Period, starts_on: date | None) -> bool:
    return period[1] is None or starts_on is None or starts_on <= period[1]


def _later_end(first: date | None, second: date | None) -> date | None:
    return None if first is None or second is None else max(first, second)
