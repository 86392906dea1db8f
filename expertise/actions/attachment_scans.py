"""Files of expert files that wait in quarantine: looked through, then let out or destroyed."""

import datetime as dt
import logging
from contextlib import closing
from functools import partial
from typing import Any

from django.db import transaction

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.files import clamd
from accompaniment.files.clamd import Verdict
from accompaniment.staff.acting import Service, acting
from accompaniment.vault import gate, storage
from cases.actions.document_scans import FEW, FileNotWaiting
from cases.enums.documents import NEXT_FILE_STATES, FileState, Scan
from expertise.models import Attachment

logger = logging.getLogger(__name__)
SCANNER = Service("scanner", frozenset({"expertise.commission"}))


def scan_all_waiting(at: dt.datetime) -> int:
    """Look through what waits, oldest first; return how many files were decided upon."""
    if not clamd.is_there():
        return 0
    rows = Attachment.objects.filter(state=FileState.WAITING, commission__erased_at=None)
    decided = 0
    for attachment in rows.select_related("commission").order_by("added_at")[:FEW]:
        with acting(SCANNER, "maintenance"):
            decided += _scanned(attachment, at)
    return decided


def _scanned(attachment: Attachment, at: dt.datetime) -> bool:
    try:
        with closing(storage.take(attachment.place, attachment.object)) as pieces:
            verdict = clamd.scan(pieces)
    except (storage.FileLost, storage.ShelfSilent, *gate.LOST) as lost:
        logger.error("a file in quarantine cannot be opened", exc_info=lost)  # noqa: TRY400
        return False
    if verdict == Verdict.UNKNOWN:
        return False
    decide(attachment=attachment, verdict=verdict, by=SCANNER, at=at)
    return True


@transaction.atomic
def decide(*, attachment: Attachment, verdict: str, by: Any, at: dt.datetime) -> Attachment:
    """Let a file out of quarantine, or destroy it; who sent it reads so where it stood.

    :raises FileNotWaiting: if it has been decided upon.
    """
    rows = Attachment.objects.select_related("commission").select_for_update(of=("self",))
    held = rows.get(pk=attachment.pk)
    infected = verdict == Verdict.INFECTED
    state = FileState.REFUSED if infected else FileState.OPEN
    if state not in NEXT_FILE_STATES[held.state]:
        raise FileNotWaiting
    gone = held.object if infected else ""
    held.state, held.scan, held.scanned_at = state, Scan(verdict), at
    held.object = "" if infected else held.object
    held.save()
    log.record(Verb.CHANGE, held, by=by, fields=["state", "scan"])
    transaction.on_commit(partial(storage.destroy, gone), robust=True)
    return held
