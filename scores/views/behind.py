"""The rows behind a number: people and organisations that the map counts, values that somebody gave."""

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from branches.models import OfficeHolder, Organisation
from branches.querysets.bodies import organisation_names
from branches.querysets.units import names_with_commune
from scores.corrections import value_corrections, value_words
from scores.models import IndicatorValue
from scores.tables.targets import HolderTable, ValueTable, WatchedTable
from scores.views.watch_lists import watched_rows
from scores.watching import Watched


def rows_behind(request, of, rows) -> dict:
    """What a number counts (`scores.reading.rows_counted`), for `list_page`, as far as the reader may see it: people or organisations
    of the map, or the values given, also those that have been voided since."""
    scope = request.scope
    if of == "holder":
        found = OfficeHolder.objects.visible_to(scope).filter(pk__in=rows).order_by("given_name_key", "pk")
        return {
            "queryset": found.select_related("office", "organisation", "unit"),
            "table": HolderTable,
            "prepare": lambda found: _holders(request, list(found)),
        }
    if of == "body":
        numbers = dict(rows)
        seen = Organisation.objects.visible_to(scope).filter(pk__in=numbers).order_by("pk")
        return {
            "queryset": [Watched(unit, pk, numbers[pk]) for pk, unit in seen.values_list("pk", "unit")],
            "table": WatchedTable,
            "prepare": lambda found: watched_rows(request, list(found)),
        }
    return {
        "queryset": IndicatorValue.objects.visible_to(scope)
        .filter(pk__in=rows)
        .select_related("unit", "indicator"),
        "table": ValueTable,
        "prepare": lambda found: _values(request, list(found)),
    }


def _holders(request, found):
    places = names_with_commune({row.unit_id for row in found}, request.day)
    bodies = organisation_names({row.organisation_id for row in found} - {None}, request.day)
    for row in found:
        thing, page = (row.organisation, "organisation_page") if row.organisation else (row.unit, "unit_page")
        yield {
            "name": row.full_name,
            "office": row.office.name,
            "body": bodies.get(row.organisation_id) or places.get(row.unit_id, ""),
            "url": reverse(f"dashboard:{page}", args=[thing.key]),
            "place": places.get(row.unit_id, ""),
        }


def categories_of(figure, owns) -> list[tuple[str, str]]:
    """[(reason or source, number)], the most first; of a sensitive indicator for its owner only: a part of a sum that tells of
    nobody may itself tell of one."""
    if figure.indicator.is_sensitive and not owns:
        return []
    parts = sorted(figure.by_category.items(), key=lambda each: (-each[1], each[0]))
    return [(name or _("không ghi"), number_format(number, force_grouping=True)) for name, number in parts]


def _values(request, found):
    places = names_with_commune({row.unit_id for row in found}, request.day)
    bodies = organisation_names({row.organisation_id for row in found} - {None}, request.day)
    reach = request.scope.reach("indicators.write") if request.scope.may("indicators.write") else None
    corrected = value_corrections(found)
    for row in found:
        may_void = reach is not None and not row.voided_at and reach.covers(row.unit.access_path, row.unit_id)
        yield {
            "place": bodies.get(row.organisation_id) or places.get(row.unit_id, ""),
            "counted_on": row.counted_on,
            "value": value_words(row),
            "category": row.category,
            "corrected": corrected.get(row.pk, ""),
            "correct": _("Đính chính") if may_void else "",
            "correct_url": reverse("scores:value_correct", args=[row.key]) if may_void else None,
            "void": _("Hủy") if may_void else "",
            "void_url": reverse("scores:value_void", args=[row.key]) if may_void else None,
        }
