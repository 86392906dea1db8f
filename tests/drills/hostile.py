"""A report made to never end: it is ended in time, and what others asked for is printed meanwhile.

Runs inside a house that has no worker: python -m tests.drills.hostile   (RENDER_SECONDS as set)
"""

import json
import sys
import time
from pathlib import Path

import django

from tests.drills.kills import Workers, children

ENDLESS = [{"type": "prose", "text": "palabra " * 5000}] * 60


def drill():
    """Ask for the endless report and for plain ones; say when each ended."""
    from django.conf import settings
    from django.utils import timezone

    from expertise.models import Job
    from tests.expertise import tools
    from tests.expertise.printing import make_content, make_job, make_version

    workers = Workers(Path(settings.VAR_DIR))
    try:
        first, second = tools.make_commission(), tools.make_commission()
        endless = make_version(first, content=make_content(*ENDLESS), at=timezone.now())
        bad = make_job(first, version=endless, at=timezone.now())
        while not Job.objects.filter(pk=bad.pk, state="EN_CURSO").exists():
            time.sleep(0.1)
        hands, begun = set(children(workers.process.pid)), time.monotonic()
        plain = []
        while not Job.objects.filter(pk=bad.pk, state="FALLIDO").exists():
            if not Job.objects.living().filter(commission=second).exists():
                plain.append(make_job(second, at=timezone.now()).pk)
            time.sleep(0.1)
            if time.monotonic() - begun > settings.RENDER_SECONDS + 30:
                break
        seconds = time.monotonic() - begun
        bad.refresh_from_db()
        meanwhile = Job.objects.filter(pk__in=plain, ended_at__lt=bad.ended_at, state="LISTO")
        return {
            "limit": settings.RENDER_SECONDS,
            "ended_after": round(seconds, 1),
            "trouble": bad.trouble,
            "printed_meanwhile": meanwhile.count(),
            "same_workers": hands == set(children(workers.process.pid)),
        }
    finally:
        workers.close()


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(drill()) + "\n")
