"""The parsing process: `python -m common.spreadsheets.worker`, a file on standard input, JSON lines on standard output.

It limits its own memory and time before it looks at the first byte, knows nothing of the product and its secrets, and
is ended without harm. No Django. Lines: one head `{"sheet_names", "sheet", "merged"}`, batches
`{"rows": [[cell, …], …], "special": [[row, column, kind, text], …]}` (dates and times, positions within the batch),
one end `{"end": rows}`; or `{"refused": code, "details": {…}}` at any place. A file without its end is no result.
"""

import csv
import datetime
import io
import json
import math
import os
import re
import sys
from collections.abc import Iterable, Iterator

from common.limited_process import Refusal, limit_resources
from common.spreadsheets import limits
from common.spreadsheets.archive import PartScan, column_letters, repack
from common.spreadsheets.plain_text import decode, sniff_separator

_BATCH = 2000
_SLACK = 20  # title lines and blank rows above a full table
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_TEXT_SUFFIXES = (".csv", ".txt", ".tsv")
_MACRO_SUFFIXES = (".xlsm", ".xltm", ".xlam")
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT_RELATIONS = "{http://purl.oclc.org/ooxml/officeDocument/relationships}"


def main() -> None:
    limit_resources(memory=limits.MEMORY, cpu_seconds=limits.CPU_SECONDS)
    options = json.loads(sys.argv[1])
    out = sys.stdout.buffer
    try:
        data = sys.stdin.buffer.read(limits.MAX_FILE_SIZE + 1)
        for line in parse(data, **options):
            out.write(_encode(line))
    except Refusal as refusal:
        out.write(_encode({"refused": refusal.code, "details": refusal.details}))
    except MemoryError:
        out.write(_encode({"refused": "too_large", "details": {}}))
    except Exception:
        # whatever else a broken file does to a library; the reader library's own panics are no Exception and end us
        out.write(_encode({"refused": "damaged", "details": {}}))
    out.flush()


def parse(data: bytes, *, suffix: str, max_rows: int, sheet_name: str | None = None) -> Iterator[dict]:
    """The lines of the answer for the file `data`, whose name ended in `suffix`. Raises Refusal."""
    if len(data) > limits.MAX_FILE_SIZE:
        raise Refusal("too_big")
    if not data.strip():
        raise Refusal("empty")
    if suffix in _MACRO_SUFFIXES:
        raise Refusal("macro")
    if data.startswith(b"PK\x03\x04"):
        yield from _parse_archive(data, max_rows, sheet_name)
    elif data.startswith(_OLE):
        yield from _parse_ole(data, max_rows, sheet_name)
    elif suffix in _TEXT_SUFFIXES:
        yield from _parse_text(data, max_rows)
    else:
        raise Refusal("not_spreadsheet")


def _encode(line: dict) -> bytes:
    return json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"


# Workbooks


def _parse_archive(data: bytes, max_rows: int, sheet_name: str | None) -> Iterator[dict]:
    package = repack(data, _anonymous_file())
    scans = _scans_by_sheet(package.file, package.scans) if package.kind == "xlsx" else {}
    yield from _parse_workbook(package.file, scans, max_rows, sheet_name)


