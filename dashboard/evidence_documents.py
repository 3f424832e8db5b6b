"""The evidence of a cadre's year as a printed sheet of the Party (domain.md §3.9). Its words are Vietnamese; it holds no grade."""

from django.utils.translation import override

from assignments.querysets.cadres import posts_by_cadre
from branches.issuing import body_of
from branches.models import Paper
from branches.papers import worded_for
from common.documents import (
    Bold,
    Heading,
    Lines,
    Paragraph,
    PartyDocument,
    Signer,
    Signers,
    Table,
    paragraphs,
)
from common.periods import last_day
from dashboard.evidence_words import change_rows, held_rows, left_out_words, number_rows, target_rows
from reports.models import YearNote

NO_GRADE = (
    "Phiếu ghi kết quả hỗ trợ cơ sở làm căn cứ; không tính điểm, không xếp loại. "
    "Việc xếp loại do cấp có thẩm quyền quyết định."
)
_SAID_BY = {
    YearNote.Side.SELF: "Tự nhận xét của cán bộ",
    YearNote.Side.HOST: "Ý kiến của cấp ủy nơi được theo dõi",
    YearNote.Side.ZONE: "Ý kiến của người phụ trách cụm",
    YearNote.Side.EMPLOYER: "Ý kiến của thủ trưởng đơn vị",
    YearNote.Side.BOARD: "Ý kiến của Ban Tổ chức",
}


def evidence_document(found, *, day, paper=None, footer="") -> PartyDocument:
    """The sheet of `found` (dashboard.evidence.CadreYear) with the notes that the reader sees; a side that has said nothing
    gets lines to write on. `paper`: the YearPaper with the number that the office gave it, whose day's names and standing words it
    bears; without one a draft."""
    issuer, dated = (paper.unit_id, paper.issued_on) if paper else (found.cadre.unit_id, day)
    body, higher, sign, place = body_of(issuer, dated)
    post = posts_by_cadre([found.cadre.pk], min(day, last_day(found.ends_on))).get(found.cadre.pk, "")
    with override("vi"):
        made = PartyDocument(
            higher_body=higher,
            issuing_body=body,
            number=paper.number if paper else "",
            symbol=f"PKQ/{sign}",
            place=place,
            dated_on=paper.issued_on if paper else None,
            type_name="Phiếu kết quả hỗ trợ cơ sở",
            subject=f"năm {found.year}",
            body=[
                Paragraph(["Họ và tên: ", Bold(found.cadre.full_name), f", {post}" if post else ""]),
                Paragraph(NO_GRADE),
                Paragraph(f"Số liệu tính đến hết ngày {found.counted_to:%d/%m/%Y}."),
                *_numbered(_sections(found)),
                Signers([Signer("Cán bộ"), Signer("Ban Tổ chức")], place_and_date=True),
            ],
            recipients=["Cán bộ có tên", "Lưu hồ sơ cán bộ"],
            footer=footer,
        )
    return worded_for(made, issuer, Paper.Form.EVIDENCE, dated)


def _sections(found) -> list[tuple]:
    """[(title, blocks)]; one of scores or targets that holds nothing is left out."""
    places = ("Nơi theo dõi", "Chủ trương", "Thời gian", "Số ngày trong năm")
    scores = ("Tổ chức đảng", "Chấm gì", "Năm trước", "Năm nay")
    targets = ("Tổ chức đảng", "Chỉ tiêu", "Giao", "Thực hiện")
    changes, aims = change_rows(found), target_rows(found)
    left_out = [Paragraph(left_out_words(found))] if found.targets_left_out else []
    sections = [
        ("Nơi được phân công", _table(places, held_rows(found), (5, 5, 4, 2))),
        ("Kết quả", _table(("Nội dung", "Kết quả"), number_rows(found), (9, 5))),
        ("Điểm của nơi được theo dõi", _table(scores, changes, (6, 4, 3, 3)) if changes else []),
        ("Chỉ tiêu của nơi được theo dõi", _table(targets, aims, (5, 5, 2, 2)) + left_out if aims else []),
        ("Nhận xét", _said(found)),
    ]
    return [each for each in sections if each[1]]


def _numbered(sections) -> list:
    found = []
    for roman, (title, blocks) in zip(("I", "II", "III", "IV", "V"), sections, strict=False):
        found += [Heading(f"{roman}- {title}"), *blocks]
    return found


def _table(headings, rows, widths) -> list:
    if not rows:
        return [Paragraph("Không có.")]
    return [Table(list(headings), [list(row) for row in rows], widths=widths)]


def _said(year) -> list:
    found = []
    for number, (side, title) in enumerate(_SAID_BY.items(), start=1):
        found.append(Heading(f"{number}. {title}", 3))
        theirs = [note for note in year.notes if note.side == side]
        for note in theirs:
            who = note.said_by.full_name if note.said_by else ""
            about = ", ".join(each for each in (who, year.name_of_side(note)) if each)
            found += [*paragraphs(note.text), Paragraph(f"({about}, ngày {note.said_on:%d/%m/%Y})")]
        if not theirs:
            found.append(Lines(2))
    return found
