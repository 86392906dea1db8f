"""What a worker does with a job: take it, print it in a child, put the file away, or say why not.

The row of the job is the truth and a message only a doorbell. Whoever takes a job writes a claim of
its own into it, and every further word to the row asks for that claim: a worker that was thought
dead, and comes back, finds that it has nothing to say any more. The file is put away under a name
that stands in the row before; if its worker dies then, whoever takes the job next removes it.
"""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.acting import Service, acting
from accompaniment.vault import gate, storage
from expertise.actions.rendering import LASTS, NEEDED, ring
from expertise.enums.paper import JobStage, JobState, JobTrouble, PaperKind
from expertise.models import Job, Paper
from expertise.printing import CannotPrint, NeedsTooMuch, TookTooLong, Trouble, press
from expertise.reports.editions import to_print

PRINTER = Service("printer", frozenset({"expertise.commission"}))
BEAT = dt.timedelta(seconds=2)  # how often a worker says that it lives
TOLD = dt.timedelta(milliseconds=400)  # how often it says how far it is
MOST_ATTEMPTS = 25  # of workers that died at it: a machine that falls, not a report that kills
FEW = 20  # jobs looked at by one reconciliation
WHY = {TookTooLong: JobTrouble.TIEMPO, NeedsTooMuch: JobTrouble.MEMORIA}
WHY |= {CannotPrint: JobTrouble.CONTENIDO}
Clock = Callable[[], dt.datetime]


def silence() -> dt.timedelta:
    """Return how long a worker may be silent until it counts as dead."""
    return dt.timedelta(seconds=settings.RENDER_SILENCE)


class Gone(Exception):
    """The job is not ours any more: cancelled, or taken by another."""


@dataclass
class Attempt:
    """One worker at one job."""

    job: Job
    claim: uuid.UUID
    clock: Clock
    said_at: dt.datetime
    pages: int = 0
    said: dict[str, object] = field(default_factory=dict)

    @property
    def row(self) -> Q:
        """Return what is true of the row as long as the job is ours."""
        return Q(pk=self.job.pk, claim=self.claim, state=JobState.EN_CURSO, cancel_asked_at=None)

    def write(self, **facts: object) -> None:
        """Write into the row.

        :raises Gone: if the job is not ours any more.
        """
        self.said_at = facts["beat_at"] = self.clock()
        if not Job.objects.filter(self.row).update(**facts):
            raise Gone

    def attend(self, told: press.Said | None) -> None:
        """Hear how far the child is; tell the row, and that we live.

        :raises Gone: if nobody wants it any more.
        """
        if told:
            stage, done, total = told
            if stage == JobStage.ETIQUETA:
                self.pages = total
            self.said = {"stage": stage, "done": done, "total": total}
        silent = self.clock() - self.said_at
        if silent > BEAT or (self.said and silent > TOLD):
            self.write(**self.said)
            self.said = {}


def work_on(job_id: uuid.UUID, *, clock: Clock = timezone.now) -> Job | None:
    """Take a job and see it to its end; nothing if it is not there to be taken."""
    attempt = take(job_id, clock)
    if attempt is None:
        return None
    try:
        with acting(PRINTER, "maintenance"):
            print_taken(attempt)
    except Gone:
        _let_go(attempt)
    except Trouble as trouble:
        _fail(attempt, trouble)
    except gate.LOST:
        _fail(attempt, CannotPrint())
    ring_next(clock())
    return Job.objects.get(pk=job_id)


def take(job_id: uuid.UUID, clock: Clock = timezone.now) -> Attempt | None:
    """Claim a waiting job, unless enough are under way; remove what an earlier attempt left."""
    now = clock()
    with transaction.atomic():
        if not _may_begin(job_id, now):
            return None
        rows = Job.objects.select_related("version", "copy", "commission", "asked_by")
        job = rows.get(pk=job_id)
        left = job.object
        job.state, job.claim, job.beat_at = JobState.EN_CURSO, uuid.uuid4(), now
        job.attempts += 1
        job.stage, job.done, job.total = JobStage.PREPARA, 0, 0
        job.save()
    _clear(job.pk, left)
    return Attempt(job, job.claim, clock, now)


def _may_begin(job_id: uuid.UUID, now: dt.datetime) -> bool:
    """Tell whether a job waits and has a place; holds every open job, so that nobody counts too."""
    open_jobs = Job.objects.filter(state__in=(JobState.EN_COLA, JobState.EN_CURSO))
    held = {job.pk: job for job in open_jobs.select_for_update().order_by("pk")}
    begun = [job.beat_at for job in held.values() if job.state == JobState.EN_CURSO]
    alive = [beat for beat in begun if beat and beat > now - silence()]
    waits = job_id in held and held[job_id].state == JobState.EN_COLA
    return waits and len(alive) < settings.RENDERS_AT_ONCE


def print_taken(attempt: Attempt) -> None:
    """Print what was taken, seal it, record it, for who works as :data:`PRINTER`.

    :raises Trouble: if there is no file.
    :raises Gone: if nobody wants it any more.
    """
    needed = NEEDED[PaperKind(attempt.job.kind)]
    if not access.allows(attempt.job.asked_by, needed, attempt.job.version):
        raise Gone
    content, edition = to_print(attempt.job)
    pdf = press.print_report(
        content,
        edition,
        attend=attempt.attend,
        limits=press.Limits(settings.RENDER_SECONDS, settings.RENDER_MEMORY_MB << 20),
        folder=Path(settings.RENDER_DIR),
    )
    _keep(attempt, pdf)


