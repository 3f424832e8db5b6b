"""A PDF written anew: its pages and what is drawn on them, nothing that acts or tells more. Runs in the parsing process."""

import io
import zlib
from collections.abc import Iterator

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    PdfObject,
    StreamObject,
)

from common.attachments import limits
from common.attachments.marks import mark_in
from common.attachments.segments import without_boxes, without_segments
from common.limited_process import Refusal

_PAGE_KEYS = frozenset(
    [
        "/Type",
        "/Parent",
        "/Resources",
        "/MediaBox",
        "/CropBox",
        "/Contents",
        "/Rotate",
        "/Group",
        "/UserUnit",
        "/Annots",
    ]
)
_DRAWN_KEYS = frozenset(
    ["/Type", "/Subtype", "/Rect", "/AP", "/AS", "/F", "/BS", "/Border", "/C", "/CA", "/Q"]
)
_TELLING_KEYS = ("/Metadata", "/PieceInfo", "/LastModified", "/OPI", "/Thumb", "/AF", "/Measure", "/PtData")
_ACTING_KEYS = frozenset(
    ["/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent", "/RichMediaSettings"]
)
_ACTIONS = frozenset(
    [
        "/JavaScript",
        "/Launch",
        "/SubmitForm",
        "/ImportData",
        "/GoToE",
        "/Rendition",
        "/RichMediaExecute",
        "/Movie",
        "/Sound",
    ]
)
_PACKED = ("/FlateDecode", "/LZWDecode", "/Fl", "/LZW")
_ACTORS = frozenset(["/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"])


def cleaned_pdf(data: bytes) -> bytes:
    """The PDF in `data` with its pages only. Raises Refusal for what is locked, acts, or carries a mark of secrecy."""
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        raise Refusal("encrypted")
    _refuse_actions(reader)
    if not reader.pages:
        raise Refusal("damaged")
    if len(reader.pages) > limits.MAX_PAGES:
        raise Refusal("too_many_pages", limit=limits.MAX_PAGES)
    _refuse_marks(reader)
    pages = list(reader.pages)
    for page in pages:
        _keep_drawing(page)
    for found in _reachable(*pages):
        _strip(found)
    writer = PdfWriter()
    for page in pages:
        writer.add_page(page)
    writer.metadata = None
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _reachable(*starts: PdfObject) -> Iterator[DictionaryObject]:
    """Every dictionary and stream that can be reached from `starts`, each once."""
    waiting, seen, count = list(starts), set(), 0
    while waiting:
        found = waiting.pop()
        if isinstance(found, IndirectObject):
            if (found.idnum, found.generation) in seen:
                continue
            seen.add((found.idnum, found.generation))
            found = found.get_object()
        count += 1
        if count > limits.MAX_OBJECTS:
            raise Refusal("too_large")
        if isinstance(found, DictionaryObject):
            yield found
            waiting.extend(_raw(found))
        elif isinstance(found, ArrayObject):
            waiting.extend(item for item in list.__iter__(found) if _may_hold(item))


def _raw(found: DictionaryObject) -> list[PdfObject]:
    """The values as they stand, references not followed."""
    return [found.raw_get(key) for key in found if _may_hold(found.raw_get(key))]


def _may_hold(item: PdfObject) -> bool:
    return isinstance(item, IndirectObject | DictionaryObject | ArrayObject)


# What is refused


def _refuse_actions(reader: PdfReader) -> None:
    """Scripts, programs to start, files within, forms that send: in whatever a viewer can reach."""
    for found in _reachable(reader.trailer):
        if not _ACTING_KEYS.isdisjoint(found):
            raise Refusal("scripted")
        if _name(found, "/S") in _ACTIONS or _name(found, "/Subtype") in _ACTORS:
            raise Refusal("scripted")
        if _name(found, "/Type") == "/EmbeddedFile":
            raise Refusal("scripted")


