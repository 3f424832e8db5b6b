"""Restores a backup in one transaction: what was there stays untouched until the last row is in and counted."""

import shutil
import subprocess
import tempfile
from datetime import datetime
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg import sql

from branches.actions.placements import refresh_access_paths
from config.backups import archive, programs, saving
from config.backups.errors import BackupError
from config.backups.saving import connected, in_use, make_backup

# Newer pg_restore says this to servers that do not know it.
_NEWER_SETTING = b"SET transaction_timeout = 0;\n"
_COUNT_DIFFERS = "sat-co-so: rows"
# Any row in one of these is somebody's data; everything else can be reference rows that ship.
_TABLES_WITH_DATA = ("accounts_user", "branches_unit")


def restore_backup(path: Path, *, replace=False, say=lambda sentence: None) -> dict:
    """Puts the backup at `path` into the configured database and attachments folder; returns its manifest.

    Refuses with BackupError, and has then changed nothing: a file that is not whole, one of a newer product or server,
    a database with data unless `replace`. With `replace` the data there are first saved beside `path`; the name of
    that file is under "replaced" in what is returned. `say` is called with a sentence for each step.
    """
    path = Path(path).absolute()
    say(_("Kiểm tra tệp sao lưu…"))
    manifest = read_checked(path)
    database = connections["owner"].settings_dict
    with connected(database) as connection:
        server_version = connection.info.server_version
        _check_server(manifest, server_version)
        occupied = has_data(connection)
        drops = _drop_statements(connection)
    if occupied and not replace:
        raise BackupError(
            _(
                "Cơ sở dữ liệu này đã có dữ liệu, chưa có gì bị thay đổi. "
                "Nếu đúng là muốn thay toàn bộ bằng bản sao lưu, hãy thêm --replace."
            )
        )
    media = Path(settings.MEDIA_ROOT)
    try:
        media.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".khoi-phuc-", dir=media.parent) as folder:
            archive.extract(path, Path(folder))
            _check_parts(manifest, Path(folder))
            if occupied:
                manifest["replaced"] = _save_what_is_there(path.parent, say)
            say(_("Khôi phục cơ sở dữ liệu…"))
            for connection in connections.all(initialized_only=True):
                if not connection.in_atomic_block:
                    connection.close()
            _load(
                database, Path(folder) / archive.DUMP, drops, manifest["counts"], server_version, Path(folder)
            )
            _put_attachments(Path(folder) / archive.ATTACHMENTS, media)
    except archive.DamagedBackupError as error:
        raise BackupError(_damaged(path)) from error
    except OSError as error:
        raise BackupError(
            _("Không ghi được vào %(folder)s: %(said)s.") % {"folder": media.parent, "said": error.strerror}
        ) from error
    # A backup of an older product gets its newer tables; rights and reference rows are said anew in any case.
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    # Where a unit is found means today, and the backup is of another day.
    refresh_access_paths(on=timezone.localdate())
    return manifest


def read_checked(path: Path) -> dict:
    """The manifest of a whole backup that this product can read; otherwise BackupError."""
    try:
        archive.check_whole(path)
        manifest = archive.read_manifest(path)
    except archive.NotABackupError as error:
        raise BackupError(
            _("%(path)s không phải là tệp sao lưu của Sát Cơ Sở: chưa có gì bị thay đổi.") % {"path": path}
        ) from error
    except archive.DamagedBackupError as error:
        raise BackupError(_damaged(path)) from error
    except OSError as error:
        raise BackupError(
            _("Không đọc được %(path)s: %(said)s.") % {"path": path, "said": error.strerror}
        ) from error
    unknown = set(manifest["migrations"]) - {
        f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations
    }
    if manifest["format"] > archive.FORMAT or unknown:
        raise BackupError(
            _(
                "Tệp sao lưu do một bản Sát Cơ Sở mới hơn tạo ra: hãy nâng cấp chương trình rồi khôi phục, "
                "chưa có gì bị thay đổi."
            )
        )
    return manifest


def _damaged(path):
    return _("Tệp %(path)s bị cắt cụt hoặc đã bị sửa: hãy dùng bản sao lưu khác, chưa có gì bị thay đổi.") % {
        "path": path
    }


def _check_server(manifest, server_version):
    theirs, ours = manifest["server_version"] // 10000, server_version // 10000
    if ours < theirs:
        raise BackupError(
            _(
                "Bản sao lưu là của PostgreSQL %(theirs)s, máy chủ này là PostgreSQL %(ours)s: "
                "hãy khôi phục vào máy chủ từ bản %(theirs)s trở lên."
            )
            % {"theirs": theirs, "ours": ours}
        )


def has_data(connection: psycopg.Connection) -> bool:
    """Whether the database holds anything that somebody entered."""
    for table in _TABLES_WITH_DATA:
        (there,) = connection.execute("SELECT to_regclass(%s) IS NOT NULL", [f"public.{table}"]).fetchone()
        if there:
            query = sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier("public", table))
            if connection.execute(query).fetchone()[0]:
                return True
    return False


