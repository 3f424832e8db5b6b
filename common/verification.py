"""What the database promises, asked again of every row: that its walls stand, and that nothing got past them."""

import pgtrigger.registry
from django.apps import apps
from django.db import DataError, connection, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.history import Event

_CONSTRAINTS = """
    SELECT conname, contype, pg_get_expr(conbin, conrelid), convalidated,
           COALESCE((to_jsonb(c) ->> 'conenforced')::boolean, true), conindid,
           (SELECT attname FROM pg_attribute WHERE attrelid = conrelid AND attnum = conkey[1]),
           confrelid::regclass::text,
           (SELECT attname FROM pg_attribute WHERE attrelid = confrelid AND attnum = confkey[1])
    FROM pg_constraint c WHERE conrelid = to_regclass(%s) AND contype IN ('c', 'f', 'x') ORDER BY contype, conname
"""


def walls_stand(day):
    """Every constraint and trigger that the models declare is there and at work."""
    there = {name for (name,) in _rows("SELECT conname FROM pg_constraint")}
    there |= {name for (name,) in _rows("SELECT relname FROM pg_class WHERE relkind = 'i'")}
    for model in _models():
        for constraint in model._meta.constraints:
            if constraint.name not in there:
                yield _("Bảng %(table)s thiếu ràng buộc %(name)s.") % {
                    "table": model._meta.db_table,
                    "name": constraint.name,
                }
    at_work = set(
        _rows("SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE tgenabled IN ('O', 'A')")
    )
    for model, trigger in pgtrigger.registry.registered():
        table = model._meta.db_table
        if (trigger.get_pgid(model), table) not in at_work:
            yield _("Bảng %(table)s thiếu trigger %(name)s hoặc trigger đã bị tắt.") % {
                "table": table,
                "name": trigger.name,
            }


def rows_obey(day):
    """Every row obeys every check, foreign key and exclusion, also where a wall was once down."""
    for model in _models():
        for constraint in _rows(_CONSTRAINTS, [connection.ops.quote_name(model._meta.db_table)]):
            yield from _offence(model, *constraint)


def _offence(model, name, kind, check, is_valid, is_enforced, index, column, other, other_column):
    table, pk = _quoted(model)
    if not (is_valid and is_enforced):
        yield _("Ràng buộc %(name)s của bảng %(table)s chưa được kiểm tra.") % {"name": name, "table": table}
    if kind == "c":
        query = f"SELECT {pk} FROM {table} WHERE NOT ({check}) ORDER BY 1 LIMIT 1"  # noqa: S608
    elif kind == "f":
        column, other_column = connection.ops.quote_name(column), connection.ops.quote_name(other_column)
        query = (
            f"SELECT {pk} FROM {table} AS t WHERE t.{column} IS NOT NULL AND NOT EXISTS "  # noqa: S608
            f"(SELECT 1 FROM {other} AS o WHERE o.{other_column} = t.{column}) ORDER BY 1 LIMIT 1"
        )
    else:
        query = _overlap_query(table, pk, index)
    try:
        with transaction.atomic():
            found = _rows(query)
    except DataError:  # a reversed period cannot be a range; its own check names the row
        found = []
    for (row,) in found:
        yield _("Bảng %(table)s, dòng %(row)s: %(rule)s") % {
            "table": table.strip('"'),
            "row": row,
            "rule": _sentence(model, name),
        }


def _overlap_query(table, pk, index):
    """Two rows of one exclusion constraint that collide. Numbers and texts stand in it as ranges of one, so that equal is
    the same as overlapping, and a hash join finds them."""
    columns = _rows(
        "SELECT pg_get_indexdef(attrelid, attnum, true), format_type(atttypid, NULL) FROM pg_attribute "
        "WHERE attrelid = %s ORDER BY attnum",
        [index],
    )
    ((predicate,),) = _rows(
        "SELECT pg_get_expr(indpred, indrelid) FROM pg_index WHERE indexrelid = %s", [index]
    )
    keys = ", ".join(f"{expression} AS k{n}" for n, (expression, _type) in enumerate(columns))
    rows = f"(SELECT {pk} AS pk, {keys} FROM {table} WHERE {predicate or 'true'})"  # noqa: S608
    same = " AND ".join(
        f"a.k{n} {'=' if type_name == 'int8range' else '&&'} b.k{n}"
        for n, (_expression, type_name) in enumerate(columns)
    )
    return f"SELECT a.pk FROM {rows} a JOIN {rows} b ON a.pk < b.pk AND {same} ORDER BY 1 LIMIT 1"  # noqa: S608


def history_agrees(day):
    """The last event of every row says what the row says, and a row that is gone was deleted before the history's eyes."""
    complete = {
        model for model, trigger in pgtrigger.registry.registered() if trigger.name == "insert_insert"
    }
    for event in apps.get_models():
        if not issubclass(event, Event):
            continue
        model = event.pgh_tracked_model
        table, pk = _quoted(model)
        history = connection.ops.quote_name(event._meta.db_table)
        # A column that the table had once is kept in the history alone.
        stands = {field.column for field in model._meta.concrete_fields}
        columns = [
            connection.ops.quote_name(field.column)
            for field in event._meta.concrete_fields
            if not field.name.startswith("pgh_") and field.column in stands
        ]
        then, now = (f"({', '.join(f'{side}.{column}' for column in columns)})" for side in "et")
        missing = "e.pgh_id IS NULL" if model in complete else "false"
        found = _rows(
            f"SELECT COALESCE(t.{pk}, e.pgh_obj_id) FROM {table} AS t FULL JOIN "  # noqa: S608
            f"(SELECT DISTINCT ON (pgh_obj_id) * FROM {history} ORDER BY pgh_obj_id, pgh_id DESC) AS e "
            f"ON e.pgh_obj_id = t.{pk} WHERE (t.{pk} IS NULL AND e.pgh_label <> 'delete') "
            f"OR (t.{pk} IS NOT NULL AND ({missing} OR (e.pgh_id IS NOT NULL AND {then} IS DISTINCT FROM {now}))) "
            "ORDER BY 1 LIMIT 1"
        )
        for (row,) in found:
            yield _("Bảng %(table)s, dòng %(row)s: nhật ký không khớp với dữ liệu.") % {
                "table": model._meta.db_table,
                "row": row,
            }


CHECKS = (
    (gettext_lazy("Ràng buộc và trigger còn đủ"), walls_stand),
    (gettext_lazy("Mọi dòng đúng ràng buộc"), rows_obey),
    (gettext_lazy("Nhật ký thay đổi khớp với dữ liệu"), history_agrees),
)


def _models():
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]


def _quoted(model):
    quote = connection.ops.quote_name
    return quote(model._meta.db_table), quote(model._meta.pk.column)


def _sentence(model, name):
    for constraint in model._meta.constraints:
        if constraint.name == name:
            said = constraint.violation_error_message
            return name if said == models.CheckConstraint.default_violation_error_message else said
    return name


def _rows(query, parameters=None):
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchall()
