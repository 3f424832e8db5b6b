"""Writing .xlsx files: lists, import templates, and copies of an upload with an error column.

Rows go out one by one (constant memory), but for a table of few. Text is always text: a cell that begins with `= + - @` is never a formula,
here or after someone has edited it.
"""

import datetime
from collections.abc import Iterable, Mapping
from itertools import chain, islice
from typing import BinaryIO

from django.utils.translation import gettext as _

from common.spreadsheets.columns import Column, RowError
from common.spreadsheets.pages import FAINT, HEADING, MARKED, PLAIN, WRAPPED, Book
from common.spreadsheets.reading import Sheet

# Up to so many rows a table is put together in memory.
FEW = 50


def write_table(
    fileobj: BinaryIO,
    title: str,
    columns: Iterable[Column],
    rows: Iterable[Mapping | Iterable],
    *,
    footer: Iterable[str] | None = None,
) -> None:
    """A list as .xlsx: heading row bold, frozen, filtered and repeated in print; A4 landscape, as wide as the page.

    A row is a mapping by column key or the values in the order of `columns`; values are plain Python values. `title`
    names the sheet and stands at the head of each printed page. `footer` lines (who took this out, when) stand below
    the table, merged across it, so that an import of the same file leaves them out.
    """
    columns = list(columns)
    rows = iter(rows)
    first = list(islice(rows, FEW + 1))
    book = Book(fileobj, is_small=len(first) <= FEW)
    page = book.add_page(title)
    page.put_row(0, [str(column.heading) for column in columns], HEADING)
    number = 0
    for number, row in enumerate(chain(first, rows), start=1):
        values = [row.get(column.key) for column in columns] if isinstance(row, Mapping) else row
        page.put_row(number, [_shown(value, column) for value, column in zip(values, columns, strict=True)])
    page.finish_table(number, len(columns))
    for offset, line in enumerate(footer or (), start=2):
        page.put_across(number + offset, len(columns), line, FAINT)
    book.close()


def write_template(
    fileobj: BinaryIO, kind_title: str, columns: Iterable[Column], notes: Iterable[str] = ()
) -> None:
    """An import's template: headings (required ones with *), one example row, and a sheet that explains each column.

    Cells of codes are text and cells of days are days before anything is typed, so that `007` keeps its zeros.
    """
    columns = list(columns)
    book = Book(fileobj, is_small=True)
    page = book.add_page(kind_title)
    page.put_row(
        0,
        [f"{column.heading} *" if column.required else str(column.heading) for column in columns],
        HEADING,
    )
    page.put_row(1, [_shown(column.example, column) for column in columns], FAINT)
    for position, column in enumerate(columns):
        page.prepare_column(position, column)
    page.finish_table(1, len(columns))
    _write_guide(book, columns, notes)
    book.close()


def write_with_errors(
    fileobj: BinaryIO, sheet: Sheet, errors: Iterable[RowError], *, heading_row: int = 1
) -> None:
    """A copy of the uploaded table with a further column “Lỗi”; the cells with errors are marked.

    `heading_row` is `Table.heading_row`. What cells merged downwards meant is written into every row, so that the
    copy reads the same when it is uploaded again.
    """
    by_row: dict[int, list[RowError]] = {}
    for error in errors:
        by_row.setdefault(error.row, []).append(error)
    width = max((len(row) for row in sheet.rows), default=0)
    merged = _Merged(sheet)
    book = Book(fileobj, is_small=len(sheet.rows) <= FEW)
    page = book.add_page(sheet.name or _("Bảng"))
    for number, cells in enumerate(sheet.rows, start=1):
        found = by_row.get(number, [])
        marked = {error.position - 1 for error in found if error.position}
        cells = merged.filled(number, cells)
        page.put_row(number - 1, cells, HEADING if number == heading_row else PLAIN, marked=marked)
        page.merge_in_row(number - 1, merged.across(number), cells)
        if number == heading_row:
            page.put(number - 1, width, _("Lỗi"), HEADING)
        elif found:
            page.put(
                number - 1,
                width,
                " ".join(f"{error.column}: {error.message}" for error in found),
                MARKED,
            )
    page.finish_sheet(heading_row)
    book.close()


def _write_guide(book: Book, columns: list[Column], notes: Iterable[str]) -> None:
    page = book.add_page(_("Hướng dẫn"))
    headings = [_("Cột"), _("Bắt buộc"), _("Cách ghi"), _("Ví dụ"), _("Tên cột trong máy"), _("Ghi chú")]
    page.put_row(0, headings, HEADING)
    number = 0
    for number, column in enumerate(columns, start=1):
        example = _shown(column.example, column)
        cells = [
            str(column.heading),
            _("Có") if column.required else "",
            format_hint(column),
            example,
            column.key,
        ]
        page.put_row(number, [*cells, str(column.note)], WRAPPED)
    lines = [_("Xoá hàng ví dụ rồi ghi dữ liệu từ hàng 2. Cột có dấu * phải ghi đủ."), *notes]
    for offset, line in enumerate(lines, start=2):
        page.put(number + offset, 0, line, counts=False)
    page.finish_table(number, len(headings), is_filtered=False)


def format_hint(column: Column) -> str:
    """How a column is filled in, in a few words."""
    if column.kind == "choice":
        return _("Một trong: %(choices)s") % {
            "choices": "; ".join(str(label) for label in column.choices.values())
        }
    hints = {
        "text": _("Chữ"),
        "code": _("Mã, giữ đủ số 0 ở đầu"),
        "int": _("Số nguyên"),
        "decimal": _("Số"),
        "date": _("Ngày/tháng/năm, như 24/11/2026"),
        "time": _("Giờ:phút, như 19:00"),
        "bool": _("“có” hoặc “không”"),
        "list": _("Nhiều mục cách nhau bằng dấu ;"),
    }
    hint = hints[column.kind]
    if column.max_length and column.kind in ("text", "code"):
        return _("%(hint)s, nhiều nhất %(limit)s ký tự") % {"hint": hint, "limit": column.max_length}
    return hint


def _shown(value, column: Column):
    """The value as it stands in the cell: labels for choices, one text for lists; codes are never numbers."""
    if value is None or value == "":
        return None
    if column.kind == "choice":
        return str(column.choices.get(value, value))
    if column.kind in ("code", "text") and not isinstance(value, datetime.date | datetime.time):
        return str(value)
    return value


class _Merged:
    """The merged cells of a sheet: those within a row are merged again, those across rows are written out."""

    def __init__(self, sheet: Sheet):
        self._down: dict[int, list[tuple[int, object]]] = {}
        self._across: dict[int, list[tuple[int, int]]] = {}
        for top, left, bottom, right in sheet.merged:
            if top == bottom:
                self._across.setdefault(top, []).append((left, right))
                continue
            for row in range(top + 1, min(bottom, len(sheet.rows)) + 1):
                self._down.setdefault(row, []).append((left, sheet.cell(top, left)))

    def filled(self, row: int, cells: list) -> list:
        if row not in self._down or not cells:
            return cells
        cells = list(cells)
        for column, value in self._down[row]:
            cells += [None] * (column - len(cells))
            cells[column - 1] = value
        return cells

    def across(self, row: int) -> list[tuple[int, int]]:
        return self._across.get(row, [])
