"""End every hand of a worker while it waits for work, then ask for a report and count.

Runs inside a house (``tests.browser.house``) that has no worker: python -m tests.drills.hands
"""

import json
import os
import signal
import time
from pathlib import Path

import django

from tests.drills.kills import Workers, ask, children, counted, make_commissions, settle, standing

HANDS = 3  # and the clock, when it is there
STARTS = 30  # seconds until a worker has its hands
REACHES = 1.0  # seconds until a hand waits for its turn


def hands_of(workers, *, but=()):
    """Wait for hands that are none of these."""
    end = time.monotonic() + STARTS
    while time.monotonic() < end:
        hands = [each for each in children(workers.process.pid) if each not in but]
        if len(hands) >= HANDS:
            time.sleep(REACHES)
            return hands
        time.sleep(0.1)
    raise TimeoutError("the worker has no hands")


def drill():
    """End the hands one after another; whoever has the turn to hear of work is among them."""
    from django.conf import settings

    from expertise.models import Job

    before = standing()
    workers = Workers(Path(settings.VAR_DIR))
    try:
        ended = hands_of(workers)
        for hand in ended:
            os.kill(hand, signal.SIGKILL)
            time.sleep(REACHES)
        hands_of(workers, but=ended)
        ask(make_commissions(1), 0)
        settle(Job.objects.living, quick=True)
    finally:
        workers.close()
    return {"ended": len(ended), **counted(before)}


if __name__ == "__main__":
    django.setup()
    print(json.dumps(drill()))
