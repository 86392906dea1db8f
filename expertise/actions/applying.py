"""Instruments applied in an evaluation, with their scores and their limits."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff.models import User
from cases.actions.refusal import Refusal, sealing
from cases.instruments import shipped
from expertise.actions.moving import locked_writing
from expertise.actions.sources import standing, withdraw
from expertise.models import Commission, EvaluationSession, InstrumentUse

TEXTS = ("name", "version", "adaptation", "measures", "range", "interpretation", "limits")


class NameMissing(Refusal):
    """An instrument has a name."""

    sentence = _("Write the name of the instrument.")


class ScoreOutOfRange(Refusal):
    """A score lies between nothing and the highest possible."""

    sentence = _("%(score)s cannot be: the score goes from 0 to %(max)s. Check it.")


class SessionOfAnother(Refusal):
    """It was applied in a session of this evaluation."""

    sentence = _("Choose the session of this evaluation in which it was applied.")


@dataclass(frozen=True, slots=True)
class Application:
    """One application: in which session, with which score."""

    session: EvaluationSession | None = None
    score: float | None = None
    words: str = ""  # where the result is no number


@dataclass(frozen=True, slots=True)
class InstrumentFacts:
    """What a report says of an instrument; ``code`` where it is one of the house."""

    name: str
    code: str = ""
    version: str = ""
    adaptation: str = ""
    measures: str = ""
    range: str = ""
    max: float | None = None
    cut: float | None = None
    higher_is_worse: bool = True
    interpretation: str = ""
    limits: str = ""
    times: tuple[Application, ...] = ()

    def told(self) -> dict[str, Any]:
        """Return what is kept.

        :raises NameMissing, ScoreOutOfRange: see each.
        """
        kept: dict[str, Any] = {name: getattr(self, name).strip() for name in TEXTS}
        kept = {name: words for name, words in kept.items() if words}
        if "name" not in kept:
            raise NameMissing
        numbers = {"max": self.max, "cut": self.cut}
        kept |= {name: number for name, number in numbers.items() if number is not None}
        kept["higher_is_worse"] = self.higher_is_worse
        for each in self.times:
            self._check(each.score)
        first, *again = self.times or (Application(),)
        kept |= {"score": first.score, "score_words": first.words.strip()}
        kept["again"] = [
            {
                "session": str(each.session.pk) if each.session else "",
                "score": each.score,
                "words": each.words.strip(),
            }
            for each in again
        ]
        return kept

    def _check(self, score: float | None) -> None:
        if score is None:
            return
        if score < 0 or (self.max is not None and score > self.max):
            highest = "…" if self.max is None else f"{self.max:g}"
            raise ScoreOutOfRange(score=f"{score:g}", max=highest)

    @property
    def first(self) -> EvaluationSession | None:
        """Return the session of the first application."""
        return self.times[0].session if self.times else None


@transaction.atomic
@sealing()
def add_instrument(
    *, commission: Commission, facts: InstrumentFacts, by: User, at: dt.datetime
) -> InstrumentUse:
    """Put an instrument that was applied into the file.

    :raises NameMissing, ScoreOutOfRange, SessionOfAnother, Locked, NotWritingNow: see each.
    """
    commission = locked_writing(commission, by)
    _check_sessions(commission, facts)
    last = commission.instruments.aggregate(last=Max("number"))["last"] or 0
    use = InstrumentUse.objects.create(
        commission=commission,
        number=last + 1,
        instrument=facts.code if facts.code in shipped() else "",
        session=facts.first,
        facts=facts.told(),
        recorded_at=at,
    )
    log.record(Verb.CREATE, use, by=by, fields=["instrument", "facts"])
    return use


@transaction.atomic
@sealing()
def change_instrument(
    *, use: InstrumentUse, facts: InstrumentFacts, by: User, at: dt.datetime
) -> InstrumentUse:
    """Put right what is on record of an instrument; every version stays.

    :raises NameMissing, ScoreOutOfRange, SessionOfAnother, AlreadyWithdrawn: see each.
    """
    use = standing(use, by)
    _check_sessions(use.commission, facts)
    use.session, use.facts = facts.first, facts.told()
    use.save(update_fields=["session", "facts"])
    log.record(Verb.CHANGE, use, by=by, fields=["facts"])
    return use


@transaction.atomic
def withdraw_instrument(*, use: InstrumentUse, by: User, at: dt.datetime) -> InstrumentUse:
    """Take an instrument out of the file; its key is not given again.

    :raises StillRestedOn, AlreadyWithdrawn, Locked, NotWritingNow: see each.
    """
    use = standing(use, by)
    withdraw(use, by=by, at=at)
    return use


def _check_sessions(commission: Commission, facts: InstrumentFacts) -> None:
    if any(each.session and each.session.commission_id != commission.pk for each in facts.times):
        raise SessionOfAnother
