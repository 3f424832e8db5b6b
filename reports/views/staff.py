"""For an employer's head: whether her people have reported. The status alone: no meeting, no day, no word of a report."""

from django.utils.translation import gettext as _

from assignments.models import Assignment
from assignments.querysets.cadres import posts_by_cadre
from branches.models import Unit
from common.months import asked_month, month_links, month_words
from common.pages import list_page
from common.policy import policy
from meetings.facts.staff import staff_of
from meetings.rules import month_after
from reports.cells import CellBuilder
from reports.expected import Tally, tally_of
from reports.tables.reports import StaffReportTable
from reports.year_links import year_links


@policy("staff.read")
def staff_reports(request):
    month = asked_month(request)
    people = list(
        staff_of(request.scope.reach("staff.read").agency_ids, request.day).order_by("given_name_key")
    )
    tallies = tallies_of(people, month, request.day)
    posts = posts_by_cadre([each.pk for each in people], request.day)
    return list_page(
        request,
        queryset=[_row(each, tallies[each.pk], posts) for each in people if each.pk in tallies],
        table=StaffReportTable,
        title=_("Báo cáo của cán bộ cơ quan"),
        template="meetings/month_list.html",
        per_page=200,
        links=year_links(request.scope, "evidence.comment"),
        empty={
            "why": _("Trong tháng này không cán bộ nào của cơ quan phải dự sinh hoạt và báo cáo."),
            "what": _("Hãy chọn tháng khác; ai được phân công thì hiện ở đây."),
        },
        crumbs=[(_("Báo cáo của cán bộ cơ quan"), None)],
        context={"month": month_links(request, month), "lead": month_words(month)},
    )


def tallies_of(people, month, day) -> dict[int, Tally]:
    """{cadre id: Tally of the month as known on `day`} of those who had something to attend. One build for each committee
    that assigned them: there are one or two."""
    ends_on = month_after(month)
    rows = Assignment.objects.standing().during(month, ends_on).filter(cadre__in=people)
    by_issuer: dict = {}
    for pk, issuer in rows.values_list("pk", "scheme__issuer"):
        by_issuer.setdefault(issuer, set()).add(pk)
    issuers = Unit.objects.in_bulk(by_issuer)
    found: dict = {}
    for issuer, ids in sorted(by_issuer.items()):
        cells = CellBuilder(issuers[issuer], month, ends_on, day, issuer=issuers[issuer], only=ids).build()
        for cell in cells:
            _kind, cadre = cell.line.who
            found[cadre] = found.get(cadre, Tally()) + tally_of(cell)
    return found


def _row(cadre, tally, posts) -> dict:
    missing = tally.missing + tally.unreported
    state = "missing" if missing else "late" if tally.late else "filed" if tally.on_time else "open"
    return {
        "cadre": cadre.full_name,
        "post": posts.get(cadre.pk, ""),
        "on_time": tally.on_time,
        "late": tally.late,
        "missing": missing,
        "state": state,
    }
