"""Which targets a scheme has under an area on a day, who follows them, and which of them no one follows.

Every number of coverage and every list behind it begins with `targets_of`; `assignments.coverage.Coverage` puts them
together. The day is an argument, the ground is the map of that day: last year's figures of a closed district come out
the same for ever. A target's place is its own dated place, never `Assignment.unit` (the road for access only).
"""

from datetime import timedelta

from django.db.models import (
    BigIntegerField,
    Count,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Coalesce, Greatest, Substr

from assignments.models import Assignment
from branches.models import (
    Household,
    HouseholdGroup,
    Organisation,
    OrganisationUnit,
    OrganisationVersion,
    UnitPlacement,
    Zone,
)
from branches.querysets.ground_of_households import lying_in, path_of
from branches.querysets.scoping import path_range
from branches.querysets.units import placements_of
from branches.rules import BRANCH_KINDS

_ONE_DAY = timedelta(days=1)
HAMLET_LEVEL = 4
TARGET_FIELDS = {
    "unit": "target_unit",
    "organisation": "target_organisation",
    "zone": "target_zone",
    "household": "target_household",
    "group": "target_group",
}
GRASSROOTS_KINDS = ("grassroots_committee", "grassroots_branch")
# A committee of a province or district is one of its own level; đảng bộ cơ sở of an agency that sits there are not.
COMMITTEE_KINDS = {
    1: ("committee",),
    2: ("committee",),
    3: ("committee", "grassroots_committee"),
}


def place_on(unit, day):
    """Where `unit` (Unit) stands on `day`: its UnitPlacement with version, or None where it does not stand."""
    return next((row for row in placements_of(unit) if row.holds_on(day)), None)


def targets_of(scheme, place, day, *, others=(), seats=None):
    """The targets of `scheme` under `place` (UnitPlacement of the area on `day`), one row each, whatever their kind;
    with `others`, schemes of the same kind and level: those of any of them, each once.

    Rows carry `target_id` and `target_path` (the path of the unit in which the target lies that day) and no more, so
    that counting reads no more; `named` adds the rest. What is a target:

    - unit: units of the scheme's level (hamlets where it names none);
    - organisation of level 1 to 3: the committee whose main unit is of that level (at commune level đảng bộ cơ sở too);
    - organisation of the hamlet level: branches of residents (a branch whose type is not said counts where its main
      unit is a hamlet);
    - organisation of no level: branches where each is assigned to exactly his branch, else the grassroots
      organisations, among whose branches one may choose (Vân Hồ: chi bộ cơ sở, đảng bộ cơ sở);
    - an organisation of another kind that is in fact followed under the scheme;
    - zone: those that a unit of the area made; household, group: those of the area's hamlets.

    `seats` (`seats_of`) saves the queries where many schemes are asked about.

    A scheme binds its issuer's ground: asked of an area above the issuer or beside it, only what lies in that ground
    (for a closed issuer: what stood in it on its last day) or is followed under the scheme is a target.
    """
    if place is None:
        return _ROWS[scheme.target_kind](scheme, UnitPlacement.objects.on(day).none(), day, ()).none()
    area = UnitPlacement.objects.on(day).under_path(place.path)
    rows = _ROWS[scheme.target_kind](scheme, area, day, others)
    ground = _ground([scheme, *others], place, area, day, seats)
    if ground is None:
        return rows
    field = TARGET_FIELDS[scheme.target_kind]
    followed = followed_on(scheme, day, others=others).filter(**{f"{field}__isnull": False}).values(field)
    return rows.filter(_lies_in(scheme.target_kind, ground, day) | Q(target_id__in=followed))


def followed_on(scheme, day, *, others=()):
    """The standing assignments of `scheme` (and `others`) in force on `day`."""
    active = Assignment.objects.active_on(day)
    return active.filter(scheme__in=[scheme, *others]) if others else active.filter(scheme=scheme)


def covered(rows, scheme, day, *, others=()):
    """Those of `rows` (`targets_of`) that somebody follows on `day`."""
    return rows.filter(_somebody(scheme, day, others))


def named(rows, scheme, day):
    """`rows` with `target_key, target_code, target_name, target_sort, target_opened_on`, in the order of names."""
    return rows.annotate(**_facts(scheme.target_kind, day)).order_by("target_sort", "target_code")


def vacant(rows, scheme, day, *, others=()):
    """Those that nobody follows, named, with `vacant_since` and `vacant_reason`, the longest vacancy first.

    Since the end of the last assignment that stood, with its end reason; a target that never had one (a voided one is
    none): since the scheme began or the target opened, whichever was later, with `vacant_reason` None.
    """
    field = TARGET_FIELDS[scheme.target_kind]
    before = (
        Assignment.objects.standing()
        .filter(scheme__in=[scheme, *others], ends_on__lte=day, **{field: OuterRef("target_id")})
        .order_by("-ends_on", "-pk")
    )
    begun = min(each.starts_on for each in (scheme, *others))
    never = Greatest(Value(begun), F("target_opened_on"))
    return (
        named(rows.filter(~_somebody(scheme, day, others)), scheme, day)
        .annotate(
            vacant_since=Coalesce(Subquery(before.values("ends_on")[:1]), never),
            vacant_reason=Subquery(before.values("end_reason")[:1]),
        )
        .order_by("vacant_since", "target_sort", "target_code")
    )


def shares_by_child(rows, place, scheme, day, *, others=()):
    """(key of the unit directly under `place` in which they lie, whether somebody follows them, number of `rows`); "" for those of
    the area itself. See `added_by_child`."""
    below = Substr("target_path", len(place.path) + 1)
    child = Func(below, Value("."), Value(1), function="split_part", output_field=TextField())
    rows = rows.order_by().annotate(child=child, is_followed=_somebody(scheme, day, others))
    return (
        rows.values("child", "is_followed")
        .annotate(number=Count("pk"))
        .values_list("child", "is_followed", "number")
    )


def added_by_child(rows) -> dict[str, tuple[int, int]]:
    """{key: (targets, of them that somebody follows)} of `shares_by_child`."""
    found: dict = {}
    for key, is_followed, number in rows:
        units, covered = found.get(key, (0, 0))
        found[key] = units + number, covered + number * is_followed
    return found


def counted(groups, place, day) -> list[tuple[int, int]]:
    """[(targets, followed targets)] for each of `groups` (lists of schemes that follow the same): one query for all of them,
    whatever they follow, and at most two for where their issuers stand."""
    if place is None or not groups:
        return [(0, 0)] * len(groups)
    seats = seats_of([scheme for schemes in groups for scheme in schemes], place, day)
    parts = []
    for at, (scheme, *others) in enumerate(groups):
        rows = targets_of(scheme, place, day, others=others, seats=seats)
        for what, found in ((0, rows), (1, covered(rows, scheme, day, others=others))):
            part = found.order_by().annotate(at=Value(at), what=Value(what)).values("at", "what")
            parts.append(part.annotate(number=Count("pk")).values_list("at", "what", "number"))
    numbers = {(at, what): number for at, what, number in parts[0].union(*parts[1:], all=True)}
    return [(numbers.get((at, 0), 0), numbers.get((at, 1), 0)) for at in range(len(groups))]


def _somebody(scheme, day, others=()):
    field = TARGET_FIELDS[scheme.target_kind]
    return Exists(followed_on(scheme, day, others=others).filter(**{field: OuterRef("target_id")}))


def seats_of(schemes, place, day) -> dict[int, tuple]:
    """{issuer id: (path, day)} of the issuers of `schemes` that are neither the area nor above it: where each stands on
    `day`, a closed one where it stood on its last day. At most two queries, whatever the schemes."""
    above = keys_above(place)
    issuers = {scheme.issuer_id for scheme in schemes if scheme.issuer.key not in above}
    if not issuers:
        return {}
    standing = UnitPlacement.objects.on(day).filter(unit__in=issuers).values_list("unit", "path")
    seats = {unit: (path, day) for unit, path in standing}
    if closed := issuers - seats.keys():
        before = UnitPlacement.objects.filter(unit__in=closed, starts_on__lte=day)
        last = before.order_by("unit", "-starts_on").distinct("unit")
        seats |= {each.unit_id: (each.path, each.ends_on - _ONE_DAY) for each in last}
    return seats


def keys_above(place) -> list[str]:
    """The keys of the place and of all above it."""
    return place.path.split(".")


def _ground(schemes, place, area, day, seats=None):
    """The places of `area` that the schemes bind on `day`; None where they bind all of them."""
    if any(scheme.issuer.key in keys_above(place) for scheme in schemes):
        return None
    seats = seats_of(schemes, place, day) if seats is None else seats
    inside = Q(pk__in=[])
    for path, on in [seats[issuer] for issuer in {each.issuer_id for each in schemes} & seats.keys()]:
        if on == day:
            inside |= path_range("path", path)
        else:
            then = UnitPlacement.objects.on(on).under_path(path)
            inside |= Q(unit__in=then.values("unit"))
    return area.filter(inside)


def _lies_in(kind, places, day) -> Q:
    """A condition: the target lies in one of `places` on `day`."""
    if kind in ("household", "group"):
        return lying_in(places, day)
    units = places.values("unit")
    if kind != "organisation":
        return Q(unit__in=units)
    main = OrganisationUnit.objects.on(day).filter(is_main=True)
    return Q(pk__in=main.filter(unit__in=units).values("organisation")) | (
        Q(unit__in=units) & ~Exists(main.filter(organisation=OuterRef("pk")))
    )


def _units(scheme, area, day, others):
    rows = area.at_level(scheme.target_level_id or HAMLET_LEVEL)
    return rows.annotate(target_id=F("unit_id"), target_path=F("path"))


def _organisations(scheme, area, day, others):
    level = scheme.target_level_id
    if level in COMMITTEE_KINDS:
        wanted = Q(kind__in=COMMITTEE_KINDS[level]) & _lies_in("organisation", area.at_level(level), day)
    elif level is None:
        kinds = BRANCH_KINDS if scheme.choice == "branch" else GRASSROOTS_KINDS
        wanted = Q(kind__in=kinds) & _lies_in("organisation", area, day)
    else:
        residents = Q(branch_type="residential") & _lies_in("organisation", area, day)
        unsaid = Q(branch_type="") & _lies_in("organisation", area.at_level(level), day)
        wanted = Q(kind__in=BRANCH_KINDS) & (residents | unsaid)
    followed = followed_on(scheme, day, others=others).values("target_organisation")
    wanted |= Q(pk__in=followed) & _lies_in("organisation", area, day)
    main = OrganisationUnit.objects.on(day).filter(is_main=True, organisation=OuterRef("pk"))
    return (
        Organisation.objects.open_on(day)
        .filter(wanted)
        .annotate(
            lies_in=Coalesce(Subquery(main.values("unit")[:1]), F("unit_id"), output_field=BigIntegerField())
        )
        .annotate(target_id=F("pk"), target_path=_path_of("lies_in", day))
    )


def _zones(scheme, area, day, others):
    rows = Zone.objects.on(day).filter(unit__in=area.values("unit"))
    return rows.annotate(target_id=F("pk"), target_path=_path_of("unit", day))


def _groups(scheme, area, day, others):
    return _in_hamlets(HouseholdGroup.objects, area, day)


def _households(scheme, area, day, others):
    return _in_hamlets(Household.objects, area, day)


def _in_hamlets(rows, area, day):
    rows = rows.on(day).filter(lying_in(area, day))
    return rows.annotate(target_id=F("pk"), target_path=path_of("unit", day))


def _path_of(field, day):
    return Subquery(UnitPlacement.objects.on(day).filter(unit=OuterRef(field)).values("path")[:1])


_ROWS = {
    "unit": _units,
    "organisation": _organisations,
    "zone": _zones,
    "household": _households,
    "group": _groups,
}


def _facts(kind, day) -> dict:
    """What a target of this kind is called and since when it is, as annotations."""
    if kind == "unit":
        return {
            "target_key": F("unit__key"),
            "target_code": F("version__code"),
            "target_name": F("version__name"),
            "target_sort": F("version__sort_key"),
            "target_opened_on": F("unit__opened_on"),
        }
    if kind == "organisation":
        version = OrganisationVersion.objects.on(day).filter(organisation=OuterRef("pk"))
        return {
            "target_key": F("key"),
            "target_code": Subquery(version.values("code")[:1]),
            "target_name": Subquery(version.values("name")[:1]),
            "target_sort": Subquery(version.values("sort_key")[:1]),
            "target_opened_on": F("opened_on"),
        }
    # A household by its code, never by the name of its head: it is private, and a gap needs no name.
    return {
        "target_key": F("key"),
        "target_code": F("code"),
        "target_name": F("code") if kind == "household" else F("name"),
        "target_sort": F("sort_key") if kind == "zone" else F("code"),
        "target_opened_on": F("starts_on"),
    }
