"""A filed report on paper (domain.md §3.1): what its reader reads of it, in the parts of its page, to be signed by its author. Its
words are Vietnamese in every language of the interface; the sensitive note is on no paper."""

from django.utils.text import capfirst
from django.utils.translation import override

from branches.issuing import body_of
from branches.models import Paper
from branches.papers import worded_for
from common.documents import (
    Field,
    Fields,
    Heading,
    Paragraph,
    PrintedForm,
    Section,
    Signer,
    Signers,
    paragraphs,
)
from reports.reading import further_parts, shared_parts
from reports.scoring import scored_in

_SHORT = 32  # letters of a label with its value, of which two stand in a line


def report_document(report, *, is_whole, scope, footer="") -> PrintedForm:
    """`report` (with what its page shows at hand): whole, or the part that its host reads; `scope`: whose eyes see the sheets."""
    body, higher, _sign, _place = body_of(report.issuer_id, report.met_on)
    with override("vi"):
        parts = [*shared_parts(report), *(further_parts(report) if is_whole else [])]
        sections = [
            *(Section(part.title, _blocks(part)) for part in parts),
            *_scores(report, scope),
            *(_added(report) if is_whole else []),
            *_answered(getattr(report, "response", None)),
            *(_signed(report) if is_whole else []),
        ]
        made = PrintedForm(
            title="Báo cáo kết quả dự sinh hoạt",
            higher_body=higher,
            issuing_body=body,
            # The host learns neither its number nor how far it has come.
            subtitle=_receipt(report) if is_whole else "Phần chia sẻ với cơ sở",
            form_code="Báo cáo dự sinh hoạt",
            sections=sections,
            footer=footer,
        )
    return worded_for(made, report.issuer_id, Paper.Form.REPORT, report.met_on)


def _receipt(report) -> str:
    state = report.get_state_display()
    return f"Biên nhận {report.number}, gửi ngày {report.submitted_on:%d/%m/%Y}; {state}"


def _blocks(part) -> list:
    facts = [Field(str(label), str(value)) for label, value in part.facts if value not in (None, "")]
    columns = 2 if all(len(f"{each.label}{each.value}") < _SHORT for each in facts) else 1
    found = [Fields(facts, columns)] if facts else []
    for label, text in part.texts:
        found += [Heading(str(label), 3), *paragraphs(text)]
    return [*found, *(Paragraph(f"- {_written(row)}") for row in part.rows)]


def _written(row: str) -> str:
    """A row of the page as a paper of the Party writes it: no ticks beside their words, no dots between its parts."""
    return str(row).removeprefix("✓ ").removeprefix("✗ ").replace(". · ", "; ").replace(" · ", "; ")


def _scores(report, scope) -> list[Section]:
    """Side by side, never averaged."""
    lines = []
    for each in scored_in(report, scope):
        sheet, state = each["sheet"], each["state"][1]
        who = f"{capfirst(sheet.get_scorer_display())}{f': {sheet.cadre.full_name}' if sheet.cadre else ''}"
        band = f" ({str(sheet.band).strip()})" if sheet.band else ""
        lines.append(Paragraph(f"- {who}: {each['points']}{band}, {state}"))
    return [Section("Chấm điểm buổi sinh hoạt", lines)] if lines else []


def _added(report) -> list[Section]:
    found = []
    for each in report.addenda.select_related("added_by"):
        found += [*paragraphs(each.text), Paragraph(f"({each.added_by}, {each.added_at:%d/%m/%Y})")]
    return [Section("Bổ sung sau khi nhận", found)] if found else []


def _answered(response) -> list[Section]:
    if response is None:
        return []
    said = "Chi bộ xác nhận có dự." if response.has_attended else "Chi bộ nói không dự."
    return [Section("Chi bộ xác nhận, trả lời", [Paragraph(said), *paragraphs(response.text)])]


def _signed(report) -> list:
    return [
        Paragraph("Báo cáo này không chứa nội dung bí mật nhà nước.", indent=False),
        Signers([Signer("Người báo cáo", name=report.cadre.full_name)], place_and_date=True),
    ]
