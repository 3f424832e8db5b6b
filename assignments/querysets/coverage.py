"""Which schemes concern an area, and who follows a place: the whole chain above a hamlet, level by level."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Case, Count, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Least

from assignments.models import Assignment, Scheme
from assignments.querysets.targets import (
    COMMITTEE_KINDS,
    HAMLET_LEVEL,
    place_on,
    targets_of,
)
from branches.models import (
    Organisation,
    OrganisationUnit,
    OrganisationVersion,
    Unit,
    UnitPlacement,
    Zone,
    ZoneMember,
)
from branches.querysets.scoping import within
from common.asked_once import answered_once


def schemes_over(place, day):
    """Schemes that concern an area (its UnitPlacement on `day`): issued by it, above it or within it, or followed in
    it that day. Not only those in force: `.on(day)` says which are."""
    units = UnitPlacement.objects.on(day).under_path(place.path).values("unit")
    followed = Assignment.objects.active_on(day).filter(target_unit__in=units)
    return Scheme.objects.filter(
        Q(issuer__key__in=keys_of(place.path)) | Q(issuer__in=units) | Q(pk__in=followed.values("scheme"))
    ).select_related("issuer", "target_level")


@answered_once
def known_schemes(place, day) -> list:
    """`schemes_over` as a list."""
    return list(schemes_over(place, day))


def areas_of(scope):
    """Units whose coverage the scope may read."""
    return Unit.objects.filter(within(scope.reach("coverage.read"), unit=""))


def default_scheme(schemes, place, day):
    """The one of `schemes` (a list) that an area is first asked about, None without any: in force on `day`, wanting
    somebody below the area, and issued nearest: by the area itself, else above it, else within it."""
    above = keys_of(place.path) if place else []

    def order(scheme):
        level = scheme.target_level_id or HAMLET_LEVEL
        key = scheme.issuer.key
        distance = len(above) - above.index(key) if key in above else len(above) + 1
        return (not scheme.holds_on(day), bool(place) and level <= place.level, distance, level, scheme.pk)

    return min(schemes, key=order, default=None)


def ending_within(schemes, day, days):
    """Those of `schemes` in force on `day` that end, or whose pilot ends, within `days` days: `last_on` is the first
    day on which they are no more."""
    last_on = Case(When(pilot_ends_on__gt=day, then=Least("ends_on", "pilot_ends_on")), default=F("ends_on"))
    return (
        schemes.on(day)
        .annotate(last_on=last_on)
        .filter(last_on__lte=day + timedelta(days=days))
        .order_by("last_on", "sort_key", "pk")
    )


def ended_with_assignments(schemes, day):
    """Those of `schemes` that have ended by `day` while `running` of their assignments are still in force that day."""
    running = (
        Assignment.objects.active_on(day)
        .filter(scheme=OuterRef("pk"))
        .order_by()
        .values("scheme")
        .annotate(number=Count("pk"))
    )
    return (
        schemes.filter(ends_on__lte=day)
        .annotate(running=Subquery(running.values("number")))
        .filter(running__gt=0)
        .order_by("ends_on", "sort_key", "pk")
    )


def linked_schemes(scheme, place, day, linked) -> list:
    """`scheme` and those of `linked` (`linked_ids`; Bến Tre: four) that are in force on `day` and concern the area, in
    order of the level that they follow."""
    others = set(linked) - {scheme.pk}
    known = known_schemes(place, day) if others else []
    concerned = [each for each in known if each.pk in others and each.holds_on(day)]
    return sorted(
        [scheme, *concerned],
        key=lambda each: (each.target_level_id or HAMLET_LEVEL + 1, each.sort_key, each.pk),
    )


def keys_of(path) -> list[str]:
    """The keys of a placement's path, from the province down to the unit itself."""
    return path.split(".")[:-1]


@dataclass(frozen=True)
class Link:
    """Somebody who follows a place of the chain, or a gap (`assignment` None).

    `name` and `phone` are empty where the reader may not have them. `what` names what is followed where that is not
    the place itself: its committee, a branch, the zone in which it lies.
    """

    scheme: Scheme
    assignment: Assignment | None = None
    name: str = ""
    phone: str = ""
    what: str = ""

    @property
    def is_gap(self) -> bool:
        return self.assignment is None


@dataclass(frozen=True)
class Step:
    """A place of the chain on the day: who follows it, and where somebody should and nobody does."""

    place: UnitPlacement
    links: list[Link] = field(default_factory=list)

    @property
    def followers(self) -> list[Link]:
        return [link for link in self.links if not link.is_gap]

    @property
    def gaps(self) -> list[Link]:
        return [link for link in self.links if link.is_gap]


