"""To whom a commune's schedule goes (Kim Sơn 3.16), computed on the day of sending from grants and assignments. Reads only."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Q

from assignments.models import Assignment, Cadre, Scheme, TeamMember
from branches.models import Grant, Organisation, Unit, UnitPlacement, ZoneMember
from common.text import given_name_key
from meetings.models import ScheduleRecipient

Role = ScheduleRecipient.Role
COMMITTEE_GROUPS = frozenset({"standing", "standing_board", "committee"})


@dataclass(frozen=True)
class Recipient:
    """A person by his login, his record as a cadre, or both."""

    role: str
    user_id: int | None
    cadre_id: int | None = None


def recipients_of(unit, day) -> list[Recipient]:
    """Each person once in each role: the standing body of the committees above that follow this commune, the leaders of
    its zones, the committee members and the cadres who are assigned to the commune or anything in it."""
    place = UnitPlacement.objects.on(day).filter(unit=unit).first()
    if place is None:
        return []
    zones = list(ZoneMember.objects.on(day).filter(unit=unit).values_list("zone_id", flat=True))
    ground = list(UnitPlacement.objects.on(day).under_path(place.path).values_list("unit_id", flat=True))
    found = {
        *_standing(place, day),
        *_zone_leaders(zones, day),
        *_assigned(ground, day),
    }
    return sorted(
        found, key=lambda each: (Role.values.index(each.role), each.user_id or 0, each.cadre_id or 0)
    )


def _standing(place, day):
    """The leaders over the committees above that issued a scheme in force; where none did, over the next one above."""
    above = place.path.split(".")[:-2]
    issuers = set(
        Scheme.objects.on(day).filter(issuer__key__in=above).values_list("issuer_id", flat=True)
    ) or set(Unit.objects.filter(key__in=above[-1:]).values_list("pk", flat=True))
    grants = Grant.objects.on(day).filter(role="leader", unit__in=issuers, user__is_active=True)
    return {Recipient(Role.STANDING, user_id) for user_id in grants.values_list("user_id", flat=True)}


def _zone_leaders(zones, day):
    grants = Grant.objects.on(day).filter(role="zone_leader", zone__in=zones, user__is_active=True)
    found = {Recipient(Role.ZONE_LEADER, user_id) for user_id in grants.values_list("user_id", flat=True)}
    rows = Assignment.objects.active_on(day).filter(target_zone__in=zones)
    return found | {_recipient(Role.ZONE_LEADER, cadre) for cadre, _group in _people(rows, day)}


def _assigned(ground, day):
    bodies = Organisation.objects.filter(unit__in=ground).values("pk")
    rows = Assignment.objects.active_on(day).filter(
        Q(target_unit__in=ground) | Q(target_organisation__in=bodies)
    )
    return {
        _recipient(Role.COMMITTEE if group in COMMITTEE_GROUPS else Role.CADRE, cadre)
        for cadre, group in _people(rows, day)
    }


def _people(assignments, day):
    """(Cadre, code of the group as which he is assigned) of the assignments, members of teams among them."""
    rows = list(assignments.values_list("cadre_id", "team_id", "group_then__code"))
    teams = {team_id for _cadre_id, team_id, _group in rows if team_id}
    members: dict = {}
    for team_id, cadre_id in (
        TeamMember.objects.on(day).filter(team__in=teams).values_list("team_id", "cadre_id")
    ):
        members.setdefault(team_id, []).append(cadre_id)
    pairs = {
        (person, group)
        for cadre_id, team_id, group in rows
        for person in ([cadre_id] if cadre_id else members.get(team_id, ()))
    }
    cadres = Cadre.objects.in_bulk({person for person, _group in pairs})
    return [(cadres[person], group) for person, group in pairs]


def _recipient(role, cadre):
    return Recipient(role, cadre.user_id, cadre.pk)


def roles_of(schedule) -> list[str]:
    """The roles to which the last sending went, in words: all that the commune is told."""
    rows = schedule.recipients.filter(sent_at=schedule.sent_at)
    held = set(rows.values_list("role", flat=True))
    return [str(label) for role, label in Role.choices if role in held]


def people_of(schedule) -> list[tuple[str, list[str]]]:
    """[(role in words, names)] of the last sending, for those above."""
    rows = schedule.recipients.filter(sent_at=schedule.sent_at).select_related("user", "cadre")
    names: dict = {}
    for row in rows:
        names.setdefault(row.role, Counter())[str(row.cadre or row.user)] += 1
    return [
        (str(label), sorted(names[role], key=given_name_key)) for role, label in Role.choices if role in names
    ]
