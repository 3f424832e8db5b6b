"""A document as PDF, set by typst from a template of ours; what people wrote reaches it as JSON and stays text."""

import json
from collections.abc import Iterable

from common.documents.codes import as_svg
from common.documents.forms import PrintedForm
from common.documents.party import PartyDocument
from common.documents.resolving import resolve
from common.documents.typesetting import breakable, compiled

Printed = PartyDocument | PrintedForm


def as_pdf(documents: Printed | Iterable[Printed]) -> bytes:
    """One PDF; of several documents each begins on a page of its own and counts its own pages."""
    return _compiled(documents, "pdf")


def as_pictures(documents: Printed | Iterable[Printed], *, ppi: float = 80) -> list[bytes]:
    """The same pages as PNG, one each."""
    found = _compiled(documents, "png", ppi=ppi)
    return found if isinstance(found, list) else [found]


def _compiled(documents, kind: str, **options):
    documents = [documents] if isinstance(documents, Printed) else list(documents)
    if not documents:
        raise ValueError("no document to print")
    data = json.dumps([_for_typst(resolve(document)) for document in documents], ensure_ascii=False)
    return compiled("document.typ", data, kind, **options)


def _for_typst(value):
    """Long words get places to break, QR codes their picture; the rest is as it was resolved."""
    return _with_pictures(breakable(value))


def _with_pictures(value):
    if isinstance(value, list):
        return [_with_pictures(item) for item in value]
    if not isinstance(value, dict):
        return value
    found = {key: _with_pictures(item) for key, item in value.items()}
    if value.get("kind") == "code":
        found["alt"], found["svg"] = value["address"], as_svg(found.pop("address"))
    return found
