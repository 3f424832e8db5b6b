"""The table in a sheet: its heading row is found, its cells become values, every row's errors are gathered.

An import declares its columns; officers' files are met half way: headings in Vietnamese or by key, with or without
accents, below title lines, in two lines with merged cells, with group lines between the rows.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from common.spreadsheets.cells import CONVERTERS, CellError, choice_reader, in_all_languages, to_text
from common.spreadsheets.headings import Headings, find_headings, unused_columns_notice
from common.spreadsheets.reading import Cell, Sheet, refusal
from common.text import search_key


@dataclass(frozen=True)
class Column:
    """What an import expects of one column, and an export writes in it.

    `kind` is text, code, int, decimal, date, time, bool, list or choice. `choices` maps stored values to labels.
    `heading` and `example` may be lazy translations; `aliases` are further headings that offices use.
    """

    key: str
    heading: str
    required: bool = False
    kind: str = "text"
    choices: Mapping[str, str] | None = None
    aliases: tuple[str, ...] = ()
    max_length: int | None = None
    example: object = ""
    note: str = ""

    def __post_init__(self):
        if self.kind not in CONVERTERS and self.kind != "choice":
            raise ValueError(f"{self.key}: no such kind of column: {self.kind}")
        if (self.kind == "choice") != (self.choices is not None):
            raise ValueError(f"{self.key}: choices belong to kind choice")

    def converter(self) -> Callable:
        """The function from a cell with content to a value; raises CellError."""
        return choice_reader(dict(self.choices)) if self.kind == "choice" else CONVERTERS[self.kind]

    def spellings(self) -> list[str]:
        """Search keys of all headings under which this column is known."""
        names = [self.key, *in_all_languages(self.heading)]
        names += [name for alias in self.aliases for name in in_all_languages(alias)]
        return [search_key(name) for name in names]


@dataclass(frozen=True)
class RowError:
    """One cell that cannot be taken. `row` is the user's row number, `column` the heading in his file."""

    row: int
    column: str
    message: str
    key: str = ""
    position: int | None = None  # the column's place in the sheet, from 1

    def as_dict(self) -> dict:
        return {"row": self.row, "column": self.column, "message": self.message}


@dataclass
class Table:
    """The rows as dicts: `row` is the user's row number, every known column has its key.

    A column of the declaration that the file does not have is not in `present`, and its value is None; a column that
    is present and empty has the value None too (a list: []). A cell with an error is None. `sections` are lines across
    the table, such as the name of the commune above its hamlets: (row, text).
    """

    rows: list[dict]
    errors: list[RowError]
    present: frozenset[str]
    notices: list[str] = field(default_factory=list)
    heading_row: int = 1
    positions: dict[str, int] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)
    sections: list[tuple[int, str]] = field(default_factory=list)

    def error(self, row: int, key: str, message: str) -> RowError:
        """An error of the caller's own checks, in the words and at the place of this file's column."""
        return RowError(row, self.headings.get(key, key), message, key, self.positions.get(key))


def read_table(sheet: Sheet, columns: Iterable[Column]) -> Table:
    """Find the heading row within the first 20 rows and convert all rows below it.

    Raises SpreadsheetError, one sentence, where the heading row or a required column is missing, where two columns
    have the same heading, or the table is too long. Errors of cells are in the Table, all of them.
    """
    columns = list(columns)
    found = find_headings(sheet, columns)
    table = Table(
        rows=[],
        errors=[],
        present=frozenset(found.positions),
        notices=unused_columns_notice(found),
        heading_row=found.row,
        positions=found.positions,
        headings=found.headings,
    )
    filled = _fill_down(sheet, found.last_row)
    across = {
        top: (left, right) for top, left, bottom, right in sheet.merged if top == bottom and right > left
    }
    readers = [_Reader(column, found) for column in columns]
    for number in range(found.last_row + 1, len(sheet.rows) + 1):
        cells = sheet.rows[number - 1]
        if number in filled and not all(_is_blank(cell) for cell in cells):
            cells = _with_filled(cells, filled[number])
        if (section := _section(cells, across.get(number))) is not None:
            table.sections.append((number, section))
        elif not _is_skipped(cells, readers, found, number, table):
            table.rows.append(_convert(number, cells, readers, table.errors))
    if table.sections:
        rows = ", ".join(str(row) for row, _text in table.sections[:5])
        rows += " …" if len(table.sections) > 5 else ""
        table.notices.append(_("Hàng %(rows)s là dòng nhóm, không phải dữ liệu.") % {"rows": rows})
    if len(table.rows) > sheet.max_rows:
        raise refusal("too_many_rows", limit=sheet.max_rows)
    return table


def leading_zero_candidates(code: str, lengths: Iterable[int] = (2, 3, 5)) -> list[str]:
    """The codes that `code` may have been before a spreadsheet took its leading zeros: `4` -> `04`, `004`, `00004`."""
    if not (code.isascii() and code.isdigit()):
        return []
    return [code.zfill(length) for length in sorted(lengths) if length > len(code)]


