"""Checking the zip archive that an .xlsx or .ods is, and packing anew the parts that hold the table.

Nothing that the archive says about itself is believed: every part is unpacked here, counted against a hard cap and
looked through, and the reader library is given a new archive of exactly these bytes. Drawings, embedded files and
links to other workbooks never reach it. No Django: this runs in the parsing process.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from common.limited_process import Refusal
from common.spreadsheets.limits import (
    MAX_COLUMNS,
    MAX_MEMBERS,
    MAX_RATIO,
    MAX_UNPACKED_SIZE,
    RATIO_COUNTS_FROM,
)

_CHUNK = 1024**2
_LOCAL_HEADER = struct.Struct("<4s5H3L2H")
_ENCRYPTED_FLAG = 0x1
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"

_MACRO_NAME = re.compile(r"vbaproject|(^|/)macrosheets/|^basic/|^scripts/", re.IGNORECASE)
_SKIPPED = re.compile(
    r"^(xl/externallinks|xl/drawings|xl/media|xl/charts|docprops|customxml)/", re.IGNORECASE
)
_WORKSHEET = re.compile(r"^xl/worksheets/[^/]+\.xml$", re.IGNORECASE)

_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_OVERLAP = 4096
# A cell with content right of column GR (200) or below row 199,999; `/>` and `></c>` are formats without content.
_LETTERS_TOO_FAR = rb"(?:G[S-Z]|[H-Z][A-Z]|[A-Z]{3})"
_FAR_CELL = re.compile(
    rb'r="(?:(%b[0-9]{1,7})|([A-Z]{1,2}(?:[2-9][0-9]{5}|[0-9]{7})))"[^>]*(?<!/)>\s*<[a-z]' % _LETTERS_TOO_FAR
)
_ERROR_CELL = re.compile(
    rb'<c [^>]*?r="([A-Z]{1,3})([0-9]{1,7})"[^>]*>(?:<f[^>]*>[^<]*</f>|<f[^>]*/>)?<v>(#[^<]{1,12})</v>'
)
_MAX_ERROR_CELLS = 10_000


@dataclass
class PartScan:
    """What was seen in a worksheet part on the way."""

    wide_cell: str = ""
    deep_cells: set[str] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)  # (row, column), from 0 -> "#N/A"


@dataclass
class Package:
    kind: str  # "xlsx" or "ods"
    file: io.IOBase  # a new archive
    scans: dict[str, PartScan]  # by name of the part, xlsx only


def repack(data: bytes, target: io.IOBase) -> Package:
    """Check the archive in `data` and write what the reader needs to `target`. Raises Refusal."""
    members = _members(data)
    kind = _kind(data, members)
    allowance = _Allowance(len(data))
    scans: dict[str, PartScan] = {}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as packed:
        for member in members:
            name = member.filename
            is_wanted = (
                name.lower().endswith((".xml", ".rels")) or name == "mimetype"
            ) and not _SKIPPED.match(name)
            chunks = _checked(_inflate(data, member), member, allowance)
            if not is_wanted:
                for _chunk in chunks:
                    pass
                continue
            if _WORKSHEET.match(name):
                scans[name] = PartScan()
            with packed.open(zipfile.ZipInfo(name), "w", force_zip64=False) as part:
                for chunk in _without_declarations(chunks, scans.get(name)):
                    part.write(chunk)
    target.flush()
    return Package(kind, target, scans)


def _members(data: bytes) -> list[zipfile.ZipInfo]:
    # counted before the directory is read: an archive of 20 MB can name 400,000 members
    if data.count(b"PK\x01\x02") > 2 * MAX_MEMBERS:
        raise Refusal("too_many_parts")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, OverflowError) as error:
        raise Refusal("damaged") from error
    if len(members) > MAX_MEMBERS:
        raise Refusal("too_many_parts")
    if not members:
        raise Refusal("not_spreadsheet")
    if any(member.flag_bits & _ENCRYPTED_FLAG for member in members):
        raise Refusal("encrypted")
    if sum(member.file_size for member in members) > MAX_UNPACKED_SIZE:
        raise Refusal("bomb")
    names = [member.filename.lower() for member in members]
    if len(set(names)) < len(names):
        raise Refusal("damaged")
    return members


def _kind(data: bytes, members: list[zipfile.ZipInfo]) -> str:
    by_name = {member.filename.lower(): member for member in members}
    is_excel = "xl/workbook.xml" in by_name or "xl/workbook.bin" in by_name
    is_ods = "mimetype" in by_name and _start(data, by_name["mimetype"]).startswith(_ODS)
    if not is_excel and not is_ods:
        raise Refusal("not_spreadsheet")
    if any(_MACRO_NAME.search(name) for name in by_name):
        raise Refusal("macro")
    if is_excel and (types := by_name.get("[content_types].xml")) is not None:
        listed = _start(data, types).lower()
        if b"macroenabled" in listed or b"vbaproject" in listed:
            raise Refusal("macro")
    if "xl/workbook.bin" in by_name:
        raise Refusal("not_spreadsheet")
    manifest = by_name.get("meta-inf/manifest.xml")
    if is_ods and manifest is not None and b"encryption-data" in _start(data, manifest):
        raise Refusal("encrypted")
    return "xlsx" if is_excel else "ods"


def _start(data: bytes, member: zipfile.ZipInfo) -> bytes:
    return next(_inflate(data, member), b"")


class _Allowance:
    """How many bytes may still be unpacked, for the whole archive together."""

    def __init__(self, packed_size: int):
        self._limit = min(MAX_UNPACKED_SIZE, max(packed_size * MAX_RATIO, RATIO_COUNTS_FROM))
        self._used = 0

    def take(self, size: int) -> None:
        self._used += size
        if self._used > self._limit:
            raise Refusal("bomb")


def _inflate(data: bytes, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The unpacked bytes of a member in pieces of at most 1 MB, whatever size its headers claim."""
    offset = member.header_offset
    header = data[offset : offset + _LOCAL_HEADER.size]
    if offset < 0 or len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
        raise Refusal("damaged")
    fields = _LOCAL_HEADER.unpack(header)
    start = offset + _LOCAL_HEADER.size + fields[9] + fields[10]
    packed = memoryview(data)[start : start + member.compress_size]
    if member.compress_type == zipfile.ZIP_STORED:
        yield from (bytes(packed[at : at + _CHUNK]) for at in range(0, len(packed), _CHUNK))
        return
    if member.compress_type != zipfile.ZIP_DEFLATED:
        raise Refusal("damaged")
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for at in range(0, len(packed), 65536):
            rest = bytes(packed[at : at + 65536])
            while rest and not inflater.eof:
                if piece := inflater.decompress(rest, _CHUNK):
                    yield piece
                rest = inflater.unconsumed_tail
        if piece := inflater.flush():
            yield piece
    except zlib.error as error:
        raise Refusal("damaged") from error
    if not inflater.eof:
        raise Refusal("damaged")


