"""One house and one Chromium for all browser tests."""

import os

import pytest
from django.db import connections
from playwright.sync_api import sync_playwright

from tests.browser.house import House, chromium

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def house(tmp_path_factory):
    house = House(tmp_path_factory.mktemp("house"))
    try:
        house.build()
        house.start_web()
        house.start_worker()
        yield house
    finally:
        house.close()


@pytest.fixture(scope="session")
def browser():
    # Playwright's loop sleeps in this thread while other tests ask the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()
        connections.close_all()  # made beside the loop, and seen only while it is there
