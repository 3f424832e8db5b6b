"""The assignment board: the places of a scheme on a day, with nobody first, who holds the others, and who is free.

With a draft the board shows the day on which it is to take effect, as it will be then. Read in a fixed number of queries,
however many places and cadres there are.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from assignments.actions.change_sets import conflicts_of, lines_of
from assignments.actions.checking import who_of
from assignments.models import AssignmentDocument, Cadre, ChangeLine, Team
from assignments.querysets.assignees import idle_on, linked_ids
from assignments.querysets.cadres import positions_by_cadre, posts_by_cadre
from assignments.querysets.targets import TARGET_FIELDS, followed_on, named, place_on, targets_of
from assignments.rules import is_eligible
from branches.models import Agency, UnitPlacement
from branches.querysets.scoping import path_range, within
from branches.querysets.units import names_of_keys
from common.text import match_key, search_key, sort_key

MOST_PLACES = 3000
MOST_OFFERED = 500
SEPARATOR = " · "


@dataclass
class Holder:
    """Who holds a place: `since`, under which `documents`; `is_new` where the draft gives it to him."""

    assignee: object
    who: tuple
    since: date
    assignment: object = None
    is_new: bool = False
    load: int = 0
    flags: list[str] = field(default_factory=list)  # of FLAGS
    documents: list = field(default_factory=list)
    post: str = ""


@dataclass
class Row:
    """A place: its holders, whom the draft takes from it, and what stands against the draft's lines on it."""

    target_id: int
    key: str
    name: str
    above: str
    where: tuple
    holders: list[Holder] = field(default_factory=list)
    gone: list = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)

    @property
    def is_vacant(self) -> bool:
        return not self.holders

    @property
    def is_changed(self) -> bool:
        return bool(self.gone) or any(holder.is_new for holder in self.holders)


@dataclass(frozen=True)
class Candidate:
    """Who may be chosen: `text` is what stands in the box, "Lê Văn Thử · CB12"."""

    assignee: object
    load: int
    post: str = ""

    @property
    def text(self) -> str:
        return f"{self.assignee}{SEPARATOR}{self.assignee.code}"


class Unknown(ValueError):
    """A typed text that names nobody, or several: `several` are their texts."""

    def __init__(self, text, several=()):
        super().__init__(text)
        self.text, self.several = text, list(several)


