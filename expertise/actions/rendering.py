"""Ask for a paper, think better of it, ask again. A worker does the rest."""

import datetime as dt
import logging
import uuid
from functools import partial
from typing import Any

from celery import current_app
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from kombu.exceptions import KombuError

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.refusal import Refusal
from expertise.actions.guards.readiness import agrees_still
from expertise.enums.paper import JobState, PaperKind
from expertise.models import Copy, Job, Paper, Version

logger = logging.getLogger(__name__)
DOORBELL = "expertise.tasks.render_paper"
LASTS = 30  # seconds a doorbell is worth answering; the reconciler rings again
OF_ONE_PERSON = 2  # drafts that may wait at once
NEEDED = {PaperKind.BORRADOR: "read", PaperKind.FINAL: "write"}


class TooManyWaiting(Refusal):
    """One person does not fill the queue of everybody."""

    sentence = _("Two of your drafts are being made already. Wait for one, or cancel it.")


class NothingToCancel(Refusal):
    """It has ended."""

    sentence = _("This is not being made any more: it has ended.")


class NothingToRetry(Refusal):
    """It did not fail."""

    sentence = _("This has not failed, so there is nothing to try again.")


@transaction.atomic
def ask_for_paper(
    *, version: Version, kind: str, copy: Copy | None = None, by: User, at: dt.datetime
) -> Job:
    """Have a version printed: once, however often it is asked for.

    Returns the job under way, or the one whose paper is there already.

    :raises TooManyWaiting: if this person has two drafts in the queue.
    """
    access.require(by, NEEDED[PaperKind(kind)], version)
    Version.objects.select_for_update().get(pk=version.pk)  # one at a time asks for its papers
    jobs = Job.objects.filter(version=version, kind=kind, copy=copy)
    if standing := jobs.living().first() or _made(jobs):
        return standing
    if kind == PaperKind.BORRADOR:
        _leave_room(by)
    job = Job(
        commission_id=version.commission_id,
        version=version,
        copy=copy,
        kind=kind,
        asked_by=by,
        asked_at=at,
    )
    job.save(force_insert=True)
    log.record(Verb.PRINT, job, by=by, fields=["kind"])
    transaction.on_commit(partial(ring, job.pk), robust=True)
    return job


def _made(jobs: Any) -> Job | None:
    """Return the job that made a paper which still is there."""
    made: Job | None = jobs.filter(state=JobState.LISTO, paper__destroyed_at=None).first()
    return made


def _leave_room(by: User) -> None:
    waiting = Job.objects.living().filter(asked_by=by, kind=PaperKind.BORRADOR)
    if waiting.count() >= OF_ONE_PERSON:
        raise TooManyWaiting


@transaction.atomic
def cancel_job(*, job: Job, by: User, at: dt.datetime) -> Job:
    """Have a paper not made after all; a worker at it stops within seconds.

    :raises NothingToCancel: if it has ended.
    """
    access.require(by, NEEDED[PaperKind(job.kind)], job)
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.state == JobState.EN_COLA:
        job.state, job.ended_at = JobState.CANCELADO, at
    elif job.state != JobState.EN_CURSO:
        raise NothingToCancel
    job.cancel_asked_at = at
    job.save(update_fields=["state", "ended_at", "cancel_asked_at"])
    log.record(Verb.CHANGE, job, by=by, fields=["cancel_asked_at"])
    return job


def retry_job(*, job: Job, by: User, at: dt.datetime) -> Job:
    """Ask again for what failed or was cancelled.

    :raises NothingToRetry: if it did not fail, or is signed or taken back meanwhile.
    :raises ConsentLost: if it is to be signed and the person evaluated does not agree any more.
    """
    taken_back = job.copy is not None and job.copy.withdrawn_at is not None
    signed = {"kind": PaperKind.FIRMADO, "version": job.version, "copy": job.copy}
    done = job.kind == PaperKind.FINAL and Paper.objects.filter(**signed).exists()
    if taken_back or done or job.state not in {JobState.FALLIDO, JobState.CANCELADO}:
        raise NothingToRetry
    if job.kind == PaperKind.FINAL and job.copy is None:
        agrees_still(job.commission)
    return ask_for_paper(version=job.version, kind=job.kind, copy=job.copy, by=by, at=at)


def ring(job_id: uuid.UUID) -> None:
    """Tell the workers that something waits; if nobody hears, the reconciler rings again."""
    try:
        current_app.send_task(DOORBELL, kwargs={"job_id": str(job_id)}, expires=LASTS, retry=False)
    except (KombuError, OSError) as deaf:
        logger.warning("the broker does not answer (%s); the job waits", type(deaf).__name__)
