"""Which rubric asks each of many organisations for its sheet of a month, how long each of them has been there, and how many points
a scale has: what lists and figures of many sheets need to know of all of them at once."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from django.db.models import DecimalField, OuterRef, Subquery, Sum

from branches.imports.codes import in_chunks
from branches.models import Organisation, UnitPlacement
from scores.models import Criterion, Rubric
from scores.periods import period_after


class Above:
    """The units above each of `units` (ids) on a day, the nearest first, by the map of that day: the committee of a district that is
    gone today bound its communes then. One query."""

    def __init__(self, units):
        self._places = defaultdict(list)
        for place in in_chunks(UnitPlacement.objects.order_by("starts_on"), "unit_id", set(units)):
            self._places[place.unit_id].append(place)

    def keys(self, unit_id, day: date) -> list[str]:
        """Keys, that of the unit itself first; of a day on which the map lacks it those of its last place before, or its first."""
        known = self._places.get(unit_id, [])
        before = [place for place in known if place.starts_on <= day] or known[:1]
        return before[-1].path.split(".")[-2::-1] if before else []


class Asked:
    """What rubrics of committees ask of `bodies` (ids of organisations) in the periods of `kind` (month, quarter, year) that begin in
    `[starts_on, ends_on)`. Three queries. A committee's own goes before that of one further above, as in `Rubric.objects.in_force`."""

    def __init__(self, bodies, starts_on, ends_on, kind="month"):
        self.kind = kind
        rows = Organisation.objects.filter(pk__in=bodies).order_by()
        fields = ("pk", "unit", "opened_on", "closed_on")
        self._bodies = {pk: said for pk, *said in rows.values_list(*fields)}
        self._above = Above(unit for unit, *_life in self._bodies.values())
        self._by_issuer = defaultdict(list)
        rubrics = Rubric.objects.issued().during(starts_on, ends_on).filter(kind=kind)
        rubrics = rubrics.filter(issuer__isnull=False).select_related("issuer")
        for rubric in rubrics.order_by("-starts_on", "code", "pk"):
            self._by_issuer[rubric.issuer.key].append(rubric)

    def rubric(self, pk, first: date) -> Rubric | None:
        """By which it is scored for the period that begins on `first`; None where nobody asks it."""
        for key in self._above.keys(self._bodies[pk][0], first):
            for rubric in self._by_issuer.get(key, ()):
                if rubric.holds_on(first):
                    return rubric
        return None

    def is_there(self, pk, first: date) -> bool:
        """Whether it existed in all of the period: of a part of one nobody is late."""
        _unit, opened_on, closed_on = self._bodies[pk]
        return opened_on <= first and (closed_on is None or closed_on >= period_after(self.kind, first))

    def is_asked(self, pk, first: date) -> bool:
        return self.is_there(pk, first) and self.rubric(pk, first) is not None


def there_in(organisations, starts_on, ends_on):
    """Those of `organisations` (rows) that existed on some day of `[starts_on, ends_on)`."""
    rows = organisations.filter(opened_on__lt=ends_on)
    return rows.exclude(closed_on__isnull=False, closed_on__lte=starts_on)


def full_marks_by_rubric(ids) -> dict[int, Decimal]:
    """{id of a rubric: the points of its scale, without bonus and penalty}; one query."""
    rows = Criterion.objects.filter(rubric__in=set(ids), section__is_extra=False).order_by()
    return dict(rows.values_list("rubric").annotate(full=Sum("maximum")))


def with_full_marks(sheets):
    """`sheets` (rows) with `full`: the points of the scale of each."""
    rows = Criterion.objects.filter(rubric=OuterRef("rubric"), section__is_extra=False).order_by()
    full = rows.values("rubric").annotate(full=Sum("maximum")).values("full")
    return sheets.annotate(full=Subquery(full, output_field=DecimalField()))
