"""What the map knows of an organisation, an agency or a zone on a day, in one scope."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from branches.facts.units import (
    CLOSED,
    HAMLET_HEAD,
    OPEN,
    TO_COME,
    Holder,
    NamedUnit,
    holders_of,
    latest_counts,
    shown_on,
)
from branches.models import (
    MemberCount,
    OfficeHolder,
    OfficialDocument,
    Organisation,
    OrganisationVersion,
    Unit,
)
from branches.querysets.units import names_of


def state_of(opened_on, closed_on, day) -> str:
    """ "to_come", "open" or "closed" on `day`."""
    if opened_on and opened_on > day:
        return TO_COME
    return CLOSED if closed_on and closed_on <= day else OPEN


@dataclass(frozen=True)
class NamedOrganisation:
    """An organisation by its name; `organisation` is None where the reader may know the name and no more."""

    name: str
    organisation: Organisation | None = None


@dataclass(frozen=True)
class Ground:
    """A unit that an organisation covers or a zone holds."""

    unit: NamedUnit
    is_main: bool
    starts_on: date


class OrganisationFacts:
    """`organisation` (Organisation, its unit at hand) as read on `day` within `scope`."""

    def __init__(self, organisation, day, scope):
        self.organisation, self.day, self.scope = organisation, day, scope
        self.state = state_of(organisation.opened_on, organisation.closed_on, day)
        self.shown_on = shown_on(organisation.opened_on, organisation.closed_on, day)

    @cached_property
    def versions(self) -> list[OrganisationVersion]:
        """All its versions, the latest first."""
        return list(self.organisation.versions.order_by("-starts_on"))

    @cached_property
    def version(self) -> OrganisationVersion:
        begun = [version for version in self.versions if version.starts_on <= self.shown_on]
        return begun[0] if begun else self.versions[-1]

    @property
    def name(self) -> str:
        return self.version.name

    @cached_property
    def _above(self) -> dict:
        """{organisation id: its versions in order of time} of the parents that the page names."""
        found: dict = {}
        rows = OrganisationVersion.objects.filter(
            organisation__in={version.parent_id for version in self.versions} - {None}
        )
        for row in rows.select_related("organisation__unit").order_by("starts_on"):
            found.setdefault(row.organisation_id, []).append(row)
        return found

    def parent_of(self, version) -> NamedOrganisation | None:
        """What `version` stood under, by its name of then."""
        if version.parent_id is None:
            return None
        versions = self._above[version.parent_id]
        begun = [each for each in versions if each.starts_on <= version.starts_on]
        found = begun[-1] if begun else versions[0]
        return NamedOrganisation(found.name, found.organisation if self._sees(found.organisation) else None)

    def _sees(self, organisation) -> bool:
        reach = self.scope.reach("units.read")
        return organisation.pk in reach.organisation_ids or reach.covers(
            organisation.unit.access_path, organisation.unit_id
        )

    @property
    def parent(self) -> NamedOrganisation | None:
        return self.parent_of(self.version)

    @cached_property
    def ground(self) -> list[Ground]:
        """The units that it covers, the main one first."""
        return _grounds(
            self.organisation.unit_links.on(self.shown_on).select_related("unit").order_by("-is_main", "pk"),
            self.shown_on,
            self.scope,
        )

    @cached_property
    def children(self) -> list[OrganisationVersion]:
        """The organisations directly beneath it that the reader may see, by name."""
        rows = OrganisationVersion.objects.on(self.shown_on).visible_to(self.scope)
        return list(
            rows.filter(parent=self.organisation).select_related("organisation").order_by("sort_key", "pk")
        )

    @cached_property
    def child_counts(self) -> dict:
        """{organisation id: its latest MemberCount} of the children."""
        return latest_counts([child.organisation_id for child in self.children], self.shown_on)

    @cached_property
    def counts(self) -> list[MemberCount]:
        """Its counts of members up to the day, the latest first; twelve at most."""
        rows = self.organisation.member_counts.filter(counted_on__lte=self.shown_on)
        return list(rows.order_by("-counted_on")[:12])

    @cached_property
    def holders(self) -> list[Holder]:
        if not self.scope.may("people.read"):
            return []
        rows = OfficeHolder.objects.telling_who_also_holds(HAMLET_HEAD, self.shown_on)
        return holders_of(rows.visible_to(self.scope).filter(organisation=self.organisation))

    @cached_property
    def documents(self) -> list[OfficialDocument]:
        if not self.scope.may("documents.read"):
            return []
        rows = OfficialDocument.objects.visible_to(self.scope).filter(issued_on__lte=self.shown_on)
        return list(rows.filter(issuer_organisation=self.organisation)[:10])

    def may(self, permission: str) -> bool:
        return self.scope.reach(permission).covers(
            self.organisation.unit.access_path, self.organisation.unit_id
        )


class ZoneFacts:
    """`zone` (Zone, its unit at hand) as read on `day` within `scope`."""

    def __init__(self, zone, day, scope):
        self.zone, self.day, self.scope = zone, day, scope
        self.state = state_of(zone.starts_on, zone.ends_on, day)
        self.shown_on = shown_on(zone.starts_on, zone.ends_on, day)

    @property
    def name(self) -> str:
        return self.zone.name

    @cached_property
    def members(self) -> list[Ground]:
        rows = self.zone.members.on(self.shown_on).select_related("unit")
        return sorted(_grounds(rows, self.shown_on, self.scope), key=lambda ground: ground.unit.name)

    @cached_property
    def owner(self) -> NamedUnit:
        return named_unit(self.zone.unit, self.shown_on, self.scope)

    def may(self, permission: str) -> bool:
        return self.scope.reach(permission).covers(self.zone.unit.access_path, self.zone.unit_id)


def named_unit(unit: Unit, day, scope, names=None) -> NamedUnit:
    """`unit` by its name on `day`; `names` where they were read already."""
    names = names_of([unit.pk], day) if names is None else names
    is_seen = scope.reach("units.read").covers(unit.access_path, unit.pk)
    return NamedUnit(names.get(unit.pk, ""), unit if is_seen else None)


def _grounds(links, day, scope) -> list[Ground]:
    links = list(links)
    names = names_of([link.unit_id for link in links], day)
    return [
        Ground(
            named_unit(link.unit, day, scope, names), bool(getattr(link, "is_main", False)), link.starts_on
        )
        for link in links
    ]
