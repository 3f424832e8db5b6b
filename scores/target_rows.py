"""Targets of a year in words, as a reader sees them: small sensitive numbers are hidden from those whose affair they are not."""

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from scores.models import Target
from scores.targeting import board_around


def hidden_targets(board, scope) -> set[int]:
    """Targets (ids) whose number is not shown: of a sensitive indicator a count of one or two outside of its owner's ground, and
    those of the organisations above it, from which it could be reckoned."""
    reach = scope.reach("indicators.sensitive")
    small = [
        line
        for line in board.lines
        if line.target.indicator.is_sensitive
        and line.gives_away
        and not reach.covers(line.target.unit.access_path, line.target.unit_id)
    ]
    return board.with_those_above(small)


def plain(number) -> str:
    return number_format(number, force_grouping=True)


def out_of(actual, target, is_at_least=False) -> str:
    """ "3/5", "hơn 3/5"; "" where nobody knows."""
    if actual is None:
        return ""
    words = f"{plain(actual)}/{plain(target)}"
    return _("hơn %(number)s") % {"number": words} if is_at_least else words


def actual_words(line) -> str:
    return out_of(line.actual, line.target.value, line.is_at_least)


def sum_words(sums) -> str:
    """ "3/5", "–/5"; of several that cannot be added up how many are met."""
    if sums.target is None:
        return _("%(met)s/%(all)s nơi đạt") % {"met": plain(sums.met), "all": plain(sums.organisations)}
    return out_of(sums.actual, sums.target, sums.is_at_least) or f"–/{plain(sums.target)}"


def missing_words(line) -> str:
    """What is still to do; of what there should be little of, by how much it is too much."""
    if line.missing is None:
        return ""
    if line.target.indicator.is_lower_better:
        return _("vượt %(number)s") % {"number": plain(line.missing)}
    return plain(line.missing)


def below_words(line) -> str:
    if line.below is None:
        return ""
    if line.differs_below is None:
        return plain(line.below)
    more = line.differs_below
    return f"{plain(line.below)} ({'+' if more > 0 else ''}{plain(more)})"


def state_of(line, hidden) -> str:
    if line.target.pk in hidden:
        return "hidden"
    return {True: "met", False: "not_met", None: "unknown"}[line.is_met]


def shown_words(line, hidden) -> str:
    return _("không nêu số nhỏ") if line.target.pk in hidden else actual_words(line)


def own_targets(scope, day, organisation) -> list[dict]:
    """{"indicator", "actual", "state", "url"} of this year's targets of an organisation. One query where there is none."""
    seen = Target.objects.visible_to(scope).standing().filter(year=day.year)
    ids = set(seen.filter(organisation=organisation).values_list("pk", flat=True))
    if not ids:
        return []
    board = board_around(organisation, day.year, day, Target.objects.visible_to(scope))
    hidden = hidden_targets(board, scope)
    return [row_of(line, hidden) for line in board.lines if line.target.pk in ids]


def row_of(line, hidden=frozenset()) -> dict:
    return {
        "indicator": line.target.indicator.name,
        "actual": shown_words(line, hidden) or f"–/{plain(line.target.value)}",
        "state": state_of(line, hidden),
        "url": reverse("scores:target_page", args=[line.target.key]),
    }
