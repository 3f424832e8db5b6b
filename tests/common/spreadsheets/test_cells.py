from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.spreadsheets.cells import (
    CellError,
    choice_reader,
    to_bool,
    to_code,
    to_date,
    to_decimal,
    to_int,
    to_list,
    to_text,
    to_time,
)
from tests.common.words import in_tcvn3, in_vni

DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    "cell",
    [
        DAY,
        datetime(2026, 11, 24, 7, 30),
        "24/11/2026",
        "24-11-2026",
        "24.11.2026",
        " 24 / 11 / 2026 ",
        "2026-11-24",
        "2026/11/24",
        "2026-11-24 00:00:00",
        "2026-11-24T00:00:00",
        "24/11/2026 07:30",
        "'24/11/2026",
        "ngày 24 tháng 11 năm 2026",
        "Ngày 24 tháng 11 năm 2026",
    ],
)
def test_days_are_understood_as_offices_write_them(cell):
    assert to_date(cell) == DAY


def test_day_and_month_of_one_figure_are_understood_day_first():
    assert to_date("5/6/2026") == date(2026, 6, 5)


@pytest.mark.parametrize(
    ("cell", "part"),
    [
        ("11/24/2026", "Không có ngày"),
        ("31/2/2026", "Không có ngày"),
        ("24/11/26", "bốn chữ số"),
        ("11/2026", "không phải ngày"),
        ("24/11-2026", "không phải ngày"),
        ("tháng sau", "không phải ngày"),
        (46350, "là số chứ không phải ngày"),
        (46350.5, "là số chứ không phải ngày"),
        (True, "là số chứ không phải ngày"),
        ("24/11/0226", "Năm 226"),
        (date(1899, 12, 31), "Năm 1899"),
    ],
)
def test_what_is_no_day_is_said(cell, part):
    with pytest.raises(CellError, match=part):
        to_date(cell)


@given(
    st.dates(date(1900, 1, 1), date(2199, 12, 31)),
    st.sampled_from(["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]),
)
def test_every_day_is_read_back_from_every_writing(day, writing):
    assert to_date(day.strftime(writing)) == day


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (7, 7),
        (7.0, 7),
        ("7", 7),
        ("-7", -7),
        ("−7", -7),
        ("007", 7),
        ("1.234.567", 1_234_567),
        ("1.234", 1234),
        ("1 234 567", 1_234_567),
        ("1\u00a0234\u00a0567", 1_234_567),
        ("1,234,567", 1_234_567),
        ("1234567", 1_234_567),
        ("12,0", 12),
        ("12.00", 12),
    ],
)
def test_whole_numbers_with_vietnamese_grouping_are_understood(cell, number):
    assert to_int(cell) == number


@pytest.mark.parametrize(
    "cell", ["1,234", "12.34", "1.23.456", "1.2345", 7.5, True, "mười", "7 hộ", "1e5", "٣a"]
)
def test_what_is_no_whole_number_or_two_is_refused(cell):
    with pytest.raises(CellError):
        to_int(cell)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (10.35, "10.35"),
        (12, "12"),
        ("10.353", "10.353"),
        ("0,5", "0.5"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234.567", "1234567"),
        ("-106,75", "-106.75"),
        ("12,5 ", "12.5"),
    ],
)
def test_numbers_with_a_fraction_are_understood(cell, number):
    assert to_decimal(cell) == Decimal(number)


@pytest.mark.parametrize("cell", ["1,2,3", "NaN", "Infinity", "1e5", "khoảng 5", True, "1.2.3"])
def test_what_is_no_number_is_refused(cell):
    with pytest.raises(CellError):
        to_decimal(cell)


