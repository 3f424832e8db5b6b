"""The sections of the report form that is written on by hand, as blocks: those of the form on the screen, in its order."""

from common.documents import Choices, Field, Fields, Group, Italic, Lines, Paragraph, Section, Table
from reports.models import EffectKind
from scores.points import points_text

QUALITIES = ("Tốt", "Khá", "Trung bình", "Kém")
UNPUBLISHED = "(nội dung chưa công bố)"
PREPARED = ("Chi ủy đã họp chuẩn bị", "Có dự thảo nghị quyết", "Tài liệu đã gửi trước")
CONTRIBUTION = ("Xây dựng Đảng", "Kinh tế - xã hội", "Quốc phòng, an ninh")


def blank_sections(checklists, rubric=None) -> list[tuple[str, Section]]:
    """(code of the section, Section) in the order of the form; `rubric` (Rubric, None: nothing is scored): of the criteria."""
    return [
        ("counts", Section("Đảng viên dự họp", _counts())),
        ("quality", Section("Chất lượng buổi sinh hoạt", [Choices(QUALITIES)])),
        ("comments", Section("Góp ý tại chỗ", [Lines(4)])),
        ("recommendations", Section("Kiến nghị", [_recommendations()])),
        ("meeting", Section("Diễn biến buổi sinh hoạt", _meeting())),
        *([("scores", scores_section(rubric))] if rubric else []),
        ("situation", Section("Tình hình, đề xuất", _situation())),
        ("checklists", Section("Nắm, góp, kiểm", _checklist_tables(checklists))),
        ("agenda", Section("Trình tự buổi sinh hoạt", _agenda(checklists))),
        ("preparation", Section("Chuẩn bị của chi bộ", _preparation())),
        ("documents", Section("Văn bản, thông tin đã truyền đạt", [Lines(3)])),
        ("guidance", Section("Hướng dẫn, giúp đỡ", [Lines(2)])),
        ("contribution", Section("Góp ý theo lĩnh vực", _contribution())),
        ("effects", Section("Tác dụng của buổi dự", _effects())),
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


def _meeting():
    return [Fields([Field("Chủ trì"), Field("Thư ký"), Field("Khách dự")])]


def scores_section(rubric) -> Section:
    """The criteria of `rubric` (Rubric) with what each may count to, and boxes. Whoever visited writes the points in himself:
    nobody scores for another."""
    rows, section = [], None
    for each in rubric.criteria.select_related("section"):
        if each.section_id != section:
            section = each.section_id
            rows.append(Group(each.section.name))
        rows.append([each.name, _limits(each), "", ""])
    table = Table(
        ["Tiêu chí", "Tối đa", "Điểm", "Lý do"],
        rows,
        widths=(8, 2, 2, 4),
        aligns=("left", "center", "center", "left"),
        row_height=8,
    )
    by = f"Theo: {rubric.name}. Người dự tự chấm và tự ghi điểm vào phần mềm."
    if rubric.issuer_id is None:
        by += " Đây là mẫu có sẵn, dùng khi cấp ủy chưa ban hành bộ tiêu chí."
    return Section("Chấm điểm buổi sinh hoạt", [table], note=by)


def _limits(criterion) -> str:
    """A penalty says from where on."""
    most = points_text(criterion.maximum)
    return f"{points_text(criterion.minimum)} đến {most}" if criterion.minimum else most


def _preparation():
    return [
        *(Choices(("Có", "Không"), label=each) for each in PREPARED),
        Fields([Field("Người chuẩn bị")]),
        Lines(1, label="Ghi chú"),
    ]


def _contribution():
    return [Lines(2, label=each) for each in CONTRIBUTION]


def _effects():
    """Staff extend the list."""
    names = [each.name for each in EffectKind.objects.all()]
    return [Choices(names, columns=2)] if names else [Lines(2)]


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
