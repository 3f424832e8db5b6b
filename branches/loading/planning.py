"""What a list changes in the map as it stands: which unit each row is, what begins, what ends, who follows whom."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from branches.loading.checking import LIST, SUCCESSORS, Errors, ListRow, not_above
from branches.models import UnitSuccession, UnitVersion
from branches.models.units import HAMLET
from common.text import match_key


class Known(NamedTuple):
    """A version that the map holds."""

    id: int
    unit_id: int
    code: str
    name: str
    level: int
    parent_id: int | None
    kind_id: int | None
    latitude: float | None
    longitude: float | None
    starts_on: date
    ends_on: date | None
    closed_on: date | None

    def holds_on(self, day):
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


class Before:
    """The map from the day before `starts_on` on."""

    def __init__(self, starts_on):
        self.starts_on = starts_on
        self.eve = starts_on - timedelta(days=1)
        rows = UnitVersion.objects.during(self.eve, None).order_by("starts_on")
        self.versions = [
            Known._make(row)
            for row in rows.values_list(
                *("pk", "unit_id", "code", "name", "level_id", "parent_id", "kind_id"),
                *("latitude", "longitude", "starts_on", "ends_on", "unit__closed_on"),
            )
        ]
        self.on_eve = {each.code: each for each in self.versions if each.holds_on(self.eve)}
        self.on_day = {each.code: each for each in self.versions if each.holds_on(starts_on)}
        self.later_by_code = _grouped((v for v in self.versions if v.starts_on > starts_on), "code")
        self.later_by_unit = _grouped((v for v in self.versions if v.starts_on > starts_on), "unit_id")
        self.by_unit_on_eve = {each.unit_id: each for each in self.on_eve.values()}
        self.begun_on_day = {each.unit_id: each for each in self.versions if each.starts_on == starts_on}


def _grouped(versions, attribute):
    groups = defaultdict(list)
    for each in versions:
        groups[getattr(each, attribute)].append(each)
    return groups


@dataclass
class Plan:
    """What is to be written; nothing of it is in the database yet."""

    opened: list[ListRow] = field(default_factory=list)
    begun: list[tuple[ListRow, date | None]] = field(
        default_factory=list
    )  # new version of an old unit, its end
    corrected: list[tuple[ListRow, Known]] = field(default_factory=list)
    shortened: int = 0
    unchanged: int = 0
    ends: dict[int, date] = field(default_factory=dict)  # version id: its new end
    closed: list[int] = field(default_factory=list)
    successions: list[tuple] = field(default_factory=list)  # (predecessor id, ListRow, SuccessorRow)
    successions_changed: list[tuple] = field(default_factory=list)  # (succession id, SuccessorRow)
    followed: list[tuple[Known, ListRow]] = field(default_factory=list)  # begins on the day beneath its taker
    moved: list[tuple[Known, ListRow]] = field(default_factory=list)  # begins later: another parent in place

    @property
    def carried(self):
        return sum(row.is_carried for row, _end in self.begun)

    @property
    def changed(self):
        return len(self.begun) + len(self.corrected) + self.shortened

    def touched(self, before) -> set[int]:
        """Ids of the units whose versions or life are not what they were."""
        owners = {version.id: version.unit_id for version in before.versions}
        rows = (*self.opened, *(row for row, _rest in (*self.begun, *self.corrected)))
        versions = (version for version, _taker in (*self.followed, *self.moved))
        return {
            *self.closed,
            *(row.unit_id for row in rows),
            *(version.unit_id for version in versions),
            *(owners[version_id] for version_id in self.ends),
            *(predecessor for predecessor, *_rest in self.successions),
        }

    @property
    def is_empty(self):
        parts = (self.opened, self.begun, self.corrected, self.ends, self.closed, self.successions)
        return not any((*parts, self.successions_changed, self.followed, self.moved))


def plan_loading(rows, successors, before: Before, *, ends_on, errors: Errors) -> Plan:
    """Decides about every row; says in `errors` what cannot be."""
    plan = Plan()
    origins = defaultdict(list)
    for each in successors:
        origins[each.successor_code].append(each)
    _find_units(rows, origins, before, errors)
    closing = _closing(rows, successors, before, errors)
    _find_parents(rows, closing, before, errors)
    _add_emptied(rows, successors, before, closing)
    for row in rows:
        _plan_row(row, before, closing, ends_on, plan, errors)
    _plan_closing(closing, before, plan, errors)
    if not errors:
        _plan_successions(rows, successors, before, plan, errors)
        _plan_children(rows, successors, closing, before, plan)
    return plan


def _find_units(rows, origins, before, errors):
    """Which unit each row is; None is a new one.

    A version that begins on the very day was loaded before: the row is that unit. A unit of the day before goes on when
    it is its own only predecessor, whole; or when the successors say nothing of it; level and name must be the same.
    """
    for row in rows:
        present, earlier = before.on_day.get(row.code), before.on_eve.get(row.code)
        if present and present.starts_on == before.starts_on:
            if present.level != row.level:
                errors.say(LIST, row.number, "level", _taken(present, before.starts_on))
            row.unit_id = present.unit_id
        elif earlier and _goes_on(row, earlier, origins[row.code], before):
            row.unit_id = earlier.unit_id


def _goes_on(row, earlier, origins, before) -> bool:
    if earlier.closed_on and earlier.closed_on <= before.starts_on:
        return False
    if origins:
        only = len(origins) == 1 and origins[0].extent == "whole"
        if not only or origins[0].predecessor_code != row.code:
            return False
        return (earlier.level, earlier.name) == (row.level, row.name)
    # Nobody says what became of it: another spelling of one name ("Hoà", "Hòa") is the same unit, another name is not.
    return earlier.level == row.level and match_key(earlier.name) == match_key(row.name)


def _closing(rows, successors, before, errors) -> dict:
    """{unit id: (version of the day before, its SuccessorRows)} of the predecessors that are not carried over."""
    goes_on = {row.unit_id: row for row in rows if row.unit_id}
    closing: dict[int, tuple] = {}
    for each in successors:
        version = before.on_eve.get(each.predecessor_code)
        if version is None or version.closed_on and version.closed_on < before.starts_on:
            errors.say(
                SUCCESSORS,
                each.number,
                "predecessor_code",
                _("Ngày %(day)s không có đơn vị mã %(code)s.")
                % {"day": _day(before.eve), "code": each.predecessor_code},
            )
        elif version.unit_id in goes_on:
            # Carried over now, unless an earlier loading of the same list did it: then its version is there already.
            goes_on[version.unit_id].is_carried = version.unit_id not in before.begun_on_day
        else:
            closing.setdefault(version.unit_id, (version, []))[1].append(each)
    return closing


def _find_parents(rows, closing, before, errors):
    """Parents that the list does not hold itself are looked for in the map of the day."""
    for row in rows:
        if row.parent or not row.parent_code:
            continue
        version = before.on_day.get(row.parent_code)
        if version is None or version.unit_id in closing:
            errors.say(
                LIST,
                row.number,
                "parent_code",
                _("Không có đơn vị mã %(code)s trong danh sách, và ngày %(day)s cũng không.")
                % {"code": row.parent_code, "day": _day(before.starts_on)},
            )
        elif version.level >= row.level:
            errors.say(LIST, row.number, "parent_code", not_above(version.name, row.name))
        else:
            row.parent_id = version.unit_id


def _add_emptied(rows, successors, before, closing):
    """A unit that the list no longer names ends too when every unit of the official levels beneath it leaves that day:
    the districts of 2025. One that keeps a single commune (an office's own, say) stays."""
    if not successors:
        return
    goes_on = {row.unit_id: row for row in rows if row.unit_id}
    named = goes_on.keys() | {row.parent_id for row in rows}
    beneath = defaultdict(list)
    for version in before.by_unit_on_eve.values():
        if version.parent_id and version.level < HAMLET:
            beneath[version.parent_id].append(version)

    def leaves(version):
        row = goes_on.get(version.unit_id)
        return version.unit_id in closing or (row is not None and row.found_parent_id != version.parent_id)

    above = [before.by_unit_on_eve[pk] for pk in beneath if pk in before.by_unit_on_eve]
    for version in sorted(above, key=lambda each: -each.level):
        if version.unit_id in closing or version.unit_id in named:
            continue
        if all(leaves(child) for child in beneath[version.unit_id]):
            closing[version.unit_id] = (version, [])


def _plan_row(row, before, closing, ends_on, plan, errors):
    present = before.on_day.get(row.code)
    if present and present.unit_id != row.unit_id and present.unit_id not in closing:
        errors.say(LIST, row.number, "code", _taken(present, before.eve))
        return
    if row.unit_id is None:
        earlier = before.on_eve.get(row.code)
        if earlier and earlier.unit_id not in closing and earlier.closed_on is None:
            errors.say(LIST, row.number, "code", _taken(earlier, before.eve))
        _code_is_free(row, before, ends_on, errors)
        plan.opened.append(row)
    elif present is None or present.starts_on < before.starts_on:
        _plan_later_version(row, present, before, ends_on, plan, errors)
    else:
        _plan_same_version(row, present, ends_on, plan)


def _plan_later_version(row, present, before, ends_on, plan, errors):
    """The unit exists: a new version from the day on, unless the one in force says the same."""
    if present and not row.is_carried and not _differs(row, present):
        _shorten(present, ends_on, plan)
        return
    latest = present or before.by_unit_on_eve[row.unit_id]
    following = [each.starts_on for each in before.later_by_unit[row.unit_id]]
    end = _earliest(ends_on, latest.closed_on, present.ends_on if present else None, *following)
    _code_is_free(row, before, end, errors)
    if present:
        plan.ends[present.id] = before.starts_on
    plan.begun.append((row, end))


def _plan_same_version(row, present, ends_on, plan):
    """The list was loaded for this day before: what differs is a correction; an end is only ever brought forward."""
    if _differs(row, present):
        end = _earliest(ends_on, present.ends_on)
        if end != present.ends_on:
            plan.ends[present.id] = end
        plan.corrected.append((row, present))
    else:
        _shorten(present, ends_on, plan)


def _shorten(present, ends_on, plan):
    end = _earliest(ends_on, present.ends_on)
    if end == present.ends_on:
        plan.unchanged += 1
        return
    plan.ends[present.id] = end
    plan.shortened += 1


def _differs(row, version) -> bool:
    """Whether the row says something else; what it leaves empty it does not say."""
    if row.parent and row.parent.unit_id is None:
        return True
    return (
        row.name != version.name
        or row.found_parent_id != version.parent_id
        or (row.kind_id is not None and row.kind_id != version.kind_id)
        or (
            row.latitude is not None
            and (row.latitude, row.longitude) != (version.latitude, version.longitude)
        )
    )


def _code_is_free(row, before, ends_on, errors):
    """No other unit may get the code before the version ends."""
    for later in before.later_by_code[row.code]:
        if later.unit_id != row.unit_id and (ends_on is None or later.starts_on < ends_on):
            errors.say(
                LIST,
                row.number,
                "code",
                _("Từ ngày %(day)s mã này là mã của %(unit)s. Hãy nêu ngày danh sách hết hiệu lực (--to).")
                % {"day": _day(later.starts_on), "unit": later.name},
            )
            return


def _plan_closing(closing, before, plan, errors):
    for unit_id, (version, lines) in closing.items():
        planned = before.begun_on_day.get(unit_id) or next(iter(before.later_by_unit[unit_id]), None)
        if planned:
            errors.say(
                SUCCESSORS,
                lines[0].number if lines else None,
                "predecessor_code",
                _("%(unit)s đã có thay đổi từ ngày %(day)s; không thể kết thúc trước ngày đó.")
                % {"unit": version.name, "day": _day(planned.starts_on)},
            )
        if version.closed_on != before.starts_on:
            plan.closed.append(unit_id)
        if version.ends_on is None or version.ends_on > before.starts_on:
            plan.ends[version.id] = before.starts_on


def _plan_successions(rows, successors, before, plan, errors):
    """Successions that are not there yet; a line about a unit that was carried over makes none."""
    by_code = {row.code: row for row in rows}
    known = {
        (predecessor, successor): rest
        for predecessor, successor, *rest in UnitSuccession.objects.filter(
            predecessor_id__in={before.on_eve[each.predecessor_code].unit_id for each in successors}
        ).values_list("predecessor_id", "successor_id", "pk", "extent", "is_default", "happens_on")
    }
    for each in successors:
        predecessor, row = before.on_eve[each.predecessor_code], by_code[each.successor_code]
        if predecessor.unit_id == row.unit_id:
            continue
        pk, extent, is_default, happens_on = known.get((predecessor.unit_id, row.unit_id), (None,) * 4)
        if pk is None:
            plan.successions.append((predecessor.unit_id, row, each))
        elif happens_on != before.starts_on:
            errors.say(
                SUCCESSORS,
                each.number,
                "successor_code",
                _("%(unit)s đã nhập vào %(successor)s từ ngày %(day)s.")
                % {"unit": predecessor.name, "successor": row.name, "day": _day(happens_on)},
            )
        elif (extent, is_default) != (each.extent, each.is_default):
            plan.successions_changed.append((pk, each))


def _plan_children(rows, successors, closing, before, plan):
    """What stood beneath a closed unit and is not decided by the list follows the one that took it whole."""
    by_code = {row.code: row for row in rows}
    takers = {
        unit_id: by_code[lines[0].successor_code]
        for unit_id, (_version, lines) in closing.items()
        if len(lines) == 1 and lines[0].extent == "whole"
    }
    decided = {row.unit_id for row in rows} | closing.keys()
    for version in before.versions:
        taker = takers.get(version.parent_id)
        if taker is None or taker.level >= version.level:
            continue
        if version.starts_on > before.starts_on:
            plan.moved.append((version, taker))
        elif version.unit_id in decided or not version.holds_on(before.starts_on):
            continue
        elif version.starts_on == before.starts_on:
            plan.moved.append((version, taker))
        else:
            plan.ends[version.id] = before.starts_on
            plan.followed.append((version, taker))


def _taken(version, day):
    return _(
        "Ngày %(day)s mã %(code)s là mã của %(unit)s. Nếu đơn vị đó đã kết thúc, hãy nêu đơn vị kế thừa trong tệp "
        "--successors; nếu chỉ đổi tên, hãy đổi tên đơn vị trước."
    ) % {"day": _day(day), "code": version.code, "unit": version.name}


def _earliest(*days):
    return min((day for day in days if day), default=None)


def _day(day):
    return date_format(day, "SHORT_DATE_FORMAT")
