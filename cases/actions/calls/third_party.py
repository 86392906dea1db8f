"""Someone asks after another person: never confirmed, never denied, and told to who must know."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.acting import Service, acting
from accompaniment.staff.models import User
from cases.actions.calls import known
from cases.actions.calls.accepting import ALSO
from cases.actions.calls.frame import check_step, held_open, step
from cases.actions.refusal import KeyLost, Refusal, sealing
from cases.actions.tasks import raise_task
from cases.enums.calls import CallState
from cases.enums.task import TaskKind
from cases.models import Case, FirstContact, ThirdPartyCall

LINE = Service("line", frozenset({"cases.case"}))  # tells a case what nobody on the line may know


class AskedForMissing(Refusal):
    """Nobody was asked after."""

    sentence = _("Write whom they asked after, in their words.")


@dataclass(frozen=True, slots=True)
class ThirdParty:
    """Who asked after whom, and how."""

    asked_for: str
    said_to_be: str = ""
    words: str = ""
    is_hostile: bool = False


@transaction.atomic
@sealing()
def log_third_party(
    *, call: FirstContact, facts: ThirdParty, by: User, at: dt.datetime
) -> ThirdPartyCall:
    """Put on record that someone asked after another person, and end the call.

    Whoever accompanies somebody of that name is alerted; nothing of it shows on this side.

    :raises AskedForMissing, NoSuchCallStep, CallEnded: see each.
    """
    access.require(by, "identify", call)
    call = held_open(call)
    to = CallState.ACOSO if facts.is_hostile else CallState.EQUIVOCADO
    check_step(call, to)
    if not facts.asked_for.strip():
        raise AskedForMissing
    told = ThirdPartyCall.objects.create(
        first_contact=call,
        at=at,
        by=by,
        is_hostile=facts.is_hostile,
        said_to_be=facts.said_to_be.strip() or None,
        asked_for=facts.asked_for.strip(),
        words=facts.words.strip() or None,
    )
    log.record(Verb.CREATE, told, by=by, fields=["is_hostile", "asked_for"])
    call = step(call, to, by=by, at=at)
    if to == CallState.EQUIVOCADO:
        step(call, CallState.CERRADO, by=by, at=at)
    _alert(told, facts, at)
    return told


def _alert(told: ThirdPartyCall, facts: ThirdParty, at: dt.datetime) -> None:
    """Alert who is responsible for matching cases, and who coordinates them.

    As a service, with a trace of its own: whoever answered the telephone is not to learn of it.
    """
    texts = [text.strip() for text in ALSO.split(facts.asked_for) if text.strip()]
    found = known.persons(texts, texts)
    cases = Case.objects.filter(
        is_open=True,
        erased_at=None,
        participations__person__in=found,
        participations__ended_at=None,
    )
    with acting(LINE, "care"):
        for case in cases.select_related("responsible").distinct().order_by("pk"):
            for assignee in {case.responsible, None}:
                _raise(case, told, assignee, words_of(facts), at)


def _raise(
    case: Case, told: ThirdPartyCall, assignee: User | None, words: str, at: dt.datetime
) -> None:
    """Raise one alert; where the key of a case is lost, without its words."""
    facts: dict[str, Any] = {
        "case": case,
        "about": told.pk,
        "assignee": assignee,
        "urgent": True,
        "at": at,
    }
    try:
        raise_task(kind=TaskKind.THIRD_PARTY_CALL, words=words, by=LINE, **facts)
    except KeyLost:
        raise_task(kind=TaskKind.THIRD_PARTY_CALL, by=LINE, **facts)


def words_of(facts: ThirdParty) -> str:
    """Say in the case what was asked on the telephone."""
    said = [_("Someone called and asked after: %(who)s.") % {"who": facts.asked_for.strip()}]
    if facts.said_to_be.strip():
        said.append(_("Said to be: %(who)s.") % {"who": facts.said_to_be.strip()})
    if facts.words.strip():
        said.append(facts.words.strip())
    said.append(_("Nothing was confirmed or denied."))
    return "\n".join(said)
