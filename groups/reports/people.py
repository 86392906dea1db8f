"""Who takes part in a group, who waits, who asked."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups import steps
from groups.enums import EnrolmentState
from groups.models import Enrolment, Group

ORDER = (
    (EnrolmentState.ACTIVA, EnrolmentState.AUSENTE, EnrolmentState.ACEPTADA),
    (EnrolmentState.LISTA_ESPERA,),
    (EnrolmentState.ENTREVISTADA, EnrolmentState.INTERESADA),
    (EnrolmentState.CONCLUYO, EnrolmentState.INTERRUMPIO, EnrolmentState.NO_INDICADA),
)


@dataclass(frozen=True, slots=True)
class Her:
    """Somebody in a group, and what may follow."""

    enrolment: Any
    name: str
    heard: bool
    next: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everybody of a group, in four lists."""

    inside: list[Her]
    waiting: list[Her]
    asked: list[Her]
    gone: list[Her]
    free: int

    @property
    def is_empty(self) -> bool:
        """Tell whether nobody has asked yet."""
        return not (self.inside or self.waiting or self.asked or self.gone)


def sheet(group: Group) -> Sheet:
    """Return everybody of a group, their names opened."""
    rows = group.enrolments.kept().select_related("case").order_by("number")
    found = [her(each) for each in rows]
    lists = [[each for each in found if each.enrolment.state in states] for states in ORDER]
    taken = sum(1 for each in found if each.enrolment.state in steps.IN_GROUP)
    inside, waiting, asked, gone = lists
    return Sheet(inside, waiting, asked, gone, max(0, group.capacity - taken))


def her(enrolment: Enrolment) -> Her:
    """Return one of them; steps with pages of their own are not among what follows."""
    own = {EnrolmentState.ENTREVISTADA, EnrolmentState.ACEPTADA}
    after = [
        (str(state), str(EnrolmentState(state).label))
        for state in steps.ENROLMENT[EnrolmentState(enrolment.state)]
        if state not in own and not (state == EnrolmentState.ACTIVA and not enrolment.agreed_at)
    ]
    name = enrolment.name.reveal() if enrolment.name else enrolment.pseudonym
    return Her(enrolment, name, enrolment.interviewed_at is not None, after)


def carried(group: Group | None) -> list[Enrolment]:
    """Return who of another group may be asked again: those who concluded, and those who wait."""
    if group is None:
        return []
    wanted = (EnrolmentState.CONCLUYO, EnrolmentState.LISTA_ESPERA)
    rows = group.enrolments.kept().filter(state__in=wanted)
    return list(rows.select_related("person", "case").order_by("number"))


def said(taken: int) -> str:
    """Say how many were taken down."""
    text = ngettext("%(count)s person was taken down.", "%(count)s people were taken down.", taken)
    return text % {"count": taken}


def said_carried(taken: int, passed: int) -> str:
    """Say how many were taken down, and how many are here already; names stay on no store."""
    if not passed:
        return said(taken)
    text = ngettext(
        "%(count)s person of the other group was here already and stays as she is.",
        "%(count)s people of the other group were here already and stay as they are.",
        passed,
    )
    return said(taken) + " " + text % {"count": passed}


def said_left(taken: int) -> str:
    """Say that some were not, and why."""
    text = _("These sound like somebody of this group. If they are others, confirm it below.")
    return said(taken) + " " + text
