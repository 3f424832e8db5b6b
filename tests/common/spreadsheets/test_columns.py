from datetime import date

import pytest
from django.utils.translation import gettext_lazy, override

from common.spreadsheets.columns import Column, leading_zero_candidates, read_table
from common.spreadsheets.reading import Sheet, SpreadsheetError, read
from tests.common.spreadsheets.files import xlsx
from tests.common.words import in_tcvn3

COLUMNS = [
    Column("code", "Mã", required=True, kind="code", max_length=5, example="007"),
    Column("name", "Họ và tên", required=True, aliases=("Tên cán bộ",), example="Nguyễn Văn Ví Dụ"),
    Column("starts_on", "Từ ngày", kind="date", example="24/11/2026"),
    Column("group", "Nhóm", kind="choice", choices={"standing": "Thường vụ", "committee": "Ủy viên"}),
    Column("aliases", "Tên khác", kind="list"),
    Column("members", "Số đảng viên", kind="int"),
]


def table(*rows, columns=COLUMNS, merged=(), **options):
    return read_table(Sheet("Bảng", ["Bảng"], [list(row) for row in rows], list(merged), **options), columns)


def test_rows_become_values_with_their_numbers():
    result = table(
        ["Mã", "Họ và tên", "Từ ngày", "Nhóm", "Tên khác", "Số đảng viên"],
        [7.0, "Lê  Thị Hoa", "24/11/2026", "thuong vu", "Ba Hoa; Hoa", "1.234"],
        [],
        ["007", "Trần Văn An", None, " ", None, None],
    )
    assert result.errors == []
    assert result.rows == [
        {
            "row": 2,
            "code": "7",
            "name": "Lê Thị Hoa",
            "starts_on": date(2026, 11, 24),
            "group": "standing",
            "aliases": ["Ba Hoa", "Hoa"],
            "members": 1234,
        },
        {
            "row": 4,
            "code": "007",
            "name": "Trần Văn An",
            "starts_on": None,
            "group": None,
            "aliases": [],
            "members": None,
        },
    ]


@pytest.mark.parametrize(
    "headings",
    [
        ["Mã", "Họ và tên"],
        ["code", "name"],
        ["MÃ *", "HỌ VÀ TÊN *"],
        ["ma", "ho va ten"],
        [" Mã ", "Họ\nvà  tên"],
        ["Mã (5 chữ số)", "Tên cán bộ"],
        ["Ma\u0303", "Họ và tên (viết hoa)"],
    ],
)
def test_headings_are_known_by_name_key_or_alias_whatever_their_accents_and_spacing(headings):
    [row] = table(headings, ["1", "Lê An"]).rows
    assert (row["code"], row["name"]) == ("1", "Lê An")


def test_headings_and_choices_are_known_in_each_language_of_the_product():
    columns = [
        Column("gender", gettext_lazy("Yes"), kind="choice", choices={"n": gettext_lazy("No"), "y": "Y"})
    ]
    for language in ("vi", "en"):
        with override(language):
            assert table(["Có"], ["Không"], columns=columns).rows == [{"row": 2, "gender": "n"}]
            assert table(["Yes"], ["No"], columns=columns).rows == [{"row": 2, "gender": "n"}]


def test_a_column_that_is_absent_is_not_one_that_is_empty():
    result = table(["Mã", "Họ và tên", "Từ ngày", "Tên khác"], ["1", "Lê An", None, None])
    assert result.present == {"code", "name", "starts_on", "aliases"}
    assert result.rows[0]["starts_on"] is None
    assert result.rows[0]["aliases"] == []
    assert result.rows[0]["members"] is None


def test_missing_columns_are_named_in_one_sentence():
    columns = [*COLUMNS, Column("unit", "Địa bàn", required=True)]
    with pytest.raises(SpreadsheetError) as refused:
        table(["Mã", "Nhóm"], ["1", "Thường vụ"], columns=columns)
    assert refused.value.message == "Bảng thiếu cột “Họ và tên”, “Địa bàn”."


