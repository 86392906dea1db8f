"""Bonds between the persons of a case: told, ended, withdrawn, and whether news may travel."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases import kinship
from cases.actions import booking, walls
from cases.actions.custody import review_holders
from cases.actions.refusal import Refusal, locked_open, sealing
from cases.actions.tasks import raise_task
from cases.enums.bond import PARENTAL, BondKind
from cases.enums.task import TaskKind
from cases.kinship import Trouble
from cases.models import Assignment, Bond, Case, Participation, Person
from cases.reports.births import birth, kin_of
from cases.spans import read


class BondImpossible(Refusal):
    """What was told cannot be."""


class WithOneself(BondImpossible):
    """Somebody would be her own mother."""

    sentence = _("Nobody can be this to herself or himself. Choose two different persons.")


class BondKnown(BondImpossible):
    """It is on record."""

    sentence = _("This bond is already on record. If it has ended, end it there.")


class OwnAncestor(BondImpossible):
    """Somebody would descend from herself."""

    sentence = _(
        "This would make someone an ancestor of herself. Look at the genogram: perhaps mother and "
        "daughter changed places."
    )


class ChildOlderThanParent(BondImpossible):
    """A child would be older than its parent."""

    sentence = _(
        "By the dates on record the child would be older than the parent. Check both birth dates; "
        "an approximate year is enough."
    )


class ThirdParentByBirth(BondImpossible):
    """A child has two parents by birth."""

    sentence = _(
        "Two parents by birth are already on record. Choose adoption or bringing up for who else "
        "is a mother or father, or correct the other bonds."
    )


class EndsBeforeItBegins(BondImpossible):
    """It would end before it began."""

    sentence = _("It would end before it began. Check both dates.")


class BeginsBeforeBirth(BondImpossible):
    """It would begin before one of them was born."""

    sentence = _("It would begin before one of the two was born. Check the date.")


class NotInTheCase(Refusal):
    """A bond is between persons of the case."""

    sentence = _("Both persons must be of this accompaniment. Add who is missing first.")


class BothTakePart(Refusal):
    """Harm is recorded once who did it takes no part any more."""

    sentence = _(
        "Both take part in this accompaniment, and they must not any longer. On the family page, "
        "choose “takes no part any more” for who has harmed; then record this."
    )


class BondEnded(Refusal):
    """It ended before."""

    sentence = _("This bond has already ended or was taken off the record.")


AHEAD = dt.timedelta(days=366)  # how far hours are looked through for two who must not meet

TROUBLES: dict[Trouble, type[BondImpossible]] = {
    Trouble.ONESELF: WithOneself,
    Trouble.KNOWN: BondKnown,
    Trouble.CYCLE: OwnAncestor,
    Trouble.TOO_OLD: ChildOlderThanParent,
    Trouble.THIRD_PARENT: ThirdParentByBirth,
    Trouble.ENDS_FIRST: EndsBeforeItBegins,
    Trouble.BEFORE_BIRTH: BeginsBeforeBirth,
}


@transaction.atomic
@sealing()
def add_bond(
    *,
    case: Case,
    from_person: Person,
    to_person: Person,
    kind: str,
    since: str = "",
    until: str = "",
    words: str = "",
    lives_together: bool | None = None,
    safe_to_share: bool = False,
    by: User,
    at: dt.datetime,
) -> Bond:
    """Record what one person is to another; dates are kept as people say them.

    :raises BondImpossible: named after what cannot be.
    :raises NotInTheCase, BothTakePart, CaseClosed: see each.
    """
    access.require(by, "write", case)
    case = locked_open(case.pk)
    _check_persons(case, from_person, to_person)
    bond = Bond(
        case=case,
        from_person=from_person,
        to_person=to_person,
        kind=kind,
        since=since.strip() or None,
        until=until.strip() or None,
        words=words.strip() or None,
        lives_together=lives_together,
        safe_to_share=safe_to_share,
        recorded_by=by,
        recorded_at=at,
    )
    _check_kinship(case, bond, since, until)
    if kind == BondKind.AGRESION and {from_person.pk, to_person.pk} <= walls.taking_part(case):
        raise BothTakePart
    if kind == BondKind.AGRESION:  # nobody gives them an hour meanwhile
        booking.hold((), (), {from_person.pk, to_person.pk})
    bond.save(force_insert=True)
    log.record(Verb.CREATE, bond, by=by, fields=["from_person", "to_person", "kind"])
    if kind == BondKind.AGRESION:
        _look_again(bond, by=by, at=at)
    return bond


@transaction.atomic
@sealing()
def end_bond(*, bond: Bond, until: str, by: User, at: dt.datetime) -> Bond:
    """Say until when two persons were this to each other; it stays on record.

    :raises BondEnded, EndsBeforeItBegins, CaseClosed: see each.
    """
    bond = _standing(bond, by)
    if bond.until:
        raise BondEnded
    since, end = read(bond.since.reveal() if bond.since else ""), read(until)
    if since and end and end.is_before(since):
        raise EndsBeforeItBegins
    bond.until = until.strip() or str(_("not known when"))
    bond.save(update_fields=["until"])
    log.record(Verb.CHANGE, bond, by=by, fields=["until"])
    return bond


@transaction.atomic
def withdraw_bond(*, bond: Bond, by: User, at: dt.datetime) -> Bond:
    """Take off the record what was recorded by mistake; its versions stay.

    :raises BondEnded, CaseClosed: see each.
    """
    bond = _standing(bond, by)
    bond.withdrawn_at = at
    bond.save(update_fields=["withdrawn_at"])
    log.record(Verb.CHANGE, bond, by=by, fields=["withdrawn_at"])
    return bond


@transaction.atomic
def share_bond(*, bond: Bond, safe: bool, by: User, at: dt.datetime) -> Bond:
    """Say whether what is known of the first person may be told to the second.

    :raises BondEnded, CaseClosed: see each.
    """
    bond = _standing(bond, by)
    bond.safe_to_share = safe
    bond.save(update_fields=["safe_to_share"])
    log.record(Verb.CHANGE, bond, by=by, fields=["safe_to_share"])
    return bond


def check_birth(case: Case, person: Person) -> None:
    """Refuse a birth that contradicts the parents and children on record.

    :raises ChildOlderThanParent: if a child would be older than its parent.
    """
    own = Q(from_person=person) | Q(to_person=person)
    bonds = list(case.bonds.standing().filter(own, kind__in=PARENTAL))
    around = [each for each in _persons(bonds) if each.pk != person.pk]
    access.let_in(around, code=case.code)
    born: dict[Any, Any] = {each.pk: birth(each) for each in around}
    if kinship.troubles_of_birth(person.pk, birth(person), map(kin_of, bonds), born):
        raise ChildOlderThanParent


def _standing(bond: Bond, by: User) -> Bond:
    """Ask, lock and re-read a bond that counts."""
    access.require(by, "write", bond)
    locked_open(bond.case_id)
    bond = Bond.objects.select_for_update().get(pk=bond.pk)
    if bond.withdrawn_at:
        raise BondEnded
    return bond


def _check_persons(case: Case, *persons: Person) -> None:
    here = set(case.participations.filter(ended_at=None).values_list("person", flat=True))
    if not {each.pk for each in persons} <= here:
        raise NotInTheCase


def _check_kinship(case: Case, bond: Bond, since: str, until: str) -> None:
    """Refuse a bond that cannot be, by the bonds and births this case knows."""
    known = list(case.bonds.standing())
    around = {p.pk: p for p in (*_persons(known), bond.from_person, bond.to_person)}
    access.let_in(around.values(), code=case.code)
    born: dict[Any, Any] = {pk: birth(person) for pk, person in around.items()}
    new = kin_of(bond, since=read(since), until=read(until))
    current = [each for each in known if not each.until]
    if trouble := kinship.trouble(new, map(kin_of, current), born):
        raise TROUBLES[trouble]


def _persons(bonds: Iterable[Bond]) -> list[Person]:
    ids: set[UUID] = {pk for each in bonds for pk in (each.from_person_id, each.to_person_id)}
    return list(Person.objects.filter(pk__in=ids))


def _look_again(bond: Bond, *, by: User, at: dt.datetime) -> None:
    """Ask who coordinates to look where both now stand too close, and at the child's papers.

    In the team of a colleague, in a group, or in the house around the same hour: the task does not
    say where.
    """
    case = bond.case
    review_holders(case=case, aggressor=bond.from_person, by=by, at=at)
    here = set(case.assignments.filter(until=None).values_list("user", flat=True))
    both = {bond.from_person_id, bond.to_person_id} - walls.taking_part(case)
    elsewhere = Participation.objects.filter(
        ~Q(case=case), person__in=both, ended_at=None, case__is_open=True
    )
    shared = Assignment.objects.filter(user__in=here, until=None, case__in=elsewhere.values("case"))
    pair = bond.from_person_id, bond.to_person_id
    if shared.exists() or booking.too_close(*pair, at, at + AHEAD):
        raise_task(case=case, kind=TaskKind.WALL, about=bond.pk, urgent=True, by=by, at=at)


__all__ = [
    "BeginsBeforeBirth",
    "BondEnded",
    "BondImpossible",
    "BondKnown",
    "BothTakePart",
    "ChildOlderThanParent",
    "EndsBeforeItBegins",
    "NotInTheCase",
    "OwnAncestor",
    "ThirdParentByBirth",
    "WithOneself",
    "add_bond",
    "check_birth",
    "end_bond",
    "share_bond",
    "withdraw_bond",
]
