"""Who follows the targets of a scheme on a day, who might and does not, and of which group each is."""

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from assignments.models import Assignment, Cadre, CadrePosition, Scheme, TeamMember
from assignments.querysets.targets import TARGET_FIELDS, followed_on, place_on
from branches.models import UnitPlacement
from common.asked_once import answered_once
from common.together import asked_together


def assignees_of(rows, scheme, day, *, others=()) -> list[dict]:
    """Who follows `rows` on `day`, one dict each: `person` (a cadre's id, of the row that stays after a merge), `team`,
    `agency`, one of which is set, `targets` (how many of `rows`) and `group_then` (a group's code as the decision had
    it). Put together here: as one query with all its joins it touched ten times the pages."""
    return gathered(following(rows, scheme, day, others=others).order_by("pk"))


def following(rows, scheme, day, *, others=()):
    """(cadre, team, agency, target, group, pk) of the assignments by which somebody follows `rows` on `day`."""
    field = TARGET_FIELDS[scheme.target_kind]
    followed = followed_on(scheme, day, others=others).filter(
        **{f"{field}__in": rows.order_by().values("target_id")}
    )
    return followed.order_by().values_list("cadre", "team", "agency", field, "group_then__code", "pk")


def gathered(followed) -> list[dict]:
    """`assignees_of`, of the rows of `following` in order of their pk."""
    stays = _merged()
    found: dict = {}
    for cadre, team, agency, target, group, _pk in followed:
        targets, groups = found.setdefault((stays.get(cadre, cadre), team, agency), (set(), []))
        targets.add(target)
        groups.append(group)
    return [
        {
            "person": person,
            "team": team,
            "agency": agency,
            "targets": len(targets),
            "group_then": next((group for group in groups if group), None),
        }
        for (person, team, agency), (targets, groups) in found.items()
    ]


@answered_once
def _merged() -> dict[int, int]:
    """{id of a cadre's second record: that of the one that stays}."""
    return dict(Cadre.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into"))


def followed_by(cadre_ids, day):
    """What these cadres follow on `day`, themselves or in a team, under whatever scheme."""
    teams = TeamMember.objects.on(day).filter(_is_of(cadre_ids)).values("team")
    return Assignment.objects.active_on(day).filter(_is_of(cadre_ids) | Q(team__in=teams))


def groups_on(cadre_ids, day) -> dict:
    """{cadre id: code of his group on `day`}: of his primary position, else of the first group in their order."""
    return dict(row[:2] for row in held_groups(cadre_ids, day).order_by(*GROUP_ORDER))


# Whose last row counts: of his primary position, else of the first group in their order.
GROUP_ORDER = ("is_primary", "-place", "-code")


def held_groups(cadre_ids, day):
    """(cadre, code of a group, whether it is of his primary position, place of the group in their order)."""
    positions = (
        CadrePosition.objects.on(day)
        .filter(cadre__in=cadre_ids)
        .annotate(
            code=Coalesce("group__code", "post__group__code"),
            place=Coalesce("group__sort", "post__group__sort"),
        )
        .filter(code__isnull=False)
    )
    return positions.order_by().values_list("cadre", "code", "is_primary", "place")


def eligible_on(scheme, day):
    """Cadres who serve on `day` and hold a position of an eligible group that day (any cadre where the scheme names no
    group), of the system from which the scheme takes its people; nobody where it wants teams or agencies only."""
    cadres = Cadre.objects.serving_on(day).filter(_of_system(scheme, day))
    if scheme.assignee_kinds and "cadre" not in scheme.assignee_kinds:
        return cadres.none()
    groups = _eligible_groups(scheme)
    if not groups:
        return cadres
    held = CadrePosition.objects.on(day).filter(
        Q(group__in=groups) | Q(group=None, post__group__in=groups), cadre=OuterRef("pk")
    )
    return cadres.filter(Exists(held))


@answered_once
def _eligible_groups(scheme) -> list[int]:
    return list(scheme.eligible_groups.order_by().values_list("pk", flat=True))


def idle_on(scheme, day, linked):
    """Eligible cadres who follow nothing on `day` under `scheme` or a scheme linked with it (`linked_ids`), neither
    themselves nor in a team: who follows a district's committee is not without because he has no commune."""
    followed = Assignment.objects.active_on(day).filter(scheme__in=linked)
    own = followed.filter(cadre__isnull=False).values_list(Coalesce("cadre__merged_into", "cadre"))
    teams = followed.filter(team__isnull=False).values("team")
    in_teams = TeamMember.objects.on(day).filter(team__in=teams)
    return (
        eligible_on(scheme, day)
        .exclude(pk__in=own)
        .exclude(pk__in=in_teams.values_list(Coalesce("cadre__merged_into", "cadre")))
    )


@answered_once
def linked_ids(scheme) -> list[int]:
    """Ids of the schemes that are linked with `scheme` through their parents, itself among them."""
    parents = dict(Scheme.objects.values_list("pk", "parent_scheme"))
    root = _root(scheme.pk, parents)
    return [pk for pk in parents if _root(pk, parents) == root]


def _root(pk, parents):
    seen = set()
    while parents.get(pk) and pk not in seen:
        seen.add(pk)
        pk = parents[pk]
    return pk


@answered_once
def _levels_of_homes(scheme, day) -> dict[int, int]:
    """{level of a unit of cadres who follow something under the scheme on `day`: how much they follow}."""
    return dict(_homes(scheme, day))


def _homes(scheme, day):
    level = Subquery(UnitPlacement.objects.on(day).filter(unit=OuterRef("cadre__unit")).values("level")[:1])
    cadres = followed_on(scheme, day).filter(cadre__isnull=False).order_by().annotate(home=level)
    counted = cadres.exclude(home=None).values("home").annotate(number=Count("pk"))
    return counted.values_list("home", "number")


def read_homes(scheme, days) -> None:
    """Reads on which level those of the scheme's system are at home on each of `days`, while many numbers are reckoned together."""
    days = list(dict.fromkeys(days))
    for day, found in zip(days, asked_together([_homes(scheme, day) for day in days]), strict=True):
        _levels_of_homes.remember(dict(found), scheme, day)


def _of_system(scheme, day) -> Q:
    """A condition: the cadre is of the issuer's own system; or, where most of those who follow something under the
    scheme are of units of another level of its ground (a province's scheme for its districts' cadres), of those."""
    own = Q(unit=scheme.issuer_id)
    numbers = _levels_of_homes(scheme, day)
    issuer = place_on(scheme.issuer, day)
    if not numbers or issuer is None or max(sorted(numbers), key=numbers.get) <= issuer.level:
        return own
    units = (
        UnitPlacement.objects.on(day).under_path(issuer.path).at_level(max(sorted(numbers), key=numbers.get))
    )
    return Q(unit__in=units.values("unit"))


def _is_of(cadre_ids) -> Q:
    return Q(cadre__in=cadre_ids) | Q(cadre__merged_into__in=cadre_ids)
