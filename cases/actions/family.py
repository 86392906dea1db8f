"""A family accompaniment: safety first, who lives with whom, what the family shares and agrees."""

import datetime as dt
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.consents import DateInFuture
from cases.actions.people import PersonFacts, add_participant
from cases.actions.refusal import Refusal, ask_either, check_length, locked_open, sealing
from cases.actions.tasks import end_tasks
from cases.enums import ParticipationRole
from cases.enums.family import MEMBERS, AgreementState, Said
from cases.models import (
    Case,
    FamilyAgreement,
    FamilySheet,
    Participation,
    Person,
    SafetyInterview,
    Session,
    Stay,
)

SECTIONS = ("event", "event_when", "roles", "care", "economy", "rules")


class NotAMember(Refusal):
    """Only members of the family are accompanied as one."""

    sentence = _("This person is not one of the family members accompanied here.")


class NotOfTheFamily(Refusal):
    """The person is not in this accompaniment."""

    sentence = _("This person is not in this accompaniment any more. Add her again first.")


class HouseholdMissing(Refusal):
    """Where someone lives has some name."""

    sentence = _("Give the household a name the team understands; never an address.")


class StayEnded(Refusal):
    """It ended before."""

    sentence = _("This stay has already ended.")


class SheetChangedMeanwhile(Refusal):
    """A colleague saved the family's sheet after this one was opened."""

    sentence = _(
        "A colleague saved this sheet while you were writing. Your words are below, "
        "hers are on the family page: join them."
    )
    conflict = True


class SheetEmpty(Refusal):
    """There is nothing to keep."""

    sentence = _("Write something before saving.")


class AgreementEmpty(Refusal):
    """Nothing was agreed."""

    sentence = _("Write what was agreed.")


class AgreementEnded(Refusal):
    """It ended before."""

    sentence = _("What became of this agreement is already on record.")


class AlreadyReferent(Refusal):
    """She speaks for the family already."""

    sentence = _("This person already speaks for the family.")


@dataclass(frozen=True, slots=True)
class SafetyAnswers:
    """What one member said alone: whether being together harms her or anybody."""

    lives_with: str = Said.NO_SABE  # with who has harmed
    would_attend: str = Said.NO_SABE  # who has harmed would come to the sessions
    wants: str = Said.NO_SABE  # she takes part of her own will
    words: str = ""

    @property
    def warns(self) -> bool:
        """Tell whether a family process is not indicated by what she said."""
        return Said.SI in {self.lives_with, self.would_attend}


@transaction.atomic
def mention_person(
    *, case: Case, facts: PersonFacts, whereabouts: str = "", by: User, at: dt.datetime
) -> Participation:
    """Add someone the family speaks of who takes no part: missing, deceased, absent, feared.

    :raises CaseClosed: if it is not open.
    """
    role = ParticipationRole.MENCIONADA
    part = add_participant(case=case, facts=facts, role=role, by=by, at=at)
    return say_whereabouts(part=part, whereabouts=whereabouts, by=by) if whereabouts else part


@transaction.atomic
def say_whereabouts(*, part: Participation, whereabouts: str, by: User) -> Participation:
    """Say how the family speaks of someone: alive, missing, deceased; never guessed by us."""
    ask_either(by, ("write", "assign"), part)
    locked_open(part.case_id)
    part = Participation.objects.select_for_update().get(pk=part.pk)
    part.whereabouts = whereabouts
    part.save(update_fields=["whereabouts"])
    log.record(Verb.CHANGE, part, by=by, fields=["whereabouts"])
    return part


@transaction.atomic
def change_referent(*, case: Case, part: Participation, by: User, at: dt.datetime) -> Participation:
    """Let another member speak for the family; who did until now remains a relative in it.

    :raises NotAMember, AlreadyReferent, CaseClosed: see each.
    """
    access.require(by, "write", case)
    case = locked_open(case.pk)
    part = case.participations.select_for_update().get(pk=part.pk)
    if part.role == ParticipationRole.PA:
        raise AlreadyReferent
    if part.role not in MEMBERS or part.ended_at:
        raise NotAMember
    former = case.participations.get(role=ParticipationRole.PA, ended_at=None)
    for each, role in ((former, ParticipationRole.FAMILIAR), (part, ParticipationRole.PA)):
        each.role = role
        each.save(update_fields=["role"])
        log.record(Verb.CHANGE, each, by=by, fields=["role"])
    return part


@transaction.atomic
@sealing()
def interview_member(
    *,
    case: Case,
    person: Person,
    held_on: dt.date,
    answers: SafetyAnswers,
    by: User,
    at: dt.datetime,
) -> SafetyInterview:
    """Record what a member said alone about safety; sealed in her private space.

    :raises NotAMember, DateInFuture, CaseClosed: see each.
    """
    access.require(by, "write", case)
    case = locked_open(case.pk)
    check_member(case, person)
    if held_on > timezone.localdate(at):
        raise DateInFuture
    said = {name: str(text) for name, text in asdict(answers).items() if text}
    interview = SafetyInterview(
        case=case, person=person, held_on=held_on, answers=said, by=by, at=at
    )
    interview.save(force_insert=True)
    access.shelve(case, at=at)
    log.record(Verb.CREATE, interview, by=by, fields=["held_on", "answers"])
    return interview


def latest_interviews(case: Case) -> dict[object, SafetyInterview]:
    """Return the last safety interview of each member, by person."""
    rows = case.safety_interviews.order_by("held_on", "at", "id")
    return {row.person_id: row for row in rows}


