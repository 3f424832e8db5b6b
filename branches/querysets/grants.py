"""Reads of who has which role where."""

from django.db.models import Q

from branches.querysets.scoping import within
from branches.querysets.units import names_of
from common.records import PeriodQuerySet

ROADS = ("unit", "zone__unit", "organisation__unit", "agency__unit")


class GrantQuerySet(PeriodQuerySet):
    def visible_to(self, scope):
        return self.filter(_anywhere(scope.reach("users.write")))

    def writable_by(self, scope):
        return self.filter(_anywhere(scope.reach("grants.write")))

    def running_or_to_come(self, day):
        """Grants that hold on `day` or begin later."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day))

    def for_list(self):
        return self.select_related("user", "unit", "zone__unit", "organisation__unit", "agency__unit")


def _anywhere(reach):
    condition = Q(pk__in=[])
    for road in ROADS:
        condition |= within(reach, road)
    return condition


def names_over(grants, day) -> dict:
    """{grant id: the name on `day` of what its role is over}; two queries however many grants."""
    from branches.models import OrganisationVersion

    units = names_of({grant.unit_id for grant in grants} - {None}, day)
    organisations: dict = {}
    wanted = {grant.organisation_id for grant in grants} - {None}
    rows = OrganisationVersion.objects.filter(organisation_id__in=wanted).order_by("starts_on")
    for organisation_id, starts_on, name in rows.values_list("organisation_id", "starts_on", "name"):
        if organisation_id not in organisations or starts_on <= day:
            organisations[organisation_id] = name
    return {
        grant.pk: units.get(grant.unit_id)
        or organisations.get(grant.organisation_id)
        or str(grant.zone or grant.agency or "")
        for grant in grants
    }


def places_to_give(scope, key, day, limit=30) -> list:
    """[(kind, key, name)] of what the holder of `scope` may give roles over: his own ground's tops and zones, or
    whatever of it holds `key` (a search key) in its name."""
    from branches.models import Agency, OrganisationVersion, UnitVersion, Zone

    reach = scope.reach("grants.write")
    versions = UnitVersion.objects.on(day).filter(within(reach), unit__closed_on=None)
    zones = Zone.objects.on(day).filter(within(reach)).order_by("sort_key")
    if not key:
        versions = versions.filter(Q(unit__access_path__in=reach.prefixes) | Q(unit__in=reach.unit_ids))
        found = [("unit", *row) for row in versions.order_by("sort_key").values_list("unit__key", "name")]
        return found + [("zone", *row) for row in zones.values_list("key", "name")[:limit]]
    versions = versions.filter(search_key__contains=key)
    organisations = OrganisationVersion.objects.on(day).filter(
        within(reach, "organisation__unit"), organisation__closed_on=None, search_key__contains=key
    )
    agencies = Agency.objects.open_on(day).filter(within(reach), search_key__contains=key)
    return [
        *(
            ("unit", *row)
            for row in versions.order_by("level", "sort_key").values_list("unit__key", "name")[:limit]
        ),
        *(
            ("zone", *row)
            for row in zones.filter(search_key__contains=key).values_list("key", "name")[:limit]
        ),
        *(
            ("organisation", *row)
            for row in organisations.order_by("sort_key").values_list("organisation__key", "name")[:limit]
        ),
        *(("agency", *row) for row in agencies.order_by("sort_key").values_list("key", "name")[:limit]),
    ]
