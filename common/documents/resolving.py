"""From a document to the plain values that both renderers set: every word settled, every text cleaned, no decision left.

A run is {"text", "bold", "italic"}, {"blank": mm} or {"break": True}. A block is a dict with "kind"; headings and points have become
paragraphs. Both renderers read the same, so that the PDF and the Word file say the same.
"""

from collections.abc import Iterable, Sequence
from functools import singledispatch

from common.documents import blocks as b
from common.documents.fitting import RIGHT_OF_HEAD, on_one_line
from common.documents.forms import PrintedForm, Section
from common.documents.party import PARTY, PartyDocument, Signature, day_in_words
from common.documents.tables import LYING_WIDTH, TEXT_WIDTH, settled
from common.text import normalise

_WRITTEN_ROW = 8  # mm, of a row to be filled in by hand


def resolve(document: PartyDocument | PrintedForm) -> dict:
    """The document as plain values (strings, numbers, lists, dicts), ready for JSON."""
    return _party(document) if isinstance(document, PartyDocument) else _form(document)


def _party(document: PartyDocument) -> dict:
    is_dispatch = not document.type_name
    place_and_date, size = on_one_line(runs(document.place_and_date, italic=True), RIGHT_OF_HEAD)
    blocks = _kept(_flat(document.body), is_closed=_is_closed(document))
    recipients = _recipients(document.recipients)
    if _is_signed_alone(blocks) and not (document.signature or document.code):
        blocks[-1]["recipients"], recipients = recipients, []
    return {
        "title": clean(f"{document.type_name} {document.subject}".strip() or document.issuing_body),
        "author": clean(document.issuing_body),
        "watermark": clean(document.shown_watermark),
        "footer": runs(document.footer),
        "head": {
            "higher": runs(document.higher_body.upper()),
            "body": runs(document.issuing_body.upper(), bold=True),
            "number": runs(document.number_line),
            "party": PARTY,
            "place_and_date": place_and_date,
            "place_and_date_size": size,
            "dispatch_subject": runs(document.subject, italic=True) if is_dispatch else [],
        },
        "type": runs(document.type_name.upper(), bold=True),
        "subject": [] if is_dispatch else runs(document.subject, bold=True),
        "addressees": [runs(name) for name in document.addressees],
        "blocks": blocks,
        "signature": _signature(document.signature),
        "recipients": recipients,
        "code": _code(document.code) if document.code else None,
        "annexes": _annexes(document),
    }


def _form(form: PrintedForm) -> dict:
    found: list[dict] = []
    for section in form.sections:
        if not isinstance(section, Section):
            found += _block(section)
            continue
        found += _block(b.Heading(section.title, 2))
        if section.note:
            found += [{**_paragraph(runs(section.note, italic=True), indent=False), "heads": True}]
        found += _flat(section.blocks)
    return {
        "title": clean(form.title),
        "author": clean(form.issuing_body),
        "watermark": clean(form.watermark),
        "footer": runs(form.footer),
        "head": None,
        "form_head": {
            "higher": runs(form.higher_body.upper()),
            "body": runs(form.issuing_body.upper(), bold=True),
            "form_code": runs(form.form_code, italic=True),
            "code": _code(form.code) if form.code else None,
        },
        "type": runs(form.title.upper(), bold=True),
        "subject": runs(form.subtitle, italic=True),
        "addressees": [],
        "blocks": _kept(found, is_closed=False),
        "signature": None,
        "recipients": [],
        "code": None,
        "annexes": [],
    }


def _signature(signature: Signature | None) -> dict | None:
    if signature is None:
        return None
    return {
        "lines": [runs(line, bold=True) for line in signature.lines],
        "title": runs(signature.title.upper()),
        "name": runs(signature.name, bold=True) or [{"blank": 45}],
    }


def _recipients(names: Sequence[str]) -> list[list[dict]]:
    """Each ends with a comma and the last with a full stop, unless the office ended it otherwise."""
    found = []
    for position, name in enumerate(names, start=1):
        text = clean(name).removeprefix("- ")
        if text and text[-1] not in ".,;":
            text += "." if position == len(names) else ","
        found.append(runs(f"- {text}"))
    return found


