"""The rows behind a target or an indicator of a review, in the lists of their own pages."""

from django.http import Http404

from branches.models import Organisation
from branches.querysets.bodies import organisation_names
from reports.facts.review_opened import Listed, became
from scores.models import Indicator, Target
from scores.tables.targets import TargetTable
from scores.target_rows import hidden_targets
from scores.targeting import TargetLine
from scores.views.behind import rows_behind
from scores.views.targets import target_rows


def scores_listed(request, opened) -> Listed | None:
    """None: the number is of something else. Raises Http404 where the indicator is not the reader's to read."""
    name, _dot, code = opened.key.partition(".")
    if name == "targets":
        return _of_target(request, opened)
    if name != "indicators":
        return None
    if not Indicator.objects.visible_to(request.scope).filter(code=code).exists():
        raise Http404
    return _of_indicator(request, opened)


def _of_target(request, opened) -> Listed:
    """Those that were added up, with what came of each by the last day of the period."""
    lines, hidden = {}, set()
    for board in opened.behind.boards:
        lines |= {line.target.pk: line for line in board.lines}
        hidden |= hidden_targets(board, request.scope)
    seen = Target.objects.visible_to(request.scope).filter(pk__in=opened.rows)
    seen = {row.pk: row for row in seen.select_related("indicator", "organisation", "unit")}
    gone = _alone([row for pk, row in seen.items() if pk not in lines], opened.behind.last)
    shown = [(lines | gone)[pk] for pk in opened.rows if pk in seen]

    def prepare(found):
        found = list(found)
        for line, row in zip(found, target_rows(request, found, hidden), strict=True):
            yield row | {"today": became(seen[line.target.pk], opened.day)}

    return Listed(shown, TargetTable, prepare, len(opened.rows))


def _alone(targets, day) -> dict[int, TargetLine]:
    """Lines of targets that stand no more: nothing is reckoned of them."""
    names = organisation_names({row.organisation_id for row in targets}, day) if targets else {}
    return {row.pk: TargetLine(row, "", names.get(row.organisation_id, ""), None) for row in targets}


def _of_indicator(request, opened) -> Listed:
    """As on the page of the indicator, which does not tell how many rows a reader does not see."""
    found = rows_behind(request, opened.counted.of, opened.rows)
    if opened.counted.of != "body":
        return Listed(found["queryset"], found["table"], found["prepare"], None)
    bodies = Organisation.objects.in_bulk([each.organisation_id for each in found["queryset"]])

    def prepare(things):
        things = list(things)
        for thing, row in zip(things, found["prepare"](things), strict=True):
            yield row | {"today": became(bodies[thing.organisation_id], opened.day)}

    return Listed(found["queryset"], found["table"], prepare, None)
