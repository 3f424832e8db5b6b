"""The PDF of a document: what it says, on which page, and that nothing written is markup."""

import io
import re
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pypdf
import pytest
from PIL import Image

from common.documents import (
    Annex,
    Group,
    Heading,
    Lines,
    Paragraph,
    Section,
    Series,
    Signer,
    Signers,
    Table,
    as_pdf,
    as_pictures,
)
from common.documents.pictures import as_png
from common.documents.resolving import resolve
from tests.common.documents.papers import annexed, chart, form, letter, pages_of

HOSTILE = "#strong[x] *đậm* _nghiêng_ $x^2$ `mã` @ref <nhãn> \\ // /* {{7*7}} {% if %} </w:t>&amp; \"nháy\" 'đơn' ~ -- ..."


def points(length: float) -> float:
    """Millimetres of points."""
    return round(length * 25.4 / 72)


def test_a_document_says_what_the_format_asks():
    (page,) = pages_of(as_pdf(letter()))
    for words in (
        "ĐẢNG BỘ TỈNH MẪU",
        "HUYỆN UỶ BÌNH MẪU",
        "*",
        "Số 127-GGT/HU",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Bình Mẫu, ngày 03 tháng 02 năm 2026",
        "GIẤY GIỚI THIỆU",
        "dự sinh hoạt chi bộ",
        "-----",
        "Kính gửi: Đảng uỷ xã Thới Mẫu",
        "T/M BAN THƯỜNG VỤ",
        "PHÓ BÍ THƯ THƯỜNG TRỰC",
        "Trần Thị Mẫu",
        "Nơi nhận:",
        "- Như trên,",
        "- Lưu Văn phòng.",
        "Quét mã để kiểm tra.",
    ):
        assert words in page
    assert "DỰ THẢO" not in page
    assert "CỘNG HOÀ" not in page.upper()


def test_without_a_number_it_is_a_draft_with_a_dotted_number():
    (page,) = pages_of(as_pdf(letter(number="  ")))
    assert "DỰ THẢO" in page
    assert "Số ......" in page
    assert "-GGT/HU" in page


def test_what_is_unknown_is_dotted():
    (page,) = pages_of(as_pdf(letter(dated_on=None, place="", signature=None, recipients=())))
    assert "Quyết định số ......" in page
    assert "ngày ....." in page
    assert "2026" not in page


def test_a_dispatch_has_its_subject_under_the_number():
    (page,) = pages_of(as_pdf(letter(type_name="", subject="Về lịch họp")))
    assert page.index("Số 127") < page.index("Về lịch họp") < page.index("Kính gửi")
    assert "-----" not in page


def test_pages_count_from_the_second_and_every_document_anew():
    pages = pages_of(as_pdf([annexed(), annexed(5), letter(), annexed(5)]))
    firsts = [page.split("\n")[0].strip() for page in pages]
    assert [first if first.isdigit() else "" for first in firsts] == ["", "2", "3", "", "2", "", "", "2"]


def test_paper_is_a4_and_an_annex_may_lie():
    reader = pypdf.PdfReader(io.BytesIO(as_pdf(annexed(5, is_landscape=True))))
    assert [(points(page.mediabox.width), points(page.mediabox.height)) for page in reader.pages] == [
        (210, 297),
        (297, 210),
    ]


def test_nothing_is_printed_outside_the_margins():
    """Ink stays within 30 mm left, 15 mm right; a long word breaks."""
    pages = as_pictures(letter(body=[Paragraph("A" * 300), Paragraph("Nguyễn " * 80)]), ppi=72)
    picture = Image.open(io.BytesIO(pages[0])).convert("L").point(lambda light: 255 if light < 160 else 0)
    left, top, right, _bottom = picture.getbbox()
    assert points(left) >= 29
    assert points(right) <= 210 - 15 + 1
    assert points(top) >= 19


def test_only_our_letters_are_in_the_file():
    reader = pypdf.PdfReader(io.BytesIO(as_pdf(letter())))
    names = {font.get_object()["/BaseFont"] for font in reader.pages[0]["/Resources"]["/Font"].values()}
    assert names
    assert all("Tinos" in name for name in names)


def test_signs_of_markup_are_printed_as_they_are():
    text = pages_of(as_pdf(letter(body=[Paragraph(HOSTILE)], subject=HOSTILE)))[0]
    flat = "".join(text.split())
    assert flat.count("".join(HOSTILE.split())) == 2


def test_decomposed_letters_come_out_composed():
    name = unicodedata.normalize("NFD", "Nguyễn Thị Diễm Quỳnh")
    assert "Nguyễn Thị Diễm Quỳnh" in pages_of(as_pdf(letter(body=[Paragraph(name)])))[0]


