"""Makes a backup: one snapshot of the database, its rows counted in the same snapshot, and the attachments."""

import os
import subprocess
import tempfile
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.utils.translation import gettext as _
from psycopg import sql

from config import embedded
from config.backups import archive, programs
from config.backups.errors import BackupError

# Sign-ins that were open when the backup was made must not wake up with it.
WITHOUT_ROWS = ("django_session",)
# How long to wait for somebody who holds a table (a migration, another restore).
LOCK_SECONDS = 30


def reading_database() -> dict:
    """The entry by which a backup reads: the backup's role (DATABASE_BACKUP_URL), else the owner's."""
    if settings.IS_EMBEDDED:
        return embedded.settings("backup", connections[DEFAULT_DB_ALIAS].settings_dict["NAME"])
    if url := os.environ.get("DATABASE_BACKUP_URL"):
        import environ

        return environ.Env.db_url_config(url)
    return connections["owner"].settings_dict


@contextmanager
def connected(database: dict):
    """A connection outside Django's; what the server says against it is raised as BackupError with a sentence."""
    given = programs.environment(database)
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
    names |= {"dbname": "PGDATABASE", "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT"}
    names |= {"sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY"}
    try:
        with psycopg.connect(
            **{name: given[variable] for name, variable in names.items() if variable in given},
            connect_timeout=15,
            options=f"-c lock_timeout={LOCK_SECONDS}s",
        ) as connection:
            yield connection
    except psycopg.errors.LockNotAvailable as error:
        raise BackupError(in_use()) from error
    except psycopg.OperationalError as error:
        raise BackupError(
            _("Không vào được cơ sở dữ liệu: %(said)s") % {"said": programs.last_words(str(error))}
        ) from error


def in_use() -> str:
    return _(
        "Có người đang dùng cơ sở dữ liệu: hãy dừng máy chủ web và worker rồi chạy lại, chưa có gì bị thay đổi."
    )


def make_backup(path: Path, *, say=lambda sentence: None) -> dict:
    """Writes the backup to `path` and returns its manifest. Raises BackupError; then there is no file.

    `say` is called with a sentence for each step.
    """
    path = Path(path).absolute()
    if path.exists():
        raise BackupError(
            _("Đã có tệp %(path)s: hãy chọn tên khác, tệp cũ không bị ghi đè.") % {"path": path}
        )
    if not path.parent.is_dir():
        raise BackupError(_("Không có thư mục %(folder)s.") % {"folder": path.parent})
    try:
        with tempfile.TemporaryDirectory(prefix=".sao-luu-", dir=path.parent) as folder:
            dump = Path(folder) / archive.DUMP
            say(_("Chép cơ sở dữ liệu…"))
            manifest = {"format": archive.FORMAT, "product": "sat-co-so", **_dump(dump)}
            say(_("Chép tệp đính kèm…"))
            files = attachments(settings.MEDIA_ROOT)
            manifest["attachments"] = {name: archive.checksum(source) for name, source in files}
            manifest["database_sha256"] = archive.checksum(dump)
            archive.write_archive(path, manifest, [(archive.DUMP, dump), *files])
    except FileExistsError as error:
        raise BackupError(_("Đã có tệp %(path)s: hãy chọn tên khác.") % {"path": path}) from error
    except OSError as error:
        raise BackupError(
            _("Không ghi được %(path)s: %(said)s.") % {"path": path, "said": error.strerror}
        ) from error
    return manifest


def _dump(dump: Path) -> dict:
    """pg_dump of one snapshot to the file `dump`; what the manifest says about it."""
    database = reading_database()
    with connected(database) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        version = connection.info.server_version
        folder = programs.folder_for(version)
        try:
            migrations = connection.execute("SELECT app, name FROM django_migrations").fetchall()
        except psycopg.errors.UndefinedTable as error:
            raise BackupError(_("Cơ sở dữ liệu này chưa có gì để sao lưu.")) from error
        counts = count_rows(connection)
        (snapshot,) = connection.execute("SELECT pg_export_snapshot()").fetchone()
        done = subprocess.run(
            [folder / "pg_dump", "--format=custom", "--schema=public", "--no-owner", "--no-privileges"]
            + [f"--exclude-table-data=public.{table}" for table in WITHOUT_ROWS]
            + [
                f"--snapshot={snapshot}",
                f"--lock-wait-timeout={LOCK_SECONDS * 1000}",
                "--no-password",
                f"--file={dump}",
            ],
            env=programs.environment(database),
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    if done.returncode:
        raise BackupError(
            _("Không chép được cơ sở dữ liệu: %(said)s") % {"said": programs.last_words(done.stderr)}
        )
    return {
        "created_at": datetime.now().astimezone().isoformat(timespec="seconds"),
        "server_version": version,
        "migrations": sorted(f"{app}.{name}" for app, name in migrations),
        "counts": counts,
    }


def count_rows(connection: psycopg.Connection) -> dict[str, int]:
    """{table: rows} of every table of the product that a backup keeps, in the connection's snapshot."""
    tables = connection.execute(
        "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') "
        "AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') ORDER BY c.relname"
    ).fetchall()
    counts = {}
    for (table,) in tables:
        if table not in WITHOUT_ROWS:
            query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier("public", table))
            (counts[table],) = connection.execute(query).fetchone()
    return counts


def attachments(folder) -> list[tuple[str, Path]]:
    """(name in the archive, path) of every attachment, in order of name. A link is not followed."""
    folder = Path(folder)
    found = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return [(f"{archive.ATTACHMENTS}/{path.relative_to(folder).as_posix()}", path) for path in found]
