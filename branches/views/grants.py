"""Who has which role where: the list, giving, ending, and the logins of those who have one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.actions import LoginFacts, deactivate, make_logins, reactivate
from accounts.models import User
from accounts.rules import phone_digits
from accounts.views.slips import reset_login, slips_page
from branches.actions.grants import KINDS, end_grant, give_grant, may_manage
from branches.filters.grants import GrantFilter
from branches.forms.grants import EndGrantForm, GrantForm
from branches.granting import OVER, may_give
from branches.models import Grant, OrganisationVersion, Unit
from branches.querysets.grants import names_over, places_to_give
from branches.querysets.units import names_of
from branches.tables.grants import GrantTable, role_words
from common.errors import sentences
from common.pages import list_page
from common.periods import last_day
from common.policy import policy
from common.text import search_key

MODELS = {kind: model for model, kind in KINDS.items()}


@policy("users.write")
def grant_list(request):
    may_grant = request.scope.may("grants.write")
    return list_page(
        request,
        queryset=Grant.objects.visible_to(request.scope).for_list().order_by("user__given_name_key"),
        table=GrantTable,
        filterset=GrantFilter,
        title=_("Phân quyền"),
        prepare=lambda grants: _rows(grants, request.day),
        export="phan-quyen",
        primary=(_("Cấp vai trò"), reverse("branches:grant_place")) if may_grant else None,
        empty={
            "why": _("Chưa ai có vai trò trong địa bàn của bạn."),
            "what": _("Cán bộ được phân công thì không cần vai trò: họ xem được đơn vị mình theo dõi."),
        },
    )


@policy("grants.write")
def grant_place(request):
    """Where the role is to hold: the giver's own ground first, the rest by name."""
    text = request.GET.get("q", "").strip()[:100]
    context = {
        "title": _("Cấp vai trò ở đâu?"),
        "text": text,
        "places": places_to_give(request.scope, search_key(text), request.day),
        "crumbs": _crumbs(_("Cấp vai trò")),
    }
    return render(request, "branches/grant_place.html", context)


@policy("grants.write")
def grant_new(request, kind, key):
    place = _place(request, kind, key)
    roles = [role for role in OVER if kind in OVER[role] and may_give(request.scope, role, *_road(place))]
    if not roles:
        raise PermissionDenied
    form = GrantForm(request.POST or None, roles=roles, initial={"starts_on": request.day})
    back = reverse("branches:grant_list")
    if request.method == "POST" and form.is_valid():
        try:
            grant, pairs = _give(request, form.cleaned_data, place)
        except ValidationError as error:
            form.add_error(None, sentences(error))
        else:
            messages.success(request, _("Đã cấp vai trò cho %(name)s.") % {"name": grant.user})
            return slips_page(request, pairs, back_url=back) if pairs else redirect(back)
    name = _name_of(place, request.day)
    context = {
        "title": _("Cấp vai trò ở %(place)s") % {"place": name},
        "form": form,
        "button": _("Cấp vai trò"),
        "cancel_url": back,
        "crumbs": _crumbs(_("Cấp vai trò")),
    }
    return render(request, "components/form_page.html", context)


@policy("grants.write")
def grant_end(request, key):
    grant = get_object_or_404(Grant.objects.visible_to(request.scope).for_list(), key=key)
    if grant.user_id == request.user.pk or not may_give(request.scope, grant.role, *_road(grant.over)):
        raise PermissionDenied
    form = EndGrantForm(request.POST or None, initial={"last_day": last_day(request.day)})
    page = reverse("branches:login_page", args=[grant.user.key])
    if request.method == "POST" and form.is_valid():
        try:
            end_grant(
                grant,
                ends_on=form.cleaned_data["ends_on"],
                on=request.day,
                by=request.user,
                scope=request.scope,
            )
        except ValidationError as error:
            form.add_error("last_day", sentences(error))
        else:
            messages.success(request, _("Đã ghi ngày kết thúc vai trò."))
            return redirect("branches:grant_list")
    words = {
        "role": role_words(grant.role),
        "name": grant.user,
        "place": names_over([grant], request.day)[grant.pk],
    }
    context = {
        "title": _("Kết thúc vai trò của %(name)s?") % words,
        "lead": _("%(role)s, %(place)s") % words,
        "consequences": [_("Từ ngày sau ngày này, người đó không còn xem và làm được gì theo vai trò này.")],
        "form": form,
        "button": _("Kết thúc vai trò"),
        "is_dangerous": True,
        "cancel_url": page,
        "crumbs": _crumbs(_("Kết thúc vai trò")),
    }
    return render(request, "components/confirm.html", context)


