"""What every request carries: an actor for history, and a scope that starts empty."""

import pghistory.middleware
from django.conf import settings
from django.utils import translation
from django.utils.functional import SimpleLazyObject


class LanguageMiddleware:
    """Vietnamese unless the reader chose otherwise. What the browser would like is not asked: many an office's
    computer was set up in English by whoever sold it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response


class HistoryMiddleware(pghistory.middleware.HistoryMiddleware):
    """History knows who and by which page; the address is kept without its query, where names may stand."""

    def get_context(self, request):
        return {"user": request.user.pk if request.user.is_authenticated else None, "url": request.path}


class ScopeMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        from assignments.access import load_scope, today

        request.day = today()
        request.scope = SimpleLazyObject(lambda: load_scope(request.user, request.day))
        return self.get_response(request)
