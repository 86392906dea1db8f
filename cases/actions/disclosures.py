"""Writing down what leaves the house, inside the use case that lets it leave."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff.models import User
from cases.actions.refusal import Refusal
from cases.enums.plan import DisclosureBasis, DisclosureWall
from cases.models import Case, ConsentGiven, Disclosure


class NothingToDisclose(Refusal):
    """Nothing was ticked: nothing may leave."""

    sentence = _("Tick at least one thing that may be told. What is not ticked does not leave.")


class NobodyToDiscloseTo(Refusal):
    """It does not say who receives it."""

    sentence = _("Say who receives it.")


class NoLongerAgreed(Refusal):
    """The consent was taken back, ran out, or said no."""

    sentence = _("This consent no longer counts, so nothing leaves. Ask her again.")


def disclose(
    *,
    case: Case,
    about: UUID,
    to: str,
    items: Iterable[Any],
    purpose: str = "",
    consent: ConsentGiven | None = None,
    basis: str = DisclosureBasis.CONSENTIMIENTO,
    sealed_in: str = DisclosureWall.CLINICAL,
    by: User,
    at: dt.datetime,
) -> Disclosure:
    """Write down what leaves; the use case that calls has asked the door and locked the case.

    :raises NothingToDisclose, NobodyToDiscloseTo, NoLongerAgreed: see each.
    """
    named = [str(item) for item in items]
    if not named:
        raise NothingToDisclose
    if not to.strip():
        raise NobodyToDiscloseTo
    if basis == DisclosureBasis.CONSENTIMIENTO and not in_force(consent, timezone.localdate(at)):
        raise NoLongerAgreed
    row = Disclosure(
        case=case,
        about=about,
        to=to.strip(),
        items=named,
        purpose=purpose.strip() or None,
        consent=consent,
        basis=basis,
        sealed_in=sealed_in,
        by=by,
        at=at,
    )
    row.save(force_insert=True)
    log.record(Verb.CREATE, row, by=by, fields=["to", "items", "purpose", "consent"])
    return row


def in_force(consent: ConsentGiven | None, day: dt.date) -> bool:
    """Tell whether something may rest on this consent today."""
    if consent is None or consent.revoked_at or not consent.granted:
        return False
    return consent.expires_on is None or consent.expires_on >= day
