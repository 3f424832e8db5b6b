"""How wide words are when they are set, so that a line which must not break is given what it needs. Tinos has the widths of Times
New Roman: what fits in the PDF fits in Word."""

from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

_ITALIC = Path(__file__).parent / "fonts" / "Tinos_400Regular_Italic.ttf"
_EM = 1000
_SIZES = (14, 13.5, 13, 12.5, 12, 11.5, 11)  # points
RIGHT_OF_HEAD = 82  # mm, of the narrower of the two renderers
_TEXT_WIDTH, _SHORT_ROW, _LOW_TABLE = 165, 100, 60  # mm, of the narrower paper
_SHORT = 0.9  # of a blank, where the whole has no room


@lru_cache(maxsize=1)
def _font():
    return ImageFont.truetype(str(_ITALIC), _EM)


def width_of(runs: list[dict], size: float) -> float:
    """Millimetres of resolved runs in italics of `size` points, on one line."""
    words = sum(_font().getlength(run["text"]) for run in runs if "text" in run) / _EM
    return words * size * 25.4 / 72 + sum(run.get("blank", 0) for run in runs)


def on_one_line(runs: list[dict], width: float) -> tuple[list[dict], float]:
    """(`runs` as they fit into `width` millimetres, their size in points): with shorter blanks where they need it, then smaller;
    what fits in no way breaks after its first comma."""
    short = [run | {"blank": run["blank"] * _SHORT} if "blank" in run else run for run in runs]
    for size in _SIZES:
        for each in (runs, short):
            if width_of(each, size) <= width:
                return each, size
    return _broken(short), _SIZES[0]


def _broken(runs):
    found = []
    for run in runs:
        before, comma, after = run.get("text", "").partition(", ")
        if not comma or {"break": True} in found:
            found.append(run)
            continue
        found += [run | {"text": f"{before},"}, {"break": True}]
        found += [run | {"text": after}] if after else []
    return found


def is_short(row: list, widths: list[float], size: float) -> bool:
    """Whether a row of a table (resolved cells) is far from filling a page: then no page breaks within it."""
    return height_of(row, widths, size) < _SHORT_ROW


def fits_together(rows: list, widths: list[float], size: float, least: float) -> bool:
    """Whether a table of `rows`, each at least `least` millimetres high, is so low that no page breaks within it."""
    return sum(max(height_of(row, widths, size), least) for row in rows) < _LOW_TABLE


def height_of(row: list, widths: list[float], size: float) -> float:
    """Millimetres of a row of a table (resolved cells), by half an em a letter."""
    letter, line = size * 25.4 / 72 / 2, size * 25.4 / 72 * 1.2
    heights = []
    for cell, share in zip(row, widths, strict=True):
        room = max(_TEXT_WIDTH * share / sum(widths) - 3, letter)
        letters = sum(len(run.get("text", "")) for run in cell)
        breaks = sum("break" in run for run in cell)
        heights.append((letters * letter / room + breaks + 1) * line)
    return max(heights, default=0)
