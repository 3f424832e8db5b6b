"""A process of its own for reading what strangers send, with limits on memory and time; nothing of the product in it.

Started by exec, not fork: the caller may be a thread of the web server. Its environment is empty, so that whatever a
file does to it, no secret is there. No Django here: the process itself imports this module.
"""

import contextlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_ROOT = Path(__file__).resolve().parents[1]
_SIGNALS_OF_TIME = (24, 9)  # SIGXCPU, and SIGKILL after it


class Refusal(Exception):
    """In the process: the file is refused, with a short code and what the sentence of that code names."""

    def __init__(self, code: str, **details):
        super().__init__(code)
        self.code = code
        self.details = details


def limit_resources(*, memory: int, cpu_seconds: int) -> None:
    """In the process itself, before it looks at the first byte."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)


class LimitedProcess:
    """`out` is what it writes; `ended_by` tells why it stopped, once it did not come to its end."""

    def __init__(self, process: subprocess.Popen, late: threading.Event):
        self._process = process
        self._late = late
        self.out: BinaryIO = process.stdout

    def ended_by(self) -> str:
        """ "too_slow" or "too_large"."""
        returned = self._process.wait()
        return "too_slow" if self._late.is_set() or -returned in _SIGNALS_OF_TIME else "too_large"


@contextlib.contextmanager
def limited_process(
    module: str, options: dict, *, file: BinaryIO, wall_seconds: float
) -> Iterator[LimitedProcess]:
    """`python -m module OPTIONS` with `file` (a real one) as its standard input; it never outlives the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", module, json.dumps(options)],
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        env={"LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
        close_fds=True,
    )
    late = threading.Event()
    timer = threading.Timer(wall_seconds, lambda: (late.set(), process.kill()))
    timer.daemon = True
    timer.start()
    try:
        yield LimitedProcess(process, late)
    finally:
        timer.cancel()
        process.kill()
        process.stdout.close()
        process.wait()


class TooBig(ValueError):
    """More bytes than allowed."""


@contextlib.contextmanager
def as_file(source: str | Path | bytes | BinaryIO, *, limit: int) -> Iterator[BinaryIO]:
    """`source` (a path, bytes, an upload) as a real file at its beginning. Raises TooBig without reading it all."""
    if isinstance(source, str | Path):
        with open(source, "rb") as file:
            if file.seek(0, 2) > limit:
                raise TooBig
            file.seek(0)
            yield file
        return
    with tempfile.TemporaryFile() as file:
        if isinstance(source, bytes | bytearray | memoryview):
            file.write(source[: limit + 1])
        else:
            source.seek(0)
            file.write(source.read(limit + 1))
        if file.tell() > limit:
            raise TooBig
        file.seek(0)
        yield file
