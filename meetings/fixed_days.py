"""The fixed day of a month for many branches at once: what to offer where nothing is registered, and a cadre's own days."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from assignments.querysets.cadres import positions_by_cadre
from branches.models import Unit, UnitPlacement
from meetings.rulebook import Proposal, RuleBook
from meetings.rules import last_of


@dataclass(frozen=True)
class Place:
    """Whose day is asked: a branch (`organisation_id`), or any branch of that type in the unit (0)."""

    unit_id: int
    branch_type: str
    organisation_id: int = 0


def fixed_days(places, month) -> dict[Place, Proposal]:
    """{Place: when it meets in the month by the rules in force}; those that no rule binds are left out. Four queries."""
    places = set(places)
    standing = UnitPlacement.objects.on(last_of(month)).filter(unit__in={each.unit_id for each in places})
    paths = dict(standing.values_list("unit", "path"))
    keys = {key for path in paths.values() for key in path.split(".")[:-1]}
    ids = dict(Unit.objects.filter(key__in=keys).values_list("key", "pk"))
    book = RuleBook(ids.values(), {each.organisation_id for each in places}, month, month)
    found = {}
    for each in places:
        chain = [ids[key] for key in paths.get(each.unit_id, "").split(".")[:-1]]
        said = book.proposal(each.organisation_id, each.branch_type, chain, month)
        if said.on:
            found[each] = said
    return found


def own_places(cadre, month) -> dict[Place, str]:
    """{Place: whose it is} of the cadre's own branches: where he lives, and where he works. Only to warn (Vân Hồ 2.7: the
    residents' branches on the 24th, those of offices on the 25th, so that one attends both)."""
    whose: dict = {}
    if cadre.home_unit_id:
        whose[Place(cadre.home_unit_id, "residential")] = _("chi bộ nơi bạn cư trú")
    for position in positions_by_cadre([cadre.pk], last_of(month)).get(cadre.pk, ()):
        if position.agency:
            whose[Place(position.agency.unit_id, "agency")] = _("chi bộ cơ quan bạn")
    return whose
