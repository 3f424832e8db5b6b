"""How many targets of the year stand on a unit's ground. The number comes with the unit's own row: the page's queries are counted."""

from django.db.models import Count, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from scores.models import Target


def with_targets(units, scope, day):
    """`units` (Unit queryset) with `targets_of_year`: of those that the scope reads, on the unit's ground today."""
    if not scope.reach("targets.read"):
        return units.annotate(targets_of_year=Value(0, output_field=IntegerField()))
    rows = Target.objects.visible_to(scope).standing().filter(year=day.year)
    rows = rows.filter(unit__access_path__startswith=OuterRef("access_path")).order_by()
    number = rows.values("year").annotate(number=Count("pk")).values("number")
    return units.annotate(targets_of_year=Coalesce(Subquery(number), 0))
