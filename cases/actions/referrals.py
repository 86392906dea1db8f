"""Referrals: proposed to her, agreed item by item, sent, followed to an answer."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions import consents
from cases.actions.disclosures import disclose, in_force
from cases.actions.refusal import (
    Refusal,
    check_length,
    locked,
    locked_open,
    sealing,
)
from cases.actions.tasks import end_tasks, raise_task
from cases.enums import MINORS, Consent, ConsentMethod
from cases.enums.institutions import NEXT, InstitutionKind, ReferralItem, ReferralState
from cases.enums.task import TaskKind
from cases.models import Case, ConsentGiven, Institution, Person, Referral, ReferralStep

ASK_AFTER = dt.timedelta(days=7)  # until somebody asks how it went
ENDS = frozenset(
    {
        ReferralState.ATENDIDA,
        ReferralState.RECHAZADA,
        ReferralState.NO_ACUDIO,
        ReferralState.CERRADA,
    }
)
SAY_WHY = frozenset({ReferralState.RECHAZADA, ReferralState.NO_ACUDIO})


class DestinationMissing(Refusal):
    """Nobody knows where to."""

    sentence = _("Choose an institution of the directory, or write who receives her.")


class NotAPersonOfTheCase(Refusal):
    """The person takes no part in the case."""

    sentence = _("Choose someone who takes part in this accompaniment.")


class ItemsMissing(Refusal):
    """Nothing was ticked."""

    sentence = _("Tick with her, one by one, what may be told. What is not ticked does not leave.")


class ReferralFrozen(Refusal):
    """She agreed to exactly this."""

    sentence = _(
        "She agreed to exactly these data, so they stay as they are. "
        "To tell something else, propose another referral."
    )


class ReferralChangedMeanwhile(Refusal):
    """What the page showed is not what stands there now."""

    sentence = _("Someone changed this referral while you were looking at it. Look at it again.")
    conflict = True


class NoSuchReferralStep(Refusal):
    """The state asked for does not follow this one."""

    sentence = _("A referral cannot go from “%(before)s” to “%(after)s”.")


class AnswerMissing(Refusal):
    """A counter-referral says something."""

    sentence = _("Write what they answered.")


class WhyMissing(Refusal):
    """She is owed a reason."""

    sentence = _("Write what happened, as far as you know.")


class ConsentNoLongerCounts(Refusal):
    """It was taken back or ran out before anything left."""

    sentence = _(
        "Her consent to this referral no longer counts, so nothing is sent. Ask her again."
    )


class SignatureMissing(Refusal):
    """A child does not consent alone."""

    sentence = _("Write who signs for the girl, boy or adolescent.")


@dataclass(frozen=True, slots=True)
class ReferralFacts:
    """Where to, what for, what may be told and who goes along."""

    person: Person
    institution: Institution | None = None
    other: str = ""  # who receives her, where the directory does not know it
    kind: str = InstitutionKind.OTRO
    purpose: str = ""
    items: dict[str, str] = field(default_factory=dict)
    accompanied_by: User | None = None

    def said(self, case: Case) -> dict[str, Any]:
        """Return the facts as a referral of this case holds them.

        :raises DestinationMissing, NotAPersonOfTheCase: see each.
        """
        if not case.participations.filter(person=self.person, ended_at=None).exists():
            raise NotAPersonOfTheCase
        if self.institution is None and not self.other.strip():
            raise DestinationMissing
        if self.accompanied_by and not access.allows(self.accompanied_by, "read", case):
            raise NotAPersonOfTheCase
        items = {code: text.strip() for code, text in self.items.items() if text.strip()}
        check_length({"purpose": self.purpose, **items})
        return {
            "person": self.person,
            "accompanied_by": self.accompanied_by,
            "destination": self._destination(),
            "purpose": self.purpose.strip() or None,
            "items": {code: items[code] for code in ReferralItem.values if code in items},
        }

    def _destination(self) -> dict[str, str]:
        if it := self.institution:
            return {"institution": str(it.pk), "name": it.name, "kind": it.kind}
        return {"institution": "", "name": self.other.strip(), "kind": str(self.kind)}


@transaction.atomic
@sealing()
def propose_referral(
    *,
    case: Case,
    facts: ReferralFacts,
    referral_id: UUID | None = None,
    by: User,
    at: dt.datetime,
) -> Referral:
    """Propose a referral; nothing leaves before she agrees. The same id again is the same one.

    :raises CaseClosed, DestinationMissing, NotAPersonOfTheCase: see each.
    """
    access.require(by, "write", case)
    case = locked_open(case.pk)
    if referral_id and (known := Referral.objects.filter(pk=referral_id).first()):
        if known.case_id != case.pk:
            raise PermissionDenied
        return known
    referral = Referral(
        id=referral_id or uuid4(),
        case=case,
        proposed_by=by,
        proposed_at=at,
        **facts.said(case),
    )
    referral.save(force_insert=True)
    _step(referral, "", by=by, at=at)
    access.shelve(case, at=at)
    log.record(
        Verb.CREATE, referral, by=by, fields=["destination", "purpose", "items", "accompanied_by"]
    )
    return referral


@transaction.atomic
@sealing()
def change_referral(
    *, referral: Referral, version: int, facts: ReferralFacts, by: User, at: dt.datetime
) -> Referral:
    """Change a referral she has not agreed to yet.

    :raises ReferralFrozen: if she has.
    :raises ReferralChangedMeanwhile: if ``version`` is not the current one.
    """
    access.require(by, "write", referral)
    case, referral = _held(referral, is_open=True)
    if referral.state != ReferralState.PROPUESTA:
        raise ReferralFrozen
    if referral.version != version:
        raise ReferralChangedMeanwhile
    for name, said in facts.said(case).items():
        setattr(referral, name, said)
    referral.version += 1
    referral.save()
    access.shelve(case, at=at)
    log.record(
        Verb.CHANGE, referral, by=by, fields=["destination", "purpose", "items", "accompanied_by"]
    )
    return referral


@transaction.atomic
@sealing()
def agree_to_referral(
    *,
    referral: Referral,
    version: int,
    method: str,
    given_on: dt.date,
    signed_by: str = "",
    representative_is_aggressor: bool | None = None,
    by: User,
    at: dt.datetime,
) -> Referral:
    """Record that she agreed to this transfer and these items (C_TERCERO, one for each referral).

    For a girl, a boy or an adolescent it is said first whether the representative is the
    aggressor: the signature of an aggressor sends nothing anywhere.

    :raises ReferralChangedMeanwhile: if the items are not those she was shown.
    :raises NoSuchReferralStep, ItemsMissing, DateInFuture: see each.
    :raises SignatureMissing, AggressorCheckMissing, LegalReviewNeeded: for a child; see each.
    """
    access.require(by, "write", referral)
    case, referral = _held(referral, is_open=True)
    before = _follows(referral, ReferralState.ACEPTADA_POR_PERSONA)
    if referral.version != version:
        raise ReferralChangedMeanwhile
    if not referral.items:
        raise ItemsMissing
    if given_on > timezone.localdate(at):
        raise consents.DateInFuture
    if referral.person.age_group in MINORS:
        _check_representative(signed_by, is_aggressor=representative_is_aggressor)
    consent = ConsentGiven(
        case=case,
        person=referral.person,
        kind=Consent.TERCERO,
        granted=True,
        method=ConsentMethod(method),
        given_on=given_on,
        signed_by=signed_by.strip() or None,
        representative_is_aggressor=representative_is_aggressor,
        recorded_by=by,
    )
    consent.save(force_insert=True)
    log.record(Verb.CREATE, consent, by=by, fields=["kind", "granted", "method"])
    referral.consent, referral.state = consent, ReferralState.ACEPTADA_POR_PERSONA
    return _moved(referral, case, before, by=by, at=at)


@transaction.atomic
@sealing()
def send_referral(*, referral: Referral, by: User, at: dt.datetime) -> Referral:
    """Send exactly what she agreed to; it is on record what left, and somebody asks how it went.

    :raises NoSuchReferralStep, ConsentNoLongerCounts: see each.
    """
    access.require(by, "write", referral)
    case, referral = _held(referral, is_open=True)
    before = _follows(referral, ReferralState.ENVIADA)
    if not in_force(referral.consent, timezone.localdate(at)):
        raise ConsentNoLongerCounts
    disclose(
        case=case,
        about=referral.pk,
        to=referral.destination.reveal()["name"],
        items=[ReferralItem(code).label for code in referral.items.reveal()],
        purpose=referral.purpose.reveal() if referral.purpose else "",
        consent=referral.consent,
        by=by,
        at=at,
    )
    referral.state, referral.sent_at = ReferralState.ENVIADA, at
    raise_task(
        case=case,
        kind=TaskKind.REFERRAL_FOLLOW_UP,
        about=referral.pk,
        assignee=case.seen_to_by(),
        due_on=timezone.localdate(at + ASK_AFTER),
        by=by,
        at=at,
    )
    return _moved(referral, case, before, by=by, at=at)


@transaction.atomic
@sealing()
def move_referral(
    *, referral: Referral, to: str, words: str = "", by: User, at: dt.datetime
) -> Referral:
    """Follow a referral on; also after the case was closed.

    :raises NoSuchReferralStep, AnswerMissing, WhyMissing: see each.
    """
    access.require(by, "write", referral)
    case, referral = _held(referral)
    if to in {ReferralState.ACEPTADA_POR_PERSONA, ReferralState.ENVIADA}:
        raise NoSuchReferralStep(**_names(referral.state, to))  # these have use cases of their own
    before = _follows(referral, to)
    if to == ReferralState.CONTRARREFERENCIA and not words.strip():
        raise AnswerMissing
    early = to == ReferralState.CERRADA and referral.sent_at is None
    if (early or to in SAY_WHY) and not words.strip():
        raise WhyMissing
    check_length({"words": words})
    if to == ReferralState.CONTRARREFERENCIA:
        referral.answer = words.strip()
    referral.state = ReferralState(to)
    if to in ENDS:
        end_tasks(case=case, about=referral.pk, by=by, at=at)
    return _moved(referral, case, before, words=words, by=by, at=at)


def _check_representative(signed_by: str, *, is_aggressor: bool | None) -> None:
    """Refuse a child's consent that nobody signs, or the aggressor."""
    if not signed_by.strip():
        raise SignatureMissing
    if is_aggressor is None:
        raise consents.AggressorCheckMissing
    if is_aggressor:
        raise consents.LegalReviewNeeded


