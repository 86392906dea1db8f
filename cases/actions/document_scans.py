"""What waits in quarantine: looked through when the scanner answers, then let out or destroyed."""

import datetime as dt
import logging
from contextlib import closing
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.files import clamd
from accompaniment.files.clamd import Verdict
from accompaniment.staff.acting import Service, acting
from accompaniment.vault import gate, storage
from cases.actions.refusal import Refusal
from cases.actions.tasks import raise_task
from cases.enums.documents import NEXT_FILE_STATES, FileState, Scan
from cases.enums.task import TaskKind
from cases.models import DocumentVersion

logger = logging.getLogger(__name__)
SCANNER = Service("scanner", frozenset({"cases.case"}))
FEW = 100  # at a time


class FileNotWaiting(Refusal):
    """It has been decided upon."""

    sentence = _("This file is not in quarantine any more.")


def scan_all_waiting(at: dt.datetime) -> int:
    """Look through what waits, oldest first; return how many files were decided upon."""
    if not clamd.is_there():
        return 0
    rows = DocumentVersion.objects.filter(state=FileState.WAITING, case__erased_at=None)
    decided = 0
    for version in rows.select_related("case", "document", "added_by").order_by("added_at")[:FEW]:
        with acting(SCANNER, "maintenance"):
            decided += _scanned(version, at)
    return decided


def _scanned(version: DocumentVersion, at: dt.datetime) -> bool:
    try:
        with closing(storage.take(version.place, version.object)) as pieces:
            verdict = clamd.scan(pieces)
    except (storage.FileLost, storage.ShelfSilent, *gate.LOST) as lost:
        logger.error("a file in quarantine cannot be opened", exc_info=lost)  # noqa: TRY400
        return False
    if verdict == Verdict.UNKNOWN:
        return False
    decide(version=version, verdict=verdict, by=SCANNER, at=at)
    return True


def decide(*, version: DocumentVersion, verdict: str, by: Any, at: dt.datetime) -> DocumentVersion:
    """Let a file out of quarantine, or destroy it and tell who sent it.

    :raises FileNotWaiting: if it has been decided upon.
    """
    with transaction.atomic():
        held = _held(version)
        infected = verdict == Verdict.INFECTED
        state = FileState.REFUSED if infected else FileState.OPEN
        if state not in NEXT_FILE_STATES[held.state]:
            raise FileNotWaiting
        gone = held.object if infected else ""
        held.state, held.scanned_at = state, at
        held.scan = Scan(verdict)
        held.object = "" if infected else held.object
        held.save()
        log.record(Verb.CHANGE, held, by=by, fields=["state", "scan"])
        if infected:
            raise_task(
                case=held.case,
                kind=TaskKind.FILE_REFUSED,
                about=held.document_id,
                stage=str(held.number),
                assignee=held.added_by,
                by=by,
                at=at,
            )
        transaction.on_commit(partial(storage.destroy, gone), robust=True)
    return held


def _held(version: DocumentVersion) -> DocumentVersion:
    """Re-read a version and hold it, with its case."""
    rows = DocumentVersion.objects.select_related("case", "added_by")
    return rows.select_for_update(of=("self",)).get(pk=version.pk)
