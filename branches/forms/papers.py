"""The form of the standing words of a printed paper."""

from django import forms
from django.utils.translation import gettext_lazy as _

from branches.models import Paper
from branches.papers import FIELDS

_HELP = {
    "higher_body": _("Ví dụ: Đảng bộ tỉnh Mẫu. Để trống thì lấy theo địa bàn."),
    "issuing_body": _("Ví dụ: Huyện ủy Mẫu. Để trống thì lấy theo địa bàn."),
    "symbol": _("Ví dụ: TB/HU. Để trống thì theo mẫu của chương trình. Số văn bản không bao giờ tự đặt."),
    "bases": _("Mỗi dòng một căn cứ, đứng đầu văn bản."),
    "opening": _("Đứng sau phần căn cứ, trước nội dung của mẫu."),
    "closing": _("Đứng sau nội dung của mẫu."),
    "signer_authority": _("Ví dụ: T/M Ban Thường vụ."),
    "recipients": _("Mỗi dòng một nơi nhận."),
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

    def clean(self):
        data = super().clean()
        for name in _TALL:
            if len(data.get(name) or "") > _MOST:
                self.add_error(name, _("Mục này dài nhất %(most)s ký tự.") % {"most": _MOST})
        return data

    def _post_clean(self):
        """The action writes and checks: the row on the page may be one that ends today."""
