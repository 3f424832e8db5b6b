"""Of whom an indicator is asked: levels of places, kinds of organisations. Empty: of all of them."""

from django.utils.translation import gettext as _

from assignments.querysets.targets import COMMITTEE_KINDS
from branches.models import Level, Organisation
from branches.querysets.units import placements_by_unit


def offered() -> list[tuple[str, str]]:
    """(code, name) of what an indicator may be asked of: places of each level, organisations of each kind."""
    levels = [(str(row.number), row.name) for row in Level.objects.all()]
    return [*levels, *Organisation.Kind.choices]


def codes_of(level, organisation=None) -> set[str]:
    """What a place or a body of `level` is. A committee is also its level's: it speaks for its place."""
    if organisation is None:
        return {str(level)}
    is_of_level = organisation.kind in COMMITTEE_KINDS.get(level, ())
    return {organisation.kind, *([str(level)] if is_of_level else [])}


def codes_at(units, bodies, day) -> list[str]:
    """All that places of `units` and organisations of `bodies` (querysets, or None) are on `day`; two queries."""
    from branches.models import UnitVersion

    found = set()
    if units is not None:
        levels = UnitVersion.objects.on(day).filter(unit__in=units).order_by().values_list("level", flat=True)
        found |= {str(level) for level in levels.distinct()}
    if bodies is not None:
        rows = UnitVersion.objects.on(day).filter(unit__organisations__in=bodies).order_by()
        for kind, level in rows.values_list("unit__organisations__kind", "level").distinct():
            found |= codes_of(level, Organisation(kind=kind))
    return sorted(found)


class Asked:
    """Whether indicators are asked of the places and bodies that are about to give them, on `day`. Asks the map once, and only
    where one of `indicators` is not asked of all."""

    def __init__(self, indicators, unit_ids, day):
        is_needed = any(row.asked_of for row in indicators)
        self.places = placements_by_unit(unit_ids, day) if is_needed else {}
        self.names = {code: str(name) for code, name in offered()} if is_needed else {}

    def refusal(self, indicator, unit, organisation=None) -> str:
        """Why it does not give the number; "" where it does."""
        place = self.places.get(unit.pk)
        if not indicator.asked_of or place is None:
            return ""
        if codes_of(place.level, organisation) & set(indicator.asked_of):
            return ""
        names = "; ".join(self.names[code] for code in self.names if code in indicator.asked_of)
        return _("“%(indicator)s” chỉ hỏi ở: %(levels)s.") % {"indicator": indicator.name, "levels": names}
