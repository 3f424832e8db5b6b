"""What happened to a record: a page in words for whoever may read its history."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from common.pages import page_numbers
from common.policy import policy
from dashboard.addresses import page_of
from dashboard.history import history_of, name_of, record_of
from dashboard.history_words import KINDS

PER_PAGE = 30


@policy("history.read")
def history(request, kind, key):
    if kind not in KINDS:
        raise Http404
    kind = KINDS[kind]
    try:
        record = record_of(kind, key, request.scope)
    except kind.model.DoesNotExist as error:
        raise Http404 from error
    entries = history_of(kind, record, request.scope, request.day)
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
    name = name_of(record, request.day)
    context = {
        "title": _("Lịch sử sửa đổi: %(name)s") % {"name": name},
        "crumbs": [(name, page_of(record)), (_("Lịch sử sửa đổi"), None)],
        "entries": page.object_list,
        "page": page,
        "pages": page_numbers(page),
    }
    return render(request, "dashboard/history.html", context)
