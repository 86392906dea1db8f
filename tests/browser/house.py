"""A house of its own for the browser: real databases, a real web server, a real worker."""

import base64
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60


def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def secret():
    return base64.b64encode(secrets.token_bytes(32)).decode()


class House:
    """Everything that runs for one browser session; on PostgreSQL and Redis if the suite is."""

    def __init__(self, place: Path) -> None:
        self.place, self.port = place, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.parts: dict[str, subprocess.Popen] = {}
        self.databases: list[str] = []
        self.env = {
            **os.environ,
            **self._data(),
            "VAR_DIR": str(place),
            "SECRETS_FILE": str(place / "secrets.env"),
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
            "EMAIL_URL": f"filemail:///{place}/mail",
        }
        keys = {
            name: secret() for name in ("SECRET_KEY", "VAULT_INDEX_KEY", "AUDIT_ROW_KEY", "MFA_KEY")
        }
        keys |= {"AUDIT_SIGNING_KEY": secret(), "VAULT_KEKS": f"1={secret()}"}
        for name in keys:
            self.env.pop(name, None)
        lines = "".join(f"{name}={value}\n" for name, value in keys.items())
        (place / "secrets.env").write_text(lines)

    def _data(self) -> dict[str, str]:
        url = os.environ.get("DATABASE_URL", "")
        if not url.startswith("postgres"):
            return {
                "DATABASE_URL": f"sqlite:///{self.place}/main.sqlite3",
                "KEYS_DATABASE_URL": f"sqlite:///{self.place}/keys.sqlite3",
            }
        server = url.rsplit("/", 1)[0]
        self.admin = f"{server}/postgres"
        self.databases = [
            f"cauce_{self.place.name}_{os.getpid()}",
            f"cauce_{self.place.name}_{os.getpid()}_keys",
        ]
        with psycopg.connect(self.admin, autocommit=True) as admin:
            for name in self.databases:
                admin.execute(f"DROP DATABASE IF EXISTS {name}")
                admin.execute(f"CREATE DATABASE {name}")
        return {
            "DATABASE_URL": f"{server}/{self.databases[0]}",
            "KEYS_DATABASE_URL": f"{server}/{self.databases[1]}",
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

    def manage(self, *command: str) -> str:
        return self.run("manage.py", *command)

    def build(self) -> None:
        (self.place / "broker" / "control").mkdir(parents=True)
        self.manage("migrate", "-v0")
        self.manage("migrate", "--database", "keys", "-v0")
        self.manage("createcachetable")
        self.manage("collectstatic", "--noinput", "-v0")

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

    def close(self) -> None:
        for name in list(self.parts):
            self.kill(name)
        if self.databases:
            with psycopg.connect(self.admin, autocommit=True) as admin:
                for name in self.databases:
                    admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def chromium() -> str:
    """Return where Chromium is.

    :raises AssertionError: with the line to type if there is none.
    """
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    assert found, "Chromium is missing: sudo apt-get install chromium"
    return found
