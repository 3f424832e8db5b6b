"""Agencies: the list, and what happens to one."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from branches.actions.agencies import change_agency, close_agency, open_agency, reopen_agency
from branches.filters.bodies import AgencyFilter
from branches.forms.bodies import AgencyCloseForm, AgencyForm, AgencyOpenForm
from branches.forms.fields import OFFERED, unit_label
from branches.models import Agency, Unit, UnitVersion
from branches.querysets.scoping import within
from branches.querysets.units import names_of
from branches.tables.bodies import AgencyTable
from branches.views.shared import list_context, map_crumbs
from branches.views.steps import confirmed_step, form_step, say
from common.pages import list_page
from common.policy import policy


@policy("agencies.read")
def agency_list(request):
    may_write = request.scope.may("agencies.write")
    return list_page(
        request,
        queryset=Agency.objects.visible_to(request.scope).select_related("kind"),
        table=AgencyTable,
        filterset=AgencyFilter,
        title=_("Cơ quan"),
        template="branches/list.html",
        prepare=lambda agencies: _prepared(agencies, request.day),
        export="co-quan",
        primary=(_("Thêm cơ quan"), reverse("branches:agency_open")) if may_write else None,
        empty={
            "why": _("Chưa có cơ quan nào trong địa bàn của bạn."),
            "what": _("Hãy thêm từng cơ quan, hoặc nhập danh sách cơ quan."),
        },
        crumbs=map_crumbs((_("Cơ quan"), None)),
        context=list_context(request, "agency_list") | {"as_of": None},
    )


def _prepared(agencies, day):
    names = names_of({agency.unit_id for agency in agencies}, day)
    return [
        {
            "name": agency.name,
            "url": agency.get_absolute_url(),
            "kind": agency.kind.name,
            "place": names.get(agency.unit_id, ""),
            "code": agency.code,
            "state": "closed" if agency.closed_on and agency.closed_on <= day else "open",
        }
        for agency in agencies
    ]


@policy("agencies.write")
def agency_open(request):
    """A new agency; `?o=` (a unit's key) fills the form."""
    among = _units(request)
    versions = UnitVersion.objects.on(request.day).filter(unit__in=among).order_by("level", "sort_key")
    chosen = versions.filter(unit__key=request.GET.get("o", "")).first() or versions.first()
    form = AgencyOpenForm(
        request.POST or None,
        among=among,
        day=request.day,
        offers=[unit_label(row) for row in versions[:OFFERED]],
        initial={"unit": unit_label(chosen) if chosen else ""},
    )

    def act(form):
        made = open_agency(by=request.user, on=request.day, **form.cleaned_data)
        say(request, _("Đã thêm %(name)s.") % {"name": made.name})
        return made

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Thêm cơ quan"),
        button=_("Thêm cơ quan"),
        back=reverse("branches:agency_list"),
        done=lambda made: made.get_absolute_url(),
        crumbs=_crumbs((_("Thêm cơ quan"), None)),
    )


def _units(request):
    """Where one may add an agency: the permission to write agencies, not that to write the map."""
    reach = request.scope.reach("agencies.write")
    return Unit.objects.filter(within(reach, ""))


@policy("agencies.write")
def agency_change(request, key):
    agency = _agency(request, key)
    form = AgencyForm(
        request.POST or None, initial={"name": agency.name, "kind": agency.kind_id, "code": agency.code}
    )

    def act(form):
        data = {name: value for name, value in form.cleaned_data.items() if name != "code" or value}
        change_agency(agency, by=request.user, **data)
        say(request, _("Đã sửa %(name)s.") % {"name": form.cleaned_data["name"]})

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Sửa %(name)s") % {"name": agency.name},
        lead=_("Tên mới thay tên cũ ở mọi nơi; tên cũ vẫn xem được trong lịch sử sửa đổi."),
        button=_("Ghi"),
        back=agency.get_absolute_url(),
        done=lambda result: agency.get_absolute_url(),
        crumbs=_crumbs((agency.name, agency.get_absolute_url()), (_("Sửa"), None)),
    )


@policy("agencies.write")
def agency_close(request, key):
    """Ends an agency, or merges it into another."""
    agency = _agency(request, key)
    others = Agency.objects.visible_to(request.scope).open_on(request.day).exclude(pk=agency.pk)
    form = AgencyCloseForm(
        request.POST or None,
        among=others,
        near=others.filter(unit=agency.unit_id).order_by("sort_key"),
        initial={"on": request.day},
    )

    def act(form):
        closed = close_agency(agency, by=request.user, **form.cleaned_data)
        say(request, _("Đã ghi ngày kết thúc của %(name)s.") % {"name": agency.name})
        return closed

    def effects(form, closed):
        words = [
            _("%(name)s không còn từ ngày %(day)s.")
            % {"name": agency.name, "day": date_format(closed.closed_on, "d/m/Y")}
        ]
        if closed.merged_into:
            words.append(_("Trang của cơ quan dẫn sang %(name)s.") % {"name": closed.merged_into.name})
        words.append(_("Chức vụ của cán bộ ở đây không tự chuyển: hãy ghi chức vụ mới cho từng người."))
        return words

    return confirmed_step(
        request,
        form=form,
        act=act,
        effects=effects,
        title=_("Kết thúc, sáp nhập %(name)s") % {"name": agency.name},
        question=_("Kết thúc %(name)s?") % {"name": agency.name},
        button=_("Kết thúc cơ quan"),
        back=agency.get_absolute_url(),
        done=lambda closed: agency.get_absolute_url(),
        crumbs=_crumbs((agency.name, agency.get_absolute_url()), (_("Kết thúc"), None)),
        is_dangerous=True,
    )


def _agency(request, key):
    agency = get_object_or_404(Agency.objects.visible_to(request.scope).select_related("kind"), key=key)
    if not Agency.objects.writable_by(request.scope).filter(pk=agency.pk).exists():
        raise PermissionDenied
    return agency


def _crumbs(*more):
    return map_crumbs((_("Cơ quan"), reverse("branches:agency_list")), *more)


@policy("agencies.write")
@require_POST
def agency_reopen(request, key):
    """Takes back an end that was entered by mistake."""
    agency = reopen_agency(_agency(request, key), by=request.user)
    say(request, _("%(name)s hoạt động trở lại.") % {"name": agency.name})
    return redirect(agency)
