"""Files that must be refused, each with one sentence."""

import io
import random
import zipfile

import pypdf
import pytest

from common.attachments import limits
from common.attachments.cleaning import AttachmentError, clean_attachment
from common.attachments.marks import mark_in, mark_in_name
from common.documents import as_pdf
from tests.common.attachments import files
from tests.common.attachments.files import huge_png, paper, photograph, picture, rewritten
from tests.common.documents.papers import letter

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.jpg", picture())
    return out.getvalue()


def locked(**options) -> bytes:
    return rewritten(lambda writer: writer.encrypt(**options))


def many_pages() -> bytes:
    def change(writer):
        for _ in range(limits.MAX_PAGES):
            writer.add_blank_page(100, 100)

    return rewritten(change)


def looping_pages() -> bytes:
    data = as_pdf(letter())
    return data.replace(b"/Type /Page\n", b"/Type /Pages\n")


def escaped_script() -> bytes:
    return (
        rewritten(files.with_hidden_script)
        .replace(b"/JavaScript", b"/Java#53cript")
        .replace(b"/JS ", b"/J#53 ")
    )


BAD = {
    "nothing": (b"", "empty"),
    "text": ("họp".encode(), "not_allowed"),
    "svg": (SVG, "not_allowed"),
    "html": (HTML, "not_allowed"),
    "gif": (picture("GIF", mode="P", colour=1), "not_allowed"),
    "bmp": (picture("BMP"), "not_allowed"),
    "tiff": (picture("TIFF"), "not_allowed"),
    "zip": (zipped(), "not_allowed"),
    "program": (b"MZ" + bytes(500), "not_allowed"),
    "html before a pdf": (HTML + as_pdf(letter()), "not_allowed"),
    "phone's heic": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200), "heic"),
    "half a jpeg": (photograph()[:3000], "damaged"),
    "jpeg in name only": (b"\xff\xd8\xff\xe0" + HTML, "damaged"),
    "png in name only": (b"\x89PNG\r\n\x1a\n" + HTML, "damaged"),
    "webp in name only": (b"RIFF\x10\0\0\0WEBP" + HTML, "damaged"),
    "pdf in name only": (b"%PDF-1.7\n" + HTML, "damaged"),
    "half a pdf": (as_pdf(letter())[:400], "damaged"),
    "too big": (random.Random(1).randbytes(limits.MAX_FILE_SIZE + 1), "too_big"),
    "bomb of pixels": (huge_png(60_000, 60_000), "too_many_pixels"),
    "just too many pixels": (huge_png(10_000, 5_001), "too_many_pixels"),
    "locked pdf": (locked(user_password="x"), "encrypted"),
    "locked for printing": (locked(user_password="", owner_password="x"), "encrypted"),
    "script": (rewritten(files.with_script), "scripted"),
    "script under an escaped name": (escaped_script(), "scripted"),
    "script on a page": (rewritten(files.with_script_on_a_page), "scripted"),
    "file within": (rewritten(files.with_file), "scripted"),
    "program to start": (rewritten(files.with_launch), "scripted"),
    "form that sends": (rewritten(files.with_sending_form), "scripted"),
    "drawing that fills the memory": (rewritten(files.with_bomb), "too_large"),
    "drawing packed twice": (rewritten(files.with_nested_bomb), "too_large"),
    "picture in a pdf that fills the memory": (rewritten(files.with_huge_picture), "too_many_pixels"),
    "too many pages": (many_pages(), "too_many_pages"),
    "secret on the first page": (paper("TỐI MẬT"), "secret"),
    "secret as its title": (
        rewritten(lambda writer: writer.add_metadata({"/Title": "Tờ trình (TUYỆT MẬT)"})),
        "secret",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_in_one_sentence(case):
    data, code = BAD[case]
    with pytest.raises(AttachmentError) as caught:
        clean_attachment(data, filename="a.jpg")
    assert caught.value.code == code
    assert caught.value.message.endswith(".")
    assert "%" not in caught.value.message


def test_broken_pdfs_of_all_kinds_end_in_words():
    """Bytes turned at random: cleaned or refused, and never another error."""
    lot, whole = random.Random(7), as_pdf(letter())
    for _ in range(12):
        data = bytearray(whole)
        for _ in range(40):
            data[lot.randrange(9, len(data))] = lot.randrange(256)
        try:
            kept = clean_attachment(bytes(data), filename="a.pdf")
        except AttachmentError as error:
            assert error.code in ("damaged", "scripted", "encrypted", "too_large")
        else:
            assert pypdf.PdfReader(io.BytesIO(kept.data)).pages


def test_pages_that_hold_each_other_end_in_words():
    try:
        clean_attachment(looping_pages(), filename="a.pdf")
    except AttachmentError as error:
        assert error.code in ("damaged", "too_large", "too_slow")


def test_what_hangs_behind_a_picture_does_not_come_with_it():
    kept = clean_attachment(picture() + zipped() + HTML, filename="a.jpg")
    assert b"script" not in kept.data
    assert b"PK\x03\x04" not in kept.data


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("TỐI MẬT", "TỐI MẬT"),
        ("Số 12\nTUYỆT  MẬT\nHà Nội", "TUYỆT MẬT"),
        ("Độ mật: MẬT", "MẬT"),
        ("MẬT ĐẢNG CỘNG SẢN VIỆT NAM", "MẬT"),
        ("[MẬT]", "MẬT"),
        ("M ẬT", "MẬT"),
        ("MA\u0302\u0323T", "MẬT"),
        ("Luật Bảo vệ bí mật nhà nước", ""),
        ("LUẬT BẢO VỆ BÍ MẬT NHÀ NƯỚC", ""),
        ("AN TOÀN, BẢO MẬT THÔNG TIN", ""),
        ("MẬT KHẨU", ""),
        ("HỢP TÁC XÃ NUÔI ONG LẤY MẬT ONG", ""),
        ("Thân mật, mật ong, Mật", ""),
        ("GIẢI MẬT", ""),
        ("CHẤT MẬTX", ""),
    ],
)
def test_marks_of_secrecy_are_words_of_their_own_in_capitals(text, mark):
    assert mark_in(text) == mark


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("MẬT_bao-cao.pdf", "MẬT"),
        ("12-TB-TỐI_MẬT.pdf", "TỐI MẬT"),
        ("TUYỆT.MẬT.jpg", "TUYỆT MẬT"),
        ("mat-ong.jpg", ""),
        ("BÍ_MẬT_THÀNH_CÔNG.jpg", ""),
        ("họp.jpg", ""),
    ],
)
def test_a_name_that_carries_a_mark_is_seen(name, mark):
    assert mark_in_name(name) == mark


def test_a_marked_name_is_refused_before_the_file_is_opened():
    with pytest.raises(AttachmentError) as caught:
        clean_attachment(b"", filename="TỐI MẬT.pdf")
    assert caught.value.code == "secret"
    assert "TỐI MẬT" in caught.value.message
