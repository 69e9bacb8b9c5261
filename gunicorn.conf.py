"""How gunicorn serves the portal; it reads this file by itself when started in this folder."""

import gc
import os
import time
from pathlib import Path
from typing import Any

from portal.config import Settings

_settings = Settings()

bind = f"{_settings.host}:{_settings.port}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 24  # a waiting chat holds a thread, and the assistant's own questions about it must find one free
preload_app = True  # the workers share the memory of what was loaded before they split
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108  a slow disk must not look like a hang
timeout = 60
graceful_timeout = 10
keepalive = 15
control_socket_disable = True


def on_starting(_server: Any) -> None:
    """Open the door only when the database is prepared, where the one who starts us says which file tells so."""
    flag = os.environ.get("HOUVAST_OPEN_AFTER")
    while flag and not Path(flag).exists():
        time.sleep(0.05)


def when_ready(_server: Any) -> None:
    """Leave what was loaded out of the garbage collector's rounds: it is shared and stays, a request is small."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def post_fork(_server: Any, worker: Any) -> None:
    """Give each worker its own database connections: one shared by two processes mixes up their answers."""
    worker.app.wsgi().extensions["houvast_engine"].dispose(close=False)
