"""The form of the standing words of a printed paper."""

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from branches.models import Paper
from branches.papers import FIELDS

_HELP = {
    "higher_body": gettext_lazy("Ví dụ: Đảng bộ tỉnh Mẫu."),
    "issuing_body": gettext_lazy("Ví dụ: Huyện ủy Mẫu."),
    "symbol": gettext_lazy(
        "Ví dụ: TB/HU. Để trống thì theo mẫu của chương trình. Số văn bản không bao giờ tự đặt."
    ),
    "bases": gettext_lazy("Mỗi dòng một căn cứ, đứng đầu văn bản."),
    "opening": gettext_lazy("Đứng sau phần căn cứ, trước nội dung của mẫu."),
    "closing": gettext_lazy("Đứng sau nội dung của mẫu."),
    "signer_authority": gettext_lazy("Ví dụ: T/M Ban Thường vụ."),
    "recipients": gettext_lazy("Mỗi dòng một nơi nhận."),
}
_TALL = {"bases": 4, "opening": 4, "closing": 4, "recipients": 4}
_MOST = 2000


class PaperForm(forms.ModelForm):
    class Meta:
        model = Paper
        fields = FIELDS
        help_texts = _HELP
        widgets = {
            name: forms.Textarea(attrs={"rows": rows, "maxlength": _MOST}) for name, rows in _TALL.items()
        }

    def __init__(self, *args, fields=FIELDS, otherwise, **kwargs):
        """`fields`: those that are asked; `otherwise`: {field: what is printed where it stays empty}."""
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(fields):
            del self.fields[name]
        for name, text in otherwise.items():
            field = self.fields[name]
            # What is printed is Vietnamese on an English page too, and says so to who hears it read.
            field.help_text = format_html(
                '{} {} <span lang="vi">{}</span>', field.help_text, _("Để trống thì in:"), text
            )

    def clean(self):
        data = super().clean()
        for name in _TALL:
            if len(data.get(name) or "") > _MOST:
                self.add_error(name, _("Mục này dài nhất %(most)s ký tự.") % {"most": _MOST})
        return data

    def _post_clean(self):
        """The action writes and checks: the row on the page may be one that ends today."""
