"""The document under which something is decided: one that is known, or one that is entered on the spot."""

from branches.actions.documents import enter_document
from branches.models import OfficialDocument

NEW = ("type", "number", "issued_on", "title")


def document_of(data, *, issuer, by) -> OfficialDocument | None:
    """The document of a CitingForm's `data`: the chosen one, or a new one of `issuer` (Unit) with its facts; None where
    neither is given. Raises ValidationError where the new one cannot be entered."""
    if data.get("document"):
        return data["document"]
    if not data.get("number"):
        return None
    return enter_document(issuer_unit=issuer, by=by, **{field: data[field] for field in NEW})
