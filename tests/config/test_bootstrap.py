"""The way in, on throw-away checkouts with a small lock of their own: no network, the real venv and the real pip."""

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import manage
from config import bootstrap

MADE, INSTALLED = "Tạo môi trường", "Cài các thư viện"
MANAGE = """
import os, sys
from config import bootstrap
bootstrap.enter(sys.argv)
import small
print(small.VERSION, sys.prefix, *sys.argv[1:], sep="|")
"""


class Checkout:
    """A folder with a space in its name, a manage.py, the real bootstrap, and a lock of one package."""

    def __init__(self, top: Path):
        self.top = top
        (top / "config").mkdir(parents=True)
        (top / "config" / "__init__.py").touch()
        shutil.copy(bootstrap.__file__, top / "config")
        (top / "manage.py").write_text(MANAGE)
        self.lock_to("1.0")

    def lock_to(self, version: str, *, digest: str = ""):
        wheel = self.top / f"small-{version}-py3-none-any.whl"
        about = f"small-{version}.dist-info"
        with zipfile.ZipFile(wheel, "w") as file:
            file.writestr("small.py", f"VERSION = {version!r}\n")
            file.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: small\nVersion: {version}\n")
            file.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            file.writestr(
                f"{about}/RECORD", f"small.py,,\n{about}/METADATA,,\n{about}/WHEEL,,\n{about}/RECORD,,\n"
            )
        digest = digest or hashlib.sha256(wheel.read_bytes()).hexdigest()
        (self.top / "requirements.lock").write_text(
            f"--no-index\n--find-links {self.top.as_uri()}\nsmall=={version} --hash=sha256:{digest}\n"
        )

    def start(self, *arguments, python=None):
        # -S: a Python whose own site-packages hold nothing of ours, as on a fresh machine.
        return subprocess.Popen(
            [python or bootstrap.base_python(), "-S", "manage.py", *arguments],
            cwd=self.top,
            env={},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def run(self, *arguments):
        """(exit code, what it printed, what it said while setting up)"""
        process = self.start(*arguments)
        printed, said = process.communicate(timeout=120)
        return process.returncode, printed.strip(), said

    @property
    def environment(self):
        return bootstrap.Environment(self.top)


@pytest.fixture(scope="module")
def first_starts(tmp_path_factory):
    """A fresh checkout and the answers of two starts at once, the first that it ever saw."""
    checkout = Checkout(tmp_path_factory.mktemp("máy mới") / "sát cơ sở")
    starts = [checkout.start("demo", "--port", "8 0"), checkout.start("selftest")]
    answers = [start.communicate(timeout=120) for start in starts]
    assert [start.returncode for start in starts] == [0, 0], answers
    return checkout, answers


@pytest.fixture
def checkout(first_starts):
    """The same checkout later; a test leaves it working and locked to 1.0."""
    return first_starts[0]


def test_two_first_starts_at_once_make_one_environment_and_both_run_inside_it(first_starts):
    checkout, answers = first_starts
    folder = checkout.top / ".venv"
    assert [printed.strip() for printed, _ in answers] == [
        f"1.0|{folder}|demo|--port|8 0",
        f"1.0|{folder}|selftest",
    ]
    assert sum(MADE in said for _, said in answers) == 1
    assert sum(INSTALLED in said for _, said in answers) == 1


def test_a_second_start_sets_nothing_up_and_says_nothing(checkout):
    for command in ("demo", "selftest", "figures"):
        code, printed, said = checkout.run(command)
        assert (code, printed.split("|")[1:], said) == (0, [str(checkout.top / ".venv"), command], "")


def test_a_new_lock_is_installed_into_the_same_environment(checkout):
    checkout.lock_to("2.0")
    code, printed, said = checkout.run("figures")
    assert "requirements.lock đã đổi" in said  # told, and left to the two commands
    code, printed, said = checkout.run("demo")
    assert printed.startswith("2.0|")
    assert (MADE in said, INSTALLED in said) == (False, True)
    checkout.lock_to("1.0")
    assert checkout.run("demo")[1].startswith("1.0|")


def test_a_package_with_another_hash_is_refused_and_the_next_start_begins_from_nothing(checkout):
    environment = checkout.environment
    checkout.lock_to("3.0", digest="0" * 64)
    code, printed, said = checkout.run("demo")
    assert (code, printed) == (1, "")
    assert "Không cài được thư viện" in said
    assert environment.unfinished.exists()  # the same that a set-up leaves when it is killed
    (environment.folder / "half").touch()
    code, printed, said = checkout.run("figures")
    assert (code, printed) == (1, "")
    assert "demo --prepare-only" in said
    checkout.lock_to("1.0")
    code, printed, said = checkout.run("demo")
    assert (code, MADE in said, (environment.folder / "half").exists()) == (0, True, False)


def test_another_command_without_an_environment_says_which_one_to_run(tmp_path):
    checkout = Checkout(tmp_path / "chưa có")
    code, printed, said = checkout.run("figures", "coverage")
    assert (code, printed) == (1, "")
    assert "python3 manage.py demo --prepare-only" in said
    assert not (checkout.top / ".venv").exists()


def test_a_place_that_cannot_be_written_is_said_in_a_sentence(tmp_path):
    checkout = Checkout(tmp_path / "chỉ đọc")
    (checkout.top / ".local").write_text("a file where the folder would go, which stops root as well")
    code, printed, said = checkout.run("demo")
    assert (code, printed) == (1, "")
    assert f"không ghi được vào {checkout.top}" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("state", "kept"),
    [
        ("made elsewhere and moved here", False),
        ("half made", False),
        ("without a Python", False),
        ("not an environment", False),
        ("a developer's own", True),
        ("ours with an old lock", True),
    ],
)
def test_what_becomes_of_an_environment_that_is_found(tmp_path, state, kept):
    (tmp_path / "requirements.lock").write_text("")
    environment = bootstrap.Environment(tmp_path)
    environment.python.parent.mkdir(parents=True)
    if state != "without a Python":
        environment.python.symlink_to(sys.executable)
    if state != "not an environment":
        (environment.folder / "pyvenv.cfg").touch()
    if state == "half made":
        environment.unfinished.touch()
    if state == "ours with an old lock":
        environment.stamp.write_text(f"0\n{environment.folder}\n")
    if state == "made elsewhere and moved here":
        environment.stamp.write_text(environment.wanted_stamp().replace(str(tmp_path), "/elsewhere"))
    assert environment.can_be_kept() is kept
    assert not environment.is_ready()


