"""A short drill in the house of the browser: workers die while reports are printed."""

import json

import pytest

from tests.browser.house import free_port
from tests.drills.hands import HANDS
from tests.drills.rendering import NONE

# With patience cut to four seconds, a slow worker may count as dead before it is ended.
ALWAYS_NONE = {*NONE, "never_cleared"} - {"bytes_of_nobody"}


@pytest.fixture
def without_worker(house):
    """Give the house to a drill, words of its own included; the next worker hears none of them."""
    kept = house.env
    house.kill("worker")
    house.env = {**kept, "RENDER_SILENCE": "4"}
    yield house
    house.env = kept
    house.start_worker()


def test_no_report_is_lost_doubled_or_half_stored_when_workers_die(without_worker):
    said = without_worker.run("-m", "tests.drills.kills", "3")

    found = json.loads(said.splitlines()[-1])
    assert {name: found[name] for name in ALWAYS_NONE} == dict.fromkeys(ALWAYS_NONE, 0)
    assert found["asked"] >= 3, found


def test_hands_that_die_waiting_take_no_work_along(without_worker):
    found = json.loads(without_worker.run("-m", "tests.drills.hands").splitlines()[-1])

    assert found["ended"] >= HANDS
    assert (found["asked"], found["lost"]) == (1, 0), found


def test_no_report_is_lost_when_the_broker_forgets_everything(without_worker):
    port = str(free_port())
    own = {"DRILL_REDIS_PORT": port, "CELERY_BROKER_URL": f"redis://127.0.0.1:{port}/0"}
    without_worker.env |= own
    said = without_worker.run("-m", "tests.drills.kills", "2")

    found = json.loads(said.splitlines()[-1])
    assert {name: found[name] for name in ALWAYS_NONE} == dict.fromkeys(ALWAYS_NONE, 0)
    assert found["ended"]["broker"] == 2  # ended in the middle of a job, and begun anew


def test_an_endless_report_is_ended_while_others_are_printed(without_worker):
    without_worker.env |= {"RENDER_SECONDS": "15"}
    found = json.loads(without_worker.run("-m", "tests.drills.hostile").splitlines()[-1])

    assert (found["limit"], found["trouble"], found["same_workers"]) == (15, "TIEMPO", True)
    assert found["ended_after"] < 30  # on a machine that has other things to do
    assert found["printed_meanwhile"] >= 1
