"""Forms of signing in. They take what people really type: spaces in a telephone number, capitals in a code."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm
from django.utils.translation import gettext_lazy as _

from accounts.rules import login_name

NAME_HINT = _("Số điện thoại, hoặc mã ghi trên phiếu.")
PASSWORD_HINT = _("Ít nhất 10 ký tự, không chỉ gồm chữ số, không giống tên hay số điện thoại của bạn.")


class NameField(forms.CharField):
    """A user name; keyboards do not capitalise it and password managers know it."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Tên đăng nhập"))
        kwargs.setdefault("max_length", 100)
        attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(**kwargs)

    def clean(self, value):
        return login_name(super().clean(value))


def _password(autocomplete, label, help_text=""):
    return forms.CharField(
        label=label,
        help_text=help_text,
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


class SignInForm(AuthenticationForm):
    username = NameField(help_text=NAME_HINT)
    password = _password("current-password", _("Mật khẩu"))

    error_messages = {
        # The same for an unknown name, a wrong password and a login that is switched off.
        "invalid_login": _("Tên đăng nhập hoặc mật khẩu không đúng. Hãy thử lại."),
        "inactive": _("Tên đăng nhập hoặc mật khẩu không đúng. Hãy thử lại."),
    }


class NewPasswordForm(SetPasswordForm):
    """A new password, twice: whoever has no e-mail would need another slip for a slip of the thumb."""

    new_password1 = _password("new-password", _("Mật khẩu mới"), PASSWORD_HINT)
    new_password2 = _password("new-password", _("Gõ lại mật khẩu mới"))

    error_messages = {"password_mismatch": _("Hai lần gõ không giống nhau. Hãy gõ lại.")}


class ChangePasswordForm(NewPasswordForm):
    """One's own password; the old one is asked for, so that a screen left open gives nothing away."""

    old_password = _password("current-password", _("Mật khẩu đang dùng"))
    field_order = ["old_password", "new_password1", "new_password2"]

    def clean_old_password(self):
        password = self.cleaned_data["old_password"]
        if not self.user.check_password(password):
            raise forms.ValidationError(_("Mật khẩu đang dùng không đúng. Hãy gõ lại."))
        return password


class ActivationForm(forms.Form):
    """The slip: name, code, and the password that one chooses."""

    username = NameField(help_text=NAME_HINT)
    code = forms.CharField(
        label=_("Mã trên phiếu"),
        max_length=40,
        help_text=_("10 chữ và số, như ACDEF-34679; chữ hoa hay chữ thường đều được."),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "short code",
            }
        ),
    )
    new_password1 = _password("new-password", _("Mật khẩu mới"), PASSWORD_HINT)
    new_password2 = _password("new-password", _("Gõ lại mật khẩu mới"))

    def clean(self):
        cleaned = super().clean()
        first, second = cleaned.get("new_password1"), cleaned.get("new_password2")
        if first and second and first != second:
            self.add_error("new_password2", NewPasswordForm.error_messages["password_mismatch"])
        return cleaned


class ResetForm(forms.Form):
    """Where to send the letter with which a forgotten password is replaced."""

    email = forms.EmailField(
        label=_("Thư điện tử"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
