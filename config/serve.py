"""How gunicorn serves: `gunicorn -c config/serve.py config.wsgi`. `demo` serves by the same values.

Threads and not many processes: pages wait for the database, and each process holds a pool of connections of its own.
"""

import os

os.environ.setdefault("DATABASE_POOL", "on")  # read by config.settings, which is loaded after this file

bind = os.environ.get("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_PROCESSES", "2"))
threads = 8
timeout = 60
graceful_timeout = 30
keepalive = 5
limit_request_line = 8190
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")
control_socket_disable = True
loglevel = "warning"


def on_starting(server):
    """Refuses, in sentences, what an office must not run with; before the first page, and before a port is opened."""
    from config.checks import refuse_in_sentences

    refuse_in_sentences()