def answers_of(interview: SafetyInterview) -> SafetyAnswers:
    """Open what a member said."""
    return SafetyAnswers(**(interview.answers.reveal() if interview.answers else {}))


@transaction.atomic
@sealing()
def begin_stay(
    *, case: Case, person: Person, household: str, since: str = "", by: User, at: dt.datetime
) -> Stay:
    """Record that someone lives in a household; where she lived before is ended on its own.

    :raises HouseholdMissing, NotOfTheFamily, CaseClosed: see each.
    """
    access.require(by, "write", case)
    case = locked_open(case.pk)
    check_here(case, person)
    if not household.strip():
        raise HouseholdMissing
    facts = {"household": household.strip(), "since": since.strip()}
    stay = Stay(case=case, person=person, facts=_kept(facts), recorded_at=at)
    stay.save(force_insert=True)
    log.record(Verb.CREATE, stay, by=by, fields=["facts"])
    return stay


@transaction.atomic
@sealing()
def end_stay(*, stay: Stay, until: str = "", by: User, at: dt.datetime) -> Stay:
    """Record that someone no longer lives there.

    :raises StayEnded, CaseClosed: see each.
    """
    access.require(by, "write", stay)
    locked_open(stay.case_id)
    stay = Stay.objects.select_for_update().get(pk=stay.pk)
    if stay.ended_at:
        raise StayEnded
    facts = stay.facts.reveal() if stay.facts else {}
    stay.facts = _kept({**facts, "until": until.strip()}) or None
    stay.ended_at = at
    stay.save(update_fields=["facts", "ended_at"])
    log.record(Verb.CHANGE, stay, by=by, fields=["ended_at"])
    return stay


@transaction.atomic
@sealing()
def write_sheet(
    *, case: Case, sections: dict[str, str], version: int = 0, by: User, at: dt.datetime
) -> FamilySheet:
    """Write what the family shares about itself; nothing of a private space belongs here.

    :raises SheetChangedMeanwhile: if ``version`` is not the stored one (0: none yet).
    :raises SheetEmpty, TextTooLong, CaseClosed: see each.
    """
    access.require(by, "write", case)
    check_length(sections)
    case = locked_open(case.pk)
    kept = _kept({name: sections.get(name, "") for name in SECTIONS})
    if not kept:
        raise SheetEmpty
    sheet = FamilySheet.objects.select_for_update().filter(case=case).first()
    if version != (sheet.version if sheet else 0):
        raise SheetChangedMeanwhile
    is_new = sheet is None
    sheet = sheet or FamilySheet(case=case, version=0)
    sheet.sections, sheet.version = kept, version + 1
    sheet.written_at, sheet.written_by = at, by
    sheet.save(force_insert=is_new)
    access.shelve(case, at=at)
    log.record(Verb.CREATE if is_new else Verb.CHANGE, sheet, by=by, fields=sorted(kept))
    return sheet


@transaction.atomic
@sealing()
def agree_on(
    *,
    case: Case,
    words: str,
    person: Person | None = None,
    session: Session | None = None,
    due_on: dt.date | None = None,
    by: User,
    at: dt.datetime,
) -> FamilyAgreement:
    """Record what the family agreed on, who of them takes it on, and until when.

    :raises AgreementEmpty, NotOfTheFamily, CaseClosed: see each.
    """
    access.require(by, "write", case)
    check_length({"words": words})
    case = locked_open(case.pk)
    if not words.strip():
        raise AgreementEmpty
    if person:
        check_here(case, person)
    agreement = FamilyAgreement(
        case=case,
        session=session,
        person=person,
        words=words.strip(),
        due_on=due_on,
        agreed_at=at,
    )
    agreement.save(force_insert=True)
    access.shelve(case, at=at)
    log.record(Verb.CREATE, agreement, by=by, fields=["words", "person", "due_on"])
    return agreement


@transaction.atomic
def end_agreement(
    *, agreement: FamilyAgreement, kept: bool, by: User, at: dt.datetime
) -> FamilyAgreement:
    """Record that an agreement was kept, or that the family left it aside.

    :raises AgreementEnded, CaseClosed: see each.
    """
    access.require(by, "write", agreement)
    case = locked_open(agreement.case_id)
    agreement = FamilyAgreement.objects.select_for_update().get(pk=agreement.pk)
    if agreement.state != AgreementState.OPEN:
        raise AgreementEnded
    agreement.state = AgreementState.KEPT if kept else AgreementState.DROPPED
    agreement.ended_at = at
    agreement.save(update_fields=["state", "ended_at"])
    log.record(Verb.CHANGE, agreement, by=by, fields=["state"])
    end_tasks(case=case, about=agreement.pk, by=by, at=at)
    return agreement


def check_member(case: Case, person: Person) -> None:
    """Refuse who is not one of the family accompanied here.

    :raises NotAMember: whoever is only mentioned, or has left.
    """
    rows = case.participations.filter(person=person, ended_at=None, role__in=MEMBERS)
    if not rows.exists():
        raise NotAMember


def check_here(case: Case, person: Person) -> None:
    """Refuse who is neither in the accompaniment nor spoken of in it.

    :raises NotOfTheFamily: if she has left.
    """
    if not case.participations.filter(person=person, ended_at=None).exists():
        raise NotOfTheFamily


def _kept(facts: dict[str, str]) -> dict[str, str]:
    return {name: text.strip() for name, text in facts.items() if text.strip()}
