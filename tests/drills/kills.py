"""End workers the hard way at moments drawn by lot, and count what became of the reports.

Runs inside a house (``tests.browser.house``) that has no worker: python -m tests.drills.kills 50
"""

import datetime as dt
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import django

from expertise.printing.child import die_with_parent

ROOT = Path(__file__).resolve().parents[2]
WORKER = [sys.executable, "-m", "celery", "--quiet", "--app", "accompaniment", "worker"]
WORKER += ["--concurrency", "3", "--loglevel", "ERROR", "--without-gossip", "--without-mingle"]
WORKER += ["--without-heartbeat", "--beat", "--schedule"]
KILLS = {"worker": 4, "hand": 3, "press": 1, "child": 3}  # what is ended, and how often
ALWAYS = 4  # papers under way at any moment
PATIENCE = 240  # seconds for what is left at the end
READY, MOSTLY = 30, 0.85  # seconds until a new worker prints; how often that is waited for


def children(pid):
    """Return the processes a process has started, from whichever of its threads."""
    found = []
    for thread in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(FileNotFoundError, ProcessLookupError):
            found += [int(each) for each in thread.read_text().split()]
    return sorted(found)


class Workers:
    """A worker that is ended and started again."""

    def __init__(self, place):
        self.place = place
        self.start()

    def start(self):
        with (self.place / "drill-worker.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*WORKER, str(self.place / "drill-beat")],
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent,  # noqa: PLW1509  # whatever ends this drill
            )

    def end(self, what):
        """End a part; return what was really ended."""
        hands = children(self.process.pid)
        presses = [each for hand in hands for each in children(hand)]
        printing = [each for press in presses for each in children(press)]
        found = {"hand": hands, "press": presses, "child": printing}.get(what)
        if not found:
            self.close()
            self.start()
            return "worker"
        try:
            os.kill(random.choice(found), signal.SIGKILL)
        except ProcessLookupError:
            return self.end("worker")
        return what

    def close(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Broker:
    """A Redis of this drill alone, which forgets everything when it is ended; or a folder."""

    def __init__(self):
        self.port = os.environ.get("DRILL_REDIS_PORT")
        self.process = None
        if self.port:
            self.start()

    def start(self):
        command = ["redis-server", "--port", self.port, "--bind", "127.0.0.1"]
        command += ["--save", "", "--appendonly", "no", "--loglevel", "warning"]
        self.process = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            preexec_fn=die_with_parent,  # noqa: PLW1509  # one thread
        )
        time.sleep(0.3)

    def restart(self):
        if self.process is None:
            return False
        self.close()
        time.sleep(random.uniform(0, 2))
        self.start()
        return True

    def close(self):
        if self.process:
            self.process.kill()
            self.process.wait()


def make_commissions(count):
    """Make commissions whose experts ask for drafts."""
    from tests.expertise import tools

    return [tools.make_commission() for _ in range(count)]


def ask(commissions, large):
    """Ask for a draft of a new version, short or long."""
    from django.utils import timezone

    from expertise.reports.golden import golden
    from tests.expertise.printing import make_job, make_version

    now = timezone.now()
    commission = random.choice(commissions)
    content = golden()[0] if random.random() < large else None
    version = make_version(commission, content=content, at=now)
    return make_job(commission, version=version, at=now)


def top_up(commissions, large):
    """Keep a few papers under way; nobody asks for more than they may."""
    from expertise.actions.rendering import TooManyWaiting
    from expertise.models import Job

    made = 0
    while Job.objects.living().count() < ALWAYS and made < ALWAYS:
        try:
            ask(commissions, large)
        except TooManyWaiting:
            continue
        made += 1


def await_printing(between):
    """Wait until something is being printed, mostly; then until some moment of it."""
    from django.utils import timezone

    from expertise.models import Job

    end = time.monotonic() + (READY if random.random() < MOSTLY else 0)
    fresh = dt.timedelta(seconds=3)
    while time.monotonic() < end:
        beaten = Job.objects.filter(state="EN_CURSO", beat_at__gt=timezone.now() - fresh)
        if beaten.exists():
            break
        time.sleep(0.1)
    time.sleep(random.uniform(*between))


