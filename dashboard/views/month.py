"""A cadre's home on the phone: this month, what to do, how it stands with his places, what came back."""

from django.db.models import Count, Subquery, Window
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Notice
from common.months import MONTH, asked_month, month_links, month_query, month_words
from common.policy import SIGNED_IN, policy
from dashboard.month import MOST_CARDS, Month
from dashboard.month_places import places_of
from matters.models import Bulletin
from meetings.rules import month_after
from reports.models import Draft
from reports.telling import new_replies

ALL = "tat-ca"
NOTICES = 3
REPLIES = 5
MOST_TO_READ = 3


@policy(SIGNED_IN)
def month(request):
    """For whoever has a cadre record; nobody else finds it. `?thang=` another month than the present one; `?tat-ca=1` all
    that is to do, not only the first seven."""
    cadre = cadre_of(request)
    if cadre is None:
        raise Http404
    return _page(request, cadre)


def home(request):
    """The same as the first page of whoever is nothing but a cadre."""
    return _page(request, cadre_of(request))


def cadre_of(request):
    """The person who signed in, as a cadre; None for everybody else."""
    cadre = getattr(request.user, "cadre", None)
    return (cadre.merged_into or cadre) if cadre else None


def _page(request, cadre):
    response = render(request, "dashboard/month.html", _context(request, cadre, asked_month(request)))
    # The phone may keep this page of its user's for where there is no network.
    response["X-Offline"] = request.user.key
    return response


def _context(request, cadre, first) -> dict:
    found = Month(cadre, request.day, first)
    cards = found.cards()
    shown = cards if request.GET.get(ALL) else cards[:MOST_CARDS]
    address = reverse("dashboard:month")
    links = month_links(request, first)
    return {
        "title": month_words(first),
        "month": {each: _at(address, links[each]) for each in ("before", "after", "present")},
        "after_words": month_words(month_after(first)),
        "cards": shown,
        "more": len(cards) - len(shown),
        "more_url": f"{address}?{MONTH}={month_query(first)}&{ALL}=1",
        "overdue": sum(card.state == "bad" for card in cards),
        "places": places_of(found, request.scope),
        **_notices(request),
        # --- the answers that return ---
        "replies": new_replies(cadre, request.day, REPLIES) if found.is_present else [],
        "may_raise": found.is_present and bool(found.running),
        "next": _next(found),
        **_to_read(request),
    }


def _notices(request) -> dict:
    """The newest with how many there are, which the menu of the account then need not ask, and how many drafts wait: in one
    query where there is a notice."""
    drafts = Draft.objects.filter(user=request.user)
    number = drafts.order_by().values("user").annotate(number=Count("pk")).values("number")
    rows = Notice.objects.filter(user=request.user, read_at=None)
    rows = rows.annotate(whole=Window(Count("pk")), drafts=Coalesce(Subquery(number), 0))
    found = list(rows[:NOTICES])
    return {
        "notices": found,
        "new_notices": found[0].whole if found else 0,
        "drafts": found[0].drafts if found else drafts.count(),
    }


def _to_read(request) -> dict:
    """What those who follow are told and he has not opened."""
    unread = Bulletin.objects.unread_by(request.scope.cadre_ids, request.day)
    return {"to_read": unread[:MOST_TO_READ], "more_to_read": len(unread) > MOST_TO_READ}


def _at(address, link):
    """The link to another month, on the month's own page also where this one is the home."""
    return link and (link[0], f"{address}?{link[1].partition('?')[2]}")


def _next(found) -> str:
    """For an empty list: when something comes."""
    if not found.running:
        return _("Bạn chưa được phân công nơi nào trong tháng này.")
    return _("Việc của tháng này đã xong.")
