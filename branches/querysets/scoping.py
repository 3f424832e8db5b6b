"""A reach as a condition on rows. Prefixes are always ranges: LIKE becomes a full scan under row-level security."""

from django.db.models import Q

NOTHING = Q(pk__in=[])


def path_range(field: str, prefix: str) -> Q:
    """Rows whose path begins with `prefix` ("a.b."): from it up to the next character after "."."""
    return Q(**{f"{field}__gte": prefix, f"{field}__lt": prefix[:-1] + "/"})


def within(reach, unit: str = "unit") -> Q:
    """Rows whose unit (the field `unit`, "" for units themselves) lies in `reach` today."""
    path, key = (f"{unit}__access_path", f"{unit}__in") if unit else ("access_path", "pk__in")
    condition = NOTHING
    for prefix in sorted(reach.prefixes):
        condition |= path_range(path, prefix)
    if reach.unit_ids:
        condition |= Q(**{key: sorted(reach.unit_ids)})
    return condition


def binding(reach, unit: str) -> Q:
    """Rows in `reach`, and those of the units above it: their documents and schemes bind the people here."""
    return within(reach, unit) | (Q(**{f"{unit}__key__in": sorted(reach.above)}) if reach.above else NOTHING)


def within_bodies(scope, permission: str, *, unit="unit", organisation="organisation", closed=False) -> Q:
    """Rows of an organisation (the field `organisation`, "" for organisations themselves) that are its own affair: those of
    the ground, and for a branch's secretary those of his branch alone; `closed`: also those of a closed one that stood
    where his does, for whoever holds the place today reads its history."""
    condition = NOTHING
    prefix = f"{organisation}__" if organisation else ""
    for hold in scope.holds_of(permission):
        own = within(hold.reach, unit)
        if hold.body_ids:
            bodies = Q(**{f"{prefix}pk__in": sorted(hold.body_ids)})
            own &= bodies | Q(**{f"{prefix}closed_on__isnull": False}) if closed else bodies
        condition |= own
    return condition


def from_above(scope, permission: str, *, issuer: str = "issuer", unit: str = "unit") -> Q:
    """Rows that belong to a committee above the place they speak of (a planned visit, a report): read by those who have
    `permission` over the issuer itself, and by the leader of a zone of the issuer's on the zone's ground. Whoever has
    the permission only over the place reads nothing: what is said of him goes over his head."""
    condition = within(scope.reach(permission), issuer)
    zones = scope.reach("zone.read")
    if zones.zone_ids and scope.may(permission):
        from branches.models import Zone

        owners = Zone.objects.filter(pk__in=zones.zone_ids).values("unit")
        condition |= within(zones, unit) & Q(**{f"{issuer}__in": owners})
    return condition