def test_a_python_without_venv_is_told_the_one_line_to_install_it(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(SystemExit) as stopped:
        bootstrap.require_venv()
    sudo = "" if os.getuid() == 0 else "sudo "
    package = f"python3.{sys.version_info.minor}-venv"
    assert stopped.value.code == 1
    assert f"{sudo}apt-get update && {sudo}apt-get install -y {package}" in capsys.readouterr().err


def test_a_python_that_is_too_old_is_told_which_one_is_needed(monkeypatch, capsys):
    monkeypatch.setattr(bootstrap, "OLDEST", (3, 99))
    with pytest.raises(SystemExit) as stopped:
        bootstrap.require_python(["manage.py", "demo"])
    assert stopped.value.code == 1
    assert "Cần Python 3.11 trở lên" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "needs"),
    [
        ([], False),
        (["help"], False),
        (["help", "figures"], False),
        (["figures", "--help"], False),
        (["--version"], False),
        (["check"], False),
        (["check", "--deploy"], False),
        (["check", "--database", "default"], True),
        (["compilemessages"], False),
        (["migrate"], True),
        (["demo", "--prepare-only"], True),
        (["figures", "coverage", "--json"], True),
        (["runserver", "8000"], True),
    ],
)
def test_the_embedded_server_is_started_for_the_commands_that_ask_a_database(arguments, needs):
    assert manage.needs_database(arguments) is needs