@policy("users.write")
def login_page(request, key):
    person = _person(request, key)
    grants = list(
        Grant.objects.visible_to(request.scope).filter(user=person).for_list().order_by("-starts_on")
    )
    context = {
        "title": person.full_name,
        "person": person,
        "rows": _rows(grants, request.day, scope=request.scope),
        "facts": [
            (_("Tên đăng nhập"), person.username),
            (_("Điện thoại"), person.phone),
            (_("Thư điện tử"), person.email),
            (_("Lần đăng nhập gần nhất"), person.last_login),
        ],
        "may_manage": may_manage(request.scope, person, request.day),
        "crumbs": _crumbs(person.full_name),
    }
    return render(request, "branches/login_page.html", context)


@policy("users.write")
@require_POST
def login_reset(request, key):
    person = _managed(request, key)
    return reset_login(request, person, back_url=reverse("branches:login_page", args=[person.key]))


@policy("users.write")
def login_lock(request, key):
    person = _managed(request, key)
    page = reverse("branches:login_page", args=[person.key])
    if request.method == "POST":
        deactivate(person, by=request.user)
        messages.success(request, _("Đã khóa tài khoản của %(name)s.") % {"name": person})
        return redirect(page)
    context = {
        "title": _("Khóa tài khoản của %(name)s?") % {"name": person},
        "consequences": [
            _("Người này bị đăng xuất ngay ở mọi thiết bị và không đăng nhập lại được."),
            _("Vai trò và phân công vẫn giữ nguyên; mở khóa thì dùng lại được."),
        ],
        "button": _("Khóa tài khoản"),
        "is_dangerous": True,
        "cancel_url": page,
        "crumbs": _crumbs(_("Khóa tài khoản")),
    }
    return render(request, "components/confirm.html", context)


@policy("users.write")
@require_POST
def login_unlock(request, key):
    person = _managed(request, key)
    reactivate(person, by=request.user)
    messages.success(request, _("Đã mở khóa tài khoản của %(name)s.") % {"name": person})
    return redirect("branches:login_page", person.key)


@transaction.atomic
def _give(request, data, place):
    """The grant, and the (user, code) pair of a login that was made for it."""
    pairs = []
    user = data["user"]
    if user is None:
        name = data["username"]
        facts = LoginFacts(full_name=data["full_name"], code=name, phone=phone_digits(name))
        pairs = make_logins([facts], by=request.user)
        user = pairs[0][0]
    grant = give_grant(
        user=user,
        role=data["role"],
        over=place,
        starts_on=data["starts_on"],
        ends_on=data["ends_on"],
        by=request.user,
        scope=request.scope,
    )
    return grant, pairs


def _rows(grants, day, scope=None):
    names = names_over(grants, day)
    return [
        {
            "key": grant.key,
            "full_name": grant.user.full_name,
            "username": grant.user.username,
            "url": reverse("branches:login_page", args=[grant.user.key]),
            "role": grant.role,
            "role_words": role_words(grant.role),
            "over": names[grant.pk],
            "starts_on": grant.starts_on,
            "ends_on": grant.ends_on,
            "last_day": last_day(grant.ends_on),
            "state": _state(grant, day),
            "may_end": scope is not None
            and grant.user_id != scope.user_id
            and (grant.ends_on is None or grant.ends_on > day)
            and may_give(scope, grant.role, *_road(grant.over)),
        }
        for grant in grants
    ]


def _state(grant, day):
    if not grant.user.is_active:
        return "locked"
    if grant.starts_on > day:
        return "to_come"
    return "running" if grant.holds_on(day) else "over"


def _place(request, kind, key):
    if kind not in MODELS:
        raise Http404
    return get_object_or_404(MODELS[kind].objects.visible_to(request.scope), key=key)


def _road(place):
    unit = place if isinstance(place, Unit) else place.unit
    return unit.access_path, unit.pk


def _name_of(place, day):
    if isinstance(place, Unit):
        return names_of({place.pk}, day).get(place.pk, "")
    if KINDS[type(place)] == "organisation":
        versions = OrganisationVersion.objects.filter(organisation=place)
        return (versions.on(day).first() or versions.order_by("-starts_on").first()).name
    return str(place)


def _person(request, key):
    """A login that has a role on the officer's ground; any other is not his to see here."""
    grants = Grant.objects.visible_to(request.scope)
    return get_object_or_404(User.objects.filter(pk__in=grants.values("user")), key=key)


def _managed(request, key):
    person = _person(request, key)
    if not may_manage(request.scope, person, request.day):
        raise PermissionDenied
    return person


def _crumbs(here):
    return [(_("Phân quyền"), reverse("branches:grant_list")), (here, None)]
