"""To which committee what was said at a conference may go on as a recommendation."""

from dataclasses import dataclass

from branches.querysets.units import chain_of, placements_by_unit
from branches.rules import COMMUNE


@dataclass(frozen=True)
class Place:
    key: str
    name: str
    level: int


def issuers_for(unit, day) -> list[Place]:
    """The unit that held the conference, from the commune upwards, and those above it on `day`, the nearest first."""
    place = placements_by_unit([unit.pk], day).get(unit.pk)
    if place is None:
        return []
    chain = [Place(*each) for each in reversed(chain_of(place, day))]
    return [each for each in chain if each.level <= COMMUNE]


def default_issuer(issuers: list[Place]) -> str:
    """A commune asks the committee above it; any other sees to it itself."""
    above = issuers[1:] if issuers and issuers[0].level == COMMUNE else issuers
    return (above or issuers)[0].key if issuers else ""
