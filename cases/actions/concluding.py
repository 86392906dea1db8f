"""The one way in which the process of a collective ends: the collective so decides."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases import lines
from cases.actions.collectives import locked_collective
from cases.actions.cycles import CycleUnderWay
from cases.actions.refusal import Refusal, reasons_lie_in, sealing
from cases.enums import ClosingReason
from cases.enums.collective import CycleState
from cases.models import Case, Collective, Transition


class DecisionMissing(Refusal):
    """A collective never closes by itself, nor because a project ends."""

    sentence = _(
        "A collective concludes only by its own decision. Write what it decided, in its words."
    )


class DecisionToCome(Refusal):
    """Nobody has decided yet on a day to come."""

    sentence = _("That day has not come yet. Write the day on which the collective decided.")


@transaction.atomic
@sealing()
def conclude_collective(
    *, case: Case, decision: str, decided_on: dt.date, by: User, at: dt.datetime
) -> Case:
    """Conclude the process of a collective or a community by its own decision.

    :raises DecisionMissing, DecisionToCome, CycleUnderWay: see each.
    """
    access.require(by, "close", case)
    access.require(by, "write", case)
    case = locked_collective(case.pk)
    if not decision.strip():
        raise DecisionMissing
    if decided_on > timezone.localdate(at):
        raise DecisionToCome
    if case.cycles.exclude(state=CycleState.CERRADO).exists():
        raise CycleUnderWay
    collective, _new = Collective.objects.get_or_create(case=case)
    collective.decision, collective.decided_on = decision.strip(), decided_on
    collective.save()
    before, case.state = case.state, lines.of(case.line).ends
    case.is_open, case.closed_at, case.closed_by = False, at, by
    case.closing_reason = ClosingReason.DECISION_COLECTIVO
    case.save(update_fields=["state", "is_open", "closed_at", "closed_by", "closing_reason"])
    Transition.objects.create(
        case=case,
        before=before,
        after=case.state,
        at=at,
        by=by,
        sealed_in=reasons_lie_in(by, case),
        reason=decision.strip(),
    )
    access.shelve(case, at=at)
    log.record(Verb.CLOSE, case, by=by, fields=["state", "closing_reason"])
    return case
