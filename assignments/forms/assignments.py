"""Forms of one assignment: its end, taking a mistake back, putting a mistake right."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assignments.forms.citing import DocumentChoice, documents_for
from assignments.forms.schemes import with_end
from assignments.models import Assignment
from branches.forms.grants import DayField


class EndForm(forms.Form):
    last_day = DayField(label=_("Ngày cuối cùng còn theo dõi"))
    reason = forms.ChoiceField(
        label=_("Lý do"), choices=[("", _("Chọn lý do")), *Assignment.EndReason.choices]
    )
    document = DocumentChoice(label=_("Văn bản"), queryset=None, required=False, empty_label=_("Không có"))
    note = forms.CharField(label=_("Ghi chú"), max_length=300, required=False)

    def __init__(self, *args, scope, scheme, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = documents_for(scope, scheme.issuer)

    def clean(self):
        return with_end(self, super().clean())


class VoidForm(forms.Form):
    reason = forms.CharField(
        label=_("Vì sao là nhập nhầm"),
        max_length=300,
        help_text=_("Ví dụ: nhập trùng; nhầm người cùng tên."),
        error_messages={"required": _("Hãy ghi vì sao: người xem sau cần biết.")},
    )


class CorrectForm(forms.Form):
    """What was entered wrongly; who and where are typed by name or code as on the board."""

    assignee = forms.CharField(label=_("Người theo dõi"), max_length=200)
    target = forms.ChoiceField(label=_("Nơi theo dõi"))
    starts_on = DayField(label=_("Từ ngày"))
    last_day = DayField(label=_("Đến hết ngày"), required=False, help_text=_("Để trống nếu chưa định."))
    role = forms.ChoiceField(label=_("Nhiệm vụ"), choices=Assignment.Role.choices)
    document = DocumentChoice(
        label=_("Văn bản phân công"), queryset=None, required=False, empty_label=_("Giữ như cũ")
    )
    reason = forms.CharField(
        label=_("Vì sao phải đính chính"), max_length=300, help_text=_("Ví dụ: nhập nhầm ngày.")
    )

    def __init__(self, *args, scope, scheme, targets, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = documents_for(scope, scheme.issuer)
        self.fields["target"].choices = targets
        self.fields["assignee"].widget.attrs |= {"list": "people", "autocomplete": "off"}

    def clean(self):
        return with_end(self, super().clean())
