"""What a phone without a network still opens: the look of the product, and its user's own month and report form."""

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from common.policy import PUBLIC, policy

SHELL = (
    "css/tokens.css",
    "css/app.css",
    "css/report-form.css",
    "css/month.css",
    "js/app.js",
    "js/drafts.js",
    "icons/sprite.svg",
    "icons/favicon.svg",
)


@policy(PUBLIC)
@require_GET
@cache_control(no_cache=True)
def service_worker(request):
    """The worker, at the root so that it stands before every page. It names the files of this very version."""
    body = render_to_string("offline/sw.js", {"shell": [static(each) for each in SHELL]})
    return HttpResponse(body, content_type="text/javascript; charset=utf-8")


@policy(PUBLIC)
@require_GET
@cache_control(no_cache=True)
def offline_page(request):
    return render(request, "offline/offline.html", {"title": _("Không có mạng")})
