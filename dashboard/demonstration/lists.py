"""Lists that an office brings in as a file: checked and written by the import itself."""

from branches.imports import pipeline
from branches.imports.pipeline import Context
from common.spreadsheets.columns import Table


def bring_in(world, kind, rows, *, filename, by, unit, on=None) -> None:
    """`rows`: [{column: value}]; what a row does not say is an empty cell; `on`: today, or another day. Raises Refused, as
    for anybody."""
    empty = dict.fromkeys(column.key for column in kind.columns())
    rows = [empty | row | {"row": number} for number, row in enumerate(rows, start=2)]
    if not rows:
        return
    table = Table(rows=rows, errors=[], present=frozenset(rows[0]))
    context = Context(on=on or world.today, today=world.today, user=by)
    run = pipeline.new_run(kind, context, filename=filename)
    run.unit = unit
    pipeline.apply(kind, table, context, run=run)
