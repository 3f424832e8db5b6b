"""The embedded PostgreSQL on throw-away servers: nothing here touches the checkout's own."""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

import psycopg
import pytest

from config import embedded, programs
from config.cluster import PORT, Server
from config.programs import EmbeddedDatabaseError

ROOT = os.getuid() == 0
# Root can become anybody, so as root both ways of running are tried; an ordinary user can only be itself, and what
# it does is then exactly the second way. Nothing is skipped: the list holds what can exist.
WHO = ["root by a system user", "an ordinary user"] if ROOT else ["the ordinary user of this run"]


class Place:
    """A server in a folder with a space, a quote and an accent in its name, and the hands that work on it."""

    def __init__(self, who: str, name: str = "nhà 'của' ta"):
        self.top = Path(
            tempfile.mkdtemp(prefix="sat co so ", dir="/tmp")
        )  # short enough for a socket's address
        self.top.chmod(0o755)
        self.stranger = pwd.getpwnam("nobody") if who == "an ordinary user" else None
        if self.stranger:
            os.chown(self.top, self.stranger.pw_uid, self.stranger.pw_gid)
        home = self.top / name
        run_as = embedded.system_user(home) if who.startswith("root") else None
        # The checkout may lie where only its owner goes; the programs are then read from a copy.
        found = programs.bin_dir()
        if self.stranger and not programs.may_run(found / "initdb", self.stranger):
            found = programs.copy_programs(found, self.top / "pg")
        self.server = Server(home, run_as=run_as, programs=found if self.stranger else None)

    def do(self, work):
        """Run ``work()`` as the user whom this place is about; its error is raised here."""
        if not self.stranger:
            return work()
        read, write = os.pipe()
        child = os.fork()
        if not child:
            try:
                os.setgroups([])
                os.setgid(self.stranger.pw_gid)
                os.setuid(self.stranger.pw_uid)
                work()
                os._exit(0)
            except BaseException:
                os.write(write, traceback.format_exc().encode()[-4000:])
                os._exit(1)
        os.close(write)
        with open(read, encoding="utf-8", errors="replace") as said:
            error = said.read()
        assert os.waitpid(child, 0)[1] == 0, error
        return None

    def start(self, database="satcoso"):
        self.do(lambda: self.server.ensure_running(database))

    def ask(self, role, question, database="satcoso"):
        with psycopg.connect(self.server.url(role, database), autocommit=True) as connection:
            cursor = connection.execute(question)
            return cursor.fetchone() if cursor.description else None

    def remove(self):
        self.do(self.server.stop)
        shutil.rmtree(self.top)


@pytest.fixture(scope="module", params=WHO)
def place(request):
    place = Place(request.param)
    yield place
    place.remove()


def test_a_second_start_finds_the_first_server(place):
    place.start()
    first = place.server._live_pid()
    place.start()
    assert first is not None
    assert place.server._live_pid() == first
    assert place.server.is_running()


def test_each_role_has_the_rights_it_needs_and_no_more(place):
    place.start()
    roles = """SELECT json_object_agg(rolname, array[rolsuper, rolcreatedb, rolbypassrls, rolcreaterole])
               FROM pg_roles WHERE rolname LIKE 'satcoso%'"""
    assert place.ask("superuser", roles)[0] == {
        "satcoso_owner": [False, True, False, False],
        "satcoso_app": [False, False, False, False],
        "satcoso_backup": [False, False, True, False],
    }
    place.ask("owner", "CREATE TABLE IF NOT EXISTS mine (id int)")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        place.ask("app", "CREATE TABLE yours (id int)")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        place.ask("app", "SELECT count(*) FROM mine")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        place.ask("backup", "INSERT INTO mine VALUES (1)")
    assert place.ask("backup", "SELECT count(*) >= 0 FROM mine") == (True,)


def test_vietnamese_letters_change_their_case_whatever_the_callers_locale(place, monkeypatch):
    for name in ("LANG", "LC_ALL", "LC_CTYPE"):
        monkeypatch.delenv(name, raising=False)
    place.start()
    assert place.ask("app", "SELECT upper('đặng thị ước'), lower('ĐẶNG THỊ ƯỚC')") == (
        "ĐẶNG THỊ ƯỚC",
        "đặng thị ước",
    )
    about = "SELECT datlocprovider, datlocale, datcollate FROM pg_database WHERE datname = 'satcoso'"
    assert place.ask("app", about) == ("b", "C.UTF-8", "C")


def test_another_database_is_made_when_it_is_asked_for_and_belongs_to_the_owner(place):
    place.start()
    place.start('dev "Bình Đại"')
    owner = "SELECT pg_get_userbyid(datdba), current_database() FROM pg_database WHERE datname = current_database()"
    assert place.ask("owner", owner, 'dev "Bình Đại"') == ("satcoso_owner", 'dev "Bình Đại"')


def test_no_other_user_can_reach_the_server(place):
    place.start()
    assert place.ask("superuser", "SHOW listen_addresses") == ("",)
    owner = place.server._user().pw_uid if place.server.run_as else place.top.stat().st_uid
    for folder in (place.server.socket_dir, place.server.data):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert folder.stat().st_uid == owner
    with open(f"/proc/{place.server._live_pid()}/status") as status:
        uid = next(line for line in status if line.startswith("Uid:")).split()[1]
    assert int(uid) == owner != 0


