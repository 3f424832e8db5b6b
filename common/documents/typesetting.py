"""typst at work: our templates and our letters, and words that no line could hold."""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

import typst

_HERE = Path(__file__).parent
# Words that a line may be too short for; the longest Vietnamese syllable has seven letters, an address has thirty.
_LONG, _LONG_IN_CELL = re.compile(r"\S{40,}"), re.compile(r"\S{12,}")
_ZERO_WIDTH_SPACE = "\u200b"
_NARROW = ("table", "bars")


def compiled(template: str, data: str, kind: str, **options):
    """What `template` makes of `data` (JSON): bytes, or a list of them where there are several pages as pictures."""
    compiler = typst.Compiler(
        _HERE / "typst" / template, root=_HERE / "typst", font_paths=_fonts(), ignore_system_fonts=True
    )
    return compiler.compile(format=kind, sys_inputs={"data": data}, **options)


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Our four fonts and those within typst for signs that they lack; never the machine's: every machine prints alike."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(_HERE / "fonts")]
    )


def breakable(value, long=_LONG):
    """Resolved values whose long words have places to break."""
    if isinstance(value, list):
        return [breakable(item, long) for item in value]
    if not isinstance(value, dict):
        return value
    if "text" in value and isinstance(value["text"], str):
        return {**value, "text": long.sub(_broken, value["text"])}
    long = _LONG_IN_CELL if value.get("kind") in _NARROW else long
    return {key: breakable(item, long) for key, item in value.items()}


def _broken(match: re.Match) -> str:
    """A break is allowed between any two letters of a word that no line may hold; never before a combining mark."""
    return "".join(
        f"{_ZERO_WIDTH_SPACE}{letter}" if place and not unicodedata.combining(letter) else letter
        for place, letter in enumerate(match[0])
    )
