"""typst at work: our templates and our letters, and words that no line could hold."""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

import typst

_HERE = Path(__file__).parent
# Words that a line may be too short for; the longest Vietnamese syllable has seven letters, an address has thirty.
_LONG, _LONG_IN_CELL = re.compile(r"\S{40,}"), re.compile(r"\S{12,}")
# What a line could part, though it should not: "127-QĐ/TW", "KN-2026-0001", "1.250.000.000", "0900 000 019"; of so many letters at most.
_CODE = re.compile(r"((?<!\S)(?:\d+(?: \d{3})+(?!\S)|(?=\S*\d)(?=\S*(?:-|/\D)|\S{12})\S+))")
_LONGEST_CODE = 18
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


def breakable(value, long=_LONG, longest=_LONGEST_CODE):
    """Resolved values whose long words have places to break, and whose codes have none."""
    if isinstance(value, list):
        return [piece for item in value for piece in _pieces(item, long, longest)]
    if not isinstance(value, dict):
        return value
    if value.get("kind") in _NARROW:
        long, longest = _LONG_IN_CELL, value.get("unbroken", 0)
    return {key: breakable(item, long, longest) for key, item in value.items()}


def _pieces(item, long, longest) -> list:
    """A run as one or several of them; anything else as it is."""
    if not (isinstance(item, dict) and isinstance(item.get("text"), str)):
        return [breakable(item, long, longest)]
    found = []
    for place, part in enumerate(_CODE.split(item["text"])):
        if place % 2 and len(part) <= longest:
            found.append({**item, "text": part, "whole": True})
        elif part:
            found.append({**item, "text": long.sub(_broken, part)})
    return found


def _broken(match: re.Match) -> str:
    """A break is allowed between any two letters of a word that no line may hold; never before a combining mark."""
    return "".join(
        f"{_ZERO_WIDTH_SPACE}{letter}" if place and not unicodedata.combining(letter) else letter
        for place, letter in enumerate(match[0])
    )
