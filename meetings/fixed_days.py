"""The fixed day of a month for many branches at once: what to offer where nothing is registered, and a cadre's own days."""

from dataclasses import dataclass
from datetime import date, time

from django.db.models import Q
from django.utils.translation import gettext as _

from assignments.querysets.cadres import positions_by_cadre
from branches.models import OrganisationUnit, Unit, UnitPlacement
from meetings import rules
from meetings.models import DayRule, MovedDay


@dataclass(frozen=True)
class FixedDay:
    on: date
    at: time | None = None
    place: str = ""


@dataclass(frozen=True)
class Place:
    """Whose day is asked: a branch (`organisation_id`), or any branch of that type in the unit (0)."""

    unit_id: int
    branch_type: str
    organisation_id: int = 0


def fixed_days(places, month) -> dict:
    """{Place: FixedDay} of the month by the rules in force; those that no rule binds are left out. Four queries."""
    places = set(places)
    standing = UnitPlacement.objects.on(rules.last_of(month)).filter(
        unit__in={each.unit_id for each in places}
    )
    paths = dict(standing.values_list("unit", "path"))
    keys = {key for path in paths.values() for key in path.split(".")[:-1]}
    ids = dict(Unit.objects.filter(key__in=keys).values_list("key", "pk"))
    bearing = Q(organisation=None, unit__in=ids.values()) | Q(
        organisation__in={each.organisation_id for each in places}
    )
    day_rules = [
        row
        for row in DayRule.objects.during(month, rules.month_after(month)).filter(bearing)
        if row.holds_on(rules.day_of(month, row.day))
    ]
    moved = list(MovedDay.objects.filter(bearing, month=month))
    found = {}
    for each in places:
        chain = [ids[key] for key in paths.get(each.unit_id, "").split(".")[:-1]]
        day = _day_of(each, chain, day_rules, moved, month)
        if day:
            found[each] = day
    return found


def fixed_days_of(branches, month) -> dict:
    """{organisation id: FixedDay} of these branches (Organisation rows). Five queries."""
    mains = OrganisationUnit.objects.on(rules.last_of(month)).filter(is_main=True, organisation__in=branches)
    grounds = dict(mains.values_list("organisation", "unit"))
    places = [
        Place(grounds.get(each.pk, each.unit_id), each.branch_type, organisation_id=each.pk)
        for each in branches
    ]
    return {place.organisation_id: day for place, day in fixed_days(places, month).items()}


def own_places(cadre, month) -> dict[Place, str]:
    """{Place: whose it is} of the cadre's own branches: where he lives, and where he works. Only to warn (Vân Hồ 2.7: the
    residents' branches on the 24th, those of offices on the 25th, so that one attends both)."""
    whose: dict = {}
    if cadre.home_unit_id:
        whose[Place(cadre.home_unit_id, "residential")] = _("chi bộ nơi bạn cư trú")
    for position in positions_by_cadre([cadre.pk], rules.last_of(month)).get(cadre.pk, ()):
        if position.agency:
            whose[Place(position.agency.unit_id, "agency")] = _("chi bộ cơ quan bạn")
    return whose


def own_days(cadre, month) -> dict[date, str]:
    """{day: whose day it is} on which the cadre's own branch meets in `month`."""
    whose = own_places(cadre, month)
    return {day.on: whose[place] for place, day in fixed_days(whose, month).items()} if whose else {}


def _day_of(place, chain, day_rules, moved, month) -> FixedDay | None:
    about = (place.organisation_id, chain, place.branch_type)
    rule = rules.nearest(day_rules, *about)
    elsewhere = rules.nearest(moved, *about)
    if elsewhere and (rule is None or rules.moves(elsewhere, rule, *about)):
        return FixedDay(elsewhere.meets_on, rule.time if rule else None, rule.place if rule else "")
    return FixedDay(rules.day_of(month, rule.day), rule.time, rule.place) if rule else None
