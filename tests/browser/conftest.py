"""One Chromium for each worker; one house for the days of people, and one for the long tour.

The tests of a file that share a house share a worker too; a worker keeps its houses to the end.
"""

import os
from contextlib import contextmanager

import pytest
from django.db import connections
from playwright.sync_api import sync_playwright

from tests.browser.house import House, chromium

HOUSES = {"demo_house", "house"}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items):
    """Let those of a file who share a house share a worker, but for whoever goes a long way."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)
            if not (HOUSES.isdisjoint(item.fixturenames) or item.get_closest_marker("long")):
                item.add_marker(pytest.mark.xdist_group(item.path.stem))


@contextmanager
def opened(place, *, demo=False):
    house = House(place, demo=demo)
    try:
        house.start_web()
        if not demo:  # whose papers are printed: a tour needs nobody at work
            house.start_worker()
        yield house
    finally:
        house.close()


@pytest.fixture(scope="session")
def house(tmp_path_factory):
    """Begin with nobody."""
    with opened(tmp_path_factory.mktemp("house")) as house:
        yield house


@pytest.fixture(scope="session")
def demo_house(tmp_path_factory):
    """Begin with the whole demonstration."""
    with opened(tmp_path_factory.mktemp("demo"), demo=True) as house:
        yield house


@pytest.fixture(scope="session")
def browser():
    # Playwright's loop sleeps in this thread while other tests ask the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()
        connections.close_all()  # made beside the loop, and seen only while it is there
