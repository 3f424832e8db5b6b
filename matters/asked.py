"""What the page of the board's numbers is asked for: the area, the day, the days of raising; all of it in the address."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import OuterRef, Q, Subquery
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from branches.models import Unit, UnitVersion
from branches.querysets.scoping import within
from branches.querysets.units import names_of_keys, placements_by_unit
from common.pages import DAY, asked_day, read_day
from matters.ageing import Ageing

AREA, FROM, UNTIL = "dia-ban", "tu", "den"
PERMISSION = "matters.figures"
_ONE_DAY = timedelta(days=1)


@dataclass
class Asked:
    """`starts_on` and `ends_on`: raised in `[starts_on, ends_on)`, None where nothing is said."""

    ageing: Ageing
    today: date

    @property
    def area(self) -> Unit:
        return self.ageing.area

    @property
    def last(self) -> date | None:
        return self.ageing.ends_on and self.ageing.ends_on - _ONE_DAY

    @cached_property
    def keys(self) -> list[str]:
        """From the province down to the area."""
        place = placements_by_unit([self.area.pk], self.ageing.on).get(self.area.pk)
        return place.path.split(".")[:-1] if place else [self.area.key]

    @cached_property
    def names(self) -> dict:
        return names_of_keys(self.keys, self.ageing.on)

    @property
    def area_name(self) -> str:
        return self.names.get(self.area.key, "")

    def address(self, area_key=None) -> str:
        """The same question of another area."""
        query = {AREA: area_key or self.area.key}
        if self.ageing.on != self.today:
            query[DAY] = self.ageing.on.isoformat()
        if self.ageing.starts_on:
            query[FROM] = self.ageing.starts_on.isoformat()
        if self.last:
            query[UNTIL] = self.last.isoformat()
        return f"{reverse('matters:ageing_page')}?{urlencode(query)}"


def asked_of(request) -> Asked | None:
    """None where the reader has no unit at all. Raises Http404 outside of his ground."""
    area = _area(request)
    if area is None:
        return None
    ageing = Ageing(request.scope, area, request.day)
    if ageing.reads_rows:
        # Whoever reads numbers only is told those of today: two periods that differ by a day would tell him one matter.
        ageing = Ageing(request.scope, area, asked_day(request), *_period(request))
    return Asked(ageing, request.day)


def highest_area(scope, day) -> Unit | None:
    """The unit at the top of what one may count: one that stands first, then the highest, then by name."""
    reach = scope.reach(PERMISSION)
    names = UnitVersion.objects.filter(unit=OuterRef("pk"), starts_on__lte=day).order_by("-starts_on")
    tops = {prefix.split(".")[-2] for prefix in reach.prefixes}
    units = _areas(scope).filter(Q(key__in=tops) | Q(pk__in=reach.unit_ids))
    units = units.annotate(sort_key=Subquery(names.values("sort_key")[:1]))
    return min(
        units,
        key=lambda unit: (
            unit.closed_on is not None,
            unit.access_path.count("."),
            unit.sort_key or "",
            unit.pk,
        ),
        default=None,
    )


def crumbs_of(request, asked) -> list:
    """The chain above the area; those that one may count lead to the same question about them."""
    reach, found = request.scope.reach(PERMISSION), asked.area.access_path.split(".")
    crumbs = [(_("Số liệu kiến nghị"), reverse("matters:ageing_page"))]
    for key in asked.keys:
        above = ".".join(found[: found.index(key) + 1]) + "." if key in found else ""
        leads = key != asked.area.key and above and reach.covers(above)
        crumbs.append((asked.names.get(key, ""), asked.address(key) if leads else None))
    return crumbs


def _areas(scope):
    return Unit.objects.filter(within(scope.reach(PERMISSION), unit=""))


def _area(request) -> Unit | None:
    key = request.GET.get(AREA, "")
    if key:
        return get_object_or_404(_areas(request.scope), key=key)
    return highest_area(request.scope, request.day)


def _period(request) -> tuple[date | None, date | None]:
    """What is no day is said and left out; a reversed period is turned round."""
    said = {}
    for name in (FROM, UNTIL):
        text = request.GET.get(name, "").strip()
        said[name] = read_day(text) if text else None
        if text and said[name] is None:
            words = _("“%(text)s” không phải là ngày. Hãy viết như 24/11/2026.")
            messages.warning(request, words % {"text": text[:20]})
    first, last = said[FROM], said[UNTIL]
    if first and last and first > last:
        messages.warning(request, _("Ngày đầu sau ngày cuối; đang xem ngược lại cho đúng thứ tự."))
        first, last = last, first
    return first, last and last + _ONE_DAY
