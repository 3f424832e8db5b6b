"""Which committee what is raised by hand goes to."""

from django.db.models import Q

from branches.models import Agency, Grant, Unit
from branches.querysets.units import placements_by_unit

STAFF = ("org_staff", "org_head")
BOARD = "org_board"


def committee_above(unit, day) -> Unit | None:
    """The nearest unit above `unit` whose committee has somebody here to receive what is raised: staff with a role on `day`,
    else an organisation board."""
    place = placements_by_unit([unit.pk], day).get(unit.pk)
    keys = place.path.split(".")[:-2] if place else []
    return _nearest(keys, day)


def committee_of(unit, day, scope) -> Unit | None:
    """The committee of the holder of `scope`, who receives its matters: that of the highest unit from `unit` upwards for
    which he does."""
    place = placements_by_unit([unit.pk], day).get(unit.pk)
    keys = place.path.split(".")[:-1] if place else []
    reach = scope.reach("matters.write")
    units = Unit.objects.in_bulk(keys, field_name="key")
    above = (units[key] for key in keys if key in units)
    return next((each for each in above if reach.covers(each.access_path, each.pk)), None)


def _nearest(keys, day) -> Unit | None:
    grants = Grant.objects.on(day).filter(role__in=STAFF, unit__key__in=keys)
    staffed = set(grants.values_list("unit__key", flat=True))
    boards = Agency.objects.open_on(day).filter(Q(kind__code=BOARD), unit__key__in=keys)
    with_board = set(boards.values_list("unit__key", flat=True))
    for key in reversed(keys):
        if key in staffed or key in with_board:
            return Unit.objects.get(key=key)
    return None
