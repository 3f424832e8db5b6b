"""A document as PDF, set by typst from a template of ours; what people wrote reaches it as JSON and stays text."""

import json
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import typst

from common.documents.codes import as_svg
from common.documents.forms import PrintedForm
from common.documents.party import PartyDocument
from common.documents.resolving import resolve

_HERE = Path(__file__).parent
# Words that a line may be too short for; the longest Vietnamese syllable has seven letters, an address has thirty.
_LONG, _LONG_IN_CELL = re.compile(r"\S{40,}"), re.compile(r"\S{12,}")
_ZERO_WIDTH_SPACE = "\u200b"

Printed = PartyDocument | PrintedForm


def as_pdf(documents: Printed | Iterable[Printed]) -> bytes:
    """One PDF; of several documents each begins on a page of its own and counts its own pages."""
    return _compiled(documents, "pdf")


def as_pictures(documents: Printed | Iterable[Printed], *, ppi: float = 80) -> list[bytes]:
    """The same pages as PNG, one each."""
    found = _compiled(documents, "png", ppi=ppi)
    return found if isinstance(found, list) else [found]


def _compiled(documents, kind: str, **options):
    documents = [documents] if isinstance(documents, Printed) else list(documents)
    if not documents:
        raise ValueError("no document to print")
    data = json.dumps([_for_typst(resolve(document)) for document in documents], ensure_ascii=False)
    compiler = typst.Compiler(
        _HERE / "typst" / "document.typ", root=_HERE / "typst", font_paths=_fonts(), ignore_system_fonts=True
    )
    return compiler.compile(format=kind, sys_inputs={"data": data}, **options)


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Our four fonts and those within typst for signs that they lack; never the machine's: every machine prints alike."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(_HERE / "fonts")]
    )


def _for_typst(value, long=_LONG):
    """Long words get places to break, QR codes their picture; the rest is as it was resolved."""
    if isinstance(value, list):
        return [_for_typst(item, long) for item in value]
    if not isinstance(value, dict):
        return value
    if "text" in value and isinstance(value["text"], str):
        return {**value, "text": long.sub(_breakable, value["text"])}
    long = _LONG_IN_CELL if value.get("kind") == "table" else long
    found = {key: _for_typst(item, long) for key, item in value.items()}
    if value.get("kind") == "code":
        found["alt"], found["svg"] = value["address"], as_svg(found.pop("address"))
    return found


def _breakable(match: re.Match) -> str:
    """A break is allowed between any two letters of a word that no line may hold; never before a combining mark."""
    return "".join(
        f"{_ZERO_WIDTH_SPACE}{letter}" if place and not unicodedata.combining(letter) else letter
        for place, letter in enumerate(match[0])
    )
