"""One PostgreSQL cluster in a folder: made, started, stopped, and told from a dead one."""

import contextlib
import fcntl
import hashlib
import os
import pwd
import shlex
import shutil
import stat
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from config.programs import MAJOR, SYSTEM_HOME, EmbeddedDatabaseError, as_user, programs_for

PORT = 5432  # only a part of the socket's file name: no TCP port is opened
ROLES = {
    "superuser": "postgres",
    "owner": "satcoso_owner",
    "app": "satcoso_app",
    "backup": "satcoso_backup",
}
# sun_path holds 108 bytes on Linux with its closing zero.
SOCKET_PATH_LIMIT = 107
NEVER_A_PID = 2_000_000_000

OPTIONS = {
    "listen_addresses": "",
    "port": PORT,
    "max_connections": 100,
    "shared_buffers": "128MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "64MB",
    # Parallel workers need /dev/shm, which is 64 MB in many containers and swept at logout by systemd.
    "max_parallel_workers_per_gather": 0,
    "max_parallel_maintenance_workers": 0,
    "min_dynamic_shared_memory": "16MB",
    "jit": "off",
    "timezone": "UTC",
    # One file a weekday, overwritten a week later: bounded without a cleaner.
    "logging_collector": "on",
    "log_directory": "log",
    "log_filename": "postgresql-%a.log",
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_rotation_size": 0,
}


