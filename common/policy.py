"""Who may open a page, said beside the view. A view without a declared policy fails the tests."""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect

PUBLIC = "public"
SIGNED_IN = "signed in"


def policy(permission: str, *, before_password_change: bool = False):
    """Declares what a view asks of the scope: a permission such as "units.read", PUBLIC or SIGNED_IN.

    Somebody who is not signed in is sent to the sign-in page; a person without the permission anywhere gets 403.
    Which rows he gets is the queryset's affair (`visible_to(request.scope)`): out of scope is 404 there.
    Whoever must change his password does that first, except on pages that say `before_password_change`.
    """

    def declare(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if permission != PUBLIC and not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if permission != PUBLIC and request.user.must_change_password and not before_password_change:
                return redirect("accounts:change_password")
            if permission not in (PUBLIC, SIGNED_IN) and not request.scope.may(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.policy = permission
        return guarded

    return declare
