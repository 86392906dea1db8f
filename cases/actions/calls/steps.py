"""The way of a first contact: each step has its guard."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.calls.frame import (
    CallEnded,
    check_step,
    check_words,
    held,
    held_open,
    step,
)
from cases.actions.calls.reaching import obey
from cases.actions.refusal import Refusal, sealing
from cases.calls.triage import CHILDREN_IN_IT
from cases.enums import Urgency
from cases.enums.calls import ENDED, NEXT_CALL_STATES, REACHED, CallState
from cases.models import FirstContact
from cases.reports.calls.opened import signs_of

LONGEST_WAIT = 15  # days until somebody looks again
ANYBODY = frozenset({CallState.EQUIVOCADO, CallState.ACOSO})  # whoever answers the telephone
ELSEWHERE = frozenset({CallState.ACEPTADO, CallState.DUPLICADO, CallState.NO_CONTACTABLE})


class SafetyNotAsked(Refusal):
    """The first question was not asked."""

    sentence = _("Ask first whether it is safe to talk now.")


class TriageMissing(Refusal):
    """Nobody has said how urgent it is."""

    sentence = _("Say first how urgent this call is.")


class RedCannotWait(Refusal):
    """Danger now."""

    sentence = _("A red call cannot wait. Accept it or refer it now, with her on the line.")


class RecheckMissing(Refusal):
    """Waiting ends on a day."""

    sentence = _("Write when somebody looks again: a day within the next %(days)s days.")


class PlanMissing(Refusal):
    """Waiting needs a plan for messages that are safe."""

    sentence = _("Write what you agreed with her about messages while she waits.")


class StepNeedsWords(Refusal):
    """This step says where to, or how it ended."""

    sentence = _("Write where to, or how it ended.")


class RecordIncomplete(Refusal):
    """Something that every first contact has is missing."""

    sentence = _("Before this, complete: %(named)s.")


class ProtectionUndecided(Refusal):
    """A girl or boy in danger obliges everybody (LGDNNA art. 12)."""

    sentence = _("Write first what was decided to protect the girl, boy or adolescent.")


class NotReachedYet(Refusal):
    """Nobody has spoken with her."""

    sentence = _("Nobody has reached her yet. Log the attempt in which you spoke.")


class AnotherWay(Refusal):
    """This state has a page of its own."""

    sentence = _("This is decided on its own page: accept, join, or coordination's decision.")


@dataclass(frozen=True, slots=True)
class StepFacts:
    """What a step is told; empty where it needs nothing."""

    reason: str = ""
    recheck_on: dt.date | None = None
    plan: str = ""
    she_called: bool = False  # nobody had to dial
    override: str = ""


@transaction.atomic
@sealing()
def move_call(
    *, call: FirstContact, to: str, facts: StepFacts = StepFacts(), by: User, at: dt.datetime
) -> FirstContact:
    """Move a first contact on. Each state has its guard.

    :raises Refusal: named after what is missing.
    """
    access.require(by, "identify" if to in ANYBODY else "listen", call)
    call = held(call)
    if call.state in ENDED:
        raise CallEnded(state=CallState(call.state).label)
    check_step(call, to)
    if to in ELSEWHERE:
        raise AnotherWay
    check_words(facts.reason, facts.plan)
    if guard := GUARDS.get(to):
        guard(call, facts, by, at)
    more: dict[str, object] = {}
    if to == CallState.LISTA_ESPERA:
        more = {"recheck_on": facts.recheck_on, "waiting_plan": facts.plan.strip()}
    if to == CallState.SEGUIMIENTO:
        more = {"recheck_on": facts.recheck_on}
    if to == CallState.EN_ESCUCHA:
        more = {"listener": by}
    return step(call, to, reason=facts.reason, by=by, at=at, **more)


@transaction.atomic
@sealing()
def interrupt_call(*, call: FirstContact, by: User, at: dt.datetime) -> FirstContact:
    """Say that the call was cut, or that she can no longer talk: one press, no question."""
    access.require(by, "identify", call)
    call = held_open(call)
    if call.state == CallState.RECIBIDO:
        call = step(call, CallState.EN_ESCUCHA, by=by, at=at)
    check_step(call, CallState.INTERRUMPIDO)
    return step(call, CallState.INTERRUMPIDO, by=by, at=at)


def next_call_steps(call: FirstContact) -> tuple[CallState, ...]:
    """Return the states a call may move to."""
    return tuple(CallState(state) for state in NEXT_CALL_STATES[call.state])


def missing(call: FirstContact) -> list[str]:
    """Name what every first contact has and this one has not yet."""
    about = call.about.reveal() if call.about else {}
    needed = (
        (_("how she wants to be called"), call.alias),
        (_("what she asks for"), call.demand),
        (_("whether girls, boys or adolescents are involved"), call.minors),
        (_("what kind of accompaniment she looks for"), call.service_line),
        (_("what you told her"), about.get("told")),
    )
    return [str(label) for label, value in needed if not value]


def check_complete(call: FirstContact) -> None:
    """Refuse an outcome while the record lacks what every first contact has.

    :raises RecordIncomplete: naming it.
    """
    if lacking := missing(call):
        raise RecordIncomplete(named=", ".join(lacking))


def is_undecided(call: FirstContact) -> bool:
    """Tell whether a child is in danger and nothing was decided about it."""
    said = call.signs.reveal() if call.signs else {}
    return not signs_of(call).triggers.isdisjoint(CHILDREN_IN_IT) and not said.get("protection")


# --- guards -----------------------------------------------------------------------------------


def _listening(call: FirstContact, facts: StepFacts, by: User, at: dt.datetime) -> None:
    if not call.safe_now:
        raise SafetyNotAsked
    if call.state != CallState.RECONTACTO or facts.she_called:
        return
    last = call.attempts.order_by("-at", "-id").first()
    if last is None or last.result not in REACHED:
        raise NotReachedYet


def _assessed(call: FirstContact, facts: StepFacts, by: User, at: dt.datetime) -> None:
    if call.triaged_at is None:
        raise TriageMissing


def _outcome(call: FirstContact, facts: StepFacts, by: User, at: dt.datetime) -> None:
    check_complete(call)
    if is_undecided(call):
        raise ProtectionUndecided


def _waiting(call: FirstContact, facts: StepFacts, by: User, at: dt.datetime) -> None:
    if call.urgency == Urgency.U1:
        raise RedCannotWait
    _outcome(call, facts, by, at)
    _recheck(call, facts, by, at)
    if not facts.plan.strip():
        raise PlanMissing


def _recheck(call: FirstContact, facts: StepFacts, by: User, at: dt.datetime) -> None:
    today = at.astimezone(ZoneInfo(call.time_zone)).date()
    last = today + dt.timedelta(days=LONGEST_WAIT)
    if facts.recheck_on is None or not today < facts.recheck_on <= last:
        raise RecheckMissing(days=LONGEST_WAIT)


def _says_where(call: FirstContact, facts: StepFacts, by: User, at: dt.datetime) -> None:
    if call.state != CallState.SEGUIMIENTO:
        _outcome(call, facts, by, at)
    if not facts.reason.strip():
        raise StepNeedsWords


def _ends(call: FirstContact, facts: StepFacts, by: User, at: dt.datetime) -> None:
    if call.state == CallState.SEGUIMIENTO and not facts.reason.strip():
        raise StepNeedsWords


def _calls_back(call: FirstContact, facts: StepFacts, by: User, at: dt.datetime) -> None:
    if not facts.she_called:
        obey(call, facts.override, by=by, at=at)


Guard = Callable[[FirstContact, StepFacts, User, dt.datetime], None]
GUARDS: dict[str, Guard] = {
    CallState.EN_ESCUCHA: _listening,
    CallState.VALORADO: _assessed,
    CallState.ORIENTADO: _outcome,
    CallState.LISTA_ESPERA: _waiting,
    CallState.CANALIZADO: _says_where,
    CallState.SEGUIMIENTO: _recheck,
    CallState.RECONTACTO: _calls_back,
    CallState.CERRADO: _ends,
}
