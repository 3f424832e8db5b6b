"""Coverage of a scheme under an area on a day: the one object behind the page, the lists, the exports and the figures.

Nothing is asked of the database before it is wanted; the number of queries depends on neither rows nor levels.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.db.models import Q
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignments.models import Assignment
from assignments.querysets import assignees
from assignments.querysets import targets as queries
from assignments.querysets.coverage import linked_schemes
from branches.models import Unit, UnitVersion
from common.together import asked_together

NO_GROUP = "none"
BRANCH = "branch"


@dataclass(frozen=True)
class Share:
    """So many targets, so many of them followed. No targets at all is "không áp dụng", not 0 %."""

    units: int = 0
    covered: int = 0

    @property
    def vacant(self) -> int:
        return self.units - self.covered

    @property
    def is_applicable(self) -> bool:
        return self.units > 0

    @property
    def is_full(self) -> bool:
        return self.is_applicable and self.covered == self.units

    @property
    def sign(self) -> str:
        """✓ everywhere somebody, ◐ here and there, ✗ nobody anywhere, – nothing to follow: read without colour."""
        if not self.is_applicable:
            return "–"
        if self.is_full:
            return "✓"
        return "◐" if self.covered else "✗"

    @property
    def state(self) -> str:
        """The same as a word for a class name: none, full, part, empty."""
        return {"–": "none", "✓": "full", "◐": "part", "✗": "empty"}[self.sign]

    @property
    def fraction(self) -> str:
        """87/93, in the figures of the language."""
        covered, units = (number_format(number, force_grouping=True) for number in (self.covered, self.units))
        return f"{covered}/{units}"

    @property
    def in_words(self) -> str:
        if not self.is_applicable:
            return _("không áp dụng")
        return _("%(fraction)s đã có cán bộ") % {"fraction": self.fraction}

    def __add__(self, other):
        return Share(self.units + other.units, self.covered + other.covered)


@dataclass(frozen=True)
class Child:
    """A unit directly under the area and its share; `unit_key` is "" for what lies in the area itself."""

    unit_key: str
    code: str
    name: str
    level: int | None
    share: Share
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class Vacancy:
    """A target that nobody follows: `since` is the first day without anyone, `days` how many have passed."""

    key: str
    code: str
    name: str
    since: date
    days: int
    reason: str
    path: str


@dataclass(frozen=True)
class Several:
    """Somebody (cadre, team or agency) who follows more targets than the scheme wants: `targets` are (code, name)."""

    assignee: object
    targets: tuple[tuple[str, str], ...]

    @property
    def code(self) -> str:
        return self.assignee.code

    @property
    def name(self) -> str:
        return str(self.assignee)


class _Vacant(NamedTuple):
    """A row of `vacant_rows` in plain values."""

    target_key: str
    target_code: str | None
    target_name: str | None
    target_path: str
    vacant_since: date
    vacant_reason: str | None
    target_sort: str | None


_VACANT_ORDER = ("vacant_since", "target_sort", "target_code")
_BELOW = ("unit__key", "code", "name", "level_id", "latitude", "longitude", "sort_key")
_BELOW_ORDER = ("level_id", "sort_key", "code")
_IDLE = ("code", "full_name", "given_name_key", "pk")


class Coverage:
    """`scheme` (Scheme) under `area` (Unit) on `day`; with `others` (`alike`) those of all of them, each target once.
    Where the area does not stand that day there is nothing. `place` saves the query where the caller has it."""

    def __init__(self, scheme, area: Unit, day: date, place=None, others=()):
        self.scheme, self.area, self.day, self.others = scheme, area, day, tuple(others)
        if place is not None:
            self.place = place

    @cached_property
    def place(self):
        """The area's UnitPlacement on the day, or None."""
        return queries.place_on(self.area, self.day)

    @cached_property
    def rows(self):
        """All targets, without their names: `targets_of`."""
        return queries.targets_of(self.scheme, self.place, self.day, others=self.others)

    @property
    def covered_rows(self):
        """Those that somebody follows, with their names (`targets.named`)."""
        return queries.named(self._covered, self.scheme, self.day)

    @property
    def vacant_rows(self):
        return queries.vacant(self.rows, self.scheme, self.day, others=self.others)

    @property
    def _covered(self):
        return queries.covered(self.rows, self.scheme, self.day, others=self.others)

    @cached_property
    def shares(self) -> dict[str, Share]:
        """{key of the unit directly under the area: Share}; "" for what lies in the area itself."""
        return _shares_of(self._counted_by_child) if self.place else {}

    @property
    def _counted_by_child(self):
        return queries.shares_by_child(self.rows, self.place, self.scheme, self.day, others=self.others)

    @cached_property
    def share(self) -> Share:
        return sum(self.shares.values(), Share())

    @property
    def units(self) -> int:
        return self.share.units

    @property
    def covered(self) -> int:
        return self.share.covered

    @cached_property
    def children(self) -> list[Child]:
        """The units directly under the area that day, each with its share, those without targets too."""
        return [
            Child(key, code, name, level, self.shares.get(key, Share()), *at)
            for key, code, name, level, *at, _sort in self._below
        ]

    @cached_property
    def _below(self) -> list[tuple]:
        return list(self._versions_below.order_by(*_BELOW_ORDER)) if self.place else []

    @property
    def _versions_below(self):
        versions = UnitVersion.objects.on(self.day).filter(parent=self.area)
        return versions.order_by().values_list(*_BELOW)

    @property
    def own_share(self) -> Share:
        """What lies in the area itself and in none of the units under it (a district's own committee)."""
        return self.shares.get("", Share())

    def vacancies(self) -> list[Vacancy]:
        return [self.vacancy(row) for row in self._vacant]

    @cached_property
    def _vacant(self) -> list[_Vacant]:
        return [_Vacant(*row) for row in self._vacant_values.order_by(*_VACANT_ORDER)]

    @property
    def _vacant_values(self):
        return self.vacant_rows.order_by().values_list(*_Vacant._fields)

    def vacancy(self, row) -> Vacancy:
        """One row of `vacant_rows` in plain values."""
        return Vacancy(
            key=row.target_key,
            code=row.target_code or "",
            name=row.target_name or "",
            since=row.vacant_since,
            days=max((self.day - row.vacant_since).days, 0),
            reason=reason_in_words(row.vacant_reason),
            path=row.target_path,
        )

    @cached_property
    def assignees(self) -> list[dict]:
        """Who follows something here (`assignees_of`): one row a cadre, team or agency."""
        return assignees.gathered(self._following.order_by("pk")) if self.place else []

    @property
    def _following(self):
        return assignees.following(self.rows, self.scheme, self.day, others=self.others)

    @property
    def cadres(self) -> int:
        """Distinct assignees, of whatever kind."""
        return len(self.assignees)

    @property
    def wanted(self) -> int:
        return self.scheme.wanted_targets_per_assignee or 1

    @property
    def with_several(self) -> list[dict]:
        """The assignees with more targets in this area than the scheme wants (than one where it wants no number)."""
        return [row for row in self.assignees if row["targets"] > self.wanted]

    def several(self, scope=None) -> list[Several]:
        """`with_several` with names and targets; with a scope only those whose assignments it may read."""
        chosen = {(row["person"], row["team"], row["agency"]) for row in self.with_several}
        if not chosen:
            return []
        field = queries.TARGET_FIELDS[self.scheme.target_kind]
        persons = [person for person, _team, _agency in chosen if person]
        rows = Assignment.objects if scope is None else Assignment.objects.visible_to(scope)
        assignments = (
            rows.active_on(self.day)
            .filter(
                Q(cadre__in=persons)
                | Q(cadre__merged_into__in=persons)
                | Q(team__in=[team for _person, team, _agency in chosen if team])
                | Q(agency__in=[agency for _person, _team, agency in chosen if agency]),
                scheme__in=[self.scheme, *self.others],
                **{f"{field}__in": self.rows.order_by().values("target_id")},
            )
            .select_related("cadre__merged_into", "team", "agency")
            .order_by("cadre__given_name_key", "team__sort_key", "agency__sort_key", "pk")
        )
        found: dict = {}
        for each in assignments:
            who = each.cadre.merged_into or each.cadre if each.cadre else each.assignee
            asked = (who.pk if each.cadre_id else None, each.team_id, each.agency_id)
            if asked in chosen:
                found.setdefault(asked, (who, set()))[1].add(getattr(each, f"{field}_id"))
        wanted = {target for _who, targets in found.values() for target in targets}
        named = queries.named(self.rows.filter(target_id__in=wanted), self.scheme, self.day)
        names = {row.target_id: (row.target_code or "", row.target_name or "") for row in named}
        return [
            Several(who, tuple(name for target, name in names.items() if target in targets))
            for who, targets in found.values()
        ]

    @property
    def idle(self):
        """Eligible cadres with nothing to follow that day (`idle_on`): a Cadre queryset. They belong to the scheme, not
        to an area: the same whatever the area."""
        return assignees.idle_on(self.scheme, self.day, self._linked_ids)

    @cached_property
    def idle_names(self) -> list[tuple[str, str]]:
        """[(code, name)] of `idle`, in their order."""
        return [row[:2] for row in self.idle.values_list(*_IDLE)]

    @cached_property
    def _groups(self) -> dict[int, str]:
        return assignees.groups_on(self._persons, self.day)

    @property
    def _persons(self) -> list[int]:
        return [row["person"] for row in self.assignees if row["person"]]

    @cached_property
    def by_group(self) -> dict[str, int]:
        """{group code: how many of `cadres`}; each once, by his primary position that day; "team" and "agency" for
        those, "none" where no group is known. The sum is `cadres`."""
        groups = self._groups
        counts = Counter(
            (groups.get(row["person"]) or row["group_then"] or NO_GROUP)
            if row["person"]
            else ("team" if row["team"] else "agency")
            for row in self.assignees
        )
        return dict(sorted(counts.items()))

    @cached_property
    def linked(self) -> list:
        """The scheme and those linked with it that concern the area and are in force that day, from the highest target
        down."""
        if self.place is None:
            return [self.scheme]
        return linked_schemes(self.scheme, self.place, self.day, self._linked_ids)

    @cached_property
    def _linked_ids(self):
        return assignees.linked_ids(self.scheme)

    @cached_property
    def levels(self) -> list[tuple[str, list, Share]]:
        """(`level_key`, the linked schemes that follow the same, their Share), from the highest target down. Schemes
        that follow the same (each district its own) are one: a target counts once, and is covered when somebody
        follows it under any of them."""
        groups: dict = {}
        for scheme in self.linked:
            groups.setdefault(_what(scheme), []).append(scheme)
        shares = self._shares_of(groups)
        return [(level_key(schemes[0]), schemes, shares[what]) for what, schemes in groups.items()]

    @cached_property
    def by_level(self) -> dict[str, Share]:
        """{`level_key`: Share} of `levels`."""
        shares: dict[str, Share] = {}
        for key, _schemes, share in self.levels:
            shares[key] = shares.get(key, Share()) + share
        return shares

    def _shares_of(self, groups) -> dict:
        """{key of `groups`: Share}; all that were not counted already in one query."""
        mine = {each.pk for each in (self.scheme, *self.others)}
        own = {what for what, schemes in groups.items() if {each.pk for each in schemes} == mine}
        rest = {what: schemes for what, schemes in groups.items() if what not in own}
        counts = queries.counted(list(rest.values()), self.place, self.day) if rest else []
        found = {what: Share(*numbers) for what, numbers in zip(rest, counts, strict=True)}
        return found | dict.fromkeys(own, self.share)


