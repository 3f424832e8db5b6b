"""Rows of a list of units: which unit each one is, where it stands from which day, and what that changes."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _

from branches.imports.codes import DatedCodes, correct, in_chunks, not_there, offered, unit_versions
from branches.imports.levels import LevelWords
from branches.imports.pipeline import Context
from branches.imports.plan import Plan, day
from branches.models import Unit, UnitVersion
from common.spreadsheets.columns import Table
from common.text import match_key

HAMLET = 4


@dataclass
class Subject:
    """One row as a unit: the one that it names, or a new one, and the day from which its facts hold."""

    row: dict
    level: int
    on: date
    ends_on: date | None
    unit: Unit | None = None
    version: UnitVersion | None = None
    timeline: list[UnitVersion] = field(default_factory=list)
    parent: Unit | None = None
    is_new: bool = False

    @property
    def name(self) -> str:
        return self.row["name"]

    @property
    def title(self) -> str:
        return _("%(name)s (mã %(code)s)") % {"name": self.name, "code": self.row["code"]}

    def holds_on(self, on: date) -> bool:
        return self.on <= on and (self.ends_on is None or on < self.ends_on)


class UnitRows:
    """Finds for every row its unit, its day and its parent."""

    def __init__(self, table: Table, context: Context):
        self.table, self.context, self.plan = table, context, Plan(table)
        self.levels = LevelWords()
        self.subjects: list[Subject] = []
        self.of_unit: dict[int, Subject] = {}
        self.in_file: dict[str, list[Subject]] = defaultdict(list)
        self.unclear: set[str] = set()  # codes of rows that say too little to be a unit

    def find(self) -> None:
        """Finds the unit, the day and the parent of every row, errors said."""
        self._load_codes()
        for row in self.table.rows:
            self._find_subject(row)
        self._load_timelines(self.subjects)
        for subject in sorted(self.subjects, key=lambda each: each.level):
            self._find_parent(subject)
        self._match_by_name([each for each in self.subjects if each.row["code"] is None])

    # --- which unit is it? ---
    def _load_codes(self):
        rows = self.table.rows
        everywhere = unit_versions(code for row in rows for code in (row["code"], row["parent_code"]) if code)
        self.everywhere = DatedCodes(everywhere)
        self.codes = DatedCodes(each for each in everywhere if self.context.may_write(each.unit))
        self.top = min(
            [*UnitVersion.objects.order_by("level_id").values_list("level_id", flat=True)[:1], HAMLET]
        )

    def _find_subject(self, row: dict) -> None:
        level = self.levels.number(row["level"], has_parent=row["parent_code"] is not None)
        if row["level"] is not None and level is None:
            self.plan.error(row, "level", self.levels.refusal(row["level"]))
        if row["level"] is None or level is None:
            self.unclear.add(row["code"])
            return
        if row["code"] is None and level != HAMLET and not self._has_error(row, "code"):
            self.plan.error(row, "code", _("Từ cấp xã trở lên phải ghi mã chính thức."))
            return
        on = row["opened_on"] or self.context.on
        subject = Subject(row, level, on, row["closed_on"])
        if row["code"] is not None:
            self._correct_code(subject)
            version = self._version_of(row, on)
            if version is not None:
                subject.unit, subject.version = version.unit, version
            elif self._is_over(row, on):
                self.unclear.add(row["code"])
                return
            if not self._is_first(subject):
                return
            self.in_file[row["code"]].append(subject)
        subject.is_new = subject.unit is None
        self.subjects.append(subject)
        if subject.unit is not None:
            self.of_unit[subject.unit.pk] = subject

    def _version_of(self, row: dict, on: date, code: str | None = None) -> UnitVersion | None:
        """Whose code it is on the row's day; failing that, on the day of the import; or what ended as the row says."""
        code = code or row["code"]
        found = self.codes.on(code, on) or self.codes.on(code, self.context.on)
        if found is None and row["closed_on"]:
            found = self.codes.on(code, row["closed_on"] - timedelta(days=1))
            return found if found is not None and found.unit.closed_on == row["closed_on"] else None
        return found

    def _is_over(self, row: dict, on: date) -> bool:
        """Refuses the code of a unit that ended before: only with a day of its own is the row another unit's."""
        last = self.codes.near(row["code"], on)
        if row["opened_on"] or last is None or last.starts_on > on:
            return False
        self.plan.error(
            row,
            "code",
            _(
                "%(name)s đã kết thúc từ ngày %(day)s. Nếu mã này nay là của một đơn vị khác, hãy ghi ngày lập của đơn "
                "vị đó."
            )
            % {"name": last.name, "day": day(last.ends_on)},
        )
        return True

    def _correct_code(self, subject: Subject) -> None:
        row = subject.row
        if self.codes.of(row["code"]):
            return

        def is_known(code):
            version = self._version_of(row, subject.on, code)
            return version is not None and version.level_id == subject.level

        right = offered(row["code"], is_known)
        if right:
            correct(
                self.plan, self.context, row, "code", right, self._version_of(row, subject.on, right).name
            )

    def _is_first(self, subject: Subject) -> bool:
        """A code is said once in a file, unless it is one unit's first and another's after that one ended."""
        for other in self.in_file[subject.row["code"]]:
            same_days = (other.ends_on is None or subject.on < other.ends_on) and (
                subject.ends_on is None or other.on < subject.ends_on
            )
            if same_days or (subject.unit is not None and other.unit is not None):
                self.plan.error(
                    subject.row,
                    "code",
                    _("Mã “%(code)s” đã có ở hàng %(row)s.")
                    % {"code": subject.row["code"], "row": other.row["row"]},
                )
                return False
        return True

    def _load_timelines(self, subjects: list[Subject]) -> None:
        """All versions of the known units, and with them the day on which the row's facts are read."""
        known = {each.unit.pk: each for each in subjects if each.unit is not None}
        versions = in_chunks(UnitVersion.objects.select_related("unit", "parent", "kind"), "unit_id", known)
        for version in sorted(versions, key=lambda each: each.starts_on):
            known[version.unit_id].timeline.append(version)
        for subject in known.values():
            subject.unit = subject.timeline[0].unit
            for version in subject.timeline:
                version.unit = subject.unit
            self._settle_day(subject)

    def _settle_day(self, subject: Subject) -> None:
        """A known unit's facts are read on the import's day, or on the row's own where that is a later change."""
        unit, row = subject.unit, subject.row
        begins = row["opened_on"] if row["opened_on"] and row["opened_on"] > unit.opened_on else None
        subject.on = max(begins or self.context.on, unit.opened_on)
        ends_on = unit.closed_on or row["closed_on"]
        if ends_on and subject.on >= ends_on:
            subject.on = max(ends_on - timedelta(days=1), unit.opened_on)
        subject.version = next((each for each in subject.timeline if each.holds_on(subject.on)), None)
        if subject.version is None:
            subject.version = subject.timeline[-1]
        if unit.closed_on and row["closed_on"] != unit.closed_on:
            self.plan.error(
                row,
                "code" if row["closed_on"] is None else "closed_on",
                _("%(name)s đã kết thúc từ ngày %(day)s.")
                % {"name": subject.timeline[-1].name, "day": day(unit.closed_on)},
            )

    # --- where does it stand? ---
    def _find_parent(self, subject: Subject) -> None:
        row, code = subject.row, subject.row["parent_code"]
        if code is None:
            if self._has_error(row, "parent_code"):
                return
            self._refuse_missing_parent(subject)
            return
        found = self._unit_of_code(code, subject)
        if found is None:
            right = self._offered_parent(code, subject)
            name = self._unit_of_code(right, subject)[1] if right else ""
            if code in self.unclear:
                self.plan.bad.add(row["row"])
                return
            if not right:
                self.plan.error(row, "parent_code", self._why_no_parent(subject))
                return
            correct(self.plan, self.context, row, "parent_code", right, name)
            found = self._unit_of_code(row["parent_code"], subject)
        subject.parent, name, level, closed_on = found
        if level >= subject.level:
            self.plan.error(
                row,
                "parent_code",
                _("%(parent)s không phải là cấp trên của %(child)s.")
                % {"parent": name, "child": subject.name},
            )
        elif closed_on and (subject.ends_on is None or closed_on < subject.ends_on):
            now = self.codes.on(code, self.context.on)
            sentence = _("%(unit)s kết thúc từ ngày %(day)s. Hãy chọn đơn vị tiếp nhận.")
            if now is not None and now.unit_id != subject.parent.pk:
                sentence = _(
                    "Mã %(code)s khi đó là của %(unit)s, kết thúc từ ngày %(day)s; nay là của %(now)s. Hãy ghi ngày lập "
                    "từ ngày %(from)s, hoặc để trống ngày lập."
                )
            self.plan.error(
                row,
                "parent_code",
                sentence
                % {
                    "code": code,
                    "unit": name,
                    "day": day(closed_on),
                    "now": now.name if now else "",
                    "from": day(now.starts_on) if now else "",
                },
            )

    def _offered_parent(self, code: str, subject: Subject) -> str | None:
        """The parent that it has already, or else the one nearest above: 1 of a commune is the district 001, not the
        province 01."""
        now = subject.version.parent_id if subject.version else None

        def stands_above(each):
            found = self._unit_of_code(each, subject)
            return found is not None and found[2] < subject.level

        def rank(each):
            unit, _name, level, _closed_on = self._unit_of_code(each, subject)
            return unit.pk is not None and unit.pk == now, level

        return offered(code, stands_above, prefer=rank)

    def _unit_of_code(self, code: str, subject: Subject):
        """(unit, name, level, closed_on) of a parent's code on the subject's day, in the map or in the file."""
        version = self.codes.on(code, subject.on)
        if version is not None:
            said = self.of_unit.get(version.unit_id)
            changes = said is not None and said is not subject and said.on <= subject.on
            closed_on = version.unit.closed_on or (said.row["closed_on"] if said else None)
            unit = said.unit if said else version.unit
            return unit, version.name, said.level if changes else version.level_id, closed_on
        for other in self.in_file[code]:
            if other.is_new and other is not subject and other.holds_on(subject.on):
                other.unit = other.unit or Unit(opened_on=other.on, closed_on=other.ends_on)
                return other.unit, other.name, other.level, other.ends_on
        return None

    def _why_no_parent(self, subject: Subject) -> str:
        code = subject.row["parent_code"]
        later = [each for each in self.in_file[code] if each.is_new and each.on > subject.on]
        if later:
            return _("%(name)s (hàng %(row)s) chỉ có từ ngày %(from)s, sau ngày %(day)s.") % {
                "name": later[0].name,
                "row": later[0].row["row"],
                "from": day(later[0].on),
                "day": day(subject.on),
            }
        return not_there(self.context, self.codes, code, subject.on, _("đơn vị cấp trên"))

    def _refuse_missing_parent(self, subject: Subject) -> None:
        top = min([self.top, *(each.level for each in self.subjects)])
        had_parent = subject.version is not None and subject.version.parent_id is not None
        stands_alone = subject.version is not None and not had_parent
        may_be_top = subject.level == top and self.context.scope is None and subject.level < HAMLET
        if not stands_alone and (had_parent or not may_be_top):
            self.plan.error(subject.row, "parent_code", _("Chưa ghi mã đơn vị cấp trên."))

    # --- hamlets without a code ---
    def _match_by_name(self, subjects: list[Subject]) -> None:
        """Finds them by name beneath their parent, or makes up a code: the parent's, a hyphen and a number."""
        subjects = [each for each in subjects if each.parent is not None and not self.plan.is_bad(each.row)]
        parents = {each.parent.pk for each in subjects} - {None}
        children = in_chunks(UnitVersion.objects.select_related("unit"), "parent_id", parents)
        by_name = defaultdict(list)
        for version in children:
            by_name[version.parent_id, match_key(version.name)].append(version)
        seen: dict[tuple, int] = {}
        matched, nameless = [], []
        for subject in subjects:
            name = (subject.parent.pk or id(subject.parent), match_key(subject.name))
            if name in seen:
                self.plan.error(subject.row, "name", _("Tên này đã có ở hàng %(row)s.") % {"row": seen[name]})
                continue
            seen[name] = subject.row["row"]
            found = next((each for each in by_name.get(name, ()) if each.holds_on(subject.on)), None)
            if found is None:
                nameless.append(subject)
                continue
            if found.unit_id in self.of_unit:
                other = self.of_unit[found.unit_id].row["row"]
                self.plan.error(subject.row, "name", _("Tên này đã có ở hàng %(row)s.") % {"row": other})
                continue
            subject.unit, subject.is_new = found.unit, False
            subject.row["code"] = found.code
            self.of_unit[found.unit_id] = subject
            matched.append(subject)
        self._load_timelines(matched)
        self._make_up_codes(nameless, {version.code for version in children} | self.in_file.keys())

    def _make_up_codes(self, subjects: list[Subject], taken: set[str]) -> None:
        while subjects:
            for subject in subjects:
                subject.row["code"] = _next_code(subject.row["parent_code"], taken)
                taken.add(subject.row["code"])
            said = [subject.row["code"] for subject in subjects]
            elsewhere = {version.code for version in in_chunks(UnitVersion.objects, "code", said)}
            subjects = [subject for subject in subjects if subject.row["code"] in elsewhere]

    def _has_error(self, row: dict, key: str) -> bool:
        return any(error.row == row["row"] and error.key == key for error in self.plan.errors)


def _next_code(parent_code: str, taken) -> str:
    number = 1
    while (code := f"{parent_code}-{number:02d}") in taken:
        number += 1
    return code
