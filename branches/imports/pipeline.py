"""An import from its file to its rows: read, checked as a whole, previewed, applied all or nothing, logged.

Kind      what a noun declares: columns, and a check that turns a table into a plan
Context   the day, who asks and how far he may write
read_file → check → apply
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

import pghistory
from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from branches.imports import writing
from branches.imports.plan import Plan
from branches.models import ImportRun
from common.copying import analyse
from common.spreadsheets.columns import Column, RowError, Table, read_table
from common.spreadsheets.reading import Sheet, SpreadsheetError, read

# Any number, the same for every import: two at once would each check against what the other is about to change.
IMPORT_LOCK = 7_310_205
# From so many rows on the database is told at once what its tables hold now; below, it notices in time by itself.
ANALYSED_FROM = 500


@dataclass(frozen=True)
class Context:
    """`on`: the day on which facts take effect where a row has no day of its own; `is_dated`: whether somebody said it,
    or it is only today. `today`: the business day.

    `permission`: the one that decides how far he may write; it is the kind's own. `scope` None is a command: it may write
    everywhere. `answers` are what the officer said about doubtful rows, by row.
    """

    on: date
    today: date
    user: object = None
    scope: object = None
    accept_corrections: bool = False
    is_dated: bool = True
    scheme: str = ""
    answers: dict = field(default_factory=dict)
    options: dict = field(default_factory=dict)
    permission: str = "imports.write"

    def may_write(self, unit) -> bool:
        """Whether rows of `unit` may be written. Everything outside is as if unknown."""
        if self.scope is None:
            return True
        return unit.pk is not None and self.scope.reach(self.permission).covers(unit.access_path, unit.pk)

    def may_refer_to(self, unit) -> bool:
        """Whether a row may name something of `unit`: one's own ground, and the units above whose word binds it."""
        if self.may_write(unit):
            return True
        return unit.key in self.scope.reach(self.permission).above

    def unknown(self, sentence: str, **details) -> str:
        """The sentence for a code that names nothing: for an officer, nothing within his ground."""
        ending = _(" trong phạm vi của bạn") if self.scope is not None else ""
        return sentence % {**details, "where": ending}

    def visible(self, queryset):
        """What the importer may refer to."""
        return queryset if self.scope is None else queryset.visible_to(self.scope)

    def writable(self, queryset):
        """What the importer may change."""
        return queryset if self.scope is None else queryset.writable_by(self.scope)


@dataclass(frozen=True)
class Kind:
    """One kind of list. `permission`: who may bring it in, and on which ground. `columns()` may read the lists that staff
    maintain; `present` must be in the heading row even where a row may leave them empty. `lock()` makes other writers of
    the same tables wait; `complete(plan)` gives rows what only writing may draw (numbers); `settle(changes, today)` brings
    the `derived` tables in line after writing or taking back; `take_away` says for a model (label) how made rows are undone
    where deleting them would be wrong."""

    name: str
    title: str
    columns: Callable[[], Sequence[Column]]
    check: Callable[[Table, Context], Plan]
    present: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    lock: Callable[[], None] | None = None
    complete: Callable[[Plan], None] | None = None
    settle: Callable[[list[dict], date], None] | None = None
    derived: tuple[type, ...] = ()
    take_away: dict[str, Callable] = field(default_factory=dict)
    read_rows: Callable[[Sheet, Sequence[Column]], Table] = read_table
    permission: str = "imports.write"

    def table_of(self, sheet: Sheet) -> Table:
        """The table in `sheet`. Raises SpreadsheetError where a column that must be there is not."""
        columns = list(self.columns())
        table = self.read_rows(sheet, columns)
        missing = [each for each in columns if each.key in self.present and each.key not in table.present]
        if missing:
            names = ", ".join(f"“{each.heading}”" for each in missing)
            raise SpreadsheetError(_("Bảng thiếu cột %(columns)s.") % {"columns": names})
        for each in columns:
            # An error about a column that the file does not have names it as the template does.
            table.headings.setdefault(each.key, str(each.heading))
        if not table.rows:
            raise SpreadsheetError(_("Bảng không có dòng dữ liệu nào dưới hàng tiêu đề."))
        return table


class Refused(Exception):
    """Nothing was written: the plan has errors (`errors`, each of a row)."""

    def __init__(self, errors: list[RowError], rows: int = 0):
        super().__init__(errors)
        self.errors = errors
        self.rows = rows


