"""Periods for which an organisation is scored: a month, a quarter, a year. Each is known by its first day and by how it is written in
an address or a list ("2026-03", "2026-Q1", "2026")."""

import re
from datetime import date

from django.utils.translation import gettext as _

from common.months import month_query, month_words, read_month
from meetings.rules import month_after

MONTHS = {"month": 1, "quarter": 3, "year": 12}
_ROMAN = ("I", "II", "III", "IV")
_QUARTER = r"(?:q|quý\s*)(iv|i{1,3}|[1-4])"


def read_period(text) -> tuple[str, date] | None:
    """(kind, first day) of "2026-03", "2026-Q1", "quý I/2026", "2026"; None where it is none of these."""
    text = str(text).strip().casefold()
    if re.fullmatch(r"(19|20)\d\d", text, re.ASCII):
        return "year", date(int(text), 1, 1)
    for pattern, year, number in (
        (rf"((?:19|20)\d\d)[-/ ]{_QUARTER}", 1, 2),
        (rf"{_QUARTER}[-/ ]((?:19|20)\d\d)", 2, 1),
    ):
        if found := re.fullmatch(pattern, text, re.ASCII):
            said = found[number].upper()
            quarter = _ROMAN.index(said) + 1 if said in _ROMAN else int(said)
            return "quarter", date(int(found[year]), 3 * quarter - 2, 1)
    month = read_month(text)
    return ("month", month) if month else None


def period_words(kind: str, first: date) -> str:
    if kind == "quarter":
        return _("Quý %(quarter)s/%(year)s") % {"quarter": _ROMAN[first.month // 3], "year": first.year}
    return month_words(first) if kind == "month" else _("Năm %(year)s") % {"year": first.year}


def period_query(kind: str, first: date) -> str:
    """As an address says it."""
    if kind == "quarter":
        return f"{first.year}-Q{first.month // 3 + 1}"
    return month_query(first) if kind == "month" else f"{first:%Y}"


def period_after(kind: str, first: date, number: int = 1) -> date:
    """The first day of the `number`th period after; below nought: before."""
    return month_after(first, number * MONTHS[kind])


def begins_period(kind: str, day: date) -> bool:
    return day.day == 1 and (day.month - 1) % MONTHS[kind] == 0
