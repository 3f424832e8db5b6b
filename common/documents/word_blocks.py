"""The blocks of a document in Word."""

import itertools

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.shape import CT_Inline
from docx.shared import Mm
from docx.table import Table, _Cell, _Row

from common.documents.codes import as_png
from common.documents.pictures import as_png as drawn
from common.documents.word_text import CellLines, add_leader, add_line, add_runs, set_line, set_single

_CELL_MARGIN = 80  # 4 points, as in the PDF: Word's own leave a column of dates no room
RIGHT = 87  # mm: of the two columns at the head and at the signature
_FEW_LINES, _FEW_CHOICES = 6, 20  # to write on, to tick: no page ends between them
_BOX, _TICKED = "☐", "☒"
_NUMBERS = itertools.count(1)  # of pictures: no two of a file may have the same


def add_block(file: Document, block: dict, width: float) -> None:
    """Append a resolved block; `width` is that of the text in millimetres."""
    _ADDERS[block["kind"]](file, block, width)


def _add_paragraph(file: Document, block: dict, width: float) -> None:
    before = (0, 12, 6, 6)[block["heading"]]
    # Dots are one word: set to both edges Word would tear the line before them wide.
    has_blank = block["align"] == "justify" and any("blank" in run for run in block["runs"])
    align = "left" if has_blank else block["align"]
    paragraph = add_line(file, block["runs"], align=align, indent=block["indent"], space_before=before)
    if block["heading"]:
        paragraph.style = file.styles[f"Heading {block['heading']}"]


# Tables


def _add_table(file: Document, block: dict, width: float) -> None:
    if block["caption"]:
        caption = add_line(file, block["caption"], align="center", size=block["size"], space_after=4)
        caption.paragraph_format.keep_with_next = True
    rows = [block["headings"], *block["rows"]]
    table = file.add_table(len(rows), len(block["headings"]))
    table.style = file.styles["Table Grid"]
    _set_margins(table, _CELL_MARGIN)
    _set_widths(table, block["widths"], width)
    groups, whole = [False, *block["groups"]], [True, *block["whole"]]
    for number, (element, row) in enumerate(zip(table._tbl.tr_lst, rows, strict=True)):
        aligns = ["center"] * len(row) if number == 0 else block["aligns"]
        aligns = ["left"] * len(row) if groups[number] else aligns
        stays = number == 0 or groups[number] or number - 1 in block["tied"]
        stays = stays or (block["together"] and number < len(rows) - 1)
        _fill_row(element, table, row, aligns, block["size"], stays=stays, is_whole=whole[number])
        if groups[number]:
            _join_cells(element)
        keep_row_whole(element, is_whole=whole[number], is_heading=number == 0)
        if number and block["row_height"]:
            tall = _Row(element, table)
            tall.height, tall.height_rule = Mm(block["row_height"]), WD_ROW_HEIGHT_RULE.AT_LEAST
    _close_table(file)


def _fill_row(
    element, table: Table, row: list, aligns: list[str], size: float, *, stays: bool, is_whole: bool
) -> None:
    """What runs over pages stands at the top and is read from its beginning."""
    places = WD_CELL_VERTICAL_ALIGNMENT
    for cell, runs, align in zip(element.tc_lst, row, aligns, strict=True):
        placed = _Cell(cell, table)
        placed.vertical_alignment = places.CENTER if is_whole else places.TOP
        line = placed.paragraphs[0]
        set_single(set_line(line, runs, align=align, size=size, space_before=2, space_after=2))
        if stays:
            line.paragraph_format.keep_with_next = True


def _join_cells(element) -> None:
    """One cell over the whole row; that of its first one stays."""
    first, *others = element.tc_lst
    first.grid_span = len(others) + 1
    for cell in others:
        first.width += cell.width
        element.remove(cell)