class _Reader:
    """One column of the declaration at its place in this file, with the values already converted."""

    def __init__(self, column: Column, found: Headings):
        self.column = column
        self.position = found.positions.get(column.key)
        self.heading = found.headings.get(column.key, str(column.heading))
        self._convert = column.converter()
        self._seen: dict = {}

    def cell(self, cells: list[Cell]) -> Cell:
        """The cell of this column, None where it is empty or blank."""
        if self.position is None or self.position > len(cells):
            return None
        cell = cells[self.position - 1]
        return None if _is_blank(cell) else cell

    def value(self, cell: Cell):
        """The value; raises CellError. Lists repeat much the same few texts, so these are converted once."""
        if type(cell) is not str:
            return self._checked(self._convert(cell))
        if cell not in self._seen:
            if len(self._seen) > 5000:
                self._seen.clear()
            self._seen[cell] = self._checked(self._convert(cell))
        value = self._seen[cell]
        return list(value) if isinstance(value, list) else value

    def _checked(self, value):
        limit = self.column.max_length
        if limit is not None and isinstance(value, str) and len(value) > limit:
            raise CellError(
                _("Nội dung dài %(length)s ký tự; cột này chứa nhiều nhất %(limit)s.")
                % {"length": len(value), "limit": limit}
            )
        return value

    @property
    def empty(self):
        return [] if self.column.kind == "list" else None


def _convert(number: int, cells: list[Cell], readers: list[_Reader], errors: list[RowError]) -> dict:
    values: dict = {"row": number}
    for reader in readers:
        key = reader.column.key
        values[key] = reader.empty if reader.position is not None else None
        cell = reader.cell(cells)
        message = None
        if cell is not None:
            try:
                values[key] = reader.value(cell)
            except CellError as error:
                message = str(error)
        if message is None and reader.column.required and values[key] in (None, "", []):
            message = _("Chưa ghi “%(column)s”.") % {"column": reader.heading}
        if message is not None:
            errors.append(RowError(number, reader.heading, message, key, reader.position))
        elif values[key] == "":
            values[key] = None
    return values


def _is_skipped(
    cells: list[Cell], readers: list[_Reader], found: Headings, number: int, table: Table
) -> bool:
    """Whether the row holds no data: blank, a line of column numbers, the heading again, or the template's example."""
    values = [(reader, cell) for reader in readers if (cell := reader.cell(cells)) is not None]
    if not values:
        return True
    if all(_plain(cell) == search_key(reader.heading) for reader, cell in values) and len(values) > 1:
        return True
    if number == found.last_row + 1 and _counts_columns(cells):
        return True
    if number <= found.last_row + 3 and _is_example(cells, readers):
        table.notices.append(_("Hàng %(row)s là hàng ví dụ của mẫu nên được bỏ qua.") % {"row": number})
        return True
    return False


def _plain(cell: Cell) -> str:
    return search_key(cell) if isinstance(cell, str) else ""


def _counts_columns(cells: list[Cell]) -> bool:
    """The line `1 2 3 …` or `(1) (2) (3) …` (often begun with A, B) that annexes have below their headings."""
    texts = [search_key(str(cell)) for cell in cells if cell is not None and str(cell).strip()]
    numbers = [int(text) for text in texts if text.isascii() and text.isdigit()]
    letters = [text for text in texts if re.fullmatch("[a-d]", text)]
    return len(numbers) >= 3 and len(numbers) + len(letters) == len(texts) and numbers == _counted(numbers)


def _counted(numbers: list[int]) -> list[int]:
    return list(range(numbers[0], numbers[0] + len(numbers))) if numbers[0] in (1, 2) else []


def _is_example(cells: list[Cell], readers: list[_Reader]) -> bool:
    """Whether the row is the template's example: every cell as the example has it, and no other cell."""
    agreeing = 0
    for reader in readers:
        cell, example = reader.cell(cells), reader.column.example
        has_example = example not in ("", None) and reader.position is not None
        if (cell is not None) != has_example:
            return False
        if has_example:
            try:
                if reader.value(cell) != reader.value(_as_cell(example)):
                    return False
            except CellError:
                return False
            agreeing += 1
    return agreeing > 1


def _as_cell(example) -> Cell:
    return example if isinstance(example, Cell) else str(example)


def _section(cells: list[Cell], across: tuple[int, int] | None) -> str | None:
    """The text of a line whose only content is one cell merged across, perhaps after its number (`II`, `A`, `3`)."""
    if across is None:
        return None
    filled = [(at, cell) for at, cell in enumerate(cells, start=1) if not _is_blank(cell)]
    if not filled or filled[-1][0] != across[0] or len(filled) > 2:
        return None
    if len(filled) == 2 and len(str(filled[0][1]).strip()) > 5:
        return None
    try:
        return to_text(filled[-1][1])
    except CellError:
        return str(filled[-1][1])


def _is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _fill_down(sheet: Sheet, heading_row: int) -> dict[int, list[tuple[int, Cell]]]:
    """What cells merged downwards mean for the rows below their first: row -> [(column, value)]."""
    filled: dict[int, list[tuple[int, Cell]]] = {}
    for top, left, bottom, _right in sheet.merged:
        if top <= heading_row or bottom == top:
            continue
        value = sheet.cell(top, left)
        if value is None:
            continue
        for row in range(top + 1, min(bottom, len(sheet.rows)) + 1):
            filled.setdefault(row, []).append((left, value))
    return filled


def _with_filled(cells: list[Cell], filled: list[tuple[int, Cell]]) -> list[Cell]:
    cells = list(cells)
    for column, value in filled:
        cells += [None] * (column - len(cells))
        cells[column - 1] = value
    return cells
