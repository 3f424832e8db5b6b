"""How branches and their communes are called on a day: for lists, in a fixed number of queries."""

from branches.querysets.bodies import organisation_names
from branches.querysets.units import names_of, placements_by_unit


def places_by_organisation(pairs, day) -> dict:
    """{organisation id: (its name, the name of its commune)} on `day` of pairs (organisation id, unit id); the unit's own
    name where it lies in no commune. Three queries however many there are."""
    pairs = dict(pairs)
    names = organisation_names(pairs, day)
    places = placements_by_unit(pairs.values(), day)
    communes = {
        unit_id: (places[unit_id].commune_id if unit_id in places else None) or unit_id
        for unit_id in set(pairs.values())
    }
    called = names_of(communes.values(), day)
    return {
        organisation: (names.get(organisation, ""), called.get(communes[unit_id], ""))
        for organisation, unit_id in pairs.items()
    }
