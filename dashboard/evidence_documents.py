"""The evidence of a cadre's year as a printed sheet of the Party (domain.md §3.9). Its words are Vietnamese; it holds no grade."""

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
from dashboard.evidence_figures import SAID_BY, figures_of, said_by

NO_GRADE = (
    "Phiếu ghi kết quả hỗ trợ cơ sở làm căn cứ; không tính điểm, không xếp loại. "
    "Việc xếp loại do cấp có thẩm quyền quyết định."
)
# A sheet that got its number before figures were kept with it: no sentence brings them back.
NOT_KEPT = (
    "Phiếu này được ghi số khi hệ thống chưa giữ số liệu kèm theo số: số liệu, nhận xét dưới đây là của ngày in, "
    "có thể khác bản đã ký."
)


def evidence_document(cadre, year: int, *, day, found=None, paper=None, footer="") -> PartyDocument:
    """The sheet of `year` of `cadre` (Cadre): a draft of `found` (dashboard.evidence.CadreYear), or the `paper` (YearPaper) with
    the number that the office gave it, whose day's names and standing words it bears and whose figures and notes are those that
    were kept with the number; where none were, it says so and holds those of `found`. A side that has said nothing gets lines to
    write on."""
    issuer, dated = (paper.unit_id, paper.issued_on) if paper else (cadre.unit_id, day)
    figures = paper.figures if paper and paper.figures else figures_of(found)
    body, higher, sign, place = body_of(issuer, dated)
    made = PartyDocument(
        higher_body=higher,
        issuing_body=body,
        number=paper.number if paper else "",
        symbol=f"PKQ/{sign}",
        place=place,
        dated_on=paper.issued_on if paper else None,
        type_name="Phiếu kết quả hỗ trợ cơ sở",
        subject=f"năm {year}",
        body=[
            Paragraph(
                ["Họ và tên: ", Bold(figures["name"]), f", {figures['post']}" if figures["post"] else ""]
            ),
            Paragraph(NO_GRADE),
            *([Paragraph(NOT_KEPT)] if paper and not paper.figures else []),
            Paragraph(f"Số liệu tính đến hết ngày {figures['counted_to']}."),
            *_numbered(_sections(figures)),
            Signers([Signer("Cán bộ"), Signer("Ban Tổ chức")]),
        ],
        recipients=["Cán bộ có tên", "Lưu hồ sơ cán bộ"],
        footer=footer,
    )
    return worded_for(made, issuer, Paper.Form.EVIDENCE, dated)


def _sections(figures) -> list[tuple]:
    """[(title, blocks)]; one of scores or targets that holds nothing is left out."""
    places = ("Nơi theo dõi", "Chủ trương", "Thời gian", "Số ngày trong năm")
    scores = ("Tổ chức đảng", "Chấm gì", "Năm trước", "Năm nay")
    targets = ("Tổ chức đảng", "Chỉ tiêu", "Giao", "Thực hiện")
    changes, aims = figures["changes"], figures["targets"]
    left_out = [Paragraph(figures["left_out"])] if figures["left_out"] else []
    sections = [
        ("Nơi được phân công", _table(places, figures["held"], (5, 5, 4, 2))),
        ("Kết quả", _table(("Nội dung", "Kết quả"), figures["numbers"], (9, 5))),
        ("Điểm của nơi được theo dõi", _table(scores, changes, (6, 4, 3, 3)) if changes else []),
        ("Chỉ tiêu của nơi được theo dõi", _table(targets, aims, (5, 5, 2, 2)) + left_out if aims else []),
        ("Nhận xét", _said(figures["notes"])),
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


def _said(notes) -> list:
    found = []
    for number, (side, title) in enumerate(SAID_BY.items(), start=1):
        found.append(Heading(f"{number}. {title}", 3))
        theirs = [note for note in notes if note["side"] == side]
        for note in theirs:
            # In the last paragraph: no page ends between what was said and who said it.
            found += paragraphs(f"{note['text'].rstrip()} ({said_by(note)}, ngày {note['said_on']})")
        if not theirs:
            found.append(Lines(2))
    return found