def _checked(chunks: Iterator[bytes], member: zipfile.ZipInfo, allowance: _Allowance) -> Iterator[bytes]:
    size, checksum = 0, 0
    for chunk in chunks:
        if size == 0 and chunk.startswith(b"PK\x03\x04"):
            raise Refusal("nested")
        size += len(chunk)
        checksum = zlib.crc32(chunk, checksum)
        allowance.take(len(chunk))
        yield chunk
    if size != member.file_size or checksum != member.CRC:
        raise Refusal("damaged")


def _without_declarations(chunks: Iterator[bytes], scan: PartScan | None) -> Iterator[bytes]:
    """Pass the XML on; refuse document types and entities, note far cells and cells that show an error."""
    tail = b""
    is_first = True
    for chunk in chunks:
        # another encoding than UTF-8 would hide a declaration, and no office program writes one here
        if is_first and (b"\0" in chunk[:256] or chunk[:2] in (b"\xff\xfe", b"\xfe\xff")):
            raise Refusal("damaged")
        is_first = False
        window = tail + chunk
        if _DECLARATION.search(window):
            raise Refusal("unsafe")
        if scan is not None:
            _look_at_cells(window, scan)
        tail = window[-_OVERLAP:]
        yield chunk


def _look_at_cells(window: bytes, scan: PartScan) -> None:
    for match in _FAR_CELL.finditer(window):
        if match[1]:
            scan.wide_cell = scan.wide_cell or match[1].decode()
        elif len(scan.deep_cells) < 1000:
            scan.deep_cells.add(match[2].decode())
    if b"<v>#" in window and len(scan.errors) < _MAX_ERROR_CELLS:
        for letters, row, shown in _ERROR_CELL.findall(window):
            scan.errors[int(row) - 1, column_number(letters.decode()) - 1] = shown.decode("utf-8", "replace")


def column_number(letters: str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """A for 1, AA for 27."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


assert column_letters(MAX_COLUMNS + 1) == "GS", "the pattern of far cells is made for 200 columns"
