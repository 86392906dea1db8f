"""What is done for a missing person: samples, authorities; what children are told."""

import datetime as dt
import uuid
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff.models import User
from cases.actions.missing import opened
from cases.actions.refusal import Refusal, sealing
from cases.actions.tasks import raise_task
from cases.enums import AgeGroup
from cases.enums.task import TaskKind
from cases.models import (
    AuthorityContact,
    Case,
    ChildTold,
    MissingAuthority,
    MissingPerson,
    MissingSample,
    Person,
)
from cases.models.missing_trail import WRITTEN


class WrittenConsentMissing(Refusal):
    """A genetic sample needs written informed consent (LGMDFP arts. 119 to 124)."""

    sentence = _(
        "A sample is recorded only with written informed consent: "
        "how it was signed, on which day, and where the paper is kept."
    )


class DonorMissing(Refusal):
    """It is not said who gave the sample."""

    sentence = _("Write who gave the sample.")


class SampleWithdrawn(Refusal):
    """The consent was taken back before."""

    sentence = _("The consent to this sample was already taken back.")


class ContactInFuture(Refusal):
    """Nobody has said anything tomorrow."""

    sentence = _("This day is still to come. Write it down once it has happened.")


class NothingSaid(Refusal):
    """The record would say nothing."""

    sentence = _("Write what was said or asked.")


class WordsOfChildMissing(Refusal):
    """What a child was told is written in the words that were used."""

    sentence = _("Write who told it, and in which words.")


class NotInThisCase(Refusal):
    """The person takes no part in the case."""

    sentence = _("This person does not take part in this case.")


class NotAChild(Refusal):
    """This place is for girls, boys and adolescents."""

    sentence = _("This is where you keep what girls, boys and adolescents were told.")


@dataclass(frozen=True, slots=True)
class SampleFacts:
    """A genetic sample, and the written consent it stands on."""

    donor: str
    consent_method: str
    consent_on: dt.date | None
    consent_kept: str = ""
    kinship: str = ""
    taken_on: dt.date | None = None
    laboratory: str = ""
    certificate: str = ""
    in_bank: str = ""

    def sealed(self, today: dt.date) -> dict[str, Any]:
        """Return what lies sealed.

        :raises DonorMissing, WrittenConsentMissing, ContactInFuture: see each.
        """
        if not self.donor.strip():
            raise DonorMissing
        written = self.consent_method in WRITTEN and self.consent_kept.strip()
        if not written or self.consent_on is None:
            raise WrittenConsentMissing
        if max(self.consent_on, self.taken_on or self.consent_on) > today:
            raise ContactInFuture
        return _plain(self, "consent_method")


@dataclass(frozen=True, slots=True)
class AuthorityFacts:
    """An authority: which office, who answers there, whether it leads the search."""

    kind: str
    office: str = ""
    official: str = ""
    reach: str = ""
    reference: str = ""
    leads: bool = False


@dataclass(frozen=True, slots=True)
class SaidFacts:
    """What passed between the family and an authority one day."""

    contacted_on: dt.date
    said: str
    agreed: str = ""
    how_treated: str = ""


@dataclass(frozen=True, slots=True)
class ToldFacts:
    """What a child was told."""

    told_by: str
    words: str
    told_when: str = ""
    believes: str = ""
    asks: str = ""


def _plain(facts: Any, *without: str) -> dict[str, Any]:
    """Return what is said as it is sealed: days as ISO dates, nothing empty."""
    return {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in asdict(facts).items()
        if value and name not in without
    }


@transaction.atomic
@sealing()
def add_sample(
    *, case: Case, missing: MissingPerson, facts: SampleFacts, by: User, at: dt.datetime
) -> MissingSample:
    """Record a sample someone gave, with the written informed consent it stands on.

    :raises CaseClosed, NotLinked, DonorMissing, WrittenConsentMissing, ContactInFuture: see each.
    """
    case, missing = opened(case, missing, by)
    sealed = facts.sealed(timezone.localdate(at))
    sample = MissingSample(id=uuid.uuid4(), missing=missing, recorded_at=at)
    sample.consent_method, sample.facts = facts.consent_method, sealed
    sample.save(force_insert=True)
    log.record(Verb.CREATE, sample, by=by, fields=["consent_method", "facts"])
    return sample


