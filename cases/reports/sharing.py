"""Whether she agreed that anything crosses to the legal area, and if not, why not."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.enums import Consent, ParticipationRole
from cases.models import Case


class Ground(models.TextChoices):
    """What the consent says on a day; its label is the sentence shown."""

    AGREED = "AGREED", _("She agreed to share these with the legal area.")
    NEVER_ASKED = (
        "NEVER_ASKED",
        _("Nothing is shown here: she has not been asked yet whether she wants to share it."),
    )
    REFUSED = "REFUSED", _("Nothing is shown here: she does not want to share it.")
    REVOKED = "REVOKED", _("Nothing is shown here any more: she took her consent back.")
    EXPIRED = "EXPIRED", _("Nothing is shown here any more: her consent has expired.")


@dataclass(frozen=True, slots=True)
class Sharing:
    """What the consent to share says, and the consent itself where it is given."""

    ground: Ground
    consent: Any = None

    @property
    def is_agreed(self) -> bool:
        """Tell whether anything may cross."""
        return self.consent is not None


def sharing(case: Case, on: dt.date) -> Sharing:
    """Return what the consent to share with the legal area says on a day.

    The answer that counts is that of the accompanied person; where a case has none, everyone's.
    """
    rows = case.consents.filter(kind=Consent.JURIDICO)
    own = case.participations.filter(role=ParticipationRole.PA, ended_at=None).first()
    found = list((rows.filter(person=own.person_id) if own else rows).order_by("given_on", "id"))
    current = [row for row in found if row.revoked_at is None]
    if any(not row.granted for row in current):
        return Sharing(Ground.REFUSED)
    lasting = [row for row in current if row.expires_on is None or row.expires_on >= on]
    if lasting:
        return Sharing(Ground.AGREED, lasting[-1])
    if current:
        return Sharing(Ground.EXPIRED)
    return Sharing(Ground.REVOKED if found else Ground.NEVER_ASKED)
