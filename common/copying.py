"""Thousands of rows in one statement."""

from django.db import connection, connections


def copy_rows(model, objects) -> int:
    """Writes unsaved `objects` of `model` by COPY and returns how many; all constraints and history triggers hold.

    Derived columns and defaults are filled as `save()` would. An object with a primary key keeps it: draw those with
    `draw_ids`, or the sequence stays behind. History has an actor only if an ordinary statement of the transaction ran
    in the context before (COPY takes no parameters to carry it): an import writes its ImportRun first.
    """
    objects = list(objects)
    if not objects:
        return 0
    fields = [field for field in model._meta.local_concrete_fields if objects[0].pk or not field.primary_key]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    statement = f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for each in objects:
            copy.write_row(
                [field.get_db_prep_save(field.pre_save(each, True), connection) for field in fields]
            )
    return len(objects)


def draw_ids(model, count: int) -> list[int]:
    """`count` primary keys from the model's own sequence; nobody else gets them."""
    if not count:
        return []
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [table, column, count],
        )
        return [number for (number,) in cursor.fetchall()]


def plan_anew():
    """Call it before an UPDATE of many tracked rows in one statement.

    The history trigger joins the rows before with the rows after. A session keeps the plan of its first update, and the
    plan for one row, a nested loop, takes minutes for ten thousand: forgotten plans are made anew for the rows at hand.
    """
    with connection.cursor() as cursor:
        cursor.execute("DISCARD PLANS")


def analyse(*models):
    """After a load is committed: the first pages after it are planned by what is there now, not by the statistics of
    tables that were empty. Only the tables' owner may."""
    quote = connection.ops.quote_name
    tables = ", ".join(quote(model._meta.db_table) for model in models)
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"ANALYZE {tables}")