@transaction.atomic
@sealing()
def change_sample(
    *, case: Case, sample: MissingSample, facts: SampleFacts, by: User, at: dt.datetime
) -> MissingSample:
    """Complete a sample: its certificate, whether the profile is in the bank.

    :raises CaseClosed, NotLinked, SampleWithdrawn: see each.
    :raises DonorMissing, WrittenConsentMissing, ContactInFuture: see each.
    """
    case, _missing = opened(case, sample.missing, by)
    sample = MissingSample.objects.select_for_update().get(pk=sample.pk)
    if sample.withdrawn_at:
        raise SampleWithdrawn
    sealed = facts.sealed(timezone.localdate(at))
    sample.consent_method, sample.facts = facts.consent_method, sealed
    sample.save()
    log.record(Verb.CHANGE, sample, by=by, fields=["consent_method", "facts"])
    return sample


@transaction.atomic
@sealing()
def withdraw_sample(
    *, case: Case, sample: MissingSample, by: User, at: dt.datetime
) -> MissingSample:
    """Take the consent to a sample back, and ask the team what has to stop.

    :raises CaseClosed, NotLinked, SampleWithdrawn: see each.
    """
    case, _missing = opened(case, sample.missing, by)
    sample = MissingSample.objects.select_for_update().get(pk=sample.pk)
    if sample.withdrawn_at:
        raise SampleWithdrawn
    sample.withdrawn_at = at
    sample.save(update_fields=["withdrawn_at"])
    log.record(Verb.CHANGE, sample, by=by, fields=["withdrawn_at"])
    raise_task(
        case=case,
        kind=TaskKind.CONSENT_REVOKED,
        about=sample.pk,
        assignee=case.seen_to_by(),
        due_on=timezone.localdate(at),
        by=by,
        at=at,
    )
    return sample


@transaction.atomic
@sealing()
def add_authority(
    *, case: Case, missing: MissingPerson, facts: AuthorityFacts, by: User, at: dt.datetime
) -> MissingAuthority:
    """Enter an authority that owes the family an answer.

    :raises CaseClosed, NotLinked: see each.
    """
    case, missing = opened(case, missing, by)
    authority = MissingAuthority(id=uuid.uuid4(), missing=missing, entered_at=at)
    authority.kind, authority.facts = facts.kind, _plain(facts, "kind") or None
    authority.save(force_insert=True)
    log.record(Verb.CREATE, authority, by=by, fields=["kind", "facts"])
    return authority


@transaction.atomic
@sealing()
def change_authority(
    *, case: Case, authority: MissingAuthority, facts: AuthorityFacts, by: User, at: dt.datetime
) -> MissingAuthority:
    """Correct what is known of an authority: officials change.

    :raises CaseClosed, NotLinked: see each.
    """
    opened(case, authority.missing, by)
    authority = MissingAuthority.objects.select_for_update().get(pk=authority.pk)
    authority.kind, authority.facts = facts.kind, _plain(facts, "kind") or None
    authority.save()
    log.record(Verb.CHANGE, authority, by=by, fields=["kind", "facts"])
    return authority


@transaction.atomic
@sealing()
def log_contact(
    *, case: Case, authority: MissingAuthority, facts: SaidFacts, by: User, at: dt.datetime
) -> AuthorityContact:
    """Write down what was said or asked between the family and an authority.

    :raises CaseClosed, NotLinked, NothingSaid, ContactInFuture: see each.
    """
    _case, missing = opened(case, authority.missing, by)
    if not facts.said.strip():
        raise NothingSaid
    if facts.contacted_on > timezone.localdate(at):
        raise ContactInFuture
    contact = AuthorityContact(id=uuid.uuid4(), missing=missing, authority=authority, by=by)
    contact.contacted_on, contact.facts = facts.contacted_on, _plain(facts, "contacted_on")
    contact.save(force_insert=True)
    log.record(Verb.CREATE, contact, by=by, fields=["contacted_on", "facts"])
    return contact


@transaction.atomic
@sealing()
def keep_told(
    *,
    case: Case,
    missing: MissingPerson,
    person: Person,
    facts: ToldFacts,
    by: User,
    at: dt.datetime,
) -> ChildTold:
    """Keep what a girl, boy or adolescent of the case was told, by whom, in which words.

    :raises CaseClosed, NotLinked, NotInThisCase, NotAChild, WordsOfChildMissing: see each.
    """
    case, missing = opened(case, missing, by)
    if not case.participations.filter(person=person, ended_at=None).exists():
        raise NotInThisCase
    if person.age_group == AgeGroup.ADULTEZ:
        raise NotAChild
    if not (facts.told_by.strip() and facts.words.strip()):
        raise WordsOfChildMissing
    told = ChildTold(id=uuid.uuid4(), case=case, missing=missing, person=person, at=at, by=by)
    told.facts = _plain(facts)
    told.save(force_insert=True)
    log.record(Verb.CREATE, told, by=by, fields=["person", "facts"])
    return told