def test_without_a_heading_row_the_columns_needed_are_named():
    with pytest.raises(SpreadsheetError, match="“Mã”, “Họ và tên”"):
        table(["1", "Lê An"], ["2", "Lê Ba"])


def test_a_heading_row_below_the_first_twenty_is_not_looked_for():
    with pytest.raises(SpreadsheetError, match="20 hàng đầu"):
        table(*[["x"]] * 20, ["Mã", "Họ và tên"], ["1", "Lê An"])


def test_headings_in_an_old_encoding_are_said_to_be():
    with pytest.raises(SpreadsheetError, match=r"TCVN3 \(ABC\)"):
        table([in_tcvn3("Mã"), in_tcvn3("Họ và tên")], ["1", in_tcvn3("Lê Đức")])


def test_unknown_columns_are_listed_and_numbering_is_not():
    result = table(["STT", "Mã", "Họ và tên", "Ghi chú", "Quê quán", "Lỗi"], [1, "1", "Lê An"])
    assert result.notices == ["Những cột này không được dùng đến: “Ghi chú”, “Quê quán”."]


def test_two_columns_of_one_heading_are_refused():
    with pytest.raises(SpreadsheetError, match="“name” có hai lần"):
        table(["Mã", "Họ và tên", "name"], ["1", "Lê An", "Lê An"])


def test_all_errors_of_all_rows_are_gathered_with_their_places():
    result = table(
        ["Mã", "Tên cán bộ", "Từ ngày", "Nhóm"],
        ["123456", "Lê An", "31/2/2026", "Thủ quỹ"],
        [None, in_tcvn3("Nguyễn Văn Đức"), "24/11/2026", None],
        ["3", "Lê Ba", 46350, None],
    )
    assert [(error.row, error.column, error.key, error.position) for error in result.errors] == [
        (2, "Mã", "code", 1),
        (2, "Từ ngày", "starts_on", 3),
        (2, "Nhóm", "group", 4),
        (3, "Mã", "code", 1),
        (3, "Tên cán bộ", "name", 2),
        (4, "Từ ngày", "starts_on", 3),
    ]
    assert result.errors[0].message == "Nội dung dài 6 ký tự; cột này chứa nhiều nhất 5."
    assert result.errors[3].message == "Chưa ghi “Mã”."
    assert "TCVN3 (ABC)" in result.errors[4].message
    assert result.errors[1].as_dict() == {"row": 2, "column": "Từ ngày", "message": result.errors[1].message}
    assert [row["row"] for row in result.rows] == [2, 3, 4]
    assert result.rows[0]["starts_on"] is None


def test_the_callers_own_errors_stand_at_the_same_places():
    result = table(["Mã", "Tên cán bộ"], ["1", "Lê An"])
    error = result.error(2, "name", "Đã có người này.")
    assert (error.row, error.column, error.position) == (2, "Tên cán bộ", 2)


def test_a_table_longer_than_allowed_is_refused():
    rows = [["Mã", "Họ và tên"], ["1", "Lê An"], ["2", "Lê Ba"]]
    assert len(table(*rows, max_rows=2).rows) == 2
    with pytest.raises(SpreadsheetError, match="hơn 1 hàng"):
        table(*rows, max_rows=1)