def _held(referral: Referral, *, is_open: bool = False) -> tuple[Case, Referral]:
    """Lock and re-read a referral and its case.

    :raises CaseClosed: if it has to be open and is not.
    """
    case = locked_open(referral.case_id) if is_open else locked(referral.case_id)
    rows = Referral.objects.select_for_update(of=("self",)).select_related("consent", "person")
    referral = rows.get(pk=referral.pk)
    referral.case = case
    return case, referral


def _follows(referral: Referral, to: str) -> str:
    """Return the state now, if the other may follow it.

    :raises NoSuchReferralStep: if not.
    """
    before = referral.state
    if to not in NEXT[ReferralState(before)]:
        raise NoSuchReferralStep(**_names(before, to))
    return before


def _names(before: str, after: str) -> dict[str, Any]:
    return {"before": ReferralState(before).label, "after": ReferralState(after).label}


def _moved(
    referral: Referral,
    case: Case,
    before: str,
    *,
    words: str = "",
    by: User,
    at: dt.datetime,
) -> Referral:
    referral.version += 1
    referral.save()
    _step(referral, before, words=words, by=by, at=at)
    access.shelve(case, at=at)
    log.record(Verb.CHANGE, referral, by=by, fields=["state"])
    return referral


def _step(referral: Referral, before: str, *, words: str = "", by: User, at: dt.datetime) -> None:
    ReferralStep.objects.create(
        case=referral.case,
        referral=referral,
        before=before,
        after=referral.state,
        by=by,
        at=at,
        words=words.strip() or None,
    )
