"""Expected against attended: the matrix, the cell behind each sign, the turns by what became of them."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.exports import Export, export_response
from common.pages import list_page, page_numbers
from common.policy import policy
from common.spreadsheets.columns import Column
from reports.asked import SCHEME, asked_of, asked_or_404, crumbs_of, read_month
from reports.facts.cells import CELL_WORDS, cell_page_of, cell_rows, in_state, low_rows
from reports.matrix import MOST_ROWS, Matrix, groups_of, kind_rows, person_rows, place_rows
from reports.states import legend
from reports.tables.expected import CellTable, LowTable

BY, WHAT, SHOWN = "theo", "xem", "thang"
PERSONS, GROUPS, REPORTS = "can-bo", "nhom", "bao-cao"
HEADINGS = {
    "": gettext_lazy("Nơi"),
    PERSONS: gettext_lazy("Cán bộ"),
    GROUPS: gettext_lazy("Nhóm cán bộ"),
}


@policy("attendance.figures")
def expected_page(request):
    asked = asked_of(request)
    if asked is None:
        return render(request, "reports/expected_none.html", {"title": _("Dự sinh hoạt")})
    may_open = reads_rows(request, asked)
    by = _by(request, may_open)
    of_reports = request.GET.get(WHAT) == REPORTS
    rows = _rows(asked, by, may_open)
    if request.GET.get("export") == "xlsx":
        return _spreadsheet(request, asked, rows, of_reports)
    page = Paginator(rows, MOST_ROWS).get_page(request.GET.get("page"))
    shown = _shown(request, asked)
    matrix = Matrix(
        groups_of(list(page.object_list), asked),
        asked.months,
        shown=shown,
        of_reports=of_reports,
        query=f"?{urlencode({SCHEME: asked.scheme.code})}" if asked.scheme else "",
    )
    return render(
        request,
        "reports/expected.html",
        {
            "title": _("Dự sinh hoạt: %(area)s") % {"area": asked.area_name},
            "lead": asked.period_words,
            "crumbs": crumbs_of(request, asked),
            "asked": asked,
            "figures": figures_line(asked, may_open),
            "counts": asked.expected.counts,
            "matrix": matrix,
            "has_rows": bool(rows),
            "total_share": _fraction(*matrix.share(asked.expected.total)),
            "legend": legend(of_reports),
            "switches": _switches(asked, by, of_reports, may_open),
            "near_months": _near(asked, shown, request),
            "by": by,
            "heading": HEADINGS[by],
            "of_reports": of_reports,
            "page": page,
            "pages": page_numbers(page),
            "export_url": _export_url(request),
            "low_url": asked.address("low_list") if may_open else None,
        },
    )


def _by(request, may_open) -> str:
    """Of what the rows are: "" places, PERSONS (for whoever reads them), GROUPS of cadres."""
    by = request.GET.get(BY, "")
    return by if by == GROUPS or (by == PERSONS and may_open) else ""


def _rows(asked, by, may_open):
    if by == GROUPS:
        return kind_rows(asked, may_open)
    return person_rows(asked) if by == PERSONS else place_rows(asked, may_open)


@policy("attendance.read")
def expected_cell(request, kind, key, month):
    """What was expected of a place or a person in one month: the meetings, the turns, the reports, the absences."""
    first = read_month(month)
    if first is None:
        raise Http404
    found = cell_page_of(request, kind, key, first)
    if found is None:
        raise Http404
    return render(request, "reports/expected_cell.html", found)


@policy("attendance.read")
def expected_list(request):
    """The turns that were expected, one row a month of an assignment, by what became of them."""
    asked = asked_or_404(request)
    if not reads_rows(request, asked):
        raise Http404
    state = request.GET.get("ket_qua", "")
    words = CELL_WORDS.get(state, _("Lượt chỉ tiêu"))
    cells = in_state(asked.expected.cells, state)
    number = sum(getattr(cell.branches, state) for cell in cells) if state in CELL_WORDS else sum(
        cell.branches.expected for cell in cells
    )  # fmt: skip
    return list_page(
        request,
        queryset=cells,
        table=CellTable,
        prepare=lambda found: cell_rows(found, asked),
        title=_("%(words)s: %(area)s") % {"words": words, "area": asked.area_name},
        export="chi-tieu-du-sinh-hoat",
        template="reports/expected_list.html",
        crumbs=[*crumbs_of(request, asked), (words, None)],
        empty={"why": _("Không có lượt nào như vậy trong những tháng này.")},
        context={
            "asked": asked,
            "lead": asked.period_words,
            "number": number,
            "states": _states(asked, state),
        },
    )


@policy("attendance.read")
def low_list(request):
    """Who spends little time at the base (Bến Tre 4.18): the smallest share of the expected turns first."""
    asked = asked_or_404(request)
    if not reads_rows(request, asked):
        raise Http404
    return list_page(
        request,
        queryset=low_rows(asked),
        table=LowTable,
        title=_("Dành ít thời gian cho cơ sở: %(area)s") % {"area": asked.area_name},
        export="it-du-sinh-hoat",
        template="reports/low_list.html",
        crumbs=[*crumbs_of(request, asked), (_("Dành ít thời gian"), None)],
        empty={
            "why": _("Không ai dự chưa được nửa số lượt đã đến hạn."),
            "what": _("Người vắng có lý do không bị tính là thiếu."),
        },
        context={"asked": asked, "lead": asked.period_words},
    )


def reads_rows(request, asked) -> bool:
    """Whether the reader sees who it was, and not numbers only."""
    reach = request.scope.reach("attendance.read")
    return reach.covers(asked.area.access_path, asked.area.pk)


def figures_line(asked, may_open) -> list[dict]:
    """The top line: each a number of lượt and the list behind it (none for a reader of numbers only)."""
    expected = asked.expected
    total, reports = expected.total, expected.reports

    def part(number, words, state, name, **more):
        return {
            "number": number,
            "words": words,
            "state": state,
            "url": asked.address(name, **more) if may_open else None,
        }

    listed = "expected_list"
    return [
        part(
            _fraction(total.attended, total.expected),
            _("lượt chỉ tiêu đã dự"),
            "ok",
            listed,
            ket_qua="attended",
        ),
        part(number_format(total.missing), _("lượt thiếu"), "bad", listed, ket_qua="missing"),
        part(number_format(total.to_report), _("lượt chờ báo cáo"), "warn", listed, ket_qua="to_report"),
        part(number_format(total.excused), _("lượt vắng có lý do"), "info", listed, ket_qua="excused"),
        part(number_format(total.not_due), _("lượt chưa đến hạn"), "none", listed, ket_qua="not_due"),
        part(
            number_format(reports["unreported"]),
            _("lượt thiếu báo cáo"),
            "bad",
            "attendance_list",
            bao_cao="thieu",
        ),
        part(number_format(reports["late"]), _("báo cáo muộn"), "warn", "attendance_list", bao_cao="muon"),
    ]


def _fraction(part, whole) -> str:
    return f"{number_format(part, force_grouping=True)}/{number_format(whole, force_grouping=True)}"


def _shown(request, asked):
    """The month that a phone shows: the one asked for, else the running one, else the last."""
    wanted = read_month(request.GET.get(SHOWN, ""))
    running = request.day.replace(day=1)
    return next((each for each in (wanted, running) if each in asked.months), asked.months[-1])


def _near(asked, shown, request) -> dict:
    """The month shown on a phone with those beside it."""
    at = asked.months.index(shown)

    def address(month):
        query = request.GET.copy()
        query[SHOWN] = f"{month:%Y-%m}"
        return f"?{query.urlencode()}"

    return {
        "month": shown,
        "before": address(asked.months[at - 1]) if at else None,
        "after": address(asked.months[at + 1]) if at + 1 < len(asked.months) else None,
    }


def _switches(asked, by, of_reports, may_open) -> list[dict]:
    """Rows by place, person or group, signs of attendance or of reports; each keeps the others."""
    report = REPORTS if of_reports else None
    kinds = [("", _("Theo nơi")), (PERSONS, _("Theo cán bộ")), (GROUPS, _("Theo nhóm cán bộ"))]
    return [
        {"word": _("Việc dự"), "url": asked.address(theo=by or None), "is_on": not of_reports},
        {"word": _("Báo cáo"), "url": asked.address(theo=by or None, xem=REPORTS), "is_on": of_reports},
        *(
            {"word": word, "url": asked.address(theo=kind or None, xem=report), "is_on": by == kind}
            for kind, word in kinds
            if may_open or kind != PERSONS
        ),
    ]


def _states(asked, state) -> list[dict]:
    return [
        {"word": word, "url": asked.address("expected_list", ket_qua=key), "is_on": key == state}
        for key, word in CELL_WORDS.items()
    ]


def _export_url(request) -> str | None:
    if not request.scope.may("exports.read"):
        return None
    query = request.GET.copy()
    query["export"] = "xlsx"
    return f"?{query.urlencode()}"


def _spreadsheet(request, asked, rows, of_reports):
    """The matrix with words in its cells and numbers behind them; which count it is stands in the headings."""
    matrix = Matrix(
        groups_of(rows, asked), asked.months, shown=asked.months[-1], of_reports=of_reports, query=""
    )
    numbers = {
        "expected": _("Lượt chỉ tiêu"),
        "attended": _("Lượt chỉ tiêu đã dự"),
        "missing": _("Lượt thiếu"),
        "excused": _("Lượt vắng có lý do"),
        "to_report": _("Lượt chờ báo cáo"),
        "not_due": _("Lượt chưa đến hạn"),
        "turns": _("Lượt đã dự (cả ngoài chỉ tiêu)"),
        "on_time": _("Báo cáo đúng hạn"),
        "late": _("Báo cáo muộn"),
        "unreported": _("Thiếu báo cáo"),
    }
    columns = (
        Column("group", _("Xã")),
        Column("name", _("Nơi hoặc người")),
        *(Column(f"{first:%Y-%m}", f"{first:%m/%Y}") for first in asked.months),
        *(Column(key, heading, kind="int") for key, heading in numbers.items()),
    )

    def lines(groups):
        for group in groups:
            for row in group.rows:
                words = [" ".join(matrix.state(row, first)[1:]) for first in asked.months]
                yield [group.name, row.name, *words, *(getattr(row.total, key) for key in numbers)]

    return export_response(
        request,
        Export("du-sinh-hoat", columns, lines),
        title=_("Dự sinh hoạt: %(area)s, %(period)s")
        % {"area": asked.area_name, "period": asked.period_words},
        rows=matrix.groups,
        conditions=asked.scheme.name if asked.scheme else "",
    )
