"""Printed documents of reports. The words of a document are Vietnamese in every language of the interface."""

from django.utils.formats import date_format
from django.utils.translation import override

from branches.issuing import body_of
from branches.models import Paper
from branches.papers import worded_for
from branches.querysets.bodies import organisation_names
from branches.querysets.units import chain_of, placements_by_unit
from common.documents import (
    Choices,
    Field,
    Fields,
    PrintedForm,
    Section,
    Signer,
    Signers,
    Table,
)
from meetings.models import Meeting
from reports.blank_sections import blank_sections
from reports.models import Checklist, RemedyCheck, ReportForm
from reports.sections import sections_of
from scores.committees import rubric_on_paper

ATTENDED = ("Có dự", "Dự một phần", "Không dự, có lý do", "Buổi họp hoãn, không họp")
NO_SECRETS = "Không ghi vào mẫu này nội dung thuộc danh mục bí mật nhà nước."


def blank_form_document(
    *, scheme=None, organisation=None, met_on=None, day, answers=(), remedies=()
) -> PrintedForm:
    """The report form to be written on by hand: the sections that the scheme's form asks on `day`, its checklists' items, the
    criteria by which the meeting is scored, what is known of branch and day, the `answers` (Recommendations with their reply) to be
    told at the meeting and the `remedies` (Remedy) to be looked at. What is sensitive is asked on the screen alone: a scan of it
    would be read by whoever reads the report."""
    form = ReportForm.objects.for_scheme(scheme, day)
    asked = {section.code for section in sections_of(form)}
    checklists = Checklist.objects.for_scheme(scheme, day)
    rubric = rubric_on_paper(scheme, organisation, met_on or day) if "scores" in asked else None
    body, higher, _sign, _place = body_of(scheme.issuer_id, day) if scheme else ("", "", "", "")
    with override("vi"):
        made = PrintedForm(
            title="Báo cáo kết quả dự sinh hoạt",
            higher_body=higher,
            issuing_body=body,
            subtitle=scheme.name if scheme else "",
            form_code="Mẫu báo cáo dự sinh hoạt",
            sections=[
                Section("Người báo cáo, buổi sinh hoạt", _identity(organisation, met_on, met_on or day)),
                *_answers(answers),
                *_remedies(remedies),
                *(section for code, section in blank_sections(checklists, rubric) if code in asked),
                Section(
                    "Cam đoan",
                    [
                        Choices(["Báo cáo này không chứa nội dung bí mật nhà nước."]),
                        Signers([Signer("Người báo cáo")], place_and_date=True),
                    ],
                    note=NO_SECRETS,
                ),
            ],
        )
    return worded_for(made, scheme.issuer_id, Paper.Form.REPORT, day) if scheme else made


def _answers(answers) -> list[Section]:
    """What the phone's form opens with, as boxes: the answer and a tick that it was told."""
    if not answers:
        return []
    rows = [
        [row.reference, row.content, " ".join(map(str, row.reply.texts)) or row.reply.outcome, ""]
        for row in answers
    ]
    table = Table(
        ["Mã", "Nơi này đã kiến nghị", "Trả lời", "Đã thông báo (đánh dấu)"],
        rows,
        widths=(3, 5, 6, 2),
        row_height=10,
    )
    return [Section("Trả lời kỳ trước, thông báo tại buổi sinh hoạt", [table])]


def _remedies(remedies) -> list[Section]:
    """What the place must put right, as boxes: what the visitor sees of it."""
    if not remedies:
        return []
    seen = ", ".join(map(str, RemedyCheck.Seen.labels))
    rows = [[row.work, f"{row.due_on:%d/%m/%Y}", "", ""] for row in remedies]
    table = Table(
        ["Việc", "Hạn", f"Điều đã thấy ({seen})", "Ghi chú"], rows, widths=(6, 3, 4, 4), row_height=10
    )
    return [Section("Việc chi bộ phải khắc phục", [table])]


def _first_capital(label) -> str:
    text = str(label)
    return text[:1].upper() + text[1:]


def _identity(organisation, met_on, on):
    name, place = None, None
    if organisation is not None:
        name = organisation_names([organisation.pk], on).get(organisation.pk)
        row = placements_by_unit([organisation.unit_id], on).get(organisation.unit_id)
        place = ", ".join(each for _key, each, _level in reversed(chain_of(row, on))) if row else None
    return [
        Fields([Field("Họ và tên"), Field("Chức vụ, cơ quan")]),
        Fields([Field("Chi bộ, cấp ủy", name or None), Field("Địa bàn", place)]),
        Fields(
            [Field("Ngày sinh hoạt", date_format(met_on, "d/m/Y") if met_on else None), Field("Địa điểm")], 2
        ),
        Fields([Field("Bắt đầu lúc"), Field("Kết thúc lúc")], 2),
        Choices([_first_capital(each) for each in Meeting.Kind.labels], label="Loại buổi"),
        Choices(ATTENDED, label="Người báo cáo", columns=2),
        Fields([Field("Lý do không dự")]),
    ]
