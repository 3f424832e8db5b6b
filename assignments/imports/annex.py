"""The list that offices really have: "STT, họ tên, chức vụ, đơn vị công tác, địa bàn phân công", without codes.

People, agencies and places are matched by name; who and what is unknown gets a code of the office's own; what is
doubtful is asked, row by row. The rows then go under a document from a day into force, or into a draft change set.
"""

from collections import defaultdict

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.actions.assigning import ending_refusals, lock
from assignments.actions.checking import Facts, Wanted, who_of
from assignments.imports.annex_entries import AnnexEntries, Entry
from assignments.imports.assignments import BEGINS, ENDS, Line, unlink, void_made
from assignments.imports.finding import Groups, Posts
from assignments.imports.matching import Agencies, People, Places
from assignments.models import Assignment, Cadre, ChangeLine, ChangeSet, Scheme
from assignments.querysets.assignments import names_of_targets
from branches.imports.agencies import AgencyKinds
from branches.imports.citations import Citations, read_citation
from branches.imports.codes import in_chunks, made_up_codes
from branches.imports.phones import restore_zeros
from branches.imports.pipeline import Context, Kind
from branches.imports.plan import ADDED, CHANGED, UNCHANGED, Plan, day
from branches.models import Agency, OfficialDocument
from common.spreadsheets.columns import Column, Table

# Errors of the rules of assigning, at the columns of an annex.
_COLUMNS = {"target_code": "place", "assignee_code": "full_name", "starts_on": "place"}


def columns():
    return [
        Column(
            "full_name",
            gettext_lazy("Họ và tên"),
            aliases=("Họ tên", "Họ và tên cán bộ", "Đồng chí", "Cán bộ", "Tên cán bộ"),
            max_length=120,
            example="Nguyễn Văn Ví Dụ",
        ),
        Column(
            "position",
            gettext_lazy("Chức vụ"),
            aliases=("Chức danh", "Chức vụ, đơn vị công tác", "Chức vụ, nơi công tác"),
            example="Phó Trưởng ban",
        ),
        Column(
            "agency",
            gettext_lazy("Đơn vị công tác"),
            aliases=("Cơ quan", "Cơ quan công tác", "Nơi công tác", "Cơ quan, đơn vị", "Đơn vị"),
            max_length=200,
            example="Ban Ví Dụ",
        ),
        Column(
            "place",
            gettext_lazy("Địa bàn phân công"),
            aliases=(
                "Địa bàn", "Địa bàn phụ trách", "Địa bàn được phân công", "Phân công địa bàn", "Ấp, khu phố",
                "Ấp, khu phố phụ trách", "Nơi được phân công", "Đơn vị được phân công", "Phụ trách", "Ấp", "Thôn",
                "Địa bàn theo dõi", "Theo dõi",
            ),
            example="Ấp Ví Dụ, xã Ví Dụ",
        ),
        Column(
            "commune",
            gettext_lazy("Xã, thị trấn"),
            aliases=("Xã", "Xã, phường, thị trấn", "Thuộc xã", "Xã, phường"),
        ),
        Column("phone", gettext_lazy("Điện thoại"), kind="code", max_length=30, aliases=("Số điện thoại", "SĐT")),
    ]  # fmt: skip


def check(table: Table, context: Context) -> Plan:
    return AnnexCheck(table, context).run()


