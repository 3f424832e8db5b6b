"""Who speaks for a place and who reads it from above, for the pages of schedules and meetings."""

from branches.querysets.units import placements_by_unit
from branches.rules import COMMUNE as COMMUNE_LEVEL


def may_on(scope, permission: str, unit) -> bool:
    return scope.reach(permission).covers(unit.access_path, unit.pk)


def reads_from_above(scope, permission: str, unit) -> bool:
    """Whether somebody has `permission` over a place above `unit`, not only over the place itself: who follows a commune
    is told to the committee above it, not to the commune."""
    path = unit.access_path
    return any(prefix != path and path.startswith(prefix) for prefix in scope.reach(permission).prefixes)


def is_commune(unit, day) -> bool:
    place = placements_by_unit([unit.pk], day).get(unit.pk)
    return place is not None and place.level == COMMUNE_LEVEL
