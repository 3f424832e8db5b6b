"""The rows of the dashboard's tables in plain values, made in a fixed number of queries however many there are."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from assignments.models import Assignment, Cadre, CadreGroup, CadrePosition
from assignments.querysets.coverage import keys_of
from assignments.querysets.targets import TARGET_FIELDS, followed_on
from branches.querysets.units import names_of_keys
from branches.rules import COMMUNE as COMMUNE_LEVEL
from common.distances import ago_words
from dashboard.addresses import address_of, page_of, who_follows_address
from meetings.querysets.timeline import last_contact_within


@dataclass(frozen=True)
class ChildRow:
    name: str
    code: str
    units: int
    covered: int
    vacant: int
    state: str
    sort: tuple
    url: str | None


@dataclass(frozen=True)
class VacancyRow:
    name: str
    above: str
    code: str
    since: date
    days: int
    reason: str
    url: str | None


@dataclass(frozen=True)
class FollowedRow:
    name: str
    above: str
    code: str
    who: str
    since: date | None
    url: str | None


@dataclass(frozen=True)
class SeveralRow:
    name: str
    code: str
    number: int
    places: str
    url: str | None


@dataclass(frozen=True)
class IdleRow:
    name: str
    code: str
    post: str
    phone: str
    url: str | None


def vacancy_rows(asked, rows) -> list[VacancyRow]:
    """Rows of `vacant_rows` as the table shows them; one query for the names above, however many rows."""
    rows = list(rows)
    above = _names_above(asked, rows)
    found = []
    for row in rows:
        each = asked.coverage.vacancy(row)
        found.append(
            VacancyRow(
                each.name,
                above[row.target_id],
                each.code,
                each.since,
                each.days,
                each.reason,
                _target_url(asked, row),
            )
        )
    return found


def child_rows(asked) -> list[ChildRow]:
    """The units under the area and, where something lies in the area itself, a row for that: they add up."""
    coverage = asked.coverage
    rows = [
        _child_row(number, child.name, child.code, child.share, asked.address_below(child))
        for number, child in enumerate(coverage.children)
    ]
    if coverage.own_share.is_applicable and coverage.children:
        name = _("Trực thuộc %(area)s") % {"area": asked.area_name}
        rows.append(_child_row(len(rows), name, "", coverage.own_share, None))
    return rows


def _child_row(number, name, code, share, url) -> ChildRow:
    return ChildRow(name, code, share.units, share.covered, share.vacant, share.state, (number,), url)


def _target_url(asked, row) -> str | None:
    kind = asked.scheme.target_kind
    if kind == "unit":
        return who_follows_address(row.target_key, day=asked.day, today=asked.today)
    if kind in ("organisation", "zone"):
        return address_of(f"dashboard:{kind}_page", row.target_key)
    if asked.reads_households:
        page = "household_page" if kind == "household" else "household_group_page"
        return address_of(f"dashboard:{page}", row.target_key)
    return None


def _names_above(asked, rows) -> dict:
    """{target id: the names of the units between it and the area, the nearest first}."""
    own = 1 if asked.scheme.target_kind == "unit" else 0
    depth = len(keys_of(asked.place.path)) if asked.place else 0
    paths = {row.target_id: (keys_of(row.target_path) if row.target_path else [])[depth:] for row in rows}
    paths = {target: keys[: len(keys) - own] for target, keys in paths.items()}
    names = names_of_keys({key for keys in paths.values() for key in keys}, asked.day)
    return {target: ", ".join(names.get(key, "") for key in reversed(keys)) for target, keys in paths.items()}


def group_rows(coverage) -> list[tuple[str, int]]:
    """[(a group's name, how many of the assignees)]."""
    names = dict(CadreGroup.objects.values_list("code", "name")) | {
        "team": _("Tổ công tác"),
        "agency": _("Cơ quan"),
        "none": _("Chưa rõ nhóm"),
    }
    return [(names.get(code, code), number) for code, number in coverage.by_group.items()]


def followed_rows(asked, rows, scope) -> list[FollowedRow]:
    """Rows of `covered_rows` with the names of those whose assignments the scope reads."""
    rows = list(rows)
    field = TARGET_FIELDS[asked.scheme.target_kind]
    visible = Assignment.objects.visible_to(scope).filter(
        pk__in=followed_on(asked.scheme, asked.day, others=asked.others)
        .filter(**{f"{field}__in": [row.target_id for row in rows]})
        .values("pk")
    )
    who: dict = {}
    for each in visible.select_related("cadre__merged_into", "team", "agency").order_by("starts_on", "pk"):
        who.setdefault(getattr(each, f"{field}_id"), []).append(each)
    above = _names_above(asked, rows)
    return [
        FollowedRow(
            row.target_name or "",
            above[row.target_id],
            row.target_code or "",
            ", ".join(assignee_name(each) for each in who.get(row.target_id, ())) or _("đã có người"),
            min((each.starts_on for each in who.get(row.target_id, ())), default=None),
            _target_url(asked, row),
        )
        for row in rows
    ]


def assignee_name(assignment) -> str:
    """The cadre's name (of the row that stays after a merge), or the team's or agency's."""
    cadre = assignment.cadre
    return str((cadre.merged_into or cadre) if cadre else assignment.assignee)


def idle_rows(cadres: list[Cadre], day) -> list[IdleRow]:
    """Cadres with their first post of the day."""
    posts: dict = {}
    positions = (
        CadrePosition.objects.on(day)
        .filter(cadre__in=cadres)
        .select_related("post", "agency")
        .order_by("-is_primary", "pk")
    )
    for each in positions:
        words = f"{each.post}, {each.agency}" if each.agency else str(each.post)
        posts.setdefault(each.cadre_id, words)
    return [
        IdleRow(cadre.full_name, cadre.code, posts.get(cadre.pk, ""), cadre.phone, page_of(cadre))
        for cadre in cadres
    ]


@dataclass(frozen=True)
class LinkRow:
    is_gap: bool
    scheme: str
    what: str
    name: str = ""
    post: str = ""
    phone: str = ""
    phone_digits: str = ""
    role: str = ""
    since: date | None = None


@dataclass(frozen=True)
class StepRow:
    level: str
    name: str
    url: str | None
    links: list[LinkRow]
    # The last day on which a cadre was in touch with the place, and how long ago; whether the reader is told such days.
    last: date | None = None
    last_ago: str = ""
    tells_contacts: bool = False

    @property
    def gaps(self) -> int:
        return sum(link.is_gap for link in self.links)


def chain_rows(steps, url_of, scope, day) -> list[StepRow]:
    """The steps of `chain_of_responsibility` as the page shows them. `url_of` gives the address of a Unit or None. Communes
    and what lies in them with the last contact up to `day`, as far as `scope` reads it; one query more."""
    reach = scope.reach("meetings.read")
    asked = [
        step.place.unit
        for step in steps
        if step.place.level >= COMMUNE_LEVEL and reach.covers(step.place.unit.access_path, step.place.unit_id)
    ]
    lasts, told = last_contact_within(scope, day, asked), {unit.pk for unit in asked}
    return [
        StepRow(
            _level(step.place.version),
            step.place.version.name,
            url_of(step.place.unit),
            [_link_row(link) for link in step.links],
            lasts.get(step.place.unit_id),
            ago_words(lasts.get(step.place.unit_id), day),
            step.place.unit_id in told,
        )
        for step in steps
    ]


def _level(version) -> str:
    """What kind of place it is, where its name does not say it already ("Huyện Mẫu" does, "Vàm Sậy" does not)."""
    kind = str(version.kind or version.level)
    return "" if version.name.lower().startswith(kind.lower()) else kind


def _link_row(link) -> LinkRow:
    if link.is_gap:
        return LinkRow(True, link.scheme.name, link.what)
    return LinkRow(
        False,
        link.scheme.name,
        link.what,
        link.name,
        link.assignment.post_then if link.name else "",
        link.phone,
        "".join(link.phone.split()),
        link.assignment.get_role_display(),
        link.assignment.starts_on,
    )