def settle(living, *, quick):
    """Wait until every job has ended; in a hurry, see to the papers more often than the clock."""
    from django.utils import timezone

    from expertise.actions.rendering_work import reconcile

    end = time.monotonic() + PATIENCE
    while living().exists() and time.monotonic() < end:
        time.sleep(0.5)
        if quick:
            reconcile(timezone.now())


def standing():
    """Return the jobs, papers, prints and files that are there."""
    from accompaniment.audit.models import Event
    from accompaniment.vault import storage
    from expertise.models import Job, Paper

    printed = Event.objects.filter(verb="print", kind="expertise.paper").count()
    ids = (set(kind.objects.values_list("pk", flat=True)) for kind in (Job, Paper))
    return (*ids, printed, set(storage.lying()))


def counted(before):
    """Say what became of every job, paper and file that was not there before."""
    from accompaniment.staff.acting import acting
    from accompaniment.vault import storage
    from expertise.actions.rendering_work import PRINTER
    from expertise.models import Job, Paper

    jobs_before, papers_before, printed_before, lying_before = before
    jobs = Job.objects.exclude(pk__in=jobs_before)
    papers = Paper.objects.exclude(pk__in=papers_before)
    known = lying_before | {paper.object for paper in papers}
    half = 0
    with acting(PRINTER, "test"):
        for paper in papers:
            data = b"".join(storage.take(paper.place, paper.object))
            half += len(data) != paper.size or hashlib.sha256(data).hexdigest() != paper.sha256
            half += not (data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF"))
    printed = standing()[2] - printed_before
    return {
        "asked": jobs.count(),
        "lost": jobs.exclude(state="LISTO").count(),
        "became": [str(facts) for facts in unprinted(jobs)],
        "doubled": len(papers) - len({(p.version_id, p.kind, p.copy_id) for p in papers}),
        "half_stored": half,
        "without_bytes": sum(not storage.there(paper.object) for paper in papers),
        "bytes_of_nobody": len(set(storage.lying()) - known),
        "untraced": printed - len(papers),
        "never_cleared": never_cleared(known),
        "most_attempts": max(jobs.values_list("attempts", flat=True)),
    }


def unprinted(jobs):
    """Say of every job without a paper where it stopped, and why."""
    rows = jobs.exclude(state="LISTO").order_by("asked_at")
    return rows.values_list("state", "stage", "trouble", "attempts", "cancel_asked_at")


def never_cleared(known):
    """Count bytes of nobody that even the comparison of the nights leaves lying.

    A worker so slow that it counts as dead, and is ended then, leaves bytes that no row knows.
    """
    from django.utils import timezone

    from accompaniment.vault import storage
    from cases.actions.document_files import AS_LONG_AS_BACKUPS, compare_nightly

    compare_nightly(timezone.now() + 2 * AS_LONG_AS_BACKUPS)
    return len(set(storage.lying()) - known)


def drill(kills, *, large=0.15, between=(0.0, 5.0), quick=False, restart_every=10):
    """End workers so often while papers are made, then count."""
    from django.conf import settings

    from expertise.models import Job

    begun, before = time.monotonic(), standing()
    broker = Broker()
    workers = Workers(Path(settings.VAR_DIR))
    ended = Counter()
    try:
        commissions = make_commissions(4)
        top_up(commissions, large)
        for number in range(1, kills + 1):
            top_up(commissions, large)
            await_printing(between)
            what = random.choices(list(KILLS), list(KILLS.values()))[0]
            ended[workers.end(what)] += 1
            if number % restart_every == 0:
                ended["broker"] += broker.restart()
        settle(Job.objects.living, quick=quick)
    finally:
        workers.close()
        broker.close()
    seconds = round(time.monotonic() - begun)
    return {"kills": kills, **counted(before), "ended": dict(ended), "seconds": seconds}


def main(arguments):
    kills, seed = int(arguments[0]), int(arguments[1]) if len(arguments) > 1 else None
    random.seed(seed if seed is not None else dt.datetime.now(dt.UTC).timestamp())
    quick = kills < 10  # short reports, little patience
    facts = {"large": 0, "between": (0.0, 0.6), "quick": True, "restart_every": 1} if quick else {}
    print(json.dumps(drill(kills, **facts)))


if __name__ == "__main__":
    django.setup()
    main(sys.argv[1:])
