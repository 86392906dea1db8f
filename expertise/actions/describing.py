"""What stands on the first page of a report: put right by the expert until it is signed."""

import datetime as dt
from dataclasses import dataclass, fields
from typing import Any, Self

from django.db import transaction

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff.models import User
from accompaniment.vault.fields import Sealed
from cases.actions.refusal import sealing
from expertise.actions.moving import locked_writing
from expertise.actions.requesting import index_commission
from expertise.models import Commission


@dataclass(frozen=True, slots=True)
class CommissionFacts:
    """What is known of a commission and may be put right."""

    regime: str
    evaluated_name: str = ""
    initials: str = ""
    other_party: str = ""
    protected_identity: bool = True
    protected: tuple[tuple[str, str], ...] = ()  # names that stand on no copy, and what does
    authority: str = ""
    numbers: str = ""
    offence: str = ""
    requester: str = ""
    due_on: dt.date | None = None

    @classmethod
    def of(cls, commission: Commission) -> Self:
        """Open what is known."""
        known = {each.name: getattr(commission, each.name) for each in fields(cls)}
        opened: dict[str, Any] = {
            name: value.reveal() if isinstance(value, Sealed) else value
            for name, value in known.items()
        }
        protected = opened.pop("protected") or ()
        pairs = tuple((each["name"], each["instead"]) for each in protected)
        texts: dict[str, Any] = {n: "" if said is None else said for n, said in opened.items()}
        texts |= {"due_on": commission.due_on, "protected": pairs}
        return cls(**texts)

    def written_into(self, commission: Commission) -> None:
        """Put the facts into a commission."""
        for each in fields(self):
            if each.name != "protected":
                value = getattr(self, each.name)
                value = value.strip() if isinstance(value, str) else value
                setattr(commission, each.name, None if value == "" else value)
        pairs = [{"name": name, "instead": instead} for name, instead in self.protected]
        commission.protected = pairs or None


@transaction.atomic
@sealing()
def describe_commission(
    *, commission: Commission, facts: CommissionFacts, by: User, at: dt.datetime
) -> Commission:
    """Put right what a report says on its first page, and who is named nowhere.

    :raises Locked, NotWritingNow: see each.
    """
    commission = locked_writing(commission, by)
    facts.written_into(commission)
    commission.save()
    index_commission(commission, facts.evaluated_name)
    log.record(Verb.CHANGE, commission, by=by, fields=[each.name for each in fields(facts)])
    return commission