class AnnexCheck(AnnexEntries):
    """The plan of an annex: assignments in force, or a draft change set."""

    def run(self) -> Plan:
        self.scheme = self._find_scheme()
        self.document = self._find_document() if self.scheme else None
        if not {"place", "commune"} & self.table.present:
            self.plan.error(0, "", _("Bảng thiếu cột “%(column)s”.") % {"column": _("Địa bàn phân công")})
        if self.plan.errors:
            return self.plan
        restore_zeros(self.plan)
        issuer, on = self.scheme.issuer, self.context.on
        self.is_draft = self.context.options.get("into") == "draft"
        self.groups, self.posts, self.kinds = Groups(self.plan), Posts(self.plan), AgencyKinds(self.plan)
        self.places = Places(issuer, self.scheme.target_level_id, on, self.context)
        self.agencies, self.people = Agencies(issuer, self.context), People(issuer, on, self.context)
        self.new_agencies: dict[str, Agency] = {}
        self.made_agencies: dict[str, Agency] = {}
        self.new_cadres: dict[int, Entry] = {}
        entries = self._read()
        for entry in entries:
            self._find_agency(entry)
            self._find_person(entry)
        entries = [each for each in entries if not each.is_skipped]
        lines = self._lines(entries)
        if self.plan.errors or self.plan.questions:
            return self.plan
        self._put_into_force(lines) if not self.is_draft else self._draft(lines)
        self._make_up_codes()
        return self.plan

    def error(self, row: dict, key: str, sentence: str) -> None:
        self.plan.error(row, _COLUMNS.get(key, key), sentence)

    # --- under what? ---
    def _find_scheme(self) -> Scheme | None:
        schemes = Scheme.objects.select_related("issuer", "target_level").filter(code=self.context.scheme)
        scheme = next((each for each in schemes if self.context.may_write(each.issuer)), None)
        if scheme is None:
            self.plan.error(0, "", _("Hãy chọn chủ trương mà phụ lục này phân công theo."))
        elif scheme.target_kind != Scheme.TargetKind.UNIT or scheme.target_level_id is None:
            self.plan.error(
                0, "", _("Phụ lục chỉ dùng cho chủ trương theo dõi đơn vị; hãy dùng mẫu “Phân công” có mã.")
            )
        return scheme

    def _find_document(self) -> OfficialDocument | None:
        said = self.context.options.get("document")
        if not said:
            if self.context.options.get("into") != "draft" and not self._resting_on(self.scheme):
                self.plan.error(0, "", _("Hãy chọn văn bản của phụ lục này."))
            return None
        by_key = self.context.visible(OfficialDocument.objects.all()).filter(key=said).first()
        if by_key is not None:
            return by_key
        issuer = (self.scheme.issuer, None)
        found, refusal = Citations({self.scheme.issuer_id}).find(
            issuer, on=self.context.on, **read_citation(said)
        )
        if found is None:
            self.plan.error(0, "", refusal)
        return found

    # --- what is done ---
    def _lines(self, entries: list[Entry]) -> list[Line]:
        lines = []
        for entry in entries:
            if entry.cadre is None:
                continue
            for row, place in entry.places:
                said = {**row, "starts_on": self.context.on, "ends_on": None, "role": None, "reason": None}
                line = Line(said, self.scheme, Wanted(entry.cadre, place.unit), document=self.document)
                line.place = place.label
                lines.append(line)
        return lines

    def _standing(self, lines: list[Line]) -> list[Assignment]:
        """Who follows these places under the scheme on the day."""
        rows = Assignment.objects.active_on(self.context.on).filter(scheme=self.scheme)
        rows = rows.select_related("scheme", "cadre", "team", "agency")
        return in_chunks(rows, "target_unit_id", {line.wanted.target.pk for line in lines})

    def _sort_out(self, lines: list[Line]) -> tuple[list[Line], list[tuple[Line, Assignment]]]:
        """(lines that are new, those whom they replace): who follows his place already stays."""
        standing = defaultdict(list)
        for each in self._standing(lines):
            standing[each.target_unit_id].append(each)
        wanted = {(line.wanted.who, line.wanted.target.pk) for line in lines}
        fresh, replaced, said = [], [], set()
        for line in lines:
            there = standing[line.wanted.target.pk]
            if any(who_of(each) == line.wanted.who for each in there):
                self.plan.say(
                    line.row,
                    UNCHANGED,
                    str(line.wanted.assignee),
                    [_("%(place)s: giữ nguyên") % {"place": line.place}],
                )
                continue
            fresh.append(line)
            for each in there:
                stays = (who_of(each), each.target_unit_id) in wanted
                if self.context.options.get("replaces") and not stays and each.pk not in said:
                    said.add(each.pk)
                    replaced.append((line, each))
        return fresh, replaced

    def _put_into_force(self, lines: list[Line]) -> None:
        self._lock_places(lines)
        self.running, self.links = {}, set()
        self.names = names_of_targets([line.wanted for line in lines], self.context.on)
        fresh, replaced = self._sort_out(lines)
        for line, each in replaced:
            refused = ending_refusals(each, self.context.on, self.names)
            if refused:
                self.error(line.row, "target_code", refused[0])
                continue
            self.plan.alter(
                line.row,
                each,
                ends_on=self.context.on,
                end_reason=Assignment.EndReason.ADJUSTED,
            )
            self.ended[each.pk] = each
            if self.document:
                self._link(line.row, each, self.document, ENDS)
            self._say_ended(line, each)
        if fresh:
            self.assign_lines(fresh)
        self.notice_wanted()
        for entry in self.new_cadres.values():
            entry.cadre.pk = None
        for each in self.made:
            if each.cadre_id is not None and each.cadre_id < 0:
                each.cadre = self.new_cadres[each.cadre_id].cadre

    def _lock_places(self, lines: list[Line]) -> None:
        if connection.in_atomic_block:
            people = {line.wanted.who for line in lines if line.wanted.who[1] > 0}
            lock({line.wanted.target.pk for line in lines}, people)

    def complete(self, facts: Facts) -> None:
        for pk, entry in self.new_cadres.items():
            facts.assignees["cadre", pk] = entry.cadre
            facts.positions[pk] = [entry.position]

    def _add(self, line: Line, assignment: Assignment) -> None:
        entry = self.new_cadres.get(assignment.cadre_id)
        if entry is not None:
            assignment.post_then = f"{entry.post}, {entry.agency.name}"[:300]
        self.made.append(self.plan.make(line.row, assignment))
        for document in [line.document] if line.document else self._resting_on(line.scheme):
            self._link(line.row, assignment, document, BEGINS)
        self.plan.say(
            line.row,
            ADDED,
            str(line.wanted.assignee),
            [_("%(place)s từ ngày %(day)s") % {"place": line.place, "day": day(line.on)}],
        )

    def _say_ended(self, line: Line, each: Assignment) -> None:
        self.plan.say(
            line.row,
            CHANGED,
            str(line.wanted.assignee),
            [_("%(place)s: %(cadre)s thôi theo dõi") % {"place": line.place, "cadre": each.assignee}],
        )

    def _draft(self, lines: list[Line]) -> None:
        fresh, replaced = self._sort_out(lines)
        if not fresh and not replaced:
            return
        name = self.context.options.get("name") or _("Phụ lục từ ngày %(day)s") % {
            "day": day(self.context.on)
        }
        change_set = ChangeSet(
            scheme=self.scheme,
            name=name,
            document=self.document,
            effective_on=self.context.on,
            created_by=self.context.user,
        )
        self.plan.make(lines[0].row, change_set)
        for line, each in replaced:
            self.plan.make(
                line.row,
                ChangeLine(
                    change_set=change_set,
                    action=ChangeLine.Action.END,
                    assignment=each,
                    end_reason=Assignment.EndReason.ADJUSTED,
                ),
            )
            self._say_ended(line, each)
        for entry in self.new_cadres.values():
            entry.cadre.pk = None
        for line in fresh:
            self.plan.make(
                line.row,
                ChangeLine(
                    change_set=change_set,
                    action=ChangeLine.Action.ADD,
                    cadre=line.wanted.assignee,
                    target_unit=line.wanted.target,
                ),
            )
            details = [_("%(place)s: vào dự thảo “%(name)s”") % {"place": line.place, "name": name}]
            self.plan.say(line.row, ADDED, str(line.wanted.assignee), details)

    def _make_up_codes(self) -> None:
        for entry, code in zip(
            self.new_cadres.values(), made_up_codes(Cadre, "CB", len(self.new_cadres), width=5), strict=True
        ):
            entry.cadre.code = code
        agencies = list(self.made_agencies.values())
        for agency, code in zip(agencies, made_up_codes(Agency, "CQ", len(agencies)), strict=True):
            agency.code = code
            self.plan.notices.append(_("Cơ quan mới: “%(name)s”.") % {"name": agency.name})


def keep(ids, *, run, by) -> None:
    """People and agencies stay: the voided assignments still name them."""


KIND = Kind(
    name="annex",
    title=gettext_lazy("Phụ lục phân công (không có mã)"),
    columns=columns,
    check=check,
    present=("full_name",),
    take_away={
        "assignments.assignment": void_made,
        "assignments.assignmentdocument": unlink,
        "assignments.cadre": keep,
        "assignments.cadreposition": keep,
        "assignments.post": keep,
        "branches.agency": keep,
        "branches.agencykind": keep,
    },
    notes=(
        gettext_lazy("Danh sách như cơ quan vẫn lập: không cần mã, ô gộp và dòng nhóm được hiểu."),
        gettext_lazy("Một người nhiều địa bàn: ghi cách nhau bằng dấu ; hoặc mỗi địa bàn một hàng."),
    ),
)
