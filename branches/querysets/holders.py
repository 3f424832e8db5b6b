"""Whom one writes to about a place or a body: whoever holds the role over it on that day, so that a handover redirects
everything by itself."""

from django.db.models import Q

from accounts.models import User
from branches.models.grants import Grant, Role

OFFICE = Role.COMMUNE_OFFICE


def holders_of(roles, *, on, units=(), agencies=(), organisations=(), zones=()):
    """Active logins (a User queryset, by id) that hold one of `roles` on the day `on` over exactly one of these things:
    rows, ids or querysets of them. Above and below is not looked at: who is above is another thing, named by the caller.
    A commune's office writes for the organisations that sit in the unit itself, and a role over one of those is a role
    over their seat. Nothing named, nobody found."""
    over = Q(unit__in=units) | Q(agency__in=agencies) | Q(organisation__in=organisations) | Q(zone__in=zones)
    found = Q(over, role__in=set(roles) - {OFFICE})
    if OFFICE in roles:
        found |= Q(
            over | Q(organisation__unit__in=units) | Q(unit__organisations__in=organisations), role=OFFICE
        )
    grants = Grant.objects.on(on).filter(found)
    return User.objects.filter(pk__in=grants.values("user"), is_active=True).order_by("pk")
