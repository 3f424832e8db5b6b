import datetime
import io
from concurrent.futures import ThreadPoolExecutor

import pytest

from common.spreadsheets.reading import SpreadsheetError, read
from tests.common.spreadsheets.files import ods, ods_row, with_rows, xls, xlsx


def test_rows_keep_the_numbers_and_columns_that_the_user_sees():
    def fill(book, page):
        page.write(3, 1, "Tên")
        page.write(6, 2, "Ấp 1")

    sheet = read(xlsx(fill=fill), filename="Danh sách.XLSX")
    assert sheet.rows == [[], [], [], [None, "Tên"], [], [], [None, None, "Ấp 1"]]
    assert sheet.cell(4, 2) == "Tên"
    assert sheet.cell(7, 3) == "Ấp 1"
    assert sheet.cell(100, 100) is None


def test_values_come_with_their_types():
    def fill(book, page):
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        page.write_string(0, 0, "007")
        page.write_number(0, 1, 7)
        page.write_number(0, 2, 7.5)
        page.write_boolean(0, 3, True)
        page.write_datetime(0, 4, datetime.date(2026, 11, 24), day)
        page.write_datetime(0, 5, datetime.datetime(2026, 11, 24, 19, 30), day)
        page.write_datetime(0, 6, datetime.time(19, 30), book.add_format({"num_format": "hh:mm"}))
        page.write_blank(0, 7, None, day)
        page.write_formula(0, 8, "=1+1", None, 2)
        page.write_formula(0, 9, '=VLOOKUP("x",A1:B2,2)', None, "#N/A")
        page.write_number(0, 10, 46350)

    [row] = read(xlsx(fill=fill), filename="a.xlsx").rows
    assert row == [
        "007",
        7,
        7.5,
        True,
        datetime.date(2026, 11, 24),
        datetime.datetime(2026, 11, 24, 19, 30),
        datetime.time(19, 30),
        None,
        2,
        "#N/A",
        46350,
    ]
    assert type(row[1]) is int
    assert type(row[4]) is datetime.date


def test_merged_cells_are_named_from_one():
    def fill(book, page):
        page.merge_range(0, 0, 0, 3, "DANH SÁCH")
        page.merge_range(2, 1, 4, 1, "Ban Tổ chức")
        page.write(4, 2, "Ấp 1")

    assert sorted(read(xlsx(fill=fill), filename="a.xlsx").merged) == [(1, 1, 1, 4), (3, 2, 5, 2)]


def test_the_first_visible_sheet_with_content_is_read_and_another_by_name():
    out_of = {}

    def fill(book, page):
        page.hide()
        page.write(0, 0, "ẩn")
        book.add_worksheet("Trống")
        out_of["Dữ liệu"] = book.add_worksheet("Dữ liệu")
        out_of["Dữ liệu"].write(0, 0, "thấy")
        out_of["Dữ liệu"].activate()
        book.add_worksheet("Khác").write(0, 0, "khác")

    data = xlsx(fill=fill, sheet="Ẩn")
    sheet = read(data, filename="a.xlsx")
    assert (sheet.name, sheet.rows) == ("Dữ liệu", [["thấy"]])
    assert sheet.sheet_names == ["Ẩn", "Trống", "Dữ liệu", "Khác"]
    assert read(data, filename="a.xlsx", sheet_name="Khác").rows == [["khác"]]
    with pytest.raises(SpreadsheetError, match="“Không có”"):
        read(data, filename="a.xlsx", sheet_name="Không có")


def test_an_upload_a_path_and_bytes_read_the_same(tmp_path):
    data = xlsx()
    path = tmp_path / "tệp có dấu cách.xlsx"
    path.write_bytes(data)
    upload = io.BytesIO(data)
    upload.read()
    assert read(path, filename=path.name).rows == read(data, filename="a.xlsx").rows
    assert read(str(path), filename=path.name).rows == read(upload, filename="a.xlsx").rows


def test_opendocument_is_read():
    cells = (
        '<table:table-cell office:value-type="date" office:date-value="2026-11-24"/>'
        '<table:table-cell office:value-type="float" office:value="12"/>'
        '<table:table-cell table:number-columns-repeated="16000"/>'
    )
    empty = '<table:table-row table:number-rows-repeated="%d"><table:table-cell/></table:table-row>'
    rows = (
        ods_row("Tên", "Ngày") + empty % 2 + f"<table:table-row>{cells}</table:table-row>" + empty % 1_048_000
    )
    sheet = read(ods(rows), filename="a.ods")
    assert sheet.rows == [["Tên", "Ngày"], [], [], [datetime.date(2026, 11, 24), 12]]
    assert sheet.name == "Bảng"


