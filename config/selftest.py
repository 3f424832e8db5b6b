"""``python3 manage.py selftest``: every check and every test, a real browser included, and what it did in words.

Anything after ``--`` goes to pytest. The last line printed is pytest's own.
"""

import fcntl
import os
import re
import secrets
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from django.core.exceptions import ImproperlyConfigured

from config import browser, embedded
from config.bootstrap import TOP

USAGE = """python3 manage.py selftest [-- tham số cho pytest]

Chạy mọi kiểm tra và mọi phép thử, kể cả bằng trình duyệt thật, rồi kể đã làm gì.
(Runs every check and every test, those in a real browser included, and says what it did.)"""


# Each holds a Python, a browser and its part of the database server: about half a gigabyte.
MOST_WORKERS = 4


@dataclass
class Step:
    """One check: what it asks in words, the command that answers, what it adds to the environment."""

    words: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)


@dataclass
class Outcome:
    words: str
    passed: bool
    seconds: float
    reason: str = ""


def main(arguments: list[str]) -> int:
    """Returns the exit code: 0 only when every step passed and no test was left out."""
    if {"-h", "--help"} & set(arguments[:1]):
        print(USAGE)
        return 0
    if arguments and arguments[0] != "--":
        print(USAGE, file=sys.stderr)
        return 2
    os.chdir(TOP)
    folder = TOP / ".local"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        lock = open(folder / "selftest.lock", "w")  # noqa: SIM115 (closed below, after the work)
    except OSError as error:
        tell(f"Không ghi được vào {folder}: {error.strerror}. (Not writable by this user.)")
        return 1
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            tell("Một lần tự kiểm tra khác đang chạy, xin chờ… (Waiting for another selftest.)")
            fcntl.flock(lock, fcntl.LOCK_EX)
        return run_all(arguments[1:])


def run_all(pytest_arguments: list[str]) -> int:
    began = time.monotonic()
    outcomes = []
    if os.environ.get("DATABASE_URL"):
        # A developer's server is not yet production, whose checks and redirects to HTTPS would stand before every test.
        os.environ.setdefault("DEBUG", "on")

    database, browser_path = get_database_and_browser(outcomes)
    outcomes += run_checks(checks(database))
    tests, closing_line = run_tests(pytest_arguments, browser_path)
    outcomes.append(tests)

    failed = [outcome for outcome in outcomes if not outcome.passed]
    tell("\nTóm tắt (summary):")
    for outcome in outcomes:
        mark = "đạt  (ok)  " if outcome.passed else "HỎNG (FAIL)"
        tell(
            f"  {mark} {outcome.seconds:6.1f} s  {outcome.words}{': ' if outcome.reason else ''}{outcome.reason}"
        )
    seconds = time.monotonic() - began
    if failed:
        tell(f"Có {len(failed)} trên {len(outcomes)} bước hỏng, sau {seconds:.0f} giây. (Some steps failed.)")
    else:
        tell(f"Tất cả {len(outcomes)} bước đều đạt, trong {seconds:.0f} giây. (All passed.)")
    tell(closing_line)
    return 1 if failed else 0


def get_database_and_browser(outcomes: list[Outcome]) -> tuple[dict[str, str], str | None]:
    """Database and browser, without which nothing below means anything; their own failure is a failed step."""
    began = time.monotonic()
    if os.environ.get("DATABASE_URL"):
        database = {}
        words, reason = "Cơ sở dữ liệu: DATABASE_URL (the database named by DATABASE_URL)", ""
    else:
        database = {
            "DATABASE_URL": embedded.url("app"),
            "DATABASE_OWNER_URL": embedded.url("owner"),
        }
        words, reason = f"PostgreSQL kèm theo, ở {embedded.home()} (the embedded database)", ""
        try:
            embedded.ensure_running()
        except ImproperlyConfigured as error:
            reason = str(error)
    outcomes.append(report(Outcome(words, not reason, time.monotonic() - began, reason)))

    began = time.monotonic()
    path, reason = None, ""
    try:
        path = browser.find_or_install(say=tell)
    except browser.NoBrowserError as error:
        reason = str(error)
    words = f"Trình duyệt: {path or 'không có'} (the browser)"
    outcomes.append(report(Outcome(words, not reason, time.monotonic() - began, reason)))
    return database, path


