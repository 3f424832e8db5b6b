"""Our .xlsx files: one look, one way to write a cell by the type of its value."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, BinaryIO
from zoneinfo import ZoneInfo

import xlsxwriter
from django.conf import settings
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from common.spreadsheets.columns import Column

DATE, MOMENT, TIME = "dd/mm/yyyy", "dd/mm/yyyy hh:mm", "hh:mm"
_A4 = 9
_LONGEST_TEXT = 32_767
_NARROWEST, _WIDEST = 8, 60
_FIRST_DATE = datetime.date(1900, 3, 1)  # Excel believes in 29 February 1900
_TRIGGERS = tuple("=+-@\t\r＝＋－＠")
_TITLE_SIGNS = re.compile(r"[\[\]:*?/\\']")
_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


PLAIN, HEADING, FAINT, MARKED, WRAPPED = "plain", "heading", "faint", "marked", "wrapped"
_STYLES = {
    PLAIN: {},
    HEADING: {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "bg_color": "#E8EEF4"},
    FAINT: {"italic": True, "font_color": "#555555"},
    MARKED: {"bg_color": "#FFF2CC", "text_wrap": True},
    WRAPPED: {"text_wrap": True, "valign": "top"},
}


class Book:
    """A workbook with the few formats that all our files share."""

    def __init__(self, fileobj: BinaryIO, *, is_small: bool = False):
        """A small one is put together in memory, in half the time: else its ten parts are files until it is closed."""
        how = "in_memory" if is_small else "constant_memory"
        self._book = xlsxwriter.Workbook(fileobj, {**_OPTIONS, how: True})
        self._formats: dict[tuple, object] = {(PLAIN, None, False): None}

    def format(self, style: str, num_format: str | None = None, quoted: bool = False):
        """The workbook's format of a style with a number format, or as text that an edit leaves text."""
        key = (style, num_format, quoted)
        if key not in self._formats:
            properties = dict(_STYLES[style])
            if num_format:
                properties["num_format"] = num_format
            if quoted:
                properties["quote_prefix"] = True
            self._formats[key] = self._book.add_format(properties)
        return self._formats[key]

    def add_page(self, title: str) -> Page:
        name = _TITLE_SIGNS.sub(" ", title).strip()[:31].strip() or _("Bảng")
        return Page(self, self._book.add_worksheet(name), title)

    def close(self) -> None:
        self._book.close()


class Page:
    """One worksheet, written row by row from the top."""

    def __init__(self, book: Book, worksheet, title: str):
        self._book = book
        self._sheet = worksheet
        self._widths: dict[int, int] = {}
        self._column_formats: dict[int, str] = {}
        worksheet.set_landscape()
        worksheet.set_paper(_A4)
        worksheet.fit_to_pages(1, 0)
        worksheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.6)
        worksheet.set_header("&C&B" + title.replace("&", "&&")[:200])
        worksheet.set_footer("&C&P/&N")

    def put_row(self, row: int, cells: Iterable, style: str = PLAIN, marked: Iterable[int] = ()) -> None:
        for column, value in enumerate(cells):
            self.put(row, column, value, MARKED if column in marked else style)

    def put(self, row: int, column: int, value, style: str = PLAIN, *, counts: bool = True) -> None:
        """One cell by the type of its value; `counts` says whether it makes the column wider."""
        if value is None:
            if style != PLAIN:
                self._sheet.write_blank(row, column, None, self._book.format(style))
            return
        length = self._write(row, column, value if type(value) is str else _as_written(value), style)
        if counts and length > self._widths.get(column, 0):
            self._widths[column] = length

    def _write(self, row: int, column: int, value, style: str) -> int:
        """Write what `_as_written` gives; the width that it takes, in characters."""
        sheet, make = self._sheet, self._book.format
        if isinstance(value, str):
            if len(value) > _LONGEST_TEXT:
                value = value[: _LONGEST_TEXT - 1] + "…"
            sheet.write_string(row, column, value, make(style, None, value.startswith(_TRIGGERS)))
            return len(value) if "\n" not in value else max(len(line) for line in value.split("\n"))
        if isinstance(value, int | float):
            is_long = isinstance(value, int) and abs(value) >= 1000
            sheet.write_number(row, column, value, make(style, "#,##0" if is_long else None))
            return len(str(value)) + is_long
        num_format = MOMENT if isinstance(value, datetime.datetime) else DATE
        if isinstance(value, datetime.time):
            num_format = TIME
        sheet.write_datetime(row, column, value, make(style, num_format))
        return len(num_format)

    def put_across(self, row: int, columns: int, text: str, style: str) -> None:
        if columns < 2:
            self.put(row, 0, text, style, counts=False)
        else:
            made = self._book.format(style)
            self._sheet.merge_range(row, 0, row, columns - 1, "", made)
            self._sheet.write_string(row, 0, text, made)

    def merge_in_row(self, row: int, areas: Iterable[tuple[int, int]], cells: list) -> None:
        taken = 0
        for left, right in sorted(areas):
            if left <= taken or right <= left:
                continue
            taken = right
            self._sheet.merge_range(row, left - 1, row, right - 1, "")
            if left <= len(cells):
                self.put(row, left - 1, cells[left - 1], counts=False)

    def prepare_column(self, position: int, column: Column) -> None:
        """The format of cells that are still to be typed, and the list of choices to pick from."""
        formats = {"code": "@", "text": "@", "list": "@", "date": DATE, "time": TIME}
        if column.kind in formats:
            self._column_formats[position] = formats[column.kind]
        if column.kind == "choice":
            labels = [str(label) for label in column.choices.values()]
            # Excel keeps such a list in 255 characters, separated by commas
            if len(",".join(labels)) <= 255 and not any("," in label for label in labels):
                self._sheet.data_validation(
                    1, position, 10_000, position,
                    {"validate": "list", "source": labels, "error_type": "warning"},
                )  # fmt: skip

    def finish_table(self, last_row: int, columns: int, *, is_filtered: bool = True) -> None:
        if is_filtered and columns:
            self._sheet.autofilter(0, 0, max(last_row, 1), columns - 1)
        self.finish_sheet(1)

    def finish_sheet(self, heading_row: int) -> None:
        self._sheet.freeze_panes(heading_row, 0)
        self._sheet.repeat_rows(heading_row - 1)
        for column in self._widths.keys() | self._column_formats.keys():
            width = min(max(self._widths.get(column, 0) + 2, _NARROWEST), _WIDEST)
            made = self._book.format(PLAIN, self._column_formats.get(column))
            self._sheet.set_column(column, column, width, made)


def _as_written(value):
    """The value as str, int, float, date, datetime or time that Excel can hold; everything else as text."""
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if isinstance(value, float | Decimal):
        return float(value) if math.isfinite(value) else str(value)
    if isinstance(value, int) and abs(value) >= 10**15:
        return str(value)
    if isinstance(value, datetime.datetime):
        if value.tzinfo is not None:
            value = value.astimezone(ZoneInfo(settings.TIME_ZONE)).replace(tzinfo=None)
        return value if value.date() >= _FIRST_DATE else f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, datetime.date):
        return value if value >= _FIRST_DATE else f"{value:%d/%m/%Y}"
    if isinstance(value, int | float | datetime.time):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        value = "; ".join(str(entry) for entry in value)
    return str(value)
