"""Printed documents: say what a document holds, get it as PDF or as an editable Word file.

    from common.documents import Bold, Code, Paragraph, PartyDocument, Points, Signature, as_docx, as_pdf

    letter = PartyDocument(
        higher_body="Đảng bộ tỉnh Mẫu",
        issuing_body="Huyện uỷ Bình Mẫu",                    # capitals are the format's business
        number="",                                           # not typed yet: dotted, watermark “DỰ THẢO”
        symbol="GGT/HU",
        place="Bình Mẫu",
        dated_on=day,                                        # None: dotted
        type_name="Giấy giới thiệu",                         # "": a công văn, subject under the number
        subject="dự sinh hoạt chi bộ",
        addressees=["Đảng uỷ xã Thới Mẫu"],
        body=[
            Paragraph(["Giới thiệu đồng chí ", Bold(name), ", ", post]),   # None among the parts: a dotted line
            Points(["Điểm một", "Điểm hai"], "a)"),
        ],
        signature=Signature("T/M", "Ban Thường vụ", "Phó Bí thư", signer_name),
        recipients=["Như trên", "Lưu Văn phòng"],
        code=Code(address, "Quét mã để kiểm tra giấy còn giá trị hay không."),
    )
    as_pdf(letter), as_docx(letter)       # bytes
    as_pdf(letters), as_docx(letters)     # a month's batch in one file, each from a new page with its own numbers

- `PartyDocument` (party.py): the Party's format, Hướng dẫn 36-HD/VPTW; also `annexes=[Annex(title, blocks,
  is_landscape=True)]`, `footer` (who took this out, when), `watermark` ("ĐÃ THU HỒI").
- `PrintedForm`, `Section` (forms.py): a form to be filled in by hand; the same blocks.
- Blocks (blocks.py): `Paragraph`, `Heading`, `Points`/`Point`, `Table`/`Group`, `Fields`/`Field`, `Lines`, `Choices`,
  `Signers`/`Signer`, `Code`, `Bars`/`Series`, `PageBreak`; in a text `Bold`, `Italic`, `Blank`; `paragraphs(text)` for what was typed
  into a large box.
- `as_pdf(one or many)`, `as_docx(one or many)`, `as_pictures(one or many)` (PNG of each page);
  `printed_response(one or many, "pdf" or "docx", name="giay-gioi-thieu")` in a view.

Whatever stands in a string is printed as it is: no sign is markup in either file. The words of a document are
Vietnamese in every language of the interface. An app's own contexts live in its `documents.py`.
"""

from common.documents.blocks import (
    Annex,
    Bars,
    Blank,
    Bold,
    Choices,
    Code,
    Field,
    Fields,
    Group,
    Heading,
    Italic,
    Lines,
    PageBreak,
    Paragraph,
    Point,
    Points,
    Series,
    Signer,
    Signers,
    Table,
    paragraphs,
)
from common.documents.forms import PrintedForm, Section
from common.documents.party import DRAFT, PartyDocument, Signature
from common.documents.pdf import as_pdf, as_pictures
from common.documents.responses import printed_by, printed_response
from common.documents.word import as_docx

__all__ = [
    "DRAFT",
    "Annex",
    "Bars",
    "Blank",
    "Bold",
    "Choices",
    "Code",
    "Field",
    "Fields",
    "Group",
    "Heading",
    "Italic",
    "Lines",
    "PageBreak",
    "Paragraph",
    "PartyDocument",
    "Point",
    "Points",
    "PrintedForm",
    "Section",
    "Series",
    "Signature",
    "Signer",
    "Signers",
    "Table",
    "as_docx",
    "as_pdf",
    "as_pictures",
    "paragraphs",
    "printed_by",
    "printed_response",
]
