"""Zones: clusters of communes, their list and what happens to one."""

from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from branches.actions.zones import change_zone, close_zone, open_zone, set_members
from branches.filters.bodies import ZoneFilter
from branches.forms.bodies import ClosingForm, MembersForm, ZoneForm, ZoneOpenForm
from branches.models import Unit, Zone, ZoneMember
from branches.querysets.browsing import tops_of
from branches.querysets.units import names_of
from branches.tables.bodies import ZoneTable
from branches.views.shared import as_of, list_context, map_crumbs
from branches.views.steps import confirmed_step, form_step, say
from common.pages import day_query, list_page
from common.policy import policy


@policy("units.read")
def zone_list(request):
    day = as_of(request)
    own = _own_unit(request)
    return list_page(
        request,
        queryset=Zone.objects.visible_to(request.scope).order_by("sort_key"),
        table=ZoneTable,
        filterset=ZoneFilter,
        title=_("Cụm xã, tiểu vùng"),
        template="branches/list.html",
        prepare=lambda zones: _prepared(zones, day, request.day),
        export="cum-xa",
        primary=(_("Thêm cụm xã"), reverse("branches:zone_open", args=[own.key])) if own else None,
        empty={
            "why": _("Chưa có cụm xã, tiểu vùng nào trong địa bàn của bạn."),
            "what": _("Cụm là một số xã do một đồng chí phụ trách, như tiểu vùng, tiểu khu."),
        },
        crumbs=map_crumbs((_("Cụm xã, tiểu vùng"), None)),
        context=list_context(request, "zone_list"),
    )


def _prepared(zones, day, today):
    names = names_of({zone.unit_id for zone in zones}, day)
    members = ZoneMember.objects.on(day).filter(zone__in=[zone.pk for zone in zones]).order_by()
    counts = dict(members.values_list("zone").annotate(number=Count("pk")))
    query = day_query(day, today)
    return [
        {
            "name": zone.name,
            "url": zone.get_absolute_url() + query,
            "kind": zone.kind,
            "place": names.get(zone.unit_id, ""),
            "members": counts.get(zone.pk, 0),
            "code": zone.code,
            "starts_on": zone.starts_on,
            "ends_on": zone.ends_on,
        }
        for zone in zones
    ]


def _own_unit(request):
    """The highest unit of today whose map one may write: whose committee makes zones."""
    if not request.scope.may("units.write"):
        return None
    writable = Unit.objects.writable_by(request.scope)
    top = tops_of(request.scope, request.day).filter(unit__in=writable).order_by("level", "path")
    place = top.select_related("unit").first()
    return place.unit if place else None


@policy("units.write")
def zone_open(request, key):
    unit = get_object_or_404(Unit.objects.visible_to(request.scope), key=key)
    if not Unit.objects.writable_by(request.scope).filter(pk=unit.pk).exists():
        raise PermissionDenied
    form = ZoneOpenForm(request.POST or None, unit=unit, day=request.day, initial={"starts_on": request.day})

    def act(form):
        zone = open_zone(unit=unit, by=request.user, **form.cleaned_data)
        say(request, _("Đã lập %(name)s.") % {"name": zone.name})
        return zone

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Thêm cụm xã ở %(name)s") % {"name": names_of([unit.pk], request.day).get(unit.pk, "")},
        button=_("Lập cụm"),
        back=reverse("branches:zone_list"),
        done=lambda zone: zone.get_absolute_url(),
        crumbs=_crumbs((_("Thêm cụm xã"), None)),
    )


@policy("units.write")
def zone_change(request, key):
    zone = _zone(request, key)
    form = ZoneForm(request.POST or None, initial={"name": zone.name, "kind": zone.kind, "code": zone.code})

    def act(form):
        data = {name: value for name, value in form.cleaned_data.items() if name != "code" or value}
        change_zone(zone, by=request.user, **data)
        say(request, _("Đã sửa %(name)s.") % {"name": data["name"]})

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Sửa %(name)s") % {"name": zone.name},
        button=_("Ghi"),
        back=zone.get_absolute_url(),
        done=lambda result: zone.get_absolute_url(),
        crumbs=_crumbs((zone.name, zone.get_absolute_url()), (_("Sửa"), None)),
    )


@policy("units.write")
def zone_members(request, key):
    zone = _zone(request, key)
    present = zone.members.on(as_of(request)).values_list("unit__key", flat=True)
    form = MembersForm(
        request.POST or None,
        unit=zone.unit,
        day=request.day,
        present=list(present),
        initial={"on": request.day},
    )

    def act(form):
        set_members(zone, members=form.cleaned_data["members"], on=form.cleaned_data["on"], by=request.user)
        say(request, _("Đã ghi các xã của %(name)s.") % {"name": zone.name})

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Các xã của %(name)s") % {"name": zone.name},
        lead=_("Xã được chọn hay bỏ chọn có hiệu lực từ ngày ghi dưới đây; trước đó vẫn như cũ."),
        button=_("Ghi các xã"),
        back=zone.get_absolute_url(),
        done=lambda result: zone.get_absolute_url(),
        crumbs=_crumbs((zone.name, zone.get_absolute_url()), (_("Các xã"), None)),
    )


@policy("units.write")
def zone_close(request, key):
    zone = _zone(request, key)
    form = ClosingForm(request.POST or None)

    def act(form):
        closed = close_zone(zone, on=form.cleaned_data["on"], by=request.user)
        say(request, _("Đã ghi ngày kết thúc của %(name)s.") % {"name": zone.name})
        return closed

    def effects(form, closed):
        words = {"name": zone.name, "day": date_format(closed.ends_on, "d/m/Y")}
        return [
            _("%(name)s không còn từ ngày %(day)s; các xã trong cụm không thay đổi gì khác.") % words,
            _("Người phụ trách cụm không còn xem được các xã này theo cụm."),
        ]

    return confirmed_step(
        request,
        form=form,
        act=act,
        effects=effects,
        title=_("Kết thúc %(name)s") % {"name": zone.name},
        question=_("Kết thúc %(name)s?") % {"name": zone.name},
        button=_("Kết thúc cụm"),
        back=zone.get_absolute_url(),
        done=lambda closed: zone.get_absolute_url(),
        crumbs=_crumbs((zone.name, zone.get_absolute_url()), (_("Kết thúc"), None)),
        is_dangerous=True,
    )


def _zone(request, key):
    zone = get_object_or_404(Zone.objects.visible_to(request.scope).select_related("unit"), key=key)
    if not Zone.objects.writable_by(request.scope).filter(pk=zone.pk).exists():
        raise PermissionDenied
    return zone


def _crumbs(*more):
    return map_crumbs((_("Cụm xã, tiểu vùng"), reverse("branches:zone_list")), *more)
