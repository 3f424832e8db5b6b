"""What a printed document is made of: plain values, no markup.

`Text` is one string, or a list of strings, `Bold`, `Italic` and `Blank`; None is a dotted line of usual length. What
stands in a string is printed as it is, whatever signs are in it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Literal

Align = Literal["left", "center", "right", "justify"]


@dataclass(frozen=True)
class Bold:
    text: str


@dataclass(frozen=True)
class Italic:
    text: str


@dataclass(frozen=True)
class Blank:
    """A dotted line to be filled in by hand, `width` in millimetres."""

    width: float = 40


Part = str | Bold | Italic | Blank | None
Text = Part | Sequence[Part]


@dataclass(frozen=True)
class Paragraph:
    text: Text
    align: Align = "justify"
    indent: bool = True  # the first line, by 10 mm


@dataclass(frozen=True)
class Heading:
    """Level 1 is centred in capitals (name of a part), 2 is bold ("I- …", "1. …"), 3 is bold italic."""

    text: str
    level: Literal[1, 2, 3] = 2


@dataclass(frozen=True)
class Point:
    text: Text
    below: "Sequence[Block]" = ()


@dataclass(frozen=True)
class Points:
    """Numbered points as the Party's documents set them: "1." "I-" "a)" or "-" at the first line's indent."""

    items: Sequence[Text | Point]
    marker: Literal["1.", "I-", "a)", "-", "+"] = "1."
    start: int = 1


@dataclass(frozen=True)
class Group:
    """A row of a table that heads the rows below it, across all columns: it never is the last one of a page."""

    text: Text


@dataclass(frozen=True)
class Table:
    """`widths` are shares (3, 1, 1); `aligns` one per column. The heading row is repeated on every page.

    `empty_rows` adds rows to be filled in by hand, `row_height` (mm) is the least height of a row.
    """

    headings: Sequence[Text]
    rows: Sequence[Sequence[Text] | Group] = ()
    widths: Sequence[float] = ()
    aligns: Sequence[Align] = ()
    caption: str = ""
    size: float = 12  # points
    empty_rows: int = 0
    row_height: float = 0


@dataclass(frozen=True)
class Field:
    """ "Label: value"; without a value a dotted line to the right edge."""

    label: str
    value: Text = None


@dataclass(frozen=True)
class Fields:
    items: Sequence[Field]
    columns: int = 1


@dataclass(frozen=True)
class Lines:
    """`count` dotted lines for handwriting, under a label if there is one."""

    count: int = 3
    label: str = ""


@dataclass(frozen=True)
class Choices:
    """Tick boxes; those in `chosen` are ticked. `columns` = 0 sets them one after another in the line."""

    options: Sequence[str]
    label: str = ""
    chosen: Collection[str] = ()
    columns: int = 0


@dataclass(frozen=True)
class Signer:
    title: str
    note: str = "(Ký, ghi rõ họ tên)"
    name: str = ""


@dataclass(frozen=True)
class Signers:
    """Places to sign side by side, in the body of a form."""

    signers: Sequence[Signer]
    place_and_date: bool = False  # a line "…, ngày … tháng … năm …" above the last one


@dataclass(frozen=True)
class Code:
    """A QR code of `address`, with a line of text beside it."""

    address: str
    text: str = ""
    size: float = 24  # mm


@dataclass(frozen=True)
class Series:
    """`numbers`: one a label; None is not known or not to be told, and nothing is drawn for it."""

    name: str
    numbers: Sequence[int | float | None]


@dataclass(frozen=True)
class Bars:
    """A picture of numbers from nought up as upright bars, two or three beside each other at most: filled, hatched, white, so that
    it is read in grey too. `alt` says it to who cannot see it; the table with the same numbers stands beside it."""

    title: str
    labels: Sequence[str]
    series: Sequence[Series]
    alt: str
    height: float = 42  # mm, of the tallest bar


@dataclass(frozen=True)
class PageBreak:
    pass


Block = Paragraph | Heading | Points | Table | Fields | Lines | Choices | Signers | Code | Bars | PageBreak


@dataclass(frozen=True)
class Annex:
    """An annex begins a page of its own and is numbered where there are several."""

    title: str
    blocks: Sequence[Block] = field(default_factory=tuple)
    is_landscape: bool = False


def paragraphs(text: str) -> list[Paragraph]:
    """What somebody typed into a large box: one paragraph a line, empty lines left out."""
    return [Paragraph(line) for line in text.splitlines() if line.strip()]
