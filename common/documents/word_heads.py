"""The head, the title and the closing of a document in Word."""

from docx.document import Document
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table

from common.documents.word_blocks import (
    RIGHT,
    add_code,
    add_code_to,
    add_plain_table,
    keep_row_whole,
    list_recipients,
)
from common.documents.word_text import CellLines, add_line, add_runs, last_paragraph, set_single

_PARTY_WIDTH = 72.8  # mm: the Party's name in bold Times New Roman of 15 points
_LEFT, _OVER = 78, 8


def add_head(file: Document, one: dict) -> None:
    if one["head"]:
        _add_party_head(file, one["head"])
    else:
        _add_form_head(file, one["form_head"])


def _add_party_head(file: Document, head: dict) -> None:
    left, right = add_plain_table(file, 1, [_LEFT, RIGHT]).rows[0].cells
    lines = CellLines(left)
    if head["higher"]:
        lines.add(head["higher"])
    lines.add(head["body"])
    lines.add([{"text": "*", "bold": False, "italic": False}])
    if head["number"]:
        lines.add(head["number"])
    if head["dispatch_subject"]:
        lines.add(head["dispatch_subject"], size=12, space_before=2)
    lines = CellLines(right)
    name = lines.add([{"text": head["party"], "bold": True, "italic": False}], size=15)
    # An office without Times New Roman sees wider letters: they may reach over the cell, and the name does not break.
    name.paragraph_format.left_indent = name.paragraph_format.right_indent = Mm(-_OVER)
    _rule(lines.add([], space_before=1))
    lines.add(head["place_and_date"], size=head["place_and_date_size"], space_before=4)


def _rule(paragraph) -> None:
    """A solid rule as long as the Party's name: a paragraph's border is as wide as its indents let it be."""
    margin = (RIGHT - _PARTY_WIDTH) / 2 - 0.4
    paragraph.paragraph_format.line_spacing = Pt(2)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(margin)
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:top")
    for key, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
        line.set(qn(f"w:{key}"), value)
    borders.append(line)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _add_form_head(file: Document, head: dict) -> None:
    left, right = add_plain_table(file, 1, [95, 70]).rows[0].cells
    lines = CellLines(left)
    for runs in (head["higher"], head["body"]):
        if runs:
            lines.add(runs, align="left", size=12)
    lines = CellLines(right)
    if head["form_code"] or not head["code"]:
        lines.add(head["form_code"], align="right", size=11)
    if head["code"]:
        add_code_to(lines.add([], align="right"), head["code"])
        lines.add(head["code"]["text"], align="right", size=11)


def add_title(file: Document, one: dict) -> None:
    if one["type"]:
        after = 0 if one["subject"] else 10
        set_single(add_line(file, one["type"], align="center", size=16, space_before=14, space_after=after))
    if one["subject"]:
        set_single(add_line(file, one["subject"], align="center", space_after=0 if one["head"] else 10))
        if one["head"]:
            dashes = [{"text": "-----", "bold": False, "italic": False}]
            set_single(add_line(file, dashes, align="center", space_after=10))
    _add_addressees(file, one["addressees"])


def _add_addressees(file: Document, names: list[list[dict]]) -> None:
    label = [{"text": "Kính gửi: ", "bold": False, "italic": True}]
    if len(names) == 1:
        add_line(file, label + names[0], align="center", space_before=12, space_after=10)
        return
    for position, name in enumerate(names):
        start = label if position == 0 else []
        is_last = position == len(names) - 1
        line = add_line(file, start, space_before=0 if position else 12, space_after=10 if is_last else 0)
        line.paragraph_format.left_indent = Mm(25 + 22)
        line.paragraph_format.first_line_indent = Mm(0 if position else -22)
        if position == 0:
            line.paragraph_format.tab_stops.add_tab_stop(Mm(25 + 22))
            line.add_run("\t")
        add_runs(line, [{"text": "- ", "bold": False, "italic": False}, *name])


def add_annex_title(file: Document, annex: dict) -> None:
    for runs in (annex["heading"], annex["title"]):
        set_single(add_line(file, runs, align="center", space_after=0))
    set_single(add_line(file, annex["citation"], align="center", space_after=10))


def add_closing(file: Document, one: dict) -> None:
    """Recipients at the left, the signature at the right, never torn from each other."""
    signature = one["signature"]
    if not (signature or one["recipients"] or one["code"]):
        return
    if one["blocks"] and one["blocks"][-1]["kind"] == "signers" and not (signature or one["code"]):
        _add_recipients_below(file.tables[-1], one["recipients"])
        return
    if (before := last_paragraph(file)) is not None:
        before.paragraph_format.keep_with_next = True
    table = add_plain_table(file, 1, [_LEFT, RIGHT], space_before=True)
    row = table.rows[0]
    row.height_rule = WD_ROW_HEIGHT_RULE.AT_LEAST
    left, right = row.cells
    if one["recipients"]:
        list_recipients(CellLines(left), one["recipients"])
    if one["code"]:
        add_code(left, one["code"], _LEFT - 4)
    if signature:
        lines = CellLines(right)
        for runs in signature["lines"]:
            lines.add(runs)
        lines.add(signature["title"])
        lines.add(signature["name"], space_before=80)


def _add_recipients_below(signers: Table, recipients: list) -> None:
    """As a row of the table in which they sign: some programs tear two tables apart, whatever is said of keeping them."""
    for cell in signers.rows[0].cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True
    below = signers.add_row()
    keep_row_whole(below._tr)
    cells = below.cells
    whole = cells[0].merge(cells[-1]) if len(cells) > 1 else cells[0]
    list_recipients(CellLines(whole), recipients, space_before=12)
