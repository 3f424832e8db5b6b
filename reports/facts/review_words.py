"""The words beside the numbers of a review: as they are today, or as a frozen review keeps them.

What somebody could rename (indicators, places, schemes) is kept with the figures when they are frozen, in `figures["words"]`; the
texts of checklist items and the names of what was given stand in the figures themselves. A review that was frozen before words were
kept reads those of today.
"""

from dataclasses import dataclass

from branches.querysets.units import names_of
from common.periods import last_day
from scores.models import Indicator

WORDS = "words"
_KEPT = ("code", "name", "is_money", "is_sensitive")


@dataclass(frozen=True)
class Named:
    """An indicator as it is called. `is_sensitive`: it was when it was kept, or is today."""

    code: str
    name: str
    is_money: bool
    is_sensitive: bool


def with_words(figures, *, unit, ends_on, scheme=None) -> dict:
    """The figures with the words of today, to be frozen. A list of indicators: an object in the database keeps no order."""
    words = {
        "place": _name_of(unit.pk, ends_on),
        "scheme": scheme.name if scheme else "",
        "indicators": list(_indicators(figures).values(*_KEPT)),
    }
    return figures | {WORDS: words}


def indicators_of(figures) -> dict[str, Named]:
    """{code: how it is called} of the indicators and targets of `figures`, in their order; one query."""
    today = {row["code"]: Named(**row) for row in _indicators(figures).values(*_KEPT)}
    kept = figures.get(WORDS, {}).get("indicators", [])
    hidden = {code for code, named in today.items() if named.is_sensitive}
    then = {
        row["code"]: Named(**row | {"is_sensitive": row["is_sensitive"] or row["code"] in hidden})
        for row in kept
    }
    return then | {code: named for code, named in today.items() if code not in then}


def read_as(frozen, figures) -> dict:
    """`figures` under the words of the frozen ones: another word is no other number."""
    return figures | {WORDS: frozen[WORDS]} if WORDS in frozen else figures


def place_of(review) -> str:
    """What the place of a frozen review was called."""
    return review.figures.get(WORDS, {}).get("place") or _name_of(review.unit_id, review.ends_on)


def scheme_of(review) -> str:
    """What its scheme was called; "" for none."""
    return review.figures.get(WORDS, {}).get("scheme") or (review.scheme.name if review.scheme else "")


def _indicators(figures):
    targets = figures.get("targets") or {}
    codes = {*figures.get("indicators", {}), *targets, *(targets.get("previous") or {})}
    return Indicator.objects.filter(code__in=codes)


def _name_of(unit_id, ends_on) -> str:
    return names_of([unit_id], last_day(ends_on)).get(unit_id, "")