def _shares_of(rows) -> dict[str, Share]:
    return {key: Share(*numbers) for key, numbers in queries.added_by_child(rows).items()}


def read_together(coverages: list[Coverage]) -> None:
    """Reads what `coverages` say in as many questions as one of them asks, however many they are; all of one scheme, or of schemes
    that follow the same."""
    coverages = [each for each in coverages if each.place]
    for each, rows in zip(coverages, asked_together(c._counted_by_child for c in coverages), strict=True):
        each.shares = _shares_of(rows)
    vacant = asked_together([each._vacant_values for each in coverages], order=_VACANT_ORDER)
    following = asked_together([each._following for each in coverages], order=("pk",))
    below = asked_together([each._versions_below for each in coverages], order=_BELOW_ORDER)
    for scheme in {each.scheme for each in coverages}:
        assignees.read_homes(scheme, [each.day for each in coverages if each.scheme == scheme])
    idle = asked_together([each.idle.order_by().values_list(*_IDLE) for each in coverages], order=_IDLE[2:])
    for at, each in enumerate(coverages):
        each._vacant = [_Vacant(*row) for row in vacant[at]]
        each.assignees = assignees.gathered(following[at])
        each._below, each.idle_names = below[at], [row[:2] for row in idle[at]]
    held = [assignees.held_groups(each._persons, each.day) for each in coverages]
    for each, rows in zip(coverages, asked_together(held, order=assignees.GROUP_ORDER), strict=True):
        each._groups = dict(row[:2] for row in rows)


