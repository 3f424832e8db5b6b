"""Documents that the tests print, and ways to read what was printed."""

import datetime
import io
import zipfile
from dataclasses import replace

import docx
import pypdf

from common.documents import (
    Annex,
    Bars,
    Bold,
    Choices,
    Code,
    Field,
    Fields,
    Lines,
    Paragraph,
    PartyDocument,
    Point,
    Points,
    PrintedForm,
    Section,
    Series,
    Signature,
    Signer,
    Signers,
    Table,
)

ADDRESS = "https://sat-co-so.example/kiem-tra/0123456789abcdef"


def letter(**changes) -> PartyDocument:
    """A letter with every component; numbered and dated unless told otherwise."""
    made = PartyDocument(
        higher_body="Đảng bộ tỉnh Mẫu",
        issuing_body="Huyện uỷ Bình Mẫu",
        number="127",
        symbol="GGT/HU",
        place="Bình Mẫu",
        dated_on=datetime.date(2026, 2, 3),
        type_name="Giấy giới thiệu",
        subject="dự sinh hoạt chi bộ",
        addressees=["Đảng uỷ xã Thới Mẫu"],
        body=[
            Paragraph(["Giới thiệu đồng chí ", Bold("Nguyễn Văn Mẫu"), ", theo Quyết định số ", None, "."]),
            Points(["Một", Point("Hai", [Points(["con", "con nữa"], "a)")])]),
        ],
        signature=Signature("T/M", "Ban Thường vụ", "Phó Bí thư Thường trực", "Trần Thị Mẫu"),
        recipients=["Như trên", "Lưu Văn phòng"],
        code=Code(ADDRESS, "Quét mã để kiểm tra."),
    )
    return replace(made, **changes)


def chart(**changes) -> Bars:
    """Two rows of bars; of the second label one number is not told."""
    now, before = Series("Kỳ này", [7575, None, 0]), Series("Kỳ trước", [5000.5, 2, 1])
    made = Bars("Kiến nghị", ["đã nêu", "kỷ luật", "quá hạn"], [now, before], "Biểu đồ cột: kiến nghị.")
    return replace(made, **changes)


def annexed(rows: int = 60, *, is_landscape: bool = False) -> PartyDocument:
    table = Table(
        ["STT", "Họ và tên", "Địa bàn"],
        [[str(number), f"Cán bộ {number}", f"Ấp {number}"] for number in range(1, rows + 1)],
        widths=[1, 4, 3],
        aligns=["center", "left", "left"],
    )
    return letter(annexes=[Annex("Danh sách phân công", [table], is_landscape=is_landscape)])


def form(**changes) -> PrintedForm:
    made = PrintedForm(
        title="Phiếu ghi kết quả",
        form_code="Mẫu 01",
        issuing_body="Huyện uỷ Bình Mẫu",
        sections=[
            Section(
                "I- Cuộc họp",
                [
                    Fields([Field("Họ và tên"), Field("Chức vụ"), Field("Nơi họp", "Ấp 3")], columns=2),
                    Choices(["Thường kỳ", "Chuyên đề"], label="Loại", chosen=["Chuyên đề"]),
                    Lines(3, "Ưu điểm"),
                ],
                note="Ghi bằng bút mực.",
            ),
            Section("II- Kiến nghị", [Table(["Nội dung", "Gửi"], empty_rows=4, row_height=9)]),
            Signers([Signer("Xác nhận"), Signer("Người ghi")], place_and_date=True),
        ],
        code=Code(ADDRESS, "Nhập vào máy"),
    )
    return replace(made, **changes)


def pages_of(pdf: bytes) -> list[str]:
    """The text of every page, without the places where long words may break."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    return [page.extract_text().replace("\u200b", "") for page in reader.pages]


def opened(data: bytes):
    return docx.Document(io.BytesIO(data))


def words_of(file) -> str:
    """All text of a Word file's body, cells and cells in cells too."""
    return "\n".join(
        "".join(node.text or "" for node in paragraph.iter() if node.tag.endswith("}t"))
        for paragraph in file.element.body.iter()
        if paragraph.tag.endswith("}p")
    )


def parts_of(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            name: archive.read(name).decode("utf-8", "replace")
            for name in archive.namelist()
            if name.endswith((".xml", ".rels"))
        }
