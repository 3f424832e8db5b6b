"""What a coverage page is asked for: the scheme, the area and the day, all of it in the address."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import OuterRef, Q, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from assignments.coverage import Coverage
from assignments.querysets.coverage import areas_of, default_scheme, keys_of, schemes_over
from assignments.querysets.targets import place_on
from branches.models import Unit, UnitPlacement, UnitVersion
from branches.querysets.units import names_of_keys
from common.pages import asked_day
from dashboard.addresses import AREA, SCHEME, coverage_address


@dataclass
class Asked:
    """`area` on `day` under `scheme`, one of `schemes` (those that concern it; None where there is none). `place` is
    None where the area does not stand that day."""

    area: Unit
    day: date
    today: date
    place: UnitPlacement | None
    schemes: list
    scheme: object | None

    @cached_property
    def coverage(self) -> Coverage:
        return Coverage(self.scheme, self.area, self.day, self.place)

    @cached_property
    def area_name(self) -> str:
        if self.place:
            return self.place.version.name
        return names_of_keys([self.area.key], self.day).get(self.area.key, "")

    def address(self, name="coverage", *, area_key=None, scheme=None):
        return coverage_address(
            name,
            scheme=scheme or self.scheme,
            area_key=area_key or self.area.key,
            day=self.day,
            today=self.today,
        )


def ask(request, area, day) -> Asked:
    """What is asked of `area` on `day`: the scheme of the address, or the nearest. Raises Http404 for a scheme that does
    not concern the area."""
    place = place_on(area, day)
    schemes = list(schemes_over(place, day).order_by("sort_key", "pk")) if place else []
    code = request.GET.get(SCHEME, "")
    if code:
        scheme = next((each for each in schemes if each.code == code), None)
        if place and scheme is None:
            raise Http404
    else:
        scheme = default_scheme(schemes, place, day)
    return Asked(area, day, request.day, place, schemes, scheme)


def highest_areas(scope, day) -> list[Unit]:
    """The units at the top of what one may read: those that stand first, then the highest, then by name."""
    reach = scope.reach("coverage.read")
    names = UnitVersion.objects.filter(unit=OuterRef("pk"), starts_on__lte=day).order_by("-starts_on")
    units = areas_of(scope).filter(Q(access_path__in=reach.prefixes) | Q(pk__in=reach.unit_ids))
    units = units.annotate(sort_key=Subquery(names.values("sort_key")[:1]))
    return sorted(
        units,
        key=lambda unit: (
            unit.closed_on is not None,
            unit.access_path.count("."),
            unit.sort_key or "",
            unit.pk,
        ),
    )


def asked_of(request) -> Asked | None:
    """What the request asks for; None where the reader has no unit at all. Raises Http404 outside of his ground."""
    day = asked_day(request)
    key = request.GET.get(AREA, "")
    if key:
        area = get_object_or_404(areas_of(request.scope), key=key)
    else:
        area = next(iter(highest_areas(request.scope, day)), None)
    return ask(request, area, day) if area else None


def asked_or_404(request) -> Asked:
    """The same for a list, which needs a scheme."""
    asked = asked_of(request)
    if asked is None or asked.scheme is None:
        raise Http404
    return asked


def crumbs_of(request, asked) -> list:
    """The chain above the area on the day; those that one may read lead to their own page."""
    crumbs = [(_("Độ phủ"), coverage_address(day=asked.day, today=asked.today))]
    keys = keys_of(asked.place.path) if asked.place else [asked.area.key]
    names = names_of_keys(keys, asked.day)
    readable = set(areas_of(request.scope).filter(key__in=keys).values_list("key", flat=True))
    for key in keys:
        is_here = key == asked.area.key
        url = asked.address(area_key=key) if key in readable and not is_here else None
        crumbs.append((names.get(key, ""), url))
    return crumbs
