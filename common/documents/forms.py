"""A form that is printed and filled in by hand. The caller says what is asked; nothing of it is known here."""

from collections.abc import Sequence
from dataclasses import dataclass

from common.documents.blocks import Block, Code


@dataclass(frozen=True)
class Section:
    """A part of a form under its own heading, with a note in italics if there is one."""

    title: str
    blocks: Sequence[Block] = ()
    note: str = ""


@dataclass(frozen=True)
class PrintedForm:
    """A form without number and signature block; `form_code` ("Mẫu 01") stands top right, `code` is a QR code there.

    `watermark` and `footer` as in a PartyDocument.
    """

    title: str
    sections: Sequence[Section | Block]
    subtitle: str = ""
    higher_body: str = ""
    issuing_body: str = ""
    form_code: str = ""
    code: Code | None = None
    footer: str = ""
    watermark: str = ""
