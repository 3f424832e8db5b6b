"""What the pages of the map share: the tabs of its lists, the way up, the message and where to go on."""

from django.urls import reverse
from django.utils.translation import gettext as _

from branches.models import Unit
from branches.querysets.units import chain_of
from common.pages import asked_day, day_query

# (word, URL name, what it asks of the scope)
_SECTIONS = (
    ("unit_list", "units.read"),
    ("organisation_list", "units.read"),
    ("office_holder_list", "people.read"),
    ("agency_list", "agencies.read"),
    ("zone_list", "units.read"),
)


def sections(request, here) -> list[dict]:
    """The lists of the map that the reader may open, `here` (a URL name) marked; the day goes along."""
    words = {
        "unit_list": _("Đơn vị"),
        "organisation_list": _("Tổ chức đảng"),
        "office_holder_list": _("Chức danh ở cơ sở"),
        "agency_list": _("Cơ quan"),
        "zone_list": _("Cụm xã, tiểu vùng"),
    }
    query = day_query(as_of(request), request.day)
    return [
        {"label": words[name], "url": reverse(f"branches:{name}") + query, "is_here": name == here}
        for name, permission in _SECTIONS
        if request.scope.may(permission)
    ]


def as_of(request):
    """The day that the page is asked for; kept on the request, so that filters and links read the same one."""
    if not hasattr(request, "as_of"):
        request.as_of = asked_day(request)
    return request.as_of


def list_context(request, here) -> dict:
    return {"as_of": as_of(request), "sections": sections(request, here)}


def map_crumbs(*more):
    return [(_("Địa bàn"), reverse("branches:unit_list")), *more]


def chain_crumbs(place, day, scope, today) -> list[tuple]:
    """(name, address or None) of the chain of `place` (UnitPlacement), itself last: addresses within the scope only."""
    chain = chain_of(place, day)
    keys = [key for key, _name, _level in chain]
    readable = set(Unit.objects.visible_to(scope).filter(key__in=keys).values_list("key", flat=True))
    address = reverse("branches:unit_list")
    return [
        (name, address + _with(day_query(day, today), f"thuoc={key}") if key in readable else None)
        for key, name, _level in chain
    ]


def _with(query, more):
    return f"{query}&{more}" if query else f"?{more}"
