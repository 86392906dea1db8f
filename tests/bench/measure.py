"""Measure at several sizes on PostgreSQL and print a table: python -m tests.bench.measure 10000.

Each size gets two databases of its own, made and dropped here. Ratios within one run are worth
something, milliseconds are not. BENCH_DATABASE_URL names another
server. With the word ``printing`` only the printing of reports is measured, and no server needed.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg

SERVER = os.environ.get("BENCH_DATABASE_URL", "postgres://postgres@127.0.0.1:5432")
SIZES = (10_000, 100_000)
REACH = {  # what performance asks for: the largest value that is good enough
    "T1 pages touched by a list, worst": 250,
    "T2 list by ORM / by hand, one scope": 1.5,
    "T3 list by ORM / by hand, several scopes": 2,
    "T5 last keyset page / first": 1.5,
    "T6 queries of a list page": 8,
    "T7 list page / empty page": 3,
    "T8 list page / the same untraced": 1.2,
    "T9 history: create": 2.5,
    "T9 history: update": 3.5,
    "T10 200 notes opened / left closed": 1.2,
    "T17 pages touched by a search, worst": 400,
}
PRINTING = {  # the same, of printed reports
    "T11 24 pages, ours / Chromium with paged.js": 1.2,
    "T12 CPU a page, 100 / 24 pages": 1.2,
    "T13 peak MB, 24 pages": 150,
    "T13 peak MB, 100 pages": 300,
    "T14 list page beside a printing / alone": 1.3,
}
GROWTH = ("T4 growth of the list, worst role", 1.5)


def one(size):
    """Measure one size in databases of its own."""
    names = [f"cauce_bench_{size}", f"cauce_bench_{size}_keys"]
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as admin:
        for name in names:
            admin.execute(f"DROP DATABASE IF EXISTS {name}")
            admin.execute(f"CREATE DATABASE {name}")
    urls = dict(zip(("DATABASE_URL", "KEYS_DATABASE_URL"), names, strict=True))
    env = {**os.environ, **{key: f"{SERVER}/{name}" for key, name in urls.items()}}
    run = subprocess.run(
        [sys.executable, "-m", "tests.bench.one", str(size)],
        env=env,
        stdout=subprocess.PIPE,
        check=True,
    )
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as admin:
        for name in names:
            admin.execute(f"DROP DATABASE {name}")
    return json.loads(run.stdout.splitlines()[-1])


def writers():
    """Let twenty people write to SQLite at once and return how many were turned away (T15)."""
    urls = ("DATABASE_URL", "KEYS_DATABASE_URL")
    env = {key: value for key, value in os.environ.items() if key not in urls}
    run = subprocess.run(
        [sys.executable, "-m", "tests.bench.writers"], env=env, stdout=subprocess.PIPE, check=True
    )
    return json.loads(run.stdout.splitlines()[-1])


def printing():
    """Print the golden report in a house of its own (T11 to T14)."""
    from tests import settings  # noqa: PLC0415  # names secrets and folders in the environment
    from tests.browser.house import House  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="cauce-bench-", ignore_cleanup_errors=True) as place:
        house = House(Path(place))
        house.env |= {"PYTHONWARNINGS": "ignore", "REQUIRE_MFA": "False"}
        try:
            return json.loads(house.run("-m", "tests.bench.printing").splitlines()[-1])
        finally:
            house.close()
            shutil.rmtree(settings.place, ignore_errors=True)


def show_printing():
    """Print the table of printed reports."""
    found = printing()
    for name, reach in PRINTING.items():
        mark = f"{found[name]:.2f}" + (" !" if found[name] > reach else "")
        print(f"{name:44}{reach:>8}{mark:>12}")
    print(f"printing: {json.dumps(found['detail'])}")


def main(sizes):
    """Measure every size and print the table."""
    try:
        psycopg.connect(f"{SERVER}/postgres", connect_timeout=5).close()
    except psycopg.OperationalError:
        sys.exit(
            "PostgreSQL does not answer. Start it (sudo service postgresql start) or name "
            "another: BENCH_DATABASE_URL=postgres://user:password@host:5432 make bench"
        )
    found = {size: one(size) for size in sizes}
    print(f"\n{'':44}{'reach':>8}" + "".join(f"{size:>12,}" for size in sizes))
    for name, reach in REACH.items():
        values = [found[size][name] for size in sizes]
        marks = [f"{value:.2f}".rstrip("0").rstrip(".") for value in values]
        marks = [f"{m} !" if v > reach else m for m, v in zip(marks, values, strict=True)]
        print(f"{name:44}{reach:>8}" + "".join(f"{mark:>12}" for mark in marks))
    if len(sizes) > 1:
        first, last = found[sizes[0]]["list ms"], found[sizes[-1]]["list ms"]
        growth = max(last[role] / first[role] for role in first)
        print(f"{GROWTH[0]:44}{GROWTH[1]:>8}{growth:>{12 * len(sizes)}.2f}")
    sqlite = writers()
    print(f"{'T15 locked of 20 SQLite writers':44}{0:>8}{sqlite['locked']:>{12 * len(sizes)}}")
    show_printing()
    for size in sizes:
        print(f"\nmilliseconds at {size:,}: {json.dumps(found[size]['list ms'])}")
        print(f"trace at {size:,}: {json.dumps(found[size]['trace'])}")


if __name__ == "__main__":
    if sys.argv[1:] == ["printing"]:
        sys.exit(show_printing())
    main(tuple(int(size) for size in sys.argv[1:]) or SIZES)
