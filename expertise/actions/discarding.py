"""Files of a report that nobody needs any more: their bytes go, their rows say that they were."""

import datetime as dt
from functools import partial
from typing import Any

from django.db import transaction

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.vault import storage
from expertise.enums.paper import JobState, PaperKind
from expertise.models import Commission, Job, Paper

FILE = "paper.file"


def destroy(paper: Paper, *, by: Any, at: dt.datetime) -> None:
    """Destroy a file inside a use case that has asked the door; its row says that there was one."""
    name, paper.object = paper.object, ""
    paper.destroyed_at = at
    paper.save(update_fields=["object", "destroyed_at"])
    log.record(Verb.ERASE, paper, by=by, fields=[FILE])
    transaction.on_commit(partial(storage.destroy, name), robust=True)


def take_back_finals(commission: Commission, *, by: Any, at: dt.datetime) -> None:
    """Destroy what waits for the signature of the report, and stop what is being made for it."""
    mine = {"commission": commission, "kind": PaperKind.FINAL, "copy": None}
    for paper in Paper.objects.filter(**mine, destroyed_at=None):
        destroy(paper, by=by, at=at)
    for job in Job.objects.living().filter(**mine).select_for_update(of=("self",)):
        if job.state == JobState.EN_COLA:
            job.state, job.ended_at = JobState.CANCELADO, at
        job.cancel_asked_at = at
        job.save(update_fields=["state", "ended_at", "cancel_asked_at"])
        log.record(Verb.CHANGE, job, by=by, fields=["cancel_asked_at"])
