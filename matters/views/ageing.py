"""The board's numbers of what was raised: how old it is, who holds it, what came of it."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from common.exports import Export, export_response
from common.policy import policy
from common.spreadsheets.columns import Column
from matters.ageing import DIMENSIONS
from matters.ageing_rows import TITLES, figures_line, group, numbers_of, oldest_rows, rates, unheard_rows
from matters.asked import asked_of, crumbs_of
from matters.sections import sections
from matters.slices import NOBODY, bucket_words, period_words
from matters.tables.ageing import OldestTable, UnheardTable

MOST_UNHEARD = 10


@policy("matters.figures")
def ageing_page(request):
    """Whoever reads numbers only sees no row, no list behind a number, and no count so small that it could be somebody."""
    asked = asked_of(request)
    if asked is None:
        return render(request, "matters/ageing_none.html", {"title": _("Số liệu kiến nghị")})
    ageing = asked.ageing
    if request.GET.get("export") == "xlsx" and ageing.reads_rows:
        return _spreadsheet(request, asked)
    context = {
        "title": _("Số liệu kiến nghị: %(area)s") % {"area": asked.area_name},
        "lead": period_words(ageing.starts_on, ageing.ends_on) if ageing.starts_on or ageing.ends_on else "",
        "sections": sections(request),
        "crumbs": crumbs_of(request, asked),
        "asked": asked,
        "as_of": ageing.on,
        "figures": figures_line(ageing),
        "rates": rates(ageing),
        "has_rows": bool(ageing.facts),
        "groups": [group(ageing, dimension, asked.address) for dimension in DIMENSIONS],
        "export_url": _export_url(request) if ageing.reads_rows else None,
    }
    if ageing.reads_rows:
        context |= {
            "oldest": OldestTable(oldest_rows(ageing), caption=_("Mười kiến nghị mở lâu nhất")),
            "unheard": UnheardTable(unheard_rows(ageing, MOST_UNHEARD), caption=_("Lâu nhất trước")),
            "more_unheard": len(ageing.unheard) > MOST_UNHEARD,
            "unheard_url": ageing.slice("unanswered").url,
        }
    return render(request, "matters/ageing.html", context)


def _export_url(request) -> str | None:
    if not request.scope.may("exports.read"):
        return None
    query = request.GET.copy()
    query["export"] = "xlsx"
    return f"{reverse('matters:ageing_page')}?{query.urlencode()}"


def _spreadsheet(request, asked):
    """Every line of the four tables; of what the numbers are counts stands in the headings."""
    ageing = asked.ageing
    columns = (
        Column("by", _("Theo")),
        Column("name", _("Nơi, cơ quan, lĩnh vực, cấp")),
        *(
            Column(f"age_{at}", _("Đang mở, %(age)s") % {"age": bucket_words(at)}, kind="int")
            for at in range(5)
        ),
        Column("open", _("Kiến nghị đang mở"), kind="int"),
        Column("overdue", _("Kiến nghị quá hạn"), kind="int"),
        Column("answered", _("Tiếng nói đã trả lời"), kind="int"),
        Column("resolved", _("Tiếng nói đã giải quyết"), kind="int"),
        Column("asked", _("Tiếng nói phải trả lời"), kind="int"),
    )

    def lines(dimensions):
        for dimension in dimensions:
            for _key, name, tally in ageing.groups(dimension):
                yield [str(TITLES[dimension]), name or str(NOBODY[dimension]), *numbers_of(tally)]

    return export_response(
        request,
        Export("so-lieu-kien-nghi", columns, lines),
        title=_("Số liệu kiến nghị: %(area)s") % {"area": asked.area_name},
        rows=DIMENSIONS,
        conditions=ageing.slice("raised").words(request.scope),
    )
