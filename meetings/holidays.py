"""Days on which a meeting is unusual: Sundays and public holidays. They only warn, nothing is refused."""

from datetime import date
from functools import lru_cache

import holidays
from django.utils.translation import gettext as _

SUNDAY = 6


def holiday_on(day: date) -> str:
    """What day of rest it is, in words; "" for a working day or a Saturday."""
    if name := _holidays_of(day.year).get(day):
        return name
    return _("chủ nhật") if day.weekday() == SUNDAY else ""


@lru_cache(maxsize=8)
def _holidays_of(year: int) -> dict:
    return dict(holidays.country_holidays("VN", years=year, language="vi"))
