"""Households by place in numbers, as their page shows them (Bến Tre 4.21): for those who read numbers only without the small ones."""

from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy

from branches.models import Unit, UnitVersion
from branches.querysets.scoping import within
from branches.querysets.units import names_of, names_of_keys
from common.tables import Column, LinkColumn, ListTable
from dashboard.addresses import AREA, address_of
from matters.ageing_rows import shown
from matters.small_cells import hidden_cells
from reports.household_figures import NUMBERS, HouseholdPeriod, households_as_figures, households_by_place
from reports.review_periods import ground_of

FROM, UNTIL = "tu", "den"
HAMLET = 4
_ONE_DAY = timedelta(days=1)
# Columns of which the third is the sum of the first two.
COLUMNS = ("covered", "nobody", "households", "visited", "visits")
_WHOLE = (0, 1, 2)


class WordsOfNumberColumn(Column):
    """A number, or words in its place."""

    css = "num"


class PlaceTable(ListTable):
    name = LinkColumn(verbose_name=gettext_lazy("Nơi"), url="url", orderable=False)
    households = WordsOfNumberColumn(verbose_name=gettext_lazy("Hộ"), orderable=False)
    covered = WordsOfNumberColumn(verbose_name=gettext_lazy("Có người phụ trách"), orderable=False)
    nobody = WordsOfNumberColumn(verbose_name=gettext_lazy("Chưa có ai"), orderable=False)
    visited = WordsOfNumberColumn(verbose_name=gettext_lazy("Hộ được thăm"), orderable=False)
    visits = WordsOfNumberColumn(verbose_name=gettext_lazy("Lượt thăm"), orderable=False)


class AskedPlaces:
    """`area` in `[starts_on, ends_on)` as of `day`, for a reader of whom `reads_rows` says whether he sees each household; 404 outside
    of the reader's ground."""

    def __init__(self, request, starts_on: date, ends_on: date):
        scope, key = request.scope, request.GET.get(AREA, "")
        ground = Unit.objects.filter(within(scope.reach("households.figures"), unit=""))
        found = ground.filter(key=key) if key else ground.filter(closed_on=None).order_by("access_path")
        self.area = found.first()
        if self.area is None:
            raise Http404
        self.scope, self.starts_on, self.ends_on = scope, starts_on, ends_on
        self.day = min(ends_on - _ONE_DAY, request.day)
        self.period = HouseholdPeriod.of(ground_of(self.area, starts_on, ends_on), self.day)
        self.reads_rows = scope.reach("households.read").covers(self.area.access_path, self.area.pk)

    @property
    def name(self) -> str:
        return names_of([self.area.pk], self.day).get(self.area.pk, "")

    def address(self, key) -> str:
        days = {FROM: self.starts_on.isoformat(), UNTIL: (self.ends_on - _ONE_DAY).isoformat()}
        return f"{reverse('dashboard:household_coverage')}?{urlencode({AREA: key, **days})}"

    def rows(self) -> tuple[list[dict], dict]:
        """(a row for each place directly below, also one that is gone since; {name: words} of all of them)."""
        found, [total] = households_by_place(self.period), households_as_figures(self.period)
        children = UnitVersion.objects.on(self.day).filter(parent=self.area).select_related("unit")
        places = {each.unit.key: (each.name, each.level_id) for each in children.order_by("sort_key", "code")}
        gone = {key: number for key, number in found.items() if key not in places}
        names = names_of_keys(gone, self.day) if gone else {}
        places |= {key: (names.get(key, ""), None) for key in gone}
        numbers = [_numbers(found.get(key, dict.fromkeys(NUMBERS, 0))) for key in places] + [_numbers(total)]
        hidden = set() if self.reads_rows else hidden_cells(numbers, [_WHOLE])
        said = [
            {
                name: shown(number, (at, column) in hidden)
                for column, (name, number) in enumerate(zip(COLUMNS, row, strict=True))
            }
            for at, row in enumerate(numbers)
        ]
        rows = [
            {"name": name, "url": self._below(key, level), **words}
            for (key, (name, level)), words in zip(places.items(), said, strict=False)
        ]
        return rows, said[-1]

    def _below(self, key, level) -> str | None:
        """The places below a place; of a hamlet its rows, for those who read them."""
        if level is not None and level < HAMLET:
            return self.address(key)
        rows = address_of("dashboard:household_list") if self.reads_rows else None
        return f"{rows}?{urlencode({'ap': key, 'ngay': self.day.isoformat()})}" if rows else None


def _numbers(found) -> list[int]:
    numbers = found | {"nobody": found["households"] - found["covered"]}
    return [numbers[name] for name in COLUMNS]
