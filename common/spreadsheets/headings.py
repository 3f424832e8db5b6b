"""The heading row of a table: found within the first rows, its columns mapped to those of a declaration."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from common.spreadsheets.reading import Sheet, SpreadsheetError
from common.text import guess_legacy_encoding, search_key

if TYPE_CHECKING:
    from common.spreadsheets.columns import Column

HEADING_ROWS = 20
ERROR_HEADING = "Lỗi"


@dataclass
class Headings:
    row: int
    last_row: int
    positions: dict[str, int]
    headings: dict[str, str]
    unknown: list[str]


def find_headings(sheet: Sheet, columns: list[Column]) -> Headings:
    spellings: dict[str, str] = {}
    for column in columns:
        for spelling in column.spellings():
            spellings.setdefault(spelling, column.key)
    best: list[tuple[int, str]] = []
    best_row = 0
    for number in range(1, min(HEADING_ROWS, len(sheet.rows)) + 1):
        matched = [
            (position, key)
            for position, cell in enumerate(sheet.rows[number - 1], start=1)
            if isinstance(cell, str) and (key := _known(cell, spellings))
        ]
        if len({key for _position, key in matched}) > len({key for _position, key in best}):
            best, best_row = matched, number
    if not best:
        raise _no_headings(sheet, columns)
    last_row = max([bottom for top, _left, bottom, _right in sheet.merged if top == best_row] + [best_row])
    if last_row - best_row > 3:
        last_row = best_row
    return _place(sheet, columns, spellings, best_row, last_row)


def _known(cell: str, spellings: dict[str, str]) -> str | None:
    return spellings.get(search_key(cell)) or spellings.get(search_key(re.sub(r"\([^()]*\)", " ", cell)))


def _no_headings(sheet: Sheet, columns: list[Column]) -> SpreadsheetError:
    required = ", ".join(f"“{column.heading}”" for column in columns if column.required or len(columns) == 1)
    for row in sheet.rows[:HEADING_ROWS]:
        for cell in row:
            if isinstance(cell, str) and (encoding := guess_legacy_encoding(cell)):
                return SpreadsheetError(
                    _(
                        "Bảng dùng bảng mã %(encoding)s, không phải Unicode; hãy chuyển sang Unicode rồi tải lên lại."
                    )
                    % {"encoding": encoding}
                )
    return SpreadsheetError(
        _("Không tìm thấy hàng tiêu đề trong 20 hàng đầu; bảng cần có các cột: %(columns)s.")
        % {"columns": required}
    )


def _place(
    sheet: Sheet, columns: list[Column], spellings: dict[str, str], first_row: int, last_row: int
) -> Headings:
    """The place of every column. In a heading of two lines the lower one counts first, then the upper."""
    positions: dict[str, int] = {}
    headings: dict[str, str] = {}
    unknown: list[str] = []
    width = max(len(row) for row in sheet.rows[first_row - 1 : last_row])
    for position in range(1, width + 1):
        texts = [sheet.cell(row, position) for row in range(last_row, first_row - 1, -1)]
        texts = [text for text in texts if isinstance(text, str) and text.strip()]
        known = next(((key, text) for text in texts if (key := _known(text, spellings))), None)
        if known is None:
            unknown += [" ".join(text.split()) for text in texts[:1]]
            continue
        key, text = known
        if key in positions:
            raise SpreadsheetError(
                _("Cột “%(column)s” có hai lần; hãy bỏ bớt một cột.") % {"column": " ".join(text.split())}
            )
        positions[key], headings[key] = position, " ".join(text.split())
    missing = [f"“{column.heading}”" for column in columns if column.required and column.key not in positions]
    if missing:
        raise SpreadsheetError(_("Bảng thiếu cột %(columns)s.") % {"columns": ", ".join(missing)})
    return Headings(first_row, last_row, positions, headings, unknown)


def unused_columns_notice(found: Headings) -> list[str]:
    ignored = {search_key(ERROR_HEADING), "stt", "tt", "so thu tu"}
    unknown = [f"“{heading}”" for heading in found.unknown if search_key(heading) not in ignored]
    if not unknown:
        return []
    return [_("Những cột này không được dùng đến: %(columns)s.") % {"columns": ", ".join(unknown)}]
