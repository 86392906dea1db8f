"""What is built once for a whole run of the tests, and copied from there.

``tables``: both databases as the migrations leave them, with the static files collected. ``demo``:
a copy of these in which the whole demonstration has been told. Every worker of pytest-xdist and
every house that a test opens begins with a copy. The first who asks builds it from nothing, with
``manage.py prepare`` and under the secrets of this run; whoever asks meanwhile waits.
"""

import fcntl
import gc
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import django
import psycopg
from django.core.management import call_command
from django.db import connections

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("static", "sealed", "broker", "signing")
SELDOM = (100_000, 20, 100)  # a third of the time of the migrations would go into this search


def copy(what, place, name, folders=FOLDERS):
    """Copy both databases, and these folders of theirs; return what the copies are called.

    On SQLite they are files in ``place``; on PostgreSQL they are called after ``name``.
    """
    with _alone(what) as here:
        _build(what, here)
        for folder in folders:
            if (here / folder).is_dir():
                shutil.copytree(here / folder, place / folder, dirs_exist_ok=True)
        names = _names(place, name)
        if server():
            drop(name)
            pairs = zip(names, _names(here, _template(what)), strict=True)
            _tell(*(f"CREATE DATABASE {new} TEMPLATE {old}" for new, old in pairs))
        else:
            for new, old in zip(names, _names(here, name), strict=True):
                shutil.copyfile(old, new)
        return names


@contextmanager
def standing_on(what, place, name):
    """Let both connections lead to a copy; yield what the one who prepared it said."""
    before = [connections[alias].settings_dict["NAME"] for alias in ("default", "keys")]
    _lead(copy(what, place, name, folders=()))
    try:
        yield (Path(os.environ["PREPARED"]) / what / "done").read_text()
    finally:
        _lead(before)
        drop(name)


def addresses(names):
    """Return the variables that lead a process to these two databases."""
    place = server() or "sqlite:///"
    return {
        url: f"{place}/{name}".replace("////", "///")
        for url, name in zip(("DATABASE_URL", "KEYS_DATABASE_URL"), names, strict=True)
    }


def server():
    """Return the address of the PostgreSQL server of this run; on SQLite, nothing."""
    url = os.environ.get("DATABASE_URL", "")
    return url.rpartition("/")[0] if url.startswith("postgres") else ""


def drop(name):
    """Drop both databases of this name, where they stand on a server."""
    if server():
        _tell(*(f"DROP DATABASE IF EXISTS {each} WITH (FORCE)" for each in _names(None, name)))


def forget(run):
    """Take away what was prepared, at the end of the run that has this folder.

    Whoever names another in ``PREPARED`` keeps the tables there, until a migration changes.
    """
    here = Path(os.environ["PREPARED"])
    for what in ("tables", "demo") if here == run else ("demo",):
        if (here / what).exists():
            drop(_template(what))
            shutil.rmtree(here / what)


@contextmanager
def _alone(what):
    """Hold the folder of what is prepared, which all processes of this run share."""
    here = Path(os.environ["PREPARED"]) / what
    here.mkdir(exist_ok=True)
    with (here / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield here


def _lead(names):
    """Let the connections lead to other databases."""
    for alias, name in zip(("default", "keys"), names, strict=True):
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name


def _names(place, name):
    if server():
        return name, f"{name}_keys"
    return f"{place}/main.sqlite3", f"{place}/keys.sqlite3"


def _template(what):
    return f"{os.environ['DATABASE_URL'].rpartition('/')[2]}_{what}"


def _tell(*statements):
    with psycopg.connect(f"{server()}/postgres", autocommit=True) as admin:
        for statement in statements:
            admin.execute(statement)


def _build(what, place):
    """Build it in a process of its own, unless it is there."""
    if (place / "done").exists():
        return
    name = _template(what)
    names = _names(place, name)
    if what == "demo":
        copy("tables", place, name, folders=("static",))
    elif server():
        drop(name)
        _tell(*(f"CREATE DATABASE {each}" for each in names))
    said = subprocess.run(
        [sys.executable, "-m", "tests.prepared"],
        cwd=ROOT,
        env={
            **os.environ,
            **addresses(names),
            "DJANGO_SETTINGS_MODULE": "accompaniment.settings",
            "VAR_DIR": str(place),
            "AUDIT_CHECKPOINTS": str(place / "checkpoints"),
            "CELERY_BROKER_URL": "filesystem://localhost",  # what waits there is copied too
            "DEMO": str(what == "demo"),
            "HTTPS": "False",
            "RENDER_SECONDS": "120",  # a busy machine is not a broken one
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stdout[-3000:] + said.stderr[-3000:]
    (place / "done").write_text(said.stdout)


def main():
    """Do what ``make run`` does before it serves; the proof of the key is left to the tests."""
    gc.set_threshold(*SELDOM)
    django.setup()
    call_command("prepare")
    from accompaniment.vault.models import KeyCheck  # noqa: PLC0415  # there only once it is set up

    KeyCheck.objects.all().delete()
    connections.close_all()


if __name__ == "__main__":
    main()
