"""Households in numbers by place: how many there are, with how many nobody is, how many were visited (Bến Tre 4.21)."""

from datetime import date, timedelta

from django.contrib import messages
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from branches.household_sections import sections
from common.pages import list_page, read_day
from common.policy import policy
from dashboard.household_places import FROM, UNTIL, AskedPlaces, PlaceTable

_ONE_DAY = timedelta(days=1)


@policy("households.figures")
def household_coverage(request):
    """Of the year so far where the address names no period; the place of the address, else the reader's highest."""
    first, last = _period(request)
    asked = AskedPlaces(request, first, last + _ONE_DAY)
    rows, total = asked.rows()
    days = {"first": date_format(first, "d/m/Y"), "last": date_format(last, "d/m/Y")}
    return list_page(
        request,
        queryset=rows,
        table=PlaceTable,
        title=_("Độ phủ hộ gia đình: %(name)s") % {"name": asked.name},
        template="dashboard/household_coverage.html",
        export="do-phu-ho",
        per_page=500,
        empty={"why": _("Không có nơi nào ở đây.")},
        crumbs=[(_("Độ phủ hộ gia đình"), None)],
        context={
            "sections": sections(request),
            "asked": asked,
            "first": first,
            "last": last,
            "sums": total,
            "lead": _("Hộ, người phụ trách: ngày %(day)s. Thăm hộ: từ %(first)s đến hết %(last)s.")
            % {"day": date_format(asked.day, "d/m/Y"), **days},
        },
    )


def _period(request) -> tuple[date, date]:
    """First and last day; what is no period is said, and the year so far is taken."""
    texts = [request.GET.get(name, "").strip() for name in (FROM, UNTIL)]
    this_year = date(request.day.year, 1, 1), request.day
    if not any(texts):
        return this_year
    first, last = (read_day(text) or usual for text, usual in zip(texts, this_year, strict=True))
    is_wrong = any(text and not read_day(text) for text in texts)
    if is_wrong or first > last or not 2000 <= first.year <= last.year <= 2100:
        messages.warning(request, _("Kỳ ghi chưa đúng; đang xem từ đầu năm đến nay."))
        return this_year
    return first, last
