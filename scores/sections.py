"""Tabs of the pages of scores, each where whoever asks may open it."""

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

CADRE = "a cadre"  # not a permission: whoever has a record as one

# (word, URL name, permissions of which one is enough), what is asked for most first: "Chấm điểm" in the navigation leads to the
# first. A name without a page yet is left out.
SECTIONS = [
    # Monthly scores of organisations
    (_("Chấm tháng"), "scores:month_list", ("scores.read", "scores.own")),
    # Sheets of meetings
    (_("Chất lượng sinh hoạt"), "scores:meeting_scores", ("scores.read", "scores.own", CADRE)),
    # Indicators
    (_("Chỉ số"), "scores:indicator_list", ("indicators.read",)),
    # Targets
    (_("Chỉ tiêu"), "scores:target_list", ("targets.read",)),
    # Watch-lists
    (_("Cần quan tâm"), "scores:watch_list", ("watch.read",)),
    # Rubrics
    (_("Bộ tiêu chí"), "scores:rubric_list", ("rubrics.read",)),
]

# Lists without a tab of their own: they stand beside the months.
BESIDE_MONTHS = ("scores:year_page", "scores:period_list")


def sections(request) -> list[dict]:
    """{"label", "url", "is_here"} of the lists that the reader may open; `is_here` is the one whose address begins that of
    the page most closely."""
    found = [
        {"label": label, "url": url, "is_here": False}
        for label, name, permissions in SECTIONS
        if any(_has(request.scope, each) for each in permissions) and (url := _address(name))
    ]
    beside = [_address(name) for name in BESIDE_MONTHS]
    here = _address("scores:month_list") if request.path in beside else request.path
    above = [each for each in found if here.startswith(each["url"])]
    if above:
        max(above, key=lambda each: len(each["url"]))["is_here"] = True
    return found


def _has(scope, permission) -> bool:
    return bool(scope.cadre_ids) if permission == CADRE else scope.may(permission)


def _address(name):
    try:
        return reverse(name)
    except NoReverseMatch:
        return None
