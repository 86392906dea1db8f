"""Files of a report that nobody needs any more: their bytes go, their rows say that they were."""

import datetime as dt
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff.acting import acting
from accompaniment.vault import storage
from cases.actions.document_files import KEEPER
from expertise import steps
from expertise.enums.paper import JobState, PaperKind
from expertise.models import Commission, Job, Paper, Version

FILE = "paper.file"
KEPT = dt.timedelta(days=1)  # a draft that nobody needs any more
SOME = 500


def destroy(paper: Paper, *, by: Any, at: dt.datetime) -> None:
    """Destroy a file inside a use case that has asked the door; its row says that there was one."""
    name, paper.object = paper.object, ""
    paper.destroyed_at = at
    paper.save(update_fields=["object", "destroyed_at"])
    log.record(Verb.ERASE, paper, by=by, fields=[FILE])
    transaction.on_commit(partial(storage.destroy, name), robust=True)


def take_back_finals(commission: Commission, *, by: Any, at: dt.datetime) -> None:
    """Destroy what waits for the signature of the report, and stop what is being made for it."""
    _discard(commission, PaperKind.FINAL, by=by, at=at)


def discard_drafts(commission: Commission, *, by: Any, at: dt.datetime) -> None:
    """Destroy the drafts of a report that is signed, and stop those that are being made."""
    _discard(commission, PaperKind.BORRADOR, by=by, at=at)


def _discard(commission: Commission, kind: str, *, by: Any, at: dt.datetime) -> None:
    mine = {"commission": commission, "kind": kind, "copy": None}
    for paper in Paper.objects.filter(**mine, destroyed_at=None).exclude(object=""):
        destroy(paper, by=by, at=at)
    for job in Job.objects.living().filter(**mine).select_for_update(of=("self",)):
        if job.state == JobState.EN_COLA:
            job.state, job.ended_at = JobState.CANCELADO, at
        job.cancel_asked_at = at
        job.save(update_fields=["state", "ended_at", "cancel_asked_at"])
        log.record(Verb.CHANGE, job, by=by, fields=["cancel_asked_at"])


def clear_drafts(at: dt.datetime) -> int:
    """Destroy drafts of earlier versions, and of signed reports; return how many.

    Whoever asked for one today may still read it today. Any of them can be made again.
    """
    newest = Version.objects.filter(commission=OuterRef("commission")).order_by("-number")
    rows = Paper.objects.filter(
        Q(commission__state__in=steps.LOCKED) | ~Q(version=Subquery(newest.values("pk")[:1])),
        kind=PaperKind.BORRADOR,
        destroyed_at=None,
        made_at__lt=at - KEPT,
    )
    found = list(rows.exclude(object="").values_list("pk", flat=True).order_by("made_at")[:SOME])
    with acting(KEEPER, "maintenance"):
        return sum(_clear(pk, at) for pk in found)


@transaction.atomic
def _clear(paper_id: UUID, at: dt.datetime) -> bool:
    rows = Paper.objects.select_for_update(of=("self",)).filter(destroyed_at=None)
    paper = rows.exclude(object="").filter(pk=paper_id).first()
    if paper is None:  # somebody was faster
        return False
    destroy(paper, by=KEEPER, at=at)
    return True