def test_an_offices_annex_with_titles_merged_cells_groups_and_numbers_is_read():
    def fill(book, page):
        page.merge_range(0, 0, 0, 4, "HUYỆN ỦY BÌNH ĐẠI")
        page.merge_range(1, 0, 1, 4, "DANH SÁCH PHÂN CÔNG CÁN BỘ DỰ SINH HOẠT CHI BỘ")
        page.merge_range(3, 0, 4, 0, "STT")
        page.merge_range(3, 1, 4, 1, "Họ và tên")
        page.merge_range(3, 2, 3, 3, "Công tác")
        page.write_row(4, 2, ["Chức vụ", "Đơn vị công tác"])
        page.merge_range(3, 4, 4, 4, "Địa bàn phân công")
        page.write_row(5, 0, ["(1)", "(2)", "(3)", "(4)", "(5)"])
        page.merge_range(6, 0, 6, 4, "I. XÃ THỚI THUẬN")
        page.write_row(7, 0, [1, "Lê An", "Trưởng ban"])
        page.merge_range(7, 3, 8, 3, "Ban Tổ chức")
        page.write(7, 4, "Ấp 1")
        page.write_row(8, 0, [2, "Lê Ba", "Chuyên viên"])
        page.write(8, 4, "Ấp 2")
        page.write(9, 0, "II")
        page.merge_range(9, 1, 9, 4, "XÃ THỪA ĐỨC")
        page.merge_range(10, 0, 11, 0, 3)
        page.merge_range(10, 1, 11, 1, "Lê Chi")
        page.merge_range(10, 2, 11, 2, "Phó ban")
        page.merge_range(10, 3, 11, 3, "Ban Dân vận")
        page.write(10, 4, "Ấp 3")
        page.write(11, 4, "Ấp 4")

    columns = [
        Column("full_name", "Họ và tên", required=True),
        Column("position", "Chức vụ"),
        Column("agency", "Đơn vị công tác"),
        Column("unit", "Địa bàn phân công", required=True),
    ]
    result = read_table(read(xlsx(fill=fill), filename="Phụ lục.xlsx"), columns)
    assert result.errors == []
    assert [(row["row"], row["full_name"], row["agency"], row["unit"]) for row in result.rows] == [
        (8, "Lê An", "Ban Tổ chức", "Ấp 1"),
        (9, "Lê Ba", "Ban Tổ chức", "Ấp 2"),
        (11, "Lê Chi", "Ban Dân vận", "Ấp 3"),
        (12, "Lê Chi", "Ban Dân vận", "Ấp 4"),
    ]
    assert result.sections == [(7, "I. XÃ THỚI THUẬN"), (10, "XÃ THỪA ĐỨC")]
    assert result.heading_row == 4
    assert result.notices == ["Hàng 7, 10 là dòng nhóm, không phải dữ liệu."]


def test_a_record_merged_as_a_whole_over_two_rows_counts_once():
    merged = [(2, 1, 3, 1), (2, 2, 3, 2)]
    result = table(["Mã", "Họ và tên"], ["1", "Lê An"], [], ["2", "Lê Ba"], merged=merged)
    assert [row["code"] for row in result.rows] == ["1", "2"]


def test_headings_repeated_on_the_next_page_are_no_row():
    result = table(["Mã", "Họ và tên"], ["1", "Lê An"], ["MÃ", "Họ và tên"], ["2", "Lê Ba"])
    assert [row["code"] for row in result.rows] == ["1", "2"]
    assert result.errors == []


def test_the_templates_example_is_left_out_and_a_row_that_resembles_it_is_not():
    headings = [str(column.heading) for column in COLUMNS]
    example = ["007", "Nguyễn Văn Ví Dụ", date(2026, 11, 24)]
    result = table(headings, example, ["007", "Nguyễn Văn Ví Dụ", date(2026, 11, 25)])
    assert [row["row"] for row in result.rows] == [3]
    assert result.notices == ["Hàng 2 là hàng ví dụ của mẫu nên được bỏ qua."]
    assert [row["row"] for row in table(headings, [*example, "Thường vụ"]).rows] == [2]


def test_a_small_table_of_numbers_is_not_taken_for_a_line_of_column_numbers():
    columns = [Column("code", "Mã", kind="code"), Column("members", "Số", kind="int")]
    assert len(table(["Mã", "Số"], [1, 2], columns=columns).rows) == 1


@pytest.mark.parametrize(
    ("code", "candidates"),
    [("4", ["04", "004", "00004"]), ("17", ["017", "00017"]), ("28990", []), ("A1", []), ("", [])],
)
def test_codes_that_lost_their_zeros_have_candidates(code, candidates):
    assert leading_zero_candidates(code) == candidates


def test_a_declaration_that_cannot_be_is_refused_at_once():
    with pytest.raises(ValueError, match="no such kind"):
        Column("x", "X", kind="money")
    with pytest.raises(ValueError, match="choices"):
        Column("x", "X", kind="choice")
