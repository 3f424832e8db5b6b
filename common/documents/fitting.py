"""How wide words are when they are set, so that a line which must not break is given what it needs. Tinos has the widths of Times
New Roman: what fits in the PDF fits in Word."""

from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

_FONTS = Path(__file__).parent / "fonts"
_EM = 1000
_SIZES = (14, 13.5, 13, 12.5, 12, 11.5, 11)  # points
RIGHT_OF_HEAD = 82  # mm, of the narrower of the two renderers
_SHORT = 0.9  # of a blank, where the whole has no room


@lru_cache(maxsize=3)
def _font(cut: str):
    return ImageFont.truetype(str(_FONTS / f"Tinos_{cut}.ttf"), _EM)


@lru_cache(maxsize=4096)
def _letter(letter: str, bold: bool) -> float:
    return _font("700Bold" if bold else "400Regular").getlength(letter) / _EM


def word_width(word: str, size: float, *, bold: bool) -> float:
    """Millimetres of a word in upright letters of `size` points; by its letters, of which there are few."""
    return sum(_letter(letter, bold) for letter in word) * size * 25.4 / 72


def width_of(runs: list[dict], size: float) -> float:
    """Millimetres of resolved runs in italics of `size` points, on one line."""
    words = sum(_font("400Regular_Italic").getlength(run["text"]) for run in runs if "text" in run) / _EM
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


def height_of(row: list, widths: list[float], size: float) -> float:
    """Millimetres of a row of a table (resolved cells) in columns of `widths` millimetres, by half an em a letter."""
    letter, line = size * 25.4 / 72 / 2, size * 25.4 / 72 * 1.2
    heights = []
    for cell, width in zip(row, widths, strict=True):
        room = max(width - 3, letter)
        letters = sum(len(run.get("text", "")) for run in cell)
        breaks = sum("break" in run for run in cell)
        heights.append((letters * letter / room + breaks + 1) * line)
    return max(heights, default=0)
