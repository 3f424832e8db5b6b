"""Forms of giving and ending a role."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import NameField
from accounts.models import User
from branches.tables.grants import role_words
from common.forms import DayField
from common.periods import to_ends_on


class GrantForm(forms.Form):
    """A role for a person, over a place that is already chosen; `roles` are those that the giver may give there."""

    username = NameField(help_text=_("Số điện thoại hoặc mã của người được cấp vai trò."))
    full_name = forms.CharField(
        label=_("Họ và tên"),
        max_length=120,
        required=False,
        help_text=_(
            "Chỉ ghi khi người này chưa có tài khoản: tài khoản được lập ngay, kèm phiếu kích hoạt để in."
        ),
    )
    role = forms.ChoiceField(label=_("Vai trò"), widget=forms.RadioSelect)
    starts_on = DayField(label=_("Từ ngày"))
    last_day = DayField(label=_("Đến hết ngày"), required=False, help_text=_("Để trống nếu chưa biết."))

    def __init__(self, *args, roles, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role, role_words(role)) for role in roles]

    def clean(self):
        cleaned = super().clean()
        name = cleaned.get("username")
        cleaned["user"] = User.objects.filter(username__iexact=name).first() if name else None
        if name and cleaned["user"] is None and not cleaned.get("full_name"):
            self.add_error(
                "username",
                _("Chưa có tài khoản nào tên này. Hãy xem lại, hoặc ghi họ và tên để lập tài khoản mới."),
            )
        return _with_end(self, cleaned)


class EndGrantForm(forms.Form):
    last_day = DayField(label=_("Ngày cuối cùng còn giữ vai trò này"))

    def clean(self):
        return _with_end(self, super().clean())


def _with_end(form, cleaned):
    """Forms speak of the last day held; what is stored is the first day without it."""
    cleaned["ends_on"] = to_ends_on(cleaned.get("last_day"))
    first = cleaned.get("starts_on")
    if first and cleaned["ends_on"] and cleaned["ends_on"] <= first:
        form.add_error("last_day", _("Ngày cuối cùng phải từ ngày bắt đầu trở đi."))
    return cleaned
