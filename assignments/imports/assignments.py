"""Assignments from a list: new ones, ends of running ones, past ones. Ends count before adds, so that swaps pass."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import connection
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.actions.assigning import build, ending_refusals, lock
from assignments.actions.checking import Facts, Limits, Wanted, where_of, who_of
from assignments.imports.cadres import start_earlier
from assignments.imports.finding import Cadres
from assignments.imports.targets import Targets
from assignments.models import Assignment, AssignmentDocument, CadrePosition, Scheme, SchemeDocument, Team
from assignments.querysets.assignments import names_of_targets
from assignments.querysets.cadres import posts_by_cadre
from branches.imports.citations import Citations, Issuers
from branches.imports.codes import find_known, in_chunks, said_codes, with_zeros
from branches.imports.pipeline import Context, Kind
from branches.imports.plan import ADDED, CHANGED, ENDED, UNCHANGED, Plan, day, from_to
from branches.models import Agency
from common.spreadsheets.columns import Column, Table
from common.text import search_key

BEGINS, ENDS = AssignmentDocument.Part.BEGINS, AssignmentDocument.Part.ENDS


def columns():
    return [
        Column(
            "scheme",
            gettext_lazy("Mã chủ trương"),
            kind="code",
            aliases=("Chủ trương",),
            example="vi-du-2020",
        ),
        Column(
            "assignee_kind",
            gettext_lazy("Loại người được phân công"),
            kind="choice",
            choices=dict(Scheme.AssigneeKind.choices),
            example="cadre",
        ),
        Column(
            "assignee_code",
            gettext_lazy("Mã người được phân công"),
            required=True,
            kind="code",
            aliases=("Mã cán bộ",),
            example="VD-CB",
        ),
        Column(
            "target_kind",
            gettext_lazy("Loại nơi được theo dõi"),
            kind="choice",
            choices=dict(Scheme.TargetKind.choices),
            example="unit",
        ),
        Column(
            "target_code",
            gettext_lazy("Mã nơi được theo dõi"),
            required=True,
            kind="code",
            aliases=("Mã địa bàn", "Mã đơn vị"),
            example="VD-01",
        ),
        Column("starts_on", gettext_lazy("Từ ngày"), required=True, kind="date", example="2020-06-01"),
        Column(
            "ends_on",
            gettext_lazy("Kết thúc từ ngày"),
            kind="date",
            aliases=("Thôi từ ngày",),
            note=gettext_lazy("Ngày đầu tiên không còn theo dõi."),
        ),
        Column(
            "role",
            gettext_lazy("Nhiệm vụ"),
            kind="choice",
            choices=dict(Assignment.Role.choices),
        ),
        Column("reason", gettext_lazy("Lý do"), max_length=300),
        Column("document_issuer", gettext_lazy("Mã nơi ban hành văn bản"), kind="code"),
        Column("document_type", gettext_lazy("Loại văn bản"), max_length=40),
        Column(
            "document_number",
            gettext_lazy("Số văn bản"),
            kind="code",
            max_length=40,
            aliases=("Số quyết định",),
            note=gettext_lazy("Văn bản phải nhập trước; không ghi ngày thì là văn bản gần nhất mang số này."),
        ),
        Column("document_date", gettext_lazy("Ngày văn bản"), kind="date", aliases=("Ngày quyết định",)),
    ]


@dataclass
class Line:
    """One row as an assignment of a scheme; `existing` is the one that it speaks of."""

    row: dict
    scheme: Scheme
    wanted: Wanted
    existing: Assignment | None = None
    document: object = None
    errors: list = field(default_factory=list)

    @property
    def on(self):
        return self.row["starts_on"]

    @property
    def key(self) -> tuple:
        return self.scheme.pk, self.wanted.who, self.wanted.where, self.on


def check(table: Table, context: Context) -> Plan:
    return AssignmentCheck(table, context).run()


class AssignmentCheck:
    """Set-based: the rules are those of `assign` (Facts), asked once for all rows of a scheme and a first day."""

    def __init__(self, table: Table, context: Context):
        self.table, self.context, self.plan = table, context, Plan(table)
        self.made: list[Assignment] = []
        self.ended: dict[int, Assignment] = {}

    def run(self) -> Plan:
        rows = [row for row in self.table.rows if not self.plan.is_bad(row)]
        self._load(rows)
        lines = [line for row in rows if (line := self._line(row)) is not None]
        self._cite(lines)
        lines = [line for line in lines if not self.plan.is_bad(line.row)]
        self._lock(lines)
        self._find_existing(lines)
        lines = [line for line in lines if not self.plan.is_bad(line.row)]
        for line in lines:
            if line.existing is not None:
                self._change(line, lines)
        groups: dict[tuple, list[Line]] = defaultdict(list)
        for line in lines:
            if line.existing is None:
                groups[line.on, line.scheme.pk].append(line)
        for key in sorted(groups):
            self.assign_lines(groups[key])
        self.notice_wanted()
        return self.plan

    # --- what the row names ---
    def error(self, row: dict, key: str, sentence: str) -> None:
        self.plan.error(row, key, sentence)

    def complete(self, facts: Facts) -> None:
        """Adds to what the database says what only the file knows."""

    def _load(self, rows: list[dict]) -> None:
        for row in rows:
            row["scheme"] = row["scheme"] or self.context.scheme or None
            row["assignee_kind"] = row["assignee_kind"] or Scheme.AssigneeKind.CADRE
        codes = with_zeros(said_codes(rows, "scheme"))
        schemes = in_chunks(Scheme.objects.select_related("issuer", "target_level"), "code", codes)
        self.schemes = {each.code: each for each in schemes if self.context.may_write(each.issuer)}
        of_kind = defaultdict(list)
        for row in rows:
            of_kind[row["assignee_kind"]].append(row)
        self.cadres = Cadres(self.plan, self.context, said_codes(of_kind["cadre"], "assignee_code"))
        self.teams = self._by_code(Team, of_kind["team"])
        self.agencies = self._by_code(Agency, of_kind["agency"])
        for row in rows:
            scheme = self.schemes.get(row["scheme"])
            row["target_kind"] = row["target_kind"] or (scheme.target_kind if scheme else None)
        self.targets = Targets(self.plan, self.context, rows)
        self.issuers = Issuers(self.plan, self.context, said_codes(rows, "document_issuer"))

    def _by_code(self, model: type, rows: list[dict]) -> dict:
        found = in_chunks(
            model.objects.select_related("unit"), "code", with_zeros(said_codes(rows, "assignee_code"))
        )
        return {each.code: each for each in found if self.context.may_write(each.unit)}

    def _line(self, row: dict) -> Line | None:
        if row["scheme"] is None:
            self.plan.error(
                row, "scheme", _("Chưa ghi chủ trương; hãy thêm cột này, hoặc chọn chủ trương khi nhập.")
            )
            return None
        scheme = find_known(self.plan, self.context, self.schemes, row, "scheme", _("chủ trương"))
        if row["assignee_kind"] == "cadre":
            assignee = self.cadres.find(row, "assignee_code")
        else:
            known, label = {
                "team": (self.teams, _("tổ công tác")),
                "agency": (self.agencies, _("cơ quan")),
            }[row["assignee_kind"]]
            assignee = find_known(self.plan, self.context, known, row, "assignee_code", label)
        target = self.targets.find(row) if row["target_kind"] else None
        if scheme is None or assignee is None or target is None:
            return None
        role = row["role"] or Assignment.Role.FOLLOW
        return Line(row, scheme, Wanted(assignee, target, row["ends_on"], role, row["reason"] or ""))

    def _cite(self, lines: list[Line]) -> None:
        """The document of each row: without issuer the scheme's issuer's, the latest on or before the day."""
        citing = [line for line in lines if line.row["document_number"]]
        for line in lines:
            said = line.row["document_type"] or line.row["document_date"] or line.row["document_issuer"]
            if said and not line.row["document_number"]:
                self.plan.error(line.row, "document_number", _("Chưa ghi số văn bản."))
        issuers = {}
        for line in citing:
            row = line.row
            on = row["document_date"] or row["ends_on"] or row["starts_on"]
            issuers[row["row"]] = (
                self.issuers.find(row, "document_issuer", on)
                if row["document_issuer"]
                else (line.scheme.issuer, None)
            )
        citations = Citations({issuer[0].pk for issuer in issuers.values() if issuer})
        for line in citing:
            row, issuer = line.row, issuers[line.row["row"]]
            if issuer is None:
                continue
            said = {
                "number": row["document_number"],
                "type_": row["document_type"],
                "issued_on": row["document_date"],
            }
            line.document, refusal = citations.find(issuer, on=row["ends_on"] or row["starts_on"], **said)
            if line.document is None:
                self.plan.error(row, "document_number", refusal)

    def _lock(self, lines: list[Line]) -> None:
        """Where it is written, everybody who assigns waits for each other; a preview locks nothing."""
        if connection.in_atomic_block:
            units = {getattr(line.wanted.target, "unit_id", line.wanted.target.pk) for line in lines}
            lock(units, {line.wanted.who for line in lines})

    def _find_existing(self, lines: list[Line]) -> None:
        stored = (
            Assignment.objects.standing()
            .filter(scheme__in={line.scheme.pk for line in lines})
            .select_related("scheme", "cadre", "team", "agency")
        )
        known: dict[tuple, Assignment] = {}
        for name in ("cadre", "team", "agency"):
            ids = {line.wanted.who[1] for line in lines if line.wanted.who[0] == name}
            for each in in_chunks(stored, f"{name}_id", ids):
                known[each.scheme_id, who_of(each), where_of(each), each.starts_on] = each
        self.names = names_of_targets([line.wanted for line in lines], self.context.on)
        links = in_chunks(
            AssignmentDocument.objects.all(), "assignment_id", {each.pk for each in known.values()}
        )
        self.links = {(link.assignment_id, link.document_id) for link in links}
        self.running = known
        said: dict[tuple, int] = {}
        for line in lines:
            if line.key in said:
                self.plan.error(
                    line.row,
                    "target_code",
                    _("Phân công này đã có ở hàng %(row)s.") % {"row": said[line.key]},
                )
                continue
            said[line.key] = line.row["row"]
            line.existing = known.get(line.key)

    def _title(self, line: Line) -> str:
        return _("%(assignee)s – %(target)s") % {
            "assignee": line.wanted.assignee,
            "target": self.names.get(line.wanted.where, ""),
        }

    # --- what exists already ---
    def _change(self, line: Line, lines: list[Line]) -> None:
        row, existing = line.row, line.existing
        details = []
        if row["role"] is not None and row["role"] != existing.role:
            before = existing.get_role_display()
            self.plan.alter(row, existing, role=row["role"])
            details.append(from_to(_("nhiệm vụ"), before, existing.get_role_display()))
        ends = row["ends_on"] is not None and row["ends_on"] != existing.ends_on
        if line.document is not None and (existing.pk, line.document.pk) not in self.links:
            part = ENDS if row["ends_on"] else BEGINS
            self._link(row, existing, line.document, part)
            details.append(_("theo %(document)s") % {"document": line.document})
        verb = CHANGED if details else UNCHANGED
        if ends:
            refused = ending_refusals(existing, row["ends_on"], self.names)
            if refused:
                self.plan.error(row, "ends_on", refused[0])
                return
            reason, note = self._end_reason(line, lines)
            self.plan.alter(row, existing, ends_on=row["ends_on"], end_reason=reason, end_note=note)
            self.ended[existing.pk] = existing
            verb = ENDED
            details.append(_("kết thúc từ ngày %(day)s") % {"day": day(row["ends_on"])})
        self.plan.say(row, verb, self._title(line), details)

    def _end_reason(self, line: Line, lines: list[Line] = ()) -> tuple[str, str]:
        """(EndReason, note): the file's word where it is one of the reasons, else what the file shows."""
        said = line.row["reason"] or ""
        for reason in Assignment.EndReason:
            if search_key(said) == search_key(str(reason.label)) or said == reason.value:
                return reason, ""
        follows = any(
            other.on == line.row["ends_on"]
            and other.scheme.pk == line.scheme.pk
            and (other.wanted.where == line.wanted.where or other.wanted.who == line.wanted.who)
            for other in self._beginning(lines).get(line.row["ends_on"], ())
        )
        reason = Assignment.EndReason.ADJUSTED if follows or line.document else Assignment.EndReason.OTHER
        return reason, said

    def _beginning(self, lines: list[Line]) -> dict:
        if not hasattr(self, "_begins"):
            self._begins: dict = defaultdict(list)
            for line in lines:
                if line.existing is None:
                    self._begins[line.on].append(line)
        return self._begins

    # --- what is new ---
    def assign_lines(self, lines: list[Line]) -> None:
        """Rows of one scheme and one first day: asked together, each against the others of the file too."""
        scheme, on = lines[0].scheme, lines[0].on
        limits = Limits.of(scheme)
        own = [pk for pk, each in self.ended.items() if each.scheme_id == scheme.pk]
        facts = Facts(scheme, [line.wanted for line in lines], on, ending=own)
        self.complete(facts)
        others = [each for each in self.made if each.scheme_id == scheme.pk]
        others += [self.ended[pk] for pk in own if self.ended[pk].ends_on > on]
        late = self._start_earlier(lines, facts)
        standing = _Index([*facts.standing, *others])
        facts.names |= names_of_targets(others, on) | self.names
        before = _Index([])
        good: list[Line] = []
        for line in lines:
            facts.standing = standing.near(line.wanted)
            refusals = {
                "starts_on": facts.of_period(line.wanted),
                "target_code": facts.of_target(line.wanted),
                "assignee_code": facts.of_assignee(line.wanted),
            }
            if not any(refusals.values()):
                refusals = {"target_code": facts.of_others(line.wanted, before.near(line.wanted), limits)}
            for key, sentences in refusals.items():
                for sentence in sentences:
                    self.error(line.row, key, sentence)
            if not any(refusals.values()):
                good.append(line)
                before.add(line.wanted)
        facts.wanted = [line.wanted for line in good]
        rows = build(facts, by=self.context.user, limits=limits)
        for line, row in zip(good, rows, strict=True):
            row.post_then = row.post_then or late.get(row.cadre_id, "")
            self._add(line, row)

    def _add(self, line: Line, assignment: Assignment) -> None:
        row = line.row
        if row["ends_on"]:
            assignment.end_reason, assignment.end_note = self._end_reason(line)
            assignment.reason = ""
        self.made.append(self.plan.make(row, assignment))
        cited = [line.document] if line.document else self._resting_on(line.scheme)
        for document in cited:
            self._link(row, assignment, document, BEGINS)
        details = [_("từ ngày %(day)s") % {"day": day(line.on)}]
        if row["ends_on"]:
            details.append(_("kết thúc từ ngày %(day)s") % {"day": day(row["ends_on"])})
        self.plan.say(row, ADDED, self._title(line), details)

    def _start_earlier(self, lines: list[Line], facts: Facts) -> dict[int, str]:
        """A decision that assigns a cadre shows that he served that day: a record that begins later (with the list in
        which he was first entered) begins then. Returns the posts of those, by cadre."""
        cadres = {line.wanted.cadre_id: line for line in lines if line.wanted.cadre_id}
        late = {
            pk: line
            for pk, line in cadres.items()
            if facts.assignees["cadre", pk].started_on > facts.on >= facts.scheme.starts_on
        }
        positions: dict[int, list[CadrePosition]] = defaultdict(list)
        stored = CadrePosition.objects.select_related("post__group", "group", "agency", "organisation")
        for position in in_chunks(stored, "cadre_id", late):
            positions[position.cadre_id].append(position)
        posts: dict[int, str] = {}
        by_day = defaultdict(list)
        for pk, line in late.items():
            cadre, started_on = line.wanted.assignee, facts.assignees["cadre", pk].started_on
            by_day[started_on].append(pk)
            first = [each for each in positions[pk] if each.starts_on == started_on]
            facts.positions.setdefault(pk, sorted(first, key=lambda each: not each.is_primary))
            facts.assignees["cadre", pk].started_on = facts.on
            if cadre.started_on > facts.on:
                start_earlier(self.plan, line.row, cadre, positions[pk], facts.on)
                self.plan.notices.append(
                    _(
                        "Hàng %(row)s: %(cadre)s được ghi là công tác từ ngày %(day)s, vì đã được phân công ngày đó."
                    )
                    % {"row": line.row["row"], "cadre": cadre, "day": day(facts.on)}
                )
        for started_on, ids in by_day.items():
            posts |= posts_by_cadre(ids, started_on)
        return posts

    def _link(self, row: dict, assignment: Assignment, document, part: str) -> None:
        self.plan.make(row, AssignmentDocument(assignment=assignment, document=document, part=part))

    def _resting_on(self, scheme: Scheme) -> list:
        if not hasattr(self, "_documents"):
            self._documents: dict = {}
        if scheme.pk not in self._documents:
            links = SchemeDocument.objects.filter(scheme=scheme).select_related("document").order_by("pk")
            self._documents[scheme.pk] = [link.document for link in links]
        return self._documents[scheme.pk]

    def notice_wanted(self) -> None:
        """Who has more places than the scheme wants on the last first day of the file: shown, not refused."""
        for scheme in {each.scheme_id: each.scheme for each in self.made}.values():
            wanted = scheme.wanted_targets_per_assignee
            if wanted is None:
                continue
            on = max(each.starts_on for each in self.made if each.scheme_id == scheme.pk)
            places: dict[tuple, set] = defaultdict(set)
            for each in [*self.running.values(), *self.made]:
                if each.scheme_id == scheme.pk and each.holds_on(on):
                    places[who_of(each)].add(where_of(each))
            names = {who_of(each): str(each.assignee) for each in self.made}
            several = sorted(
                names[who] for who, found in places.items() if len(found) > wanted and who in names
            )
            if several:
                self.plan.notices.append(
                    _("%(scheme)s muốn mỗi người %(wanted)s nơi; nhiều hơn có %(count)s người: %(names)s.")
                    % {
                        "scheme": scheme,
                        "wanted": wanted,
                        "count": len(several),
                        "names": ", ".join(several[:10]) + (" …" if len(several) > 10 else ""),
                    }
                )


