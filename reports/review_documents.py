"""The review (sơ kết, tổng kết) as a printed document of the Party. Its words are Vietnamese."""

from django.utils import timezone
from django.utils.translation import override

from branches.issuing import body_of
from branches.models import Paper
from branches.papers import worded_for
from common.documents import Heading, Paragraph, PartyDocument, Signature, Table, paragraphs
from common.periods import last_day
from reports.facts.period_reviews import sections_of
from reports.facts.review_gaps import Gaps
from reports.review_charts import chart_above, months_below

VOIDED = "ĐÃ HỦY"
_EMPTY = "(Đơn vị bổ sung.)"
_LONG = 25  # letters


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
                *(Paragraph(each) for each in Gaps(review.figures).sentences),
                *_figures(review.figures, timezone.localdate(review.frozen_at)),
                Heading("II- Kết quả, cách làm tốt"),
                *paragraphs(review.results or _EMPTY),
                Heading("III- Hạn chế, nguyên nhân"),
                *paragraphs(review.shortcomings or _EMPTY),
                Heading("IV- Phương hướng, kiến nghị"),
                *paragraphs(review.directions or _EMPTY),
            ],
            signature=Signature(),
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
        f"chốt ngày {timezone.localdate(review.frozen_at):%d/%m/%Y}; bên cạnh là kỳ liền trước cùng độ dài."
    )


def _figures(figures, until) -> list:
    found = []
    for number, section in enumerate(sections_of(figures), start=1):
        found += [Heading(f"{number}. {section.title}", 3), *paragraphs(section.note)]
        found += [*chart_above(section), *_table(section), *paragraphs(section.hidden_words)]
        found += months_below(section, figures, until)
    return found


def _table(section) -> list[Table]:
    columns = section.columns
    rows = [
        [row.label, *(row.words_now, row.words_before or "–", row.difference or "–")[: len(columns)]]
        for row in section.rows
    ]
    table = Table(
        ["Nội dung", *columns],
        rows,
        widths=_widths(section.rows)[: len(columns) + 1],
        aligns=("left", *("center" for _column in columns)),
    )
    return [table] if rows else []


def _widths(rows) -> tuple[float, ...]:
    """More room for a column that says why there is no number."""
    now, before = (
        6 if any(len(getattr(row, words)) > _LONG for row in rows) else 3
        for words in ("words_now", "words_before")
    )
    return 6, now, before, 2
