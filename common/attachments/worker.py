"""The process that makes a picture or a PDF anew: `python -m common.attachments.worker`, the file on standard input.

It limits its own memory and time before it looks at the first byte. No Django. Answer on standard output: one JSON line
`{"content_type", "extension", "size"}` and then the bytes, or `{"refused": code, "details": {…}}`.
"""

import json
import sys

from common.attachments import limits
from common.limited_process import Refusal, limit_resources

_HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")


def main() -> None:
    limit_resources(memory=limits.MEMORY, cpu_seconds=limits.CPU_SECONDS)
    out = sys.stdout.buffer
    try:
        data = sys.stdin.buffer.read(limits.MAX_FILE_SIZE + 1)
        content_type, extension, cleaned = clean(data)
        head = {"content_type": content_type, "extension": extension, "size": len(cleaned)}
        out.write(_line(head) + cleaned)
    except Refusal as refusal:
        out.write(_line({"refused": refusal.code, "details": refusal.details}))
    except MemoryError:
        out.write(_line({"refused": "too_large", "details": {}}))
    except Exception:
        # whatever else a broken file does to a library
        out.write(_line({"refused": "damaged", "details": {}}))
    out.flush()


def _line(head: dict) -> bytes:
    return json.dumps(head).encode() + b"\n"


def clean(data: bytes) -> tuple[str, str, bytes]:
    """(content type, extension, bytes made anew) of a file whose first bytes say what it is. Raises Refusal."""
    if len(data) > limits.MAX_FILE_SIZE:
        raise Refusal("too_big")
    if not data:
        raise Refusal("empty")
    if data.startswith(b"%PDF-"):
        from common.attachments.pdfs import cleaned_pdf

        return "application/pdf", "pdf", cleaned_pdf(data)
    if _is_picture(data):
        from common.attachments.pictures import cleaned_picture

        return "image/jpeg", "jpg", cleaned_picture(data)
    raise Refusal("heic" if data[4:8] == b"ftyp" and data[8:12] in _HEIC else "not_allowed")


def _is_picture(data: bytes) -> bool:
    is_webp = data.startswith(b"RIFF") and data[8:12] == b"WEBP"
    return is_webp or data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))


if __name__ == "__main__":
    main()
