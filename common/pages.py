"""What list pages share: filter, sort, page and export, all of it in the address, with as many queries for ten rows as
for ten thousand."""

import datetime
from itertools import islice

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.formats import date_format, get_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.exports import CHUNK, Export, export_of_table, export_response
from common.tables import RowsAsTheyAre

PER_PAGE = 50
DAY = "ngay"
# A list with more filters than this shows the first few; the rest would stand before the rows on a phone.
MOST_FILTERS, FILTERS_BEFORE_A_FOLD = 8, 4


def list_page(
    request,
    *,
    queryset,
    table,
    title,
    filterset=None,
    template="components/list.html",
    prepare=None,
    export=None,
    empty=None,
    primary=None,
    links=(),
    crumbs=(),
    per_page=PER_PAGE,
    context=None,
):
    """A page with a list, or its rows as .xlsx for `?export=xlsx`.

    queryset: rows in scope, or a list of plain rows (then no filterset). table: a ListTable class. filterset: a
    ListFilter class. prepare: a function from the rows of one page to what the table shows (names on a day and the
    like, in a fixed number of queries). export: the beginning of the file's name, or an Export with columns of its
    own; absent, there is none. empty: {"why", "what", "url", "action"} for a list without any row. primary: (word,
    url) of the page's one main button; links: further ones.
    """
    chosen = filterset(request.GET or None, queryset=queryset, request=request) if filterset else None
    rows = chosen.qs if chosen else queryset
    chips = _chips(request, chosen)
    sort = _sort(request, table)
    rows = _ordered(rows, table, sort)
    if export and request.GET.get("export") == "xlsx":
        export = export if isinstance(export, Export) else export_of_table(table, export)
        conditions = ", ".join(f"{chip['label']}: {chip['value']}" for chip in chips)
        return export_response(
            request, export, title=str(title), rows=_all(rows, prepare), conditions=conditions
        )
    paginator = Paginator(rows, per_page)
    page = paginator.get_page(request.GET.get("page"))
    shown = list(page.object_list)
    shown = list(prepare(shown)) if prepare else shown
    return render(
        request,
        template,
        {
            "title": title,
            "crumbs": crumbs,
            "table": table(
                RowsAsTheyAre(shown),
                order_by=sort,
                caption=title,
                count_words=_count_words(page, paginator.count),
            ),
            "filterset": chosen,
            "filters": _filters(chosen, chips),
            "kept": _kept(request, chosen),
            "chips": chips,
            "clear_url": _address(request, drop=_names(chosen)),
            "page": page,
            "pages": page_numbers(page),
            "total": paginator.count,
            "export_url": _export_url(request, export),
            "empty": empty or {"why": _("Chưa có mục nào trong danh sách này.")},
            "primary": primary,
            "links": links,
            **(context or {}),
        },
    )


def asked_day(request):
    """The day of `?ngay=` (24/11/2026 or 2026-11-24), or today; what is not a day is said and today is taken."""
    text = request.GET.get(DAY, "").strip()
    if not text:
        return request.day
    day = read_day(text)
    if day is None:
        messages.warning(
            request, _("“%(text)s” không phải là ngày; đang xem ngày hôm nay.") % {"text": text[:20]}
        )
    return day or request.day


def day_query(day, today) -> str:
    """What an address gets so that the page it leads to is read on the same day: "?ngay=2018-09-03", "" for today."""
    return "" if day == today else f"?{DAY}={day.isoformat()}"


def read_day(text):
    """A date from dd/mm/yyyy (in its usual spellings) or ISO, None where it is not a day."""
    for form in get_format("DATE_INPUT_FORMATS"):
        try:
            return datetime.datetime.strptime(text.strip(), form).date()
        except ValueError:
            continue
    try:
        return parse_date(text)
    except ValueError:
        return None


def _sort(request, table):
    """The orderings of `?sort=` that the table knows."""
    wanted = [each for each in request.GET.get("sort", "").split(",") if each]
    columns = table.base_columns
    return [
        each
        for each in wanted
        if each.lstrip("-") in columns and columns[each.lstrip("-")].orderable is not False
    ][:1]


