"""A printed document as the answer of a view."""

from collections.abc import Iterable

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from common.documents.pdf import Printed, as_pdf
from common.documents.word import as_docx

KINDS = {
    "pdf": (as_pdf, "application/pdf"),
    "docx": (as_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}


def printed_by(user) -> str:
    """The small line at the foot of a paper: who took it out, when. Vietnamese, as all that stands on paper."""
    return f"{user}, in từ chương trình lúc {timezone.localtime():%H:%M %d/%m/%Y}"


def printed_response(documents: Printed | Iterable[Printed], kind: str, *, name: str) -> HttpResponse:
    """The document to be saved as `name`.`kind`; Http404 for another kind than "pdf" and "docx"."""
    if kind not in KINDS:
        raise Http404
    render, content_type = KINDS[kind]
    response = HttpResponse(render(documents), content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{kind}")
    response["X-Content-Type-Options"] = "nosniff"
    return response