def _annexes(document: PartyDocument) -> list[dict]:
    several = len(document.annexes) > 1
    return [
        {
            "heading": runs(f"PHỤ LỤC {number}" if several else "PHỤ LỤC", bold=True),
            "title": runs(annex.title, bold=True),
            "citation": runs(document.citation, italic=True),
            "is_landscape": annex.is_landscape,
            "blocks": settled(_flat(annex.blocks), LYING_WIDTH if annex.is_landscape else TEXT_WIDTH),
        }
        for number, annex in enumerate(document.annexes, start=1)
    ]


def _is_closed(document: PartyDocument) -> bool:
    return bool(document.signature or document.recipients or document.code)


def _is_signed_alone(blocks: list[dict]) -> bool:
    """Whether one person signs at the end: he stands at the right, and whoever receives it beside him at the left."""
    return bool(blocks) and blocks[-1]["kind"] == "signers" and len(blocks[-1]["signers"]) == 1


def _kept(blocks: list[dict], *, is_closed: bool) -> list[dict]:
    """The block before whoever signs, and the last one before signature and recipients, stay on the page of what they stand
    above ("keep"): nobody signs a page that holds nothing else. So does a note below a heading ("heads")."""
    blocks = settled(blocks, TEXT_WIDTH)
    for place, block in enumerate(blocks):
        follows = blocks[place + 1]["kind"] if place + 1 < len(blocks) else None
        heads = block.pop("heads", False) and follows is not None
        block["keep"] = heads or follows == "signers" or (follows is None and is_closed)
    return blocks


# Text


def clean(text: str) -> str:
    """One line in NFC without invisible signs; a space at either end stays, since parts are set side by side."""
    text = str(text)
    core = normalise(text)
    if not core:
        return " " if text and text.isspace() else ""
    return f"{' ' if text[0].isspace() else ''}{core}{' ' if text[-1].isspace() else ''}"


def runs(text: b.Text, *, bold: bool = False, italic: bool = False) -> list[dict]:
    """The parts of a text as runs; an empty string is no run."""
    if text is None or isinstance(text, str | b.Bold | b.Italic | b.Blank):
        text = [text]
    found = []
    for part in text:
        if part is None or isinstance(part, b.Blank):
            found.append({"blank": (part or b.Blank()).width})
            continue
        written = clean(part if isinstance(part, str) else part.text)
        if written:
            is_bold, is_italic = bold or isinstance(part, b.Bold), italic or isinstance(part, b.Italic)
            found.append({"text": written, "bold": is_bold, "italic": is_italic})
    return found


# Blocks


def _flat(blocks: Iterable[b.Block]) -> list[dict]:
    return [resolved for block in blocks for resolved in _block(block)]


@singledispatch
def _block(block) -> list[dict]:
    raise TypeError(f"{block!r} is no block of a document")


@_block.register
def _(block: b.Paragraph) -> list[dict]:
    return [_paragraph(runs(block.text), align=block.align, indent=block.indent)]


def _paragraph(found: list[dict], *, align="justify", indent=True, heading=0) -> dict:
    return {"kind": "paragraph", "runs": found, "align": align, "indent": indent, "heading": heading}


@_block.register
def _(block: b.Heading) -> list[dict]:
    text = block.text.upper() if block.level == 1 else block.text
    found = runs(text, bold=True, italic=block.level == 3)
    align = "center" if block.level == 1 else "left"
    return [_paragraph(found, align=align, indent=False, heading=block.level)]


@_block.register
def _(block: b.Points) -> list[dict]:
    found = []
    for number, item in enumerate(block.items, start=block.start):
        point = item if isinstance(item, b.Point) else b.Point(item)
        found.append(_paragraph(runs(marker(block.marker, number) + " ") + runs(point.text)))
        found += _flat(point.below)
    return found


def marker(kind: str, number: int) -> str:
    """The sign of the nth point: "3." "III-" "c)" "-"."""
    if kind == "1.":
        return f"{number}."
    if kind == "I-":
        return f"{_roman(number)}-"
    if kind == "a)":
        letters = "abcdđeghiklmnopqrstuvxy"
        turn, place = divmod(number - 1, len(letters))
        return f"{letters[place]}{turn or ''})"
    return kind


