import io
from datetime import UTC, date, datetime, time
from decimal import Decimal

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from common.spreadsheets.columns import Column, read_table
from common.spreadsheets.reading import read
from common.spreadsheets.writing import FEW, write_table, write_template, write_with_errors
from tests.common.spreadsheets.files import xlsx

COLUMNS = [
    Column("code", "Mã", required=True, kind="code", max_length=10, example="007", note="Mã của cơ quan"),
    Column("name", "Tên", required=True, example="Ấp Ví Dụ"),
    Column("starts_on", "Từ ngày", kind="date", example=date(2026, 11, 24)),
    Column("time", "Giờ", kind="time"),
    Column("members", "Số đảng viên", kind="int", example=12),
    Column("share", "Tỉ lệ", kind="decimal"),
    Column("is_local", "Người địa phương", kind="bool"),
    Column("aliases", "Tên khác", kind="list", example="Sao Mai; Sao Đỏ"),
    Column("kind", "Loại", kind="choice", choices={"ap": "Ấp", "kp": "Khu phố"}, example="ap"),
]
ROW = {
    "code": "00042",
    "name": "Ấp Bình Hòa",
    "starts_on": date(2026, 11, 24),
    "time": time(19, 30),
    "members": 1234,
    "share": Decimal("97.5"),
    "is_local": True,
    "aliases": ["Sao Mai", "Sao Đỏ"],
    "kind": "kp",
}


def written(title="Danh sách ấp", columns=COLUMNS, rows=(ROW,), **options):
    out = io.BytesIO()
    write_table(out, title, columns, rows, **options)
    return out.getvalue()


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def test_a_list_is_read_back_as_it_was_written():
    for number in (1, FEW, FEW + 1):
        result = read_table(read(written(rows=[ROW] * number), filename="a.xlsx"), COLUMNS)
        assert result.errors == []
        assert result.rows == [{"row": row, **ROW} for row in range(2, number + 2)]


def test_dates_are_dates_numbers_are_numbers_and_codes_are_text():
    page = opened(written()).active
    assert page["A2"].value == "00042"
    assert page["A2"].data_type == "s"
    assert page["C2"].is_date
    assert page["C2"].number_format == "dd/mm/yyyy"
    assert page["E2"].value == 1234
    assert page["F2"].value == 97.5
    assert page["G2"].value == "Có"


def test_the_list_is_ready_to_filter_and_to_print():
    page = opened(written()).active
    assert page.title == "Danh sách ấp"
    assert page["A1"].font.bold
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == "A1:I2"
    assert page.print_title_rows == "$1:$1"
    assert page.page_setup.orientation == "landscape"
    assert page.page_setup.paperSize == 9
    assert page.page_setup.fitToWidth in (None, 1)  # left out, it is 1
    assert page.page_setup.fitToHeight == 0
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.column_dimensions["B"].width > page.column_dimensions["D"].width


def test_the_footer_stands_below_and_is_left_out_when_the_file_is_imported():
    data = written(footer=["Người xuất: Lê An", "Lúc 08:00 ngày 24/11/2026"])
    page = opened(data).active
    assert [page["A4"].value, page["A5"].value] == ["Người xuất: Lê An", "Lúc 08:00 ngày 24/11/2026"]
    assert page.auto_filter.ref == "A1:I2"
    result = read_table(read(data, filename="a.xlsx"), COLUMNS)
    assert len(result.rows) == 1
    assert result.errors == []


def test_an_empty_list_has_its_headings():
    page = opened(written(rows=[])).active
    assert [cell.value for cell in page[1]] == [column.heading for column in COLUMNS]


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=40), min_size=1, max_size=5
    )
)
@settings(max_examples=40, deadline=None)
def test_no_text_ever_becomes_a_formula_or_a_link(texts):
    columns = [Column("text", "Chữ"), Column("code", "Mã", kind="code")]
    dangerous = [
        sign + text for text in texts for sign in ("=", "+", "-", "@", "\t", "{=", "http://", "＝", "")
    ]
    page = opened(written(columns=columns, rows=[[text, text] for text in dangerous])).active
    for row in page.iter_rows():
        assert all(cell.data_type in ("s", "n") and cell.hyperlink is None for cell in row)
        assert all(cell.data_type == "s" or cell.value is None for cell in row)


def test_formulas_typed_by_a_user_stay_the_text_that_he_typed():
    texts = [
        "=1+1",
        "+84 75 123",
        "-5",
        "@SUM(A1)",
        '=HYPERLINK("http://x")',
        "1e5",
        "007",
        "{=1}",
        "mailto:a@b.c",
    ]
    data = written(columns=[Column("text", "Chữ")], rows=[[text] for text in texts], title="=1+1")
    cells = opened(data).active["A"][1:]
    assert [cell.value for cell in cells] == texts
    assert [cell.data_type for cell in cells] == ["s"] * len(texts)
    assert all(cell.quotePrefix for cell in cells[:5])
    assert [row[0] for row in read(data, filename="a.xlsx").rows[1:]] == texts