def test_an_old_xls_is_read():
    assert read(xls([["Tên", "Mã"], ["Ấp Bình Hòa", 7.0]]), filename="a.xls").rows == [
        ["Tên", "Mã"],
        ["Ấp Bình Hòa", 7],
    ]


TEXT = 'Tên;Ghi chú\r\n"Ấp 1; cũ";"hai\ndòng"\r\n\r\n;\r\nẤp 2;1,5\r\n'
TEXT_ROWS = [["Tên", "Ghi chú"], ["Ấp 1; cũ", "hai\ndòng"], [], [], ["Ấp 2", "1,5"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_files_in_unicode_are_read(encoding):
    assert read(TEXT.encode(encoding), filename="a.csv").rows == TEXT_ROWS


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found(separator):
    text = "\n".join(
        separator.join(cells) for cells in [("Mã", "Tên", "Số"), ("1", "Ấp A", "2"), ("2", "Ấp B", "3")]
    )
    assert read(text.encode(), filename="a.csv").rows[2] == ["2", "Ấp B", "3"]


def test_commas_in_numbers_do_not_pass_for_separators():
    assert read("Tên;Số\nẤp 1;1,5\nẤp 2;2,5\n".encode(), filename="a.csv").rows[1] == ["Ấp 1", "1,5"]


def test_one_column_and_a_declared_separator_are_understood():
    assert read("Tên\nẤp 1\n".encode(), filename="a.csv").rows == [["Tên"], ["Ấp 1"]]
    assert read("sep=|\nMã|Tên\n1|Ấp 1\n".encode(), filename="a.csv").rows == [
        [],
        ["Mã", "Tên"],
        ["1", "Ấp 1"],
    ]


def test_the_content_counts_and_not_the_ending():
    assert read(xlsx(), filename="a.csv").rows == [["Tên"], ["Ấp 1"]]


def test_formats_to_the_edge_of_the_sheet_are_no_content():
    rows = b'<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c><c r="XFD1" s="0"/></row>'
    rows += b'<row r="1048576"><c r="A1048576" s="0"></c><c r="B1048576"/></row>'
    assert read(with_rows(rows), filename="a.xlsx").rows == [["x"]]


def test_many_threads_read_at_once():
    files = [xlsx([["Tên"], [f"Ấp {number}"]]) for number in range(6)]
    with ThreadPoolExecutor(3) as pool:
        sheets = list(pool.map(lambda data: read(data, filename="a.xlsx"), files))
    assert [sheet.rows[1] for sheet in sheets] == [[f"Ấp {number}"] for number in range(6)]


def _long_workbook(rows: int) -> bytes:
    """As a library writes it row by row: every text inline."""
    text = '<c r="%s%d" t="inlineStr"><is><t>%s</t></is></c>'

    def row(number, code, name, level):
        cells = text % ("A", number, code) + text % ("B", number, name) + level
        return f'<row r="{number}">{cells}</row>'

    heading = row(1, "Mã", "Tên", text % ("C", 1, "Cấp"))
    return with_rows(
        "".join(
            [heading]
            + [
                row(number + 1, f"{number:06}", f"Ấp số {number}", f'<c r="C{number + 1}"><v>4</v></c>')
                for number in range(1, rows + 1)
            ]
        ).encode()
    )


def test_two_hundred_thousand_rows_below_a_heading_are_accepted():
    sheet = read(_long_workbook(200_000), filename="a.xlsx")
    assert len(sheet.rows) == 200_001
    assert sheet.rows[-1] == ["200000", "Ấp số 200000", 4]


def test_one_row_more_is_refused_with_the_limit_named():
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>%d</v></c></row>' % (n, n, n) for n in range(1, 200_003))
    with pytest.raises(SpreadsheetError, match="200.000") as refused:
        read(with_rows(rows), filename="a.xlsx")
    assert refused.value.code == "too_many_rows"


def test_a_smaller_limit_counts_rows_with_content():
    text = "Tên\n" + "Ấp\n\n" * 10
    assert len(read(text.encode(), filename="a.csv", max_rows=10).rows) == 20
    with pytest.raises(SpreadsheetError) as refused:
        read(text.encode(), filename="a.csv", max_rows=9)
    assert refused.value.message == "Bảng có hơn 9 hàng; hãy tách thành nhiều tệp."


def test_a_number_beyond_all_bounds_shows_as_an_error():
    rows = b'<row r="1"><c r="A1"><v>1e999</v></c><c r="B1"><v>5E-1</v></c></row>'
    assert read(with_rows(rows), filename="a.xlsx").rows == [["#NUM!", 0.5]]
