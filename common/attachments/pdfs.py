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
    writer = PdfWriter()
    for page in reader.pages:
        _strip_page(page)
        writer.add_page(page)
    writer.metadata = None
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _reachable(start: PdfObject) -> Iterator[DictionaryObject]:
    """Every dictionary and stream that can be reached from `start`, each once."""
    waiting, seen, count = [start], set(), 0
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


def _refuse_marks(reader: PdfReader) -> None:
    """Title, subject, keywords, and the words of the first page."""
    told = [str(value) for value in (reader.metadata or {}).values()]
    try:
        told.append(reader.pages[0].extract_text())
    except Refusal:
        raise
    except Exception:  # noqa: S110 (fonts of all kinds; a page that cannot be read says nothing)
        pass
    for text in told:
        if mark := mark_in(text):
            raise Refusal("secret", mark=mark)


# What is kept


def _strip_page(page: PageObject) -> None:
    """Keep what is drawn: no links, no actions, no names of programs and places, no notes about pictures."""
    for key in set(page) - _PAGE_KEYS:
        del page[key]
    if "/Annots" in page:
        page[NameObject("/Annots")] = _drawn(page["/Annots"])
    parent = page.raw_get("/Parent") if "/Parent" in page else None
    if parent is not None:
        del page["/Parent"]
    for found in _reachable(page):
        for key in _TELLING_KEYS:
            if key in found:
                del found[key]
        if isinstance(found, StreamObject) and _name(found, "/Subtype") == "/Image":
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
    filters = stream.get("/Filter")
    filters = filters.get_object() if filters is not None else None
    filters = [str(one) for one in filters] if isinstance(filters, ArrayObject) else [str(filters)]
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
