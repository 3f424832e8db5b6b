"""What pages say about cadres and teams: rows in plain values, in a fixed number of queries however many people there are."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse

from assignments.actions.checking import where_of
from assignments.models import Assignment, TeamMember
from assignments.querysets.assignments import names_of_targets
from assignments.querysets.cadres import positions_by_cadre, posts_by_cadre
from branches.querysets.bodies import organisation_names
from branches.querysets.units import names_with_commune
from common.periods import last_day
from common.text import sort_key


@dataclass(frozen=True)
class CadreRow:
    """A person in a list; `post` is what tells him from another of his name."""

    key: str
    full_name: str
    post: str
    code: str
    url: str
    agency: str
    group: str
    units: str
    number: int
    phone: str


def cadre_rows(cadres, scope, day) -> list[CadreRow]:
    """`cadres` with what they follow as far as the reader may see it."""
    ids = [cadre.pk for cadre in cadres]
    posts, positions = posts_by_cadre(ids, day), positions_by_cadre(ids, day)
    followed = followed_names(ids, scope, day)
    return [
        CadreRow(
            key=cadre.key,
            full_name=cadre.full_name,
            post=posts.get(cadre.pk, ""),
            code=cadre.code,
            url=cadre.get_absolute_url(),
            agency=_agencies(positions.get(cadre.pk, ())),
            group=_group(positions.get(cadre.pk, ())),
            units=", ".join(followed.get(cadre.pk, ())),
            number=len(followed.get(cadre.pk, ())),
            phone=cadre.phone,
        )
        for cadre in cadres
    ]


def login_state(user) -> str:
    """A key of LOGINS in `tables.cadres`."""
    if user is None:
        return "none"
    if not user.is_active:
        return "off"
    return "on" if user.has_usable_password() else "waiting"


def state_of(cadre, day) -> str:
    """A key of STATES in `tables.cadres`."""
    if cadre.merged_into_id:
        return "merged"
    if cadre.left_on and cadre.left_on <= day:
        return "left"
    if cadre.started_on > day:
        return "to_come"
    return "leaving" if cadre.left_on else "serving"


def place_names(rows, day) -> dict:
    """{(target field, id): name on `day`}; a hamlet with its commune, for every commune has an Ấp 2. Two queries more
    than `names_of_targets`."""
    names = names_of_targets(rows, day)
    places = names_with_commune({row.target_unit_id for row in rows} - {None}, day)
    names |= {("target_unit", pk): name for pk, name in places.items()}
    return names


def followed_names(cadre_ids, scope, day) -> dict:
    """{cadre id: names of what he follows on `day`, himself or in a team}; three queries and those for the names."""
    ids = set(cadre_ids)
    teams: dict = {}
    for team_id, cadre_id in TeamMember.objects.on(day).filter(cadre__in=ids).values_list("team", "cadre"):
        teams.setdefault(team_id, []).append(cadre_id)
    rows = Assignment.objects.visible_to(scope).active_on(day)
    rows = list(
        rows.filter(Q(cadre__in=ids) | Q(cadre__merged_into__in=ids) | Q(team__in=teams)).select_related(
            "cadre"
        )
    )
    names = place_names(rows, day)
    found: dict = {}
    for row in rows:
        who = teams[row.team_id] if row.team_id else [row.cadre.merged_into_id or row.cadre_id]
        for cadre_id in who:
            found.setdefault(cadre_id, set()).add(names.get(where_of(row), ""))
    return {cadre_id: sorted(each - {""}, key=sort_key) for cadre_id, each in found.items()}


@dataclass(frozen=True)
class PositionRow:
    post: str
    body: str
    group: str
    is_primary: bool
    starts_on: date
    until: date | None


def position_rows(positions, day) -> list[PositionRow]:
    """`positions` with post, group, agency and organisation selected."""
    positions = list(positions)
    names = organisation_names({row.organisation_id for row in positions} - {None}, day)
    return [
        PositionRow(
            post=str(row.post),
            body=row.agency.name if row.agency else names.get(row.organisation_id, ""),
            group=str(row.group or row.post.group or ""),
            is_primary=row.is_primary,
            starts_on=row.starts_on,
            until=last_day(row.ends_on),
        )
        for row in positions
    ]


@dataclass(frozen=True)
class FollowedRow:
    """One assignment on a person's or a team's page; `team` where he follows the place as a member of one."""

    target: str
    url: str
    scheme: str
    role: str
    team: str
    starts_on: date
    until: date | None
    reason: str


def followed_rows(assignments, day, *, of_team=False) -> list[FollowedRow]:
    """`assignments` as `for_list` gives them; their addresses are for whoever sees the rows."""
    assignments = list(assignments)
    names = place_names(assignments, day)
    return [
        FollowedRow(
            target=names.get(where_of(row), ""),
            url=reverse("assignments:assignment_page", args=[row.key]),
            scheme=row.scheme.name,
            role=row.get_role_display(),
            team="" if of_team or not row.team else row.team.name,
            starts_on=row.starts_on,
            until=last_day(row.ends_on),
            reason=row.get_end_reason_display() if row.end_reason else "",
        )
        for row in assignments
    ]


@dataclass(frozen=True)
class Gap:
    """A place that somebody left behind; `row` is the assignment that ended there, `day` the first day without."""

    row: Assignment
    name: str
    day: date


def gaps_left_by(cadre, scope, day) -> list[Gap]:
    """The places that a cadre who has left followed until then and that nobody follows on `day` (or on the day he
    leaves, where that is to come). Three queries and those for the names."""
    if not cadre.left_on:
        return []
    day = max(day, cadre.left_on)
    rows = Assignment.objects.visible_to(scope).standing().of_person(cadre).filter(ends_on=cadre.left_on)
    rows = list(rows.for_list().select_related("unit").order_by("pk"))
    fields = {(row.scheme_id, *where_of(row)) for row in rows}
    others = Assignment.objects.active_on(day).filter(scheme__in={row.scheme_id for row in rows})
    places = Q(pk__in=[])
    for _scheme, name, pk in fields:
        places |= Q(**{f"{name}_id": pk})
    taken = {(row.scheme_id, *where_of(row)) for row in others.filter(places)} if rows else set()
    names = place_names(rows, day)
    return [
        Gap(row, names.get(where_of(row), ""), day)
        for row in rows
        if (row.scheme_id, *where_of(row)) not in taken
        and (row.scheme.ends_on is None or row.scheme.ends_on > day)
    ]


def described(cadres, day) -> list[tuple]:
    """[(cadre, "Phó Trưởng ban, Ban Tổ chức")]: what tells people of one name apart; two queries."""
    posts = posts_by_cadre([cadre.pk for cadre in cadres], day)
    return [(cadre, posts.get(cadre.pk, "")) for cadre in cadres]


def _agencies(positions) -> str:
    return ", ".join(dict.fromkeys(row.agency.name for row in positions if row.agency))


def _group(positions) -> str:
    return next((str(row.group or row.post.group) for row in positions if row.group or row.post.group), "")


def agencies_of(cadre_ids, day) -> dict:
    """{cadre id: the agencies in which he has a post on `day`}; one query."""
    return {pk: _agencies(rows) for pk, rows in positions_by_cadre(cadre_ids, day).items()}
