"""What every test stands on."""

import pytest

from tests import factories

# What asks nothing of the database, or the same of any: once, on SQLite, is enough for these.
ANYWHERE = {
    "ui", "test_axe_pages.py", "test_page_scripts.py", "test_styleguide.py",
    "test_deployment.py", "test_docs.py", "test_env_example.py", "test_sizes.py",
    "test_supervisor.py", "test_templates.py", "test_translations.py", "test_vocabulary.py",
    "test_walls.py", "test_codes.py", "test_safety.py", "test_skeletons.py", "test_demo_days.py",
}  # fmt: skip


def pytest_collection_modifyitems(items):
    """Give every test both databases and its rollback; the browser's house has its own."""
    for item in items:
        if not ANYWHERE.isdisjoint(item.path.parts):
            item.add_marker(pytest.mark.anywhere)
        if "browser" not in item.path.parts and not item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.django_db(databases=["default", "keys"]))


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
