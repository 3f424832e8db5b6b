"""Where households lie on a day: in their hamlet, or once that was merged in the one that its ground went to.

A household stays the hamlet's in which it was written down; nothing of it is rewritten by a merger. By the map of the day, so
that last year's figures come out the same after the next merger.
"""

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

HAMLET_LEVEL = 4
MERGERS = 3  # one after the other, as far as the ground of a hamlet is followed


def lying_in(places, day, field="unit") -> Q:
    """A condition on rows of hamlets (`field`): they lie in one of `places` (UnitPlacement of `day`) that day.

    One list of hamlets, and not one beside the other: an OR of lists would read every household there is."""
    units = [places.at_level(HAMLET_LEVEL).values("unit")]
    for _merger in range(MERGERS):
        units.append(_predecessors(units[-1], day))
    return Q(**{f"{field}__in": units[0].union(*units[1:])})


def path_of(field, day):
    """The path of the hamlet in which rows lie on `day`, as an expression; NULL where they lie nowhere."""
    return Coalesce(*(_path_after(mergers, field, day) for mergers in range(MERGERS + 1)))


def _predecessors(units, day):
    from branches.models import UnitSuccession

    rows = UnitSuccession.objects.filter(_took_most(""), successor__in=units, happens_on__lte=day)
    return rows.values("predecessor")


def _took_most(prefix) -> Q:
    """As `branches.rules.default_successor`: a unit that went whole went to one other alone."""
    return Q(**{f"{prefix}is_default": True}) | Q(**{f"{prefix}extent": "whole"})


def _path_after(mergers, field, day):
    from branches.models import UnitPlacement

    road, wanted = "unit", Q()
    for _merger in range(mergers):
        wanted &= _took_most(f"{road}__successions_in__")
        road = f"{road}__successions_in__predecessor"
    places = UnitPlacement.objects.on(day).filter(wanted, **{road: OuterRef(field)})
    return Subquery(places.values("path")[:1])
