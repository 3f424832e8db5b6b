"""Slips to print and cut: shown once, right after the codes are made, because no code is kept in clear."""

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import issue_activation
from accounts.rules import CODE_LIFE, shown_code


def slips_page(request, pairs, *, agencies=None, back_url=None, title=None):
    """The answer to the POST that made the codes. `pairs`: [(user, code)] as `make_logins` gives them.

    `agencies`: {user id: name of the agency} for the slip's second line; `back_url`: where the list is. Eight slips a
    sheet of A4. Never cached: going back must not show the codes again.
    """
    agencies = agencies or {}
    slips = [
        {
            "full_name": user.full_name,
            "agency": agencies.get(user.pk, ""),
            "username": user.username,
            "code": shown_code(code),
        }
        for user, code in pairs
    ]
    response = render(
        request,
        "accounts/slips.html",
        {
            "title": title or _("Phiếu kích hoạt tài khoản"),
            "slips": slips,
            "address": settings.SITE_URL + reverse("accounts:activate"),
            "last_moment": timezone.now() + CODE_LIFE,
            "back_url": back_url,
        },
    )
    response["Cache-Control"] = "no-store, private"
    return response


def reset_login(request, user, *, agency="", back_url=None):
    """A fresh slip for one person; the caller has settled that the officer may (his scope, `users.write`)."""
    code = issue_activation(user, by=request.user)
    return slips_page(request, [(user, code)], agencies={user.pk: agency}, back_url=back_url)
