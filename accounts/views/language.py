"""The language of the screens: a cookie for this browser, and a field of the login for the next one."""

from django.conf import settings
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from common.policy import PUBLIC, policy


@policy(PUBLIC)
@require_POST
def set_language(request):
    language = request.POST.get("language", "")
    language = language if language in dict(settings.LANGUAGES) else ""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    if language and request.user.is_authenticated:
        request.user.language = language
        request.user.save(update_fields=["language"])
    return remember_language(redirect(wanted if is_ours else "/"), language)


def remember_language(response, language):
    """The response, with the cookie that LocaleMiddleware reads; no language leaves the browser's choice alone."""
    if language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=365 * 24 * 3600,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response
