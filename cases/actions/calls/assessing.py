"""How urgent a call is: people decide, never below what the signs say."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.calls.frame import check_words, held_open, notice, step
from cases.actions.calls.taking import check_version, end_draft
from cases.actions.refusal import Refusal, sealing
from cases.calls import triage
from cases.calls.triage import Signs
from cases.enums import Urgency
from cases.enums.calls import CallStage, CallState, NoticeKind
from cases.models import FirstContact
from cases.reports.calls.opened import MOMENTS

LISTENED_TO = frozenset({CallState.EN_ESCUCHA, CallState.VALORADO, CallState.LISTA_ESPERA})


class NotListenedTo(Refusal):
    """Nobody is listening to this call."""

    sentence = _("Begin to listen to this call before saying how urgent it is.")


class BelowTheSigns(Refusal):
    """A sign decides the least level."""

    sentence = _("This cannot be less than %(level)s: %(why)s. Act now, or take the sign back.")


class WhyThisLevel(Refusal):
    """Another level than the suggested one says why."""

    sentence = _("The signs suggest %(level)s. If you choose another level, write why.")


class FearUnreadable(Refusal):
    """Fear is told from 0 to 10."""

    sentence = _("Write her fear as a number from 0 to 10, or leave it empty.")


class MomentToCome(Refusal):
    """What happened lies in the past."""

    sentence = _("This moment has not come yet. Check the day and the hour.")


@dataclass(frozen=True, slots=True)
class Assessment:
    """What was heard, what was decided, and why."""

    signs: Signs = field(default_factory=Signs)
    level: int | None = None  # as suggested
    why: str = ""
    reported: str = ""  # who has reported, and where
    protection: str = ""  # what was decided for a child: authority, day, who, how she was told

    def stored(self) -> dict[str, Any]:
        """Return what is sealed."""
        said: dict[str, Any] = {"triggers": sorted(self.signs.triggers), "fear": self.signs.fear}
        for name in MOMENTS:
            moment = getattr(self.signs, name)
            said[name] = moment.isoformat() if moment else None
        said |= {"why": self.why, "reported": self.reported, "protection": self.protection}
        return {name: value for name, value in said.items() if value not in (None, "", [])}


@transaction.atomic
@sealing()
def assess_call(
    *, call: FirstContact, assessment: Assessment, version: int, by: User, at: dt.datetime
) -> FirstContact:
    """Say how urgent a call is. A red one leaves the waiting list and tells coordination.

    :raises Refusal: named after what is missing.
    """
    access.require(by, "listen", call)
    call = held_open(call)
    if call.state not in LISTENED_TO:
        raise NotListenedTo
    check_version(call, version)
    check_words(assessment.why, assessment.reported, assessment.protection)
    level = _level(assessment, at)
    facts: dict[str, Any] = {
        "signs": assessment.stored() or None,
        "urgency": level,
        "version": version + 1,
        "triaged_at": at,
        "triaged_by": by,
        "act_by": triage.act_by(level, at, ZoneInfo(call.time_zone)),
    }
    end_draft(call, CallStage.URGENCIA, by)
    leaves = call.state == CallState.LISTA_ESPERA and level == Urgency.U1  # red never waits
    if leaves or call.state == CallState.EN_ESCUCHA:
        call = step(call, CallState.VALORADO, by=by, at=at, **facts)
    else:
        for name, value in facts.items():
            setattr(call, name, value)
        call.save(update_fields=list(facts))
        access.shelve(call, at=at)
        log.record(Verb.CHANGE, call, by=by, fields=sorted(facts))
    if level == Urgency.U1:
        notice(call, NoticeKind.ROJO, by=by, at=at)
    return call


def _level(assessment: Assessment, at: dt.datetime) -> Urgency:
    """Return the level, or refuse it."""
    signs = assessment.signs
    if signs.fear is not None and not 0 <= signs.fear <= triage.MOST_FEAR:
        raise FearUnreadable
    if any(moment and moment > at for moment in (signs.violence_at, signs.last_seen_at)):
        raise MomentToCome
    suggested, floor = triage.suggested(signs, at), triage.least(signs, at)
    level = Urgency(assessment.level or suggested)
    if floor and level > floor:
        why = ", ".join(triage.reasons(signs, at))
        raise BelowTheSigns(level=floor.label, why=why, floor=floor)
    if level != suggested and not assessment.why.strip():
        raise WhyThisLevel(level=suggested.label, suggested=suggested)
    return level
