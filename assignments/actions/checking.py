"""What stands against an assignment, in sentences: for one of them, for a whole change set, before and under the locks.

Everything is read in a fixed number of queries, however many assignments are asked about.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assignments.models import Assignment, Cadre, Scheme, Team
from assignments.models.assignments import ASSIGNEE_FIELDS, TARGET_FIELDS
from assignments.querysets.assignments import names_of_targets
from assignments.querysets.cadres import positions_by_cadre
from assignments.rules import group_of, is_eligible, limit_of_one, most_at_once
from branches.models import (
    Agency,
    Household,
    HouseholdGroup,
    Organisation,
    OrganisationUnit,
    Unit,
    UnitVersion,
    Zone,
)
from common.periods import overlaps

_ASSIGNEES = {"cadre": Cadre, "team": Team, "agency": Agency}
_TARGETS = {
    "target_unit": Unit,
    "target_organisation": Organisation,
    "target_zone": Zone,
    "target_household": Household,
    "target_group": HouseholdGroup,
}
_HAMLET = 4
_BRANCHES = (Organisation.Kind.BRANCH, Organisation.Kind.GRASSROOTS_BRANCH)


@dataclass(frozen=True)
class Wanted:
    """An assignment that somebody wants: an assignee (Cadre, Team, Agency) on a target (Unit, Organisation, Zone,
    Household, HouseholdGroup) until `ends_on` (the first day not held; None is open)."""

    assignee: object
    target: object
    ends_on: date | None = None
    role: str = Assignment.Role.FOLLOW
    reason: str = ""

    @property
    def assignee_field(self) -> str:
        return _field_of(self.assignee, _ASSIGNEES)

    @property
    def target_field(self) -> str:
        return _field_of(self.target, _TARGETS)

    @property
    def who(self) -> tuple:
        return self.assignee_field, self.assignee.pk

    @property
    def where(self) -> tuple:
        return self.target_field, self.target.pk

    def __getattr__(self, name):
        """`cadre_id`, `target_unit_id` …: the one that is set, None for the others, as a row of the table has them."""
        field = name.removesuffix("_id")
        if name.endswith("_id") and field in _ASSIGNEES | _TARGETS:
            return dict([self.who, self.where]).get(field)
        raise AttributeError(name)


@dataclass(frozen=True)
class Limits:
    """How many at once, at most; None is no limit. Those of the scheme, or of the decision that is being corrected."""

    assignees: int | None
    targets: int | None

    @classmethod
    def of(cls, scheme: Scheme):
        return cls(scheme.max_assignees_per_target, scheme.max_targets_per_assignee)


def who_of(row) -> tuple:
    return _set_field(row, ASSIGNEE_FIELDS)


def where_of(row) -> tuple:
    return _set_field(row, TARGET_FIELDS)


def refusals(scheme, wanted, *, on, ending=(), limits=None) -> list[list[str]]:
    """For each of `wanted` (Wanted), from `on`, under `scheme`: the sentences that stand against it; [] where none.

    `ending`: ids of assignments that end on `on` in the same step, and so are in nobody's way. Each of `wanted` also
    stands in the way of those after it.
    """
    return Facts(scheme, wanted, on, ending).refusals(limits or Limits.of(scheme))


def roads(wanted, on) -> dict:
    """{where: id of the unit by which an assignment on it is found}: the target's own unit on the day `on`."""
    found = {each.where: getattr(each.target, "unit_id", each.target.pk) for each in wanted}
    bodies = [each.target.pk for each in wanted if each.target_field == "target_organisation"]
    return found | {("target_organisation", pk): unit for pk, unit in _main_units(bodies, on).items()}


