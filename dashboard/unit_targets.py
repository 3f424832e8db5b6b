"""How many targets of the year stand on a unit's ground and what came of them, and which themes of the year bind it. The number and
the themes come with the unit's own row: the page's queries are counted."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Count, ExpressionWrapper, F, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject

from scores.models import Target, YearTheme
from scores.place_targets import PlaceBoard
from scores.target_rows import row_of

MOST = 6
# More are not read on a phone; the list of each commune has them all.
MOST_OF_ZONE = 100
MOST_ADDED_UP = 200


def with_targets(units, scope, day):
    """`units` (Unit queryset) with `targets_of_year`: of those that the scope reads, on the unit's ground today."""
    if not scope.reach("targets.read"):
        return units.annotate(targets_of_year=Value(0, output_field=IntegerField()))
    rows = Target.objects.visible_to(scope).standing().filter(year=day.year)
    rows = rows.filter(unit__access_path__startswith=OuterRef("access_path")).order_by()
    number = rows.values("year").annotate(number=Count("pk")).values("number")
    return units.annotate(targets_of_year=Coalesce(Subquery(number), 0))


def target_lines(facts, scope, day) -> list[tuple[str, str]]:
    """("Kết nạp đảng viên 2026", "3/5") of the ground of the unit of `facts` (UnitFacts over `with_targets`). Two queries, none where
    there is no target, or where so many are to be added up that the page would be late: the list that it leads to says it then."""
    if not 0 < facts.unit.targets_of_year <= MOST_ADDED_UP:
        return []
    return PlaceBoard(scope, day, units=[facts.unit]).of_unit(facts.unit)[:MOST]


def targets_of_zone(facts, scope, day) -> list[dict]:
    """{"organisation", "indicator", "actual", "state", "url"} of this year's targets of the organisations of the communes of a zone
    (ZoneFacts), commune by commune; of those that the scope reads, sensitive ones only where they are its own. Two queries."""
    units = [each.unit.unit for each in facts.members if each.unit.unit]
    if not units or not scope.reach("targets.read"):
        return []
    lines = sorted(
        PlaceBoard(scope, day, units=units).lines,
        key=lambda line: (line.target.unit.access_path, line.code, line.target.indicator.sort),
    )
    return [row_of(line) | {"organisation": line.name} for line in lines[:MOST_OF_ZONE]]


def with_themes(units, scope, day):
    """`units` with `themes_of_year` where the scope reads any: of the unit's own committee and of those above it."""
    if not scope.reach("targets.read"):
        return units
    here = ExpressionWrapper(OuterRef("access_path"), output_field=CharField())
    rows = YearTheme.objects.visible_to(scope).standing().filter(year=day.year).annotate(here=here)
    rows = rows.filter(here__startswith=F("issuer__access_path")).order_by("issuer__access_path", "pk")
    values = rows.values(row=JSONObject(issuer="issuer__key", text="text", said_by="said_by"))
    return units.annotate(themes_of_year=ArraySubquery(values))


def themes_of(facts) -> list[dict]:
    """{"issuer", "said_by", "text"} of the unit of `facts` (UnitFacts over `with_themes`), the highest committee first. Asks nothing."""
    rows = getattr(facts.unit, "themes_of_year", ())
    return [row | {"issuer": facts.named(row["issuer"], facts.shown_on).name} for row in rows]
