"""Runs and paragraphs of a Word file."""

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

_ALIGNMENTS = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
_DOT = 3.5 * 25.4 / 72  # mm: a full stop of 14 points
FIRST_LINE = 10  # mm


def add_runs(paragraph: Paragraph, runs: list[dict], *, size: float | None = None) -> Paragraph:
    """Append resolved runs; a blank becomes dots, which a typist can overwrite."""
    for run in runs:
        if "break" in run:
            paragraph.add_run().add_break()
            continue
        is_blank = "blank" in run
        added = paragraph.add_run("." * max(3, round(run["blank"] / _DOT)) if is_blank else run["text"])
        if not is_blank and run["bold"]:
            added.bold = True
        if not is_blank and run["italic"]:
            added.italic = True
        if size:
            added.font.size = Pt(size)
    return paragraph


def add_line(
    parent,
    runs: list[dict],
    *,
    align="left",
    size: float | None = None,
    space_before=0,
    space_after=6,
    indent=False,
) -> Paragraph:
    """A paragraph in the body or in a cell."""
    return set_line(
        parent.add_paragraph(),
        runs,
        align=align,
        size=size,
        space_before=space_before,
        space_after=space_after,
        indent=indent,
    )


def set_line(
    paragraph: Paragraph, runs, *, align="left", size=None, space_before=0, space_after=6, indent=False
) -> Paragraph:
    layout = paragraph.paragraph_format
    layout.alignment = _ALIGNMENTS[align]
    layout.space_before, layout.space_after = Pt(space_before), Pt(space_after)
    if indent:
        layout.first_line_indent = Mm(FIRST_LINE)
    return add_runs(paragraph, runs, size=size)


def last_element(file: Document):
    """What the body ends with, None where it is empty."""
    return file.element.body.sectPr.getprevious()


def keep_with_next(file: Document, *, since) -> None:
    """What was added after the element `since` stays with what comes next; of a table its last row."""
    element = last_element(file)
    while element is not None and element is not since:
        whole = element.tr_lst[-1] if element.tag == qn("w:tbl") else element
        for paragraph in whole.iter(qn("w:p")):
            Paragraph(paragraph, file._body).paragraph_format.keep_with_next = True
        element = element.getprevious()


def last_paragraph(file: Document) -> Paragraph | None:
    """The paragraph that the body ends with; `file.paragraphs` would make all of them anew."""
    element = last_element(file)
    return Paragraph(element, file._body) if element is not None and element.tag == qn("w:p") else None


def set_single(paragraph: Paragraph) -> Paragraph:
    """Single spacing, as in heads and tables; the body has lines of 18 points."""
    paragraph.paragraph_format.line_spacing = 1.0
    return paragraph


def add_leader(paragraph: Paragraph, width: float) -> Paragraph:
    """A dotted line from here to `width` millimetres."""
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(width), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    paragraph.add_run("\t")
    return paragraph


class CellLines:
    """The lines of a table cell: the paragraph that a cell begins with is used first."""

    def __init__(self, cell):
        self._cell = cell
        self._is_fresh = True

    def add(self, runs: list[dict], *, align="center", size=None, space_before=0, space_after=0) -> Paragraph:
        paragraph = self._cell.paragraphs[0] if self._is_fresh else self._cell.add_paragraph()
        self._is_fresh = False
        options = {"align": align, "size": size, "space_before": space_before, "space_after": space_after}
        return set_single(set_line(paragraph, runs, **options))
