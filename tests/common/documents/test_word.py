"""The Word file of a document, opened again."""

import datetime
import io
import re
import zipfile

import pytest
import segno
from django.http import Http404
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from common.documents import (
    Group,
    Heading,
    Paragraph,
    Signature,
    Signer,
    Signers,
    Table,
    as_docx,
    as_pdf,
    printed_response,
)
from common.documents.fitting import RIGHT_OF_HEAD, width_of, word_width
from common.documents.resolving import clean, resolve
from tests.common.documents.papers import (
    ADDRESS,
    annexed,
    chart,
    form,
    letter,
    opened,
    pages_of,
    parts_of,
    words_of,
)
from tests.common.documents.test_pdf import HOSTILE


def watermarks(data: bytes) -> list[str]:
    return [name for name, text in parts_of(data).items() if "header" in name and "DỰ THẢO" in text]


def test_a_document_says_what_the_format_asks():
    words = words_of(opened(as_docx(letter())))
    for expected in (
        "ĐẢNG BỘ TỈNH MẪU",
        "HUYỆN UỶ BÌNH MẪU",
        "*",
        "Số 127-GGT/HU",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Bình Mẫu, ngày 03 tháng 02 năm 2026",
        "GIẤY GIỚI THIỆU",
        "-----",
        "Kính gửi: Đảng uỷ xã Thới Mẫu",
        "1. Một",
        "a) con",
        "T/M BAN THƯỜNG VỤ",
        "PHÓ BÍ THƯ THƯỜNG TRỰC",
        "- Lưu Văn phòng.",
    ):
        assert expected in words.split("\n")


def test_letters_and_sizes_are_those_of_the_format():
    file = opened(as_docx(letter()))
    assert file.styles["Normal"].font.name == "Times New Roman"
    assert file.styles["Normal"].font.size.pt == 14
    fonts = file.styles["Normal"].element.rPr.rFonts
    assert {fonts.get(qn(f"w:{key}")) for key in ("ascii", "hAnsi", "cs", "eastAsia")} == {"Times New Roman"}
    left, right = file.tables[0].rows[0].cells
    assert [line.runs[0].bold for line in left.paragraphs] == [None, True, None, None]
    name, rule, day = right.paragraphs
    assert name.runs[0].font.size.pt == 15 and day.runs[0].italic
    assert rule._p.pPr.find(qn("w:pBdr")) is not None and not rule.text
    # Wider letters than those of Times New Roman have room, too.
    assert name.paragraph_format.right_indent == name.paragraph_format.left_indent < -Mm(7)


def test_paper_is_a4_with_the_margins_of_the_format():
    section = opened(as_docx(letter())).sections[0]
    sizes = [section.page_width, section.page_height, section.top_margin, section.bottom_margin]
    sizes += [section.left_margin, section.right_margin]
    assert [round(size.mm) for size in sizes] == [210, 297, 20, 20, 30, 15]


def test_page_numbers_begin_on_the_second_page():
    section = opened(as_docx(letter())).sections[0]
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    assert "PAGE" not in section.first_page_header._element.xml


def test_a_draft_has_a_watermark_on_every_page_and_a_numbered_document_none():
    assert len(watermarks(as_docx(letter(number="")))) == 2
    assert watermarks(as_docx(letter())) == []


def test_many_documents_stand_in_one_file_each_with_its_own_mark_and_numbers():
    file = opened(as_docx([letter(number=""), annexed(3, is_landscape=True), letter(number="")]))
    assert len(file.sections) == 4
    starts = [section._sectPr.find(qn("w:pgNumType")) is not None for section in file.sections]
    assert starts == [True, True, False, True]
    marks = ["DỰ THẢO" in section.header._element.xml for section in file.sections]
    assert marks == [True, False, False, True]
    assert [section.orientation for section in file.sections][2] == WD_ORIENT.LANDSCAPE


