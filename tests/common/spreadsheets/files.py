"""Files for the tests, good and bad, made on the spot."""

import io
import struct
import zipfile
from collections.abc import Callable

import xlsxwriter

CONTENT = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</worksheet>'
_ODS_BODY = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="Bảng">%s</table:table></office:spreadsheet></office:body></office:document-content>'
)
_ODS_MANIFEST = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">%s</manifest:manifest>'


def xlsx(rows=(("Tên",), ("Ấp 1",)), fill: Callable | None = None, sheet: str = "Sheet1", **options) -> bytes:
    """A workbook with these rows on its first sheet, or with what `fill(workbook, worksheet)` writes."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, options)
    page = book.add_worksheet(sheet)
    if fill is not None:
        fill(book, page)
    else:
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    book.close()
    return out.getvalue()


def rezip(data: bytes, changes: dict[str, bytes | None], level: int | None = None) -> bytes:
    """The archive with parts changed, added, or (None) left out."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as new,
    ):
        for info in old.infolist():
            if info.filename not in changes:
                new.writestr(info.filename, old.read(info))
        for name, content in changes.items():
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def with_sheet(xml: bytes) -> bytes:
    """A workbook whose first sheet is exactly this XML."""
    return rezip(xlsx(), {"xl/worksheets/sheet1.xml": xml})


def with_rows(rows: bytes) -> bytes:
    return with_sheet(CONTENT % (b"<sheetData>%s</sheetData>" % rows))


def lying_about_size(data: bytes, name: str, claimed: int) -> bytes:
    """The archive with another unpacked size in both headers of one member."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        real = archive.getinfo(name)
    encoded = name.encode()
    out = bytearray(data)
    struct.pack_into("<L", out, real.header_offset + 22, claimed)
    at = data.index(b"PK\x01\x02")
    while (
        data[at + 46 : at + 46 + len(encoded)] != encoded
        or struct.unpack_from("<L", data, at + 42)[0] != real.header_offset
    ):
        at = data.index(b"PK\x01\x02", at + 1)
    struct.pack_into("<L", out, at + 24, claimed)
    return bytes(out)


def ods(rows: str, manifest: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", _ODS_BODY % rows)
        archive.writestr("META-INF/manifest.xml", _ODS_MANIFEST % manifest)
    return out.getvalue()


def ods_row(*cells: str, attributes: str = "") -> str:
    texts = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
        for cell in cells
    )
    return f"<table:table-row {attributes}>{texts}</table:table-row>"


def ole(streams: dict[str, bytes]) -> bytes:
    """A compound file (version 3, 512-byte sectors) with these streams, as .xls and encrypted .xlsx have it."""
    sector, end, free = 512, 0xFFFFFFFE, 0xFFFFFFFF
    names = list(streams)
    # small streams would need a second table of sectors; ours are padded beyond that
    contents = [streams[name].ljust(4096, b"\0") for name in names]
    sizes = [-(-len(content) // sector) for content in contents]
    directory_sectors = -(-(len(names) + 1) // 4)
    starts, at = [], 1 + directory_sectors
    for size in sizes:
        starts.append(at)
        at += size
    table = [0xFFFFFFFD, *range(2, 1 + directory_sectors), end]
    for start, size in zip(starts, sizes, strict=True):
        table += [*range(start + 1, start + size), end]
    assert len(table) <= sector // 4
    table += [free] * (sector // 4 - len(table))

    def entry(name: str, kind: int, child: int, right: int, start: int, size: int) -> bytes:
        encoded = (name + "\0").encode("utf-16-le")
        return (
            encoded.ljust(64, b"\0")
            + struct.pack("<HBBLLL", len(encoded), kind, 1, free, right, child)
            + bytes(36)
            + struct.pack("<LQ", start, size)
        )

    entries = entry("Root Entry", 5, 1, free, end, 0)
    for number, name in enumerate(names, start=1):
        right = number + 1 if number < len(names) else free
        entries += entry(name, 2, free, right, starts[number - 1], len(contents[number - 1]))
    header = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16)
    header += struct.pack(
        "<HHHHH6sLLLLLLLLL", 0x3E, 3, 0xFFFE, 9, 6, bytes(6), 0, 1, 1, 0, 4096, end, 0, end, 0
    )
    header += struct.pack("<L", 0) + struct.pack("<L", free) * 108
    body = struct.pack(f"<{sector // 4}L", *table) + entries.ljust(directory_sectors * sector, b"\0")
    for content, size in zip(contents, sizes, strict=True):
        body += content.ljust(size * sector, b"\0")
    return header + body


def xls(rows: list[list[str | float]]) -> bytes:
    """An Excel 97 workbook (BIFF8) with one sheet of texts and numbers."""

    def record(number: int, content: bytes) -> bytes:
        return struct.pack("<HH", number, len(content)) + content

    version = struct.pack("<HHHHLL", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)
    globals_ = record(0x0809, version) + record(0x0042, struct.pack("<H", 1200))
    name = "Bảng"
    offset = len(globals_) + 4 + 8 + 2 * len(name) + 4
    globals_ += record(0x0085, struct.pack("<LBBBB", offset, 0, 0, len(name), 1) + name.encode("utf-16-le"))
    globals_ += record(0x000A, b"")
    sheet = record(0x0809, struct.pack("<HHHHLL", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                text = struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le")
                sheet += record(0x0204, struct.pack("<HHH", row, column, 0) + text)
            else:
                sheet += record(0x0203, struct.pack("<HHHd", row, column, 0, cell))
    return ole({"Workbook": globals_ + sheet + record(0x000A, b"")})
