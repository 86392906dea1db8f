"""Migrations are complete, named, and keep schema apart from data."""

import re
from io import StringIO

from django.core.management import call_command

from tests.house import source


def migrations():
    for room in source.ROOMS:
        yield from sorted((source.ROOT / room).rglob("migrations/[0-9]*.py"))


def test_no_migration_is_missing():
    said = StringIO()

    call_command("makemigrations", check_changes=True, dry_run=True, stdout=said)

    assert said.getvalue() == "No changes detected\n"


def test_no_migration_is_auto_named():
    auto = re.compile(r"_auto_|_alter_|_remove_.+_and_more|_and_more|_initial_\d")

    assert [source.name(path) for path in migrations() if auto.search(path.stem)] == []


def test_no_migration_repeats_a_number():
    seen, twice = set(), []
    for path in migrations():
        key = (path.parent, path.stem[:4])
        twice += [source.name(path)] if key in seen else []
        seen.add(key)

    assert twice == []