def _name(found: DictionaryObject, key: str) -> str:
    value = found.get(key)
    value = value.get_object() if isinstance(value, PdfObject) else value
    return str(value) if isinstance(value, NameObject) else ""


def _refuse_bomb(stream: StreamObject) -> None:
    """What would fill the memory of whoever opens it."""
    filters = _filters(stream)
    if sum(filters.count(name) for name in _PACKED) > 1:
        raise Refusal("too_large")
    if _name(stream, "/Subtype") == "/Image":
        if int(stream.get("/Width", 0)) * int(stream.get("/Height", 0)) > 4 * limits.MAX_PIXELS:
            raise Refusal("too_many_pixels")
    elif filters[:1] == ["/FlateDecode"]:
        inflater = zlib.decompressobj()
        size, rest = 0, stream._data
        while rest and not inflater.eof:
            size += len(inflater.decompress(rest, 1024**2))
            rest = inflater.unconsumed_tail
            if size > limits.MAX_UNPACKED:
                raise Refusal("too_large")


def _filters(stream: StreamObject) -> list[str]:
    filters = stream.get("/Filter")
    filters = filters.get_object() if filters is not None else None
    if filters is None:
        return []
    return [str(one) for one in filters] if isinstance(filters, ArrayObject) else [str(filters)]


def _refuse_marks(reader: PdfReader) -> None:
    """Title, subject, keywords, and the words of the first page."""
    told = [str(value) for value in (reader.metadata or {}).values()]
    told.append(_words_of(reader.pages[0]))
    for text in told:
        if mark := mark_in(text):
            raise Refusal("secret", mark=mark)


def _words_of(page: PageObject) -> str:
    """The text of a page; one that cannot be read, for its fonts or its size, says nothing."""
    try:
        drawing = page.get_contents()
        if drawing is None or len(drawing.get_data()) > limits.MAX_DRAWING:
            return ""
        return page.extract_text()
    except MemoryError:
        raise
    except Exception:
        return ""


# What is kept


def _keep_drawing(page: PageObject) -> None:
    """Keep what is drawn on the page: no actions, no links, no way up to the rest of the document."""
    for key in set(page) - _PAGE_KEYS:
        del page[key]
    if "/Annots" in page:
        page[NameObject("/Annots")] = _drawn(page["/Annots"])


def _strip(found: DictionaryObject) -> None:
    """No names of programs and places, no notes of a camera."""
    for key in _TELLING_KEYS:
        if key in found:
            del found[key]
    if isinstance(found, StreamObject):
        _refuse_bomb(found)
        if _name(found, "/Subtype") == "/Image":
            _strip_picture(found)


def _drawn(annotations: PdfObject) -> ArrayObject:
    """Filled-in fields, stamps and notes as they look; what has no look of its own (links) goes."""
    kept = ArrayObject()
    annotations = annotations.get_object()
    for reference in annotations if isinstance(annotations, ArrayObject) else ():
        found = reference.get_object()
        if (
            not isinstance(found, DictionaryObject)
            or "/AP" not in found
            or _name(found, "/Subtype") == "/Link"
        ):
            continue
        for key in set(found) - _DRAWN_KEYS:
            del found[key]
        kept.append(found)
    return kept


def _strip_picture(stream: StreamObject) -> None:
    """A camera's notes within a photograph in a PDF."""
    filters = _filters(stream)
    if filters == ["/FlateDecode", "/DCTDecode"] and "/DecodeParms" not in stream:
        inflater = zlib.decompressobj()
        stream._data = inflater.decompress(stream._data, limits.MAX_UNPACKED)
        if inflater.unconsumed_tail:
            raise Refusal("too_large")
        stream[NameObject("/Filter")] = NameObject("/DCTDecode")
        filters = ["/DCTDecode"]
    if filters == ["/DCTDecode"]:
        stream._data = without_segments(stream._data)
    elif filters == ["/JPXDecode"]:
        stream._data = without_boxes(stream._data)
