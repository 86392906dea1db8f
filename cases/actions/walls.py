"""Who has harmed and who was harmed never meet here (LGAMVLV art. 8-III and IV).

Not in the same process, nor with the same accompanist, nor in one house around the same hour (that
one is asked by :mod:`cases.actions.booking`). A refusal says what is not possible, and nothing of
the other process.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.staff.models import User
from cases.actions.refusal import Refusal
from cases.enums import TAKES_NO_PART
from cases.models import Assignment, Bond, Case, Participation, Person

NEAR = dt.timedelta(hours=1)  # who comes and who leaves do not cross at the door


class WouldMeet(Refusal):
    """Two persons who must not meet would."""


class WouldMeetInProcess(WouldMeet):
    """They would take part in the same accompaniment."""

    sentence = _(
        "These two persons cannot take part in the same accompaniment: one is on record as having "
        "harmed the other. Ask the coordination for another process."
    )


class WouldMeetThroughAccompanist(WouldMeet):
    """The same colleague would accompany both."""

    sentence = _(
        "This colleague cannot accompany this case: another accompaniment of hers stands in the "
        "way. Choose someone else or ask the coordination."
    )


class WouldMeetThroughTeam(WouldMeet):
    """Somebody who accompanies the case accompanies the other too."""

    sentence = _(
        "This person cannot be added here for safety: somebody of this team must not accompany "
        "both. Ask the coordination for another process or another team."
    )


def harmful(persons: Collection[UUID]) -> set[UUID]:
    """Return who has harmed one of these persons, or was harmed by one of them."""
    bonds = Bond.objects.of_aggression()
    rows = bonds.filter(Q(from_person__in=persons) | Q(to_person__in=persons))
    pairs = rows.values_list("from_person", "to_person")
    return {other for pair in pairs for other in pair} - set(persons) | {
        one for pair in pairs for one in pair if set(pair) <= set(persons)
    }


def taking_part(case: Case) -> set[UUID]:
    """Return the persons who take part in a case."""
    rows = case.participations.filter(ended_at=None).exclude(role__in=TAKES_NO_PART)
    return set(rows.values_list("person", flat=True))


def check_process(case: Case, persons: Iterable[UUID]) -> None:
    """Refuse if one of these would take part beside someone she must not meet.

    :raises WouldMeetInProcess: without saying who has harmed whom.
    """
    joined = taking_part(case) | set(persons)
    for one, other in _pairs(joined):
        if one in joined and other in joined:
            log.deny("meet cases.participation", case.pk)
            raise WouldMeetInProcess


def check_accompanist(case: Case, user: User) -> None:
    """Refuse if the colleague accompanies someone whom a person of this case must not meet.

    :raises WouldMeetThroughAccompanist: without naming the other case.
    """
    others = harmful(taking_part(case))
    if not others:
        return
    hers = Assignment.objects.filter(user=user, until=None, case__is_open=True).exclude(case=case)
    present = Participation.objects.filter(
        person__in=others, ended_at=None, case__in=hers.values("case")
    ).exclude(role__in=TAKES_NO_PART)
    if present.exists():
        log.deny("meet cases.assignment", case.pk)
        raise WouldMeetThroughAccompanist


def check_joining(case: Case, person: Person) -> None:
    """Refuse someone whom a person of the case, or of its accompanists' other cases, must not meet.

    :raises WouldMeetInProcess, WouldMeetThroughTeam: without naming anybody.
    """
    check_process(case, [person.pk])
    others = harmful({person.pk}) - {person.pk}
    here = case.assignments.filter(until=None).values("user")
    theirs = Assignment.objects.filter(user__in=here, until=None, case__is_open=True)
    present = Participation.objects.filter(
        person__in=others, ended_at=None, case__in=theirs.exclude(case=case).values("case")
    ).exclude(role__in=TAKES_NO_PART)
    if present.exists():
        log.deny("meet cases.participation", case.pk)
        raise WouldMeetThroughTeam


def _pairs(persons: set[UUID]) -> list[tuple[UUID, UUID]]:
    rows = Bond.objects.of_aggression().filter(from_person__in=persons, to_person__in=persons)
    return list(rows.values_list("from_person", "to_person"))