@pytest.mark.parametrize(
    "name",
    ["Ễ" * 300, "a" + "\u0301" * 300, "한글 漢字 ខ្មែរ 😀", "\x00\x07\u202e\ufeff\ud800x", "", " ", "a\nb\tc"],
    ids=["long", "stacked", "foreign", "invisible", "nothing", "space", "lines"],
)
def test_no_name_breaks_a_page(name):
    made = letter(body=[Paragraph(["x", name, "y"])], subject=name, issuing_body=name, recipients=[name])
    assert as_pdf(made).startswith(b"%PDF")


def test_a_form_has_places_to_write():
    (page,) = pages_of(as_pdf(form()))
    for words in (
        "PHIẾU GHI KẾT QUẢ",
        "Mẫu 01",
        "Họ và tên: ....",
        "Nơi họp: Ấp 3",
        "Ưu điểm",
        "(Ký, ghi rõ họ tên)",
    ):
        assert words in page
    assert "ĐẢNG CỘNG SẢN" not in page


def test_the_file_names_its_title_and_no_machine():
    meta = pypdf.PdfReader(io.BytesIO(as_pdf(letter()))).metadata
    assert meta.title == "Giấy giới thiệu dự sinh hoạt chi bộ"
    assert meta.author == "Huyện uỷ Bình Mẫu"


def test_a_short_word_is_copied_whole_and_a_cell_keeps_its_lines():
    address = "nguyen.van.mau@huyenuy.example"
    made = letter(body=[Paragraph(address), Table(["Địa bàn"], [["Ấp 1\nẤp 2"]])])
    text = pypdf.PdfReader(io.BytesIO(as_pdf(made))).pages[0].extract_text()
    assert address in text
    assert "Ấp 1\nẤp 2" in text


def test_headings_are_tagged_for_who_cannot_see_the_page():
    reader = pypdf.PdfReader(io.BytesIO(as_pdf(letter(body=[Heading("I- Kết quả")]))))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"].startswith("vi")
    assert [entry.title for entry in reader.outline if not isinstance(entry, list)] == ["GIẤY GIỚI THIỆU"]


def test_two_threads_print_at_once():
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(as_pdf, [letter(subject=f"việc {number}") for number in range(8)]))
    assert [f"việc {number}" in pages_of(pdf)[0] for number, pdf in enumerate(made)] == [True] * 8


def test_a_chart_is_drawn_with_its_words_and_what_is_not_told_is_not_drawn():
    data = as_pdf(letter(body=[chart(title=f"Kiến nghị {HOSTILE}")]))
    flat = "".join("".join(pages_of(data)).split())
    assert "".join(HOSTILE.split()) in flat
    for expected in ("7.575", "5.000,5", "đãnêu", "quáhạn", "Kỳnày", "Kỳtrước"):
        assert expected in flat
    root = pypdf.PdfReader(io.BytesIO(data)).trailer["/Root"]["/StructTreeRoot"]
    assert "Biểu đồ cột: kiến nghị." in alternatives(root)
    plain = {"title": "", "labels": ["a"], "series": [Series("Kỳ này", [None])]}
    hidden, nought = (ink(chart(**plain | {"series": [Series("Kỳ này", [each])]})) for each in (None, 9))
    assert hidden * 5 < nought


def alternatives(node) -> set[str]:
    """All alternative texts below a node of the tree of tags."""
    node = node.get_object()
    if not isinstance(node, dict):
        return set().union(*(alternatives(each) for each in node)) if isinstance(node, list) else set()
    found = {str(node["/Alt"])} if "/Alt" in node else set()
    return found | (alternatives(node["/K"]) if "/K" in node else set())


def ink(block) -> int:
    """Dark points of the page that only the chart could have made."""
    pages = [as_pictures(letter(body=body, code=None), ppi=40)[0] for body in ([block], [])]
    dark = [sum(Image.open(io.BytesIO(page)).convert("L").histogram()[:160]) for page in pages]
    return dark[0] - dark[1]


def test_bars_are_told_apart_without_colour():
    """In greys: the first is filled, the second hatched (dark and light), the third white with an edge."""
    three = [Series(name, [1]) for name in ("một", "hai", "ba")]
    block = resolve(letter(body=[chart(labels=["a"], series=three)]))["blocks"][0]
    data, _height = as_png(block, 100)
    picture = Image.open(data).convert("L")
    x, y, side = picture.width // 2, picture.height // 2, round(picture.width * 0.02)
    step = round(picture.width * 0.09)
    boxes = [(x + at - side, y - side, x + at + side, y + side) for at in (-step, 0, step)]
    lights = [picture.crop(box).getextrema() for box in boxes]
    assert lights[0][0] == lights[0][1] < 140
    assert lights[1][0] < 80 and lights[1][1] > 240
    assert lights[2] == (255, 255)


