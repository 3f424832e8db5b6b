"""A document as an editable Word file, built with python-docx from the same resolved values as the PDF."""

import io
from collections.abc import Iterable

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.shared import Mm, Pt

from common.documents.forms import PrintedForm
from common.documents.party import PartyDocument
from common.documents.resolving import resolve
from common.documents.word_blocks import add_block
from common.documents.word_heads import add_annex_title, add_closing, add_head, add_title
from common.documents.word_pages import blank_file, set_running_heads
from common.documents.word_text import keep_with_next, last_element, last_paragraph

Printed = PartyDocument | PrintedForm
_SHORT_SIDE, _LONG_SIDE = 210, 297
_TOP, _BOTTOM, _LEFT, _RIGHT = 20, 20, 30, 15


def as_docx(documents: Printed | Iterable[Printed]) -> bytes:
    """One .docx; of several documents each begins on a page of its own and counts its own pages."""
    resolved = [resolve(one) for one in ([documents] if isinstance(documents, Printed) else documents)]
    if not resolved:
        raise ValueError("no document to print")
    book = _Book(resolved[0])
    for one in resolved:
        book.add(one)
    return book.finished()


class _Book:
    """The file being made: sections are opened one after another."""

    def __init__(self, first: dict):
        self._file = blank_file()
        self._is_empty = True
        self._running: tuple | None = None
        properties = self._file.core_properties
        properties.title, properties.author, properties.comments = (
            first["title"][:255],
            first["author"][:255],
            "",
        )
        properties.language = "vi-VN"
        for moment in ("created", "modified"):  # those of python-docx's own template
            properties._element.remove(getattr(properties._element, moment))

    def add(self, one: dict) -> None:
        width = self._open_section(one, begins=True, is_landscape=False)
        add_head(self._file, one)
        add_title(self._file, one)
        for block in one["blocks"]:
            before = last_element(self._file)
            add_block(self._file, block, width)
            if block["keep"]:
                keep_with_next(self._file, since=before)
        add_closing(self._file, one)
        for annex in one["annexes"]:
            width = self._open_section(one, begins=False, is_landscape=annex["is_landscape"])
            add_annex_title(self._file, annex)
            for block in annex["blocks"]:
                add_block(self._file, block, width)

    def _open_section(self, one: dict, *, begins: bool, is_landscape: bool) -> float:
        """A new page; returns the width between its margins in millimetres."""
        if self._is_empty:
            section, self._is_empty = self._file.sections[0], False
        else:
            section = self._file.add_section(WD_SECTION.NEW_PAGE)
            _make_tiny(last_paragraph(self._file))
        width, height = (_LONG_SIDE, _SHORT_SIDE) if is_landscape else (_SHORT_SIDE, _LONG_SIDE)
        section.orientation = WD_ORIENT.LANDSCAPE if is_landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(width), Mm(height)
        section.top_margin, section.bottom_margin = Mm(_TOP), Mm(_BOTTOM)
        section.left_margin, section.right_margin = Mm(_LEFT), Mm(_RIGHT)
        section.header_distance = section.footer_distance = Mm(10)
        running = (one["watermark"], one["footer"])
        set_running_heads(section, *running, begins=begins, is_new=running != self._running)
        self._running = running
        return width - _LEFT - _RIGHT

    def finished(self) -> bytes:
        out = io.BytesIO()
        self._file.save(out)
        return out.getvalue()


def _make_tiny(paragraph) -> None:
    """The paragraph that holds a section's end must never need a page of its own."""
    paragraph.paragraph_format.space_after = paragraph.paragraph_format.space_before = Pt(0)
    paragraph.paragraph_format.line_spacing = Pt(1)