def test_a_heading_row_is_repeated_and_rows_stay_whole():
    table = opened(as_docx(annexed())).tables[-1]
    assert table._tbl.tr_lst[0].trPr.find(qn("w:tblHeader")) is not None
    assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in table._tbl.tr_lst)
    assert len(table.rows) == 61


def test_signs_of_markup_are_written_as_they_are():
    made = letter(body=[Paragraph(HOSTILE)], subject=HOSTILE, watermark="<b>&'\"")
    file = opened(as_docx(made))
    assert words_of(file).count(HOSTILE) == 2
    assert "&lt;b&gt;&amp;" in file.sections[0].header._element.xml


@pytest.mark.parametrize("name", ["Ễ" * 300, "\x00\x07\u202e\ufeff\ud800x", "", "a\nb", "\ufffe"])
def test_no_name_breaks_the_file(name):
    made = letter(subject=name, issuing_body=name, recipients=[name], body=[Paragraph(name)], watermark=name)
    assert opened(as_docx(made)).paragraphs


def test_a_form_has_places_to_write():
    file = opened(as_docx(form()))
    assert "☒ Chuyên đề" in words_of(file)
    assert 'w:leader="dot"' in file.element.xml


def test_the_file_names_no_tool():
    properties = opened(as_docx(letter())).core_properties
    assert (properties.author, properties.comments) == ("Huyện uỷ Bình Mẫu", "")


def test_word_opens_it_in_its_present_mode_and_it_carries_no_old_date():
    parts = parts_of(as_docx(letter()))
    assert parts["word/settings.xml"].count('w:name="compatibilityMode"') == 1
    assert "2013" not in parts["docProps/core.xml"]


@pytest.mark.parametrize(
    ("number", "symbol", "line"),
    [
        ("127", "QĐ/HU", "Số 127-QĐ/HU"),
        ("127-QĐ/HU", "", "Số 127-QĐ/HU"),
        ("127-QĐ/HU", "GGT/HU", "Số 127-QĐ/HU"),
        ("127", "", "Số 127"),
    ],
)
def test_number_and_symbol_may_come_in_one_or_in_two(number, symbol, line):
    assert line in words_of(opened(as_docx(letter(number=number, symbol=symbol)))).split("\n")


@pytest.mark.parametrize(
    ("signature", "lines"),
    [
        (Signature("T/M", "Ban Thường vụ"), ["T/M BAN THƯỜNG VỤ"]),
        (Signature("", "TM. Ban Thường vụ"), ["T/M BAN THƯỜNG VỤ"]),
        (Signature("", "t/l ban thường vụ"), ["T/L BAN THƯỜNG VỤ"]),
        (Signature("T/M", "Đảng uỷ", further=["KT. Bí thư"]), ["T/M ĐẢNG UỶ", "K/T BÍ THƯ"]),
        (Signature("", "Thường trực Huyện uỷ"), ["THƯỜNG TRỰC HUYỆN UỶ"]),
        (Signature(title="Trưởng ban"), []),
    ],
)
def test_authority_is_written_with_the_slash_of_the_party(signature, lines):
    assert signature.lines == lines


def test_a_view_answers_with_the_file_and_its_name():
    response = printed_response(letter(), "docx", name="giay-gioi-thieu")
    assert response["Content-Disposition"] == 'attachment; filename="giay-gioi-thieu.docx"'
    assert opened(response.content).tables
    with pytest.raises(Http404):
        printed_response(letter(), "exe", name="x")


def test_pictures_are_numbered_apart_even_of_the_same_code():
    xml = parts_of(as_docx([letter(), letter(), form()]))["word/document.xml"]
    numbers = re.findall(r'<wp:docPr id="(\d+)"', xml)
    assert len(numbers) == len(set(numbers)) == 3


def test_a_cell_keeps_its_lines():
    table = Table(["Địa bàn"], [["Ấp 1\nẤp 2"], [None], ["a"]])
    cells = opened(as_docx(letter(body=[table]))).tables[1].columns[0].cells
    assert [cell.text for cell in cells] == ["Địa bàn", "Ấp 1\nẤp 2", "", "a"]


