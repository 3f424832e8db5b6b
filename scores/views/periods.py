"""Quarters and years of organisations: who has sent, what was given; what a month's list is for months."""

from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from branches.models import Organisation
from branches.querysets.scoping import within, within_bodies
from common.pages import list_page
from common.policy import policy
from scores.filters.sheets import MonthFilter
from scores.models import Sheet
from scores.monthly import KINDS, Month
from scores.periods import period_after, period_query, period_words, read_period
from scores.sections import sections
from scores.tables.sheets import PeriodTable
from scores.views.months import counts_of, rows_of_period


@policy("rubrics.read")
def period_list(request):
    """The quarter before this one, unless another (`?ky=2026-Q1`) or a year (`?ky=2026`) is asked for."""
    kind, first = _asked(request)
    sheets = Sheet.objects.visible_to(request.scope)
    bodies = _bodies(request, sheets, kind, first)
    lines = Month(bodies, first, request.day, sheets, kind).lines
    here = f"{reverse('scores:period_list')}?ky={period_query(kind, first)}"
    return list_page(
        request,
        queryset=rows_of_period(request, bodies, lines, kind, first),
        table=PeriodTable,
        filterset=MonthFilter,
        title=_("Chấm điểm – %(period)s") % {"period": period_words(kind, first)},
        template="scores/month_list.html",
        export=f"cham-diem-{period_query(kind, first).lower()}",
        links=_links(first.year),
        empty={
            "why": _("Không có tổ chức đảng nào trong phạm vi của bạn."),
            "what": _("Nơi có bộ tiêu chí chấm quý hoặc đánh giá năm thì tổ chức đảng tự chấm ở đây."),
        },
        crumbs=[(_("Chấm tháng"), reverse("scores:month_list")), (_("Chấm quý, đánh giá năm"), None)],
        context={"sections": sections(request), "counts": counts_of(lines), "late_url": f"{here}&dung_han="},
    )


def _asked(request) -> tuple[str, date]:
    found = read_period(request.GET.get("ky", ""))
    if found and found[0] != "month":
        return found
    quarter = date(request.day.year, (request.day.month - 1) // 3 * 3 + 1, 1)
    return "quarter", period_after("quarter", quarter, -1)


def _bodies(request, sheets, kind, first):
    """Those of a month's list; also a branch whose secretary the reader is, and whoever has a sheet that he reads."""
    scope = request.scope
    own = {pk for hold in scope.holds_of("scores.own") for pk in hold.body_ids}
    scored = sheets.standing().filter(kind=kind, period_on=first).values("organisation")
    rows = Organisation.objects.filter(Q(kind__in=KINDS) | Q(pk__in=sorted(own)) | Q(pk__in=scored))
    reads = within(scope.reach("scores.read"))
    return rows.filter(reads | within_bodies(scope, "scores.own", organisation="") | Q(pk__in=scored))


def _links(year) -> list[tuple]:
    asked = [("quarter", date(year, month, 1)) for month in (1, 4, 7, 10)]
    asked += [("year", date(each, 1, 1)) for each in (year - 1, year, year + 1)]
    return [
        (period_words(*each), f"{reverse('scores:period_list')}?ky={period_query(*each)}") for each in asked
    ]
