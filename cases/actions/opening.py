"""Open an accompaniment: its keys, the person, who is responsible."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.enums import Role
from accompaniment.staff.models import Team, User
from accompaniment.staff.standing import is_stranger
from accompaniment.vault import gate
from cases import codes, lines
from cases.actions import team as people_of
from cases.actions.contacts import ContactFacts, enter_contact
from cases.actions.people import NameMissing, PersonFacts, enter_person
from cases.actions.refusal import Refusal
from cases.actions.words import index_case
from cases.enums import Function, ParticipationRole, ServiceLine
from cases.models import Case, Participation, Person, Transition
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
    person: PersonFacts | Person | None,
    team: Team,
    line: str = ServiceLine.IND,
    reason: str = "",
    urgency: int = 4,
    contacts: Sequence[ContactFacts] = (),
    responsible: User | None = None,
    by: User,
    at: dt.datetime,
) -> Case:
    """Open an accompaniment for a person, in a team of the one who opens it.

    A community or a collective is about nobody in particular: without a person. Someone who is
    already known from another accompaniment remains the same person in both. A psychologist
    becomes responsible herself; a coordinator names a psychologist of the team.

    :raises PermissionDenied: if she opens no cases in this team.
    :raises ResponsibleMissing, NotOfTheTeam, Unfit: see each.
    """
    way = lines.of(line)
    if way.is_about_someone and person is None:
        raise NameMissing
    responsible = _responsible(team, responsible, by)
    taken = Case.objects.filter(team=team, is_open=True).values_list("pseudonym", flat=True)
    case = Case(
        id=uuid.uuid4(),
        code=_free_code(),
        pseudonym=codes.draw_pseudonym(set(taken)),
        team=team,
        line=line,
        state=way.first,
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
    Transition.objects.create(case=case, after=way.first, at=at, by=by)
    if person and way.is_about_someone:
        _enter(case, person, contacts, by=by, at=at)
    people_of.begin(case=case, user=responsible, function=Function.RESPONSIBLE, by=by, at=at)
    index_case(case)
    return case


def _enter(
    case: Case,
    told: PersonFacts | Person,
    contacts: Sequence[ContactFacts],
    *,
    by: User,
    at: dt.datetime,
) -> None:
    """Enter the accompanied person and the ways to reach her; who is known has both already."""
    if isinstance(told, Person):
        access.require(by, "identify", told)
        person = told
    else:
        person = enter_person(facts=told, by=by, at=at)
    role = ParticipationRole.PA
    Participation.objects.create(case=case, person=person, role=role, since=at)
    for each in contacts:
        enter_contact(person=person, facts=each, by=by)


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
