"""Pages of one month: which month the address asks for (`?thang=2026-11`), and the way to those beside it.

A month is the date of its first day.
"""

from datetime import date, timedelta

from django.utils.translation import gettext as _

MONTH, YEAR = "thang", "nam"


def read_month(text: str) -> date | None:
    """The month that "2026-11" or "11/2026" says, None where it is none."""
    parts = text.strip().replace("/", "-").split("-")
    if len(parts) != 2 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    year, month = parts if len(parts[0]) == 4 else reversed(parts)
    if len(year) != 4 or len(month) > 2:
        return None
    try:
        return date(int(year), int(month), 1)
    except ValueError:
        return None


def asked_month(request, otherwise: date | None = None) -> date:
    """The month of `?thang=`, or that of `otherwise` (today); what is no month is taken as none."""
    return read_month(request.GET.get(MONTH, "")) or (otherwise or request.day).replace(day=1)


def asked_year(request) -> int:
    """The year of `?nam=`, or the present one; what is no year is taken as none."""
    text = request.GET.get(YEAR, "")
    is_year = text.isascii() and text.isdigit() and 2000 <= int(text) <= 2100
    return int(text) if is_year else request.day.year


def month_query(month: date) -> str:
    """`month` as the address says it: "2026-11"."""
    return f"{month:%Y-%m}"


def month_words(month: date) -> str:
    return _("Tháng %(month)s") % {"month": _short(month)}


def _short(month: date) -> str:
    return f"{month.month}/{month.year}"


def month_links(request, month: date) -> dict:
    """What components/month.html shows: this month in words, and the addresses of the one before, the one after, and the
    present one; the rest of the address stays, but the page's number."""
    before = (month - timedelta(days=1)).replace(day=1) if month > date(1900, 1, 1) else None
    after = (month + timedelta(days=32)).replace(day=1) if month < date(2999, 12, 1) else None
    present = request.day.replace(day=1)
    return {
        "here": month_words(month),
        "before": before and (_short(before), _address(request, before)),
        "after": after and (_short(after), _address(request, after)),
        "present": (month_words(present), _address(request, present)) if month != present else None,
        "value": month_query(month),
    }


def _address(request, month: date) -> str:
    query = request.GET.copy()
    for name in ("page", "export"):
        query.pop(name, None)
    query[MONTH] = month_query(month)
    return f"{request.path}?{query.urlencode()}"
