"""Signing in and out, by password or by a slip."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.actions import activate
from accounts.forms import ActivationForm, SignInForm
from accounts.views.language import remember_language
from common.kept_forms import remember
from common.policy import PUBLIC, SIGNED_IN, policy

BACKEND = "assignments.backends.PersonBackend"


@policy(PUBLIC)
@never_cache
@sensitive_post_parameters("password")
def sign_in(request):
    """Five failures of a name from an address lock it for a while: axes then answers with 429 instead."""
    onward = _onward(request)
    if request.user.is_authenticated:
        # Said and not skipped: on a shared computer the last person may still be signed in.
        context = {"title": _("Bạn đang đăng nhập"), "onward": onward}
        return render(request, "accounts/signed_in_already.html", context)
    form = SignInForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = form.get_user()
        login(request, user)
        remember(request)
        response = redirect("accounts:change_password" if user.must_change_password else onward)
        return remember_language(response, user.language)
    context = {
        "title": _("Đăng nhập"),
        "form": form,
        "next": request.POST.get("next") or request.GET.get("next"),
        "kept": request.POST.get("kept", ""),
    }
    return render(request, "accounts/sign_in.html", context)


@policy(SIGNED_IN, before_password_change=True)
@require_POST
def sign_out(request):
    language = request.user.language
    logout(request)
    messages.success(request, _("Bạn đã đăng xuất."))
    response = remember_language(redirect(settings.LOGOUT_REDIRECT_URL), language)
    # Drafts and pages that this device keeps go with the session, also where no script runs.
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@policy(PUBLIC)
@never_cache
@sensitive_post_parameters("new_password1", "new_password2", "code")
def activate_login(request):
    """The first password, or another after a reset by the officer, with the code of a printed slip."""
    form = ActivationForm(request.POST or None, initial={"username": request.GET.get("ten", "")})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            user = activate(data["username"], data["code"], data["new_password1"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            login(request, user, backend=BACKEND)
            messages.success(request, _("Đã đặt mật khẩu. Lần sau hãy đăng nhập bằng mật khẩu này."))
            return remember_language(redirect(settings.LOGIN_REDIRECT_URL), user.language)
    return render(request, "accounts/activate.html", {"title": _("Kích hoạt tài khoản"), "form": form})


def _onward(request):
    """Where to go after signing in: `next` if it is a page of this site, else the overview."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return resolve_url(settings.LOGIN_REDIRECT_URL)
