"""Find the Chromium that the browser tests drive, or get one from the system's packages."""

import os
import shutil
import subprocess
from pathlib import Path

NAMES = ("chromium", "google-chrome", "google-chrome-stable", "chromium-headless-shell", "headless_shell")
PACKAGES = ("chromium-headless-shell", "chromium")  # the first is enough and half as large
# Debian keeps the headless shell beside its other programs, other systems in /opt.
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


class NoBrowserError(Exception):
    """No Chromium can be had; the message is a sentence that says what to do."""


def find_or_install(*, say=lambda sentence: None) -> str:
    """Path of a Chromium that starts: $BROWSER_PATH, then PATH, then (as root, with apt) a package.

    Raises NoBrowserError. ``say`` is told what takes time.
    """
    named = os.environ.get("BROWSER_PATH")
    if named:
        if starts(named):
            return named
        raise NoBrowserError(
            f"BROWSER_PATH là {named}, nhưng chương trình đó không chạy được. (BROWSER_PATH does not start.)"
        )
    found = find()
    if found:
        return found
    if os.getuid() == 0 and shutil.which("apt-get", path=PATH):
        said = install(say)
        found = find()
        if found:
            return found
        raise NoBrowserError(f"Không cài được Chromium bằng apt-get. (Could not be installed.)\n{said}")
    raise NoBrowserError(
        "Chưa có trình duyệt để kiểm thử: hãy cài bằng «sudo apt-get update && sudo apt-get install -y chromium», "
        "hoặc đặt BROWSER_PATH. (No Chromium: install one or set BROWSER_PATH.)"
    )


def find() -> str | None:
    for name in NAMES:
        path = shutil.which(name, path=os.environ.get("PATH") or PATH)
        if path and starts(path):
            return path
    return None


def starts(path: str) -> bool:
    """Whether the program answers; Ubuntu's ``chromium`` may be a stub that only names a snap."""
    try:
        done = subprocess.run(
            [path, "--version"], stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def install(say) -> str:
    """Install the first package that can be had; returns what apt-get said when none could."""
    say("Cài Chromium bằng apt-get, mất khoảng một phút… (Installing a browser.)")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "PATH": PATH}
    said = []
    for command in (["update"], *(["install", "-y", "--no-install-recommends", name] for name in PACKAGES)):
        done = subprocess.run(
            ["apt-get", "-q", *command],
            env=environment,
            cwd=Path("/"),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        if done.returncode:
            said += done.stdout.decode(errors="replace").splitlines()[-5:]
        elif command[0] == "install":
            break
    return "\n".join(said)
