"""Freeze a report: one version of it, whole, as it is reviewed, rendered and signed."""

import datetime as dt
import secrets

from django.db import transaction
from django.utils import timezone

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.refusal import sealing
from expertise import steps
from expertise.actions.moving import CommissionClosed, Locked, locked
from expertise.frozen import digest
from expertise.models import Commission, Version
from expertise.reports.snapshot import next_number, snapshot

SALT = 16  # bytes


@transaction.atomic
@sealing()
def freeze(*, commission: Commission, by: User, at: dt.datetime) -> Version:
    """Freeze the report as it stands into its next version.

    :raises Locked: if it is signed.
    :raises CommissionClosed: if it has come to its end.
    """
    access.require(by, "write", commission)
    commission = locked(commission.pk)
    if commission.state in steps.LOCKED:
        raise Locked
    if commission.state in steps.ENDS:
        raise CommissionClosed
    content = snapshot(commission, on=timezone.localdate(at))
    content["salt"] = secrets.token_hex(SALT)
    version = Version(
        commission=commission,
        number=next_number(commission),
        content=content,
        digest=digest(content),
        frozen_at=at,
        frozen_by=by,
    )
    version.save(force_insert=True)
    access.shelve(commission, at=at)
    log.record(Verb.CREATE, version, by=by, fields=["content"], content_hash=version.digest)
    return version
