"""What was read and who was heard beside the person herself."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff.models import User
from cases.actions.refusal import Refusal, sealing
from expertise.actions.moving import locked_writing
from expertise.enums.evaluation import SourceKind
from expertise.models import Commission, Source


class TitleMissing(Refusal):
    """A source says what it is."""

    sentence = _("Say what was read or who was heard.")


class AlreadyWithdrawn(Refusal):
    """It was taken out of the file before."""

    sentence = _("This was taken out of the file already.")


class StillRestedOn(Refusal):
    """The causal table stands on it."""

    sentence = _(
        "%(key)s is evidence in the causal table. Take it out of there first, then out of the file."
    )


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What a report says of a source."""

    title: str
    date: str = ""  # as written: a day, years
    folios: str = ""
    content: str = ""
    not_seen: str = ""

    def told(self) -> dict[str, str]:
        """Return what is kept.

        :raises TitleMissing: if it does not say what it is.
        """
        kept = {name: words.strip() for name, words in asdict(self).items() if words.strip()}
        if "title" not in kept:
            raise TitleMissing
        return kept


@transaction.atomic
@sealing()
def add_source(
    *, commission: Commission, kind: str, facts: SourceFacts, by: User, at: dt.datetime
) -> Source:
    """Put a source on the list; its key stays its own.

    :raises TitleMissing, Locked, NotWritingNow: see each.
    """
    commission = locked_writing(commission, by)
    of_kind = commission.sources.filter(kind=SourceKind(kind))
    source = Source.objects.create(
        commission=commission,
        kind=SourceKind(kind),
        number=(of_kind.aggregate(last=Max("number"))["last"] or 0) + 1,
        facts=facts.told(),
        recorded_at=at,
    )
    log.record(Verb.CREATE, source, by=by, fields=["kind", "facts"])
    return source


@transaction.atomic
@sealing()
def change_source(*, source: Source, facts: SourceFacts, by: User, at: dt.datetime) -> Source:
    """Put right what is said of a source.

    :raises TitleMissing, AlreadyWithdrawn, Locked, NotWritingNow: see each.
    """
    source = standing(source, by)
    source.facts = facts.told()
    source.save(update_fields=["facts"])
    log.record(Verb.CHANGE, source, by=by, fields=["facts"])
    return source


@transaction.atomic
def withdraw_source(*, source: Source, by: User, at: dt.datetime) -> Source:
    """Take a source off the list; its key is not given again.

    :raises StillRestedOn, AlreadyWithdrawn, Locked, NotWritingNow: see each.
    """
    source = standing(source, by)
    withdraw(source, by=by, at=at)
    return source


def standing(record: Any, by: User) -> Any:
    """Ask, hold the commission and re-read a record of the file that was not taken out."""
    commission = locked_writing(record.commission, by)
    found = type(record).objects.select_for_update().get(pk=record.pk)
    found.commission = commission
    if found.withdrawn_at:
        raise AlreadyWithdrawn
    return found


def withdraw(record: Any, *, by: User, at: dt.datetime) -> None:
    """Take a held record out of the file, unless the causal table stands on it."""
    if record.evidence.filter(withdrawn_at=None).exists():
        raise StillRestedOn(key=str(record))
    record.withdrawn_at = at
    record.save(update_fields=["withdrawn_at"])
    log.record(Verb.CHANGE, record, by=by, fields=["withdrawn_at"])