def keep_row_whole(element, *, is_whole: bool = True, is_heading: bool = False) -> None:
    """A row that is a page long itself must break: Word would cut it off."""
    properties = element.get_or_add_trPr()
    if is_whole:
        properties.append(OxmlElement("w:cantSplit"))
    if is_heading:
        properties.append(OxmlElement("w:tblHeader"))


def _set_widths(table: Table, shares: list[float], width: float) -> None:
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    widths = [Mm(width * share / sum(shares)) for share in shares]
    for column, size in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = size
    for row in table._tbl.tr_lst:
        for cell, size in zip(row.tc_lst, widths, strict=True):
            cell.width = size


def _set_margins(table: Table, size: int) -> None:
    """The margins left and right in each cell, in twentieths of a point."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(size))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    look.addprevious(margins) if look is not None else table._tbl.tblPr.append(margins)


def _close_table(file: Document) -> None:
    """Two tables that touch become one in Word."""
    line = set_single(add_line(file, [], space_after=0))
    line.paragraph_format.line_spacing = Mm(2)


def add_plain_table(
    parent: Document | _Cell, rows: int, widths: list[float], *, space_before: bool = False
) -> Table:
    """A table that only places things: no lines, no inner margins."""
    if space_before:
        line = add_line(parent, [], space_after=0)
        line.paragraph_format.keep_with_next = True
        line.paragraph_format.line_spacing = Mm(3)
    table = parent.add_table(rows, len(widths))
    _set_widths(table, widths, sum(widths))
    _set_margins(table, 0)
    for row in table._tbl.tr_lst:
        keep_row_whole(row)
    return table


# What is filled in by hand


def _add_fields(file: Document, block: dict, width: float) -> None:
    columns, gutter = block["columns"], 4
    each = (width - gutter * (columns - 1)) / columns
    if columns == 1:
        for item in block["items"]:
            _set_field(add_line(file, [], space_after=2), item, width)
        return
    items = block["items"]
    widths = [each + gutter] * (columns - 1) + [each]
    table = add_plain_table(file, -(-len(items) // columns), widths)
    cells = [cell for row in table._tbl.tr_lst for cell in row.tc_lst]
    for cell, item in zip(cells, items, strict=False):
        _set_field(set_line(_Cell(cell, table).paragraphs[0], [], space_after=2), item, each)
    _close_table(file)


def _set_field(line, item: dict, width: float) -> None:
    add_runs(line, item["label"])
    if item["value"]:
        add_runs(line, item["value"])
    else:
        add_leader(line, width)


def _add_lines(file: Document, block: dict, width: float) -> None:
    if block["label"]:
        add_line(file, block["label"], space_after=0).paragraph_format.keep_with_next = True
    for number in range(1, block["count"] + 1):
        line = add_leader(add_line(file, [], space_before=6, space_after=0), width)
        line.paragraph_format.keep_with_next = number < block["count"] <= _FEW_LINES


def _add_choices(file: Document, block: dict, width: float) -> None:
    signs = [
        [
            {"text": f"{_TICKED if option['is_chosen'] else _BOX} ", "bold": False, "italic": False},
            *option["text"],
        ]
        for option in block["options"]
    ]
    if not block["columns"]:
        line = add_line(file, block["label"])
        for position, sign in enumerate(signs):
            add_runs(line, ([_SPACE] if position else []) + sign)
        return
    if block["label"]:
        add_line(file, block["label"], space_after=0).paragraph_format.keep_with_next = True
    columns = block["columns"]
    table = add_plain_table(file, -(-len(signs) // columns), [width / columns] * columns)
    cells = [cell for row in table._tbl.tr_lst for cell in row.tc_lst]
    for number, (cell, sign) in enumerate(zip(cells, signs, strict=False)):
        line = set_line(_Cell(cell, table).paragraphs[0], sign, space_after=2)
        line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Mm(6), Mm(-6)
        line.paragraph_format.right_indent = Mm(2)
        line.paragraph_format.keep_with_next = len(signs) <= _FEW_CHOICES and number + columns < len(signs)
    _close_table(file)


_SPACE = {"text": "\u00a0\u00a0\u00a0 ", "bold": False, "italic": False}


def _add_signers(file: Document, block: dict, width: float) -> None:
    """Side by side; who signs alone stands at the right below place and date, whoever receives it at the left."""
    signers, day = block["signers"], block["place_and_date"]
    if len(signers) == 1:
        table = add_plain_table(file, 1, [width - RIGHT, RIGHT], space_before=True)
        left, right = (CellLines(_Cell(cell, table)) for cell in table._tbl.tr_lst[0].tc_lst)
        if block["recipients"]:
            list_recipients(left, block["recipients"])
        if day:
            right.add(day)
        _add_signer(right, signers[0], space_before=6 if day else 0)
    else:
        if day:
            line = add_line(file, day, align="right", space_before=8)
            line.paragraph_format.keep_with_next = True
        table = add_plain_table(file, 1, [width / len(signers)] * len(signers), space_before=True)
        for cell, signer in zip(table._tbl.tr_lst[0].tc_lst, signers, strict=True):
            _add_signer(CellLines(_Cell(cell, table)), signer)
    _close_table(file)


def _add_signer(lines: CellLines, signer: dict, *, space_before=0) -> None:
    lines.add(signer["title"], space_before=space_before)
    if signer["note"]:
        lines.add(signer["note"])
    lines.add(signer["name"], space_before=60)


def list_recipients(lines: CellLines, recipients: list, *, space_before=0) -> None:
    words = [{"text": "Nơi nhận:", "bold": False, "italic": False}]
    label = lines.add(words, align="left", space_before=space_before)
    label.runs[0].underline = True
    for runs in recipients:
        lines.add(runs, align="left", size=12)


# Codes and pages


def add_code(parent: Document | _Cell, block: dict, width: float) -> None:
    """The QR code and the words beside it."""
    table = add_plain_table(parent, 1, [block["size"] + 4, width - block["size"] - 4], space_before=True)
    picture, words = (_Cell(cell, table) for cell in table._tbl.tr_lst[0].tc_lst)
    add_code_to(set_line(picture.paragraphs[0], [], space_after=0), block)
    CellLines(words).add(block["text"], align="left", size=11, space_before=block["size"] * 0.6)
    if not isinstance(parent, _Cell):  # a cell has its closing paragraph already
        _close_table(parent)


def add_code_to(paragraph, block: dict) -> None:
    side = block["size"]
    _add_picture(paragraph, as_png(block["address"]), "qr.png", side, side, block["address"])


def _add_picture(paragraph, picture, name: str, width: float, height: float, alt: str) -> None:
    """A picture of so many millimetres; `alt` is read to who cannot see it."""
    part, _image = paragraph.part.get_or_add_image(picture)
    # not `add_picture`: for a free number it reads the whole file, once for every picture
    inline = CT_Inline.new_pic_inline(next(_NUMBERS), part, name, Mm(width), Mm(height))
    for side in "TBLR":
        inline.set(f"dist{side}", "0")
    inline.docPr.set("descr", alt)
    paragraph.add_run()._r.add_drawing(inline)


def _add_bars(file: Document, block: dict, width: float) -> None:
    picture, height = drawn(block, width)
    line = set_single(add_line(file, [], align="center", space_before=6))
    line.paragraph_format.keep_with_next = True
    _add_picture(line, picture, "bieu-do.png", width, height, block["alt"])


def _add_break(file: Document, block: dict, width: float) -> None:
    file.add_page_break()


_ADDERS = {
    "paragraph": _add_paragraph,
    "table": _add_table,
    "fields": _add_fields,
    "lines": _add_lines,
    "choices": _add_choices,
    "signers": _add_signers,
    "code": add_code,
    "bars": _add_bars,
    "break": _add_break,
}
