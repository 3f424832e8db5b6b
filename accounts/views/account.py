"""One's own login: its page, its password, its sessions."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.actions import choose_letters, end_sessions, set_password
from accounts.forms import ChangePasswordForm
from accounts.models import Letters
from common.policy import SIGNED_IN, policy


@policy(SIGNED_IN)
@never_cache
def account_page(request):
    user = request.user
    facts = [
        (_("Họ và tên"), user.full_name),
        (_("Tên đăng nhập"), user.username),
        (_("Điện thoại"), user.phone),
        (_("Thư điện tử"), user.email),
    ]
    context = {"title": _("Tài khoản của tôi"), "facts": facts, "letters": Letters.choices}
    return render(request, "accounts/account.html", context)


@policy(SIGNED_IN)
@require_POST
def letters_chosen(request):
    """Whether what is told here also comes by e-mail."""
    try:
        choose_letters(request.user, request.POST.get("letters", ""), by=request.user)
    except ValidationError:
        messages.error(request, _("Chưa ghi được. Hãy chọn một trong hai cách nhận thư báo."))
    else:
        messages.success(request, _("Đã ghi cách nhận thư báo."))
    return redirect("accounts:account_page")


@policy(SIGNED_IN, before_password_change=True)
@never_cache
@sensitive_post_parameters()
def change_password(request):
    form = ChangePasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        set_password(request.user, form.cleaned_data["new_password1"])
        update_session_auth_hash(request, request.user)
        messages.success(request, _("Đã đổi mật khẩu. Các thiết bị khác đã được đăng xuất."))
        return redirect("accounts:account_page")
    context = {"title": _("Đổi mật khẩu"), "form": form}
    return render(request, "accounts/change_password.html", context)


@policy(SIGNED_IN, before_password_change=True)
@require_POST
def sign_out_everywhere(request):
    """Ends all sessions but this one."""
    end_sessions(request.user)
    update_session_auth_hash(request, request.user)
    messages.success(request, _("Đã đăng xuất khỏi mọi thiết bị khác."))
    return redirect("accounts:account_page")
