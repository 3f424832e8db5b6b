"""Files that must be refused: one sentence each, in short time and little memory."""

import io
import random
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from common.spreadsheets import limits
from common.spreadsheets.reading import SpreadsheetError, read
from tests.common.spreadsheets.files import (
    CONTENT,
    lying_about_size,
    ods,
    ods_row,
    ole,
    rezip,
    with_rows,
    with_sheet,
    xlsx,
)
from tests.common.words import in_tcvn3, in_vni

SHEET = "xl/worksheets/sheet1.xml"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4
MACRO_TYPE = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"


def _zip(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def _bomb() -> bytes:
    return with_rows(b"<row><c><v>1</v></c></row>" * 1_000_000)


def _large_but_not_tight() -> bytes:
    """250 MB unpacked from 3.5 MB: within the ratio, beyond the sum."""
    noise = random.Random(1).randbytes(3_500_000)
    return rezip(
        xlsx(),
        {"xl/worksheets/sheet1.xml": CONTENT % (b" " * 250_000_000), "xl/media/image1.png": noise},
        level=1,
    )


def _content_types(replacement: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(xlsx())) as archive:
        types = archive.read("[Content_Types].xml")
    normal = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    assert normal in types
    return types.replace(normal, replacement)


def _encrypted_member() -> bytes:
    data = bytearray(xlsx())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def _entities(kind: str) -> bytes:
    doctype = {
        "external": b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        "laughs": b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        "small": b'<!doctype x [<!entity a "ha">]>',
    }[kind]
    return b'<?xml version="1.0"?>' + doctype + CONTENT % b"<sheetData/>"


BAD = {
    "nothing": (b"", "a.xlsx", "empty"),
    "blank text": (b" \r\n\t\r\n", "a.csv", "empty"),
    "only separators": (b";;;\n;;;\n", "a.csv", "empty"),
    "no content": (lambda: xlsx([]), "a.xlsx", "empty"),
    "text named xlsx": ("Mã;Tên\n1;Ấp 1\n".encode(), "a.xlsx", "not_spreadsheet"),
    "text named xls": ("Mã\tTên\n".encode(), "a.xls", "not_spreadsheet"),
    "picture named xlsx": (PNG, "a.xlsx", "not_spreadsheet"),
    "picture named csv": (PNG, "a.csv", "not_spreadsheet"),
    "web page named xls": (b"<html><table><tr><td>1</td></tr></table></html>", "a.xls", "not_spreadsheet"),
    "web page named csv": (b"<html><table><tr><td>1</td></tr></table></html>", "a.csv", "not_spreadsheet"),
    "pdf": (b"%PDF-1.7\n1 0 obj", "a.pdf", "not_spreadsheet"),
    "archive of other things": (lambda: _zip(**{"a.txt": b"x"}), "a.xlsx", "not_spreadsheet"),
    "empty archive": (lambda: _zip(), "a.xlsx", "not_spreadsheet"),
    "word document": (lambda: _zip(**{"word/document.xml": b"<w/>", "[Content_Types].xml": b"<T/>"}), "a.xlsx", "not_spreadsheet"),
    "binary workbook": (lambda: rezip(xlsx(), {"xl/workbook.bin": b"x", "xl/workbook.xml": None}), "a.xlsb", "not_spreadsheet"),
    "old word document": (lambda: ole({"WordDocument": b"x"}), "a.xls", "not_spreadsheet"),
    "cut off": (lambda: xlsx()[:-30], "a.xlsx", "damaged"),
    "bytes changed": (lambda: xlsx().replace(b"PK\x03\x04", b"PK\x03\x05", 3), "a.xlsx", "not_spreadsheet"),
    "no relations": (lambda: rezip(xlsx(), {"xl/_rels/workbook.xml.rels": None}), "a.xlsx", "damaged"),
    "broken xml": (lambda: with_sheet(b"<worksheet><sheetData><row"), "a.xlsx", None),
    "other encoding": (lambda: with_sheet('<?xml version="1.0" encoding="utf-16"?><a/>'.encode("utf-16")), "a.xlsx", "damaged"),
    "named xlsm": (lambda: xlsx(), "a.xlsm", "macro"),
    "macro part": (lambda: rezip(xlsx(), {"xl/vbaProject.bin": b"x"}), "a.xlsx", "macro"),
    "macro part elsewhere": (lambda: rezip(xlsx(), {"x/VBAPROJECT.BIN": b"x"}), "a.xlsx", "macro"),
    "macro type": (lambda: rezip(xlsx(), {"[Content_Types].xml": _content_types(MACRO_TYPE)}), "a.xlsx", "macro"),
    "macro in xls": (lambda: ole({"Workbook": b"x", "_VBA_PROJECT": b"x"}), "a.xls", "macro"),
    "macro in ods": (lambda: rezip(ods(ods_row("a")), {"Basic/Standard/Module1.xml": b"<x/>"}), "a.ods", "macro"),
    "encrypted": (lambda: ole({"EncryptionInfo": b"x", "EncryptedPackage": b"x"}), "a.xlsx", "encrypted"),
    "encrypted member": (_encrypted_member, "a.xlsx", "encrypted"),
    "encrypted ods": (lambda: ods(ods_row("a"), "<manifest:encryption-data/>"), "a.ods", "encrypted"),
    "too many bytes": (lambda: b"PK\x03\x04" + bytes(limits.MAX_FILE_SIZE), "a.xlsx", "too_big"),
    "bomb": (_bomb, "a.xlsx", "bomb"),
    "bomb that lies": (lambda: lying_about_size(_bomb(), SHEET, 1000), "a.xlsx", "bomb"),
    "bomb in a part that is not read": (
        lambda: rezip(xlsx(), {"xl/media/image1.png": bytes(50_000_000)}), "a.xlsx", "bomb",
    ),
    "size that lies a little": (lambda: lying_about_size(xlsx(), SHEET, 10), "a.xlsx", "damaged"),
    "nested zip": (lambda: rezip(xlsx(), {"xl/media/a.zip": xlsx()}), "a.xlsx", "nested"),
    "nested zip by another name": (lambda: rezip(xlsx(), {"xl/media/a.png": xlsx()}), "a.xlsx", "nested"),
    "members": (lambda: rezip(xlsx(), {f"xl/media/{n}.png": b"x" for n in range(200)}), "a.xlsx", "too_many_parts"),
    "many members": (lambda: rezip(xlsx(), {f"x/{n}": b"" for n in range(2000)}), "a.xlsx", "too_many_parts"),
    "external entity": (lambda: with_sheet(_entities("external")), "a.xlsx", "unsafe"),
    "billion laughs": (lambda: with_sheet(_entities("laughs")), "a.xlsx", "unsafe"),
    "small letters": (lambda: with_sheet(_entities("small")), "a.xlsx", "unsafe"),
    "entity in the workbook part": (lambda: rezip(xlsx(), {"xl/workbook.xml": _entities("laughs")}), "a.xlsx", "unsafe"),
    "entity in ods": (lambda: rezip(ods(ods_row("a")), {"content.xml": _entities("laughs")}), "a.ods", "unsafe"),
    "entity late": (
        lambda: with_sheet(CONTENT % (b"<sheetData/><!--" + random.Random(2).randbytes(1_500_000).hex().encode() + b"--><!ENTITY a 'b'>")), "a.xlsx", "unsafe",
    ),
    "a cell at the end of the world": (lambda: with_rows(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "a.xlsx", "far_cell"),
    "a cell far below": (lambda: with_rows(b'<row r="900000"><c r="B900000"><v>1</v></c></row>'), "a.xlsx", "far_cell"),
    "a cell far below without its name": (lambda: with_rows(b'<row r="900000"><c><v>1</v></c></row>'), "a.xlsx", "far_cell"),
    "a cell far away in another writing": (
        lambda: with_rows(b"<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"),
        "a.xlsx", "too_large",
    ),
    "201 columns": (lambda: xlsx([["x"] * 201]), "a.xlsx", "far_cell"),
    "a million columns": (b";".join([b"x"] * 1_000_000), "a.csv", "far_cell"),
    "a row repeated a thousand million times": (
        lambda: ods(ods_row("a", attributes='table:number-rows-repeated="1000000000"')), "a.ods", "too_many_rows",
    ),
    "merged again and again": (
        lambda: with_sheet(
            CONTENT % (
                b'<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="9999"><c r="A9999"><v>1</v></c></row></sheetData>'
                b"<mergeCells>" + b'<mergeCell ref="A1:A9999"/>' * 100 + b"</mergeCells>"
            )
        ),
        "a.xlsx", "too_large",
    ),
    "TCVN3 text": (in_tcvn3("Mã;Họ và tên\n1;Nguyễn Văn Đức\n2;Trần Thị Huệ\n").encode("latin-1"), "a.csv", "encoding"),
    "VNI text": (in_vni("Mã;Họ và tên\n1;Nguyễn Văn Đức\n2;Trần Thị Huệ\n").encode("latin-1"), "a.csv", "encoding"),
    "western text": ("Name;Café\n1;Zürich\n".encode("latin-1"), "a.csv", "unknown_encoding"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_one_sentence(name):
    data, filename, code = BAD[name]
    data = data() if callable(data) else data
    started = time.monotonic()
    with pytest.raises(SpreadsheetError) as refused:
        read(data, filename=filename)
    assert code in (None, refused.value.code)
    message = refused.value.message
    assert message.endswith((".", "cột)."))
    assert message[0].isupper()
    assert "%(" not in message
    # generous for a busy machine; by itself each takes less than 2 seconds
    assert time.monotonic() - started < 10


def test_what_unpacks_to_more_than_the_limit_is_refused_even_within_the_ratio():
    data = _large_but_not_tight()
    for file in (data, lying_about_size(data, SHEET, 5000)):
        with pytest.raises(SpreadsheetError) as refused:
            read(file, filename="a.xlsx")
        assert refused.value.code == "bomb"


def test_the_encoding_is_named():
    with pytest.raises(SpreadsheetError, match=r"TCVN3 \(ABC\)"):
        read(BAD["TCVN3 text"][0], filename="a.csv")
    with pytest.raises(SpreadsheetError, match="VNI-Windows"):
        read(BAD["VNI text"][0], filename="a.csv")


def test_the_far_cell_is_named():
    with pytest.raises(SpreadsheetError, match="XFD1048576"):
        read(BAD["a cell at the end of the world"][0](), filename="a.xlsx")


def test_external_links_are_not_followed_and_do_no_harm():
    link = b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    target = b'<Relationships><Relationship Id="rId1" Target="http://192.0.2.1/x.xlsx" TargetMode="External"/></Relationships>'
    data = rezip(
        xlsx(),
        {"xl/externalLinks/externalLink1.xml": link, "xl/externalLinks/_rels/externalLink1.xml.rels": target},
    )
    started = time.monotonic()
    assert read(data, filename="a.xlsx").rows == [["Tên"], ["Ấp 1"]]
    assert time.monotonic() - started < 10


def test_a_file_that_takes_too_long_is_given_up():
    with pytest.raises(SpreadsheetError) as refused:
        read(xlsx(), filename="a.xlsx", wall_seconds=0.001)
    assert refused.value.code == "too_slow"


_MEASURE = """
import resource, sys
from django.conf import settings
settings.configure(USE_I18N=False)
from common.spreadsheets.reading import SpreadsheetError, read
try:
    read(sys.argv[1], filename="a.xlsx")
except SpreadsheetError as error:
    print(error.code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


@pytest.mark.parametrize("name", ["a cell at the end of the world", "bomb", "bomb that lies", "201 columns"])
def test_refusing_costs_little_memory(name, tmp_path):
    """The parsing process stays small, measured in MB by a process that has no other children."""
    data, _filename, code = BAD[name]
    path = tmp_path / "a.xlsx"
    path.write_bytes(data())
    root = Path(__file__).resolve().parents[3]
    result = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(path)], cwd=root, capture_output=True, text=True, check=True
    )
    measured_code, megabytes = result.stdout.split()
    assert measured_code == code
    assert int(megabytes) < 80