def chain_of_responsibility(unit, day, scope=None, *, tells_names=False) -> list[Step]:
    """Who follows `unit` (Unit) on `day`, from its province down to itself; [] where it does not stand that day.

    Every assignment in force counts, whoever decided it; a gap is a place that a scheme in force, issued here or above,
    should cover and that nobody follows. Names: to those who read assignments of `unit` (who answers for a place is
    known to those who look after it), and one's own, all of them with `tells_names` (for a page that shows why); telephones:
    to those who also read its people. `scope` None hides nothing (printed by an operator).
    """
    here = place_on(unit, day)
    if here is None:
        return []
    places = list(
        UnitPlacement.objects.on(day)
        .filter(unit__key__in=keys_of(here.path))
        .select_related("unit", "version__level", "version__kind")
        .order_by("path")
    )
    bodies = _bodies(places, here, day)
    zones = _zones(places, day)
    links: dict[int, list[Link]] = {place.unit_id: [] for place in places}
    followed = set()
    for each in _assignments(places, bodies, zones, day):
        unit_id, what = _where(each, bodies, zones)
        followed.add((each.scheme_id, each.target_unit_id, each.target_organisation_id, each.target_zone_id))
        links[unit_id].append(_named(each, what, unit, scope, tells_names))
    schemes = Scheme.objects.on(day).filter(issuer__key__in=keys_of(here.path)).select_related("issuer")
    for scheme in schemes.order_by("sort_key", "pk"):
        for unit_id, target, what in _expected(scheme, places, bodies, zones, day):
            if (scheme.pk, *target) not in followed:
                links[unit_id].append(Link(scheme, what=what))
    return [Step(place, links[place.unit_id]) for place in places]


def _bodies(places, here, day) -> dict:
    """{organisation id: (unit id, kind, name)}: the committees of the places, and all organisations of the last one."""
    units = {place.unit_id: place.level for place in places}
    main = OrganisationUnit.objects.on(day).filter(is_main=True, unit__in=units)
    unlinked = (
        Organisation.objects.open_on(day)
        .filter(unit__in=units)
        .exclude(pk__in=OrganisationUnit.objects.on(day).filter(is_main=True).values("organisation"))
    )
    # Both at once: the pages that show the chain count their questions.
    homes = dict(
        main.order_by()
        .values_list("organisation", "unit")
        .union(unlinked.order_by().values_list("pk", "unit"), all=True)
    )
    versions = OrganisationVersion.objects.on(day).filter(
        organisation__in=Organisation.objects.open_on(day).filter(pk__in=homes)
    )
    found = {}
    for pk, kind, name in versions.values_list("organisation", "organisation__kind", "name"):
        unit_id = homes[pk]
        if unit_id == here.unit_id or kind in COMMITTEE_KINDS.get(units[unit_id], ()):
            found[pk] = (unit_id, kind, name)
    return found


def _zones(places, day) -> dict:
    """{zone id: (unit id, name)} of the zones in which a place of the chain lies."""
    members = ZoneMember.objects.on(day).filter(unit__in=[place.unit_id for place in places])
    rows = members.filter(zone__in=Zone.objects.on(day).values("pk"))
    return {pk: (unit_id, name) for pk, unit_id, name in rows.values_list("zone", "unit", "zone__name")}


def _assignments(places, bodies, zones, day):
    return (
        Assignment.objects.active_on(day)
        .filter(
            Q(target_unit__in=[place.unit_id for place in places])
            | Q(target_organisation__in=bodies)
            | Q(target_zone__in=zones)
        )
        .select_related("scheme", "cadre__merged_into", "team", "agency")
        .order_by("scheme__sort_key", "starts_on", "pk")
    )


def _where(assignment, bodies, zones):
    if assignment.target_organisation_id:
        unit_id, _kind, name = bodies[assignment.target_organisation_id]
        return unit_id, name
    if assignment.target_zone_id:
        return zones[assignment.target_zone_id]
    return assignment.target_unit_id, ""


def _named(assignment, what, unit, scope, tells_names) -> Link:
    cadre = assignment.cadre
    who = (cadre.merged_into or cadre) if cadre else assignment.assignee
    own = scope is not None and cadre is not None and {cadre.pk, cadre.merged_into_id} & scope.cadre_ids
    if not (own or tells_names or _reads(scope, "assignments.read", unit)):
        return Link(assignment.scheme, assignment, what=what)
    phone = cadre and (own or _reads(scope, "people.read", unit)) and who.phone
    return Link(assignment.scheme, assignment, name=str(who), phone=phone or "", what=what)


def _reads(scope, permission, unit) -> bool:
    return scope is None or scope.reach(permission).covers(unit.access_path, unit.pk)


def _expected(scheme, places, bodies, zones, day):
    """(unit id, (target unit, organisation, zone), name) of what `scheme` wants followed along the chain; households
    and their groups have a number of their own."""
    level = scheme.target_level_id
    if scheme.target_kind == "unit":
        for place in places:
            if place.level == (level or HAMLET_LEVEL) and scheme.issuer.key in keys_of(place.path):
                yield place.unit_id, (place.unit_id, None, None), ""
    elif scheme.target_kind == "organisation":
        wanted = {place.unit_id for place in places if level not in COMMITTEE_KINDS or place.level == level}
        asked = {pk for pk, (unit_id, _kind, _name) in bodies.items() if unit_id in wanted}
        targets = targets_of(scheme, places[0], day).filter(pk__in=asked) if asked else ()
        for target in targets:
            unit_id, _kind, name = bodies[target.pk]
            yield unit_id, (None, target.pk, None), name
    elif scheme.target_kind == "zone":
        for pk, (unit_id, name) in zones.items():
            yield unit_id, (None, None, pk), name
