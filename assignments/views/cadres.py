"""Cadres: the list, the page of one, a new one, what is written about one."""

from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from assignments.actions.cadres import change_cadre, register_cadre
from assignments.addresses import address_of
from assignments.facts.cadres import (
    cadre_rows,
    described,
    followed_rows,
    gaps_left_by,
    login_state,
    position_rows,
    state_of,
)
from assignments.filters.cadres import CadreFilter
from assignments.forms.cadres import CadreForm, NewCadreForm
from assignments.models import Assignment, Cadre, TeamMember
from assignments.querysets.cadres import likely_same, positions_by_cadre, posts_by_cadre
from assignments.tables.cadres import LOGINS, STATES, CadreTable
from assignments.views.people import cadre_crumbs, day_words, may_write, visible_cadre, writable_cadre
from branches.actions.grants import may_manage
from branches.forms.fields import unit_label
from branches.models import UnitVersion
from branches.querysets.units import names_of
from branches.views.steps import form_step, say
from common.pages import list_page
from common.policy import SIGNED_IN, policy

FORMER_SHOWN = 50


@policy("cadres.read")
def cadre_list(request):
    """Those who serve today, unless others are asked for."""
    scope, day = request.scope, request.day
    rows = Cadre.objects.visible_to(scope).persons()
    may_add = scope.may("cadres.write")
    return list_page(
        request,
        queryset=rows if request.GET.get("tinh_trang") else rows.serving_on(day),
        table=CadreTable,
        filterset=CadreFilter,
        title=_("Cán bộ"),
        prepare=lambda cadres: cadre_rows(cadres, scope, day),
        export="can-bo",
        primary=(_("Thêm cán bộ"), reverse("assignments:cadre_new")) if may_add else None,
        links=_list_links(scope),
        empty={
            "why": _("Chưa có cán bộ nào trong địa bàn của bạn."),
            "what": _("Hãy thêm từng người, hoặc nhập danh sách cán bộ."),
            "url": reverse("assignments:cadre_new") if may_add else None,
            "action": _("Thêm cán bộ"),
        },
    )


def _list_links(scope):
    links = [
        ("cadres.read", _("Tổ công tác"), "assignments:team_list"),
        ("cadres.write", _("Hồ sơ trùng"), "assignments:cadre_doubles"),
        ("users.write", _("Lập tài khoản"), "assignments:logins_make"),
        ("evidence.read", _("Kết quả năm"), "dashboard:evidence_list"),
    ]
    found = [(label, address_of(name)) for permission, label, name in links if scope.may(permission)]
    return [(label, url) for label, url in found if url]


@policy(SIGNED_IN)
def cadre_page(request, key):
    """Readers of his system and he himself see all of it; his employer the name, the post and what he follows."""
    cadre, scope, day = visible_cadre(request, key), request.scope, request.day
    is_own = cadre.pk in scope.cadre_ids
    in_full = is_own or may_write(scope, cadre.unit, "cadres.read")
    writes = may_write(scope, cadre.unit) and not cadre.merged_into_id
    logs_in = may_write(scope, cadre.unit, "users.write") and not cadre.merged_into_id
    posts = posts_by_cadre([cadre.pk], day)
    context = {
        "title": cadre.full_name,
        "lead": posts.get(cadre.pk, ""),
        "cadre": cadre,
        "state": STATES[state_of(cadre, day)],
        "merged_into": _seen(scope, cadre.merged_into),
        "facts": _facts(cadre, scope, day) if in_full else [],
        "in_full": in_full,
        "is_own": is_own,
        **_positions(cadre, day, in_full),
        **_followed(cadre, scope, day),
        "teams": TeamMember.objects.filter(cadre=cadre).select_related("team").order_by("-starts_on", "pk")
        if in_full
        else [],
        "may_open_teams": scope.may("cadres.read"),
        "gaps": _gaps(cadre, scope, day),
        "doubles": _doubles(cadre, scope, day) if writes else [],
        "login": LOGINS[login_state(cadre.user)],
        "may_write": writes,
        "may_let_go": writes and not cadre.left_on,
        "may_log_in": logs_in,
        "may_make_login": logs_in and cadre.user is None and not cadre.left_on,
        "may_manage": logs_in and cadre.user is not None and may_manage(scope, cadre.user, day),
        "history_url": address_of("dashboard:history", "can-bo", cadre.key)
        if may_write(scope, cadre.unit, "history.read")
        else None,
        "raised_url": _raised_url(cadre, scope),
        "year_url": address_of("dashboard:evidence_page", cadre.key)
        if is_own or may_write(scope, cadre.unit, "evidence.read")
        else None,
        "crumbs": cadre_crumbs(request, cadre.full_name),
    }
    return render(request, "assignments/cadre_page.html", context)


def _raised_url(cadre, scope):
    """What he raised: his own list, or the committee's of him."""
    if cadre.pk in scope.cadre_ids:
        return address_of("matters:own_list")
    url = address_of("matters:recommendation_list") if scope.may("matters.read") else None
    return f"{url}?can_bo={cadre.key}" if url else None