def test_a_row_of_another_width_is_refused():
    with pytest.raises(ValueError, match="2 cells in a table of 1"):
        as_docx(letter(body=[Table(["Địa bàn"], [["a", "b"]])]))


def test_headings_are_headings():
    file = opened(as_docx(letter(body=[Heading("Quy định chung", 1), Heading("I- Kết quả")])))
    assert [p.text for p in file.paragraphs if p.style.name.startswith("Heading")] == [
        "QUY ĐỊNH CHUNG",
        "I- Kết quả",
    ]


def test_the_code_is_a_sharp_picture_of_its_address():
    data = as_docx(letter())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        picture = Image.open(io.BytesIO(archive.read("word/media/image1.png"))).convert("L")
    rows = segno.make_qr(ADDRESS, error="m").matrix
    side = picture.width // len(rows)
    read = [
        [picture.getpixel((x * side + side // 2, y * side + side // 2)) == 0 for x in range(len(rows))]
        for y in range(len(rows))
    ]
    assert read == [[bool(module) for module in row] for row in rows]


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=80))
def test_any_text_comes_out_as_it_is_stored(text):
    file = opened(as_docx(letter(subject="", addressees=[], body=[Paragraph(["<", text, ">"])])))
    assert f"<{clean(text)}>" in words_of(file)


def test_a_chart_is_a_picture_with_its_words_for_who_cannot_see_it():
    made = letter(body=[chart(alt=f"Biểu đồ {HOSTILE}"), chart(title=HOSTILE)], code=None)
    data = as_docx(made)
    pictures = [each.docPr.get("descr") for each in opened(data).element.body.iter(qn("wp:inline"))]
    assert pictures == [f"Biểu đồ {HOSTILE}", "Biểu đồ cột: kiến nghị."]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if name.endswith(".png")]
        assert len(names) == 2 and all(archive.getinfo(name).file_size < 25_000 for name in names)
        picture = Image.open(io.BytesIO(archive.read(names[0])))
    assert picture.width > 1200, "sharp on paper"


def test_a_chart_of_other_lengths_is_refused():
    with pytest.raises(ValueError, match="another length"):
        as_docx(letter(body=[chart(labels=["a"])]))


@pytest.mark.parametrize(
    ("place", "dated_on"),
    [
        ("Bình Mẫu", None),
        ("", None),
        ("Thới Mẫu Trung", None),
        ("Thới Mẫu Trung", datetime.date(2026, 2, 3)),
        ("Cầu Mẫu Thượng", datetime.date(2026, 12, 31)),
    ],
)
def test_place_and_date_stand_on_one_line_in_both_files(place, dated_on):
    made = letter(place=place, dated_on=dated_on, number="")
    head = resolve(made)["head"]
    assert width_of(head["place_and_date"], head["place_and_date_size"]) <= RIGHT_OF_HEAD
    line = opened(as_docx(made)).tables[0].rows[0].cells[1].paragraphs[2]
    assert {run.font.size.pt for run in line.runs} == {head["place_and_date_size"]} and "\n" not in line.text
    (page,) = pages_of(as_pdf(made))
    (found,) = [line for line in page.split("\n") if "tháng" in line]
    assert f"{place}, ngày" in found and "năm" in found


def test_a_place_too_long_for_the_line_breaks_after_its_name():
    made = letter(place="Thị trấn Cầu Mẫu Thượng Tân Phước Trung", dated_on=None)
    (page,) = pages_of(as_pdf(made))
    assert [line for line in page.split("\n") if "tháng" in line][0].startswith("ngày ...")
    line = opened(as_docx(made)).tables[0].rows[0].cells[1].paragraphs[2]
    assert line.text.split("\n")[0] == "Thị trấn Cầu Mẫu Thượng Tân Phước Trung,"


