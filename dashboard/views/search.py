"""The search box: some of each kind, or all of one kind."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext as _

from common.pages import page_numbers
from common.policy import SIGNED_IN, policy
from dashboard.search import KINDS, LONGEST, PER_PAGE, find, hits_of, words_of


@policy(SIGNED_IN)
def search(request):
    """`?q=` the words; `?loai=` one kind, all of it, page by page."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    kind = KINDS.get(request.GET.get("loai", ""))
    words = words_of(text)
    context = {
        "title": _("Tìm “%(text)s”") % {"text": text} if text else _("Tìm"),
        "search_text": text,
        "is_too_short": bool(text) and not words,
        "kind": kind,
    }
    if kind and words:
        page = Paginator(kind.rows(words, request.scope), PER_PAGE).get_page(request.GET.get("page"))
        hits = hits_of(kind, list(page.object_list), words, request.day)
        context |= {"page": page, "pages": page_numbers(page), "hits": hits, "total": page.paginator.count}
    else:
        context["found"] = find(text, request.scope, request.day)
    return render(request, "dashboard/search.html", context)
