"""The rows behind a number of a review, on the review's own days and ground: as they are counted today, or as they were when it was
frozen."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from branches.querysets.units import names_of
from common.pages import list_page, read_day
from common.periods import last_day
from common.policy import policy
from reports.behind import Behind
from reports.counted import CELL, Counted
from reports.counting import counted
from reports.facts.period_reviews import words_of_key
from reports.facts.review_links import BEFORE, may_open
from reports.facts.review_lists import listed
from reports.facts.review_opened import Listed, Opened, with_today
from reports.facts.review_words import place_of
from reports.models import CountedRows
from reports.views.period_reviews import Asked, found
from reports.views.score_rows import scores_listed


@policy("reviews.read")
def period_review_rows(request):
    """`so` of the address: the number, without one the review itself; `luc`: the day until which it was known, else today;
    `gan-nhat`: the day whose nearest scheme is asked where none is named; `chot`: the day of a frozen number."""
    asked, key = Asked(request), request.GET.get("so", "")
    live = f"{reverse('reports:period_review_live')}?{asked.query()}"
    if not key:
        return redirect(live)
    if not may_open(request.scope, key, asked.unit):
        raise Http404
    known_on = min(read_day(request.GET.get("luc", "")) or request.day, request.day)
    nearest_on = read_day(request.GET.get("gan-nhat", ""))
    behind = Behind(asked.unit, asked.starts_on, asked.ends_on, known_on, asked.scheme, nearest_on)
    rows = counted(key, behind)
    if rows is None:
        raise Http404
    name = names_of([asked.unit.pk], behind.last).get(asked.unit.pk, "")
    return _page(
        request,
        Opened(key, rows, behind, request.scope, known_on),
        place=name,
        crumb=(_("Số liệu một kỳ"), live),
        frozen_on=read_day(request.GET.get("chot", "")),
    )


@policy("reviews.read")
def period_review_kept(request, key):
    """`so` of the address: the number of the frozen review, without one the review itself; `ky`: of the period before."""
    review, number = found(request, key), request.GET.get("so", "")
    if not number:
        return redirect(review)
    if not may_open(request.scope, number, review.unit):
        raise Http404
    is_before = request.GET.get("ky") == BEFORE
    kept = get_object_or_404(CountedRows, review=review, key=number, is_before=is_before)
    frozen_on = timezone.localdate(review.frozen_at)
    behind = Behind(review.unit, review.starts_on, review.ends_on, frozen_on, review.scheme)
    rows = Counted(kept.of, kept.rows)
    return _page(
        request,
        Opened(
            number, rows, behind.before if is_before else behind, request.scope, request.day, is_kept=True
        ),
        place=place_of(review),
        crumb=(review.title, review.get_absolute_url()),
        figures=review.figures,
        kept_on=frozen_on,
    )


def _page(request, opened, *, place, crumb, figures=None, **context):
    rows = scores_listed(request, opened) or listed(opened)
    if opened.is_kept:
        rows = with_today(rows, opened.day)
    title = capfirst(words_of_key(opened.key, figures)) or _("Danh sách đứng sau con số")
    return list_page(
        request,
        queryset=rows.queryset,
        table=rows.table,
        prepare=rows.prepare,
        title=title,
        template="reports/period_review_rows.html",
        export="so-ket-chi-tiet",
        empty={"why": _("Không có dòng nào mà bạn xem được đứng sau con số này.")},
        crumbs=[(_("Sơ kết, tổng kết"), reverse("reports:period_review_list")), crumb, (title, None)],
        context={"lead": _lead(place, opened.behind), "notes": _notes(rows, opened), **context},
    )


def _lead(place, behind) -> str:
    return _("%(name)s, %(first)s – %(last)s") % {
        "name": place,
        "first": date_format(behind.starts_on, "d/m/Y"),
        "last": date_format(last_day(behind.ends_on), "d/m/Y"),
    }


def _notes(rows: Listed, opened) -> list[str]:
    """What is counted where a row is not one of it, and what the reader does not see of it."""
    found, counted_rows = [], rows.counted
    if opened.counted.of == CELL:
        number = number_format(opened.counted.number_of(opened.key), force_grouping=True)
        found.append(
            _("Cộng: %(number)s lượt. Mỗi dòng là một phân công trong một tháng.") % {"number": number}
        )
    shown = counted_rows if counted_rows is None else rows.shown
    if counted_rows is not None and shown < counted_rows:
        numbers = {
            "number": number_format(counted_rows, force_grouping=True),
            "shown": number_format(shown, force_grouping=True),
        }
        found.append(_("Con số đếm %(number)s dòng; bạn xem được %(shown)s.") % numbers)
    return found
