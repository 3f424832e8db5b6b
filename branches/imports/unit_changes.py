"""What the rows of a list of units change: openings, new versions, corrections, endings; and what stands against them."""

from collections import defaultdict
from datetime import date

from django.utils.text import slugify
from django.utils.translation import gettext as _

from branches.imports.codes import in_chunks
from branches.imports.pipeline import Context
from branches.imports.plan import ADDED, CHANGED, ENDED, UNCHANGED, Plan, day, from_to
from branches.imports.unit_rows import Subject, UnitRows
from branches.models import Unit, UnitAlias, UnitKind, UnitVersion
from branches.rules import kind_code_of_name, kind_words
from common.spreadsheets.columns import Table
from common.text import match_key, search_key


class UnitCheck(UnitRows):
    """The plan of a list of units; asks the database a bounded number of questions however many rows there are."""

    def __init__(self, table: Table, context: Context):
        super().__init__(table, context)
        self.kinds = list(UnitKind.objects.all())
        self.kind_words = kind_words((kind.code, kind.name, kind.level_id) for kind in self.kinds)
        self.new_kinds: dict[str, UnitKind] = {}

    def run(self) -> Plan:
        self.find()
        self._check_endings()
        self._check_levels_beneath()
        self._load_names()
        for subject in self.subjects:
            if not self.plan.is_bad(subject.row):
                self._plan(subject)
        self._check_new_codes()
        return self.plan

    # --- endings and changes of level: what stands beneath? ---
    def _check_endings(self) -> None:
        ending = {
            each.unit.pk: each
            for each in self.subjects
            if not each.is_new and each.row["closed_on"] and each.unit.closed_on is None
        }
        children = defaultdict(list)
        for child in in_chunks(UnitVersion.objects, "parent_id", ending):
            if child.ends_on is None or child.ends_on > ending[child.parent_id].row["closed_on"]:
                children[child.parent_id].append(child)
        for unit_id, subject in ending.items():
            row, closed_on = subject.row, subject.row["closed_on"]
            if self.plan.is_bad(row):
                continue
            last = subject.timeline[-1]
            if closed_on <= subject.unit.opened_on:
                self.plan.error(row, "closed_on", _("Ngày kết thúc của đơn vị phải sau ngày lập."))
            elif closed_on <= last.starts_on:
                self.plan.error(
                    row,
                    "closed_on",
                    _("%(unit)s đã có thay đổi từ ngày %(day)s; không thể kết thúc trước ngày đó.")
                    % {"unit": last.name, "day": day(last.starts_on)},
                )
            staying = [each for each in children[unit_id] if not self._leaves(each, unit_id, closed_on)]
            if staying:
                self.plan.error(
                    row,
                    "closed_on",
                    _(
                        "Còn %(count)s đơn vị trực thuộc %(unit)s. Hãy chuyển hoặc kết thúc các đơn vị đó trong cùng "
                        "tệp."
                    )
                    % {"count": len({each.unit_id for each in staying}), "unit": last.name},
                )

    def _leaves(self, child: UnitVersion, parent_id: int, closed_on: date) -> bool:
        """Whether the file itself ends the child by then or gives it another parent."""
        said = self.of_unit.get(child.unit_id)
        if said is None:
            return False
        ends_on = said.row["closed_on"]
        moves = said.parent is not None and said.parent.pk != parent_id and said.on <= closed_on
        return moves or (ends_on is not None and ends_on <= closed_on)

    def _check_levels_beneath(self) -> None:
        changed = {
            each.unit.pk: each
            for each in self.subjects
            if not each.is_new and each.version.level_id != each.level and not self.plan.is_bad(each.row)
        }
        for child in in_chunks(UnitVersion.objects, "parent_id", changed):
            subject = changed[child.parent_id]
            said = self.of_unit.get(child.unit_id)
            level = said.level if said else child.level_id
            is_later = child.ends_on is None or child.ends_on > subject.on
            if is_later and level <= subject.level and not self.plan.is_bad(subject.row):
                self.plan.error(
                    subject.row,
                    "level",
                    _("%(parent)s không phải là cấp trên của %(child)s.")
                    % {"parent": subject.name, "child": child.name},
                )

    # --- what is done ---
    def _load_names(self) -> None:
        """What the preview calls the parents, and the other names that the units have already."""
        known = [each for each in self.subjects if not each.is_new]
        self.names = {id(each.unit): each.name for each in self.subjects if each.is_new}
        parents = {each.version.parent_id for each in known}
        parents |= {each.parent.pk for each in known if each.parent is not None}
        rows = in_chunks(UnitVersion.objects, "unit_id", parents - {None})
        self.names |= {row.unit_id: row.name for row in sorted(rows, key=lambda each: each.starts_on)}
        self.aliases: dict[int, set[str]] = defaultdict(set)
        if "aliases" in self.table.present:
            for alias in in_chunks(UnitAlias.objects, "unit_id", {each.unit.pk for each in known}):
                self.aliases[alias.unit_id].add(match_key(alias.name))

    def _plan(self, subject: Subject) -> None:
        kind = self._kind(subject)
        if self.plan.is_bad(subject.row):
            return
        if subject.is_new:
            self._open(subject, kind)
        else:
            self._change(subject, kind)
        self._add_aliases(subject)

    def _open(self, subject: Subject, kind: UnitKind | None) -> None:
        row = subject.row
        subject.unit = subject.unit or Unit(opened_on=subject.on, closed_on=subject.ends_on)
        if subject.ends_on and subject.ends_on <= subject.on:
            self.plan.error(row, "closed_on", _("Ngày kết thúc của đơn vị phải sau ngày lập."))
            return
        self.plan.make(row, subject.unit)
        self.plan.make(
            row,
            UnitVersion(
                unit=subject.unit,
                parent=subject.parent,
                level_id=subject.level,
                kind=kind,
                code=row["code"],
                name=row["name"],
                latitude=_number(row["latitude"]),
                longitude=_number(row["longitude"]),
                starts_on=subject.on,
                ends_on=subject.ends_on,
            ),
        )
        details = [_("từ ngày %(day)s") % {"day": day(subject.on)}]
        self.plan.say(row, ADDED, subject.title, details)

    def _change(self, subject: Subject, kind: UnitKind | None) -> None:
        row, version = subject.row, subject.version
        facts = {"name": row["name"], "level_id": subject.level}
        if row["parent_code"] is not None or version.parent_id is None:
            facts["parent"] = subject.parent
        if kind is not None and version.kind_id is not None:
            facts["kind"] = kind
        fresh = {name: value for name, value in facts.items() if _is_other(version, name, value)}
        in_place = {}
        if kind is not None and version.kind_id is None:
            in_place["kind"] = kind
        for name in ("latitude", "longitude"):
            if row[name] is not None and getattr(version, name) != _number(row[name]):
                in_place[name] = _number(row[name])
        details = [self._said(version, name, value) for name, value in {**fresh, **in_place}.items()]
        ends = row["closed_on"] is not None and subject.unit.closed_on is None
        if fresh and ends and row["closed_on"] <= self.context.on:
            self.plan.error(
                row,
                "closed_on",
                _(
                    "Một hàng không thể vừa đổi thông tin vừa kết thúc đơn vị trong quá khứ; hãy tách thành hai tệp."
                ),
            )
            return
        last = self._write_change(subject, fresh, in_place)
        if ends:
            self._end(subject, last)
        elif details:
            since = [_("từ ngày %(day)s") % {"day": day(subject.on)}] if last is not version and fresh else []
            self.plan.say(row, CHANGED, subject.title, details + since)
        else:
            self.plan.say(row, UNCHANGED, subject.title)
        self._open_earlier(subject)

    def _write_change(self, subject: Subject, fresh: dict, in_place: dict):
        """Corrects a version that begins on the day or later, else ends it and makes the next; returns the last one."""
        row, version = subject.row, subject.version
        if not fresh or version.starts_on >= subject.on:
            self.plan.alter(row, version, **fresh, **in_place)
            return subject.timeline[-1]
        copied = ("parent_id", "level_id", "kind_id", "code", "name", "latitude", "longitude", "document_id")
        following = UnitVersion(
            unit=subject.unit,
            starts_on=subject.on,
            ends_on=version.ends_on,
            **{name: getattr(version, name) for name in copied},
        )
        for name, value in {**fresh, **in_place}.items():
            setattr(following, name, value)
        self.plan.alter(row, version, ends_on=subject.on)
        self.plan.make(row, following)
        return following if version is subject.timeline[-1] else subject.timeline[-1]

    def _end(self, subject: Subject, last: UnitVersion) -> None:
        row = subject.row
        if last.pk is None:
            last.ends_on = row["closed_on"]
        else:
            self.plan.alter(row, last, ends_on=row["closed_on"])
        self.plan.alter(row, subject.unit, closed_on=row["closed_on"])
        self.plan.say(
            row, ENDED, subject.title, [_("không còn từ ngày %(day)s") % {"day": day(row["closed_on"])}]
        )

    def _open_earlier(self, subject: Subject) -> None:
        """A unit that was there before the map began says so, where its parent was there too."""
        row, unit, first = subject.row, subject.unit, subject.timeline[0]
        opened_on = row["opened_on"]
        if opened_on is None or opened_on >= unit.opened_on:
            return
        parent = first.parent
        is_free = self.everywhere.on(first.code, opened_on) is None
        if is_free and (parent is None or parent.opened_on <= opened_on):
            before = unit.opened_on
            self.plan.alter(row, unit, opened_on=opened_on)
            self.plan.alter(row, first, starts_on=opened_on)
            self.plan.say(row, CHANGED, subject.title, [from_to(_("ngày lập"), before, opened_on)])
        else:
            self.plan.notices.append(
                _("Hàng %(row)s: %(name)s được giữ từ ngày %(day)s, vì trước đó chưa có đơn vị cấp trên.")
                % {"row": row["row"], "name": subject.name, "day": day(unit.opened_on)}
            )

    def _add_aliases(self, subject: Subject) -> None:
        known = self.aliases[subject.unit.pk] if subject.unit.pk else set()
        for name in subject.row["aliases"] or ():
            if match_key(name) in known | {match_key(subject.name)}:
                continue
            known = known | {match_key(name)}
            self.plan.make(subject.row, UnitAlias(unit=subject.unit, name=name))
            self.plan.say(
                subject.row, CHANGED, subject.title, [_("thêm tên gọi khác: %(name)s") % {"name": name}]
            )

    def _check_new_codes(self) -> None:
        """A new unit's code must be free in all its days, and be nobody's whom the importer may not see."""
        for subject in self.subjects:
            if not subject.is_new or self.plan.is_bad(subject.row):
                continue
            for version in self.everywhere.of(subject.row["code"]):
                begins_later = version.starts_on >= subject.on
                ended_before = version.ends_on is not None and version.ends_on <= subject.on
                starts_after = subject.ends_on is not None and version.starts_on >= subject.ends_on
                if ended_before or starts_after:
                    continue
                sentence = _("Mã này đang là mã của một đơn vị khác trong những ngày này.")
                if begins_later and self.context.may_write(version.unit):
                    sentence = _("Mã này từ ngày %(day)s là của %(name)s.") % {
                        "day": day(version.starts_on),
                        "name": version.name,
                    }
                self.plan.error(subject.row, "code", sentence)
                break

    # --- small things ---
    def _kind(self, subject: Subject) -> UnitKind | None:
        """The kind that the row names (a new word makes a new kind), or that the name's first words say."""
        said = subject.row["kind"]
        if said is None:
            is_known = not subject.is_new and match_key(subject.version.name) == match_key(subject.name)
            if is_known and subject.version.kind_id and subject.version.level_id == subject.level:
                return subject.version.kind
            code = kind_code_of_name(subject.name, subject.level, self.kind_words)
            return next((kind for kind in self.kinds if kind.code == code), None)
        key = search_key(said)
        named = [
            kind
            for kind in [*self.kinds, *self.new_kinds.values()]
            if said == kind.code or search_key(kind.name) == key
        ]
        fitting = [kind for kind in named if kind.level_id == subject.level]
        if fitting:
            return fitting[0]
        if named:
            self.plan.error(
                subject.row,
                "kind",
                _("“%(kind)s” không phải loại đơn vị của cấp này.") % {"kind": named[0].name},
            )
            return None
        kind = UnitKind(code=slugify(key), name=said, level_id=subject.level)
        self.new_kinds[key] = self.plan.make(subject.row, kind)
        self.plan.notices.append(_("Loại đơn vị mới: “%(kind)s”.") % {"kind": said})
        return kind

    def _said(self, version: UnitVersion, name: str, value) -> str:
        label = version._meta.get_field(name).verbose_name
        if name == "parent":
            before = self._name_of(version.parent)
            return from_to(label, before, self._name_of(value))
        if name == "level_id":
            return from_to(label, self.levels.name(version.level_id), self.levels.name(value))
        return from_to(label, getattr(version, name), value)

    def _name_of(self, unit: Unit | None) -> str:
        return "" if unit is None else self.names.get(unit.pk or id(unit), "")


def _number(value) -> float | None:
    return None if value is None else float(value)


def _is_other(version: UnitVersion, name: str, value) -> bool:
    if name == "level_id":
        return version.level_id != value
    if name in ("parent", "kind"):
        return getattr(version, f"{name}_id") != (value.pk if value is not None else None) or (
            value is not None and value.pk is None
        )
    return getattr(version, name) != value
