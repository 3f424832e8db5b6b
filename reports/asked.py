"""What a page of expected and attended is asked for: the area, the months, the scheme; all of it in the address."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import OuterRef, Q, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from assignments.models import Scheme
from assignments.querysets.coverage import keys_of
from assignments.querysets.targets import place_on
from branches.models import Unit, UnitPlacement, UnitVersion
from branches.querysets.scoping import within
from branches.querysets.units import names_of_keys
from meetings.rules import month_after
from reports.expected import Expected
from reports.querysets.expecting import asking_schemes
from reports.quotas import months_between

AREA, SCHEME, FROM, UNTIL = "dia-ban", "chu-truong", "tu", "den"
MOST_MONTHS, USUAL_MONTHS = 24, 12
_ONE_DAY = timedelta(days=1)


@dataclass
class Asked:
    """`area` in the whole months from `first` to `last` (their first days), under `scheme` or (None) all that ask for
    turns; `today` is the day on which it is asked."""

    area: Unit
    first: date
    last: date
    today: date
    scheme: Scheme | None
    schemes: list
    place: UnitPlacement | None

    @property
    def ends_on(self) -> date:
        return month_after(self.last)

    @property
    def map_day(self) -> date:
        """The day on which the area is read: the last of the period, or today before that."""
        return min(self.ends_on - _ONE_DAY, self.today)

    @cached_property
    def expected(self) -> Expected:
        asking = [self.scheme] if self.scheme else self.schemes
        schemes = {each.pk: each for each in asking}
        return Expected(self.area, self.first, self.ends_on, self.today, self.scheme, schemes)

    @property
    def months(self) -> list[date]:
        return months_between(self.first, self.ends_on)

    @cached_property
    def area_name(self) -> str:
        if self.place:
            return self.place.version.name
        return names_of_keys([self.area.key], self.map_day).get(self.area.key, "")

    @property
    def period_words(self) -> str:
        if self.first == self.last:
            return _("tháng %(month)s") % {"month": f"{self.first:%m/%Y}"}
        return _("từ tháng %(first)s đến tháng %(last)s") % {
            "first": f"{self.first:%m/%Y}",
            "last": f"{self.last:%m/%Y}",
        }

    def query(self, *, area_key="", **more) -> dict:
        """The question as parameters; what is None is left out."""
        query = {AREA: area_key or self.area.key, FROM: f"{self.first:%Y-%m}", UNTIL: f"{self.last:%Y-%m}"}
        if self.scheme:
            query[SCHEME] = self.scheme.code
        return query | {name: value for name, value in more.items() if value is not None}

    def address(self, name="expected_page", *, args=(), area_key="", **more) -> str:
        """The same question of another page, or of another area."""
        return f"{reverse(f'reports:{name}', args=args)}?{urlencode(self.query(area_key=area_key, **more))}"


def areas_of(scope):
    """Units whose numbers the scope may read."""
    return Unit.objects.filter(within(scope.reach("attendance.figures"), unit=""))


def asked_of(request) -> Asked | None:
    """What the request asks for; None where the reader has no unit at all. Raises Http404 outside of his ground."""
    first, last = _months(request)
    area = _area(request)
    if area is None:
        return None
    schemes = sorted(asking_schemes().values(), key=lambda each: (each.sort_key, each.pk))
    schemes = [each for each in schemes if each.starts_on < month_after(last) and not _is_over(each, first)]
    place = place_on(area, min(month_after(last) - _ONE_DAY, request.day))
    schemes = [each for each in schemes if _concerns(each, place)]
    code = request.GET.get(SCHEME, "").strip()
    scheme = next((each for each in schemes if each.code == code), None)
    if code and scheme is None:
        raise Http404
    return Asked(area, first, last, request.day, scheme, schemes, place)


def asked_or_404(request) -> Asked:
    asked = asked_of(request)
    if asked is None:
        raise Http404
    return asked


def read_month(text: str) -> date | None:
    """The first day of "11/2026", "2026-11" or "11-2026"."""
    found = re.fullmatch(r"\s*(?:(\d{4})[-/](\d{1,2})|(\d{1,2})[-/](\d{4}))\s*", text)
    if not found:
        return None
    year, month = int(found[1] or found[4]), int(found[2] or found[3])
    return date(year, month, 1) if 1 <= month <= 12 and 1990 <= year <= 2100 else None


def crumbs_of(request, asked) -> list:
    """The chain above the area; those that one may read lead to the same question about them."""
    keys = keys_of(asked.place.path) if asked.place else [asked.area.key]
    names = names_of_keys(keys, asked.map_day)
    reach, found = request.scope.reach("attendance.figures"), asked.area.access_path.split(".")
    crumbs = [(_("Dự sinh hoạt"), reverse("reports:expected_page"))]
    for key in keys:
        above = ".".join(found[: found.index(key) + 1]) + "." if key in found else ""
        leads = key != asked.area.key and above and reach.covers(above)
        crumbs.append((names.get(key, ""), asked.address(area_key=key) if leads else None))
    return crumbs


def _months(request) -> tuple[date, date]:
    """The first and the last month; twelve up to the running one where nothing is said. What is no month, reversed or too
    long is said, and cut."""
    said = {}
    for name in (FROM, UNTIL):
        text = request.GET.get(name, "").strip()
        said[name] = read_month(text) if text else None
        if text and said[name] is None:
            words = _("“%(text)s” không phải là tháng. Hãy viết như 11/2026.")
            messages.warning(request, words % {"text": text[:20]})
    first, last = said[FROM], said[UNTIL]
    last = last or max(first or date.min, request.day.replace(day=1))
    first = first or _before(last, USUAL_MONTHS - 1)
    if first > last:
        messages.warning(request, _("Tháng đầu sau tháng cuối; đang xem ngược lại cho đúng thứ tự."))
        first, last = last, first
    if len(months_between(first, month_after(last))) > MOST_MONTHS:
        messages.warning(
            request,
            _("Mỗi lần xem nhiều nhất %(most)s tháng; đang xem những tháng cuối.") % {"most": MOST_MONTHS},
        )
        first = _before(last, MOST_MONTHS - 1)
    return first, last


def _before(month: date, count: int) -> date:
    index = month.year * 12 + month.month - 1 - count
    return date(index // 12, index % 12 + 1, 1)


def _area(request) -> Unit | None:
    key = request.GET.get(AREA, "")
    if key:
        return get_object_or_404(areas_of(request.scope), key=key)
    reach = request.scope.reach("attendance.figures")
    names = UnitVersion.objects.filter(unit=OuterRef("pk"), starts_on__lte=request.day).order_by("-starts_on")
    tops = {prefix.split(".")[-2] for prefix in reach.prefixes}
    units = areas_of(request.scope).filter(Q(key__in=tops) | Q(pk__in=reach.unit_ids))
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


def _is_over(scheme, first: date) -> bool:
    return scheme.ends_on is not None and scheme.ends_on <= first


def _concerns(scheme, place) -> bool:
    """Whether the scheme was issued by the area, above it or within it."""
    if place is None:
        return False
    return scheme.issuer.key in keys_of(place.path) or scheme.issuer.access_path.startswith(place.path)
