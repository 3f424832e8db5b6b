"""pg_dump, pg_restore and psql: which ones, how they are called, and what they said in words.

Newer programs speak to older servers (15 to 18), older ones refuse newer servers: the ones that come with the product
are tried first, then those of this machine. A password is handed over in the environment, never on a command line,
where every user of the machine could read it.
"""

import contextlib
import os
import re
import shutil
import subprocess
from pathlib import Path

from django.utils.translation import gettext as _

from config import programs
from config.backups.errors import BackupError


def folder_for(server_version: int) -> Path:
    """Folder of programs that can serve a server of this `server_version_num` (150018, 180004 …)."""
    wanted = server_version // 10000
    for folder in _folders():
        if _major(folder) >= wanted:
            return folder
    raise BackupError(
        _(
            "Máy chủ là PostgreSQL %(major)s nhưng máy này không có pg_dump, pg_restore và psql từ bản %(major)s trở lên: "
            "hãy cài gói postgresql-client-%(major)s."
        )
        % {"major": wanted}
    )


def _folders():
    with contextlib.suppress(programs.EmbeddedDatabaseError):
        yield programs.bin_dir()
    found = shutil.which("pg_dump")
    if found:
        # Debian's wrapper chooses a version by the clusters of this machine; the real ones lie in its versions' folders.
        yield from sorted(
            Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: folder.parent.name, reverse=True
        )
        yield Path(found).parent


def _major(folder: Path) -> int:
    """The oldest major version among the three programs, 0 where one is missing."""
    majors = []
    for name in ("pg_dump", "pg_restore", "psql"):
        try:
            said = subprocess.run([folder / name, "--version"], capture_output=True, text=True, check=True)
        except (OSError, subprocess.CalledProcessError):
            return 0
        match = re.search(r"\) (\d+)", said.stdout)
        majors.append(int(match[1]) if match else 0)
    return min(majors)


def environment(database: dict) -> dict:
    """The environment in which libpq finds the server of an entry of DATABASES, its password included."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PG") or name in ("PGSSLROOTCERT", "PGSSLCERT", "PGSSLKEY")
    }
    options = database.get("OPTIONS", {})
    given = {
        "PGHOST": database.get("HOST"),
        "PGPORT": database.get("PORT"),
        "PGUSER": database.get("USER"),
        "PGPASSWORD": database.get("PASSWORD"),
        "PGDATABASE": database.get("NAME"),
        "PGSSLMODE": options.get("sslmode"),
        "PGSSLROOTCERT": options.get("sslrootcert"),
        "PGSSLCERT": options.get("sslcert"),
        "PGSSLKEY": options.get("sslkey"),
        "PGCONNECT_TIMEOUT": "15",
        "PGAPPNAME": "sat-co-so",
        "PGCLIENTENCODING": "UTF8",
        "LC_ALL": "C.UTF-8",
    }
    return {**kept, **{name: str(value) for name, value in given.items() if value}}


def last_words(stderr: str) -> str:
    """The first complaint of a program, for the sentence that is shown."""
    lines = [line.strip() for line in stderr.splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower() or "fatal" in line.lower()]
    return (errors or lines or ["?"])[0][:300]
