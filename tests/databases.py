"""The tests' database: copied from one in which every migration has run. That takes half a minute of reckoning, so it is
done once for each state of the migrations, and not for every run and every worker of pytest-xdist."""

import hashlib
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connections, transaction
from django.test import TransactionTestCase
from django.test.utils import setup_databases

TOP = Path(__file__).resolve().parent.parent
PREFIX = "test_template_"
# Any number: whoever makes or copies the template does so alone on this server.
_LOCK = 7_310_206


def make_database(*, anew: bool):
    """The database that DATABASES names for the tests, ready for use; what `teardown_databases` takes. `anew`: not the one
    that an earlier run kept. What follows every migrate (reference rows, rights) is done on the copy too."""
    name = settings.DATABASES["owner"]["TEST"]["NAME"]
    with _alone() as cursor:
        if anew or not _exists(cursor, name):
            template = _template(cursor)
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
            # Nothing here must survive a power cut.
            cursor.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
    return setup_databases(
        verbosity=0,
        interactive=False,
        keepdb=True,
        aliases={"default": False, "owner": False},
        serialized_aliases=set(),
    )


def leave_database():
    """Ends the sessions that threads of a live server may have left, each by its own role, and closes ours: a database in
    use cannot be removed."""
    for alias in ("default", "owner"):
        with connections[alias].cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
            )
    connections["default"].close()


def _template(cursor) -> str:
    """The name of the database to copy. Those of other states of the migrations go when a new one is made."""
    name = f"{PREFIX}{_state_of_migrations()}"
    if _exists(cursor, name):
        return name
    cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
    for (other,) in cursor.fetchall():
        cursor.execute(f'DROP DATABASE "{other}"')
    # Named when it is whole: a run that is broken off leaves nothing that another would trust.
    unfinished = f"{PREFIX}unfinished"
    test = settings.DATABASES["owner"]["TEST"]
    wanted, test["NAME"] = test["NAME"], unfinished
    usual = connections["owner"].settings_dict["NAME"]
    try:
        connections["owner"].creation.create_test_db(verbosity=0, autoclobber=True)
    finally:
        connections["owner"].close()
        connections["owner"].settings_dict["NAME"] = settings.DATABASES["owner"]["NAME"] = usual
        test["NAME"] = wanted
    cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')
    return name


def _state_of_migrations() -> str:
    """A short name for what the migrations, the reference rows and the locked libraries say."""
    # Reference rows are only ever added: one that goes from its list would stay in the copies.
    files = [*TOP.glob("*/migrations/*.py"), *TOP.glob("*/reference.py"), TOP / "requirements.lock"]
    said = hashlib.sha256()
    for path in sorted(files):
        said.update(str(path.relative_to(TOP)).encode() + b"\0" + path.read_bytes() + b"\0")
    return said.hexdigest()[:12]


@contextmanager
def _alone():
    with connections["owner"]._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        try:
            yield cursor
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def _exists(cursor, name) -> bool:
    cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
    return cursor.fetchone() is not None


# --- between tests that commit ---

# What is there after a flush: {table: its rows as text}.
_fresh: dict[str, set[str]] = {}
_flush = TransactionTestCase._fixture_teardown


def leave_fresh(test_case):
    """What a test that commits leaves, as after Django's flush and in a fifth of its time: that makes the files of all tables
    anew, some hundreds, and writes again what a migrate writes. Most tests wrote to three dozen; only their rows go. The first test,
    and one that took or changed a row that was there before it, has the whole flush after it."""
    if not (_fresh and _is_fresh_again()):
        _flush(test_case)
        with connections["owner"].cursor() as cursor:
            found = {table: set(_rows(cursor, table)) for table in _filled(cursor)}
        _fresh.clear()
        _fresh.update(found)


def _is_fresh_again() -> bool:
    with transaction.atomic("owner"), connections["owner"].cursor() as cursor:
        written = {table: _fresh.get(table, set()) for table in _filled(cursor)}
        if _fresh.keys() - written.keys():
            return False
        written = {
            table: fresh
            for table, fresh in written.items()
            if not fresh or fresh != set(_rows(cursor, table))
        }
        _delete(cursor, written)
        return all(len(list(_rows(cursor, table))) == len(fresh) for table, fresh in written.items() if fresh)


def _delete(cursor, written):
    """All rows of these tables but the fresh ones. Rows that may not go by the rules of the product go here."""
    for table in written:
        cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
    for table, fresh in written.items():
        if fresh:
            cursor.execute(f'DELETE FROM "{table}" AS a_row WHERE NOT a_row::text = ANY(%s)', [list(fresh)])
        else:
            cursor.execute(f'DELETE FROM "{table}"')
    # What points to what is looked at now: a table with that still to come cannot be altered.
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in written:
        cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')


def _filled(cursor) -> list[str]:
    """The tables that have a row."""
    tables = connections["owner"].introspection.django_table_names(only_existing=True, include_views=False)
    cursor.execute(" UNION ALL ".join(f"(SELECT '{table}' FROM \"{table}\" LIMIT 1)" for table in tables))
    return [table for (table,) in cursor.fetchall()]


def _rows(cursor, table):
    cursor.execute(f'SELECT a_row::text FROM "{table}" AS a_row')
    return (row for (row,) in cursor.fetchall())
