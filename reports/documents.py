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
    Italic,
    Lines,
    Paragraph,
    PrintedForm,
    Section,
    Signer,
    Signers,
    Table,
)
from reports.models import Checklist, ReportForm
from reports.sections import sections_of

ATTENDED = ("Có dự", "Dự một phần", "Không dự, có lý do", "Buổi họp hoãn, không họp")
QUALITIES = ("Tốt", "Khá", "Trung bình", "Kém")
NO_SECRETS = "Không ghi vào mẫu này nội dung thuộc danh mục bí mật nhà nước."
UNPUBLISHED = "(nội dung chưa công bố)"


def blank_form_document(*, scheme=None, organisation=None, met_on=None, day, answers=()) -> PrintedForm:
    """The report form to be written on by hand: the sections that the scheme's form asks on `day`, its checklists' items,
    what is known of branch and day, and the `answers` (Recommendations with their reply) to be told at the meeting."""
    form = ReportForm.objects.for_scheme(scheme, day)
    asked = {section.code for section in sections_of(form)}
    checklists = Checklist.objects.for_scheme(scheme, day)
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
                *(section for code, section in _sections(checklists) if code in asked),
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
        Choices(ATTENDED, label="Có dự", columns=2),
        Fields([Field("Lý do không dự")]),
    ]


def _sections(checklists):
    """(code of the section, Section) in the order of the form."""
    return [
        ("counts", Section("Đảng viên dự họp", _counts())),
        ("quality", Section("Chất lượng buổi sinh hoạt", [Choices(QUALITIES)])),
        ("comments", Section("Góp ý tại chỗ", [Lines(4)])),
        ("recommendations", Section("Kiến nghị", [_recommendations()])),
        ("situation", Section("Tình hình, đề xuất", _situation())),
        ("checklists", Section("Nắm, góp, kiểm", _checklist_tables(checklists))),
        ("agenda", Section("Trình tự buổi sinh hoạt", _agenda(checklists))),
        ("documents", Section("Văn bản, thông tin đã truyền đạt", [Lines(3)])),
        ("guidance", Section("Hướng dẫn, giúp đỡ", [Lines(2)])),
        ("contributions", Section("Nguồn lực đã vận động", [_resources()])),
        ("practices", Section("Mô hình, cách làm hay", [Lines(2)])),
    ]


def _counts():
    return [
        Fields([Field("Tổng số đảng viên"), Field("Miễn công tác và sinh hoạt")], 2),
        Fields([Field("Có mặt"), Field("Làm nhiệm vụ đặc biệt")], 2),
        Fields([Field("Vắng có lý do"), Field("Vắng không lý do")], 2),
        Fields([Field("Số đảng viên phát biểu")]),
        Paragraph(
            Italic("Có mặt + vắng có lý do + vắng không lý do = tổng số − miễn − làm nhiệm vụ đặc biệt."),
            indent=False,
        ),
    ]


def _recommendations():
    return Table(
        ["Số TT", "Nội dung kiến nghị", "Lĩnh vực", "Cấp giải quyết"],
        widths=(1, 7, 3, 3),
        empty_rows=3,
        row_height=12,
    )


def _situation():
    return [
        Lines(2, label="Ưu điểm"),
        Lines(2, label="Hạn chế"),
        Lines(2, label="Tình hình"),
        Lines(2, label="Đề xuất với cấp trên"),
    ]


def _checklist_tables(checklists):
    return [
        Table(
            ["Số TT", each.name, "Có / chưa", "Ghi chú"],
            [[str(item.number), _item(item), "", ""] for item in each.items.all()],
            widths=(1, 7, 2, 4),
            row_height=8,
        )
        for each in checklists
        if each.code != "agenda"
    ]


def _item(item):
    return [item.text, " ", Italic(UNPUBLISHED)] if item.is_placeholder else item.text


def _agenda(checklists):
    steps = [item.text for each in checklists if each.code == "agenda" for item in each.items.all()]
    return [Choices(steps, columns=2), Lines(2, label="Ghi chú")] if steps else [Lines(3)]


def _resources():
    return Table(
        ["Số tiền (đồng) hoặc hiện vật", "Số lượng", "Nguồn", "Lĩnh vực"],
        widths=(5, 2, 4, 3),
        empty_rows=2,
        row_height=9,
    )