def _ordered(rows, table, sort):
    """Rows as sorted by the table; a queryset always ends with the primary key, so that no row is on two pages."""
    if sort:
        # The table knows its columns' accessors; it reads no row for it.
        rows = table(rows, order_by=sort).data.data
    if isinstance(rows, QuerySet):
        order = rows.query.order_by or rows.model._meta.ordering
        if not {"pk", "-pk", "id", "-id"} & {each for each in order if isinstance(each, str)}:
            rows = rows.order_by(*order, "pk")
    return rows


def _all(rows, prepare):
    """Every row, prepared a few hundred at a time."""
    each = iter(rows.iterator(chunk_size=CHUNK) if isinstance(rows, QuerySet) else rows)
    while chunk := list(islice(each, CHUNK)):
        yield from prepare(chunk) if prepare else chunk


def _names(chosen):
    """The parameters of the address that belong to the filters."""
    if chosen is None:
        return set()
    return {name for key in chosen.form.fields for name in _parameters(chosen.form, key)}


def _parameters(form, name):
    html_name = form.add_prefix(name)
    suffixes = getattr(form.fields[name].widget, "suffixes", None)
    return [f"{html_name}_{suffix}" for suffix in suffixes] if suffixes else [html_name]


def _chips(request, chosen):
    """One chip a filter in use: its label, its value in words, and the address without it."""
    if chosen is None or not chosen.is_bound:
        return []
    cleaned = chosen.form.cleaned_data if chosen.is_valid() or hasattr(chosen.form, "cleaned_data") else {}
    chips = []
    for name, field in chosen.form.fields.items():
        words = _in_words(field, cleaned.get(name))
        if words:
            url = _address(request, drop=_parameters(chosen.form, name))
            chips.append({"label": field.label, "value": words, "url": url})
    return chips


def _filters(chosen, chips):
    """The fields of the filter: all `shown`, or of very many the first few, the rest `folded` under a word; `is_open` where
    one of those is in use or was filled in wrongly."""
    if chosen is None:
        return None
    fields = list(chosen.form)
    if len(fields) <= MOST_FILTERS:
        return {"shown": fields, "folded": [], "is_open": False}
    shown, folded = fields[:FILTERS_BEFORE_A_FOLD], fields[FILTERS_BEFORE_A_FOLD:]
    in_use = {chip["label"] for chip in chips}
    is_open = any(field.label in in_use or field.errors for field in folded)
    return {"shown": shown, "folded": folded, "is_open": is_open}


def _in_words(field, value):
    if value is None or value == "" or value == []:
        return ""
    if value is True or value is False:
        return _("có") if value else _("không")
    if isinstance(value, slice):
        return " – ".join(_in_words(field, end) for end in (value.start, value.stop) if end is not None)
    if isinstance(value, datetime.date):
        return date_format(value, "d/m/Y")
    if isinstance(value, Model):
        return str(value)
    if isinstance(value, list | tuple | set | QuerySet):
        return ", ".join(_in_words(field, each) for each in value)
    # Iterated over only: how long choices are that a function gives is not known to django-filter.
    labels = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    return labels.get(str(value), str(value))


def _address(request, drop=(), **new):
    """This page's address without the parameters `drop` and the page's number."""
    query = request.GET.copy()
    for name in {*drop, "page", "export"}:
        query.pop(name, None)
    for name, value in new.items():
        query[name] = value
    text = query.urlencode()
    return f"{request.path}?{text}" if text else request.path


def _kept(request, chosen):
    """What a new filtering leaves in the address: the sorting, the day, whatever the page itself put there."""
    dropped = {*_names(chosen), "page", "export"}
    return [(name, value) for name, values in request.GET.lists() if name not in dropped for value in values]


def _export_url(request, export):
    return _address(request, export="xlsx") if export and request.scope.may("exports.read") else None


def page_numbers(page):
    """The numbers around this page with the first and the last; None is a gap."""
    last = page.paginator.num_pages
    near = {1, last, *range(page.number - 1, page.number + 2)}
    numbers = []
    for number in sorted(each for each in near if 1 <= each <= last):
        if numbers and number - numbers[-1] > 1:
            numbers.append(None)
        numbers.append(number)
    return numbers


def _count_words(page, total):
    count = number_format(total, force_grouping=True)
    if not page.has_other_pages():
        return ngettext("%(count)s mục", "%(count)s mục", total) % {"count": count}
    return _("%(first)s–%(last)s trong %(count)s mục") % {
        "first": number_format(page.start_index(), force_grouping=True),
        "last": number_format(page.end_index(), force_grouping=True),
        "count": count,
    }
