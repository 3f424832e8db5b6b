"""Working days in Vietnam, as the kept library knows them: weekends, public holidays with the days given instead, Tết by
the lunar calendar, and the days that the government swaps ("nghỉ 31/8, làm bù 22/8/2026")."""

from datetime import date
from functools import lru_cache

import holidays

from matters import rules


def is_rest(day: date) -> bool:
    """Whether offices rest on `day`. A Saturday worked instead of another day is a working day."""
    return not _days_around(day.year).is_working_day(day)


def working_day_after(day: date, count: int) -> date:
    """The `count`-th working day after `day`."""
    return rules.working_day_after(day, count, is_rest)


def working_days_between(first: date, last: date) -> int:
    """Working days after `first` up to and with `last`."""
    return rules.working_days_between(first, last, is_rest)


@lru_cache(maxsize=16)
def _days_around(year: int):
    # With the years beside it: a day can be swapped for one of the next year (31/12/2018 for 5/1/2019).
    return holidays.country_holidays("VN", years=range(year - 1, year + 2), language="vi", expand=False)
