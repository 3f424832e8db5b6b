"""What a review is shown as, on the page and in the papers: sections of rows."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from common.money import amount_words


def not_now() -> str:
    return _("không có trong kỳ này")


@dataclass(frozen=True)
class Row:
    """`now`, `before`: numbers (int, float) or None (not known, not comparable). `words_now`, `words_before` are what is read: "6/14",
    "hơn 276 triệu đồng", why there is no number; "" where nobody gave one."""

    label: str
    now: object
    before: object
    words_now: str
    words_before: str
    url: str | None = None
    key: str = ""
    url_before: str | None = None
    # Nothing of it in this period: it is told of the one before alone.
    is_gone: bool = False
    is_money: bool = False

    is_of_sides = False

    @property
    def is_explained(self) -> bool:
        """Words stand in place of the number of the period before; there is no difference then."""
        return self.before is None and bool(self.words_before)

    @property
    def change(self) -> int | float | None:
        """This period minus the one before; None where one of them is no number."""
        if not isinstance(self.now, int | float) or not isinstance(self.before, int | float):
            return None
        return round(self.now - self.before, 2)

    @property
    def difference(self) -> str:
        if not self.change:
            return "" if self.change is None else "="
        number = amount_words(abs(self.change)) if self.is_money else plain(abs(self.change))
        return f"{'+' if self.change > 0 else '-'}{number}"

    @property
    def said(self) -> str:
        """What must stay the same for the row to say the same."""
        return self.words_now


@dataclass(frozen=True)
class SidesRow(Row):
    """Two sides beside each other in place of two periods: `words_now` is what is read of the first, `words_before` of the other.
    A side with more is no success of its own: no difference is drawn."""

    is_of_sides = True

    @property
    def change(self) -> None:
        return None

    @property
    def said(self) -> str:
        return f"{self.words_now} · {self.words_before}"


@dataclass
class Section:
    """`heads`: what the columns of numbers are called, where they are not this period, the one before and the difference; `note`:
    what is said of all of them; `hidden`: the names of what is not told because it tells of few people; `picture`: what a page
    draws of it."""

    title: str
    rows: list[Row] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    heads: tuple[str, ...] = ()
    note: str = ""
    picture: object = None

    @property
    def columns(self) -> tuple[str, ...]:
        return self.heads or (_("Kỳ này"), _("Kỳ trước"), _("Tăng, giảm"))

    @property
    def hidden_words(self) -> str:
        """ "" where everything is told."""
        return _("Không nêu số nhỏ: %(names)s.") % {"names": "; ".join(self.hidden)} if self.hidden else ""


def opening_before(links, key) -> str | None:
    """The list behind what is said of the period before; None where nothing is opened (on paper)."""
    before = getattr(links, "before", None)
    return before(key) if before else None


def plain(number) -> str:
    decimals = 0 if float(number).is_integer() else 2
    return number_format(number, decimal_pos=decimals, force_grouping=True)
