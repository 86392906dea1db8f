"""Start web and worker together and keep both: Ctrl-C stops them, a fallen one is started again.

Usage: serve.py   (HOST, PORT and the variables of .env.example come from the environment)
"""

import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import NoReturn
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
HOST = os.environ.get("HOST", "127.0.0.1")
PORT = os.environ.get("PORT", "8000")
ADDRESS = f"http://{HOST}:{PORT}"
PATIENCE = 60  # seconds until the first page must be there
FALLS, WITHIN = 5, 60  # a part that falls this often within so many seconds is given up
PR_SET_PDEATHSIG = 1
HUSHED = "ignore:You're running the worker with superuser"  # containers and first tries do

PYTHON = [sys.executable, "-m"]
WEB = [*PYTHON, "gunicorn", "accompaniment.wsgi:application", "--config", "deploy/web.py"]
WORKER = [*PYTHON, "celery", "--quiet", "--app", "accompaniment", "worker", "--beat"]
WORKER += ["--concurrency", "3", "--loglevel", "WARNING"]
WORKER += ["--without-gossip", "--without-mingle", "--without-heartbeat"]


def follow_parent() -> None:
    """Ask Linux to end this child when its parent dies, however that happens."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Part:
    """One process group that has to run as long as we do."""

    def __init__(self, name: str, command: list[str]) -> None:
        self.name, self.command = name, command
        self.falls: list[float] = []
        self.start()

    def start(self) -> None:
        """Start it in a group of its own, so that Ctrl-C reaches only us."""
        self.process = subprocess.Popen(
            self.command,
            cwd=ROOT,
            env={**os.environ, "PYTHONWARNINGS": HUSHED},
            start_new_session=True,
            preexec_fn=follow_parent if sys.platform == "linux" else None,  # noqa: PLW1509
        )

    def keep(self) -> None:
        """Start it again if it fell; give up when it keeps falling."""
        code = self.process.poll()
        if code is None:
            return
        now = time.monotonic()
        self.falls = [fall for fall in self.falls if now - fall < WITHIN] + [now]
        if len(self.falls) >= FALLS:
            raise SystemExit(f"The {self.name} keeps stopping (code {code}); see its words above.")
        print(f"The {self.name} stopped (code {code}); starting it again.", flush=True)
        self.kill()
        self.start()

    def stop(self, sign: signal.Signals) -> None:
        """Ask it to leave."""
        if self.process.poll() is None:
            self.process.send_signal(sign)

    def kill(self) -> None:
        """End whatever is left of its group."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return


def stop(parts: list[Part]) -> None:
    """Let every part finish what it holds, then make sure that nothing is left."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # already on our way
    for part in parts:
        part.stop(signal.SIGTERM)
    deadline = time.monotonic() + 10
    for part in parts:
        try:
            part.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            print(f"The {part.name} does not leave; ending it.", flush=True)
        part.kill()


def health() -> tuple[int, dict[str, str]]:
    """Ask the health page; (0, {}) while nobody answers."""
    try:
        with urlopen(f"{ADDRESS}/healthz", timeout=5) as answer:  # noqa: S310  # our own address
            return answer.status, json.load(answer)
    except HTTPError as answer:
        return answer.code, json.load(answer)
    except (URLError, OSError, ValueError):
        return 0, {}


def until_well(keep: Callable[[], None]) -> None:
    """Wait for the health page to say that everything works."""
    deadline = time.monotonic() + PATIENCE
    status, parts = health()
    while status != 200:  # noqa: PLR2004
        if time.monotonic() > deadline:
            failed = [name for name, state in parts.items() if state == "failed"] or ["web"]
            raise SystemExit(f"Not everything works after {PATIENCE} s: {', '.join(failed)}.")
        keep()
        time.sleep(0.1)
        status, parts = health()


def free_port() -> None:
    """Refuse to start on an address that is taken."""
    with socket.socket(socket.AF_INET6 if ":" in HOST else socket.AF_INET) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((HOST, int(PORT)))
        except OSError as refusal:
            raise SystemExit(
                f"{HOST}:{PORT} cannot be used ({refusal.strerror}). Try: make run PORT=8123"
            ) from None


def leave(number: int, frame: FrameType | None) -> NoReturn:
    """Turn a polite signal into the same way out as Ctrl-C."""
    raise KeyboardInterrupt


def welcome() -> str:
    """Return what to tell the person who started us."""
    accounts = Path(os.environ.get("VAR_DIR") or ROOT / "var") / "demo-accounts.txt"
    lines = ["", f"  Cauce is open at {ADDRESS}", ""]
    if accounts.exists():
        lines += [f"  {line}" for line in accounts.read_text().splitlines()]
    return "\n".join([*lines, "", "  Ctrl-C closes it."])


def watch() -> None:
    """Start both parts, tell the address, and keep them until somebody stops us."""
    parts: list[Part] = []

    def keep() -> None:
        for part in parts:
            part.keep()

    try:
        parts += [Part("worker", WORKER), Part("web server", WEB)]
        until_well(keep)
        print(welcome(), flush=True)
        while True:
            keep()
            time.sleep(1)
    finally:
        stop(parts)


def main() -> int:
    """Prepare the data, then serve until Ctrl-C."""
    os.environ.setdefault("SITE_URL", ADDRESS)
    if "MAKELEVEL" in os.environ and sys.platform == "linux":
        follow_parent()  # make may be killed: then nothing of us stays behind
    os.umask(0o077)  # what we make is for this user only
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave)
    free_port()
    try:
        prepared = subprocess.run([sys.executable, "manage.py", "prepare"], cwd=ROOT, check=False)
        if prepared.returncode:
            return prepared.returncode
        watch()
    except KeyboardInterrupt:
        print("\nCauce is closed.", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
