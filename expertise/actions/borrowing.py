"""What crosses from an accompaniment into an expert file: item by item, by her consent, on record.

The expert asks; who accompanies asks the person, writes the words that go, and hands them over.
Each side keeps its own copy under its own key. Nothing crosses without a consent for that very item
and a disclosure in the case.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions import consents
from cases.actions.disclosures import disclose
from cases.actions.refusal import Refusal, sealing
from cases.actions.refusal import locked as locked_case
from cases.enums import Consent, ConsentMethod
from cases.models import Case, ConsentGiven
from expertise import steps
from expertise.actions.consenting import METHODS, ConsentMethodUnknown, NotAcceptedYet, check_child
from expertise.actions.crossing import seal_across
from expertise.actions.moving import locked, locked_writing
from expertise.enums.evaluation import Borrowed
from expertise.models import Borrowing, Commission, Loan


class NotSaidWhat(Refusal):
    """Only what is named may cross."""

    sentence = _("Say exactly what you ask for. Only this item may cross, and nothing else.")


class LoanAnswered(Refusal):
    """Someone was faster."""

    sentence = _("This was answered already. Nothing was changed.")


class NoLongerNeeded(Refusal):
    """The expert has gone on without it."""

    sentence = _("The expert no longer needs this. Nothing was handed over.")


class LendsToOneself(Refusal):
    """The two sides of the wall are two persons."""

    sentence = _(
        "You evaluate her, so you do not answer for the accompaniment. Ask a colleague who "
        "accompanies her."
    )


class WordsMissing(Refusal):
    """What is handed over is written."""

    sentence = _("Write the words that are handed over. They go exactly as they stand.")


class ReasonMissing(Refusal):
    """Who declines says why."""

    sentence = _("Write why nothing is handed over. “She does not want it” is enough.")


@dataclass(frozen=True, slots=True)
class Agreed:
    """How the person agreed to this very item."""

    method: str
    given_on: dt.date
    signed_by: str = ""  # the representative of a child
    representative_is_aggressor: bool | None = None


@transaction.atomic
@sealing()
def ask_to_borrow(
    *, commission: Commission, kind: str, asked_for: str, by: User, at: dt.datetime
) -> Borrowing:
    """Ask who accompanies the person for one item.

    :raises NotSaidWhat, NotAcceptedYet, Locked, NotWritingNow: see each.
    """
    commission = locked_writing(commission, by)
    if commission.accepted_at is None:
        raise NotAcceptedYet
    if not asked_for.strip():
        raise NotSaidWhat
    borrowing = Borrowing.objects.create(
        commission=commission,
        kind=Borrowed(kind),
        asked_for=asked_for.strip(),
        asked_at=at,
        asked_by=by,
    )
    log.record(Verb.CREATE, borrowing, by=by, fields=["kind", "asked_for"])
    loan = Loan(case=commission.case, borrowing=borrowing, asked_for=asked_for.strip(), asked_at=at)
    seal_across(loan, "asked_for")
    loan.save(force_insert=True)
    log.record(Verb.CREATE, loan, by=by, fields=["asked_for"])
    return borrowing


@transaction.atomic
@sealing()
def lend(*, loan: Loan, words: str, agreed: Agreed, by: User, at: dt.datetime) -> Loan:
    """Hand over an item in these words, on the ground of her consent to exactly this.

    :raises WordsMissing, ConsentMethodUnknown, DateInFuture: see each.
    :raises LoanAnswered, NoLongerNeeded, LendsToOneself: see each.
    :raises SignatureMissing, AggressorCheckMissing, LegalReviewNeeded: for a child.
    """
    case, loan, borrowing = _held(loan, by)
    if not words.strip():
        raise WordsMissing
    consent = _consent(borrowing.commission, case, agreed, by, at)
    disclosure = disclose(
        case=case,
        about=loan.pk,
        to=gettext("Expertise: %(expert)s") % {"expert": borrowing.asked_by.full_name},
        items=[borrowing.get_kind_display()],
        purpose=loan.asked_for.reveal() if loan.asked_for else "",
        consent=consent,
        by=by,
        at=at,
    )
    borrowing.delivered = words.strip()
    seal_across(borrowing, "delivered")
    borrowing.consent, borrowing.disclosure = consent, disclosure
    borrowing.delivered_at, borrowing.delivered_by = at, by
    borrowing.save()
    log.record(Verb.CHANGE, borrowing, by=by, fields=["delivered", "consent", "disclosure"])
    return _answer(loan, words, by=by, at=at)


@transaction.atomic
@sealing()
def decline_loan(*, loan: Loan, because: str, by: User, at: dt.datetime) -> Loan:
    """Say that nothing is handed over, and why; the expert reads the reason.

    :raises ReasonMissing, LoanAnswered, NoLongerNeeded, LendsToOneself: see each.
    """
    _case, loan, borrowing = _held(loan, by)
    if not because.strip():
        raise ReasonMissing
    borrowing.refused_because = because.strip()
    seal_across(borrowing, "refused_because")
    borrowing.refused_at = at
    borrowing.save()
    log.record(Verb.CHANGE, borrowing, by=by, fields=["refused_because"])
    return _answer(loan, because, by=by, at=at)


def _answer(loan: Loan, words: str, *, by: User, at: dt.datetime) -> Loan:
    loan.told, loan.answered_at, loan.answered_by = words.strip(), at, by
    loan.save()
    log.record(Verb.CHANGE, loan, by=by, fields=["told"])
    return loan


def _held(loan: Loan, by: User) -> tuple[Case, Loan, Borrowing]:
    """Ask, lock and re-read an item that waits: the commission first, as its own use cases do."""
    access.require(by, "write", loan)
    commission = locked(loan.borrowing.commission_id)
    case = locked_case(loan.case_id)
    loan = Loan.objects.select_for_update(of=("self",)).select_related("borrowing").get(pk=loan.pk)
    if loan.answered_at:
        raise LoanAnswered
    if commission.state not in steps.WRITING:
        raise NoLongerNeeded
    if commission.expert_id == by.pk:
        raise LendsToOneself
    loan.borrowing.commission, loan.case = commission, case
    return case, loan, loan.borrowing


def _consent(
    commission: Commission, case: Case, agreed: Agreed, by: User, at: dt.datetime
) -> ConsentGiven:
    """Record her consent to this one item (C_TERCERO, one for each transfer)."""
    if agreed.method not in METHODS:
        raise ConsentMethodUnknown
    consent = ConsentGiven(
        case=case,
        person=commission.person,
        kind=Consent.TERCERO,
        granted=True,
        method=ConsentMethod(agreed.method),
        given_on=agreed.given_on,
        signed_by=agreed.signed_by.strip() or None,
        representative_is_aggressor=agreed.representative_is_aggressor,
        recorded_by=by,
    )
    consents.check_dates(consent, at)
    check_child(commission, agreed.signed_by, is_aggressor=agreed.representative_is_aggressor)
    consent.save(force_insert=True)
    log.record(Verb.CREATE, consent, by=by, fields=["kind", "granted", "method"])
    return consent
