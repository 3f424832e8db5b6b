"""Browsing the tree on any day."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from branches.exports import unit_export, unit_lines
from branches.facts.units import counts_in_words
from branches.filters.units import UNIT_FILTERS, UnitFilter
from branches.models import Level, Unit, UnitAlias, UnitPlacement
from branches.querysets.browsing import counts_below, tops_of
from branches.querysets.units import names_of, names_of_keys, placements_by_unit, undecided_on
from branches.tables.units import ChildTable, UnitTable
from branches.views.shared import as_of, chain_crumbs, list_context, map_crumbs
from common.pages import day_query, list_page
from common.policy import policy

UNDECIDED_SHOWN = 20


@policy("units.read")
def unit_list(request):
    """The tops of one's ground, or what is directly beneath `?thuoc=`; with a filter, everything beneath that matches."""
    day = as_of(request)
    area = _area(request, day)
    is_filtered = any(request.GET.get(name) for name in UNIT_FILTERS)
    place = placements_by_unit([area.pk], day).get(area.pk) if area else None
    return list_page(
        request,
        queryset=_rows(request.scope, area, day, is_filtered).select_related(
            "unit", "version__kind", "version__level"
        ),
        table=UnitTable if is_filtered or not area else ChildTable,
        filterset=UnitFilter,
        title=_("Đơn vị trực thuộc %(name)s") % {"name": place.version.name} if place else _("Địa bàn"),
        template="branches/unit_list.html",
        prepare=lambda places: _prepared(places, day, request),
        export=unit_export(),
        empty=_why_empty(place),
        primary=_adding(request, area),
        links=_links(request),
        crumbs=map_crumbs(*_crumbs(request, place, day)) if place else (),
        context={
            **list_context(request, "unit_list"),
            "area": area,
            "area_url": area.get_absolute_url() + day_query(day, request.day) if area else "",
            "area_name": place.version.name if place else "",
            "undecided": [] if is_filtered or request.GET.get("thuoc") else _undecided(request, day),
        },
    )


def _area(request, day):
    """The unit of `?thuoc=`; without it, and where one's ground has a single top with something beneath, that one."""
    key = request.GET.get("thuoc")
    if key:
        return get_object_or_404(Unit.objects.visible_to(request.scope), key=key)
    tops = list(tops_of(request.scope, day).select_related("unit")[:2])
    if len(tops) == 1 and UnitPlacement.objects.on(day).filter(version__parent=tops[0].unit).exists():
        return tops[0].unit
    return None


def _rows(scope, area, day, is_filtered):
    rows = UnitPlacement.objects.on(day).visible_to(scope)
    if area and is_filtered:
        rows = UnitPlacement.objects.on(day).under(area).visible_to(scope)
    elif area:
        rows = rows.filter(version__parent=area)
    elif not is_filtered:
        rows = tops_of(scope, day)
    return rows.order_by("level", "version__sort_key", "version__code")


def _prepared(places, day, request):
    """Rows as the table and the export take them; six queries however many there are."""
    below = counts_below([place.path for place in places], day)
    keys = {key for place in places for key in place.path.split(".")[:-2]}
    names = names_of_keys(keys, day)
    levels = {level.number: level.name for level in Level.objects.all()}
    aliases: dict = {}
    for alias in UnitAlias.objects.filter(unit__in=[place.unit_id for place in places]).order_by("name"):
        aliases.setdefault(alias.unit_id, []).append(alias.name)
    is_export = request.GET.get("export") == "xlsx"
    lines = unit_lines(places, day, aliases) if is_export else [None] * len(places)
    query = day_query(day, request.day)
    return [
        {
            "name": place.version.name,
            "url": place.unit.get_absolute_url() + query,
            "note": _("còn gọi là %(names)s") % {"names": ", ".join(aliases[place.unit_id])}
            if place.unit_id in aliases
            else "",
            "kind": place.version.kind.name if place.version.kind else levels.get(place.level, ""),
            "code": place.version.code,
            "above": ", ".join(names.get(key, "") for key in reversed(place.path.split(".")[:-2])),
            "below": counts_in_words(below[place.path], levels),
            "line": line,
        }
        for place, line in zip(places, lines, strict=True)
    ]


def _why_empty(place):
    if place:
        return {"why": _("Ngày này %(name)s không có đơn vị trực thuộc nào.") % {"name": place.version.name}}
    return {
        "why": _("Ngày này chưa có đơn vị nào trong địa bàn của bạn."),
        "what": _("Hãy chọn ngày khác, hoặc nhập danh sách đơn vị."),
    }


def _adding(request, area):
    if area is None or not request.scope.reach("units.write").covers(area.access_path, area.pk):
        return None
    return (_("Thêm đơn vị"), reverse("branches:unit_open", args=[area.key]))


def _links(request):
    may_write = request.scope.may("units.write")
    return [(_("Danh mục"), reverse("branches:reference_list"))] if may_write else []


def _crumbs(request, place, day):
    crumbs = chain_crumbs(place, day, request.scope, request.day)
    return [*crumbs[:-1], (crumbs[-1][0], None)]


def _undecided(request, day):
    """(name, address) of units that exist on the day and stand nowhere."""
    units = list(undecided_on(day).visible_to(request.scope)[:UNDECIDED_SHOWN])
    names = names_of([unit.pk for unit in units], day) if units else {}
    return [(names.get(unit.pk, ""), unit.get_absolute_url()) for unit in units]