def checks(database: dict[str, str]) -> list[Step]:
    """Everything but the tests. ``database`` holds the URLs for the check that plays production."""
    python = sys.executable
    manage = [python, str(TOP / "manage.py")]
    production = {
        "DEBUG": "off",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "satcoso.example",
        "CSRF_TRUSTED_ORIGINS": "https://satcoso.example",
        "SITE_URL": "https://satcoso.example",
        **database,
    }
    layers = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return [
        Step("Mã nguồn sạch (ruff check)", [python, "-m", "ruff", "check", "."]),
        Step("Mã nguồn đúng khuôn (ruff format)", [python, "-m", "ruff", "format", "--check", "."]),
        Step("Các phần chỉ gọi xuống dưới (lint-imports)", [python, "-c", layers, "--no-cache"]),
        Step("Django tự kiểm tra (check)", [*manage, "check", "--fail-level", "WARNING"]),
        Step(
            "Sẵn sàng chạy thật (check --deploy)",
            [*manage, "check", "--deploy", "--fail-level", "WARNING"],
            production,
        ),
        Step(
            "Bảng dữ liệu khớp mã nguồn (makemigrations --check)",
            [*manage, "makemigrations", "--check", "--dry-run"],
        ),
    ]


def run_checks(steps: list[Step]) -> list[Outcome]:
    """As many at once as there are processors; told in their order."""
    with ThreadPoolExecutor(workers(os.cpu_count() or 1)) as pool:
        return [told(*answer) for answer in pool.map(ask, steps)]


def ask(step: Step) -> tuple[Outcome, str]:
    """The outcome, and what the command said."""
    began = time.monotonic()
    done = subprocess.run(
        step.command,
        cwd=TOP,
        env={**os.environ, **step.environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    outcome = Outcome(step.words, done.returncode == 0, time.monotonic() - began)
    return outcome, done.stdout.decode(errors="replace").rstrip()


def told(outcome: Outcome, said: str) -> Outcome:
    report(outcome)
    if not outcome.passed:
        tell(said)
    return outcome


def run_tests(arguments: list[str], browser_path: str | None) -> tuple[Outcome, str]:
    """All tests, their output as it comes; returns the outcome and pytest's closing line."""
    tell("• Các phép thử (pytest)…")
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    # Compiled once, for both workers and for every command that a test starts.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    # A database of its own, so that a developer's tests beside it are not disturbed.
    environment.setdefault("TEST_DATABASE", "test_selftest")
    if browser_path:
        environment["BROWSER_PATH"] = browser_path
    began = time.monotonic()
    closing_line = ""
    with subprocess.Popen(
        [sys.executable, "-m", "pytest", *(arguments or in_parallel(os.cpu_count() or 1))],
        cwd=TOP,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        for line in process.stdout:
            print(line, end="", flush=True)
            if re.search(r"\b\d+ (passed|failed|errors?)\b.* in [\d.:]+", line):
                closing_line = line.strip()
    reason = ""
    if process.returncode:
        reason = f"pytest kết thúc với mã {process.returncode} (exit code)"
    elif not arguments:
        reason = left_out(closing_line)
    words = "Các phép thử (pytest)"
    if arguments:
        words = f"{words}, chỉ với tham số (only with): {' '.join(arguments)}"
    outcome = report(Outcome(words, not reason, time.monotonic() - began, reason))
    return outcome, closing_line or "pytest không chạy được phép thử nào (no tests ran)"


def in_parallel(processors: int) -> list[str]:
    """What tells pytest to use the machine's processors, each worker with a database of its own. A file stays with one
    worker, so that what its tests share is made once; the files in the order of tests/conftest.py, the longest first."""
    number = workers(processors)
    if number == 1:
        return []
    return ["--numprocesses", str(number), "--dist", "loadfile", "--no-loadscope-reorder"]


def workers(processors: int) -> int:
    return min(processors, MOST_WORKERS)


def left_out(closing_line: str) -> str:
    """Why a run without failures is not yet a pass: nothing ran, or something was skipped. Empty when it is."""
    if not re.search(r"\b[1-9]\d* passed\b", closing_line):
        return "không có phép thử nào đạt (nothing passed)"
    counts = re.findall(r"\d+ (?:skipped|deselected|xfailed|xpassed)", closing_line)
    return f"có phép thử bị bỏ qua (left out): {', '.join(counts)}" if counts else ""


def report(outcome: Outcome) -> Outcome:
    tell(f"• {outcome.words}: {'đạt (ok)' if outcome.passed else 'HỎNG (FAILED)'}, {outcome.seconds:.1f} s")
    if outcome.reason:
        tell(f"  {outcome.reason}")
    return outcome


def tell(sentence: str) -> None:
    print(sentence, flush=True)