class Server:
    """One PostgreSQL cluster in ``home``: data in ``home/postgres``, lock and start log beside it.

    ``run_as`` names the system user that owns the data when the caller is root; None means the caller.
    """

    def __init__(
        self,
        home: Path,
        *,
        socket_dir: Path | None = None,
        run_as: str | None = None,
        programs: Path | None = None,
    ):
        self.home = Path(home)
        self.data = self.home / "postgres"
        self.socket_dir = Path(socket_dir) if socket_dir else socket_folder_for(self.home)
        self.run_as = run_as
        self.programs = programs  # None: those of the wheel, where that user can run them

    # -- what others ask ------------------------------------------------------------------------------------

    def settings(self, role: str, database: str) -> dict:
        """Entry for Django's DATABASES; computed from paths alone, the server need not run."""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": database,
            "USER": ROLES[role],
            "PASSWORD": "",
            "HOST": str(self.socket_dir),
            "PORT": str(PORT),
        }

    def url(self, role: str, database: str) -> str:
        """The same as a URL that libpq, psycopg and django-environ read."""
        host = quote(str(self.socket_dir), safe="")
        return f"postgresql://{ROLES[role]}@/{quote(database, safe='')}?host={host}&port={PORT}"

    def is_running(self) -> bool:
        return self._live_pid() is not None and self._answers()

    def ensure_running(self, database: str) -> None:
        """Start the server if it is down, make its roles and ``database`` if they are missing.

        Safe to call from several processes at once. Raises EmbeddedDatabaseError with a sentence.
        """
        # The usual case costs one connection. That the owner can enter the database proves that all is made,
        # because the roles are made before it and in one transaction.
        with contextlib.suppress(psycopg.OperationalError), self._connect("owner", database) as connection:
            check_version(connection)
            return
        with self._locked():
            if not self._answers():
                self._start()
            self._make_roles_and_database(database)

    def stop(self) -> None:
        """Stop the server if it runs; every session is ended, nothing accepted is lost."""
        if self._live_pid() is not None:
            self._run("pg_ctl", "stop", "-D", self.data, "-m", "fast", "-w", "-t", "60")

    # -- starting --------------------------------------------------------------------------------------------

    def _start(self) -> None:
        if self._live_pid() is not None:
            if self._comes_up(seconds=60):
                return
            self.stop()  # it lives but its socket is gone or of another place
        self._make_folder(self.socket_dir)
        if not (self.data / "PG_VERSION").exists():
            self._make_cluster()
        found = (self.data / "PG_VERSION").read_text().strip()
        if found != str(MAJOR):
            raise EmbeddedDatabaseError(
                f"Dữ liệu ở {self.data} là của PostgreSQL {found}, chương trình mang theo PostgreSQL {MAJOR}: "
                f"hãy sao lưu bằng bản cũ rồi chuyển thư mục này đi chỗ khác. (The data folder is of another version.)"
            )
        self._forget_dead_server()
        options = " ".join(
            ["-k", shlex.quote(str(self.socket_dir))]
            + [f"-c {name}={shlex.quote(str(value))}" for name, value in OPTIONS.items()]
        )
        start = (
            "pg_ctl",
            "start",
            "-D",
            self.data,
            "-l",
            self.data / "start.log",
            "-w",
            "-t",
            "120",
            "-o",
            options,
        )
        for wait in (1, 2, 4, None):
            failed = self._run(*start, check=wait is None)
            if not failed:
                break
            # After kill -9 the server's children need a moment to notice; until then they hold the shared memory.
            time.sleep(wait)
        if not self._comes_up(seconds=30):
            raise self._failure("PostgreSQL đã chạy nhưng không trả lời (started, but does not answer).")
        with self._connect("superuser", "postgres") as connection:
            check_version(connection)

    def _make_cluster(self) -> None:
        self._tell()
        new = self.home / "postgres.new"
        if new.exists():
            shutil.rmtree(new)  # left by an interrupted first start
        self._make_folder(new)
        # The locale is said in full because initdb otherwise copies the caller's, and with LANG unset
        # upper() and lower() do not know Vietnamese letters.
        self._run(
            *("initdb", "-D", new, "-U", ROLES["superuser"], "-A", "trust", "--encoding=UTF8"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
        )
        with open(new / "pg_hba.conf", "w") as hba:
            hba.write(
                "# Unix socket only; the folder of the socket is closed to other users.\nlocal all all trust\n"
            )
        new.rename(self.data)

    def _make_roles_and_database(self, database: str) -> None:
        wanted = {
            "owner": "LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS",
            "app": "LOGIN NOCREATEDB NOSUPERUSER NOBYPASSRLS",
            "backup": "LOGIN NOCREATEDB NOSUPERUSER BYPASSRLS",
        }
        with self._connect("superuser", "postgres") as connection:
            check_version(connection)
            present = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
            with connection.transaction():
                for role, rights in wanted.items():
                    if ROLES[role] not in present:
                        connection.execute(
                            sql.SQL("CREATE ROLE {} " + rights).format(sql.Identifier(ROLES[role]))
                        )
                connection.execute(
                    sql.SQL("GRANT pg_read_all_data TO {}").format(sql.Identifier(ROLES["backup"]))
                )
            exists = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
            if not exists.fetchone():
                connection.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(
                        sql.Identifier(database), sql.Identifier(ROLES["owner"])
                    )
                )

    # -- is it alive? ----------------------------------------------------------------------------------------

    def _connect(self, role: str, database: str) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.socket_dir),
            port=PORT,
            user=ROLES[role],
            dbname=database,
            connect_timeout=10,
            autocommit=True,
        )

    def _answers(self) -> bool:
        try:
            self._connect("superuser", "postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def _comes_up(self, *, seconds: int) -> bool:
        """Wait for a server that is starting (after a crash it first reads its log again)."""
        deadline = time.monotonic() + seconds
        while not self._answers():
            socket = self.socket_dir / f".s.PGSQL.{PORT}"
            if not socket.exists() or self._live_pid() is None or time.monotonic() > deadline:
                return False
            time.sleep(0.2)
        return True

    def _live_pid(self) -> int | None:
        """The server's process id, or None when it is gone, a zombie, or a number that went to another program."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return None
        process = Path(f"/proc/{pid}")
        if not Path("/proc/self").exists():  # not Linux
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, 0)
                return pid
            return None
        try:
            # The state follows the command's name in brackets. Where pid 1 reaps nobody, zombies stay for ever.
            state = (process / "stat").read_text().rpartition(")")[2].split()[0]
            # PostgreSQL always works in its data folder.
            same = os.path.samefile(process / "cwd", self.data)
        except (FileNotFoundError, ProcessLookupError):
            return None
        except PermissionError:
            return None  # somebody else's process: the number was given away
        return pid if same and state not in "ZX" else None

    def _forget_dead_server(self) -> None:
        """Called when no server lives: PostgreSQL itself would take a zombie or a reused number for one.

        Only the number is replaced. The rest of postmaster.pid names the shared memory by which PostgreSQL sees
        that children of the dead server still write, and then it must not start.
        """
        pid_file = self.data / "postmaster.pid"
        if pid_file.exists():
            rest = pid_file.read_text().partition("\n")[2]
            with open(os.open(pid_file, os.O_WRONLY | os.O_TRUNC | os.O_NOFOLLOW), "w") as file:
                file.write(f"{NEVER_A_PID}\n{rest}")
        for name in (f".s.PGSQL.{PORT}", f".s.PGSQL.{PORT}.lock"):
            (self.socket_dir / name).unlink(missing_ok=True)

    # -- folders, users, programs ----------------------------------------------------------------------------

    @contextlib.contextmanager
    def _locked(self):
        try:
            self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self.run_as:
                # Root keeps the folder and lets the system user pass through to its own two folders,
                # whatever the umask.
                self.home.chmod(0o711)
                if self.home.is_relative_to(SYSTEM_HOME):
                    SYSTEM_HOME.chmod(0o755)
            lock = os.open(self.home / "postgres.lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        except OSError as error:
            raise EmbeddedDatabaseError(
                f"Không ghi được vào {self.home} ({error.strerror}): hãy chạy bằng người dùng sở hữu thư mục này. "
                f"(Not writable by this user.)"
            ) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _make_folder(self, folder: Path) -> None:
        """A 0700 folder of the server's user; one that is a link or somebody else's is refused."""
        user = self._user()
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            if user:
                os.chown(folder, user.pw_uid, user.pw_gid)
        found = os.lstat(folder)
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != (user.pw_uid if user else os.getuid()):
            raise EmbeddedDatabaseError(
                f"Thư mục {folder} không phải của người dùng chạy PostgreSQL: hãy xoá hoặc đổi tên nó. "
                f"(This folder belongs to somebody else.)"
            )
        folder.chmod(0o700)

    def _user(self) -> pwd.struct_passwd | None:
        return pwd.getpwnam(self.run_as) if self.run_as else None

    def _run(self, program: str, *arguments, check: bool = True) -> bool:
        """Run a PostgreSQL program as the server's user; True when it failed and ``check`` is off."""
        user = self._user()
        finished = subprocess.run(
            [(self.programs or programs_for(user)) / program, *map(str, arguments)],
            # Nothing of the caller's reaches the server: not its locale, not its terminal, not its pipes.
            env={"PATH": os.defpath, "LC_ALL": "C", "HOME": user.pw_dir if user else str(self.home)},
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,  # of a server that starts only until its log is open: see -l
            start_new_session=True,
            **as_user(user),
        )
        if finished.returncode and check:
            said = (finished.stderr or b"").decode(errors="replace").strip()
            raise self._failure(f"{program} không chạy được (failed): {said}".rstrip(": "))
        return finished.returncode != 0

    def _failure(self, sentence: str) -> EmbeddedDatabaseError:
        logs = [
            self.data / "start.log",
            *sorted((self.data / "log").glob("*.log"), key=os.path.getmtime)[-1:],
        ]
        tail = [
            line for log in logs if log.exists() for line in log.read_text(errors="replace").splitlines()[-8:]
        ]
        return EmbeddedDatabaseError("\n".join([sentence, *tail]))

    def _tell(self) -> None:
        whose = (
            f", chạy bằng người dùng hệ thống «{self.run_as}» vì root không được chạy PostgreSQL"
            if self.run_as
            else ""
        )
        gloss = f" as the system user {self.run_as}, since root may not run it" if self.run_as else ""
        sys.stderr.write(
            f"Tạo cơ sở dữ liệu PostgreSQL ở {self.data}{whose}. (Making the embedded PostgreSQL{gloss}.)\n"
        )


def check_version(connection: psycopg.Connection) -> None:
    """Raise unless the server is of the version whose locale and constraints were tested here."""
    if connection.info.server_version // 10_000 != MAJOR:
        raise EmbeddedDatabaseError(
            f"Máy chủ PostgreSQL nhúng là bản {connection.info.server_version}, cần bản {MAJOR}. "
            f"(The embedded server is of another version.)"
        )


def socket_folder_for(home: Path) -> Path:
    """``home/socket``, or a short folder of the user's own when the path would not fit into a socket's address."""
    folder = home / "socket"
    if len(os.fsencode(folder / f".s.PGSQL.{PORT}")) <= SOCKET_PATH_LIMIT:
        return folder
    # Not tempfile.gettempdir(): two commands with different TMPDIR must find the same server.
    return Path("/tmp") / f"sat-co-so-{os.getuid()}-{short_hash(home)}"


def short_hash(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
