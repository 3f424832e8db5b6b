"""The rows behind a number of a review, on the review's own days and ground."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from branches.querysets.units import names_of
from common.pages import list_page, read_day
from common.periods import last_day
from common.policy import policy
from reports.behind import Behind
from reports.facts.period_reviews import words_of_key
from reports.facts.review_links import may_open
from reports.facts.review_lists import Listed, listed
from reports.views.period_reviews import Asked
from scores.models import Indicator, Target
from scores.reading import indicator_figures
from scores.tables.targets import TargetTable
from scores.target_rows import hidden_targets
from scores.targeting import TargetBoard
from scores.views.behind import rows_behind
from scores.views.targets import target_rows


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
    found = _of_scores(request, key, behind) or listed(key, behind, request.scope, known_on)
    if found is None:
        raise Http404
    title = capfirst(words_of_key(key)) or _("Danh sách đứng sau con số")
    return list_page(
        request,
        queryset=found.queryset,
        table=found.table,
        prepare=found.prepare,
        title=title,
        template="reports/period_review_rows.html",
        export="so-ket-chi-tiet",
        empty={"why": _("Không có dòng nào mà bạn xem được đứng sau con số này.")},
        crumbs=[
            (_("Sơ kết, tổng kết"), reverse("reports:period_review_list")),
            (_("Số liệu một kỳ"), live),
            (title, None),
        ],
        context={
            "lead": _lead(asked, known_on),
            "note": _note(found, key),
            "frozen_on": read_day(request.GET.get("chot", "")),
        },
    )


def _lead(asked, known_on) -> str:
    name = names_of([asked.unit.pk], min(last_day(asked.ends_on), known_on)).get(asked.unit.pk, "")
    return _("%(name)s, %(first)s – %(last)s") % {
        "name": name,
        "first": date_format(asked.starts_on, "d/m/Y"),
        "last": date_format(last_day(asked.ends_on), "d/m/Y"),
    }


def _note(found, key) -> str:
    """What is counted where a row is not one of it, and what the reader does not see of it."""
    number = number_format(found.number, force_grouping=True)
    if key.removeprefix("attendance.") in ("expected", "attended", "missing", "excused"):
        return _("Cộng: %(number)s lượt. Mỗi dòng là một phân công trong một tháng.") % {"number": number}
    if found.shown < found.number:
        return _("Con số đếm %(number)s dòng; bạn xem được %(shown)s.") % {
            "number": number,
            "shown": number_format(found.shown, force_grouping=True),
        }
    return ""


def _of_scores(request, key, behind) -> Listed | None:
    """What is behind a target or an indicator; None: the number is another."""
    name, _dot, code = key.partition(".")
    ways = {"targets": _of_target, "indicators": _of_indicator}
    return ways[name](request, code, behind) if name in ways and behind.parts else None


def _of_target(request, code, behind) -> Listed:
    """The targets that are added up, as on their board on the last day of the period."""
    day, lines, hidden = behind.last, [], set()
    for unit in behind.holders:
        board = TargetBoard(unit, day.year, day, Target.objects.filter(indicator__code=code))
        lines += board.topmost_of(board.lines)
        hidden |= hidden_targets(board, request.scope)
    ids = [line.target.pk for line in lines]
    seen = set(Target.objects.visible_to(request.scope).filter(pk__in=ids).values_list("pk", flat=True))
    shown = [line for line in lines if line.target.pk in seen]
    return Listed(shown, TargetTable, lambda found: target_rows(request, list(found), hidden), len(lines))


def _of_indicator(request, code, behind) -> Listed | None:
    """The values that were given, or what the map counted, as on the page of the indicator."""
    indicator = Indicator.objects.visible_to(request.scope).filter(code=code).first()
    if indicator is None:
        raise Http404
    # What is counted over a period is that of all its parts; what stands on a day that of the last.
    parts = (
        behind.parts if indicator.is_flow else [part for part in behind.parts if part[0] in behind.holders]
    )
    lists = []
    for unit, starts_on, ends_on in parts:
        period = (starts_on, ends_on, behind.on)
        figure = indicator_figures(unit, *period, [indicator])[code]
        lists.append(rows_behind(request, figure, unit, period))
    if len({each["table"] for each in lists}) > 1:
        return None
    first = lists[0]
    if not isinstance(first["queryset"], list):
        ids = [pk for each in lists for pk in each["queryset"].values_list("pk", flat=True)]
        rows = first["queryset"].model.objects.filter(pk__in=ids)
        rows = rows.select_related(*first["queryset"].query.select_related)
    else:
        rows = [row for each in lists for row in each["queryset"]]
    return Listed(rows, first["table"], first["prepare"], len(rows) if isinstance(rows, list) else len(ids))
