"""Open an accompaniment: its keys, the person, who is responsible."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff.enums import Role
from accompaniment.staff.models import Team, User
from accompaniment.staff.standing import is_stranger
from accompaniment.vault import gate
from cases import codes
from cases.actions import team as people_of
from cases.actions.contacts import ContactFacts, enter_contact
from cases.actions.people import PersonFacts, enter_person
from cases.actions.refusal import Refusal
from cases.actions.words import index_case
from cases.enums import CaseState, Function, ParticipationRole
from cases.models import Case, Participation, Transition
from cases.models.case import CASE_COMPARTMENTS

OPENERS = (Role.PSYCHOLOGIST, Role.COORDINATOR)


class ResponsibleMissing(Refusal):
    """Someone has to be responsible."""

    sentence = _("Choose who will be responsible for this accompaniment.")


class NotOfTheTeam(Refusal):
    """The responsible person works in another team."""

    sentence = _("This colleague does not work in this team. Choose someone of the team.")


@transaction.atomic
def open_case(
    *,
    person: PersonFacts,
    team: Team,
    reason: str = "",
    urgency: int = 4,
    contacts: Sequence[ContactFacts] = (),
    responsible: User | None = None,
    by: User,
    at: dt.datetime,
) -> Case:
    """Open an accompaniment for a person, in a team of the one who opens it.

    A psychologist becomes responsible herself; a coordinator names a psychologist of the team.

    :raises PermissionDenied: if she opens no cases in this team.
    :raises ResponsibleMissing, NotOfTheTeam, Unfit: see each.
    """
    responsible = _responsible(team, responsible, by)
    taken = Case.objects.filter(team=team, is_open=True).values_list("pseudonym", flat=True)
    case = Case(
        id=uuid.uuid4(),
        code=_free_code(),
        pseudonym=codes.draw_pseudonym(set(taken)),
        team=team,
        urgency=urgency,
        responsible=responsible,
        opened_at=at,
        last_activity_at=at,
    )
    gate.require().new_keys(case.pk, Case._meta.label_lower, CASE_COMPARTMENTS)
    case.reason = reason or None
    case.save(force_insert=True)
    fields = ["team", "urgency", "responsible", *(["reason"] if reason else [])]
    log.record(Verb.CREATE, case, by=by, fields=fields)
    Transition.objects.create(case=case, after=CaseState.PROPUESTO, at=at, by=by)
    entered = enter_person(facts=person, by=by, at=at)
    role = ParticipationRole.PA
    Participation.objects.create(case=case, person=entered, role=role, since=at)
    for facts in contacts:
        enter_contact(person=entered, facts=facts, by=by)
    people_of.begin(case=case, user=responsible, function=Function.RESPONSIBLE, by=by, at=at)
    index_case(case)
    return case


def _responsible(team: Team, named: User | None, by: User) -> User:
    """Return who becomes responsible, or refuse."""
    mine = set()
    if not is_stranger(by):
        mine = set(team.memberships.filter(user=by).values_list("role", flat=True))
    if mine.isdisjoint(OPENERS):
        log.deny("open cases.case", None)
        raise PermissionDenied
    if Role.PSYCHOLOGIST in mine and (named is None or named.pk == by.pk):
        return by
    if named is None:
        raise ResponsibleMissing
    if Role.COORDINATOR not in mine:
        log.deny("open cases.case", None)
        raise PermissionDenied
    if not team.memberships.filter(user=named, role=Role.PSYCHOLOGIST).exists():
        raise NotOfTheTeam
    return named


def _free_code() -> str:
    while Case.objects.filter(code=(code := codes.new_code())).exists():
        pass
    return code
