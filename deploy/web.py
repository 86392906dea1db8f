"""The web server: two processes of four threads, no control socket, no access log."""

import gc
import os
from pathlib import Path
from typing import Any

USUAL, SELDOM = gc.get_threshold(), (100_000, 20, 100)
MEMORY = "/dev/shm"  # noqa: S108  # heartbeats of processes need no disk

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = 4
timeout = 60
graceful_timeout = 8
keepalive = 5
max_requests = 5000  # a process is renewed now and then
max_requests_jitter = 500
worker_tmp_dir = MEMORY if Path(MEMORY).is_dir() else None
control_socket_disable = True
limit_request_line = 2048
limit_request_fields = 60
loglevel = "warning"
accesslog = None  # addresses hold codes of records: the trace is the one place for them

gc.set_threshold(*SELDOM)  # a tenth of the start would go into looking for rubbish


def post_worker_init(worker: Any) -> None:
    """Let the collector of rubbish pass over what is there to stay, and come as often as ever."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*USUAL)
