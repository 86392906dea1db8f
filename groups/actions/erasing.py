"""Erase who came under an alias: her key is destroyed, what was counted stays a count."""

import datetime as dt
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from accompaniment.vault import keys
from cases.actions.refusal import Refusal
from groups import steps
from groups.actions.cycles import locked
from groups.enums import EnrolmentState, Erases
from groups.models import Enrolment, EnrolmentStep


class AlreadyErased(Refusal):
    """It was erased before."""

    sentence = _("What was kept of her has been erased already.")


class ErasedWithHerProcess(Refusal):
    """Her accompaniment is erased as a whole, or not at all."""

    sentence = _(
        "She has an accompaniment of her own here. What the group keeps of her is erased together "
        "with it: speak with who coordinates that accompaniment."
    )


@transaction.atomic
def erase_participant(*, enrolment: Enrolment, why: str, by: User, at: dt.datetime) -> Enrolment:
    """Erase somebody who has no accompaniment here; the cycle may have ended long ago.

    Her name, her contact, her interview, her measures and every remark become unreadable, in the
    history and in backups too; her attendance stays, of nobody. Her key is destroyed once the
    change is committed; what a crash cuts off, ``cases.actions.erasing.finish_shredding`` repeats.

    :raises AlreadyErased, ErasedWithHerProcess: see each.
    """
    access.require(by, "erase", enrolment)
    group = locked(enrolment.group_id)
    rows: Any = Enrolment.objects.select_for_update(of=("self",)).select_related("group")
    enrolment = rows.get(pk=enrolment.pk)
    if enrolment.erased_at:
        raise AlreadyErased
    if enrolment.case_id:
        raise ErasedWithHerProcess
    enrolment.words.all().delete()
    _leave(enrolment, by, at)
    enrolment.erased_at = at
    enrolment.save(update_fields=["state", "ended_at", "erased_at"])
    access.shelve(group, at=at)
    log.record(Verb.ERASE, enrolment, by=by, fields=[Erases(why).value])
    transaction.on_commit(partial(keys.shred, enrolment.pk, at=at), robust=True)
    return enrolment


def _leave(enrolment: Enrolment, by: User, at: dt.datetime) -> None:
    """End her part, so that she takes nobody's place."""
    if enrolment.state in steps.GONE:
        return
    before, enrolment.state, enrolment.ended_at = enrolment.state, EnrolmentState.INTERRUMPIO, at
    EnrolmentStep.objects.create(
        group=enrolment.group,
        enrolment=enrolment,
        before=before,
        after=enrolment.state,
        at=at,
        by=by,
    )
