"""A form that is sent after its session has ended is not lost: it goes along through the sign-in, without JavaScript too."""

from functools import wraps

from django.shortcuts import render
from django.utils.translation import gettext as _

from common.kept_forms import packed
from reports.bodies import NOT_WRITTEN

OWNER = "nguoi"


def keeps_what_was_written(view):
    """For POSTs of nobody: a sign-in page that carries the fields. Stands outside `policy`, which would drop them."""

    @wraps(view)
    def keeping(request, *args, **kwargs):
        if request.method == "POST" and not request.user.is_authenticated and request.POST.get("client_key"):
            return _sign_in_again(request)
        return view(request, *args, **kwargs)

    return keeping


def _sign_in_again(request):
    fields = {
        name: values
        for name, values in request.POST.lists()
        if name in ("client_key", "version") or name not in NOT_WRITTEN
    }
    context = {
        "title": _("Phiên làm việc đã hết"),
        "kept": packed(request.get_full_path(), request.POST.get(OWNER, ""), fields),
        "next": request.get_full_path(),
        "names": [each.name for each in request.FILES.getlist("files")],
    }
    return render(request, "reports/sign_in_again.html", context, status=401)