class Facts:
    """What the database says on the first day about the assignees and targets that are wanted, and who stands there."""

    def __init__(self, scheme, wanted, on, ending=()):
        self.scheme, self.wanted, self.on = scheme, wanted, on
        targets = _ids(_TARGETS, [each.where for each in wanted])
        people = _ids(_ASSIGNEES, [each.who for each in wanted])
        self.targets, self.assignees = _rows(_TARGETS, targets), _rows(_ASSIGNEES, people)
        self.roads = roads(wanted, on)
        self.levels = _levels(self.roads.values(), on)
        self.positions = positions_by_cadre(people["cadre"], on) if people["cadre"] else {}
        self.eligible = {group.pk: group.code for group in scheme.eligible_groups.all()}
        self.standing = _standing(scheme, targets | people, on, ending)
        self.names = names_of_targets([*wanted, *self.standing], on)

    def refusals(self, limits) -> list[list[str]]:
        return [
            [*self.of_period(each), *self.of_target(each), *self.of_assignee(each)]
            or self.of_others(each, self.wanted[:position], limits)
            for position, each in enumerate(self.wanted)
        ]

    def group(self, each) -> int | None:
        """The group as which the cadre is assigned, to be kept with the assignment."""
        rows = self.positions.get(each.cadre_id, ())
        known = [(group.pk if (group := _group(row)) else None, row.is_primary) for row in rows]
        return group_of(known, set(self.eligible))

    def of_period(self, each) -> list[str]:
        scheme, found = self.scheme, []
        if each.ends_on and each.ends_on <= self.on:
            return [_("Ngày kết thúc phải sau ngày bắt đầu.")]
        if self.on < scheme.starts_on:
            found.append(
                _("%(scheme)s có hiệu lực từ %(day)s; không thể phân công trước ngày đó.")
                % {"scheme": scheme, "day": day_text(scheme.starts_on)}
            )
        elif not scheme.holds_on(self.on) or (
            scheme.ends_on and each.ends_on and each.ends_on > scheme.ends_on
        ):
            found.append(
                _("%(scheme)s hết hiệu lực sau ngày %(day)s.")
                % {"scheme": scheme, "day": last_day_text(scheme.ends_on)}
            )
        return found

    def of_target(self, each) -> list[str]:
        scheme, name = self.scheme, self.names.get(each.where, "")
        if each.target_field != f"target_{scheme.target_kind}":
            return [
                _("%(scheme)s phân công theo dõi %(kind)s; %(target)s không phải loại đó.")
                % {"scheme": scheme, "kind": scheme.get_target_kind_display(), "target": name}
            ]
        if not self._stands(each):
            return [
                _("%(target)s chưa có hoặc không còn vào ngày %(day)s.")
                % {"target": name, "day": day_text(self.on)}
            ]
        if not self._is_of_the_level(each):
            return [
                _("%(scheme)s phân công theo dõi cấp %(level)s; %(target)s không thuộc cấp đó.")
                % {"scheme": scheme, "level": scheme.target_level, "target": name}
            ]
        return []

    def of_assignee(self, each) -> list[str]:
        row = self.assignees[each.who]
        if self.scheme.assignee_kinds and each.assignee_field not in self.scheme.assignee_kinds:
            return [
                _("%(scheme)s không phân công cho %(kind)s.")
                % {"scheme": self.scheme, "kind": Scheme.AssigneeKind(each.assignee_field).label}
            ]
        if each.assignee_field == "cadre":
            return self._of_cadre(row, each)
        starts_on = getattr(row, "starts_on", None)
        ends_on = row.ends_on if each.assignee_field == "team" else row.closed_on
        if (starts_on and self.on < starts_on) or (ends_on and ends_on <= self.on):
            return [
                _("%(assignee)s chưa có hoặc không còn vào ngày %(day)s.")
                % {"assignee": row, "day": day_text(self.on)}
            ]
        return []

    def of_others(self, each, before, limits) -> list[str]:
        """What the assignments that stand, and those wanted `before` this one, leave no room for."""
        period = (self.on, each.ends_on)
        rows = [row for row in self.standing if overlaps(period, (row.starts_on, row.ends_on))]
        same = [row for row in rows if who_of(row) == each.who and where_of(row) == each.where]
        if same:
            return [self._busy(same[0], each, same_target=True)]
        if any(other.who == each.who and other.where == each.where for other in before):
            return [
                _("%(assignee)s – %(target)s được ghi hai lần.")
                % {"assignee": each.assignee, "target": self.names.get(each.where, "")}
            ]
        return [
            *self._too_many_on_target(each, rows, before, limits.assignees),
            *self._too_many_of_assignee(each, rows, before, limits.targets),
        ]

    def _of_cadre(self, cadre, each) -> list[str]:
        if cadre.merged_into_id:
            return [
                _("Hồ sơ %(code)s của %(cadre)s đã được gộp vào hồ sơ khác. Hãy chọn hồ sơ còn dùng.")
                % {"code": cadre.code, "cadre": cadre}
            ]
        if self.on < cadre.started_on:
            return [
                _("%(cadre)s công tác từ %(day)s; không thể phân công trước ngày đó.")
                % {"cadre": cadre, "day": day_text(cadre.started_on)}
            ]
        if cadre.left_on and cadre.left_on <= self.on:
            return [
                _("%(cadre)s đã thôi công tác từ %(day)s.") % {"cadre": cadre, "day": day_text(cadre.left_on)}
            ]
        if cadre.left_on and (each.ends_on is None or each.ends_on > cadre.left_on):
            return [
                _("%(cadre)s thôi công tác từ %(day)s. Hãy ghi ngày kết thúc không quá ngày đó.")
                % {"cadre": cadre, "day": day_text(cadre.left_on)}
            ]
        groups = {group.code for row in self.positions.get(cadre.pk, ()) if (group := _group(row))}
        if not is_eligible(groups, set(self.eligible.values())):
            return [
                _("%(cadre)s không thuộc nhóm cán bộ được phân công theo %(scheme)s.")
                % {"cadre": cadre, "scheme": self.scheme}
            ]
        return []

    def _stands(self, each) -> bool:
        row = self.targets[each.where]
        if each.target_field in ("target_unit", "target_organisation"):
            return row.opened_on <= self.on and (row.closed_on is None or self.on < row.closed_on)
        return row.holds_on(self.on)

    def _is_of_the_level(self, each) -> bool:
        level = self.scheme.target_level_id
        if level is None or each.target_field not in ("target_unit", "target_organisation"):
            return True
        if each.target_field == "target_organisation" and level == _HAMLET:
            return self.targets[each.where].kind in _BRANCHES
        return self.levels.get(self.roads[each.where]) == level

    def _too_many_on_target(self, each, rows, before, limit) -> list[str]:
        if limit is None:
            return []
        there = [row for row in rows if where_of(row) == each.where]
        wanted = [other for other in before if other.where == each.where]
        if not self._full(each, there, wanted, limit):
            return []
        if limit_of_one(limit) and there:
            return [self._held(there[0], each)]
        return [
            _("%(target)s chỉ có nhiều nhất %(limit)s người theo dõi cùng lúc: %(names)s.")
            % {
                "target": self.names.get(each.where, ""),
                "limit": limit,
                "names": _listed([*there, *wanted, each], lambda row: str(row.assignee)),
            }
        ]

    def _too_many_of_assignee(self, each, rows, before, limit) -> list[str]:
        if limit is None:
            return []
        there = [row for row in rows if who_of(row) == each.who]
        wanted = [other for other in before if other.who == each.who]
        if not self._full(each, there, wanted, limit):
            return []
        if limit_of_one(limit) and there:
            return [self._busy(there[0], each)]
        return [
            _("%(assignee)s chỉ được phân công nhiều nhất %(limit)s nơi cùng lúc: %(names)s.")
            % {
                "assignee": each.assignee,
                "limit": limit,
                "names": _listed([*there, *wanted, each], lambda row: self.names.get(where_of(row), "")),
            }
        ]

    def _full(self, each, there, wanted, limit) -> bool:
        periods = [(row.starts_on, row.ends_on) for row in there]
        periods += [(self.on, other.ends_on) for other in wanted]
        return most_at_once(periods, (self.on, each.ends_on)) >= limit

    def _held(self, row, each) -> str:
        sentences = {
            Assignment.Role.FOLLOW: _("%(target)s đã do %(assignee)s theo dõi %(since)s."),
            Assignment.Role.IN_CHARGE: _("%(target)s đã do %(assignee)s phụ trách %(since)s."),
            Assignment.Role.ATTEND: _("%(target)s đã có %(assignee)s dự sinh hoạt %(since)s."),
        }
        return sentences[row.role] % {
            "target": self.names.get(each.where, ""),
            "assignee": row.assignee,
            "since": period_text(row),
        }

    def _busy(self, row, each, *, same_target=False) -> str:
        sentence = (
            _("%(assignee)s đã được phân công đúng %(target)s %(since)s.")
            if same_target
            else _("%(assignee)s đã được phân công %(target)s %(since)s.")
        )
        return sentence % {
            "assignee": each.assignee,
            "target": self.names.get(where_of(row), ""),
            "since": period_text(row),
        }


