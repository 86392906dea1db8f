"""Who takes part: asks, is interviewed, accepted or put on the list, comes, concludes or leaves."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from accompaniment.vault import gate
from cases import codes
from cases.actions.refusal import Refusal, sealing
from cases.enums import ParticipationRole
from cases.models import Case, Person
from groups import steps
from groups.actions import calendar, conflicts
from groups.actions.cycles import locked_open
from groups.actions.insisting import JOIN, counted
from groups.enums import EnrolmentState, Said
from groups.models import Enrolment, EnrolmentStep, Group
from groups.models.enrolment import ENROLMENT_COMPARTMENTS

E = EnrolmentState


class NotEnrolling(Refusal):
    """Nobody new comes in now."""

    sentence = _("This group takes nobody new at this moment.")


class ClosedToNewcomers(Refusal):
    """A group closes after its first sessions, so that trust can grow."""

    sentence = _("The group closed after its session %(number)s: nobody new comes in.")


class NameMissing(Refusal):
    """Somebody is called something."""

    sentence = _("Write how she wants to be called; an alias will do.")


class MaybeTwice(Refusal):
    """One woman under two spellings."""

    sentence = _(
        "Somebody of this group has a name that sounds alike. If she is another person, confirm it "
        "and save again."
    )


class AlreadyInGroup(Refusal):
    """One woman has one place, whatever she is called."""

    sentence = _("She is in this group already, perhaps under another name. Look at the list.")


class InterviewFirst(Refusal):
    """Nobody enters a group unheard."""

    sentence = _("She has not been interviewed yet. Write the interview first.")


class CrisisFirst(Refusal):
    """Acute crisis: individual accompaniment first."""

    sentence = _(
        "The interview says that she is in an acute crisis: individual accompaniment comes first. "
        "Interview her again when it has passed."
    )


class PossibleConflict(Refusal):
    """The house knows a reason; it does not say which."""

    sentence = _("Possible conflict: ask the coordinator. She cannot join this group for now.")


class GroupFull(Refusal):
    """There is no place."""

    sentence = _("The group is full. Put her on the waiting list.")


class OthersWait(Refusal):
    """The list has an order."""

    sentence = _("%(count)s people have been waiting longer. The first of the list comes first.")


class AgreementFirst(Refusal):
    """Confidentiality is agreed on before the first words."""

    sentence = _("She has not signed the agreements of the group. Record that first.")


class ErasedMeanwhile(Refusal):
    """Nobody goes on with who was erased."""

    sentence = _("What was kept of her has been erased.")


class NoSuchStep(Refusal):
    """The way does not lead from here to there."""

    sentence = _("From “%(before)s” one does not come to “%(after)s”.")


@dataclass(frozen=True, slots=True)
class Asks:
    """Somebody who would like to come: with an accompaniment of her own, or an alias.

    ``again``: she was in another group; what the house knows of her there goes along.
    """

    name: str = ""
    contact: str = ""
    case: Case | None = None
    again: Enrolment | None = None
    needs_childcare: bool = False
    is_another: bool = False  # somebody looked: not the one whose name sounds alike


@dataclass(frozen=True, slots=True)
class Interview:
    """What was asked before the group."""

    words: dict[str, str]  # by name: expectations, safety, support, access, words
    in_crisis: bool
    aggressors: tuple[str, ...] = ()  # names she told; only keyed digests are kept


@transaction.atomic
@sealing()
def enrol(*, group: Group, asks: Asks, by: User, at: dt.datetime) -> Enrolment:
    """Take down that somebody would like to come; her name lies under a key of her own.

    :raises NotEnrolling, ClosedToNewcomers, NameMissing, MaybeTwice, AlreadyInGroup: see each.
    """
    access.require(by, "members", group)
    group = locked_open(group.pk)
    _check_takes(group)
    person, case = _whose(asks, by)
    _check_new(group, asks, person)
    known = group.enrolments.order_by("number")
    enrolment = Enrolment(
        id=uuid.uuid4(),
        group=group,
        number=(known.values_list("number", flat=True).last() or 0) + 1,
        pseudonym=codes.draw_pseudonym(set(known.values_list("pseudonym", flat=True))),
        person=person,
        case=case,
        needs_childcare=asks.needs_childcare,
        entered_at=at,
    )
    kind = Enrolment._meta.label_lower
    gate.require().new_keys(enrolment.pk, kind, ENROLMENT_COMPARTMENTS)
    enrolment.name, enrolment.contact = asks.name.strip(), asks.contact.strip() or None
    enrolment.save(force_insert=True)
    conflicts.keep_words(enrolment, Said.PARTICIPANT, conflicts.words_of(asks.name))
    conflicts.keep_words(enrolment, Said.HEARD, conflicts.sounds_of(asks.name))
    if asks.again:
        conflicts.add_words(enrolment, Said.AGGRESSOR, conflicts.told_before(asks.again))
    _step(enrolment, "", by=by, at=at)
    access.shelve(group, at=at)
    log.record(Verb.CREATE, enrolment, by=by, fields=["enrolment.name", "state"])
    return enrolment


@transaction.atomic
def enrol_many(
    *, group: Group, asking: Iterable[Asks], by: User, at: dt.datetime
) -> tuple[list[Enrolment], list[tuple[Asks, Refusal]]]:
    """Take down several at once, from a list or from another group; say who was not, and why."""
    taken: list[Enrolment] = []
    left: list[tuple[Asks, Refusal]] = []
    for asks in asking:
        try:
            with transaction.atomic():
                taken.append(enrol(group=group, asks=asks, by=by, at=at))
        except (MaybeTwice, AlreadyInGroup, NameMissing) as refusal:
            left.append((asks, refusal))
    return taken, left


@transaction.atomic
@sealing()
def interview(*, enrolment: Enrolment, heard: Interview, by: User, at: dt.datetime) -> Enrolment:
    """Write the interview before the group; who has harmed her is kept as digests alone.

    Names told in an earlier interview still count: writing it anew takes none of them back. Who
    waits or is inside by now stays where she is.

    :raises NoSuchStep: if she has left or concluded.
    :raises AlreadyInGroup: if she is on the list a second time by now.
    """
    enrolment = _locked(enrolment, by)
    stays = enrolment.state in steps.STAYS
    if not stays:
        _check_leads(enrolment, E.ENTREVISTADA)
    enrolment.interview = heard.words
    enrolment.in_crisis = heard.in_crisis
    enrolment.interviewed_at, enrolment.interviewed_by = at, by
    conflicts.hear_names(enrolment, heard.aggressors, at)
    if not stays:
        return _to(enrolment, E.ENTREVISTADA, "enrolment.interview", by=by, at=at)
    enrolment.save()
    log.record(Verb.CHANGE, enrolment, by=by, fields=["enrolment.interview"])
    return enrolment


@counted
@transaction.atomic
def accept(
    *, enrolment: Enrolment, despite_conflict: bool = False, by: User, at: dt.datetime
) -> Enrolment:
    """Give somebody a place, if she was heard, nothing stands in the way and there is one.

    ``despite_conflict``: the coordinator looked into it and decided.

    :raises InterviewFirst, CrisisFirst, AlreadyInGroup, PossibleConflict: see each.
    :raises GroupFull, OthersWait: see each.
    :raises NotPossibleAtItsHours: if she is elsewhere at a coming hour of it, or it is not safe.
    """
    enrolment = _locked(enrolment, by)
    group = enrolment.group
    _check_takes(group)
    if enrolment.interviewed_at is None:
        raise InterviewFirst
    if enrolment.in_crisis:
        raise CrisisFirst
    _check_leads(enrolment, E.ACEPTADA)
    _check_once(group, enrolment.person_id, besides=enrolment)
    _check_conflict(enrolment, despite_conflict, by)
    if group.enrolments.inside().count() >= group.capacity:
        raise GroupFull
    waiting = group.enrolments.kept().filter(state=E.LISTA_ESPERA)
    if longer := waiting.filter(number__lt=enrolment.number).count():
        raise OthersWait(count=longer)
    enrolment.checked_at = at
    return _to(enrolment, E.ACEPTADA, by=by, at=at)


@counted
@transaction.atomic
@sealing()
def move_enrolment(
    *, enrolment: Enrolment, to: str, reason: str = "", by: User, at: dt.datetime
) -> Enrolment:
    """Put somebody on the list, let her rest, come back, conclude or leave.

    :raises InterviewFirst: if she is to be interviewed: that is a use case of its own.
    :raises NoSuchStep, AgreementFirst: see each.
    :raises NotPossibleAtItsHours, PossibleConflict: if she comes back and cannot by now.
    """
    if to == E.ACEPTADA:
        return accept(enrolment=enrolment, by=by, at=at)
    enrolment = _locked(enrolment, by)
    if to == E.ENTREVISTADA:
        raise InterviewFirst
    _check_leads(enrolment, to)
    if to == E.ACTIVA and enrolment.agreed_at is None:
        raise AgreementFirst
    if reason.strip():
        enrolment.left_because = reason.strip()
    return _to(enrolment, to, by=by, at=at)


@counted
@transaction.atomic
def sign_agreements(*, enrolment: Enrolment, by: User, at: dt.datetime) -> Enrolment:
    """Record that she signed the agreements of the group: from then on she takes part.

    :raises NoSuchStep: if she has no place.
    """
    enrolment = _locked(enrolment, by)
    enrolment.agreed_at = at
    if enrolment.state == E.ACEPTADA:
        return _to(enrolment, E.ACTIVA, by=by, at=at)
    _check_leads(enrolment, E.ACTIVA)
    return _to(enrolment, E.ACTIVA, by=by, at=at)


def _whose(asks: Asks, by: User) -> tuple[Person | None, Case | None]:
    """Return whom the house knows somebody as, and her accompaniment: never less than before."""
    if asks.again:
        access.require(by, "members", asks.again)
        return asks.again.person, asks.again.case
    return _accompanied(asks.case, by), asks.case


def _check_new(group: Group, asks: Asks, person: Person | None) -> None:
    """Refuse who has no name, or is here already."""
    if not asks.name.strip():
        raise NameMissing
    _check_once(group, person.pk if person else None)
    if not asks.is_another and conflicts.maybe_twice(group, asks.name):
        raise MaybeTwice


def _accompanied(case: Case | None, by: User) -> Person | None:
    """Return who is accompanied in a case, for who may identify her there."""
    if case is None:
        return None
    access.require(by, "identify", case)
    rows = case.participations.filter(role=ParticipationRole.PA, ended_at=None)
    found = rows.select_related("person").first()
    return found.person if found else None


def _locked(enrolment: Enrolment, by: User) -> Enrolment:
    """Ask, lock the group and re-read who takes part in it."""
    access.require(by, "members", enrolment)
    locked_open(enrolment.group_id)
    rows: Any = Enrolment.objects.select_for_update(of=("self",)).select_related("group")
    found: Enrolment = rows.get(pk=enrolment.pk)
    if found.erased_at:
        raise ErasedMeanwhile
    return found


def _check_takes(group: Group) -> None:
    if group.state not in steps.ENROLS:
        raise NotEnrolling
    held = group.meetings.filter(number__isnull=False).count()
    if held >= group.closes_after:
        raise ClosedToNewcomers(number=group.closes_after)


def _check_once(group: Group, person: Any, besides: Enrolment | None = None) -> None:
    if person is None:
        return
    known = group.enrolments.filter(person=person, ended_at=None)
    if known.exclude(pk__in=[besides.pk] if besides else []).exists():
        raise AlreadyInGroup


def _check_leads(enrolment: Enrolment, to: str) -> None:
    if not steps.leads_her(enrolment.state, to):
        labels = [EnrolmentState(state).label for state in (enrolment.state, to)]
        raise NoSuchStep(before=labels[0], after=labels[1])


def _check_conflict(enrolment: Enrolment, despite: bool, by: User) -> None:  # noqa: FBT001
    if not conflicts.in_conflict(enrolment):
        return
    if despite:
        access.require(by, "assign", enrolment)
        return
    log.deny(JOIN, enrolment.group_id)
    raise PossibleConflict


def _check_between(enrolment: Enrolment) -> None:
    """Refuse who would come back beside somebody who turned out to have harmed her, or was."""
    named = enrolment.checked_at is None and conflicts.in_conflict(enrolment)
    if named or calendar.stands_between(enrolment.group, and_also=enrolment):
        log.deny(JOIN, enrolment.group_id)
        raise PossibleConflict


def _to(enrolment: Enrolment, state: str, *fields: str, by: User, at: dt.datetime) -> Enrolment:
    """Lead her on; ``fields``: what changes besides."""
    if enrolment.ended_at and state not in steps.GONE:  # it was not indicated then; now it may be
        _check_once(enrolment.group, enrolment.person_id, besides=enrolment)
    if state in steps.COMES and enrolment.state not in steps.COMES:
        calendar.check_entering(enrolment, at)
    if enrolment.state == E.AUSENTE and state in steps.COMES:
        _check_between(enrolment)
    before, enrolment.state = enrolment.state, state
    enrolment.ended_at = at if state in steps.GONE else None
    enrolment.save()
    _step(enrolment, before, by=by, at=at)
    access.shelve(enrolment.group, at=at)
    log.record(Verb.CHANGE, enrolment, by=by, fields=[*fields, "state"])
    return enrolment


def _step(enrolment: Enrolment, before: str, *, by: User, at: dt.datetime) -> None:
    EnrolmentStep.objects.create(
        group=enrolment.group,
        enrolment=enrolment,
        before=before,
        after=enrolment.state,
        at=at,
        by=by,
    )
