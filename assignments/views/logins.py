"""Logins of cadres: for a whole list at once with slips to print, a fresh slip for one, off and on."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.actions import deactivate, reactivate
from accounts.views.slips import reset_login, slips_page
from assignments.actions.logins import give_logins
from assignments.facts.cadres import agencies_of, described
from assignments.models import Cadre
from assignments.views.people import cadre_crumbs, writable_cadre
from branches.actions.grants import may_manage
from branches.models import Agency
from branches.querysets.scoping import within
from common.errors import sentences
from common.policy import policy

SHOWN = 300  # of one time: what an office prints and cuts in a morning


@policy("users.write")
def logins_make(request):
    """Who serves and has no login, all ticked; the POST answers with the slips, which are shown only then."""
    waiting = _waiting(request)
    agencies = Agency.objects.visible_to(request.scope).open_on(request.day)
    agency = agencies.filter(key=request.GET.get("co_quan", "")).first()
    listed = waiting.working_in([agency.pk], request.day) if agency else waiting
    chosen, errors = None, []
    if request.method == "POST":
        chosen = set(request.POST.getlist("chon"))
        found = list(waiting.filter(key__in=chosen))
        if not chosen:
            errors = [_("Chưa chọn ai. Hãy chọn ít nhất một người.")]
        elif len(found) != len(chosen):
            errors = [_("Có người vừa có tài khoản hoặc không còn công tác. Hãy xem lại rồi lập lại.")]
        else:
            try:
                return _slips(request, found)
            except ValidationError as error:
                errors = sentences(error)
    total = listed.count()
    context = {
        "title": _("Lập tài khoản cho cán bộ"),
        "lead": _("Mỗi người một phiếu có mã dùng một lần. Phiếu chỉ hiện một lần, ngay sau khi lập."),
        "rows": [
            {"cadre": cadre, "post": post, "is_chosen": chosen is None or cadre.key in chosen}
            for cadre, post in described(listed[:SHOWN], request.day)
        ],
        "total": total,
        "left_out": max(0, total - SHOWN),
        "agencies": agencies.filter(pk__in=_with_waiting(waiting, request.day)),
        "agency": agency,
        "more_errors": [(sentence, "") for sentence in errors],
        "has_errors": bool(errors),
        "crumbs": cadre_crumbs(request, _("Lập tài khoản")),
    }
    return render(request, "assignments/logins_make.html", context)


@policy("users.write")
@require_POST
def login_reset(request, key):
    cadre = _managed(request, key)
    if not cadre.user or not cadre.user.is_active:
        messages.error(request, _no_login(cadre))
        return redirect(cadre)
    agency = agencies_of([cadre.pk], request.day).get(cadre.pk, "")
    return reset_login(request, cadre.user, agency=agency, back_url=cadre.get_absolute_url())


@policy("users.write")
@require_POST
def login_switch(request, key):
    """`bat=1` switches on, `bat=0` off."""
    cadre = _managed(request, key)
    if not cadre.user:
        messages.error(request, _no_login(cadre))
    elif request.POST.get("bat") == "1":
        reactivate(cadre.user, by=request.user)
        messages.success(request, _("Đã mở khóa tài khoản của %(name)s.") % {"name": cadre})
    elif request.POST.get("bat") == "0":
        deactivate(cadre.user, by=request.user)
        messages.success(
            request, _("Đã khóa tài khoản của %(name)s; người này bị đăng xuất mọi nơi.") % {"name": cadre}
        )
    return redirect(cadre)


def _no_login(cadre):
    if cadre.user:
        return _("Tài khoản của %(name)s đang khóa. Hãy mở khóa rồi phát phiếu.") % {"name": cadre}
    return _("%(name)s chưa có tài khoản. Hãy lập tài khoản trước.") % {"name": cadre}


def _slips(request, cadres):
    pairs = give_logins(cadres, on=request.day, by=request.user)
    names = agencies_of([cadre.pk for cadre in cadres], request.day)
    agencies = {user.pk: names.get(cadre.pk, "") for cadre, (user, _code) in zip(cadres, pairs, strict=True)}
    return slips_page(request, pairs, agencies=agencies, back_url=reverse("assignments:cadre_list"))


def _waiting(request):
    """Those who serve, have no login, and are on the ground where the officer may give one."""
    cadres = Cadre.objects.writable_by(request.scope).filter(within(request.scope.reach("users.write")))
    return cadres.serving_on(request.day).filter(user=None)


def _with_waiting(waiting, day):
    positions = Cadre.positions.rel.related_model.objects.on(day)
    return positions.filter(cadre__in=waiting.order_by().values("pk")).values("agency")


def _managed(request, key):
    cadre = writable_cadre(request, key, "users.write")
    if cadre.user and not may_manage(request.scope, cadre.user, request.day):
        raise PermissionDenied
    return cadre