def test_a_killed_server_starts_again_with_everything_it_accepted(place):
    place.start()
    place.ask("owner", "CREATE TABLE IF NOT EXISTS accepted (id int)")
    place.ask("owner", "INSERT INTO accepted VALUES (1)")
    before = place.ask("owner", "SELECT count(*) FROM accepted")
    pid = place.server._live_pid()
    os.kill(pid, signal.SIGKILL)
    place.start()
    assert place.server._live_pid() not in (None, pid)
    assert place.ask("owner", "SELECT count(*) FROM accepted") == before


def test_a_number_that_went_to_another_program_or_a_zombie_is_not_taken_for_the_server(place):
    place.start()
    pid_file = place.server.data / "postmaster.pid"
    rest = pid_file.read_text().partition("\n")[2]
    zombie = os.fork()
    if not zombie:
        os._exit(0)
    os.waitid(os.P_PID, zombie, os.WEXITED | os.WNOWAIT)  # dead, and not yet reaped
    try:
        for number in (os.getpid(), zombie):
            place.do(place.server.stop)
            # PostgreSQL takes the file away at the end; a killed one leaves it, and its socket's lock.
            for left in (pid_file, place.server.socket_dir / f".s.PGSQL.{PORT}.lock"):
                place.do(lambda left=left, number=number: left.write_text(f"{number}\n{rest}"))
            assert not place.server.is_running()
            place.start()
            assert place.server.is_running()
    finally:
        os.waitpid(zombie, 0)


def test_a_server_whose_socket_was_swept_away_is_started_anew(place):
    place.start()
    pid = place.server._live_pid()
    (place.server.socket_dir / f".s.PGSQL.{PORT}").unlink()
    place.start()
    assert place.server._live_pid() != pid
    assert place.ask("app", "SELECT 1") == (1,)


def test_a_stopped_server_starts_again(place):
    place.start()
    place.do(place.server.stop)
    assert not place.server.is_running()
    place.do(place.server.stop)  # nothing to stop is not an error
    place.start()
    assert place.server.is_running()


def test_four_starts_at_once_in_an_empty_environment_make_one_server_and_free_their_callers():
    """The callers read the programs' output to its end: a server that kept their pipe would hold them for ever."""
    place = Place("root by a system user" if ROOT else "the ordinary user of this run", name="nhà")
    half = place.server.home / "postgres.new" / "base"
    half.mkdir(parents=True)  # the first start was interrupted
    (half / "1").write_text("half")
    code = f"""if True:
        from pathlib import Path
        from config.cluster import Server
        server = Server(Path({str(place.server.home)!r}), run_as={place.server.run_as!r})
        server.ensure_running("satcoso")
        print(server._live_pid())"""
    starts = [
        subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=embedded.TOP,
            env={},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(4)
    ]
    try:
        answers = [start.communicate(timeout=60) for start in starts]
        assert [start.returncode for start in starts] == [0] * 4, answers
        assert len({said for said, _ in answers}) == 1
        assert sum(b"PostgreSQL" in told for _, told in answers) == 1  # one of them made the data
        assert not half.exists()
    finally:
        place.remove()


def test_a_long_path_gets_a_short_socket_folder_that_nobody_else_prepared():
    home = Path("/tmp") / ("dài " * 30) / "nhà"
    server = Server(home)
    address = str(server.socket_dir / f".s.PGSQL.{PORT}")
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as probe, pytest.raises(FileNotFoundError):
        probe.connect(address)  # and not "AF_UNIX path too long"
    assert str(os.getuid()) in server.socket_dir.name
    assert Server(home.with_name("nhà khác")).socket_dir != server.socket_dir
    server.socket_dir.symlink_to("/tmp")
    try:
        with pytest.raises(EmbeddedDatabaseError, match="không phải của người dùng"):
            server._make_folder(server.socket_dir)
    finally:
        server.socket_dir.unlink()


def test_data_of_another_version_are_left_alone(tmp_path):
    server = Server(tmp_path / "nhà")
    server.data.mkdir(parents=True)
    (server.data / "PG_VERSION").write_text("17\n")
    with pytest.raises(EmbeddedDatabaseError, match="PostgreSQL 17"):
        server.ensure_running("satcoso")
    assert [path.name for path in server.data.iterdir()] == ["PG_VERSION"]


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(EmbeddedDatabaseError, match="Không ghi được vào"):
        Server(tmp_path / "file" / "nhà").ensure_running("satcoso")


def test_programs_in_a_closed_folder_are_copied_to_where_everybody_can_read_them(tmp_path):
    copied = programs.copy_programs(programs.bin_dir(), tmp_path / "pg")
    assert subprocess.run([copied / "psql", "--version"], env={}, check=True, capture_output=True).stdout
    assert stat.S_IMODE((copied / "postgres").stat().st_mode) == 0o755
    assert programs.copy_programs(programs.bin_dir(), tmp_path / "pg") == copied
    assert [path.name for path in tmp_path.iterdir()] == ["pg"]
    tmp_path.chmod(0o700)
    me = pwd.getpwuid(os.getuid())
    assert programs.may_run(copied / "initdb", pwd.getpwnam("nobody")) is False
    assert programs.as_user(me) == {"user": me.pw_uid, "group": me.pw_gid, "extra_groups": []}