def alike(scheme, schemes) -> list:
    """Those of `schemes`, `scheme` left out, that follow the same as `scheme` does."""
    same = _what(scheme)
    return [each for each in schemes if each.pk != scheme.pk and _what(each) == same]


def _what(scheme) -> tuple:
    return level_key(scheme), scheme.target_kind, scheme.target_level_id, scheme.choice == "branch"


def level_key(scheme) -> str:
    """What a scheme follows, as one code: a level's, or "branch", "zone", "household", "group"."""
    if scheme.target_kind == "unit":
        return scheme.target_level.code if scheme.target_level else "hamlet"
    if scheme.target_kind == "organisation":
        return scheme.target_level.code if scheme.target_level_id in queries.COMMITTEE_KINDS else BRANCH
    return scheme.target_kind


def reason_in_words(reason: str | None) -> str:
    """Why a target has nobody, from `vacant_reason`: None was never assigned, "" ended without a stated reason."""
    if reason is None:
        return _("chưa từng phân công")
    if not reason:
        return _("không ghi lý do")
    return str(Assignment.EndReason(reason).label)


def days_in_words(days: int) -> str:
    """How long a vacancy has lasted."""
    if days == 0:
        return _("mới từ ngày này")
    return ngettext("%(days)s ngày", "%(days)s ngày", days) % {"days": days}


def coverage_as_figures(coverage: Coverage) -> dict:
    """As `figures coverage --json` prints it."""
    return {
        "units": coverage.units,
        "covered": coverage.covered,
        "vacant": [
            {
                "code": each.code,
                "name": each.name,
                "since": each.since.isoformat(),
                "days": each.days,
                "reason": each.reason,
            }
            for each in coverage.vacancies()
        ],
        "cadres": coverage.cadres,
        "cadres_with_several": [
            {
                "code": each.code,
                "name": each.name,
                "units": [{"code": code, "name": name} for code, name in each.targets],
            }
            for each in coverage.several()
        ],
        "cadres_without": [{"code": code, "name": name} for code, name in coverage.idle_names],
        "by_level": {
            key: {"units": share.units, "covered": share.covered} for key, share in coverage.by_level.items()
        },
        "by_group": coverage.by_group,
        "under": [
            {
                "code": child.code,
                "name": child.name,
                "units": child.share.units,
                "covered": child.share.covered,
            }
            for child in coverage.children
        ],
    }
