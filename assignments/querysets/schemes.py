"""Reads of schemes."""

from branches.querysets.scoping import binding, within
from branches.querysets.units import names_of_keys
from common.records import PeriodQuerySet

_COMMUNE = 3


class SchemeQuerySet(PeriodQuerySet):
    def visible_to(self, scope):
        return self.filter(binding(scope.reach("schemes.read"), "issuer"))

    def writable_by(self, scope):
        return self.filter(within(scope.reach("schemes.write"), "issuer"))


def may_issue(scope, day, permission="schemes.write") -> list[tuple]:
    """[(Unit, "Xã A, Tỉnh B")] of the units from commune upwards over which the scope has `permission`, as they stand
    on `day`; two queries."""
    from branches.models import UnitPlacement

    rows = UnitPlacement.objects.on(day).filter(within(scope.reach(permission)), level__lte=_COMMUNE)
    places = list(rows.select_related("unit").order_by("level", "version__sort_key"))
    names = names_of_keys({key for place in places for key in place.path.split(".")[:-1]}, day)
    return [
        (place.unit, ", ".join(names.get(key, "") for key in reversed(place.path.split(".")[:-1])))
        for place in places
    ]
