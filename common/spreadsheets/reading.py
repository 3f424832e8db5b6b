"""Reading an uploaded spreadsheet: `read` gives its rows or one sentence that says what is wrong."""

import contextlib
import datetime
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from common.limited_process import TooBig, as_file, limited_process
from common.spreadsheets import limits

Cell = str | int | float | bool | datetime.date | datetime.datetime | datetime.time | None

_WORKER = "common.spreadsheets.worker"
_PARSERS: dict[str, Callable[[str], Cell]] = {
    "date": datetime.date.fromisoformat,
    "datetime": datetime.datetime.fromisoformat,
    "time": datetime.time.fromisoformat,
}


class SpreadsheetError(Exception):
    """The whole file is refused; `message` is one sentence for the officer, `code` a short name for tests."""

    def __init__(self, message: str, code: str = "table"):
        super().__init__(message)
        self.message = message
        self.code = code


@dataclass
class Sheet:
    """One sheet of a file. `rows[0]` is the row that the user sees as row 1; empty rows are empty lists.

    A row ends at its last cell with content. `merged` holds (first row, first column, last row, last column), from 1;
    it is empty for CSV and ODS.
    """

    name: str
    sheet_names: list[str]
    rows: list[list[Cell]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    max_rows: int = limits.MAX_ROWS

    def cell(self, row: int, column: int) -> Cell:
        """The cell at `row`, `column` (both from 1), None where there is none."""
        cells = self.rows[row - 1] if 0 < row <= len(self.rows) else ()
        return cells[column - 1] if 0 < column <= len(cells) else None


def read(
    source: str | Path | bytes | BinaryIO,
    *,
    filename: str,
    max_rows: int = limits.MAX_ROWS,
    sheet_name: str | None = None,
    wall_seconds: float = limits.WALL_SECONDS,
) -> Sheet:
    """The first visible sheet with content (or the one named) of an .xlsx, .xls, .ods or .csv file.

    `source` is a path, the bytes or an open binary file (an upload); `filename` is the name the user gave, of which
    only the ending counts. `max_rows` counts rows with content below one heading row. Parsing happens in a process of
    its own with limits on memory and time. Raises SpreadsheetError with one sentence; the file itself never stays.
    """
    options = {
        "suffix": Path(filename.strip().lower()).suffix,
        "max_rows": max_rows,
        "sheet_name": sheet_name,
    }
    with _as_file(source) as file:
        lines = _worker_lines(file, options, wall_seconds)
        head = next(lines)
        sheet = Sheet(
            name=head["sheet"],
            sheet_names=head["sheet_names"],
            rows=[],
            merged=[tuple(area) for area in head["merged"]],
            max_rows=max_rows,
        )
        for line in lines:
            batch = line["rows"]
            for row, column, kind, text in line["special"]:
                batch[row][column] = _PARSERS[kind](text)
            sheet.rows += batch
    return sheet


@contextlib.contextmanager
def _as_file(source: str | Path | bytes | BinaryIO) -> Iterator[BinaryIO]:
    """`source` as a real file, which a process can have as its standard input. Too large ones are refused unread."""
    try:
        with as_file(source, limit=limits.MAX_FILE_SIZE) as file:
            yield file
    except TooBig:
        raise refusal("too_big") from None


def _worker_lines(file: BinaryIO, options: dict, wall_seconds: float) -> Iterator[dict]:
    """The head and the batches that the parsing process writes; raises SpreadsheetError unless it came to its end."""
    with limited_process(_WORKER, options, file=file, wall_seconds=wall_seconds) as process:
        for raw in process.out:
            # a killed process leaves half a line
            if not raw.endswith(b"\n"):
                break
            line = json.loads(raw)
            if "refused" in line:
                raise refusal(line["refused"], **line["details"])
            if "end" in line:
                return
            yield line
        raise refusal(process.ended_by())


def refusal(code: str, **details) -> SpreadsheetError:
    """The error whose sentence tells the officer what is wrong with the file and what to do."""
    if code == "too_big":
        details["limit"] = limits.MAX_FILE_SIZE // 1024**2
    if "limit" in details:
        details["limit"] = number_format(details["limit"], use_l10n=True, force_grouping=True)
    return SpreadsheetError(_sentences()[code] % details, code)


def _sentences() -> dict[str, str]:
    return {
        "empty": _("Tệp này trống, chưa có dữ liệu nào."),
        "too_big": _("Tệp lớn hơn %(limit)s MB; hãy tách thành nhiều tệp nhỏ hơn."),
        "not_spreadsheet": _(
            "Tệp này không phải bảng tính; hãy dùng tệp Excel (.xlsx, .xls), OpenDocument (.ods) hoặc CSV."
        ),
        "macro": _("Tệp này chứa macro nên không được nhận; hãy lưu lại thành tệp Excel thường (.xlsx)."),
        "encrypted": _("Tệp này đặt mật khẩu; hãy bỏ mật khẩu rồi tải lên lại."),
        "bomb": _("Tệp này giãn ra quá lớn khi mở nên không được nhận; hãy chép bảng sang một tệp mới."),
        "nested": _(
            "Tệp này chứa tệp nén khác bên trong nên không được nhận; hãy chép bảng sang một tệp mới."
        ),
        "too_many_parts": _("Tệp này có quá nhiều phần nên không được nhận; hãy chép bảng sang một tệp mới."),
        "unsafe": _(
            "Tệp này chứa nội dung không an toàn nên không được nhận; hãy chép bảng sang một tệp mới."
        ),
        "damaged": _("Tệp này bị hỏng hoặc tải lên chưa đủ; hãy mở bằng Excel, lưu lại rồi tải lên lần nữa."),
        "too_many_rows": _("Bảng có hơn %(limit)s hàng; hãy tách thành nhiều tệp."),
        "far_cell": _(
            "Ô %(cell)s nằm quá xa bảng; hãy xoá nội dung thừa ở đó rồi tải lên lại (bảng rộng nhất 200 cột)."
        ),
        "encoding": _("Tệp CSV này dùng bảng mã %(encoding)s; hãy lưu lại dạng “CSV UTF-8” rồi tải lên."),
        "unknown_encoding": _(
            "Tệp CSV này không ở bảng mã Unicode; hãy lưu lại dạng “CSV UTF-8” rồi tải lên."
        ),
        "no_such_sheet": _("Tệp không có trang tính tên “%(name)s”."),
        "too_large": _(
            "Tệp này quá lớn hoặc quá phức tạp nên không đọc được; hãy chép riêng bảng sang một tệp mới."
        ),
        "too_slow": _("Đọc tệp này mất quá nhiều thời gian; hãy tách thành nhiều tệp nhỏ hơn."),
    }
