"""A document of the Party: what it says, in the order of Hướng dẫn 36-HD/VPTW (3/4/2018), without how it looks.

The fixed words of the format are Vietnamese whatever language the reader's pages are in.
"""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from common.documents.blocks import Annex, Blank, Block, Code, Part
from common.text import normalise

PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
DRAFT = "DỰ THẢO"
_STATE_STYLE = re.compile(r"^([TK])([MTL])\.?\s+")


@dataclass(frozen=True)
class Signature:
    """Who signs: `Signature("T/M", "Ban Thường vụ", "Phó Bí thư Thường trực", "Nguyễn Văn Mẫu")`.

    `authority` is T/M (on behalf of a body), K/T (for the head), T/L (by order) or empty, `of` whose authority it is;
    `further` holds a second such line ("K/T BÍ THƯ"). All of it may stand in `of` as well: "T/M Ban Thường vụ". Set in
    capitals by the format, with the Party's slash ("TM." is the state's). Without a name the place stays dotted.
    """

    authority: Literal["T/M", "K/T", "T/L", ""] = ""
    of: str = ""
    title: str = ""
    name: str = ""
    further: Sequence[str] = ()

    @property
    def lines(self) -> list[str]:
        """The lines above the title, in capitals."""
        first = f"{self.authority} {self.of}".strip()
        return [_STATE_STYLE.sub(r"\1/\2 ", line.upper()) for line in (first, *self.further) if line]


@dataclass(frozen=True)
class PartyDocument:
    """One document. `number` is what the office typed: without it the paper is a draft and says so.

    `number` is "127" beside a `symbol` "QĐ/HU", or both in one: "127-QĐ/HU"; a form that bears none (`is_numbered` False) is
    never a draft for want of it. `dated_on` may be unknown. Without `type_name` it is a công văn: its subject stands under
    the number. `code` is set below the signature. `footer` is a small line at the foot of every page (who took it out,
    when). `watermark` replaces the word of the watermark ("ĐÃ THU HỒI"); a draft has its own.
    """

    issuing_body: str
    type_name: str = ""
    subject: str = ""
    higher_body: str = ""
    number: str = ""
    symbol: str = ""
    place: str = ""
    dated_on: datetime.date | None = None
    addressees: Sequence[str] = ()
    body: Sequence[Block] = ()
    signature: Signature | None = None
    recipients: Sequence[str] = ()
    annexes: Sequence[Annex] = ()
    code: Code | None = None
    footer: str = ""
    watermark: str = ""
    is_numbered: bool = True

    @property
    def is_draft(self) -> bool:
        return self.is_numbered and not normalise(self.number)

    @property
    def shown_watermark(self) -> str:
        return self.watermark or (DRAFT if self.is_draft else "")

    @property
    def number_line(self) -> list[Part]:
        """ "Số 127-QĐ/TW"; no colon, a hyphen, then the slash (36-HD/VPTW)."""
        if not self.is_numbered:
            return []
        if self.is_draft:
            return ["Số ", Blank(15), f"-{self.symbol}" if self.symbol else Blank(15)]
        is_whole = "-" in self.number or not self.symbol
        return ["Số ", self.number if is_whole else f"{self.number}-{self.symbol}"]

    @property
    def place_and_date(self) -> list[Part]:
        """ "Hạ Long, ngày 20 tháng 02 năm 2018": two digits for the day and the month."""
        return [self.place or Blank(22), ", ", *day_in_words(self.dated_on)]

    @property
    def citation(self) -> list[Part]:
        """How an annex names the document that it belongs to."""
        name = self.type_name.capitalize() if self.type_name else "Công văn"
        day = f"{self.dated_on:%d/%m/%Y}" if self.dated_on else Blank(18)
        number = [" số ", *self.number_line[1:], ","] if self.is_numbered else []
        return [f"(Kèm theo {name}", *number, " ngày ", day, f" của {self.issuing_body})"]


def day_in_words(day: datetime.date | None) -> list[Part]:
    if day is None:
        return ["ngày ", Blank(7), " tháng ", Blank(7), " năm ", Blank(10)]
    return [f"ngày {day.day:02d} tháng {day.month:02d} năm {day.year}"]
