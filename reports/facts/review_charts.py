"""What of a review is drawn: the page and the papers draw the same numbers, and a table beside each picture holds them."""

from dataclasses import dataclass

MOST_MONTHS = 24
BARS_WIDTH, BARS_HEIGHT, BAR_WIDTH = 640, 160, 18


def turns_by_month(figures, until=None) -> list[tuple[str, int]]:
    """[("2026-11", turns)], oldest first, the last MOST_MONTHS of the period; none that begins after the day `until`: what is ahead
    is no nought."""
    by_month = (figures.get("attendance") or {}).get("by_month") or {}
    found = [
        (month, each["turns"])
        for month, each in sorted(by_month.items())
        if until is None or month <= f"{until:%Y-%m}"
    ]
    return found[-MOST_MONTHS:]


def month_words(month: str) -> str:
    """ "11/2026" of "2026-11"."""
    return f"{month[5:]}/{month[:4]}"


@dataclass(frozen=True)
class Bar:
    label: str
    turns: int
    x: float
    y: float
    height: float


def bars_of(figures, until=None) -> list[Bar]:
    """The bars of the page."""
    shown = turns_by_month(figures, until)
    most = max((turns for _month, turns in shown), default=0) or 1
    step = (BARS_WIDTH - 20) / max(len(shown), 1)
    bars = []
    for place, (month, turns) in enumerate(shown):
        height = round((BARS_HEIGHT - 40) * turns / most, 1)
        x, y = round(10 + place * step, 1), round(BARS_HEIGHT - 20 - height, 1)
        bars.append(Bar(month_words(month), turns, x, y, height))
    return bars
