"""Forms about a report that was filed: returning it, adding to it, the host's answer, reading the sensitive note."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReturnForm(forms.Form):
    version = forms.IntegerField(min_value=0, max_value=99999999, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Cần bổ sung gì"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ví dụ: thiếu số đảng viên vắng; nêu rõ kiến nghị gửi cơ quan nào."),
        error_messages={"required": _("Hãy ghi lý do trả lại: người gửi cần biết phải bổ sung gì.")},
    )


class AddendumForm(forms.Form):
    text = forms.CharField(
        label=_("Nội dung bổ sung"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Hãy ghi nội dung bổ sung.")},
    )


class ResponseForm(forms.Form):
    has_attended = forms.TypedChoiceField(
        label=_("Cán bộ có dự buổi này không?"),
        choices=[("yes", _("Có dự")), ("no", _("Không dự"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn có dự hay không dự.")},
    )
    text = forms.CharField(
        label=_("Ý kiến của chi bộ về phần được đọc"),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class SensitiveReadForm(forms.Form):
    reason = forms.CharField(
        label=_("Lý do xem"),
        max_length=300,
        help_text=_("Ví dụ: theo công văn số mấy, phục vụ cuộc kiểm tra nào."),
        error_messages={"required": _("Hãy ghi lý do xem.")},
    )

    def __init__(self, *args, must_say_why, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = must_say_why
