"""A house of its own for the browser: real databases, a real web server, a real worker."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from tests import prepared

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
TELL = "import gc; gc.set_threshold(100_000, 20, 100); import django; django.setup(); "
TELL += "from tests.browser import story; story.main()"


def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


class House:
    """Everything that runs for one browser session; on PostgreSQL and Redis if the suite is."""

    def __init__(self, place: Path, *, demo: bool = False) -> None:
        """Begin in this folder, with empty tables or with the demonstration."""
        self.place, self.port = place, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.parts: dict[str, subprocess.Popen] = {}
        self.name = f"cauce_{place.name}_{os.getpid()}"
        (place / "broker" / "control").mkdir(parents=True)
        names = prepared.copy("demo" if demo else "tables", place, self.name)
        self.databases = list(names) if prepared.server() else []
        self.env = {
            **os.environ,
            **prepared.addresses(names),
            "VAR_DIR": str(place),
            "AUDIT_CHECKPOINTS": str(place / "checkpoints"),
            "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
            "HOUSE": f"{os.getpid()}-{place.name}-",
            "DEMO": "True",
            "REQUIRE_MFA": "True",
            "HTTPS": "False",
            "SITE_URL": self.url,
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "WEB_WORKERS": "1",
            "RENDER_SECONDS": "120",  # a busy machine is not a broken one; drills say less
            "RENDER_SILENCE": "60",
            "EMAIL_URL": f"filemail:///{place}/mail",
        }

    def run(self, *command: str) -> str:
        """Run Python in this house and return what it printed; fail with its words."""
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
        return done.stdout

    def tell(self, *words: str) -> Any:
        """Ask the story of this house, which one process tells as long as the house stands."""
        if "story" not in self.parts:
            with (self.place / "story.log").open("ab") as log:
                self.parts["story"] = subprocess.Popen(
                    [sys.executable, "-c", TELL],
                    cwd=ROOT,
                    env=self.env,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    text=True,
                    start_new_session=True,
                )
        teller = self.parts["story"]
        ask: Any = teller.stdin
        ask.write(f"{json.dumps(words)}\n")
        ask.flush()
        answers: Any = teller.stdout
        if answer := answers.readline():
            return json.loads(answer)
        self.kill("story")
        raise AssertionError((self.place / "story.log").read_text()[-3000:])

    def manage(self, *command: str) -> str:
        return self.run("manage.py", *command)

    def _start(self, name: str, *command: str) -> None:
        with (self.place / f"{name}.log").open("ab") as log:
            self.parts[name] = subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=ROOT,
                env=self.env,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def start_web(self) -> None:
        """Start the web server and wait until it answers."""
        self._start(
            "web", "gunicorn", "accompaniment.wsgi:application", "--config", "deploy/web.py"
        )
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if self.parts["web"].poll() is not None:
                break
            try:
                urllib.request.urlopen(f"{self.url}/account/login/", timeout=5)
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
            else:
                return
        raise AssertionError((self.place / "web.log").read_text()[-3000:])

    def start_worker(self) -> None:
        self._start(
            "worker",
            *("celery", "--quiet", "--app", "accompaniment", "worker", "--beat"),
            *("--concurrency", "1", "--loglevel", "WARNING"),
            *("--without-gossip", "--without-mingle", "--without-heartbeat"),
        )

    def kill(self, name: str) -> None:
        """End one part the hard way."""
        part = self.parts.pop(name)
        os.killpg(part.pid, signal.SIGKILL)
        part.wait()
        for pipe in (part.stdin, part.stdout):
            if pipe:
                pipe.close()

    def close(self) -> None:
        for name in list(self.parts):
            self.kill(name)
        prepared.drop(self.name)


def chromium() -> str:
    """Return where Chromium is.

    :raises AssertionError: with the line to type if there is none.
    """
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    assert found, "Chromium is missing: sudo apt-get install chromium"
    return found
