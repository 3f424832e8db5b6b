"""A forgotten password, by e-mail: the same answer whether the address is known or not."""

from django.contrib import messages
from django.contrib.auth.tokens import default_token_generator
from django.shortcuts import redirect, render
from django.utils.http import urlsafe_base64_decode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.actions import ask_for_letter, set_password
from accounts.attempts import attempting_address
from accounts.forms import NewPasswordForm, ResetForm
from accounts.models import User
from common.policy import PUBLIC, policy

IN_SESSION = "reset_token"
IN_ADDRESS = "dat-mat-khau"


@policy(PUBLIC)
@never_cache
def ask_reset(request):
    form = ResetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        ask_for_letter(form.cleaned_data["email"], asker=attempting_address(request), language=get_language())
        return render(request, "accounts/reset_sent.html", {"title": _("Hãy xem thư điện tử")})
    return render(request, "accounts/ask_reset.html", {"title": _("Quên mật khẩu"), "form": form})


@policy(PUBLIC)
@never_cache
@sensitive_post_parameters()
def reset_password(request, user_id, token):
    """The token moves from the address into the session at once, so that no log and no Referer keeps it."""
    user = _user_of(user_id)
    if user is not None and token != IN_ADDRESS and default_token_generator.check_token(user, token):
        request.session[IN_SESSION] = token
        return redirect("accounts:reset_password", user_id, IN_ADDRESS)
    kept = request.session.get(IN_SESSION, "")
    if user is None or token != IN_ADDRESS or not default_token_generator.check_token(user, kept):
        context = {"title": _("Đường dẫn không còn dùng được")}
        return render(request, "accounts/reset_refused.html", context, status=410)
    form = NewPasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        set_password(user, form.cleaned_data["new_password1"])
        request.session.pop(IN_SESSION, None)
        messages.success(request, _("Đã đặt mật khẩu mới. Hãy đăng nhập."))
        return redirect("accounts:login")
    return render(request, "accounts/reset_password.html", {"title": _("Đặt mật khẩu mới"), "form": form})


def _user_of(user_id):
    try:
        return User.objects.filter(pk=int(urlsafe_base64_decode(user_id).decode()), is_active=True).first()
    except (ValueError, UnicodeDecodeError, OverflowError):
        return None
