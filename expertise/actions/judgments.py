"""What a judgment decided, and what it made of the report (valoración judicial)."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.refusal import Refusal, check_length, sealing
from expertise.actions import moving
from expertise.enums.commission import CommissionState as S
from expertise.models import Commission, Judgment

WEIGHED = frozenset({S.ADMITIDO, S.EN_AUDIENCIA})


class NotAdmitted(Refusal):
    """A judgment weighs what was admitted."""

    sentence = _("A judgment weighs a report that was admitted; this one stands at “%(state)s”.")


class JudgmentOnRecord(Refusal):
    """There is one judgment for each report; another court's is told in words."""

    sentence = _("The judgment is on record already. Correct it where it says something wrong.")


class JudgmentToCome(Refusal):
    """It has been given."""

    sentence = _("Check the day: a judgment that has not been given cannot be written down.")


class QuoteMissing(Refusal):
    """What is quoted can be read again."""

    sentence = _("Copy the passage that quotes the report, word for word.")


@dataclass(frozen=True, slots=True)
class JudgmentFacts:
    """What a judgment said."""

    given_on: dt.date
    sense: str
    weight: str
    is_quoted: bool = False
    quote: str = ""
    words: str = ""


FIELDS = ["given_on", "sense", "weight", "is_quoted", "judgment.quote", "judgment.words"]


@transaction.atomic
@sealing()
def record_judgment(
    *, commission: Commission, facts: JudgmentFacts, by: User, at: dt.datetime
) -> Judgment:
    """Write down the judgment; the commission comes to stand at it.

    :raises NotAdmitted, JudgmentOnRecord, JudgmentToCome, QuoteMissing: see each.
    :raises TestimonyToCome: if the expert is still to be heard.
    """
    moving.ask_mover(by, S.VALORADO, commission)
    commission = moving.locked(commission.pk)
    if Judgment.objects.filter(commission=commission).exists():
        raise JudgmentOnRecord
    if commission.state not in WEIGHED:
        raise NotAdmitted(state=S(commission.state).label)
    judgment = Judgment(commission=commission, recorded_by=by, recorded_at=at)
    _write(judgment, facts, at)
    judgment.save(force_insert=True)
    log.record(Verb.CREATE, judgment, by=by, fields=FIELDS)
    moving.step(commission, S.VALORADO, by=by, at=at)
    return judgment


@transaction.atomic
@sealing()
def correct_judgment(
    *, judgment: Judgment, facts: JudgmentFacts, by: User, at: dt.datetime
) -> Judgment:
    """Correct what was written down of a judgment; every version is kept.

    :raises JudgmentToCome, QuoteMissing: see each.
    """
    access.require(by, "write", judgment)
    commission = moving.locked(judgment.commission_id)
    judgment = Judgment.objects.select_for_update(of=("self",)).get(pk=judgment.pk)
    _write(judgment, facts, at)
    judgment.save()
    access.shelve(commission, at=at)
    log.record(Verb.CHANGE, judgment, by=by, fields=FIELDS)
    return judgment


def _write(judgment: Judgment, facts: JudgmentFacts, at: dt.datetime) -> None:
    if facts.given_on > timezone.localdate(at):
        raise JudgmentToCome
    if facts.is_quoted and not facts.quote.strip():
        raise QuoteMissing
    check_length({"quote": facts.quote, "words": facts.words})
    judgment.given_on, judgment.sense, judgment.weight = facts.given_on, facts.sense, facts.weight
    judgment.is_quoted = facts.is_quoted
    judgment.quote = facts.quote.strip() or None if facts.is_quoted else None
    judgment.words = facts.words.strip() or None
