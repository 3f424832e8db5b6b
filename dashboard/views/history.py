"""What happened to a record: a page in words for whoever may read its history."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from common.pages import page_numbers
from common.policy import SIGNED_IN, policy
from dashboard.addresses import page_of
from dashboard.history import history_of, name_of, record_of
from dashboard.history_words import KINDS
from dashboard.sheet_history import OwnSide
from scores.models import Sheet

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
    return _page(request, record, history_of(kind, record, request.scope, request.day))


@policy(SIGNED_IN)
def own_sheet_history(request, key):
    """A sheet that one fills in oneself, whatever state it is in; to nobody else."""
    rows = Sheet.objects.visible_to(request.scope).standing().fillable_by(request.scope, in_state=None)
    sheet = get_object_or_404(rows, key=key)
    entries = history_of(KINDS["phieu-cham"], sheet, request.scope, request.day, as_read=OwnSide(sheet))
    return _page(request, sheet, entries)


def _page(request, record, entries):
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
