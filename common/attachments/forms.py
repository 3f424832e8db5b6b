"""The field of a form that takes pictures and PDFs."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from common.attachments.cleaning import AttachmentError, CleanFile, clean_attachment, cleaned_name

ACCEPTED = "image/jpeg,image/png,image/webp,application/pdf,.jpg,.jpeg,.png,.webp,.pdf"


class SeveralFilesInput(forms.FileInput):
    allow_multiple_selected = True


class AttachmentsField(forms.FileField):
    """Several files at once; cleans to a list of CleanFile, empty where none was sent.

    Every file that is not taken gets its sentence, with its name where there are several.
    """

    widget = SeveralFilesInput

    def __init__(self, *args, max_files: int = 10, **kwargs):
        kwargs.setdefault("required", False)
        kwargs.setdefault("label", _("Tệp đính kèm"))
        kwargs.setdefault(
            "help_text",
            _("Ảnh hoặc PDF, mỗi tệp nhiều nhất 10 MB. Không gửi tài liệu mật, giấy tờ tùy thân."),
        )
        super().__init__(*args, **kwargs)
        self.max_files = max_files
        self.widget.attrs["accept"] = ACCEPTED

    def clean(self, data, initial=None) -> list[CleanFile]:
        files = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        if not files:
            super().clean(None, initial)
            return []
        if len(files) > self.max_files:
            raise ValidationError(
                ngettext_lazy("Chỉ nhận %(limit)s tệp một lần.", "Chỉ nhận %(limit)s tệp một lần.", "limit"),
                params={"limit": self.max_files},
            )
        return _cleaned(files)


def _cleaned(files) -> list[CleanFile]:
    found, refused = [], []
    for file in files:
        try:
            found.append(clean_attachment(file, filename=file.name))
        except AttachmentError as error:
            name = cleaned_name(file.name, "").rstrip(".")
            refused.append(f"{name}: {error.message}" if len(files) > 1 else error.message)
    if refused:
        raise ValidationError(refused)
    return found
