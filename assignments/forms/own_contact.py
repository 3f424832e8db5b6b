"""A cadre's own telephone number and address for letters."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.rules import phone_digits
from branches.forms.fields import NameField


class OwnContactForm(forms.Form):
    phone = NameField(
        label=_("Điện thoại"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "class": "short"}),
    )
    email = forms.EmailField(
        label=_("Thư điện tử"),
        max_length=254,
        required=False,
        help_text=_("Khi quên mật khẩu, đường dẫn đặt lại được gửi đến đây."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    old_password = forms.CharField(
        label=_("Mật khẩu đang dùng"),
        required=False,
        strip=False,
        max_length=200,
        help_text=_("Chỉ cần khi đổi thư điện tử nhận đường dẫn đặt lại mật khẩu."),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_phone(self):
        """What an officer wrote there, two numbers even, stays good until it is changed."""
        phone = self.cleaned_data["phone"]
        if phone == self.get_initial_for_field(self.fields["phone"], "phone"):
            return phone
        if phone and not phone_digits(phone):
            raise forms.ValidationError(_("Hãy ghi một số điện thoại có 8 đến 12 chữ số, như 0912 345 678."))
        return phone

    def clean(self):
        """Whoever has the address can have the password: a screen left open must not give it away."""
        data = super().clean()
        is_other = "email" in data and data["email"].lower() != self.user.email.lower()
        if is_other and not self.user.check_password(data.get("old_password", "")):
            self.add_error("old_password", _("Đổi thư điện tử cần mật khẩu đang dùng. Hãy gõ lại."))
        return data
