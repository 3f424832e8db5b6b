"""Whose committee must see to what a list says was raised: for rows of a list, many at once."""

from collections import defaultdict
from datetime import date

from assignments.access import load_scope
from assignments.models import Scheme
from assignments.querysets.coverage import keys_of
from branches.imports.codes import in_chunks
from branches.imports.pipeline import Context
from branches.models import Unit, UnitPlacement


class Issuers:
    """The issuer for `units` (Units in which something was raised).

    Who brings a list in does so for his own committee: the highest unit of his ground over the place. A command that
    names nobody speaks for the committee of the named scheme, else for the nearest above the place that follows it by a
    scheme of that day, else for the commune: what is found nearest is read by everybody above it."""

    def __init__(self, context: Context, units):
        self._units = {unit.pk: unit for unit in units}
        self._reach = self._reach_of(context)
        self._named = _issuer_named(context.scheme)
        self._places: dict[int, list[UnitPlacement]] = defaultdict(list)
        for place in in_chunks(UnitPlacement.objects.select_related("commune"), "unit_id", self._units):
            self._places[place.unit_id].append(place)
        self._schemes = list(Scheme.objects.select_related("issuer").order_by("pk"))
        keys = {prefix.split(".")[-2] for prefix in self._reach.prefixes} if self._reach else set()
        self._tops = {unit.key: unit for unit in Unit.objects.filter(key__in=keys)}

    @staticmethod
    def _reach_of(context: Context):
        scope = context.scope
        if scope is None and context.user is not None:
            scope = load_scope(context.user, context.today)
        return scope.reach(context.permission) if scope else None

    def of(self, unit: Unit, day: date) -> Unit:
        return self._own_ground(unit) or self._named or self._nearest(unit, day)

    def place(self, unit: Unit, day: date) -> UnitPlacement | None:
        """Where the unit stood on `day`; None where the map has nothing of it that day."""
        return next((each for each in self._places[unit.pk] if each.holds_on(day)), None)

    def _own_ground(self, unit: Unit) -> Unit | None:
        if self._reach is None:
            return None
        over = [prefix for prefix in self._reach.prefixes if unit.access_path.startswith(prefix)]
        if over:
            return self._tops.get(min(over, key=len).split(".")[-2])
        return unit if unit.pk in self._reach.unit_ids else None

    def _nearest(self, unit: Unit, day: date) -> Unit:
        place = self.place(unit, day)
        above = keys_of(place.path) if place else []
        found = [
            (scheme.holds_on(day), above.index(scheme.issuer.key), scheme.issuer)
            for scheme in self._schemes
            if scheme.issuer.key in above
        ]
        if found:
            return max(found, key=lambda each: each[:2])[2]
        return (place and place.commune) or unit


def _issuer_named(code: str) -> Unit | None:
    scheme = Scheme.objects.select_related("issuer").filter(code=code).first() if code else None
    return scheme.issuer if scheme else None