@policy("cadres.write")
def cadre_new(request):
    form = NewCadreForm(
        request.POST or None, scope=request.scope, day=request.day, initial={"starts_on": request.day}
    )

    def act(form):
        data = {name: form.cleaned_data[name] for name in NewCadreForm.field_order}
        made = register_cadre(by=request.user, **data)
        say(request, _("Đã thêm %(name)s.") % {"name": made})
        return made

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Thêm cán bộ"),
        button=_("Thêm cán bộ"),
        back=reverse("assignments:cadre_list"),
        done=lambda made: made.get_absolute_url(),
        crumbs=cadre_crumbs(request, _("Thêm cán bộ")),
        template="assignments/cadre_form.html",
    )


@policy("cadres.write")
def cadre_change(request, key):
    cadre = writable_cadre(request, key)
    labels = _unit_labels([cadre.unit, cadre.home_unit], request.day)
    form = CadreForm(
        request.POST or None,
        scope=request.scope,
        day=request.day,
        cadre=cadre,
        already={label: unit for unit, label in labels.items()},
        initial={
            "full_name": cadre.full_name,
            "phone": cadre.phone,
            "email": cadre.email,
            "unit": labels.get(cadre.unit, ""),
            "home_unit": labels.get(cadre.home_unit, ""),
            "expertise": cadre.expertise,
            "code": cadre.code,
        },
    )

    def act(form):
        changed = change_cadre(cadre, by=request.user, **form.changes)
        say(request, _("Đã sửa hồ sơ của %(name)s.") % {"name": changed})
        return changed

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Sửa hồ sơ của %(name)s") % {"name": cadre},
        lead=_("Chức vụ và phân công có trang riêng; ở đây sửa những gì ghi về người."),
        button=_("Ghi"),
        back=cadre.get_absolute_url(),
        done=lambda changed: changed.get_absolute_url(),
        crumbs=cadre_crumbs(request, _("Sửa"), cadre),
        template="assignments/cadre_form.html",
    )


def _unit_labels(units, day) -> dict:
    """{unit: its name and code}, on `day` or as last before it."""
    found: dict = {}
    rows = UnitVersion.objects.filter(unit__in=[unit for unit in units if unit]).order_by("starts_on")
    for version in rows.select_related("unit"):
        if version.unit not in found or version.starts_on <= day:
            found[version.unit] = unit_label(version)
    return found


def _facts(cadre, scope, day):
    names = names_of({cadre.unit_id, cadre.home_unit_id} - {None}, day)
    return [
        (_("Mã"), cadre.code),
        (_("Thuộc"), names.get(cadre.unit_id, "")),
        (_("Điện thoại"), cadre.phone),
        (_("Thư điện tử"), cadre.email),
        (_("Nơi cư trú"), names.get(cadre.home_unit_id, "")),
        (_("Chuyên môn"), cadre.expertise),
        (_("Bắt đầu"), day_words(cadre.started_on)),
        (_("Thôi từ ngày"), day_words(cadre.left_on) if cadre.left_on else ""),
        (_("Lý do thôi"), cadre.get_leaving_reason_display() if cadre.left_on else ""),
    ]


def _positions(cadre, day, in_full):
    rows = cadre.positions.select_related("post__group", "group", "agency", "organisation")
    rows = rows.order_by("-is_primary", "-starts_on", "pk")
    found = {"positions": position_rows(rows.during(day, None), day)}
    return found | {"former_positions": position_rows(rows.filter(ends_on__lte=day), day) if in_full else []}


def _followed(cadre, scope, day):
    """His own and his teams' places, now (or to come) and before."""
    teams = TeamMember.objects.on(day).filter(cadre=cadre).values("team")
    rows = Assignment.objects.visible_to(scope).standing().for_list()
    own, teams_rows = rows.of_person(cadre), rows.filter(team__in=teams)
    return {
        "followed": followed_rows(
            [*own.during(day, None).order_by("starts_on", "pk"), *teams_rows.during(day, None)], day
        ),
        "formerly": followed_rows(
            own.filter(ends_on__lte=day).order_by("-ends_on", "-pk")[:FORMER_SHOWN], day
        ),
    }


def _gaps(cadre, scope, day):
    """[(place, scheme, first day without, the board's address)] of what his leaving left to fill."""
    board = address_of("assignments:board") if scope.may("assignments.write") else None
    found = []
    for gap in gaps_left_by(cadre, scope, day):
        query = {"chu-truong": gap.row.scheme.key, "trong": "1", "noi": gap.row.unit.key}
        if gap.day > day:
            query["ngay"] = gap.day.isoformat()
        found.append((gap.name, gap.row.scheme.name, gap.day, board and f"{board}?{urlencode(query)}"))
    return found


def _doubles(cadre, scope, day):
    rows = positions_by_cadre([cadre.pk], day).get(cadre.pk, ())
    agencies = {row.agency_id: row.agency for row in rows if row.agency}
    among = Cadre.objects.visible_to(scope).exclude(pk=cadre.pk)
    found: dict = {}
    for agency in [*agencies.values(), None]:
        for other in likely_same(cadre.full_name, day=day, agency=agency, phone=cadre.phone, among=among):
            found[other.pk] = other
    return described(list(found.values()), day)


def _seen(scope, cadre):
    return Cadre.objects.visible_to(scope).filter(pk=cadre.pk).first() if cadre else None