def test_what_stands_before_a_signature_stays_with_it_and_columns_have_room_for_a_date():
    table = Table(["Việc", "Hạn"], [["Một", "28/04/2026"]] * 30, widths=(30, 1))
    file = opened(as_docx(letter(body=[table, Signers([Signer("Người ghi")])], signature=None)))
    of_text, signing = file.tables[1], file.tables[2]
    kept = [
        [line.paragraph_format.keep_with_next for line in row.cells[0].paragraphs] for row in of_text.rows
    ]
    assert kept == [[True], [True], *[[None]] * 27, [True], [True]], (
        "two rows at either end, and the last one"
    )
    assert all(line.paragraph_format.keep_with_next for line in signing.rows[0].cells[0].paragraphs)
    margins = of_text._tbl.tblPr.find(qn("w:tblCellMar"))
    assert {margin.get(qn("w:w")) for margin in margins} == {"80"}
    # A third more than Times New Roman needs: whoever has not got it sees wider letters.
    assert of_text.rows[1].cells[1].width.mm > 1.3 * word_width("28/04/2026", 12, bold=False) + 3


def test_the_heading_of_a_group_of_rows_is_one_cell_that_stays_with_the_next_row():
    rows = [Group("Nhóm"), *[["Một", "5"]] * 30]
    file = opened(as_docx(letter(body=[Table(["Tiêu chí", "Điểm"], rows)])))
    _head, group, row, *_more = file.tables[1].rows
    assert len(group._tr.tc_lst) == 1 and group.cells[0].text == group.cells[1].text == "Nhóm"
    assert group.cells[0].paragraphs[0].paragraph_format.keep_with_next
    assert not row.cells[0].paragraphs[0].paragraph_format.keep_with_next


def test_a_low_table_stays_on_one_page_and_a_row_that_is_a_page_long_is_not_cut_off():
    made = letter(
        body=[Table(["Việc"], [["Một"], ["Hai"]]), Paragraph("x"), Table(["Việc"], [["Ba " * 2000]])]
    )
    low, long = opened(as_docx(made)).tables[1:3]
    assert [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in low.rows] == [
        True,
        True,
        None,
    ]
    assert [row._tr.trPr.find(qn("w:cantSplit")) is None for row in long.rows] == [False, True]


def test_whoever_receives_it_stands_in_the_table_of_who_signs_where_nobody_signs_below():
    made = letter(body=[Signers([Signer("Người ghi"), Signer("Chủ trì")])], signature=None, code=None)
    signing = opened(as_docx(made)).tables[-1]
    assert [row.cells[0].text.split("\n")[0] for row in signing.rows] == ["Người ghi", "Nơi nhận:"]
    assert all(line.paragraph_format.keep_with_next for line in signing.rows[0].cells[0].paragraphs)
    # Who signs alone signs at the right, beside them, in both files.
    body = [Paragraph("x"), Signers([Signer("Người ghi")])]
    alone = letter(body=body, signature=None, code=None)
    (row,) = opened(as_docx(alone)).tables[-1].rows
    assert [cell.text.split("\n")[0] for cell in row.cells] == ["Nơi nhận:", "Người ghi"]
    (page,) = pages_of(as_pdf(alone))
    assert page.count("Nơi nhận:") == page.count("Lưu Văn phòng") == page.count("Người ghi") == 1


def test_every_style_that_the_file_names_is_in_it_and_few_others():
    """Nine tenths of a paper would otherwise be python-docx's own styles, twice."""
    data = as_docx([letter(), annexed(), form()])
    parts = parts_of(data)
    styles = parts["word/styles.xml"]
    pages = " ".join(text for text in parts.values() if text is not styles)
    there = set(re.findall(r'w:styleId="(\w+)"', styles))
    named = set(re.findall(r'<w:(?:pStyle|rStyle|tblStyle) w:val="(\w+)"', pages))
    named |= set(re.findall(r'<w:(?:basedOn|next|link) w:val="(\w+)"', styles))
    assert {"Header", "TableGrid"} <= named <= there and len(there) < 20
    assert not [name for name in parts if "Effects" in name or "numbering" in name]
    assert len(as_docx(letter())) < 20_000
