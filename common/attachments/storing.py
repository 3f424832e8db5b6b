"""Attachments on disk: at random names, outside everything that a web server serves by itself."""

import contextlib
import hashlib
import os
import secrets
import tempfile
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404
from django.utils.http import content_disposition_header

from common.attachments.cleaning import CleanFile


def store(file: CleanFile) -> str:
    """Write the bytes under MEDIA_ROOT; returns the random name (40 signs) that the row keeps. Whole or not at all."""
    key = secrets.token_hex(16)
    name = f"{key[:2]}/{key}.{file.extension}"
    target = Path(settings.MEDIA_ROOT) / name
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(file.data)
            out.flush()
            os.fsync(out.fileno())
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)
        raise
    return name


def sha256_of(name: str) -> str | None:
    """What the file on the disk hashes to, read piece by piece; None when it is not there."""
    try:
        with open(Path(settings.MEDIA_ROOT) / name, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None


def discard(name: str) -> None:
    """Take away a file whose row was not written."""
    with contextlib.suppress(FileNotFoundError):
        (Path(settings.MEDIA_ROOT) / name).unlink()


def attachment_response(name: str, *, content_type: str, real_name: str) -> FileResponse:
    """The file as a download, for a view that has checked who asks. Http404 when it is not on the disk.

    It runs nothing in a browser: its type is fixed, nobody guesses another, and it has no origin.
    """
    try:
        file = open(Path(settings.MEDIA_ROOT) / name, "rb")  # noqa: SIM115 (the response closes it)
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(file, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, real_name)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