@given(st.integers(-(10**14), 10**14))
def test_a_number_reads_the_same_grouped_or_not(number):
    grouped = f"{number:,}".replace(",", ".")
    assert to_int(number) == to_int(str(number)) == to_int(grouped) == to_int(float(number)) == number


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (1.0, "1"),
        (1, "1"),
        (28990, "28990"),
        ("007", "007"),
        ("'007", "007"),
        (" 28990 ", "28990"),
        (79123456789, "79123456789"),
        (1.5, "1.5"),
    ],
)
def test_codes_are_text_and_keep_their_zeros(cell, code):
    assert to_code(cell) == code


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  Bi\u0300nh   Đại ", "Bình Đại"),
        (3, "3"),
        (3.0, "3"),
        (0.1, "0.1"),
        (1e20, "100000000000000000000"),
        (DAY, "24/11/2026"),
        (datetime(2026, 11, 24, 7, 5), "24/11/2026 07:05"),
        (time(7, 5), "07:05"),
        (True, "Có"),
        ("=1+1", "=1+1"),
    ],
)
def test_text_is_what_was_seen(cell, text):
    assert to_text(cell) == text


def test_old_encodings_are_named_and_unicode_asked_for():
    with pytest.raises(CellError, match=r"TCVN3 \(ABC\).*chuyển sang Unicode"):
        to_text(in_tcvn3("Nguyễn Văn Đức"))
    with pytest.raises(CellError, match="VNI-Windows"):
        to_code(in_vni("Huyện ủy Bình Đại"))
    with pytest.raises(CellError, match="VNI-Windows"):
        to_list(in_vni("Ấp Bình Hòa; Ấp Bình Đại"))


@pytest.mark.parametrize("convert", [to_text, to_code, to_int, to_date, to_list, to_bool])
def test_a_formula_that_shows_an_error_is_said_to_do_so(convert):
    with pytest.raises(CellError, match="công thức bị lỗi"):
        convert("#N/A")


@pytest.mark.parametrize(
    "cell",
    [
        time(19, 30),
        datetime(2026, 11, 24, 19, 30),
        "19:30",
        "19h30",
        "19 giờ 30",
        "19g30",
        "19H30",
        "19:30:00",
        "19h30'",
        "19 giờ 30 phút",
    ],
)
def test_times_are_understood(cell):
    assert to_time(cell) == time(19, 30)


def test_a_whole_hour_is_understood_and_nonsense_refused():
    assert to_time("19h") == to_time("19 giờ") == time(19)
    for cell in ("25:00", "19:75", "tối", 19, 0.5):
        with pytest.raises(CellError, match="không phải giờ"):
            to_time(cell)


def test_yes_and_no():
    for cell in (True, "Có", "CÓ", "x", "X", 1, 1.0, "đúng", "true", "✓"):
        assert to_bool(cell) is True
    for cell in (False, "không", "Không", 0, "sai", "-"):
        assert to_bool(cell) is False
    with pytest.raises(CellError):
        to_bool("có lẽ")


def test_lists_are_split_at_semicolons_and_lines_else_at_commas():
    assert to_list("A1; A2;; A1 ;A3") == ["A1", "A2", "A3"]
    assert to_list("A1\nA2\r\nA3") == ["A1", "A2", "A3"]
    assert to_list("A1, A2") == ["A1", "A2"]
    assert to_list("Sao Đỏ, cũ; Sao Mai") == ["Sao Đỏ, cũ", "Sao Mai"]
    assert to_list(12.0) == ["12"]


def test_choices_are_named_by_value_or_label_with_or_without_accents():
    read = choice_reader({"secretary": "Bí thư", "deputy": "Phó bí thư", "hoa": "Hòa", "hoa2": "Hóa"})
    assert read("secretary") == read("Bí thư") == read("BÍ THƯ") == read("bi thu") == "secretary"
    assert read("Hoá") == "hoa2"
    assert read("Hoà") == "hoa"
    with pytest.raises(CellError, match="Bí thư; Phó bí thư; Hòa; Hóa"):
        read("Thủ quỹ")


def test_a_choice_without_accents_that_fits_two_is_not_guessed():
    read = choice_reader({"1": "Hòa", "2": "Hóa"})
    with pytest.raises(CellError):
        read("hoa")


anything = st.one_of(
    st.text(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.booleans(),
    st.dates(), st.datetimes(), st.times(),
)  # fmt: skip


@given(anything)
def test_any_cell_gives_a_value_or_a_sentence(cell):
    for convert in (
        to_text,
        to_code,
        to_int,
        to_decimal,
        to_date,
        to_time,
        to_bool,
        to_list,
        choice_reader({"a": "A"}),
    ):
        try:
            convert(cell)
        except CellError as error:
            assert str(error)
