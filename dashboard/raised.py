"""What a place, a body or a cadre raised, as a block of its page: open matters, the most pressing first."""

from django.urls import reverse

from branches.querysets.scoping import path_range
from matters.models import Recommendation
from matters.stages import STAGES, deadline, gist

SHOWN = 5
_ROADS = ("matters.read", "matters.own", "matters.answer")


def raised_in(unit, scope, day) -> dict | None:
    """Of the unit and what lies beneath it today, as far as the reader sees; None where there is none."""
    if not unit.access_path:
        return None
    rows = _seen(scope)
    found = rows.filter(path_range("unit__access_path", unit.access_path)) if rows is not None else None
    return _block(found, scope, day, f"dia_ban={unit.key}")


def raised_by_body(organisation, scope, day) -> dict | None:
    rows = _seen(scope)
    found = rows.filter(organisation=organisation) if rows is not None else None
    return _block(found, scope, day, f"dia_ban={organisation.unit.key}")


def _seen(scope):
    if not (scope.cadre_ids or any(scope.may(each) for each in _ROADS)):
        return None
    return Recommendation.objects.visible_to(scope)


def _block(rows, scope, day, query) -> dict | None:
    """Two queries at most."""
    if rows is None:
        return None
    shown = list(rows.open_on(day).with_clock(day).by_urgency_of_clock()[: SHOWN + 1])
    if not shown:
        return None
    return {
        "rows": [
            {
                "reference": row.reference,
                "url": row.get_absolute_url(),
                "gist": gist(row.content),
                "stage": STAGES[row.stage],
                "deadline": deadline(row.clock_due_on, row.answer_on, day),
            }
            for row in shown[:SHOWN]
        ],
        "has_more": len(shown) > SHOWN,
        "url": _list_url(scope, query),
    }


def _list_url(scope, query) -> str | None:
    if scope.may("matters.read"):
        return f"{reverse('matters:recommendation_list')}?{query}"
    if scope.may("matters.own") or scope.cadre_ids:
        return reverse("matters:own_list")
    return None
