"""The review (sơ kết, tổng kết) as a printed document of the Party, and as a spreadsheet. Its words are Vietnamese."""

import io

import xlsxwriter
from django.utils.translation import override

from branches.issuing import body_of
from branches.models import Paper
from branches.papers import worded_for
from common.documents import Heading, Paragraph, PartyDocument, Table, paragraphs
from common.periods import last_day
from reports.facts.period_reviews import sections_of

VOIDED = "ĐÃ HỦY"
_EMPTY = "(Đơn vị bổ sung.)"


def review_document(review, *, day, footer="") -> PartyDocument:
    """The paper as it stands: officers' words around the frozen figures; a draft until it has its number."""
    body, higher, sign, place = body_of(review.issuer_id, review.signed_on or day)
    with override("vi"):
        made = PartyDocument(
            higher_body=higher,
            issuing_body=body,
            number=review.number,
            symbol=f"BC/{sign}",
            place=place,
            dated_on=review.signed_on,
            type_name="Báo cáo",
            subject=_lower(review.title),
            body=[
                *paragraphs(review.intro or _intro(review)),
                Heading("I- Số liệu"),
                *_figures(review.figures),
                *_gaps(review.figures),
                Heading("II- Kết quả, cách làm tốt"),
                *paragraphs(review.results or _EMPTY),
                Heading("III- Hạn chế, nguyên nhân"),
                *paragraphs(review.shortcomings or _EMPTY),
                Heading("IV- Phương hướng, kiến nghị"),
                *paragraphs(review.directions or _EMPTY),
            ],
            recipients=["Cấp ủy cấp trên", "Các tổ chức đảng trực thuộc", "Lưu Văn phòng"],
            footer=footer,
            watermark=VOIDED if review.voided_at else "",
        )
    return worded_for(made, review.issuer_id, Paper.Form.REVIEW, review.signed_on or day)


def _lower(text) -> str:
    return text[:1].lower() + text[1:]


def _intro(review) -> str:
    return (
        f"Số liệu từ ngày {review.starts_on:%d/%m/%Y} đến hết ngày {last_day(review.ends_on):%d/%m/%Y}, "
        f"chốt ngày {review.frozen_at:%d/%m/%Y}; bên cạnh là kỳ liền trước cùng độ dài."
    )


def _figures(figures) -> list:
    found = []
    for number, section in enumerate(sections_of(figures), start=1):
        columns = section.columns
        rows = [
            [row.label, *(row.words_now, row.words_before, row.difference)[: len(columns)]]
            for row in section.rows
        ]
        table = Table(
            ["Nội dung", *columns],
            rows,
            widths=(6, 3, 3, 2)[: len(columns) + 1],
            aligns=("left", *("center" for _column in columns)),
        )
        found += [Heading(f"{number}. {section.title}", 3), *paragraphs(section.note), table]
    return found


def _gaps(figures) -> list:
    words = [gap["words"] for gap in figures.get("not_comparable", []) if gap.get("words")]
    return [Paragraph(each) for each in words]


def review_spreadsheet(figures, *, title, footer) -> bytes:
    """A sheet a section; numbers are numbers, text is never a formula."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    bold, faint = (
        book.add_format({"bold": True, "text_wrap": True}),
        book.add_format({"font_color": "#666666"}),
    )
    for number, section in enumerate(sections_of(figures), start=1):
        sheet = book.add_worksheet(_sheet_name(number, section.title))
        sheet.set_column(0, 0, 42)
        sheet.set_column(1, 3, 22)
        sheet.write_string(0, 0, title, bold)
        for column, heading in enumerate(("Nội dung", *section.columns[:2], "Đọc là")):
            sheet.write_string(2, column, heading, bold)
        for at, row in enumerate(section.rows, start=3):
            sheet.write_string(at, 0, row.label)
            for column, value, said in ((1, row.now, row.words_now), (2, row.before, row.words_before)):
                if isinstance(value, int | float):
                    sheet.write_number(at, column, value)
                elif section.heads:
                    sheet.write_string(at, column, said)
            sheet.write_string(at, 3, row.said)
        sheet.write_string(len(section.rows) + 4, 0, footer, faint)
    if not book.worksheets():
        book.add_worksheet("Số liệu")
    book.close()
    return file.getvalue()


def _sheet_name(number, title) -> str:
    """At most 31 signs, none of those that a spreadsheet forbids."""
    clean = "".join(" " if sign in "[]:*?/\\" else sign for sign in title)
    return f"{number}. {clean}"[:31]
