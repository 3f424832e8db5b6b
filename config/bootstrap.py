"""From a fresh machine to a running ``manage.py``: standard library only, read before Django exists.

``demo`` and ``selftest`` make ``.venv`` from ``requirements.lock`` and run themselves again inside it. Every other
command only goes inside. The file keeps to syntax that an old Python can read, so that it can say that it is too old.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
COMMANDS_THAT_PREPARE = ("demo", "selftest")
OLDEST = (3, 11)
# With an empty environment there is no PATH; what the product starts (apt-get, chromium) lives here.
USUAL_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


class Environment:
    """The virtual environment of one checkout."""

    def __init__(self, top=TOP):
        self.top = Path(top)
        self.folder = self.top / ".venv"
        self.python = self.folder / "bin" / "python"
        self.lock = self.top / "requirements.lock"
        # Written last and first: a set-up that was interrupted leaves the second and not the first.
        self.stamp = self.folder / "set-up.done"
        self.unfinished = self.folder / "set-up.unfinished"

    def is_ours(self):
        """True when this process already runs inside."""
        with contextlib.suppress(OSError):
            return os.path.samefile(sys.prefix, self.folder)
        return False

    def wanted_stamp(self):
        # The scripts inside name the folder, so a checkout that was moved or copied needs a new environment.
        return f"{hashlib.sha256(self.lock.read_bytes()).hexdigest()}\n{self.folder}\n"

    def found_stamp(self):
        with contextlib.suppress(OSError, UnicodeDecodeError):
            return self.stamp.read_text(encoding="utf-8")
        return ""

    def is_ready(self):
        return (
            self.found_stamp() == self.wanted_stamp()
            and not self.unfinished.exists()
            and self.python.exists()  # a link to a Python that the system has removed does not exist
        )

    def can_be_kept(self):
        """Whether the folder holds a working environment, ours or a developer's, that only needs the packages."""
        if self.unfinished.exists() or not (self.folder / "pyvenv.cfg").exists():
            return False
        stamp = self.found_stamp()
        if stamp and stamp.splitlines()[1:] != [str(self.folder)]:
            return False
        test = f"import sys; sys.exit(sys.version_info[:2] < {OLDEST!r})"
        try:
            return subprocess.call([str(self.python), "-c", test], stderr=subprocess.DEVNULL) == 0
        except OSError:
            return False

    def prepare(self):
        """Make or renew the environment unless it is ready. Ends the program with a sentence when it cannot."""
        if self.is_ready():
            return
        with self.locked():
            if self.is_ready():  # made by the start that we waited for
                return
            if not self.can_be_kept():
                self.make()
            self.install()

    def make(self):
        require_venv()
        say(
            f"Tạo môi trường Python riêng ở {self.folder}.",
            "Making the environment.",
        )
        if self.folder.is_symlink() or self.folder.is_file():
            self.folder.unlink()
        elif self.folder.exists():
            shutil.rmtree(self.folder)
        self.folder.mkdir()
        self.unfinished.touch()
        run([base_python(), "-m", "venv", str(self.folder)], "Không tạo được môi trường Python.")

    def install(self):
        self.unfinished.touch()
        with contextlib.suppress(FileNotFoundError):
            self.stamp.unlink()
        say(
            "Cài các thư viện theo requirements.lock, lần đầu mất một hai phút và cần mạng…",
            "Installing the locked packages; the first time takes a minute or two and needs the network.",
        )
        python = str(self.python)
        if subprocess.call(
            [python, "-m", "pip", "--version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ):
            # An environment made by uv has no pip.
            run([python, "-m", "ensurepip"], "Không cài được pip.")
        run(
            [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
            + ["--progress-bar", "off", "--require-hashes", "-r", str(self.lock)],
            "Không cài được thư viện: hãy kiểm tra mạng (hoặc HTTPS_PROXY, PIP_INDEX_URL) rồi chạy lại lệnh này.",
        )
        self.stamp.write_text(self.wanted_stamp(), encoding="utf-8")
        self.unfinished.unlink()

    @contextlib.contextmanager
    def locked(self):
        """One set-up at a time; a second start waits for the first and finds its work done."""
        folder = self.top / ".local"
        try:
            if not os.access(str(self.top), os.W_OK):
                raise PermissionError
            folder.mkdir(mode=0o700, exist_ok=True)  # two first starts at once make it both
            lock = open(str(folder / "set-up.lock"), "w")  # noqa: SIM115 (closed below, after the work)
        except OSError:
            stop(
                f"Người dùng này không ghi được vào {self.top}: hãy chạy bằng người dùng sở hữu thư mục đó, "
                "hoặc chép dự án vào thư mục của mình.",
                "This checkout is not writable by this user.",
            )
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                say(
                    "Một lần chạy khác đang chuẩn bị môi trường, xin chờ…",
                    "Waiting for another start that is setting up.",
                )
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def run_again(self, arguments):
        """Replace this process by the same command inside the environment."""
        environment = dict(os.environ)
        environment.setdefault("PATH", USUAL_PATH)
        environment.pop("PYTHONHOME", None)
        python = str(self.python)
        sys.stdout.flush()
        sys.stderr.flush()
        os.execve(python, [python, str(self.top / "manage.py")] + arguments, environment)


def enter(argv):
    """Return inside an environment that has the product's packages, or end the program with a sentence."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            # A terminal without Vietnamese letters must not stop the product.
            stream.reconfigure(errors="replace")
    os.environ.setdefault("PATH", USUAL_PATH)
    command = argv[1] if len(argv) > 1 else ""
    environment = Environment()
    if command in COMMANDS_THAT_PREPARE and not environment.is_ready():
        require_python(argv)
        try:
            environment.prepare()
        except KeyboardInterrupt:
            stop(
                "Đã dừng giữa chừng: chạy lại lệnh này sẽ làm lại từ đầu.",
                "Interrupted; the next start begins again.",
            )
        environment.run_again(argv[1:])
    if environment.is_ours():
        note_old_packages(environment)
    elif environment.python.exists() and not environment.unfinished.exists():
        # A virtual environment that the caller has entered is the caller's choice, if it holds the packages.
        if command in COMMANDS_THAT_PREPARE or sys.prefix == sys.base_prefix or not has_django():
            environment.run_again(argv[1:])
    elif not has_django():
        stop(
            "Chưa có môi trường của chương trình: hãy chạy «python3 manage.py demo --prepare-only» trước.",
            "No environment yet: run python3 manage.py demo --prepare-only first.",
        )


def note_old_packages(environment):
    found = environment.found_stamp()
    if found and found != environment.wanted_stamp():
        say(
            "requirements.lock đã đổi: hãy chạy «python3 manage.py demo --prepare-only» để cài thư viện mới.",
            "The locked packages have changed.",
            file=sys.stderr,
        )


def has_django():
    return importlib.util.find_spec("django") is not None


def require_python(argv):
    """Python 3.11 or newer: this one, or another of this machine's that takes over."""
    if sys.version_info >= OLDEST:
        return
    for minor in range(20, OLDEST[1] - 1, -1):
        newer = shutil.which(f"python3.{minor}")
        if newer:
            sys.stdout.flush()
            os.execv(newer, [newer, str(TOP / "manage.py")] + argv[1:])
    stop(
        "Cần Python 3.11 trở lên, máy này có {}.{}: {}".format(
            sys.version_info[0], sys.version_info[1], apt_line("python3.11 python3.11-venv")
        ),
        "Python 3.11 or newer is needed.",
    )


def require_venv():
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        package = "python{}.{}-venv".format(*sys.version_info[:2])
        stop(f"Thiếu gói venv của Python: {apt_line(package)}", "The venv package of Python is missing.")


def apt_line(packages):
    sudo = "" if os.getuid() == 0 else "sudo "
    return f"{sudo}apt-get update && {sudo}apt-get install -y {packages}"


def base_python():
    """Path of the Python that runs this, outside any virtual environment.

    With an empty environment Python does not know its own path; the system does.
    """
    return getattr(sys, "_base_executable", "") or sys.executable or os.path.realpath("/proc/self/exe")


def run(command, sentence):
    environment = dict(os.environ)
    for name in ("PYTHONHOME", "PYTHONPATH", "PIP_TARGET", "PIP_PREFIX"):
        environment.pop(name, None)
    # Some machines set it for everybody, and inside an environment it is an error.
    environment["PIP_USER"] = "0"
    if subprocess.call(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL):
        stop(sentence, "This step failed; what it said stands above.")


def say(sentence, gloss, file=None):
    print(f"{sentence} ({gloss})", file=file or sys.stderr, flush=True)


def stop(sentence, gloss):
    say(sentence, gloss)
    raise SystemExit(1)