class Outdated(Exception):
    """Nothing was written: the plan is no longer the one that was previewed."""


def read_file(kind: Kind, source, filename: str) -> tuple[Sheet, Table]:
    """The sheet and its table, parsed in a limited process. Raises SpreadsheetError with one sentence."""
    sheet = read(source, filename=filename)
    return sheet, kind.table_of(sheet)


def check(kind: Kind, table: Table, context: Context) -> Plan:
    """What the file would do today; writes nothing."""
    plan = kind.check(replace_rows(table), replace(context, permission=kind.permission))
    plan.errors.sort(key=lambda error: (error.row, error.position or 0))
    return plan


def unanswered(plan: Plan) -> list[RowError]:
    """The questions that nobody has answered, as errors of their rows: a command cannot ask."""
    return [RowError(question.row, "", str(question)) for question in plan.questions]


def replace_rows(table: Table) -> Table:
    """A copy whose rows a check may complete, so that the same table can be checked again."""
    return replace(table, rows=[dict(row) for row in table.rows], errors=list(table.errors))


def apply(kind: Kind, table: Table, context: Context, *, run: ImportRun, digest: str | None = None) -> Plan:
    """Checks once more and writes everything in one transaction, with `run` written first as the actor of its history.

    `digest` is that of the plan that was previewed. Raises Refused with every row's errors, or Outdated.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
        run.state = ImportRun.State.APPLYING
        run.save()
        if kind.lock:
            kind.lock()
        with pghistory.context(**actor(run)):
            plan = check(kind, table, context)
            if refused := plan.errors or unanswered(plan):
                raise Refused(refused, plan.rows)
            if digest is not None and digest != plan.digest():
                raise Outdated
            if kind.complete:
                kind.complete(plan)
            try:
                changes = writing.write(plan)
            except writing.RowRefused as refusal:
                error = table.error(refusal.row, "", " ".join(refusal.messages))
                raise Refused([error], plan.rows) from refusal
            if kind.settle:
                kind.settle(changes, context.today)
        remember(run, plan, changes)
        if plan.rows >= ANALYSED_FROM:
            written = [apps.get_model(each["model"]) for each in changes]
            transaction.on_commit(partial(analyse, *written, *kind.derived), robust=True)
    return plan


def actor(run: ImportRun) -> dict:
    """Who did it, for every event of the import."""
    return {"import_run": run.key, **({"user": run.user_id} if run.user_id else {})}


def remember(run: ImportRun, plan: Plan, changes: list[dict]) -> None:
    run.state = ImportRun.State.APPLIED
    run.applied_at = timezone.now()
    run.rows = plan.rows
    for verb, count in plan.counts.items():
        setattr(run, verb, count)
    run.errors = []
    run.preview = preview(plan)
    run.changes = changes
    # The rows are in the tables now: the file with people's names and numbers is not kept beside them.
    run.content = None
    run.save()


PREVIEWED_ROWS = 1000


def preview(plan: Plan) -> dict:
    """What the page shows of a plan: the rows that change something, the notices and the corrections on offer."""
    steps = [plan.steps[number] for number in sorted(plan.steps)]
    changing = [step for step in steps if step.verb != "unchanged"]
    return {
        "steps": [step.as_dict() for step in changing[:PREVIEWED_ROWS]],
        "more": max(0, len(changing) - PREVIEWED_ROWS),
        "notices": plan.notices,
        "offers": plan.offers,
        "questions": [question.as_dict() for question in plan.questions],
        "digest": plan.digest(),
    }


def new_run(kind: Kind, context: Context, *, filename: str, content: bytes = b"") -> ImportRun:
    """The log's row of one file, not saved yet."""
    return ImportRun(
        kind=kind.name,
        user=context.user,
        filename=filename[:255],
        sha256=digest_of(content) if content else "",
        options={
            "on": context.on.isoformat(),
            "scheme": context.scheme,
            "accept_corrections": context.accept_corrections,
            **context.options,
        },
    )


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def as_json(kind: Kind, plan: Plan | None, errors: Sequence[RowError], rows: int = 0) -> dict:
    """The answer of `import_rows --json`."""
    return {
        "kind": kind.name,
        "rows": plan.rows if plan else rows,
        **(
            plan.counts
            if plan and not errors
            else dict.fromkeys(("added", "changed", "ended", "unchanged"), 0)
        ),
        "errors": [error.as_dict() for error in errors],
    }
