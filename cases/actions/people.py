"""Who takes part in an accompaniment: persons and what is known of them."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from accompaniment.vault import gate, index
from cases.actions import bonds, walls
from cases.actions.refusal import Refusal, ask_either, locked, locked_open, sealing
from cases.actions.words import hold_cases, index_case, keep_words
from cases.enums import TAKES_NO_PART, AgeGroup, ParticipationRole
from cases.models import Case, Participation, Person

SEALED = ("called", "nickname", "legal_name", "pronouns", "municipality", "language", "interpreter")
CHILD, GROWN = 12, 18  # LGDNNA art. 5


class NameMissing(Refusal):
    """Nothing says how the person is called."""

    sentence = _("Write how the person wants to be called; an alias is enough.")


class OnlyOneAccompanied(Refusal):
    """The accompanied person of a case stands from its opening."""

    sentence = _("There is one accompanied person in each case. Choose another way of taking part.")


class AlreadyHere(Refusal):
    """She is in the case."""

    sentence = _("This person is already in this accompaniment.")


class CannotEndAccompanied(Refusal):
    """The case would be about nobody."""

    sentence = _(
        "The accompanied person cannot leave the case. Close the case instead; in a family, let "
        "another member speak for it first."
    )


class ParticipationEnded(Refusal):
    """It ended before."""

    sentence = _("This person no longer takes part in the case.")


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What is known of a person; empty where it is not."""

    called: str
    nickname: str = ""
    legal_name: str = ""
    pronouns: str = ""
    birth_date: dt.date | None = None
    birth_year: int | None = None
    municipality: str = ""
    language: str = ""
    interpreter: str = ""
    age_group: str = AgeGroup.DESCONOCIDA

    def age_group_on(self, day: dt.date) -> str:
        """Return the age group on a day; in doubt, the younger."""
        if born := self.birth_date:
            age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
        elif self.birth_year:
            age = day.year - self.birth_year - 1
        else:
            return self.age_group
        if age < CHILD:
            return AgeGroup.NINEZ
        return AgeGroup.ADOLESCENCIA if age < GROWN else AgeGroup.ADULTEZ

    def words(self) -> set[bytes]:
        """Return the digests by which the person is found."""
        return index.words(self.called, self.nickname, self.legal_name)

    def written_into(self, person: Person, day: dt.date) -> list[str]:
        """Put the facts into the person; return the names of the fields that hold something."""
        if not self.called.strip():
            raise NameMissing
        for name in SEALED:
            setattr(person, name, getattr(self, name) or None)
        person.birth_date = self.birth_date.isoformat() if self.birth_date else None
        person.birth_year = str(self.birth_year) if self.birth_year else None
        person.age_group = self.age_group_on(day)
        born = ("birth_date", "birth_year")
        return [*(name for name in (*SEALED, *born) if getattr(self, name)), "age_group"]


def enter_person(*, facts: PersonFacts, by: User, at: dt.datetime) -> Person:
    """Enter a person with keys of her own; the use case that calls links her to a case."""
    person = Person(id=uuid.uuid4())
    gate.require().new_keys(person.pk, Person._meta.label_lower, ["identity"])
    fields = facts.written_into(person, timezone.localdate(at))
    person.save(force_insert=True)
    keep_words(person, person.pk, facts.words())
    log.record(Verb.CREATE, person, by=by, fields=fields)
    return person


@transaction.atomic
@sealing()
def update_person(*, person: Person, facts: PersonFacts, by: User, at: dt.datetime) -> Person:
    """Replace what is known of a person, and find her by her new names from now on.

    :raises ChildOlderThanParent: if her birth contradicts the parents and children on record.
    """
    ask_either(by, ("write", "assign"), person)
    cases = hold_cases(person)
    person = Person.objects.select_for_update().get(pk=person.pk)
    fields = facts.written_into(person, timezone.localdate(at))
    for case in cases:
        bonds.check_birth(case, person)
    person.save()
    keep_words(person, person.pk, facts.words())
    log.record(Verb.CHANGE, person, by=by, fields=fields)
    return person


