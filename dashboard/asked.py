"""What a coverage page is asked for: the scheme, the area and the day, all of it in the address."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import OuterRef, Q, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignments.coverage import Coverage, alike, level_key
from assignments.querysets.coverage import areas_of, default_scheme, keys_of, schemes_over
from assignments.querysets.targets import HAMLET_LEVEL, place_on
from branches.models import Unit, UnitPlacement, UnitVersion
from branches.querysets.units import names_of_keys
from common.pages import asked_day
from dashboard.addresses import AREA, SCHEME, TOGETHER, coverage_address, who_follows_address


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
    others: tuple = ()
    # Whether the reader reads the rows of the area's households, and so opens them.
    reads_households: bool = False

    @cached_property
    def coverage(self) -> Coverage:
        return Coverage(self.scheme, self.area, self.day, self.place, self.others)

    @property
    def scheme_words(self) -> str:
        """The scheme's name, or how many follow the same."""
        if not self.others:
            return self.scheme.name
        number = len(self.others) + 1
        return ngettext(
            "%(number)s chủ trương cùng cấp: %(what)s", "%(number)s chủ trương cùng cấp: %(what)s", number
        ) % {"number": number, "what": level_name(self.scheme)}

    @cached_property
    def area_name(self) -> str:
        if self.place:
            return self.place.version.name
        return names_of_keys([self.area.key], self.day).get(self.area.key, "")

    def address(self, name="coverage", *, area_key=None):
        """The same question of another list, or of another area."""
        return coverage_address(
            name,
            scheme=self.scheme,
            together=bool(self.others),
            area_key=area_key or self.area.key,
            day=self.day,
            today=self.today,
        )

    def address_of_level(self, schemes):
        """The same area under linked schemes that follow the same."""
        return coverage_address(
            scheme=schemes[0],
            together=len(schemes) > 1,
            area_key=self.area.key,
            day=self.day,
            today=self.today,
        )

    def address_below(self, child):
        """Down to a unit under the area: under the same scheme, or under what concerns it where it is itself a target;
        a hamlet leads to who follows it."""
        scheme = self.scheme
        is_target = scheme.target_kind == "unit" and child.level == (scheme.target_level_id or HAMLET_LEVEL)
        if is_target and child.level == HAMLET_LEVEL:
            return who_follows_address(child.unit_key, day=self.day, today=self.today)
        if is_target or self.others:
            return coverage_address(area_key=child.unit_key, day=self.day, today=self.today)
        return self.address(area_key=child.unit_key)


def level_name(scheme) -> str:
    """What a scheme follows, in words."""
    words = {
        "branch": _("Chi bộ"),
        "zone": _("Cụm xã, tiểu vùng"),
        "group": _("Tổ, nhóm hộ"),
        "household": _("Hộ gia đình"),
    }
    key = level_key(scheme)
    return words.get(key) or (str(scheme.target_level) if scheme.target_level else _("Ấp, thôn, khu phố"))


def ask(request, area, day) -> Asked:
    """What is asked of `area` on `day`: the scheme of the address (by code or key), or the nearest. Raises Http404 for a scheme that does
    not concern the area."""
    place = place_on(area, day)
    schemes = list(schemes_over(place, day).order_by("sort_key", "pk")) if place else []
    wanted = request.GET.get(SCHEME, "").strip()
    if wanted:
        scheme = next((each for each in schemes if wanted in (each.code, each.key)), None)
        if place and scheme is None:
            raise Http404
    else:
        scheme = default_scheme(schemes, place, day)
    asked = Asked(area, day, request.day, place, schemes, scheme)
    asked.reads_households = request.scope.reach("households.read").covers(area.access_path, area.pk)
    if scheme and request.GET.get(TOGETHER):
        asked.others = tuple(alike(scheme, Coverage(scheme, area, day, place).linked))
    return asked


def highest_areas(scope, day) -> list[Unit]:
    """The units at the top of what one may read: those that stand first, then the highest, then by name."""
    reach = scope.reach("coverage.read")
    names = UnitVersion.objects.filter(unit=OuterRef("pk"), starts_on__lte=day).order_by("-starts_on")
    # A closed unit is found at its successor's path: only its own key at the end makes it the top.
    tops = {prefix.split(".")[-2] for prefix in reach.prefixes}
    units = areas_of(scope).filter(Q(key__in=tops) | Q(pk__in=reach.unit_ids))
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
