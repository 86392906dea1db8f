"""What each step of an accompaniment needs before it is taken: a guard for each state."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.staff.models import User
from cases.actions import consents, family_guards, plans
from cases.actions.refusal import Refusal
from cases.enums import CaseState, ServiceLine
from cases.models import Case


class GoalMissing(Refusal):
    """A plan begins with a goal of hers."""

    sentence = _("Write at least one goal in the person's own words.")


class ReasonMissing(Refusal):
    """This step says why."""

    sentence = _("Write the reason.")


class DateMissing(Refusal):
    """A pause ends."""

    sentence = _("Write until when the pause lasts: a day still to come.")


@dataclass(frozen=True, slots=True)
class Step:
    """One step asked for: the locked case, the state it would enter, and what was said."""

    case: Case
    to: str
    reason: str
    until_on: dt.date | None
    at: dt.datetime
    by: User

    @property
    def today(self) -> dt.date:
        """Return the day of the step in the house."""
        return timezone.localdate(self.at)


def agreed(step: Step) -> None:
    """Refuse unless everything needed has been agreed to."""
    consents.require_consents(step.case, step.today)


def has_goal(step: Step) -> None:
    """Refuse a plan without a goal; one written now is the first."""
    if not step.reason and not plans.has_goals(step.case):
        raise GoalMissing


def says_why(step: Step) -> None:
    """Refuse a step that does not say why."""
    if not step.reason:
        raise ReasonMissing


def ends(step: Step) -> None:
    """Refuse a pause without a reason or without an end."""
    says_why(step)
    if step.until_on is None or step.until_on <= step.today:
        raise DateMissing


def several_members(step: Step) -> None:
    """Refuse a family of one."""
    family_guards.check_several(step.case)


def heard_alone(step: Step) -> None:
    """Refuse to bring a family together before each adult was heard alone, or near who harms."""
    family_guards.check_safety(step.case)


def family_agreed(step: Step) -> None:
    """Refuse agreements with a family that has not consented."""
    family_guards.check_agreed(step.case, step.today)


def still_safe(step: Step) -> None:
    """Refuse to go on with a family while who has harmed one of them is near."""
    if step.case.line == ServiceLine.FAM:
        family_guards.check_nobody_near(step.case)


GUARDS: dict[str, Callable[[Step], None]] = {
    CaseState.ENCUADRE: agreed,
    CaseState.PLAN: has_goal,
    CaseState.EN_PROCESO: still_safe,
    CaseState.EN_PAUSA: ends,
    CaseState.INTERRUMPIDO: says_why,
    CaseState.SEGURIDAD: several_members,
    CaseState.VALORACION_FAMILIAR: heard_alone,
    CaseState.ENCUADRE_FAMILIAR: family_agreed,
    CaseState.NO_INDICADO: says_why,
}


def check(step: Step) -> None:
    """Refuse a step whose conditions are not met.

    :raises Refusal: named after what is missing.
    """
    if guard := GUARDS.get(step.to):
        guard(step)