def _parse_ole(data: bytes, max_rows: int, sheet_name: str | None) -> Iterator[dict]:
    """The old .xls, and what hides in the same container: encrypted .xlsx, Word files."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Refusal("encrypted")
    if "_VBA_PROJECT".encode("utf-16-le") in data:
        raise Refusal("macro")
    if "Workbook".encode("utf-16-le") not in data and "Book".encode("utf-16-le") not in data:
        raise Refusal("not_spreadsheet")
    file = _anonymous_file()
    file.write(data)
    file.flush()
    yield from _parse_workbook(file, {}, max_rows, sheet_name)


def _anonymous_file() -> io.BufferedRandom:
    """A file in memory that the reader library can open by path, and that vanishes with this process."""
    return os.fdopen(os.memfd_create("spreadsheet"), "wb+")


def _scans_by_sheet(file: io.IOBase, scans: dict[str, PartScan]) -> dict[str, PartScan]:
    """What was seen in each worksheet, by the sheet's name; a workbook whose parts do not fit together is damaged."""
    import zipfile

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        with zipfile.ZipFile(file) as archive:
            workbook = fromstring(archive.read("xl/workbook.xml"), forbid_dtd=True)
            relations = fromstring(archive.read("xl/_rels/workbook.xml.rels"), forbid_dtd=True)
    except (KeyError, ParseError, DefusedXmlException, ValueError) as error:
        raise Refusal("damaged") from error
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    found = {}
    for sheet in workbook.iter():
        if not sheet.tag.endswith("}sheet"):
            continue
        relation = sheet.get(_RELATIONS + "id") or sheet.get(_STRICT_RELATIONS + "id")
        target = targets.get(relation, "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in scans:
            found[sheet.get("name", "")] = scans[part]
    return found


def _parse_workbook(
    file: io.IOBase, scans: dict[str, PartScan], max_rows: int, sheet_name: str | None
) -> Iterator[dict]:
    import python_calamine as calamine

    try:
        workbook = calamine.CalamineWorkbook.from_path(f"/proc/self/fd/{file.fileno()}")
        name, sheet = _choose_sheet(workbook, calamine, scans, max_rows, sheet_name)
    except calamine.PasswordError as error:
        raise Refusal("encrypted") from error
    except calamine.CalamineError as error:
        raise Refusal("damaged") from error
    yield {"sheet_names": workbook.sheet_names, "sheet": name, "merged": _merged_areas(sheet)}
    errors = scans[name].errors if name in scans else {}
    yield from _batches(_placed_rows(sheet, errors), max_rows)


def _merged_areas(sheet) -> list[list[int]]:
    """Merged cells within the table, from 1; so many of them, or so tall, that filling them in would cost, are refused."""
    last_row, last_column = sheet.end
    areas = [
        [top + 1, left + 1, min(bottom, last_row) + 1, min(right, limits.MAX_COLUMNS - 1) + 1]
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        if top <= last_row and left <= last_column
    ]
    if sum(bottom - top + 1 for top, _left, bottom, _right in areas) > limits.MAX_MERGED_ROWS:
        raise Refusal("too_large")
    return areas


def _choose_sheet(workbook, calamine, scans: dict[str, PartScan], max_rows: int, sheet_name: str | None):
    """The sheet asked for, or the first visible one that holds anything."""
    if sheet_name is not None and sheet_name not in workbook.sheet_names:
        raise Refusal("no_such_sheet", name=sheet_name)
    for listed in workbook.sheets_metadata:
        if sheet_name is None and listed.visible != calamine.SheetVisibleEnum.Visible:
            continue
        if listed.typ != calamine.SheetTypeEnum.WorkSheet or sheet_name not in (None, listed.name):
            continue
        if listed.name in scans:
            _refuse_far_cells(scans[listed.name], max_rows)
        sheet = workbook.get_sheet_by_name(listed.name)
        if sheet.start is not None:
            return listed.name, sheet
    raise Refusal("empty")


def _refuse_far_cells(scan: PartScan, max_rows: int) -> None:
    """Before the library lays out the whole rectangle: one cell at XFD1048576 would be 17 thousand million cells."""
    if scan.wide_cell:
        raise Refusal("far_cell", cell=scan.wide_cell)
    if len(scan.deep_cells) > 100:
        deepest = max(int(re.sub("[A-Z]", "", cell)) for cell in scan.deep_cells)
        if deepest > max_rows + _SLACK:
            raise Refusal("too_many_rows", limit=max_rows)
    for cell in scan.deep_cells:
        if int(re.sub("[A-Z]", "", cell)) > max_rows + _SLACK:
            raise Refusal("far_cell", cell=cell)


def _placed_rows(sheet, errors: dict[tuple[int, int], str]) -> Iterator[list]:
    """Rows from the first of the sheet on, cells from column A on; what shows an error shows it here too."""
    left = [None] * sheet.start[1]
    for number, row in enumerate(sheet.iter_rows()):
        cells = left + [None if cell == "" else cell for cell in row]
        if errors:
            for column in range(len(cells)):
                if (number, column) in errors:
                    cells[column] = errors[number, column]
        yield cells


# Text


def _parse_text(data: bytes, max_rows: int) -> Iterator[dict]:
    text = decode(data)
    if text.lstrip()[:1] == "<" or "\0" in text:
        raise Refusal("not_spreadsheet")
    if not text.strip():
        raise Refusal("empty")
    declared = re.match(r"sep=(.)\r?\n", text)
    separator = declared[1] if declared else sniff_separator(text)
    csv.field_size_limit(1024**2)
    yield {"sheet_names": [], "sheet": "", "merged": []}
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        yield from _batches(([] if declared and at == 0 else row for at, row in enumerate(rows)), max_rows)
    except csv.Error as error:
        raise Refusal("damaged") from error


# Rows out


def _batches(rows: Iterable[list], max_rows: int) -> Iterator[dict]:
    """Rows in batches, trimmed at the right; refuses too many rows or columns with content.

    One row more than `max_rows` passes: the heading.
    """
    batch, special, filled, number, waiting = [], [], 0, 0, 0
    for number, row in enumerate(rows, start=1):
        cells = _trimmed(row)
        if not cells:
            # empty rows are kept back until something follows: a sheet may end in a million of them
            waiting += 1
            continue
        filled += 1
        if filled > max_rows + 1:
            raise Refusal("too_many_rows", limit=max_rows)
        if number > max_rows + _SLACK:
            raise Refusal("far_cell", cell=f"{column_letters(len(cells))}{number}")
        if len(cells) > limits.MAX_COLUMNS:
            raise Refusal("far_cell", cell=f"{column_letters(len(cells))}{number}")
        batch.extend([] for _ in range(waiting))
        waiting = 0
        for column, cell in enumerate(cells):
            if cell is not None and not isinstance(cell, str):
                cells[column] = _plain(cell, special, len(batch), column)
        batch.append(cells)
        if len(batch) >= _BATCH:
            yield {"rows": batch, "special": special}
            batch, special = [], []
    if not filled:
        raise Refusal("empty")
    yield {"rows": batch, "special": special}
    yield {"end": number - waiting}


def _trimmed(row: list) -> list:
    end = len(row)
    while end and (row[end - 1] is None or (isinstance(row[end - 1], str) and not row[end - 1].strip())):
        end -= 1
    return [None if cell == "" else cell for cell in row[:end]]


def _plain(cell, special: list, row: int, column: int):
    """The JSON form of a cell that is not text; dates and times go to `special`."""
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, float):
        if not math.isfinite(cell):
            return "#NUM!"
        return int(cell) if cell.is_integer() and abs(cell) < 2**53 else cell
    if isinstance(cell, datetime.datetime):
        special.append([row, column, "datetime", cell.isoformat(timespec="seconds")])
    elif isinstance(cell, datetime.date):
        special.append([row, column, "date", cell.isoformat()])
    elif isinstance(cell, datetime.time):
        special.append([row, column, "time", cell.isoformat(timespec="seconds")])
    elif isinstance(cell, datetime.timedelta):
        minutes = round(cell.total_seconds() / 60)
        if 0 <= minutes < 24 * 60:
            special.append([row, column, "time", f"{minutes // 60:02d}:{minutes % 60:02d}:00"])
        else:
            return f"{minutes // 60}:{minutes % 60:02d}"
    else:
        return cell
    return None


if __name__ == "__main__":
    main()