# Each gives statements that drop the product's tables, routines and types; what an extension brought stays.
_DROPS = (
    """
    SELECT format('DROP TABLE IF EXISTS %s CASCADE;', string_agg(c.oid::regclass::text, ', ')) FROM pg_class c
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') HAVING count(*) > 0
    """,
    """
    SELECT format('DROP ROUTINE IF EXISTS %s CASCADE;', p.oid::regprocedure::text) FROM pg_proc p
    WHERE pronamespace = 'public'::regnamespace
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
    """,
    """
    SELECT format('DROP TYPE IF EXISTS %s CASCADE;', t.oid::regtype::text) FROM pg_type t
    LEFT JOIN pg_class c ON c.oid = t.typrelid
    WHERE typnamespace = 'public'::regnamespace
    AND (typtype IN ('e', 'd', 'r') OR typtype = 'c' AND c.relkind = 'c')
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = t.oid AND d.deptype = 'e')
    """,
)


def _drop_statements(connection) -> str:
    # Names are said with their schema, because the search path is empty where they are used.
    connection.execute("SELECT set_config('search_path', '', true)")
    return "\n".join(line for query in _DROPS for (line,) in connection.execute(query).fetchall())


def _check_parts(manifest, folder):
    """The parts against their own checksums in the manifest."""
    sums = {archive.DUMP: manifest["database_sha256"], **manifest["attachments"]}
    for name, wanted in sums.items():
        if not (folder / name).is_file() or archive.checksum(folder / name) != wanted:
            raise archive.DamagedBackupError(name)


def _save_what_is_there(folder: Path, say) -> str:
    name = folder / f"truoc-khi-khoi-phuc-{datetime.now():%Y%m%d-%H%M%S}.tar"
    say(_("Cất dữ liệu đang có vào %(name)s…") % {"name": name})
    make_backup(name)
    return str(name)


def _load(database, dump, drops, counts, server_version, folder):
    """Drops, restores, counts and commits in one transaction of one psql; a missing COMMIT is a rollback."""
    programs_folder = programs.folder_for(server_version)
    environment = programs.environment(database)
    with (
        open(folder / "pg_restore.err", "w+b") as restore_errors,
        open(folder / "psql.err", "w+b") as errors,
        subprocess.Popen(
            [programs_folder / "pg_restore", "--file=-", "--schema=public", "--no-owner", "--no-privileges"]
            + [dump],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=restore_errors,
        ) as restore,
        subprocess.Popen(
            [programs_folder / "psql", "--no-psqlrc", "--quiet", "--no-password"]
            + ["--set=ON_ERROR_STOP=1", "--file=-"],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=errors,
        ) as psql,
    ):
        try:
            psql.stdin.write(
                f"BEGIN;\nSET LOCAL lock_timeout = '{saving.LOCK_SECONDS}s';\n{drops}\n".encode()
            )
            # What names a setting stands at the top, before the first row.
            psql.stdin.write(_first_lines(restore.stdout, server_version))
            shutil.copyfileobj(restore.stdout, psql.stdin, 1024 * 1024)
            if restore.wait() == 0:
                psql.stdin.write(f"{_count_statements(counts)}\nCOMMIT;\n".encode())
            psql.stdin.close()
        except BrokenPipeError:
            restore.stdout.close()  # psql has stopped at an error and said why
        psql.wait()
        restore.wait()
        restore_errors.seek(0)
        errors.seek(0)
        if psql.returncode or restore.returncode:
            said = errors.read() or restore_errors.read()
            raise BackupError(_sentence(programs.last_words(said.decode(errors="replace"))))


def _first_lines(stream, server_version) -> bytes:
    head = bytearray()
    while line := stream.readline():
        if line != _NEWER_SETTING or server_version >= 170000:
            head += line
        if line.startswith((b"SET row_security", b"CREATE ")):
            break
    return bytes(head)


def _count_statements(counts) -> str:
    """SQL that fails unless every table holds as many rows as when the backup was made."""
    checks = [
        sql.SQL(
            "IF (SELECT count(*) FROM {table}) <> {rows} THEN RAISE EXCEPTION '{words} %', {name}; END IF;"
        )
        .format(
            table=sql.Identifier("public", table),
            rows=sql.Literal(int(rows)),
            words=sql.SQL(_COUNT_DIFFERS),
            name=sql.Literal(table),
        )
        .as_string(None)
        for table, rows in counts.items()
    ]
    body = "\n".join(checks)
    return f"DO $satcoso$ BEGIN\n{body}\nEND $satcoso$;"


def _sentence(said: str) -> str:
    if "lock timeout" in said:
        return in_use()
    if _COUNT_DIFFERS in said:
        return _("Số dòng của bảng %(table)s không khớp với tệp sao lưu: đã bỏ, chưa có gì bị thay đổi.") % {
            "table": said.split()[-1]
        }
    return _("Không khôi phục được, chưa có gì bị thay đổi: %(said)s") % {"said": said}


def _put_attachments(source: Path, media: Path) -> None:
    """Moves the attachments in place. Their names are random and never used again, so the others may stay."""
    media.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in sorted(source.rglob("*")) if source.exists() else ():
        if path.is_file():
            target = media / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            path.replace(target)