def test_nobody_signs_a_page_that_holds_nothing_else():
    """However long the text is: with whoever signs stands at least the paragraph before."""
    for lines in range(15, 23):
        text = [Paragraph(f"Đoạn {number}.") for number in range(1, lines + 1)]
        signed = [*text, Signers([Signer("Người ghi")], place_and_date=True)]
        *_before, last = pages_of(as_pdf(letter(body=text, addressees=(), code=None)))
        assert "Trần Thị Mẫu" in last and f"Đoạn {lines}." in last
        *_before, last = pages_of(as_pdf(letter(body=signed, addressees=(), code=None, signature=None)))
        assert "Người ghi" in last and "Nơi nhận:" in last and f"Đoạn {lines}." in last


def test_no_page_breaks_within_a_row_unless_it_is_a_page_long():
    cell = "Nhà văn hóa liên ấp Mẫu, số 123/4A đường liên xã, khu phố Mẫu Đông"
    rows = [[f"đầu{number} {cell} cuối{number}", cell] for number in range(1, 60)]
    for page in pages_of(as_pdf(letter(body=[Table(["Nơi", "Họp"], rows, widths=(1, 2))]))):
        found = set(re.findall(r"đầu(\d+)", page)), set(re.findall(r"cuối(\d+)", page))
        assert found[0] == found[1]
    long = pages_of(as_pdf(letter(body=[Table(["A", "B"], [["x", f"{'từ ' * 3000}hết"]], widths=(1, 2))])))
    assert len(long) > 2 and "hết" in "".join(long), "nothing of a longer one is lost"


def test_the_heading_of_a_group_of_rows_never_is_the_last_row_of_a_page():
    papers = []
    for before in range(26, 34):
        rows = [[f"Dòng {number}", ""] for number in range(before)]
        rows += [Group("Nhóm *a*"), *([f"Sau {number}", ""] for number in range(4))]
        papers.append(letter(body=[Table(["Tiêu chí", "Điểm"], rows)]))
    pages = [page.split("Nhóm *a*")[1] for page in pages_of(as_pdf(papers)) if "Nhóm *a*" in page]
    assert len(pages) == len(papers) and all("Sau 0" in rest for rest in pages)


def test_no_page_ends_within_a_low_table_or_between_the_lines_to_write_on_or_below_the_note_of_a_part():
    made = [
        form(
            sections=[
                *[Paragraph("Dòng")] * before,
                Section("Phần", [Table(["Đầu"], [["Bảng một"], ["Bảng hai"]])], note="Lời dặn"),
                Lines(3, label="Nhãn"),
            ]
        )
        for before in range(22, 32)
    ]
    for page in pages_of(as_pdf(made)):
        assert ("Lời dặn" in page) == ("Bảng một" in page) == ("Bảng hai" in page) == ("Phần" in page)
    dots = {("Nhãn" in page, page.count(".")) for page in pages_of(as_pdf(made))}
    assert len(dots) == 2 and (False, 0) in dots, "all the lines or none"


def test_a_table_leaves_no_single_row_on_a_page():
    rows = [[f"Dòng {number}.", "Giữ đủ hai dòng"] for number in range(1, 16)]
    papers = [
        letter(body=[*[Paragraph("Đoạn")] * before, Table(["Tiêu chí", "Điểm"], rows)])
        for before in range(4, 16)
    ]
    pages = pages_of(as_pdf(papers))
    found = [many for page in pages if (many := len(re.findall(r"Dòng \d+\.", page)))]
    assert sum(found) == 15 * len(papers) and len(found) > len(papers), "some tables are parted"
    assert min(found) >= 2


def test_a_date_a_number_or_a_code_never_breaks_in_its_column():
    said = ["24/12/2026", "1.250.000.000", "KN-2026-0001", "127-QĐ/TW", "0912345678", "Nghiêng"]
    greedy = Table(
        ["Hạn", "Tiền", "Mã", "Số", "Gọi", "Loại", "Việc"],
        [[*said, "chữ " * 60]] * 2,
        widths=(1, 1, 1, 1, 1, 1, 40),
    )
    text = "\n".join(pages_of(as_pdf(letter(body=[greedy], annexes=[Annex("A", [greedy])]))))
    assert all(text.count(word) == 4 for word in said)
    line = "\n".join(
        page
        for shift in range(12)
        for page in pages_of(
            as_pdf(letter(body=[Paragraph(f"{'a' * shift} theo Quyết định số 127-QĐ/TW " * 9)]))
        )
    )
    assert line.count("127-QĐ/TW") == 9 * 12
    # Where there is no room for all of them nothing is lost and nothing leaves the page.
    crowded = Table(["Mã"] * 14, [["KN-2026-00012345"] * 14])
    letters = "".join("\n".join(pages_of(as_pdf(letter(body=[crowded])))).split())
    assert letters.count("K") >= 14 and letters.count("5") >= 14
