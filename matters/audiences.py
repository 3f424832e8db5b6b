"""Whom a bulletin speaks to: whoever follows something under its scheme (or any scheme of its issuer), and where a level is
named something of that level, on the day that is asked for.

It is asked for each day anew and never stored: whoever is assigned later finds what still stands, whoever is not assigned
any more is not waited for. An agency's people are not addressed: which of them go is its own affair.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from assignments.models import Assignment, Cadre, TeamMember
from assignments.querysets.assignees import followed_by
from branches.models import UnitPlacement, ZoneMember


@dataclass(frozen=True)
class Followed:
    """One thing that is followed: under which scheme, of which levels (a zone is of those of its members), by whom."""

    issuer: int
    scheme: int
    levels: frozenset[int]
    people: frozenset[int] = frozenset()

    def is_meant_by(self, bulletin) -> bool:
        return (
            self.issuer == bulletin.issuer_id
            and bulletin.scheme_id in (None, self.scheme)
            and (bulletin.level_id is None or bulletin.level_id in self.levels)
        )


class Audience:
    """Who is spoken to on `day` by bulletins of `issuers` (ids), however many: a handful of queries."""

    def __init__(self, issuers, day):
        self.issuers, self.day = set(issuers), day

    def of(self, bulletin) -> frozenset[int]:
        """Cadres (ids of the records that stay after a merge)."""
        found = (each.people for each in self._followed if each.is_meant_by(bulletin))
        return frozenset().union(*found)

    @cached_property
    def _followed(self) -> list[Followed]:
        rows = Assignment.objects.active_on(self.day).filter(scheme__issuer__in=self.issuers)
        return _followed(rows.filter(agency=None), self.day)


def meant_for(cadre_ids, day) -> Q:
    """A condition on bulletins: spoken to one of `cadre_ids` on `day`."""
    condition = Q(pk__in=[])
    if not cadre_ids:
        return condition
    for each in _followed(followed_by(cadre_ids, day), day):
        condition |= (
            Q(issuer=each.issuer)
            & (Q(scheme=None) | Q(scheme=each.scheme))
            & (Q(level=None) | Q(level__in=each.levels))
        )
    return condition


def unread_of(bulletins, cadre_ids, day) -> list:
    """Of `bulletins` (a queryset) those that speak to one of `cadre_ids` on `day`; one query where there are none, else two."""
    if not cadre_ids:
        return []
    own = followed_by(cadre_ids, day)
    rows = list(bulletins.filter(Exists(own.filter(scheme__issuer=OuterRef("issuer")))))
    followed = _followed(own, day) if rows else []
    return [row for row in rows if any(each.is_meant_by(row) for each in followed)]


def people_of(cadre_ids) -> frozenset[int]:
    """The records that stay of these cadres."""
    rows = Cadre.objects.filter(pk__in=cadre_ids).values_list("merged_into", "pk")
    return frozenset(merged or pk for merged, pk in rows)


def _followed(assignments, day) -> list[Followed]:
    ground = Coalesce(OuterRef("target_unit"), OuterRef("target_organisation__unit"), OuterRef("unit"))
    places = UnitPlacement.objects.on(day).filter(unit=ground).values("level")[:1]
    rows = assignments.order_by("pk").annotate(
        person=Coalesce("cadre__merged_into", "cadre"), level=Subquery(places)
    )
    rows = list(rows.values_list("scheme__issuer", "scheme", "team", "target_zone", "level", "person"))
    members = _members({row[2] for row in rows} - {None}, day)
    zones = _zones({row[3] for row in rows} - {None}, day)
    return [
        Followed(
            issuer,
            scheme,
            frozenset(zones[zone] if zone else {level} - {None}),
            frozenset(members[team] if team else {person} - {None}),
        )
        for issuer, scheme, team, zone, level, person in rows
    ]


def _members(teams, day) -> dict:
    found = defaultdict(set)
    rows = TeamMember.objects.on(day).filter(team__in=teams)
    for team, person in rows.values_list("team", Coalesce("cadre__merged_into", "cadre")):
        found[team].add(person)
    return found


def _zones(zones, day) -> dict:
    """{zone: the levels of its members}."""
    found = defaultdict(set)
    if not zones:
        return found
    pairs = list(ZoneMember.objects.on(day).filter(zone__in=zones).values_list("zone", "unit"))
    rows = UnitPlacement.objects.on(day).filter(unit__in={unit for _zone, unit in pairs})
    levels = dict(rows.values_list("unit", "level"))
    for zone, unit in pairs:
        found[zone].update({levels.get(unit)} - {None})
    return found