def _roman(number: int) -> str:
    found = ""
    for value, sign in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while number >= value:
            found, number = found + sign, number - value
    return found


@_block.register
def _(block: b.Table) -> list[dict]:
    width = len(block.headings)
    groups = [isinstance(row, b.Group) for row in block.rows] + [False] * block.empty_rows
    rows = [_row(row, width) for row in block.rows]
    if wrong := [row for row in rows if len(row) != width]:
        raise ValueError(f"a row of {len(wrong[0])} cells in a table of {width} columns")
    rows += [[[]] * width for _ in range(block.empty_rows)]
    return [
        {
            "kind": "table",
            "caption": runs(block.caption, bold=True),
            "headings": [runs(heading, bold=True) for heading in block.headings],
            "rows": rows,
            "groups": groups,
            "widths": list(block.widths) or [1] * width,
            "aligns": list(block.aligns) or [_align(heading) for heading in block.headings],
            "size": block.size,
            "row_height": block.row_height or (_WRITTEN_ROW if block.empty_rows else 0),
        }
    ]


def _align(heading: b.Text) -> str:
    """Of a column for which a paper asks nothing else."""
    return "center" if heading in ("STT", "Số TT", "TT") else "left"


def _row(row: Sequence[b.Text] | b.Group, width: int) -> list[list[dict]]:
    """Of a group its words stand in the first cell, which reaches over the others."""
    if isinstance(row, b.Group):
        return [runs(row.text, bold=True), *([] for _ in range(width - 1))]
    return [_cell(cell) for cell in row]


def _cell(text: b.Text) -> list[dict]:
    """Empty for None; a text of several lines keeps them, in a cell only."""
    if not isinstance(text, str):
        return [] if text is None else runs(text)
    found: list[dict] = []
    for line in text.strip().splitlines():
        found += ([{"break": True}] if found else []) + runs(line)
    return found


@_block.register
def _(block: b.Fields) -> list[dict]:
    items = []
    for item in block.items:
        value = [] if item.value is None or item.value == "" else runs(item.value)
        items.append({"label": runs(f"{item.label}: "), "value": value})
    return [{"kind": "fields", "items": items, "columns": block.columns}]


@_block.register
def _(block: b.Lines) -> list[dict]:
    return [{"kind": "lines", "label": runs(block.label), "count": block.count}]


@_block.register
def _(block: b.Choices) -> list[dict]:
    options = [{"text": runs(option), "is_chosen": option in block.chosen} for option in block.options]
    label = runs(f"{block.label}: ") if block.label else []
    return [{"kind": "choices", "label": label, "options": options, "columns": block.columns}]


@_block.register
def _(block: b.Signers) -> list[dict]:
    signers = [
        {
            "title": runs(signer.title, bold=True),
            "note": runs(signer.note, italic=True),
            "name": runs(signer.name, bold=True),
        }
        for signer in block.signers
    ]

    day = runs([b.Blank(22), ", ", *day_in_words(None)], italic=True) if block.place_and_date else []
    return [{"kind": "signers", "signers": signers, "place_and_date": day, "recipients": []}]


@_block.register
def _(block: b.Code) -> list[dict]:
    return [_code(block)]


def _code(block: b.Code) -> dict:
    return {"kind": "code", "address": block.address, "text": runs(block.text), "size": block.size}


@_block.register
def _(block: b.Bars) -> list[dict]:
    series = [
        {
            "name": runs(each.name),
            "bars": [{"number": number or 0, "words": _number_words(number)} for number in each.numbers],
        }
        for each in block.series
    ]
    if any(len(each["bars"]) != len(block.labels) for each in series):
        raise ValueError("a series of bars has another length than its labels")
    return [
        {
            "kind": "bars",
            "title": runs(block.title, bold=True),
            "alt": clean(block.alt),
            "labels": [runs(label) for label in block.labels],
            "series": series,
            "height": block.height,
        }
    ]


def _number_words(number) -> str:
    """ "7.575", "82,5"; "" for what is not known or not told."""
    if number is None:
        return ""
    digits = f"{number:,.2f}".rstrip("0").rstrip(".")
    return digits.translate(str.maketrans(",.", ".,"))


@_block.register
def _(block: b.PageBreak) -> list[dict]:
    return [{"kind": "break"}]