class _Index:
    """Assignments by assignee and by target: those that could stand in the way of one."""

    def __init__(self, rows):
        self._who, self._where = defaultdict(list), defaultdict(list)
        for row in rows:
            self.add(row)

    def add(self, row) -> None:
        who, where = (row.who, row.where) if isinstance(row, Wanted) else (who_of(row), where_of(row))
        self._who[who].append(row)
        self._where[where].append(row)

    def near(self, wanted: Wanted) -> list:
        found = {id(row): row for row in (*self._who[wanted.who], *self._where[wanted.where])}
        return list(found.values())


# --- taking back ---
def void_made(ids, *, run, by) -> None:
    """Assignments are decisions: those of an import that is taken back are voided, and stay to be seen."""
    reason = f"Lấy lại lần nhập {date_format(timezone.localtime(run.applied_at), 'd/m/Y H:i')}"
    for start in range(0, len(ids), 1000):
        rows = Assignment.objects.filter(pk__in=ids[start : start + 1000], voided_at=None)
        rows.update(voided_at=timezone.now(), voided_by=by, void_reason=reason)


def unlink(ids, *, run, by) -> None:
    """Citations of voided assignments stay with them; those of assignments that run again go."""
    made = next((each["made"] for each in run.changes if each["model"] == "assignments.assignment"), [])
    links = in_chunks(AssignmentDocument.objects.all(), "pk", ids)
    own = set(made)
    gone = [link.pk for link in links if link.assignment_id not in own]
    AssignmentDocument.objects.filter(pk__in=gone).delete()


KIND = Kind(
    name="assignments",
    title=gettext_lazy("Phân công"),
    columns=columns,
    check=check,
    take_away={"assignments.assignment": void_made, "assignments.assignmentdocument": unlink},
    notes=(
        gettext_lazy("Hàng có “Kết thúc từ ngày” của một phân công đang có thì kết thúc phân công đó."),
        gettext_lazy("Phân công không có trong tệp thì giữ nguyên."),
    ),
)
