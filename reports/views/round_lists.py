"""The lists behind a round's figures: turns, turns expected and missing, what was seen, what was raised."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from common.pages import list_page
from common.periods import last_day
from common.policy import policy
from matters.models import Recommendation
from meetings.models import Attendance
from reports.asked import AREA
from reports.expected import Expected
from reports.facts.cells import cell_rows, in_state
from reports.facts.rounds import for_seen, raised_rows, seen_rows
from reports.facts.turns import attendance_rows
from reports.filters.rounds import RaisedFilter, SeenFilter
from reports.filters.turns import TurnFilter
from reports.models import Report
from reports.querysets.expecting import with_due_days
from reports.querysets.gathering import turns_of
from reports.rounds import RoundFacts
from reports.tables.expected import AttendanceTable, CellTable
from reports.tables.rounds import RaisedTable, SeenTable
from reports.views.rounds import crumbs_of, found


@policy("rounds.read")
def round_visits(request, key):
    """The turns of the round, one row each."""
    made = found(request, key)
    rows = turns_of(made) & Attendance.objects.visible_to(request.scope)
    return list_page(
        request,
        queryset=with_due_days(rows).for_list().select_related("report").order_by("-attended_on", "-pk"),
        table=AttendanceTable,
        filterset=TurnFilter,
        title=_("Lượt dự: %(round)s") % {"round": made},
        prepare=lambda shown: attendance_rows(shown, request.scope, request.day),
        export="luot-du-cua-dot",
        empty={"why": _("Chưa có lượt dự nào trong đợt này.")},
        crumbs=crumbs_of(made, _("Lượt dự")),
    )


@policy("rounds.read")
def round_missing(request, key):
    """The expected turns of the round that nobody made, one row an assignment and month."""
    made = found(request, key)
    facts = RoundFacts(made, request.day)
    asked = _Asked(facts.expected, min(last_day(made.ends_on), request.day), made)
    return list_page(
        request,
        queryset=in_state(facts.expected.cells, "missing"),
        table=CellTable,
        title=_("Lượt chỉ tiêu không dự: %(round)s") % {"round": made},
        prepare=lambda cells: cell_rows(cells, asked),
        export="luot-thieu-cua-dot",
        empty={"why": _("Không có lượt chỉ tiêu nào bị thiếu trong đợt này.")},
        crumbs=crumbs_of(made, _("Không dự")),
    )


@dataclass
class _Asked:
    """As much of `reports.asked.Asked` as rows of cells ask."""

    expected: Expected
    map_day: date
    made: object

    def address(self, name, *, args=(), **more) -> str:
        return f"{reverse(f'reports:{name}', args=args)}?{urlencode({AREA: self.made.issuer.key} | more)}"


@policy("rounds.read")
def round_reports(request, key):
    """What the visitors saw."""
    made = found(request, key)
    rows = RoundFacts(made, request.day).reports & Report.objects.visible_to(request.scope)
    return list_page(
        request,
        queryset=for_seen(rows),
        table=SeenTable,
        filterset=SeenFilter,
        title=_("Điều đã thấy: %(round)s") % {"round": made},
        prepare=lambda shown: seen_rows(shown, request.scope, request.day),
        export="dieu-da-thay-cua-dot",
        empty={"why": _("Chưa có báo cáo nào trong đợt này.")},
        crumbs=crumbs_of(made, _("Điều đã thấy")),
    )


@policy("rounds.read")
def round_matters(request, key):
    """What was raised in the round's reports."""
    made = found(request, key)
    rows = RoundFacts(made, request.day).matters & Recommendation.objects.visible_to(request.scope)
    return list_page(
        request,
        queryset=rows.select_related("topic").order_by("-raised_on", "-pk"),
        table=RaisedTable,
        filterset=RaisedFilter,
        title=_("Kiến nghị: %(round)s") % {"round": made},
        prepare=lambda shown: raised_rows(shown, request.day),
        export="kien-nghi-cua-dot",
        empty={"why": _("Báo cáo của đợt này chưa nêu kiến nghị nào.")},
        crumbs=crumbs_of(made, _("Kiến nghị")),
    )
