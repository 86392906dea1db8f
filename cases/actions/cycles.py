"""Cycles of a collective: planned, convened, lived, evaluated, closed; then the next one."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.collectives import locked_collective
from cases.actions.refusal import Refusal, sealing
from cases.enums import SessionStatus
from cases.enums.collective import CYCLE_NEXT, ActivityKind, CycleState, Moment
from cases.models import Activity, Case, Cycle, CycleStep


class CycleUnderWay(Refusal):
    """One cycle at a time."""

    sentence = _("The cycle before has not been closed yet. Close it, then plan the next one.")


class CycleEndsBeforeItBegins(Refusal):
    """The dates are the wrong way round."""

    sentence = _("The last day is before the first one. Check both dates.")


class CycleClosed(Refusal):
    """What was is not planned any more."""

    sentence = _("This cycle is closed. Plan the next one.")


class NoSuchCycleStep(Refusal):
    """The state asked for does not follow this one."""

    sentence = _("The cycle cannot go from “%(before)s” to “%(after)s”.")


class NothingConvened(Refusal):
    """There is nothing to come to."""

    sentence = _("Put the first activity of the cycle on the agenda, then convene it.")


class CycleNotBegun(Refusal):
    """Its first day has not come."""

    sentence = _("The first day of the cycle is still to come. Change it if it began before.")


class NothingHeld(Refusal):
    """There is nothing to evaluate yet."""

    sentence = _("No activity of this cycle has been held yet. Record what was held first.")


class ActivitiesToCome(Refusal):
    """Something of it is still on the agenda."""

    sentence = _("Activities of this cycle are still on the agenda. Record what became of them.")


class EvaluationMissing(Refusal):
    """The collective has not said how it was."""

    sentence = _("Write how the collective evaluates the cycle, in its own words.")


class DecompressionMissing(Refusal):
    """Nobody asked how people came down from a search."""

    sentence = _(
        "A field search of this cycle has no “afterwards” yet: how people are, within a week. "
        "Write it, then close the cycle."
    )


@dataclass(frozen=True, slots=True)
class CycleFacts:
    """When a cycle is, what it is about and what for."""

    begins_on: dt.date
    ends_on: dt.date | None = None
    theme: str = ""
    purpose: str = ""

    def written_into(self, cycle: Cycle) -> list[str]:
        """Put the facts into a cycle; return the names of the fields that hold something.

        :raises CycleEndsBeforeItBegins: if the dates are the wrong way round.
        """
        if self.ends_on and self.ends_on < self.begins_on:
            raise CycleEndsBeforeItBegins
        cycle.begins_on, cycle.ends_on = self.begins_on, self.ends_on
        cycle.theme, cycle.purpose = self.theme.strip() or None, self.purpose.strip() or None
        named = ("begins_on", "ends_on", "theme", "purpose")
        return [name for name in named if getattr(self, name)]


@transaction.atomic
@sealing()
def plan_cycle(*, case: Case, facts: CycleFacts, by: User, at: dt.datetime) -> Cycle:
    """Plan the next cycle.

    :raises CaseClosed, NotACollective, CycleUnderWay, CycleEndsBeforeItBegins: see each.
    """
    access.require(by, "write", case)
    case = locked_collective(case.pk)
    if case.cycles.exclude(state=CycleState.CERRADO).exists():
        raise CycleUnderWay
    last = case.cycles.aggregate(number=Max("number"))["number"] or 0
    cycle = Cycle(id=uuid.uuid4(), case=case, number=last + 1)
    fields = facts.written_into(cycle)
    cycle.save(force_insert=True)
    _step(cycle, "", by=by, at=at)
    access.shelve(case, at=at)
    log.record(Verb.CREATE, cycle, by=by, fields=["number", *fields])
    return cycle


@transaction.atomic
@sealing()
def change_cycle(*, cycle: Cycle, facts: CycleFacts, by: User, at: dt.datetime) -> Cycle:
    """Replace what was planned of a cycle that is not closed.

    :raises CaseClosed, CycleClosed, CycleEndsBeforeItBegins: see each.
    """
    case, cycle = _locked(cycle, by)
    if cycle.state == CycleState.CERRADO:
        raise CycleClosed
    fields = facts.written_into(cycle)
    cycle.save()
    access.shelve(case, at=at)
    log.record(Verb.CHANGE, cycle, by=by, fields=fields)
    return cycle


@transaction.atomic
@sealing()
def move_cycle(*, cycle: Cycle, to: str, evaluation: str = "", by: User, at: dt.datetime) -> Cycle:
    """Move a cycle on. Each state has its guard.

    :raises Refusal: named after what is missing.
    """
    case, cycle = _locked(cycle, by)
    before = cycle.state
    if to not in CYCLE_NEXT[before]:
        names = {"before": CycleState(before).label, "after": CycleState(to).label}
        raise NoSuchCycleStep(**names)
    _guard(cycle, to, evaluation.strip(), timezone.localdate(at))
    cycle.state = to
    fields = ["state"]
    if to == CycleState.CERRADO:
        cycle.evaluation = evaluation.strip()
        fields.append("evaluation")
    cycle.save(update_fields=fields)
    _step(cycle, before, by=by, at=at)
    access.shelve(case, at=at)
    log.record(Verb.CHANGE, cycle, by=by, fields=fields)
    return cycle


def next_of(cycle: Cycle) -> tuple[CycleState, ...]:
    """Return the states a cycle may move to."""
    return tuple(CycleState(state) for state in CYCLE_NEXT[cycle.state])


def _guard(cycle: Cycle, to: str, evaluation: str, today: dt.date) -> None:
    """Refuse a step whose conditions are not met."""
    activities = Activity.objects.filter(cycle=cycle)
    if to == CycleState.CONVOCADO and not activities.exists():
        raise NothingConvened
    if to == CycleState.EN_CURSO and cycle.begins_on > today:
        raise CycleNotBegun
    held = activities.filter(session__status=SessionStatus.HELD)
    if to == CycleState.EVALUACION and not held.exists():
        raise NothingHeld
    if to != CycleState.CERRADO:
        return
    if activities.filter(session__status=SessionStatus.SCHEDULED).exists():
        raise ActivitiesToCome
    searches = held.filter(kind=ActivityKind.BUSQUEDA)
    if searches.exclude(moments__moment=Moment.DESPUES).exists():
        raise DecompressionMissing
    if not evaluation:
        raise EvaluationMissing


def _locked(cycle: Cycle, by: User) -> tuple[Case, Cycle]:
    """Ask, lock and re-read a cycle and its open case.

    :raises CaseClosed: if the case is not open.
    """
    access.require(by, "write", cycle)
    case = locked_collective(cycle.case_id)
    return case, Cycle.objects.select_for_update().get(pk=cycle.pk)


def _step(cycle: Cycle, before: str, *, by: User, at: dt.datetime) -> None:
    """Remember a step."""
    CycleStep.objects.create(
        case_id=cycle.case_id, cycle=cycle, before=before, after=cycle.state, at=at, by=by
    )
