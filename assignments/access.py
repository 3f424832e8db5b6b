"""A signed-in person's grants and assignments, read from the database and given to the pure `scope_for`."""

from datetime import date

from django.db.models import Q
from django.utils import timezone

from assignments.models import Assignment
from branches.models import Grant, ZoneMember
from branches.scope import AssignmentFact, GrantFact, Place, Scope, scope_for
from common.prepared import Prepared


def today():
    """The business day: Asia/Ho_Chi_Minh's (settings.TIME_ZONE)."""
    return timezone.localdate()


def load_scope(user, day) -> Scope:
    """The scope of `user` on `day`; an empty one for nobody and for a login that is switched off. One query beside the one
    that finds the user (`assignments.backends`), one more for a cadre, one more for whoever has to do with zones."""
    if not (user.is_authenticated and user.is_active):
        return Scope()
    grants = [_Granted(*row) for row in GRANTS.rows(user.pk, day)]
    cadre_id = _cadre_id(user)
    assignments = [_Assigned(*row) for row in ASSIGNMENTS.rows(cadre_id, day)] if cadre_id else []
    zones = _zone_places({each.zone_id for each in grants} | {each.zone_id for each in assignments}, day)

    def found(*places):
        return tuple(place for place in places if place)

    return scope_for(
        [
            GrantFact(
                grant.role,
                grant.starts_on,
                grant.ends_on,
                places=found(_place(grant.unit, day), _place(grant.seat, day), *zones.get(grant.zone_id, ())),
                zone_id=grant.zone_id,
                organisation_id=grant.organisation_id,
                agency_id=grant.agency_id,
            )
            for grant in grants
        ],
        [
            AssignmentFact(
                each.starts_on,
                each.ends_on,
                places=found(*zones.get(each.zone_id, ())) if each.zone_id else found(_place(each.unit, day)),
                zone_id=each.zone_id,
            )
            for each in assignments
        ],
        day,
        user_id=user.pk,
        cadre_ids={cadre_id} - {None},
    )


def _cadre_id(user):
    cadre = getattr(user, "cadre", None)
    return cadre.merged_into_id or cadre.pk if cadre else None


def _unit_columns(road) -> list[str]:
    """What a place is made of: of the unit at the end of `road`."""
    return [f"{road}_id", f"{road}__access_path", f"{road}__closed_on"]


class _Granted:
    """A row of GRANTS; `seat`: the unit of the organisation."""

    def __init__(self, role, starts_on, ends_on, zone_id, organisation_id, agency_id, *units):
        self.role, self.starts_on, self.ends_on = role, starts_on, ends_on
        self.zone_id, self.organisation_id, self.agency_id = zone_id, organisation_id, agency_id
        self.unit, self.seat = units[:3], units[3:]


def _granted(user_id, day):
    own = ["role", "starts_on", "ends_on", "zone_id", "organisation_id", "agency_id"]
    places = [*_unit_columns("unit"), *_unit_columns("organisation__unit")]
    return Grant.objects.on(day).filter(user=user_id).values_list(*own, *places)


class _Assigned:
    """A row of ASSIGNMENTS."""

    def __init__(self, _pk, starts_on, ends_on, zone_id, *unit):
        self.starts_on, self.ends_on, self.zone_id, self.unit = starts_on, ends_on, zone_id, unit


def _assigned(cadre_id, day):
    """His own, and those of the teams that he is in on that day; not those on households, which open no ground. None that is
    voided is active."""
    return (
        Assignment.objects.active_on(day)
        .filter(
            Q(cadre_id=cadre_id)
            | Q(team__members__cadre_id=cadre_id, team__members__starts_on__lte=day)
            & (Q(team__members__ends_on=None) | Q(team__members__ends_on__gt=day)),
            target_household=None,
            target_group=None,
        )
        .values_list("pk", "starts_on", "ends_on", "target_zone_id", *_unit_columns("unit"))
        .distinct()
    )


# Asked on every page; the samples are any number and any day.
GRANTS = Prepared(_granted, -7_310_208, date(1901, 1, 7))
ASSIGNMENTS = Prepared(_assigned, -7_310_209, date(1901, 1, 7))


def _zone_places(zone_ids, day) -> dict:
    places: dict = {}
    if zone_ids <= {None}:  # most people's: not even the question is made
        return places
    members = ZoneMember.objects.on(day).filter(zone_id__in=zone_ids - {None})
    for zone_id, *unit in members.values_list("zone_id", *_unit_columns("unit")):
        places.setdefault(zone_id, []).append(_place(unit, day))
    return places


def _place(unit, day) -> Place | None:
    """Of (id, access path, the day it was closed); None where there is no unit."""
    pk, path, closed_on = unit
    # A merger that is entered ahead takes nobody's ground away before its day.
    return pk and Place(pk, path, is_open=closed_on is None or day < closed_on)
