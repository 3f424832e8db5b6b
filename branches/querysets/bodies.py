"""Reads of zones, agencies, organisations, office-holders, documents and imports."""

from django.db import models
from django.db.models import Q

from branches.querysets.scoping import binding, within
from common.records import PeriodQuerySet


class ZoneQuerySet(PeriodQuerySet):
    def visible_to(self, scope):
        reach = scope.reach("units.read")
        return self.filter(within(reach) | Q(pk__in=reach.zone_ids))

    def writable_by(self, scope):
        return self.filter(within(scope.reach("units.write")))


class AgencyQuerySet(models.QuerySet):
    def visible_to(self, scope):
        return self.filter(
            within(scope.reach("agencies.read")) | Q(pk__in=scope.reach("staff.read").agency_ids)
        )

    def writable_by(self, scope):
        return self.filter(within(scope.reach("agencies.write")))

    def open_on(self, day):
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=day))


class OrganisationQuerySet(models.QuerySet):
    def visible_to(self, scope):
        reach = scope.reach("units.read")
        return self.filter(within(reach) | Q(pk__in=reach.organisation_ids))

    def writable_by(self, scope):
        return self.filter(within(scope.reach("units.write")))

    def open_on(self, day):
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=day), opened_on__lte=day)


class OrganisationVersionQuerySet(PeriodQuerySet):
    def visible_to(self, scope):
        reach = scope.reach("units.read")
        return self.filter(within(reach, "organisation__unit") | Q(organisation__in=reach.organisation_ids))

    def on_ground_of(self, area, day):
        """Those of whose ground of `day` some is `area` or lies under it."""
        from branches.models import OrganisationUnit, UnitPlacement

        ground = UnitPlacement.objects.on(day).under(area).values("unit")
        covering = OrganisationUnit.objects.on(day).filter(unit__in=ground)
        return self.filter(organisation__in=covering.values("organisation"))

    def counted(self) -> dict:
        """Of the versions of one day: `total`; `by_kind` {every kind: how many}; `grassroots`, committees and branches that
        stand at the base themselves (Kim Sơn 3.1: 76 = 30 + 46); `branches_below`, branches under a committee at the base
        (3.2: 462); `by_branch_type` {type, or "": branches of both kinds}."""
        kinds = self.model.organisation.field.related_model.Kind
        rows = self.order_by().values_list("organisation__kind", "parent__kind", "organisation__branch_type")
        by_kind, by_type, below = {kind.value: 0 for kind in kinds}, {}, 0
        for kind, above, branch_type in rows:
            by_kind[kind] += 1
            below += kind == kinds.BRANCH and above == kinds.GRASSROOTS_COMMITTEE
            if kind in (kinds.BRANCH, kinds.GRASSROOTS_BRANCH):
                by_type[branch_type] = by_type.get(branch_type, 0) + 1
        return {
            "total": sum(by_kind.values()),
            "by_kind": by_kind,
            "grassroots": by_kind[kinds.GRASSROOTS_COMMITTEE] + by_kind[kinds.GRASSROOTS_BRANCH],
            "branches_below": below,
            "by_branch_type": dict(sorted(by_type.items())),
        }


class OfficeHolderQuerySet(PeriodQuerySet):
    def visible_to(self, scope):
        return self.filter(within(scope.reach("people.read")))

    def also_holding(self, office_code, day):
        """Holders on `day` who also hold `office_code` of the same unit that day ("secretary is also hamlet head"):
        derived from the two rows, by unit and name."""
        return self.on(day).filter(self._holds_too(office_code, day))

    def telling_who_also_holds(self, office_code, day):
        """Holders on `day`, each with `also_holds`: whether he is one of `also_holding`."""
        return self.on(day).annotate(also_holds=self._holds_too(office_code, day))

    def _holds_too(self, office_code, day):
        return models.Exists(
            self.model.objects.on(day).filter(
                office__code=office_code,
                unit=models.OuterRef("unit"),
                search_key=models.OuterRef("search_key"),
            )
        )


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, scope):
        return self.filter(binding(scope.reach("documents.read"), "issuer_unit"))

    def writable_by(self, scope):
        return self.filter(within(scope.reach("documents.write"), "issuer_unit"))

    def issued_by(self, unit, organisation=None):
        return self.filter(issuer_unit=unit, issuer_organisation=organisation)

    def in_force_on(self, day):
        """Documents that have taken effect and that no other document in effect replaces."""
        effect = models.functions.Coalesce("effective_on", "issued_on")
        replaced = self.model.relations_in.rel.related_model.objects.filter(
            relates_to=models.OuterRef("pk"),
            relation="replaces",
            document__in=self.model.objects.annotate(takes_effect_on=effect).filter(takes_effect_on__lte=day),
        )
        return self.annotate(takes_effect_on=effect).filter(
            ~models.Exists(replaced), takes_effect_on__lte=day
        )


# Lists of which a line may say who lives where: the log of them is read by whoever brought one in, and by the commune.
PRIVATE_LISTS = ("groups", "households")


class ImportRunQuerySet(models.QuerySet):
    def visible_to(self, scope):
        private = Q(kind__in=PRIVATE_LISTS)
        return self.filter(
            within(scope.reach("imports.write")) & ~private
            | within(scope.reach("households.write")) & private
            | Q(user=scope.user_id, user__isnull=False)
        )


def organisation_versions(ids, day) -> dict:
    """{organisation id: its OrganisationVersion on `day`, or its last one before, or its first one after}; one query."""
    return organisation_versions_by_day(ids, [day])[day]


def organisation_versions_by_day(ids, days) -> dict:
    """{day: `organisation_versions`} of each of `days`; one query."""
    from branches.models import OrganisationVersion

    found: dict = {day: {} for day in days}
    for row in OrganisationVersion.objects.filter(organisation_id__in=set(ids)).order_by("starts_on"):
        for day, known in found.items():
            if row.organisation_id not in known or row.starts_on <= day:
                known[row.organisation_id] = row
    return found


def organisation_names(ids, day) -> dict:
    """{organisation id: name on `day`, or its last name before, or its first one after}; one query."""
    return {pk: row.name for pk, row in organisation_versions(ids, day).items()}
