"""A digest of themes for leaders: what is raised and what falls short, by unit or month, each number with its rows."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from branches.models import Unit
from common.exports import Export, export_response
from common.pages import list_page
from common.policy import policy
from common.spreadsheets.columns import Column
from matters.sections import sections
from reports.asked import asked_of, asked_or_404
from reports.facts.rounds import for_seen, raised_rows, seen_rows
from reports.models import Report
from reports.tables.rounds import RaisedTable, SeenTable
from reports.themes import NO_TOPIC, SHORT, Themes, saying, with_topic

BY, MONTHS, TOPIC, SAYS, PLACE, HERE = "theo", "thang", "linh-vuc", "xem", "noi", "tai-cho"


@policy("rounds.read")
def theme_digest(request):
    asked = asked_of(request)
    if asked is None:
        return render(request, "reports/expected_none.html", {"title": _("Chuyên đề")})
    themes = Themes(asked.area, asked.first, asked.ends_on, request.scope, asked.scheme)
    by_month = request.GET.get(BY) == MONTHS
    rows = themes.by_month if by_month else themes.by_unit
    columns = _columns(themes)
    if request.GET.get("export") == "xlsx":
        return _spreadsheet(request, asked, themes, rows, columns)
    address = _Addresses(asked, by_month)
    context = {
        "title": _("Chuyên đề: %(area)s") % {"area": asked.area_name},
        "lead": asked.period_words,
        "asked": asked,
        "sections": sections(request),
        "by_month": by_month,
        "heading": _("Tháng") if by_month else _("Nơi"),
        "switches": [
            {"word": _("Theo nơi"), "url": asked.address("theme_digest"), "is_on": not by_month},
            {"word": _("Theo tháng"), "url": asked.address("theme_digest", theo=MONTHS), "is_on": by_month},
        ],
        "columns": [word for _what, word in columns],
        "rows": [(row, [address.cell(row, what) for what, _word in columns]) for row in rows],
        "total": [address.cell(None, what, themes.total[what]) for what, _word in columns],
        "export_url": f"?{_exporting(request)}" if request.scope.may("exports.read") else None,
        "crumbs": [(_("Chuyên đề"), None)],
    }
    return render(request, "reports/theme_digest.html", context)


@policy("rounds.read")
def theme_matters(request):
    """The matters behind one number."""
    asked, themes, place, here = _asked(request)
    rows = themes.matters(place, here=here)
    if request.GET.get(TOPIC):
        rows = with_topic(rows, request.GET[TOPIC])
    return list_page(
        request,
        queryset=rows.select_related("topic").order_by("-raised_on", "-pk"),
        table=RaisedTable,
        title=_("Kiến nghị: %(area)s") % {"area": asked.area_name},
        prepare=lambda found: raised_rows(found, request.day),
        export="kien-nghi-theo-chuyen-de",
        empty={"why": _("Không có kiến nghị nào như vậy trong những tháng này.")},
        crumbs=[(_("Chuyên đề"), asked.address("theme_digest")), (_("Kiến nghị"), None)],
        context={"lead": asked.period_words},
    )


@policy("rounds.read")
def theme_reports(request):
    """The reports behind one number."""
    asked, themes, place, here = _asked(request)
    rows = saying(themes.reports(place, here=here), request.GET.get(SAYS, ""))
    return list_page(
        request,
        queryset=for_seen(rows),
        table=SeenTable,
        title=_("Điều đã thấy: %(area)s") % {"area": asked.area_name},
        prepare=lambda found: seen_rows(found, request.scope, request.day),
        export="dieu-da-thay-theo-chuyen-de",
        empty={"why": _("Không có báo cáo nào như vậy trong những tháng này.")},
        crumbs=[(_("Chuyên đề"), asked.address("theme_digest")), (_("Báo cáo"), None)],
        context={"lead": asked.period_words},
    )


def _asked(request) -> tuple:
    """(what is asked, its Themes, the place beneath or None, whether of the area itself alone)."""
    asked = asked_or_404(request)
    themes = Themes(asked.area, asked.first, asked.ends_on, request.scope, asked.scheme)
    key = request.GET.get(PLACE, "")
    # A place that the reader does not read has no rows of his: what it is called is not said either.
    place = get_object_or_404(Unit, key=key) if key else None
    return asked, themes, place, HERE in request.GET


def _columns(themes) -> list[tuple]:
    topics = [
        (("topic", code), name if code != NO_TOPIC else _("chưa phân lĩnh vực"))
        for code, name in themes.topics
    ]
    quality = [(("quality", value), label) for value, label in Report.Quality.choices]
    return [*topics, (("said", SHORT), _("Báo cáo nêu hạn chế")), *quality]


class _Addresses:
    """The list behind each number."""

    def __init__(self, asked, by_month):
        self.asked, self.by_month = asked, by_month

    def cell(self, row, what, number=None) -> dict:
        number = row.numbers[what] if row is not None else number
        return {"number": number, "url": self._url(row, what) if number else None}

    def _url(self, row, what) -> str:
        kind, value = what
        more = {TOPIC: value} if kind == "topic" else {SAYS: value}
        if row is not None and self.by_month:
            more |= {"tu": row.key, "den": row.key}
        elif row is not None:
            more |= {HERE: "1"} if row.here else {PLACE: row.key}
        return self.asked.address("theme_matters" if kind == "topic" else "theme_reports", **more)


def _exporting(request) -> str:
    query = request.GET.copy()
    query["export"] = "xlsx"
    return query.urlencode()


def _spreadsheet(request, asked, themes, rows, columns):
    named = [Column("name", _("Nơi hoặc tháng"))]
    named += [Column("-".join(what), str(word), kind="int") for what, word in columns]

    def lines(rows):
        for row in rows:
            yield [row.name, *(row.numbers[what] for what, _word in columns)]

    return export_response(
        request,
        Export("chuyen-de", tuple(named), lines),
        title=_("Chuyên đề: %(area)s, %(period)s") % {"area": asked.area_name, "period": asked.period_words},
        rows=rows,
        conditions=asked.scheme.name if asked.scheme else "",
    )
