"""What the base template needs on every page."""


def page(request):
    scope = getattr(request, "scope", None)
    signed_in = bool(getattr(request, "user", None) and request.user.is_authenticated)
    return {"scope": scope if signed_in else None, "day": getattr(request, "day", None)}