@transaction.atomic
@sealing()
def add_participant(
    *, case: Case, facts: PersonFacts, role: str, by: User, at: dt.datetime
) -> Participation:
    """Add a relative, a representative, an interpreter or someone of the support network.

    :raises CaseClosed: if it is not open.
    :raises OnlyOneAccompanied: for a second accompanied person.
    """
    ask_either(by, ("write", "assign"), case)
    case = locked_open(case.pk)
    if role == ParticipationRole.PA:
        raise OnlyOneAccompanied
    person = enter_person(facts=facts, by=by, at=at)
    return _join(case, person, role, by=by, at=at)


@transaction.atomic
def join_case(*, case: Case, person: Person, role: str, by: User, at: dt.datetime) -> Participation:
    """Add someone who is already known from another accompaniment, as the same person.

    Who asks has to know her there: nobody learns from this that she is accompanied elsewhere.

    :raises PermissionDenied: unless she may be identified.
    :raises AlreadyHere, OnlyOneAccompanied, CaseClosed: see each.
    :raises WouldMeet: if she would share the process or an accompanist with who must not meet her.
    """
    ask_either(by, ("write", "assign"), case)
    access.require(by, "identify", person)
    case = locked_open(case.pk)
    if role == ParticipationRole.PA:
        raise OnlyOneAccompanied
    if case.participations.filter(person=person, ended_at=None).exists():
        raise AlreadyHere
    if role not in TAKES_NO_PART:
        walls.check_joining(case, person)
    return _join(case, person, role, by=by, at=at)


@transaction.atomic
def only_mention(*, participation: Participation, by: User, at: dt.datetime) -> Participation:
    """Let someone take no part any more, while the case goes on speaking of her or him.

    :raises CannotEndAccompanied, ParticipationEnded, CaseClosed: see each.
    """
    ask_either(by, ("write", "assign"), participation)
    case = locked_open(participation.case_id)
    if participation.role in TAKES_NO_PART:
        raise AlreadyHere
    _end(participation, by=by, at=at)
    role = ParticipationRole.MENCIONADA
    return _join(case, participation.person, role, by=by, at=at, of=participation)


def _join(
    case: Case,
    person: Person,
    role: str,
    *,
    by: User,
    at: dt.datetime,
    of: Participation | None = None,
) -> Participation:
    """Begin a part in a locked case."""
    participation = Participation.objects.create(
        case=case,
        person=person,
        role=role,
        since=at,
        whereabouts=of.whereabouts if of else "",
    )
    index_case(case)
    log.record(Verb.CREATE, participation, by=by, fields=["person", "role"])
    return participation


@transaction.atomic
def end_participation(*, participation: Participation, by: User, at: dt.datetime) -> Participation:
    """End someone's part in a case: with it ends what the case's team may know of her.

    :raises CannotEndAccompanied: for the accompanied person.
    :raises ParticipationEnded: if it has ended before.
    """
    ask_either(by, ("write", "assign"), participation)
    case = locked(participation.case_id)
    participation = _end(participation, by=by, at=at)
    index_case(case)
    return participation


def _end(participation: Participation, *, by: User, at: dt.datetime) -> Participation:
    """End a part in a locked case."""
    participation = Participation.objects.select_for_update().get(pk=participation.pk)
    if participation.role == ParticipationRole.PA:
        raise CannotEndAccompanied
    if participation.ended_at:
        raise ParticipationEnded
    participation.ended_at = at
    participation.save(update_fields=["ended_at"])
    log.record(Verb.CHANGE, participation, by=by, fields=["ended_at"])
    return participation


def accompanied(case: Case) -> Person:
    """Return the accompanied person of a case."""
    return Person.objects.get(
        participations__case=case,
        participations__role=ParticipationRole.PA,
        participations__ended_at=None,
    )
