"""Pictures and PDFs come out harmless: same look, nothing that tells where or with what."""

import hashlib
import io
from concurrent.futures import ThreadPoolExecutor

import pypdf
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from common.attachments.cleaning import AttachmentError, clean_attachment, cleaned_name
from tests.common.attachments import files
from tests.common.attachments.files import SECRET_PLACE, paper, photograph, picture, rewritten
from tests.common.documents.papers import pages_of


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_a_photograph_loses_where_and_with_what_it_was_taken():
    sent = photograph()
    assert opened(sent).getexif().get_ifd(files.GPS)  # it was there
    assert sent.count(SECRET_PLACE.encode()) >= 3
    kept = clean_attachment(sent, filename="IMG_2024.JPG")
    picture = opened(kept.data)
    assert dict(picture.getexif()) == {}
    assert not {"exif", "comment", "xmp", "photoshop"} & set(picture.info)
    assert SECRET_PLACE.encode() not in kept.data
    assert b"Exif" not in kept.data
    assert (kept.content_type, kept.extension, kept.name) == ("image/jpeg", "jpg", "IMG_2024.jpg")
    assert kept.sha256 == hashlib.sha256(kept.data).hexdigest()


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_pictures_lose_it_as_well(kind):
    exif, told = Image.Exif(), PngInfo()
    exif[files.MAKE], exif[files.GPS] = SECRET_PLACE, {1: "N", 2: (10.0, 14.0, 24.0)}
    told.add_text("Location", SECRET_PLACE)
    sent = picture(kind, exif=exif, **({"pnginfo": told} if kind == "PNG" else {}))
    assert SECRET_PLACE.encode() in sent
    kept = clean_attachment(sent, filename="a")
    assert SECRET_PLACE.encode() not in kept.data
    assert dict(opened(kept.data).getexif()) == {}


@pytest.mark.parametrize(
    ("orientation", "size", "red"),
    [
        (1, (640, 480), (100, 240)),
        (3, (640, 480), (540, 240)),
        (6, (480, 640), (240, 100)),
        (8, (480, 640), (240, 540)),
    ],
)
def test_a_picture_stands_upright(orientation, size, red):
    kept = opened(clean_attachment(photograph(orientation=orientation), filename="a.jpg").data)
    assert kept.size == size
    assert kept.getpixel(red)[0] > 200


@pytest.mark.parametrize(
    ("sent", "size"),
    [
        ((4000, 3000), (2000, 1500)),
        ((3000, 6000), (1000, 2000)),
        ((300, 200), (300, 200)),
        ((9000, 2), (2000, 1)),
    ],
)
def test_a_picture_is_at_most_two_thousand_pixels_long(sent, size):
    assert opened(clean_attachment(picture(size=sent), filename="a.jpg").data).size == size


@pytest.mark.parametrize(
    ("kind", "mode", "colour"),
    [
        ("PNG", "RGB", (9, 200, 9)),
        ("PNG", "RGBA", (9, 200, 9, 255)),
        ("PNG", "P", 3),
        ("PNG", "1", 1),
        ("PNG", "L", 120),
        ("PNG", "LA", (120, 255)),
        ("PNG", "I;16", 30000),
        ("WEBP", "RGB", (9, 200, 9)),
        ("WEBP", "RGBA", (9, 200, 9, 255)),
        ("JPEG", "L", 120),
        ("JPEG", "CMYK", (9, 9, 200, 9)),
    ],
)
def test_every_kind_of_picture_becomes_a_jpeg(kind, mode, colour):
    kept = clean_attachment(picture(kind, mode=mode, colour=colour), filename="quét.png")
    assert opened(kept.data).format == "JPEG"
    assert kept.name == "quét.jpg"


def test_what_was_transparent_is_white():
    kept = opened(clean_attachment(picture("PNG", mode="RGBA", colour=(0, 0, 0, 0)), filename="a.png").data)
    assert kept.getpixel((9, 9)) == (255, 255, 255)


def test_the_bytes_decide_and_not_the_name():
    assert clean_attachment(picture("PNG"), filename="báo cáo.pdf").name == "báo cáo.jpg"
    assert clean_attachment(paper("Xin chào"), filename="anh.jpg").name == "anh.pdf"


def test_a_pdf_keeps_its_pages_and_loses_what_it_tells():
    sent = rewritten(files.with_names, paper("Trang một", "Trang hai"))
    assert SECRET_PLACE in pypdf.PdfReader(io.BytesIO(sent)).metadata.author
    kept = clean_attachment(sent, filename="bao-cao.pdf")
    reader = pypdf.PdfReader(io.BytesIO(kept.data))
    assert [text.split("\n")[-1].strip() for text in pages_of(kept.data)] == ["Trang một", "Trang hai"]
    assert not reader.metadata
    assert reader.xmp_metadata is None
    assert SECRET_PLACE.encode() not in kept.data
    assert set(reader.trailer["/Root"]) <= {"/Type", "/Pages"}


def test_a_photograph_within_a_pdf_loses_its_notes_and_stays_a_picture():
    sent = rewritten(files.with_photograph)
    assert SECRET_PLACE.encode() in sent
    kept = clean_attachment(sent, filename="quet.pdf").data
    assert SECRET_PLACE.encode() not in kept
    assert b"Exif" not in kept
    shown = pypdf.PdfReader(io.BytesIO(kept)).pages[0].images[0].image
    assert shown.size == (640, 480)
    assert shown.getpixel((9, 9))[0] > 200


def test_a_stamp_stays_and_a_link_goes():
    sent = rewritten(files.with_stamp_and_link)
    kept = clean_attachment(sent, filename="a.pdf").data
    (stamp,) = pypdf.PdfReader(io.BytesIO(kept)).pages[0]["/Annots"]
    assert set(stamp.get_object()) == {"/Type", "/Subtype", "/Rect", "/AP"}
    assert b"URI" not in kept
    assert SECRET_PLACE.encode() not in kept


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Ảnh\\họp.PNG", "họp.jpg"),
        ("a\r\nX: y.pdf", "a X y.jpg"),
        ("họp\u202egnp.exe", "họpgnp.jpg"),
        ("  ..  ", "tep.jpg"),
        ("", "tep.jpg"),
        (".png", "tep.jpg"),
        ("họp chi bộ 24.11.2026.jpeg", "họp chi bộ 24.11.2026.jpg"),
        ("24.11.2026", "24.11.jpg"),
        ("ho\u0323p.png", "họp.jpg"),
        ("Ễ" * 300 + ".png", "Ễ" * 100 + ".jpg"),
    ],
)
def test_a_name_is_cleaned(sent, kept):
    assert cleaned_name(sent, "jpg") == kept


def test_a_file_that_takes_too_long_is_given_up():
    with pytest.raises(AttachmentError) as caught:
        clean_attachment(photograph(), filename="a.jpg", wall_seconds=0.01)
    assert caught.value.code == "too_slow"


def test_eight_people_send_at_once():
    with ThreadPoolExecutor(8) as pool:
        sent = [picture(size=(100 + number, 50)) for number in range(8)]
        kept = list(pool.map(lambda data: clean_attachment(data, filename="a.jpg"), sent))
    assert [opened(file.data).width for file in kept] == [100 + number for number in range(8)]
