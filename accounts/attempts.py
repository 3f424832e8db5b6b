"""Whose attempt to sign in it is, for counting failures: the name that is meant, and the address it comes from."""

from django.conf import settings

from accounts.rules import client_address, login_name


def attempted_name(request, credentials=None):
    """The name under which failures are counted: spelling it otherwise gives no further tries."""
    name = (credentials or {}).get("username")
    if name is None and request is not None:
        name = request.POST.get("username")
    return login_name(str(name))[:255] if name else None


def attempting_address(request):
    """The address that failures are counted for; see `client_address`."""
    return client_address(
        request.META.get("REMOTE_ADDR") or "",
        request.META.get("HTTP_X_FORWARDED_FOR", ""),
        settings.AXES_IPWARE_PROXY_COUNT or 0,
    )