def _keep(attempt: Attempt, pdf: bytes) -> None:
    """Put the file away, then say in one step that it is there and that the job is done."""
    job, name = attempt.job, storage.new_name()
    attempt.write(stage=JobStage.SELLA, done=0, total=1, object=name)
    paper = Paper(
        id=uuid.uuid4(),
        commission=job.commission,
        version=job.version,
        copy=job.copy,
        kind=job.kind,
        object=name,
        size=len(pdf),
        pages=attempt.pages,
        sha256=sha256(pdf).hexdigest(),
    )
    storage.put(paper.place, [pdf], name=name)
    try:
        _say_it_is_there(attempt, paper)
    except Gone:
        storage.destroy(name)
        raise


@transaction.atomic
def _say_it_is_there(attempt: Attempt, paper: Paper) -> None:
    now = paper.made_at = attempt.clock()
    if Job.objects.select_for_update().filter(attempt.row).first() is None:
        raise Gone
    paper.save(force_insert=True)
    ended = {"state": JobState.LISTO, "ended_at": now, "done": 1, "total": 1}
    Job.objects.filter(attempt.row).update(**ended, paper=paper, object="", beat_at=now)
    log.record(Verb.PRINT, paper, by=PRINTER, fields=["paper.file"], content_hash=paper.sha256)


def _let_go(attempt: Attempt) -> None:
    """End a job that was cancelled; leave alone one that another worker has."""
    job = attempt.job
    mine = Job.objects.filter(pk=job.pk, claim=attempt.claim, state=JobState.EN_CURSO)
    mine.update(state=JobState.CANCELADO, ended_at=attempt.clock(), object="", claim=None)


def _fail(attempt: Attempt, trouble: Trouble) -> None:
    """Say why there is no paper; who fell by nobody's fault waits for another attempt."""
    rows = Job.objects.filter(pk=attempt.job.pk, claim=attempt.claim, state=JobState.EN_CURSO)
    why = WHY.get(type(trouble))
    if why is None and attempt.job.attempts < MOST_ATTEMPTS:
        rows.update(state=JobState.EN_COLA, claim=None, beat_at=None)
        return
    why = why or JobTrouble.INTERRUMPIDO
    rows.update(state=JobState.FALLIDO, trouble=why, ended_at=attempt.clock(), claim=None)


# --- what was left lying ------------------------------------------------------------------


def reconcile(at: dt.datetime) -> int:
    """Take jobs away from workers that died, ring for those that wait; return how many rang."""
    silent = Q(beat_at__lt=at - silence()) | Q(beat_at=None)
    for job in Job.objects.filter(silent, state=JobState.EN_CURSO).order_by("asked_at")[:FEW]:
        _take_away(job, at)
    waiting = _waiting(at)[:FEW]
    for job_id in waiting:
        _ring_once(job_id, at)
    return len(waiting)


def _take_away(job: Job, at: dt.datetime) -> None:
    """Let a job whose worker died wait again, or end it."""
    facts: dict[str, object] = {"state": JobState.EN_COLA, "claim": None, "beat_at": None}
    if job.cancel_asked_at:
        facts |= {"state": JobState.CANCELADO, "ended_at": at}
    elif job.attempts >= MOST_ATTEMPTS:
        trouble = JobTrouble.INTERRUMPIDO
        facts |= {"state": JobState.FALLIDO, "trouble": trouble, "ended_at": at}
    held = Job.objects.filter(pk=job.pk, claim=job.claim, beat_at=job.beat_at)
    if held.update(**facts):  # ``object`` stays until its bytes are gone
        _clear(job.pk, job.object)


def _clear(job_id: uuid.UUID, name: str) -> None:
    """Remove bytes that never became a paper, then forget their name."""
    if name:
        storage.destroy(name)
        Job.objects.filter(pk=job_id, object=name).update(object="")


def _waiting(at: dt.datetime) -> list[uuid.UUID]:
    """Return the oldest jobs that wait and for which nobody has rung lately."""
    unheard = Q(beat_at=None) | Q(beat_at__lt=at - dt.timedelta(seconds=LASTS))
    rows = Job.objects.filter(unheard, state=JobState.EN_COLA).order_by("asked_at", "pk")
    return list(rows.values_list("pk", flat=True))


def _ring_once(job_id: uuid.UUID, at: dt.datetime) -> None:
    """Ring, and note when: ``beat_at`` of a waiting job is when somebody last rang for it."""
    if Job.objects.filter(pk=job_id, state=JobState.EN_COLA).update(beat_at=at):
        ring(job_id)


def ring_next(at: dt.datetime) -> None:
    """Ring for the one that has waited longest: a place has become free."""
    rows = Job.objects.filter(state=JobState.EN_COLA).order_by("asked_at", "pk")
    if job_id := rows.values_list("pk", flat=True).first():
        _ring_once(job_id, at)
