"""Serves the demonstration: a free port, the queue's worker as a child that never outlives its parent, gunicorn."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

HOST = "127.0.0.1"
FIRST_PORT, TRIED_PORTS = 8000, 20
_PR_SET_PDEATHSIG = 1


def listen(port: int | None) -> socket.socket:
    """A listening socket on `port`, or where none is wanted on the first free one from 8000 on. Raises OSError."""
    wanted = [port] if port is not None else range(FIRST_PORT, FIRST_PORT + TRIED_PORTS)
    refused = None
    for each in wanted:
        server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind((HOST, each))
            server.listen(128)
            return server
        except OSError as error:
            server.close()
            refused = error
    raise refused


def start_worker() -> subprocess.Popen:
    """The queue's worker. It is ended with this process, however this one ends (the kernel sees to kill -9)."""
    parent = os.getpid()
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    def end_with_parent():
        if libc:
            libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:  # it ended before we asked
                os._exit(1)

    manage = Path(settings.BASE_DIR) / "manage.py"
    return subprocess.Popen(
        [sys.executable, str(manage), "procrastinate", "worker", "--name=demo"],
        stdin=subprocess.DEVNULL,
        preexec_fn=end_with_parent,
    )


def end_worker(worker: subprocess.Popen) -> None:
    """By its own id, first politely."""
    with contextlib.suppress(ProcessLookupError):
        worker.terminate()
    try:
        worker.wait(timeout=10)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()


class _Arbiter(Arbiter):
    def handle_hup(self):
        """The terminal was closed: that ends a demonstration. (To gunicorn it means: read the settings again.)"""
        self.handle_term()


class _Server(BaseApplication):
    def __init__(self, server: socket.socket):
        self.server = server
        super().__init__()

    def load_config(self):
        values = {
            "bind": f"fd://{self.server.fileno()}",
            "worker_class": "gthread",
            "threads": 8,
            "timeout": 120,
            "graceful_timeout": 3,
            "control_socket_disable": True,
            "loglevel": "warning",
        }
        for name, value in values.items():
            self.cfg.set(name, value)

    def load(self):
        from django.core.wsgi import get_wsgi_application

        # One process, eight threads: as many connections, kept open.
        settings.DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 8}
        return get_wsgi_application()


def serve(server: socket.socket) -> None:
    """Serves until this process is told to stop; ends by SystemExit."""
    _Arbiter(_Server(server)).run()
