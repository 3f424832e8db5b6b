"""The scoring sheet as a printed document (domain.md §3.6; of a meeting §4.5, two columns of two sides). Its words are Vietnamese."""

from django.utils.translation import override

from branches.issuing import body_of
from branches.models import Paper
from branches.papers import worded_for
from branches.querysets.bodies import organisation_names
from common.documents import Bold, Group, Paragraph, PartyDocument, Signer, Signers, Table
from scores.grading import full_of
from scores.models import Sheet
from scores.periods import period_words
from scores.points import points_text, scale_text

VOIDED = "ĐÃ HỦY"
_NOT_APPLICABLE = "không áp dụng"
_TITLES = {
    "month": "Bảng chấm điểm hằng tháng",
    "meeting": "Phiếu chấm chất lượng sinh hoạt",
    "quarter": "Bảng chấm điểm hằng quý",
    "year": "Bảng chấm điểm năm",
}
_COLUMNS = {
    "points": ("Tự chấm", "note"),
    "reviewed": ("Thẩm định", "review_note"),
    "approved": ("Duyệt", "approve_note"),
}
_SIGNERS = {
    Sheet.Scorer.SUPERIOR: ("Cán bộ dự",),
    Sheet.Scorer.BRANCH: ("Bí thư chi bộ",),
    Sheet.Scorer.OWN: ("Tổ chức đảng", "Ban Tổ chức"),
}


def sheet_document(
    sheet, *, rows, columns, total, band, reasons, day, beside=(), footer="", published_by=""
) -> PartyDocument:
    """`sheet` as its reader sees it: `rows` (SheetRow) with `columns` of "points", "reviewed", "approved" that he reads, `total` and
    `band` as words, "" where there is none or it is not his to know, `reasons` the sentences beside the grade. `beside`: [(Sheet, its
    rows)] of other sides of the same meeting that he reads, each a column of its own and never averaged. `published_by`: the numbered
    notice that published it ("theo Thông báo số 12-TB/HU, …"), by which it is no draft; "" where there is none: a number is never made up."""
    body, higher, sign, place = body_of(sheet.issuer_id, sheet.period_on)
    name = organisation_names([sheet.organisation_id], sheet.period_on).get(sheet.organisation_id, "")
    with override("vi"):
        on, words = sheet.period_on, period_words(sheet.kind, sheet.period_on)
        period = f"ngày {on:%d/%m/%Y}" if sheet.kind == "meeting" else f"{words[0].lower()}{words[1:]}"
        made = PartyDocument(
            higher_body=higher,
            issuing_body=body,
            symbol=f"BCĐ/{sign}",
            place=place,
            type_name=_TITLES[sheet.kind],
            subject=period,
            body=[
                Paragraph(["Tổ chức đảng: ", Bold(name), "."]),
                Paragraph(f"Bộ tiêu chí: {sheet.rubric}. {_who(sheet)}"),
                *_late(sheet),
                *_published(published_by),
                _sides_table([(sheet, rows), *beside]) if beside else _table(rows, columns, sheet),
                Paragraph(["Tổng điểm: ", Bold(total or "chưa có"), f". Xếp loại: {band}." if band else "."]),
                *[Paragraph(str(each)) for each in reasons],
                *[_total(*other) for other in beside],
                Signers([Signer(each) for each in _SIGNERS[sheet.scorer]]),
            ],
            recipients=["Tổ chức đảng được chấm", "Ban Tổ chức", "Lưu Văn phòng"],
            footer=footer,
            is_numbered=not published_by,
            watermark=VOIDED if sheet.voided_at else "",
        )
    return worded_for(made, sheet.issuer_id, Paper.Form.SHEET, sheet.sent_on or day)


def _who(sheet) -> str:
    side = sheet.get_scorer_display()
    return f"{side[:1].upper()}{side[1:]}{f': {sheet.cadre.full_name}' if sheet.cadre else ''}."


def _late(sheet) -> list:
    if not sheet.is_late:
        return []
    return [Paragraph(f"Gửi ngày {sheet.sent_on:%d/%m/%Y}, muộn so với hạn {sheet.due_on:%d/%m/%Y}.")]


def _published(published_by) -> list:
    return [Paragraph(f"Công bố {published_by}.")] if published_by else []


def _table(rows, columns, sheet) -> Table:
    own = sheet.scorer == Sheet.Scorer.OWN
    heads = [_COLUMNS[name][0] if own or name != "points" else "Điểm" for name in columns]
    lines, section = [], None
    for row in rows:
        if row.criterion.section_id != section:
            section = row.criterion.section_id
            lines.append(Group(row.criterion.section.name))
        lines.append(
            [
                row.criterion.name,
                points_text(row.criterion.maximum),
                *(_points(row, name) for name in columns),
                _notes(row, columns),
            ]
        )
    return Table(
        ["Tiêu chí", "Tối đa", *heads, "Giải trình, ý kiến"],
        lines,
        widths=(6, 1.6, *(1.9 for _name in columns), 7),
        aligns=("left", "center", *("center" for _name in columns), "left"),
    )


def _sides_table(sides) -> Table:
    """One rubric, a column for each side, the branch's own first."""
    sides = sorted(sides, key=lambda side: (side[0].scorer != Sheet.Scorer.BRANCH, side[0].pk))
    given = [(_who(sheet).rstrip("."), {row.criterion_id: row for row in rows}) for sheet, rows in sides]
    lines, section = [], None
    for row in sides[0][1]:
        criterion = row.criterion
        if criterion.section_id != section:
            section = criterion.section_id
            lines.append(Group(criterion.section.name))
        cells = [(who, found.get(criterion.pk)) for who, found in given]
        lines.append(
            [
                criterion.name,
                points_text(criterion.maximum),
                *(_points(cell, "points") if cell else "" for _who_said, cell in cells),
                "\n".join(f"{who}: {cell.note}" for who, cell in cells if cell and cell.note),
            ]
        )
    return Table(
        ["Tiêu chí", "Tối đa", *(who for who, _found in given), "Giải trình, ý kiến"],
        lines,
        widths=(5, 1.5, *(3 for _side in given), 5),
        aligns=("left", "center", *("center" for _side in given), "left"),
    )


def _total(sheet, rows) -> Paragraph:
    """Of another side; the two are never averaged."""
    total = scale_text(sheet.total, full_of(rows)) or "chưa có"
    return Paragraph(
        [f"{_who(sheet)} Tổng điểm: ", Bold(total), f". Xếp loại: {sheet.band}." if sheet.band else "."]
    )


def _points(row, name) -> str:
    if not row.is_applicable:
        return _NOT_APPLICABLE
    value = getattr(row, name)
    return "" if value is None else points_text(value)


def _notes(row, columns) -> str:
    """Of one cell, a line each; words that were taken from the facts are not said twice."""
    said = [getattr(row, _COLUMNS[name][1]) for name in columns]
    why = [f"Số liệu: {row.proposed_why}"] if row.proposed_why else []
    return "\n".join([*why, *(each for each in dict.fromkeys(said) if each and each != row.proposed_why)])
