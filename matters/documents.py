"""Printed sheets of what was raised: a recommendation with its answer (domain.md §3.10), and the register of urgent matters (§3.7).
Their words are Vietnamese."""

from django.utils.translation import override

from branches.issuing import body_of
from branches.models import Paper
from branches.papers import worded_for
from common.documents import (
    Annex,
    Bold,
    Field,
    Fields,
    Heading,
    Lines,
    Paragraph,
    PartyDocument,
    Signature,
    Signer,
    Signers,
    Table,
    paragraphs,
)

VOIDED = "ĐÃ HỦY"


def recommendation_document(facts, said, *, day, footer="") -> PartyDocument:
    """The sheet of one matter as the reader of `facts` (MatterFacts) sees it; `said`: [(label, value)] of his page."""
    row = facts.row
    body, higher, _sign, place = body_of(row.issuer_id, row.raised_on)
    with override("vi"):
        made = PartyDocument(
            higher_body=higher,
            issuing_body=body,
            # Its code names it (domain.md 3.10): it waits for no number.
            is_numbered=False,
            place=place,
            type_name="Phiếu kiến nghị và kết quả giải quyết",
            subject=f"mã {row.reference}",
            body=[
                Heading("I- Kiến nghị"),
                Fields(
                    [
                        Field(label, Bold(_plain(value)) if _plain(value) else "")
                        for label, value in said
                        if value not in ("", None)
                    ],
                    columns=2,
                ),
                *paragraphs(row.content),
                *(
                    [Paragraph(["Đề nghị giải quyết: ", row.proposed_solution])]
                    if row.proposed_solution
                    else []
                ),
                Heading("II- Trả lời"),
                *_answers(facts),
                Heading("III- Thông báo lại nơi nêu"),
                *_told(row),
                Signers([Signer("Người theo dõi")]),
            ],
            recipients=["Nơi nêu kiến nghị", "Cơ quan giải quyết", "Lưu Văn phòng"],
            footer=footer,
            watermark=VOIDED if row.voided_at else "",
        )
    return worded_for(made, row.issuer_id, Paper.Form.RECOMMENDATION, day)


def _answers(facts) -> list:
    found = []
    for answer in facts.answers:
        who = str(answer.agency) if answer.agency else facts.issuer_words
        outcome = f", {answer.get_outcome_display()}" if answer.outcome else ""
        found.append(
            Paragraph(
                [Bold(f"{who[:1].upper()}{who[1:]}"), f", ngày {answer.answered_on:%d/%m/%Y}{outcome}:"]
            )
        )
        found += paragraphs(answer.text)
        document = answer.document or answer.document_words
        found += [Paragraph(f"Văn bản: {document}.")] if document else []
    if found:
        return found
    solved = facts.row.is_solved_on_the_spot
    return [Paragraph("Đã giải quyết ngay tại chỗ.")] if solved else [Paragraph("Chưa có trả lời."), Lines(3)]


def _told(row) -> list:
    if row.told_on is None:
        return [Lines(2)]
    text = f"Ngày {row.told_on:%d/%m/%Y}, {row.get_told_how_display()}."
    if row.satisfaction:
        said = [row.get_satisfaction_display(), row.feedback.rstrip(" .")]
        text += f" Ý kiến của nơi nêu: {', '.join(filter(None, said))}."
    return [Paragraph(text)]


def urgent_document(rows, *, issuer_id, year, day, left_out=0, footer="") -> PartyDocument:
    """The register of `year` (None: of several): `rows` as matters.urgent_rows.urgent_rows makes them; `left_out`: so many
    more than one paper holds."""
    body, higher, _sign, place = body_of(issuer_id, day)
    with override("vi"):
        made = PartyDocument(
            higher_body=higher,
            issuing_body=body,
            # A register of a year (domain.md 3.7): no number either.
            is_numbered=False,
            place=place,
            type_name="Sổ đăng ký việc cấp bách, bức xúc",
            subject=f"năm {year}" if year else "",
            body=[
                Paragraph(
                    f"Có {len(rows)} việc của {len({row['organisation'] for row in rows})} tổ chức cơ sở đảng, "
                    f"số liệu ngày {day:%d/%m/%Y}; danh sách kèm theo."
                ),
                *([Paragraph(f"Còn {left_out} việc không in ở đây.")] if left_out else []),
            ],
            signature=Signature(),
            recipients=["Các tổ chức đảng có tên", "Lưu Văn phòng"],
            annexes=[Annex("Danh sách việc cấp bách, bức xúc", [_register(rows)], is_landscape=True)],
            footer=footer,
        )
    return worded_for(made, issuer_id, Paper.Form.URGENT, day)


def _register(rows) -> Table:
    lines = [
        [
            str(number),
            row["organisation"],
            _lines(row["title"], ("Lĩnh vực", row["topic"]), ("Vì sao cấp bách", row["why"])),
            row["owner"],
            _lines(row["solution"], ("Cần đạt", row["target"])),
            _plain(row["due_on"]),
            _lines(str(row["state"][1]), ("Xong", row["done_on"]), ("Xác nhận", row["confirmed_on"])),
            row["progress"],
        ]
        for number, row in enumerate(rows, start=1)
    ]
    heads = [
        "STT",
        "Tổ chức đảng",
        "Việc",
        "Người phụ trách",
        "Giải pháp",
        "Thời hạn",
        "Tình trạng",
        "Kết quả",
    ]
    return Table(heads, lines, widths=(1.3, 4, 5, 3, 5, 2.8, 3, 4))


def _lines(first, *further) -> str:
    """Of one cell: the words, and below them what else is known under its label."""
    known = [f"{label}: {_plain(value)}" for label, value in further if value]
    return "\n".join([first, *known]).strip()


def _plain(value) -> str:
    if value is None:
        return ""
    return f"{value:%d/%m/%Y}" if hasattr(value, "strftime") else str(value)
