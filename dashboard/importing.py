"""The kinds of list that can be brought in, by the names that `commands.md` promises, and the road from file to rows.

A file is kept in its ImportRun until it is applied or discarded. Small ones are checked while the page waits; large ones
by the queue. Parsing always happens in a process of its own, never in the web server's.
"""

import io
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assignments.access import load_scope
from assignments.imports import annex, assignments, cadres, positions, schemes, teams
from branches.imports import (
    agencies,
    documents,
    groups,
    households,
    office_holders,
    organisations,
    pipeline,
    units,
    zones,
)
from branches.imports.pipeline import Context, Kind, Outdated, Refused
from branches.models import ImportRun, Unit
from common.spreadsheets import limits, reading
from common.spreadsheets.columns import RowError
from common.spreadsheets.reading import SpreadsheetError
from common.spreadsheets.writing import write_with_errors
from matters.imports import conferences, contributions, recommendations, urgent
from meetings.imports import day_rules, schedules
from reports.imports import attendance
from scores.imports import indicators, model_registrations, scores, targets

# A plain list, on purpose: who adds a kind names it here, in the order in which an office brings them in.
KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        units.KIND,
        organisations.KIND,
        office_holders.KIND,
        agencies.KIND,
        cadres.KIND,
        positions.KIND,
        teams.KIND,
        zones.KIND,
        documents.KIND,
        # Households, before who follows them
        groups.KIND,
        households.KIND,
        schemes.KIND,
        assignments.KIND,
        annex.KIND,
        day_rules.KIND,
        schedules.KIND,
        attendance.KIND,
        conferences.KIND,
        # Urgent matters, resources mobilised
        urgent.KIND,
        contributions.KIND,
        # What was raised, and what came of it
        recommendations.KIND,
        # What was aimed at and counted
        indicators.KIND,
        targets.KIND,
        model_registrations.KIND,
        scores.KIND,
    )
}

LARGE_FILE = 1024**2  # bytes
LARGE_TABLE = 2000  # rows
KEPT_ERRORS = 5000
State = ImportRun.State


def kinds_for(scope) -> list[Kind]:
    """The kinds of list that somebody may bring in somewhere."""
    return [kind for kind in KINDS.values() if scope.may(kind.permission)]


def new_run(kind: Kind, content: bytes, filename: str, *, user, scope, options: dict) -> ImportRun:
    """A file in the log, still to be checked. Its road for access is the unit over which the importer's role is."""
    run = ImportRun(
        kind=kind.name,
        user=user,
        unit=ground_of(scope, kind.permission),
        filename=filename[:255],
        content=content,
        options=options,
        state=State.UPLOADED,
    )
    run.sha256 = pipeline.digest_of(content)
    run.save()
    return run


def ground_of(scope, permission: str) -> Unit | None:
    """The unit over which somebody may bring in lists: the highest one of his roles."""
    reach = scope.reach(permission)
    units = Unit.objects.filter(access_path__in=reach.prefixes) | Unit.objects.filter(pk__in=reach.unit_ids)
    return min(units, key=lambda unit: (len(unit.access_path), unit.pk), default=None)


def context_of(run: ImportRun, *, user, today: date) -> Context:
    """What a check of the run needs; rows outside the user's ground of today are as if unknown."""
    options = run.options
    return Context(
        on=date.fromisoformat(options["on"]),
        today=today,
        user=user,
        scope=load_scope(user, today),
        scheme=options.get("scheme", ""),
        accept_corrections=options.get("accept_corrections", False),
        answers=run.answers,
        options={name: options[name] for name in ("document", "replaces", "into", "name") if name in options},
    )


def is_large(run: ImportRun) -> bool:
    return len(run.content or b"") > LARGE_FILE


def check_run(run: ImportRun, *, user, today: date, max_rows: int = limits.MAX_ROWS) -> bool:
    """Reads and checks the file and writes what it would do into the run; nothing else is written.

    False where the table has more rows than `max_rows`: then the queue is to do it.
    """
    kind = KINDS[run.kind]
    try:
        sheet = reading.read(bytes(run.content), filename=run.filename, max_rows=max_rows)
        table = kind.table_of(sheet)
    except SpreadsheetError as error:
        if error.code == "too_many_rows" and max_rows < limits.MAX_ROWS:
            return False
        _refuse(run, [RowError(0, "", error.message)], 0)
        return True
    plan = pipeline.check(kind, table, context_of(run, user=user, today=today))
    run.preview = {**pipeline.preview(plan), "heading_row": table.heading_row}
    if plan.errors:
        _refuse(run, plan.errors, plan.rows)
        return True
    run.state, run.errors, run.rows = State.CHECKED, [], plan.rows
    for verb, count in plan.counts.items():
        setattr(run, verb, count)
    run.save()
    return True


def apply_run(run: ImportRun, *, user, today: date) -> ImportRun:
    """Writes what was previewed, all or nothing, once. Where something has changed since, the new preview or the new
    errors stand in the run and a ValidationError says so."""
    kind = KINDS[run.kind]
    try:
        with transaction.atomic():
            run = ImportRun.objects.select_for_update().get(pk=run.pk)
            if run.state not in (State.CHECKED, State.APPLYING):
                raise ValidationError(_("Lần nhập này không còn chờ áp dụng."))
            if run.preview.get("questions"):
                raise ValidationError(_("Hãy trả lời các hàng còn ngờ trước khi áp dụng."))
            sheet = reading.read(bytes(run.content), filename=run.filename)
            context = context_of(run, user=user, today=today)
            pipeline.apply(kind, kind.table_of(sheet), context, run=run, digest=run.preview["digest"])
    except Outdated as error:
        check_run(run, user=user, today=today)
        raise ValidationError(_("Dữ liệu đã thay đổi từ lúc xem trước. Hãy xem lại rồi áp dụng.")) from error
    except Refused as refusal:
        run = ImportRun.objects.get(pk=run.pk)
        _refuse(run, refusal.errors, refusal.rows)
        raise ValidationError(
            _("Dữ liệu đã thay đổi từ lúc xem trước, nên có hàng không nhập được.")
        ) from refusal
    return run


def discard_run(run: ImportRun) -> None:
    """The file goes; the log keeps that it was there."""
    run.state, run.content, run.preview, run.errors = State.DISCARDED, None, {}, []
    run.save()


def errors_file(run: ImportRun) -> bytes:
    """The uploaded table with a column that says what is wrong in each row."""
    sheet = reading.read(bytes(run.content), filename=run.filename)
    errors = [
        RowError(each["row"], each["column"], each["message"], each.get("key", ""), each.get("position"))
        for each in run.errors
    ]
    file = io.BytesIO()
    write_with_errors(file, sheet, errors, heading_row=run.preview.get("heading_row", 1))
    return file.getvalue()


def _refuse(run: ImportRun, errors: list[RowError], rows: int) -> None:
    run.state, run.rows = State.REFUSED, rows
    run.errors = [
        {**error.as_dict(), "key": error.key, "position": error.position} for error in errors[:KEPT_ERRORS]
    ]
    run.added = run.changed = run.ended = run.unchanged = 0
    if not isinstance(run.preview, dict):
        run.preview = {}
    run.save()
