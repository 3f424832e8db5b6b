"""What every benchmark stands on: a database of its own in the embedded PostgreSQL, and one JSON line a measurement.

Times are compared within one run only, both sides in turn, by the median: machines differ and are shared. What is exact
(queries, rows, pages, bytes of WAL) is what a later run may be compared with.
"""

import json
import os
import statistics
import sys
import time
from contextlib import contextmanager
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
DATABASE = "benchmark"


def prepare():
    """Starts the embedded server, makes the benchmark's own database and empties it. Refuses any other database."""
    if os.environ.get("DATABASE_URL"):
        sys.exit(
            "A benchmark empties its database: unset DATABASE_URL, it works on the embedded PostgreSQL only."
        )
    os.environ["DATABASE_NAME"] = DATABASE
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    sys.path.insert(0, str(TOP))

    from config import embedded

    embedded.ensure_running(DATABASE)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    empty()


def empty():
    from django.core.management import call_command

    call_command("flush", database="owner", interactive=False, verbosity=0)


def vacuum():
    """Fresh statistics and a visibility map, as an office's database has after its first night."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


class Measure:
    """Seconds, queries and bytes of WAL of one stretch of work. Other work on the same server writes WAL too."""

    seconds = queries = wal_bytes = 0


@contextmanager
def measured():
    from django.db import connection

    def count(execute, sql, parameters, many, context):
        measure.queries += 1
        return execute(sql, parameters, many, context)

    measure, begun, wal = Measure(), time.perf_counter(), _wal()
    with connection.execute_wrapper(count):
        yield measure
    measure.seconds = time.perf_counter() - begun
    measure.wal_bytes = _wal() - wal


@contextmanager
def undone():
    """A transaction that leaves nothing behind."""
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def side_by_side(name, variants, *, rows, rounds=5):
    """Runs the variants ({name: function}, the product's own first) in turn, each undone, and prints the medians; `ratio`
    is how many times longer each takes than the first."""
    found = {variant: [] for variant in variants}
    for _round in range(rounds):
        for variant, run in variants.items():
            with undone(), measured() as measure:
                run()
            found[variant].append(measure)
    seconds = {v: statistics.median(m.seconds for m in measures) for v, measures in found.items()}
    base = next(iter(seconds.values()))
    for variant, measures in found.items():
        tell(
            name,
            variant=variant,
            rows=rows,
            queries=measures[-1].queries,
            wal_bytes=min(measure.wal_bytes for measure in measures),
            seconds=round(seconds[variant], 3),
            ratio=round(seconds[variant] / base, 2),
        )


def tell(benchmark, **figures):
    print(json.dumps({"benchmark": benchmark, **figures, "steal": _steal()}, ensure_ascii=False), flush=True)


def _wal() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint")
        return cursor.fetchone()[0]


def _steal() -> float:
    """The share of the machine's time that other guests took since it started, in percent."""
    times = [int(part) for part in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    return round(100 * times[7] / sum(times), 2)
