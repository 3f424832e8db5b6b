"""A signed-in person's grants and assignments, read from the database and given to the pure `scope_for`."""

from django.db.models import Q
from django.utils import timezone

from assignments.models import Assignment
from branches.models import Grant, Unit, ZoneMember
from branches.scope import AssignmentFact, GrantFact, Place, Scope, scope_for


def today():
    """The business day: Asia/Ho_Chi_Minh's (settings.TIME_ZONE)."""
    return timezone.localdate()


def load_scope(user, day) -> Scope:
    """The scope of `user` on `day`; an empty one for nobody and for a login that is switched off. Three queries beside the
    one that finds the user (`assignments.backends`)."""
    if not (user.is_authenticated and user.is_active):
        return Scope()
    grants = list(_grants(user, day))
    cadre_id = _cadre_id(user)
    assignments = list(_assignments(cadre_id, day)) if cadre_id else []
    zones = _zone_units(
        {each.zone_id for each in grants} | {each.target_zone_id for each in assignments}, day
    )
    places = _places(
        {each.unit_id for each in grants}
        | {each.organisation.unit_id for each in grants if each.organisation}
        | {each.unit_id for each in assignments}
        | {unit_id for units in zones.values() for unit_id in units},
        day,
    )

    def found(*unit_ids):
        return tuple(places[unit_id] for unit_id in unit_ids if unit_id in places)

    return scope_for(
        [
            GrantFact(
                grant.role,
                grant.starts_on,
                grant.ends_on,
                places=found(
                    grant.unit_id,
                    grant.organisation.unit_id if grant.organisation else None,
                    *zones.get(grant.zone_id, ()),
                ),
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
                places=found(*zones.get(each.target_zone_id, ()))
                if each.target_zone_id
                else found(each.unit_id),
                zone_id=each.target_zone_id,
                is_voided=each.is_voided,
            )
            for each in assignments
        ],
        day,
        user_id=user.pk,
        cadre_ids={cadre_id} - {None},
    )


def _grants(user, day):
    held = Grant.objects.on(day).filter(user=user).select_related("organisation")
    return held.only("role", "starts_on", "ends_on", "unit", "zone", "agency", "organisation__unit")


def _cadre_id(user):
    cadre = getattr(user, "cadre", None)
    return cadre.merged_into_id or cadre.pk if cadre else None


def _assignments(cadre_id, day):
    """His own, and those of the teams that he is in on that day; not those on households, which open no ground."""
    return (
        Assignment.objects.active_on(day)
        .filter(
            Q(cadre_id=cadre_id)
            | Q(team__members__cadre_id=cadre_id, team__members__starts_on__lte=day)
            & (Q(team__members__ends_on=None) | Q(team__members__ends_on__gt=day)),
            target_household=None,
            target_group=None,
        )
        .distinct()
    )


def _zone_units(zone_ids, day) -> dict:
    units: dict = {}
    if zone_ids <= {None}:  # most people's: not even the question is made
        return units
    members = ZoneMember.objects.on(day).filter(zone_id__in=zone_ids - {None})
    for zone_id, unit_id in members.values_list("zone_id", "unit_id"):
        units.setdefault(zone_id, []).append(unit_id)
    return units


def _places(unit_ids, day) -> dict:
    rows = Unit.objects.filter(pk__in=unit_ids - {None}).values_list("pk", "access_path", "closed_on")
    # A merger that is entered ahead takes nobody's ground away before its day.
    return {pk: Place(pk, path, is_open=closed_on is None or day < closed_on) for pk, path, closed_on in rows}
