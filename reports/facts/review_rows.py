"""What a review is shown as, on the page and in the papers: sections of rows."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.formats import number_format
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Row:
    """`now`, `before`: numbers (int, float) or None (not known, not comparable). `words_now` is what is read ("6/14", "hơn 276
    triệu đồng")."""

    label: str
    now: object
    before: object
    words_now: str
    words_before: str
    url: str | None = None
    key: str = ""

    @property
    def difference(self) -> str:
        if not isinstance(self.now, int | float) or not isinstance(self.before, int | float):
            return ""
        change = self.now - self.before
        return f"{'+' if change > 0 else ''}{plain(change)}" if change else "="

    @property
    def said(self) -> str:
        """What must stay the same for the row to say the same."""
        return self.words_now


@dataclass(frozen=True)
class SidesRow(Row):
    """Two sides beside each other in place of two periods: `words_now` is what is read of the first, `words_before` of the other.
    A side with more is no success of its own: no difference is drawn."""

    @property
    def difference(self) -> str:
        return ""

    @property
    def said(self) -> str:
        return f"{self.words_now} · {self.words_before}"


@dataclass
class Section:
    """`heads`: what the columns of numbers are called, where they are not this period, the one before and the difference; `note`:
    what is said of all of them."""

    title: str
    rows: list[Row] = field(default_factory=list)
    heads: tuple[str, ...] = ()
    note: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        return self.heads or (_("Kỳ này"), _("Kỳ trước"), _("Tăng, giảm"))


def words_of(number) -> str:
    return _("không so sánh được") if number is None else plain(number)


def plain(number) -> str:
    decimals = 0 if float(number).is_integer() else 2
    return number_format(number, decimal_pos=decimals, force_grouping=True)
