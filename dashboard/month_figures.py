"""The running month of a committee in one line: what was attended, what waits, which schedules are missing, what is due.

Each number is that of the list to which it leads, from the same method.
"""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from branches.querysets.scoping import from_above
from common.months import MONTH, month_query
from dashboard.addresses import AREA, address_of
from matters.models import Recommendation
from matters.slices import Slice
from meetings.querysets.schedules import MISSING, communes_registering, in_state
from meetings.rules import last_of
from reports.cells import CellBuilder
from reports.due import DueList, issuers_reviewed_by, period_looked_at
from reports.expected import Tally, tally_of
from reports.models import Report


def month_figures(scope, area, day) -> list[dict]:
    """[{"number", "words", "state", "url"}] of `area` (Unit) and what the scope may read of it."""
    first = day.replace(day=1)
    builder = CellBuilder(area, *period_looked_at(day), day, knows_days=True)
    cells = builder.build()
    return [
        *_attended([cell for cell in cells if cell.first == first], scope, area, first),
        *_waiting(scope, day),
        *_schedules(scope, first),
        *_due(scope, area, day, (cells, builder.schemes)),
        *_matters(scope, area, day),
    ]


def _attended(cells, scope, area, first) -> list[dict]:
    total = sum(map(tally_of, cells), Tally())
    if not total.expected:
        return []
    page = address_of("reports:expected_page")
    month = month_query(first)
    query = urlencode({AREA: area.key, "tu": month, "den": month})
    return [
        {
            "number": f"{total.attended}/{total.expected}",
            "words": _("lượt đã dự tháng %(month)s") % {"month": f"{first:%m/%Y}"},
            "state": "ok",
            "url": f"{page}?{query}" if page else None,
        }
    ]


def _waiting(scope, day) -> list[dict]:
    if not scope.may("reports.read"):
        return []
    number = Report.objects.visible_to(scope).awaiting_board(day).not_own(scope).count()
    words = ngettext("báo cáo chờ nhận", "báo cáo chờ nhận", number)
    return [_part(number, words, "warn", f"{reverse('reports:review_list')}?tinh_trang=board")]


def _schedules(scope, first) -> list[dict]:
    if not scope.may("meetings.read"):
        return []
    rows = communes_registering(scope, first, last_of(first))
    number = rows.filter(in_state(MISSING)).count()
    query = urlencode({MONTH: month_query(first), "tinh_trang": MISSING})
    words = ngettext("xã chưa đăng ký lịch", "xã chưa đăng ký lịch", number)
    return [_part(number, words, "bad", f"{reverse('meetings:schedule_list')}?{query}")]


def _due(scope, area, day, built) -> list[dict]:
    """Of the committee whose list the reader finds first."""
    issuer = issuers_reviewed_by(scope, day).first() if scope.may("reports.review") else None
    if issuer is None:
        return []
    dues = DueList(issuer, day, built=built if issuer == area else None)
    found = []
    for code, rows, words in (
        ("chon", dues.visits, _("chưa chọn buổi dự")),
        ("bao-cao", dues.reports, _("báo cáo đến hạn, cần nhắc")),
        ("cap-uy", dues.conferences, _("báo cáo dự hội nghị cấp ủy, cần nhắc")),
    ):
        query = urlencode({"cap": issuer.key, "viec": code})
        if rows or code == "bao-cao":
            found.append(_part(len(rows), words, "bad", f"{reverse('reports:late_list')}?{query}"))
    return found


def _matters(scope, area, day) -> list[dict]:
    """What was raised in the area and is overdue."""
    if not scope.may("matters.read"):
        return []
    overdue = Slice("overdue", day, area=area)
    number = overdue.of(Recommendation.objects.filter(from_above(scope, "matters.read"))).count()
    return [_part(number, _("kiến nghị quá hạn"), "bad", overdue.url)]


def _part(number, words, state, url) -> dict:
    return {"number": number, "words": words, "state": state if number else "ok", "url": url}
