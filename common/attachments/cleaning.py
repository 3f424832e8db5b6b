"""An uploaded file made harmless, or one sentence that says why it is not taken."""

import hashlib
import json
import re
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from common.attachments import limits
from common.attachments.marks import mark_in_name
from common.limited_process import LimitedProcess, TooBig, as_file, limited_process
from common.text import normalise

_WORKER = "common.attachments.worker"
_AT_ONCE = threading.BoundedSemaphore(2)  # in this server process: each may take its whole share of memory
_NO_NAME = "tep"
_NAME_LENGTH = 100
_NOT_IN_NAMES = re.compile(r'["*<>?|:]+')


class AttachmentError(Exception):
    """The file is not taken; `message` is one sentence for the user, `code` a short name for tests."""

    def __init__(self, message: str, code: str):
        super().__init__(message)
        self.message = message
        self.code = code


@dataclass(frozen=True)
class CleanFile:
    """What is kept of an upload. `name` is the user's own, cleaned, with the ending that fits the bytes."""

    data: bytes
    content_type: str  # "image/jpeg" or "application/pdf"
    extension: str  # "jpg" or "pdf"
    sha256: str
    name: str

    @property
    def size(self) -> int:
        return len(self.data)


def clean_attachment(
    source: str | Path | bytes | BinaryIO,
    *,
    filename: str,
    wall_seconds: float = limits.WALL_SECONDS,
) -> CleanFile:
    """The picture (as JPEG) or PDF in `source`, made anew in a process of its own. Raises AttachmentError.

    What it is, its first bytes decide, not its name. A picture loses everything but its pixels (no EXIF, no position)
    and is at most 2000 pixels long; a PDF keeps its pages only, so that a digital signature on it holds no longer.
    """
    if mark := mark_in_name(filename):
        raise refusal("secret", mark=mark)
    try:
        with (
            as_file(source, limit=limits.MAX_FILE_SIZE) as file,
            _AT_ONCE,
            limited_process(_WORKER, {}, file=file, wall_seconds=wall_seconds) as process,
        ):
            head, data = _answer(process)
    except TooBig:
        raise refusal("too_big") from None
    return CleanFile(
        data=data,
        content_type=head["content_type"],
        extension=head["extension"],
        sha256=hashlib.sha256(data).hexdigest(),
        name=cleaned_name(filename, head["extension"]),
    )


def _answer(process: LimitedProcess) -> tuple[dict, bytes]:
    line = process.out.readline()
    if not line.endswith(b"\n"):
        raise refusal(process.ended_by())
    head = json.loads(line)
    if "refused" in head:
        raise refusal(head["refused"], **head["details"])
    data = process.out.read()
    if len(data) != head["size"]:
        raise refusal(process.ended_by())
    return head, data


def cleaned_name(filename: str, extension: str) -> str:
    """`C:\\\\ảnh\\\\IMG 1.PNG` as `IMG 1.jpg`: no folders, no invisible signs, nothing that a system refuses."""
    name = normalise(re.split(r"[/\\]", filename)[-1])
    name = normalise(_NOT_IN_NAMES.sub(" ", name))
    stem = re.sub(r"\.[^.\s]{1,5}$", "", name).strip(" .")
    return f"{stem[:_NAME_LENGTH].strip() or _NO_NAME}.{extension}"


def refusal(code: str, **details) -> AttachmentError:
    """The error whose sentence tells what is wrong with the file and what to do."""
    if code == "too_big":
        details["limit"] = limits.MAX_FILE_SIZE // 1024**2
    return AttachmentError(_sentences()[code] % details, code)


def _sentences() -> dict[str, str]:
    return {
        "empty": _("Tệp này trống."),
        "too_big": _("Tệp lớn hơn %(limit)s MB; hãy chụp lại ở cỡ nhỏ hơn hoặc tách thành nhiều tệp."),
        "not_allowed": _("Chỉ nhận ảnh JPEG, PNG, WebP và tệp PDF; hãy lưu lại thành một trong các loại đó."),
        "heic": _(
            "Ảnh này ở dạng HEIC của điện thoại; hãy lưu thành JPEG (iPhone: Cài đặt, Camera, Định dạng, Tương thích"
            " nhất) rồi gửi lại."
        ),
        "damaged": _("Tệp này bị hỏng hoặc tải lên chưa đủ; hãy mở xem lại rồi tải lên lần nữa."),
        "too_many_pixels": _("Ảnh có kích thước quá lớn; hãy chụp lại ở cỡ nhỏ hơn."),
        "encrypted": _(
            "Tệp PDF này đặt mật khẩu hoặc bị khóa; hãy bỏ khóa, hoặc in ra PDF lần nữa rồi tải lên."
        ),
        "scripted": _(
            "Tệp PDF này chứa mã lệnh hoặc tệp nhúng nên không được nhận; hãy in ra PDF lần nữa rồi tải tệp mới lên."
        ),
        "too_many_pages": _("Tệp PDF có hơn %(limit)s trang; hãy tách thành nhiều tệp."),
        "secret": _(
            "Tệp này mang dấu “%(mark)s”: không đưa bí mật nhà nước vào đây; hãy gửi theo đường văn thư dành cho"
            " văn bản mật."
        ),
        "too_large": _(
            "Tệp này quá lớn hoặc quá phức tạp nên không đọc được; hãy chụp lại hoặc in ra PDF lần nữa."
        ),
        "too_slow": _("Đọc tệp này mất quá nhiều thời gian; hãy chụp lại hoặc in ra PDF lần nữa."),
    }
