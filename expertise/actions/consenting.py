"""What the person evaluated agrees to (C_PERITAJE), recorded by who evaluates her.

The consent is hers and stands where all her consents stand, in her case: whoever she trusts there
may take it back for her, and the evaluation stops. Nothing else of the expertise is told to the
case.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions import consents
from cases.actions.disclosures import in_force
from cases.actions.referrals import SignatureMissing
from cases.actions.refusal import Refusal, sealing
from cases.enums import MINORS, Consent, ConsentMethod
from cases.models import ConsentGiven
from expertise import steps
from expertise.actions.crossing import seal_across
from expertise.actions.discarding import take_back_finals
from expertise.actions.moving import Locked, NotWritingNow, locked, step
from expertise.enums.commission import CommissionState
from expertise.models import Commission

METHODS = (ConsentMethod.AUTOGRAFA, ConsentMethod.ELECTRONICA, ConsentMethod.VERBAL)
TEXT = "C_PERITAJE-2026.1"  # the text in plain language she is read


class NotAcceptedYet(Refusal):
    """Who asks for consent has taken the commission on."""

    sentence = _("Accept the commission first; then ask her.")


class OtherSideNotTold(Refusal):
    """She knows who will read the report, the defence of the aggressor among them."""

    sentence = _(
        "Tell her first that the report will be read by the court, the prosecution and the other "
        "side. Without knowing that, she cannot agree to it."
    )


class ConsentMethodUnknown(Refusal):
    """Nobody is evaluated on the ground of an exception."""

    sentence = _("Nobody is evaluated without her own answer. Say how she gave it.")


class NotConsented(Refusal):
    """An evaluation rests on her consent."""

    sentence = _(
        "Her consent to be evaluated is not in force. Record her answer first; without it there is "
        "no evaluation."
    )


@dataclass(frozen=True, slots=True)
class ConsentAnswer:
    """What she answered, and how."""

    granted: bool
    method: str
    given_on: dt.date
    other_side_told: bool = False  # she knows who will read it
    text_version: str = TEXT
    signed_by: str = ""  # the representative of a child
    representative_is_aggressor: bool | None = None


@transaction.atomic
@sealing()
def record_consent(
    *, commission: Commission, answer: ConsentAnswer, by: User, at: dt.datetime
) -> Commission:
    """Record what the person answered when she was asked whether she wants to be evaluated.

    :raises NotAcceptedYet, OtherSideNotTold, ConsentMethodUnknown: see each.
    :raises DateInFuture, NotOfTheCase: as for any consent.
    :raises SignatureMissing, AggressorCheckMissing, LegalReviewNeeded: for a child.
    """
    commission = _asking(commission, by)
    consent = _answered(commission, answer, by, at)
    seal_across(consent, "signed_by")
    consents.answer(consent, by=by, at=at)
    commission.consent = consent if answer.granted else None
    commission.save(update_fields=["consent"])
    log.record(Verb.CHANGE, commission, by=by, fields=["consent"])
    take_back_finals(commission, by=by, at=at)  # they tell of her former answer
    if commission.state == CommissionState.ACEPTADO:
        step(commission, CommissionState.CONSENTIMIENTO, by=by, at=at)
    return commission


def _asking(commission: Commission, by: User) -> Commission:
    """Re-read a commission in which she may be asked: until it is signed, or has ended."""
    access.require(by, "write", commission)
    commission = locked(commission.pk)
    if commission.state in steps.LOCKED:
        raise Locked
    if commission.state not in steps.ASKING:
        raise NotWritingNow(state=CommissionState(commission.state).label)
    if commission.accepted_at is None:
        raise NotAcceptedYet
    return commission


def _answered(
    commission: Commission, answer: ConsentAnswer, by: User, at: dt.datetime
) -> ConsentGiven:
    if answer.method not in METHODS:
        raise ConsentMethodUnknown
    consent = ConsentGiven(
        case=commission.case,
        person=commission.person,
        kind=Consent.PERITAJE,
        about=commission.pk,
        granted=answer.granted,
        method=ConsentMethod(answer.method),
        given_on=answer.given_on,
        text_version=answer.text_version,
        signed_by=answer.signed_by.strip() or None,
        representative_is_aggressor=answer.representative_is_aggressor,
        recorded_by=by,
    )
    consents.check_dates(consent, at)
    if answer.granted:
        if not answer.other_side_told:
            raise OtherSideNotTold
        check_child(commission, answer.signed_by, is_aggressor=answer.representative_is_aggressor)
    return consent


def check_child(commission: Commission, signed_by: str, *, is_aggressor: bool | None) -> None:
    """Refuse a child's consent that nobody signs, or the aggressor.

    :raises SignatureMissing, AggressorCheckMissing, LegalReviewNeeded: see each.
    """
    if commission.person.age_group not in MINORS:
        return
    if not signed_by.strip():
        raise SignatureMissing
    if is_aggressor is None:
        raise consents.AggressorCheckMissing
    if is_aggressor:
        raise consents.LegalReviewNeeded


def is_consented(commission: Commission, on: dt.date) -> bool:
    """Tell whether her consent to be evaluated counts on a day."""
    return in_force(commission.consent, on)
