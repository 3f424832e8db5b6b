"""Everything that the map itself knows of a unit on a day, in one scope: what its page shows, whoever composes it."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils.formats import number_format

from branches.facts.unit_around import Around, around
from branches.models import (
    Agency,
    MemberCount,
    OfficeHolder,
    OfficialDocument,
    OrganisationUnit,
    OrganisationVersion,
    Unit,
    UnitSuccession,
    UnitVersion,
    Zone,
)
from branches.querysets.browsing import counts_below
from branches.querysets.units import children_of, names_of, placements_by_unit

OPEN, CLOSED, TO_COME, UNDECIDED = "open", "closed", "to_come", "undecided"
SECRETARY, HAMLET_HEAD = "secretary", "hamlet_head"
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class NamedUnit:
    """A unit by its name on some day; `unit` is None where the reader may know the name and no more."""

    name: str
    unit: Unit | None = None


@dataclass(frozen=True)
class Succession:
    """To or from another unit: `happens_on` is the first day of the new order."""

    other: NamedUnit
    extent: str
    is_whole: bool
    is_default: bool
    happens_on: date
    document: OfficialDocument | None


@dataclass(frozen=True)
class Holder:
    """Somebody in an office; `organisation_name` is "" for an office of the unit itself."""

    row: OfficeHolder
    organisation_name: str
    is_also_hamlet_head: bool


@dataclass(frozen=True)
class Body:
    """A party organisation on this ground with its latest count of members up to the day."""

    version: OrganisationVersion
    members: MemberCount | None


class UnitFacts:
    """`unit` (Unit, `with_aliases`) as read on `day` within `scope`. `shown_on` is the day of the facts: the day itself, the
    last day of a unit that has ended by then, the first of one that has not begun. `place` is its UnitPlacement of that
    day, where the caller has read it already."""

    def __init__(self, unit, day, scope, place=None):
        self.unit, self.day, self.scope = unit, day, scope
        self.shown_on = shown_on(unit.opened_on, unit.closed_on, day)
        self.place = place or placements_by_unit([unit.pk], self.shown_on).get(unit.pk)

    @property
    def state(self) -> str:
        if self.unit.opened_on > self.day:
            return TO_COME
        if self.unit.closed_on and self.unit.closed_on <= self.day:
            return CLOSED
        return OPEN if self.place and self.place.holds_on(self.day) else UNDECIDED

    @cached_property
    def _read(self) -> dict:
        """{unit id or key: its versions in order of time} of the unit and of all others that the page names: above it now,
        above it once, before and after it. One query."""
        own = UnitVersion.objects.filter(unit=self.unit)
        before = UnitSuccession.objects.filter(successor=self.unit)
        after = UnitSuccession.objects.filter(predecessor=self.unit)
        rows = UnitVersion.objects.filter(
            Q(unit=self.unit)
            | Q(unit__key__in=self._keys_above)
            | Q(unit__in=own.values("parent"))
            | Q(unit__in=before.values("predecessor"))
            | Q(unit__in=after.values("successor"))
        )
        found: dict = {}
        for row in rows.select_related("unit", "kind", "level", "document").order_by("starts_on"):
            found.setdefault(row.unit_id, []).append(row)
            found.setdefault(row.unit.key, found[row.unit_id])
        return found

    @property
    def _keys_above(self) -> list[str]:
        return self.place.path.split(".")[:-2] if self.place else []

    @property
    def versions(self) -> list[UnitVersion]:
        """All its versions, the latest first."""
        return self._read[self.unit.pk][::-1]

    @cached_property
    def version(self) -> UnitVersion:
        """The version of `shown_on` (or the last before it)."""
        begun = [version for version in self.versions if version.starts_on <= self.shown_on]
        return begun[0] if begun else self.versions[-1]

    @property
    def name(self) -> str:
        return self.version.name

    @property
    def aliases(self) -> list[str]:
        return self.unit.alias_names

    @cached_property
    def _around(self) -> Around:
        return around(self.unit, self.scope, self.shown_on)

    @property
    def agencies(self) -> list[Agency]:
        return self._around.agencies

    @property
    def documents(self) -> list[OfficialDocument]:
        return self._around.documents

    @property
    def zones(self) -> list[Zone]:
        return self._around.zones

    def named(self, unit, day) -> NamedUnit:
        """Another unit of this page (id or key) by its name on `day`."""
        versions = self._read.get(unit, [])
        begun = [version for version in versions if version.starts_on <= day]
        version = begun[-1] if begun else next(iter(versions), None)
        if version is None:
            return NamedUnit("")
        is_seen = self.scope.reach("units.read").covers(version.unit.access_path, version.unit_id)
        return NamedUnit(version.name, version.unit if is_seen else None)

    @cached_property
    def found_in(self) -> NamedUnit | None:
        """Where a closed unit without a successor is found today: what took the unit above it."""
        keys = self.unit.access_path.split(".")[:-1]
        if self.state != CLOSED or self.successors or not keys or keys[-1] == self.unit.key:
            return None
        unit = Unit.objects.filter(key=keys[-1]).first()
        if unit is None:
            return None
        is_seen = self.scope.reach("units.read").covers(unit.access_path, unit.pk)
        return NamedUnit(names_of([unit.pk], self.day).get(unit.pk, ""), unit if is_seen else None)

    @property
    def chain(self) -> list[NamedUnit]:
        """What stands above it, from the top down."""
        return [self.named(key, self.shown_on) for key in self._keys_above]

    @property
    def predecessors(self) -> list[Succession]:
        return [
            self._succession(each, each.predecessor_id, each.happens_on - _ONE_DAY)
            for each in self._around.successions
            if each.successor_id == self.unit.pk
        ]

    @property
    def successors(self) -> list[Succession]:
        return [
            self._succession(each, each.successor_id, each.happens_on)
            for each in self._around.successions
            if each.predecessor_id == self.unit.pk
        ]

    def _succession(self, row, other_id, day):
        return Succession(
            other=self.named(other_id, day),
            extent=row.get_extent_display(),
            is_whole=row.extent == UnitSuccession.Extent.WHOLE,
            is_default=row.is_default,
            happens_on=row.happens_on,
            document=row.document,
        )

    @cached_property
    def children(self) -> list:
        """The places directly beneath it."""
        return list(children_of(self.unit, self.shown_on))

    @cached_property
    def _below(self) -> dict:
        paths = [self.place.path] if self.place else []
        return counts_below([*paths, *(child.path for child in self.children)], self.shown_on)

    def below_child(self, child) -> list:
        """[(level, kind, number)] of what lies beneath one of `children`."""
        return self._below.get(child.path, [])

    @property
    def below(self) -> list:
        """[(level, kind, number)] of everything beneath it."""
        return self._below.get(self.place.path, []) if self.place else []

    @cached_property
    def bodies(self) -> list[Body]:
        """Party organisations whose ground it is, by the tree and by name."""
        covering = OrganisationUnit.objects.on(self.shown_on).filter(unit=self.unit)
        versions = list(
            OrganisationVersion.objects.on(self.shown_on)
            .visible_to(self.scope)
            .filter(organisation__in=covering.values("organisation"))
            .select_related("organisation")
            .annotate(latest_count=latest_count("organisation", self.shown_on))
        )
        order = ["committee", "grassroots_committee", "grassroots_branch", "branch"]
        versions.sort(key=lambda version: (order.index(version.organisation.kind), version.sort_key))
        return [Body(version, latest_count_of(version)) for version in versions]

    @cached_property
    def holders(self) -> list[Holder]:
        """Who holds an office of the unit or of an organisation whose ground it is, by rank; empty where the reader may
        not see people."""
        if not self.scope.may("people.read"):
            return []
        names = {body.version.organisation_id: body.version.name for body in self.bodies}
        rows = (
            OfficeHolder.objects.telling_who_also_holds(HAMLET_HEAD, self.shown_on)
            .visible_to(self.scope)
            .filter(Q(unit=self.unit, organisation=None) | Q(organisation__in=list(names)))
        )
        return holders_of(rows, names)

    def may(self, permission: str) -> bool:
        """Whether the reader has `permission` on this very unit."""
        return self.scope.reach(permission).covers(self.unit.access_path, self.unit.pk)


def shown_on(opened_on, closed_on, day) -> date:
    """The day whose facts are shown: `day`, the last one of what has ended, the first of what has not begun."""
    if opened_on and opened_on > day:
        return opened_on
    return closed_on - _ONE_DAY if closed_on and closed_on <= day else day


def holders_of(rows, names=None) -> list[Holder]:
    """`rows` (OfficeHolder, `telling_who_also_holds` hamlet head) by rank; `names` {organisation id: name}."""
    names = names or {}
    rows = rows.select_related("office").order_by("office__sort", "office__name", "given_name_key")
    return [
        Holder(row, names.get(row.organisation_id, ""), row.office.code == SECRETARY and row.also_holds)
        for row in rows
    ]


def latest_count(organisation: str, day):
    """The last count of members up to `day` as an annotation of rows whose field `organisation` names the body."""
    counts = MemberCount.objects.filter(organisation=OuterRef(organisation), counted_on__lte=day)
    values = JSONObject(
        counted_on="counted_on", official="official", probationary="probationary", exempt="exempt"
    )
    return Subquery(counts.order_by("-counted_on").values(count=values)[:1])


def latest_count_of(row) -> MemberCount | None:
    """The MemberCount that `latest_count` read with `row`."""
    values = row.latest_count
    if values is None:
        return None
    return MemberCount(**values | {"counted_on": date.fromisoformat(values["counted_on"])})


def latest_counts(organisation_ids, day) -> dict:
    """{organisation id: its last MemberCount up to `day`}; one query."""
    rows = MemberCount.objects.filter(organisation__in=organisation_ids, counted_on__lte=day)
    return {row.organisation_id: row for row in rows.order_by("counted_on")}


def counts_in_words(counts, level_names=None) -> str:
    """[(level, kind, number)] as "19 xã, 1 thị trấn, 93 ấp"; where no kind is known by the level's name."""
    level_names = level_names or {}
    words = [
        f"{number_format(number, force_grouping=True)} {(kind or str(level_names.get(level, ''))).lower()}"
        for level, kind, number in counts
    ]
    return ", ".join(words)
