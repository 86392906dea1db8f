"""`make run` for real: web and worker together, kept alive, and nothing left behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from tests import prepared
from tests.house import source

OWN = ("SECRET_KEY", "VAULT_", "AUDIT_", "MFA_KEY", "DATABASE_URL", "KEYS_DATABASE_URL", "DJANGO_")
OWN += ("CELERY_", "CACHE_URL", "EMAIL_URL", "SECRETS_FILE", "MAKE")
PATIENCE = 180  # a busy machine is not a broken one
PROC = Path("/proc")


def healthz(port):
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return answer.status, json.load(answer)
    except HTTPError as answer:
        return answer.code, json.load(answer)
    except (URLError, OSError):
        return 0, {}


def wait_until(test, what):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if found := test():
            return found
        time.sleep(0.1)
    raise AssertionError(f"waited {PATIENCE} s until {what}")


def running(mark):
    """Return the ids of the processes that carry our mark in their environment."""
    numbers = [path.name for path in PROC.iterdir() if path.name.isdigit()]
    return {int(pid) for pid in numbers if mark in read(pid, "environ").split("\0")}


def read(pid, what):
    try:
        return (PROC / str(pid) / what).read_text(errors="replace")
    except OSError:
        return ""


def is_worker(pid):
    return "\0worker\0" in read(pid, "cmdline")


@pytest.fixture
def house(tmp_path):
    """Return what starts a house of its own in a folder with a space."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    place, said = tmp_path / "a place", tmp_path / "said"
    environment = {k: v for k, v in os.environ.items() if not k.startswith(OWN)}
    environment |= {"VAR_DIR": str(place), "PORT": str(port), "HOST": "127.0.0.1"}
    environment |= {"DEMO": "False", "HTTPS": "False", "REQUIRE_MFA": "False"}
    run = {"cwd": source.ROOT, "env": environment}
    subprocess.run([sys.executable, "deploy/make_keys.py"], check=True, **run)
    started = []

    def start():
        """Open the house; return its process, its port and what marks all its processes."""
        if not prepared.server():  # else it builds its tables first, on SQLite
            prepared.copy("tables", place, "")
        with said.open("w") as words:
            command = [sys.executable, "deploy/serve.py"]
            process = subprocess.Popen(command, stdout=words, stderr=subprocess.STDOUT, **run)
        started.append(process)
        welcome = f"Cauce is open at http://127.0.0.1:{port}"
        wait_until(
            lambda: welcome in said.read_text() or process.poll() is not None, "the house is open"
        )
        if process.poll() is not None:
            raise AssertionError(said.read_text())
        return process, port, f"VAR_DIR={place}"

    yield start
    for process in started:
        process.terminate()
        process.wait(timeout=PATIENCE)


def test_house_opens_recovers_and_leaves_nothing_behind(house, tmp_path):
    process, port, mark = house()
    assert set(healthz(port)[1].values()) == {"ok"}

    workers = {pid for pid in running(mark) if is_worker(pid)}
    assert workers
    for pid in workers:
        os.kill(pid, signal.SIGKILL)
    wait_until(
        lambda: {pid for pid in running(mark) - workers if is_worker(pid)},
        "another worker started",
    )
    wait_until(lambda: healthz(port)[0] == 200, "the worker works again")

    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=PATIENCE) == 0
    said = (tmp_path / "said").read_text()
    assert "The worker stopped (code -9); starting it again." in said
    assert said.endswith("Cauce is closed.\n")
    assert running(mark) == set()


def test_killed_supervisor_takes_its_parts_along(house):
    process, _, mark = house()

    process.kill()

    wait_until(lambda: running(mark) == set(), "nothing of it runs")


def test_taken_port_is_refused_with_a_way_out():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = subprocess.run(
            [sys.executable, "deploy/serve.py"],
            cwd=source.ROOT,
            env={**os.environ, "PORT": str(port), "HOST": "127.0.0.1"},
            capture_output=True,
            text=True,
            check=False,
        )

    assert refused.returncode == 1
    assert refused.stderr == (
        f"127.0.0.1:{port} cannot be used (Address already in use). Try: make run PORT=8123\n"
    )
