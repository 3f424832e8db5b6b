"""The conferences that a unit held or means to hold, as a block of its page. They come with the unit's own row: the page's queries
are counted."""

from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import Coalesce, JSONObject
from django.urls import reverse

from matters.models import Conference
from matters.tables.conferences import STATES, state_of

LATEST = 5
_FIELDS = ("key", "kind", "title", "held_on", "planned_on")


def with_conferences(units, scope):
    """`units` (Unit queryset) with `latest_conferences` where the scope reads any."""
    if not scope.reach("conferences.read"):
        return units
    rows = Conference.objects.visible_to(scope).standing().filter(unit=OuterRef("pk"))
    latest = rows.annotate(on_day=Coalesce("held_on", "planned_on")).order_by("-on_day", "-pk")
    values = latest.values(row=JSONObject(**{name: name for name in _FIELDS}))[:LATEST]
    return units.annotate(latest_conferences=ArraySubquery(values))


def conferences_of(unit, day) -> dict:
    """What the block shows of a unit of `with_conferences`: the latest, and where all of them stand. Asks nothing."""
    return {
        "rows": [_row(values, day) for values in getattr(unit, "latest_conferences", ())],
        "url": f"{reverse('matters:conference_list')}?to_chuc={unit.key}",
    }


def _row(values, day):
    days = {name: values[name] and date.fromisoformat(values[name]) for name in ("held_on", "planned_on")}
    row = Conference(**(values | days))
    return row, STATES[state_of(row, day)]
