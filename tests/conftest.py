"""What every test stands on."""

import gc
import os
import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from tests import factories, prepared

# What asks nothing of the database, or the same of any: once, on SQLite, is enough for these.
ANYWHERE = {
    "files", "test_streams.py",
    "ui", "test_axe_pages.py", "test_page_scripts.py", "test_styleguide.py",
    "test_deployment.py", "test_docs.py", "test_env_example.py", "test_sizes.py",
    "test_supervisor.py", "test_templates.py", "test_translations.py", "test_vocabulary.py",
    "test_walls.py", "test_codes.py", "test_safety.py", "test_skeletons.py", "test_demo_days.py",
    "test_genogram.py", "test_kinship.py", "test_spans.py", "test_said_dates.py",
    "cases/test_lines.py", "test_order_clocks.py", "test_missing_words.py",
    "test_instruments_data.py",
    "test_instruments_scoring.py", "test_collective_ages.py", "test_upload.py", "test_week.py",
    "test_recurrence.py", "browser/test_calls.py", "browser/test_instruments.py",
    "browser/test_matrix_keys.py", "browser/test_report_editor.py", "calls/test_rules.py",
    "browser/test_bad_days.py", "browser/test_upload.py", "browser/test_week.py",
    "test_demo.py", "test_demo_expertise.py", "test_demo_legal.py", "calls/test_steps.py",
    "test_missing_status.py", "test_instruments_alerts.py", "test_instruments_apply.py",
    "test_collective_cycles.py", "test_collective_activities.py", "test_collective_members.py",
    "test_actions_institutions.py", "test_matrix_rules.py", "test_way.py", "test_roles.py",
    "vault/test_index.py",
    "test_passwords.py", "test_logs.py", "test_models.py", "test_masking.py", "test_golden.py",
    "test_printing.py", "test_wording.py", "test_prose.py", "test_texts.py", "test_signing.py",
    "test_standards.py",
}  # fmt: skip
# Pages, too: the access matrix asks for every page on PostgreSQL.
PAGES = re.compile(r"(cases|calls|expertise|staff|desk)/test_(\w+_)?pages(_\w+)?\.py$")

# What takes longest begins first, so that no worker waits for it at the end.
LONG = {
    "test_axe_pages.py", "test_urls_are_guarded.py", "test_expertise.py", "test_unreleased.py",
    "test_standards.py", "test_supervisor.py", "test_nothing_lies_open.py", "test_bad_days.py",
}  # fmt: skip


def says_the_same_anywhere(path):
    """Tell whether a file or folder asks nothing of the database."""
    here = {*path.parts, "/".join(path.parts[-2:])}
    return not ANYWHERE.isdisjoint(here) or bool(PAGES.search(str(path)))


def pytest_ignore_collect(collection_path, config):
    """Do not even read what would be left out."""
    left_out = config.option.markexpr == "not anywhere"
    return True if left_out and says_the_same_anywhere(collection_path) else None


def pytest_collection_modifyitems(items):
    """Give every test both databases and its rollback; the browser's house has its own."""
    items.sort(key=lambda item: item.path.name not in LONG)
    for item in items:
        if says_the_same_anywhere(item.path):
            item.add_marker(pytest.mark.anywhere)
        if "browser" not in item.path.parts and not item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.django_db(databases=["default", "keys"]))


def pytest_collection_finish(session):
    """Let the collector of garbage pass over what is there to stay, and come less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*prepared.SELDOM)


def pytest_unconfigure(config):
    """Leave nothing behind."""
    if not hasattr(config, "workerinput"):
        prepared.forget(settings.VAR_DIR)
    shutil.rmtree(settings.VAR_DIR)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """Begin with a copy of the tables, which the migrations build once for all workers."""
    known = Path(connections["default"].settings_dict["NAME"]).stem
    name = f"test_{known}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    with django_db_blocker.unblock(), prepared.standing_on("tables", settings.VAR_DIR, name):
        yield


@pytest.fixture(autouse=True)
def checkpoints(tmp_path, settings):
    settings.AUDIT_CHECKPOINTS = tmp_path / "checkpoints"
    return settings.AUDIT_CHECKPOINTS


@pytest.fixture
def team():
    return factories.make_team()


@pytest.fixture
def worker(team):
    """A psychologist of the team."""
    return factories.make_member(team)


@pytest.fixture
def coordinator(team):
    return factories.make_member(team, "coordinator")


@pytest.fixture
def stranger():
    """A psychologist of another team."""
    return factories.make_member(factories.make_team())


@pytest.fixture
def case(worker):
    return factories.make_case(by=worker)


@pytest.fixture
def note(case, worker):
    return factories.make_note(case, worker)
