"""Twenty people writing to SQLite at once, flat out; the last line printed is JSON."""

import json
import os
import threading
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import OperationalError, connections, transaction

from accompaniment.audit import log
from accompaniment.staff.models import Team

WRITERS, SECONDS = 20, 5
done: list[int] = []
locked: list[str] = []


def write(number):
    """Write a change with its trace, and a reading, until time is up."""
    trace, count, end = log.Trace(f"user:{number}", "bench"), 0, time.monotonic() + SECONDS
    while time.monotonic() < end:
        try:
            with log.entered(trace), transaction.atomic():
                team = Team.objects.create(name=f"{number}-{count}")
                team.name = f"{number}-{count} again"
                team.save()
            trace.pending = [trace.event("read", "bench", team.pk)]
            trace.write()
            count += 1
        except OperationalError as refusal:
            locked.append(str(refusal))
    done.append(count)
    connections.close_all()


if __name__ == "__main__":
    for alias in ("default", "keys"):
        call_command("migrate", database=alias, verbosity=0)
    threads = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps({"writes": sum(done), "locked": len(locked)}))
