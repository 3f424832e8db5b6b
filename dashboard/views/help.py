"""Help for an officer: one page, printed on one sheet."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from common.policy import SIGNED_IN, policy


@policy(SIGNED_IN)
def help_page(request):
    return render(request, "help/officer.html", {"title": _("Trợ giúp trên một trang")})