def day_text(day) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def last_day_text(ends_on) -> str:
    """The last day held, as screens show it."""
    return day_text(ends_on - timedelta(days=1))


def period_text(row) -> str:
    """ "từ 01/09/2018", "từ 01/09/2018 đến 31/12/2020": to be put into a sentence."""
    if row.ends_on is None:
        return _("từ %(day)s") % {"day": day_text(row.starts_on)}
    return _("từ %(day)s đến %(last)s") % {
        "day": day_text(row.starts_on),
        "last": last_day_text(row.ends_on),
    }


def _field_of(row, kinds) -> str:
    for field, model in kinds.items():
        if isinstance(row, model):
            return field
    raise TypeError(f"{type(row).__name__} is none of {sorted(kinds)}")


def _set_field(row, fields) -> tuple:
    return next((field, pk) for field in fields if (pk := getattr(row, f"{field}_id")) is not None)


def _group(position):
    """The CadreGroup of a position: its own, or that of its post; None where neither says one."""
    return position.group or position.post.group


def _listed(rows, name_of) -> str:
    return ", ".join(dict.fromkeys(name_of(row) for row in rows))


def _main_units(organisation_ids, day) -> dict:
    """{organisation id: id of its main unit on `day`}."""
    if not organisation_ids:
        return {}
    links = OrganisationUnit.objects.on(day).filter(organisation_id__in=organisation_ids, is_main=True)
    return dict(links.values_list("organisation_id", "unit_id"))


def _levels(unit_ids, day) -> dict:
    """{unit id: its level's number on `day`}."""
    versions = UnitVersion.objects.on(day).filter(unit_id__in=set(unit_ids))
    return dict(versions.values_list("unit_id", "level_id"))


def _ids(kinds, pairs) -> dict:
    return {field: {pk for kind, pk in pairs if kind == field} for field in kinds}


def _rows(kinds, ids) -> dict:
    """{(field, id): row} as the database has them now."""
    return {
        (field, row.pk): row
        for field, model in kinds.items()
        if ids[field]
        for row in model.objects.filter(pk__in=ids[field])
    }


def _standing(scheme, ids, on, ending) -> list:
    """Assignments of the scheme on the same targets or of the same assignees that hold on `on` or begin later."""
    concerned = Q(pk__in=[])
    for field, found in ids.items():
        if found:
            concerned |= Q(**{f"{field}__in": found})
    rows = Assignment.objects.standing().during(on, None).filter(concerned, scheme=scheme)
    rows = rows.exclude(pk__in=ending).select_related("cadre", "team", "agency")
    return list(rows.order_by("starts_on", "pk"))
