"""Adding up what was mobilised without losing the words before it. Pure: no Django, no clock.

Sources say "hơn 276 triệu": more than that. A sum of exact amounts and such ones is more than its figure; one with an
"about" in it is about its figure; one with both is about its figure, or more.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

EXACT, MORE_THAN, ABOUT = "exact", "more_than", "about"


class Total(NamedTuple):
    """A sum and what may be said of it. "At least" alone is certain: none of it was less than said. With `is_about` it is
    not; and "about" alone would hide that some of it was more."""

    amount: int = 0
    is_at_least: bool = False
    is_about: bool = False

    def plus(self, amount: int, qualifier: str = EXACT) -> "Total":
        return Total(
            self.amount + amount,
            self.is_at_least or qualifier == MORE_THAN,
            self.is_about or qualifier == ABOUT,
        )

    def __bool__(self):
        return bool(self.amount) or self.is_at_least or self.is_about


def total_of(parts: Iterable[tuple[int, str]]) -> Total:
    """The total of (amount, qualifier): the same whichever way the parts are gathered first."""
    total = Total()
    for amount, qualifier in parts:
        total = total.plus(amount, qualifier)
    return total


def added(totals: Iterable[Total]) -> Total:
    """The total of totals."""
    totals = list(totals)
    return Total(
        sum(each.amount for each in totals),
        any(each.is_at_least for each in totals),
        any(each.is_about for each in totals),
    )


class Goods(NamedTuple):
    """One kind of thing: `number` of `measure` where every gift of it said so; else its quantities stand in `said`, as they
    were written, and `number` is None. `times`: how many gifts."""

    what: str
    measure: str
    number: Decimal | None
    times: int
    is_at_least: bool = False
    is_about: bool = False
    said: tuple[str, ...] = ()


_QUANTITY = re.compile(
    r"^(?P<more>hơn|trên)?(?P<about>khoảng|gần)?\s*(?P<number>\d[\d.,]*(?: \d{3})*)\s*(?P<measure>.*)$",
    re.IGNORECASE,
)
_GROUPED = re.compile(r"^\d{1,3}(?:[. ]\d{3})+(?:,\d+)?$|^\d+(?:,\d+)?$")


def quantity_of(text: str) -> tuple[Decimal, str, str] | None:
    """(number, measure, qualifier) of "hơn 1.500 kg", "20 bao", "2,5 tấn"; None where it is no number of a measure."""
    found = _QUANTITY.match(" ".join(text.split()))
    if not found or not _GROUPED.match(found["number"]):
        return None
    number = Decimal(re.sub("[. ]", "", found["number"]).replace(",", "."))
    qualifier = MORE_THAN if found["more"] else ABOUT if found["about"] else EXACT
    return number, found["measure"].strip().lower(), qualifier


def goods_of(gifts: Iterable[tuple[str, str, str]]) -> list[Goods]:
    """Gifts (what, quantity, qualifier) by thing and measure: numbers are added only where both are the same. Those whose
    quantity is no number, or is not said, stand apart with their words."""
    found: dict[tuple, list] = {}
    for what, quantity, qualifier in gifts:
        found.setdefault(kind_of(what, quantity), []).append(
            (what, quantity, quantity_of(quantity), qualifier)
        )
    return [_goods(measure, each) for (_what, measure), each in sorted(found.items(), key=_by_name)]


def kind_of(what: str, quantity: str) -> tuple[str, str | None]:
    """(thing, measure): gifts of the same kind are added up; measure None: the quantity is no number."""
    read = quantity_of(quantity)
    return _folded(what), read[1] if read else None


def _goods(measure: str | None, gifts: list) -> Goods:
    what = gifts[0][0]
    if measure is None:
        said = tuple(dict.fromkeys(quantity for _what, quantity, *_rest in gifts if quantity))
        return Goods(what, "", None, len(gifts), said=said)
    qualifiers = {each for _what, _quantity, read, given in gifts for each in (read[2], given)}
    return Goods(
        what,
        measure,
        sum(read[0] for _what, _quantity, read, _given in gifts),
        len(gifts),
        is_at_least=MORE_THAN in qualifiers,
        is_about=ABOUT in qualifiers,
    )


def _by_name(item) -> tuple:
    (what, measure), _gifts = item
    return what, measure is None, measure or ""


def _folded(text: str) -> str:
    return " ".join(text.lower().split())
