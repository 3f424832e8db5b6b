"""A year of meetings: the grade of each branch by the yearly rules of its rubric, by each side."""

from collections import defaultdict
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from common.months import asked_year
from common.pages import list_page
from common.policy import policy
from common.text import search_key
from scores.filters.sheets import BranchYearFilter
from scores.meeting_quality import gap_trend, scored_meetings
from scores.meeting_years import branch_years
from scores.models import Sheet
from scores.sections import sections
from scores.tables.sheets import BranchYearTable
from scores.views.meetings import names_of_lines, trend_words
from scores.views.months import year_links


@policy("rubrics.read")
def branch_year_list(request):
    """Branches by the grade that the yearly rules of their rubric make of their meetings, by each side apart."""
    year = asked_year(request)
    sheets = Sheet.objects.visible_to(request.scope)
    found = branch_years(sheets, year)
    trends = defaultdict(list)
    for meeting in scored_meetings(sheets, date(year, 1, 1), date(year + 1, 1, 1)):
        trends[meeting.organisation_id].append(meeting)
    return list_page(
        request,
        queryset=_year_rows(found, trends, request.day),
        table=BranchYearTable,
        filterset=BranchYearFilter,
        title=_("Chất lượng sinh hoạt cả năm %(year)s") % {"year": year},
        template="scores/list.html",
        export=f"chat-luong-sinh-hoat-ca-nam-{year}",
        links=year_links("scores:branch_years", year),
        empty={
            "why": _("Chưa có buổi sinh hoạt nào được chấm."),
            "what": _("Chi bộ tự chấm ở trang của buổi họp; cấp trên chấm ở trang của lượt dự."),
        },
        crumbs=[(_("Chất lượng sinh hoạt"), reverse("scores:meeting_scores")), (_("Cả năm"), None)],
        context={"sections": sections(request)},
    )


def _year_rows(found, trends, day) -> list[dict]:
    names, places, paths, keys = names_of_lines(found, day)
    rows = [
        {
            "organisation": names.get(each.organisation_id, ""),
            "place": places.get(each.unit_id, ""),
            "url": reverse("scores:meeting_trend", args=[keys[each.organisation_id]]),
            "held": each.held,
            **{side: _side_words(said) for side, said in each.sides.items()},
            **{f"{side}_year": _side_year(said, each.is_ruled) for side, said in each.sides.items()},
            "trend": trend_words(gap_trend(trends[each.organisation_id])),
            "path": paths[each.unit_id],
            "bands": {str(said.band) for said in each.sides.values() if said.band},
            "is_missing": each.sides["branch"].meetings < each.held,
            "rung": each.rung,
        }
        for each in found
    ]
    return sorted(rows, key=lambda row: (row["rung"], search_key(row["organisation"])))


def _side_words(said) -> str:
    """ "9 buổi: Tốt 7, Khá 2"."""
    if not said.meetings:
        return ""
    grades = ", ".join(f"{name} {number}" for name, number in said.by_band.items())
    return _("%(number)s buổi: %(grades)s") % {"number": said.meetings, "grades": grades}


def _side_year(said, is_ruled) -> str:
    if said.meetings and not is_ruled:
        return _("bộ tiêu chí không quy định")
    if said.is_other_scale:
        return _("các buổi xếp loại theo hai thang")
    return str(said.band or "")