class Board:
    """`scheme` on `day` as `scope` may see it, narrowed to `place` (a Unit: itself and what lies in it)."""

    def __init__(self, scheme, day, scope, *, draft=None, place=None, only_vacant=False, may_choose=True):
        self.scheme, self.scope, self.draft, self.place = scheme, scope, draft, place
        self.day = draft.effective_on if draft else day
        self.only_vacant, self.may_choose = only_vacant, may_choose
        self.issuer_place = place_on(scheme.issuer, self.day)

    @cached_property
    def is_too_large(self) -> bool:
        return len(self._targets) > MOST_PLACES

    @cached_property
    def rows(self) -> list[Row]:
        """Those with nobody first, then what the draft changes, then the others; by commune and name."""
        rows = [] if self.is_too_large else [self._row(*each) for each in self._targets]
        return sorted(
            (row for row in rows if row.is_vacant or not self.only_vacant),
            key=lambda row: (not row.is_vacant, not row.is_changed),
        )

    @cached_property
    def vacant(self) -> int:
        return sum(row.is_vacant for row in self.rows)

    @cached_property
    def areas(self) -> list[tuple[str, str]]:
        """[(unit key, name)] by which the board can be narrowed: the units directly above its places."""
        if self.is_too_large:
            rows = UnitPlacement.objects.on(self.day).under_path(self.issuer_place.path)
            found = rows.filter(within(self.scope.reach("assignments.read")), level=3).select_related(
                "version", "unit"
            )
            return sorted(
                ((each.unit.key, each.version.name) for each in found), key=lambda each: sort_key(each[1])
            )
        keys = {parent for *_rest, path in self._targets if (parent := _parent(path))}
        return sorted(((key, self._names.get(key, "")) for key in keys), key=lambda each: sort_key(each[1]))

    def describe(self, rows) -> None:
        """Adds what only the rows of one page show: the decisions, posts and flags of their holders."""
        holders = [holder for row in rows for holder in row.holders]
        links = AssignmentDocument.objects.filter(
            assignment__in=[each.assignment for each in holders if each.assignment and not each.is_new],
            part=AssignmentDocument.Part.BEGINS,
        ).select_related("document")
        cited: dict = {}
        for link in links:
            cited.setdefault(link.assignment_id, []).append(link.document)
        for holder in holders:
            holder.load = self.loads[holder.who]
            holder.flags = self._flags(holder)
            holder.post = self._posts.get(holder.who[1], "") if holder.who[0] == "cadre" else ""
            if holder.assignment and not holder.is_new:
                holder.documents = cited.get(holder.assignment.pk, [])

    @cached_property
    def loads(self) -> Counter:
        """{(assignee field, id): how many places under the scheme}, as the draft leaves them."""
        standing = Counter(who_of(row) for row in self._standing if row.pk not in self._ended)
        return standing + Counter(who_of(line) for line in self._added)

    @cached_property
    def free(self) -> list:
        """Eligible cadres without a place, and those whom the draft leaves without one; sorted by given name."""
        idle = idle_on(self.scheme, self.day, linked_ids(self.scheme))
        freed = {row.cadre_id for row in self._standing if row.pk in self._ended} - {None}
        ids = {pk for pk in {*idle.values_list("pk", flat=True), *freed} if not self.loads["cadre", pk]}
        return [cadre for cadre in self._serving if cadre.pk in ids]

    @cached_property
    def candidates(self) -> list[Candidate]:
        """Everybody who may be chosen under the scheme, the free ones first."""
        kinds = self.scheme.assignee_kinds or ["cadre", "team", "agency"]
        found = [
            *(self._cadres if "cadre" in kinds else ()),
            *(self._under(Team.objects.on(self.day)) if "team" in kinds else ()),
            *(self._under(Agency.objects.open_on(self.day)) if "agency" in kinds else ()),
        ]
        loaded = [Candidate(each, self.loads[_kind(each), each.pk]) for each in found]
        return sorted(loaded, key=lambda each: each.load)

    def offered(self) -> list[Candidate]:
        """The candidates that the page offers in its boxes, with their posts."""
        shown = self.candidates[:MOST_OFFERED]
        return [
            Candidate(each.assignee, each.load, self._posts.get(each.assignee.pk, ""))
            if isinstance(each.assignee, Cadre)
            else each
            for each in shown
        ]

    def candidate(self, text):
        """The Cadre, Team or Agency that was typed or chosen: by code, else by the whole name, accents or not, else by a
        part of it. Raises Unknown."""
        people = [each.assignee for each in self.candidates]
        code = text.rpartition(SEPARATOR.strip())[2].strip().casefold()
        for person in people:
            if person.code.casefold() == code:
                return person
        name, key = match_key(text), search_key(text)
        for is_meant in (
            lambda person: match_key(str(person)) == name,
            lambda person: search_key(str(person)) == key,
            lambda person: bool(key) and key in search_key(str(person)),
        ):
            found = [person for person in people if is_meant(person)]
            if len(found) == 1:
                return found[0]
            if found:
                raise Unknown(text, [f"{person}{SEPARATOR}{person.code}" for person in found[:5]])
        raise Unknown(text)

    def target(self, row):
        """The record of a row's place, for writing."""
        model = ChangeLine._meta.get_field(row.where[0]).related_model
        return model.objects.get(pk=row.target_id)

    def targets(self, rows) -> dict:
        """{row key: the record of its place}; one query."""
        if not rows:
            return {}
        model = ChangeLine._meta.get_field(rows[0].where[0]).related_model
        found = model.objects.in_bulk([row.target_id for row in rows])
        return {row.key: found[row.target_id] for row in rows}

    # --- what is read once ---
    @cached_property
    def _targets(self) -> list[tuple]:
        rows = targets_of(self.scheme, self.issuer_place, self.day)
        rows = rows.filter(within(self.scope.reach("assignments.read")))
        if self.place is not None:
            narrowed = place_on(self.place, self.day)
            rows = rows.filter(path_range("target_path", narrowed.path)) if narrowed else rows.none()
        found = named(rows, self.scheme, self.day).values_list(
            "target_id", "target_key", "target_name", "target_sort", "target_path"
        )
        found = list(found[: MOST_PLACES + 1])
        self._names = names_of_keys({parent for *_rest, path in found if (parent := _parent(path))}, self.day)
        return sorted(
            found, key=lambda each: (sort_key(self._names.get(_parent(each[4]), "")), each[3] or "")
        )

    @cached_property
    def _standing(self) -> list:
        return list(
            followed_on(self.scheme, self.day)
            .select_related("cadre", "team", "agency")
            .order_by("starts_on", "pk")
        )

    @cached_property
    def _lines(self) -> list:
        return lines_of(self.draft) if self.draft else []

    @cached_property
    def _ended(self) -> set[int]:
        return {line.assignment_id for line in self._lines if line.action == ChangeLine.Action.END}

    @cached_property
    def _added(self) -> list:
        return [line for line in self._lines if line.action == ChangeLine.Action.ADD]

    @cached_property
    def _by_place(self) -> dict:
        field_name = f"{TARGET_FIELDS[self.scheme.target_kind]}_id"
        found: dict = {}
        for row in self._standing:
            found.setdefault(getattr(row, field_name), ([], []))[0].append(row)
        for line in self._added:
            found.setdefault(getattr(line, field_name), ([], []))[1].append(line)
        return found

    @cached_property
    def conflicts(self) -> list:
        return conflicts_of(self.draft, self._lines) if self._lines else []

    @cached_property
    def _conflicts_by_place(self) -> dict:
        name = f"{TARGET_FIELDS[self.scheme.target_kind]}_id"
        found: dict = {}
        for conflict in self.conflicts:
            about = conflict.line.assignment if conflict.line.action == "end" else conflict.line
            found.setdefault(getattr(about, name), []).append(conflict.sentence)
        return found

    @cached_property
    def _eligible(self) -> set[str]:
        return {group.code for group in self.scheme.eligible_groups.all()}

    @cached_property
    def _cadres(self) -> list:
        if not self._eligible:
            return self._serving
        positions = self._positions
        return [
            each for each in self._serving if is_eligible(_groups(positions.get(each.pk, ())), self._eligible)
        ]

    @cached_property
    def _serving(self) -> list:
        return list(self._under(Cadre.objects.serving_on(self.day)))

    @cached_property
    def _people(self) -> set[int]:
        """Ids of the cadres on the page: those who hold a place and, for who may write, those who may be chosen."""
        held = {row.cadre_id for row in (*self._standing, *self._added)} - {None}
        return held | {each.pk for each in self._serving} if self.may_choose else held

    @cached_property
    def _positions(self) -> dict:
        return positions_by_cadre(self._people, self.day) if self._eligible else {}

    @cached_property
    def _posts(self) -> dict:
        return posts_by_cadre(self._people, self.day)

    def _under(self, rows):
        """Those of the issuer's ground that the scope may see."""
        return rows.visible_to(self.scope).filter(
            path_range("unit__access_path", self.scheme.issuer.access_path)
        )

    def _row(self, target_id, key, name, _sort, path) -> Row:
        standing, added = self._by_place.get(target_id, ((), ()))
        where = (TARGET_FIELDS[self.scheme.target_kind], target_id)
        row = Row(target_id, key, name or "", self._names.get(_parent(path), ""), where)
        row.gone = [each for each in standing if each.pk in self._ended]
        row.holders = [
            Holder(each.assignee, who_of(each), each.starts_on, each)
            for each in standing
            if each.pk not in self._ended
        ]
        row.holders += [Holder(line.assignee, who_of(line), self.day, line, is_new=True) for line in added]
        row.conflicts = self._conflicts_by_place.get(target_id, [])
        return row

    def _flags(self, holder) -> list[str]:
        flags, wanted = [], self.scheme.wanted_targets_per_assignee
        if wanted and holder.load > wanted:
            flags.append("load")
        if holder.who[0] == "cadre":
            cadre = holder.assignee
            if cadre.left_on and cadre.left_on <= self.day:
                flags.append("left")
            elif cadre.left_on:
                flags.append("leaves")
            elif not is_eligible(_groups(self._positions.get(cadre.pk, ())), self._eligible):
                flags.append("group")
        return flags


def _parent(path) -> str:
    """The key of the unit above the last one of a path; "" for none."""
    keys = (path or "").split(".")[:-1]
    return keys[-2] if len(keys) > 1 else ""


def _groups(positions) -> set[str]:
    return {group.code for row in positions if (group := row.group or row.post.group)}


def _kind(assignee) -> str:
    return {Cadre: "cadre", Team: "team", Agency: "agency"}[type(assignee)]
