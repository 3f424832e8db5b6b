"""A cadre's home on the phone: this month, what to do, how it stands with his places, what came back."""

from django.contrib.auth import get_user_model
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
from reports.holding import households_held
from reports.household_rules import UNVISITED_DAYS
from reports.models import Draft
from reports.querysets.household_visits import counted_of
from reports.telling import new_replies
from scores.models import Target

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
        **_counted_lines(request, cadre, found),
        # --- the answers that return ---
        "replies": new_replies(cadre, request.day, REPLIES) if found.is_present else [],
        "may_raise": found.is_present and bool(found.running),
        "unvisited_days": UNVISITED_DAYS,
        **_to_read(request),
    }


def _counted_lines(request, cadre, found) -> dict:
    """The newest notices with how many there are, which the menu of the account then need not ask; how many drafts wait, how
    many targets of the year his places have and how many households he holds (what came of each is on the list that the
    line leads to): in one query where there is a notice, else in two."""
    drafts = Draft.objects.filter(user=request.user)
    targets = Target.objects.visible_to(request.scope).standing().filter(year=request.day.year)
    counts = {"drafts": _counted(drafts, "user"), "targets": _counted(targets, "year")}
    counts |= counted_of(households_held(cadre, request.day), request.day)
    rows = Notice.objects.filter(user=request.user, read_at=None)
    newest = list(rows.annotate(whole=Window(Count("pk")), **counts)[:NOTICES])
    first = newest[0] if newest else get_user_model().objects.annotate(**counts).get(pk=request.user.pk)
    return {
        "notices": newest,
        "new_notices": first.whole if newest else 0,
        "drafts": first.drafts,
        "targets": first.targets if found.is_present and found.running else 0,
        # --- households ---
        "households": first.households if found.is_present else 0,
        "unvisited": first.unvisited,
        "next": _next(found, first.households),
    }


def _counted(rows, same):
    """How many there are, as a column of another query; `same`: a field in which all are alike."""
    return Coalesce(Subquery(rows.order_by().values(same).annotate(number=Count("pk")).values("number")), 0)


def _to_read(request) -> dict:
    """What those who follow are told and he has not opened."""
    unread = Bulletin.objects.unread_by(request.scope.cadre_ids, request.day)
    return {"to_read": unread[:MOST_TO_READ], "more_to_read": len(unread) > MOST_TO_READ}


def _at(address, link):
    """The link to another month, on the month's own page also where this one is the home."""
    return link and (link[0], f"{address}?{link[1].partition('?')[2]}")


def _next(found, households) -> str:
    """For an empty list: when something comes."""
    if not found.running and not (households and found.is_present):
        return _("Bạn chưa được phân công nơi nào trong tháng này.")
    return _("Việc của tháng này đã xong.")