def test_values_that_excel_cannot_hold_are_text():
    rows = [
        [date(1890, 5, 19)],
        [10**18],
        ["x" * 40_000],
        [datetime(2026, 11, 24, 17, 30, tzinfo=UTC)],
        [None],
        [float("nan")],
    ]
    page = opened(written(columns=[Column("x", "X", kind="int")], rows=rows)).active
    assert page["A2"].value == "19/05/1890"
    assert page["A3"].value == str(10**18)
    assert len(page["A4"].value) == 32_767
    assert page["A5"].value == datetime(2026, 11, 25, 0, 30)  # the hour of Viet Nam
    assert page["A6"].value is None
    assert (page["A7"].value, page["A7"].data_type) == ("nan", "s")


def test_titles_that_excel_forbids_are_made_to_fit():
    for title in (
        "Xã: [A]/B*?",
        "'",
        "",
        "Danh sách cán bộ được phân công theo dõi các chi bộ ấp",
        "History",
    ):
        assert len(opened(written(title=title)).active.title) <= 31


def test_a_template_has_headings_one_example_and_a_guide():
    out = io.BytesIO()
    write_template(out, "Đơn vị", COLUMNS, ["Mỗi ấp một hàng."])
    book = opened(out.getvalue())
    page, guide = book.worksheets
    assert [page["A1"].value, page["C1"].value] == ["Mã *", "Từ ngày"]
    assert [page["A2"].value, page["I2"].value] == ["007", "Ấp"]
    assert page["C2"].is_date
    assert page.column_dimensions["A"].number_format == "@"
    assert page.column_dimensions["C"].number_format == "dd/mm/yyyy"
    assert [str(v.sqref) for v in page.data_validations.dataValidation] == ["I2:I10001"]
    assert guide.title == "Hướng dẫn"
    assert [cell.value for cell in guide[2]][:5] == [
        "Mã",
        "Có",
        "Mã, giữ đủ số 0 ở đầu, nhiều nhất 10 ký tự",
        "007",
        "code",
    ]
    assert guide["C10"].value == "Một trong: Ấp; Khu phố"
    texts = [cell.value for row in guide.iter_rows() for cell in row]
    assert "Mỗi ấp một hàng." in texts


def test_a_template_is_accepted_as_it_is_and_its_example_is_no_data():
    out = io.BytesIO()
    write_template(out, "Đơn vị", COLUMNS)
    result = read_table(read(out.getvalue(), filename="a.xlsx"), COLUMNS)
    assert (result.rows, result.errors) == ([], [])
    assert result.present == {column.key for column in COLUMNS}


def _upload():
    def fill(book, page):
        page.merge_range(0, 0, 0, 2, "DANH SÁCH")
        page.write_row(2, 0, ["Mã", "Tên", "Từ ngày"])
        page.merge_range(3, 1, 4, 1, "=Ấp chung")
        page.write(3, 0, "1")
        page.write(4, 0, "2")
        page.write_datetime(3, 2, date(2026, 11, 24), book.add_format({"num_format": "dd/mm/yyyy"}))
        page.write(4, 2, "31/2/2026")

    return read(xlsx(fill=fill, strings_to_formulas=False), filename="a.xlsx")


def test_a_copy_of_the_upload_names_the_errors_beside_their_rows():
    sheet = _upload()
    table = read_table(sheet, COLUMNS)
    out = io.BytesIO()
    write_with_errors(
        out, sheet, [*table.errors, table.error(5, "code", "Mã này đã có.")], heading_row=table.heading_row
    )
    page = opened(out.getvalue()).active
    assert page["A1"].value == "DANH SÁCH"
    assert [cell.value for cell in page[3]] == ["Mã", "Tên", "Từ ngày", "Lỗi"]
    assert page["D4"].value is None
    assert "Từ ngày: Không có ngày" in page["D5"].value
    assert "Mã: Mã này đã có." in page["D5"].value
    assert page["C5"].fill.fgColor.rgb == page["D5"].fill.fgColor.rgb != page["B5"].fill.fgColor.rgb
    assert page["B5"].data_type == "s"
    assert page["C4"].is_date


def test_the_copy_reads_like_the_upload_when_it_is_sent_again():
    sheet = _upload()
    before = read_table(sheet, COLUMNS)
    out = io.BytesIO()
    write_with_errors(out, sheet, before.errors, heading_row=before.heading_row)
    after = read_table(read(out.getvalue(), filename="a.xlsx"), COLUMNS)
    assert after.rows == before.rows
    assert after.errors == before.errors
    assert after.notices == before.notices


def test_cells_merged_over_one_another_do_not_stop_the_copy():
    sheet = _upload()
    sheet.merged += [(1, 2, 1, 5), (1, 1, 1, 1), (4, 1, 5, 2), (3, 200, 3, 201)]
    out = io.BytesIO()
    write_with_errors(out, sheet, [], heading_row=3)
    assert opened(out.getvalue()).active["A1"].value == "DANH SÁCH"
