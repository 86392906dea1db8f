"""What each child knows, and who decides for her: kept apart, and never relied on blindly."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.refusal import Refusal, locked_open, sealing
from cases.actions.tasks import raise_task
from cases.enums import MINORS
from cases.enums.family import POWERS, Truth
from cases.enums.task import TaskKind
from cases.models import Bond, Case, ChildKnows, Custody, Person


class NotAChild(Refusal):
    """It is kept of girls, boys and adolescents."""

    sentence = _("This is kept of girls, boys and adolescents. Check the age of this person.")


class HolderMissing(Refusal):
    """Somebody decides."""

    sentence = _("Say who: someone of this accompaniment, or the name of a person or institution.")


class NothingTold(Refusal):
    """Something was told, or it was not."""

    sentence = _("Write what the child was told, or choose “nothing yet”.")


class CustodyEnded(Refusal):
    """It ended before."""

    sentence = _("This has already ended.")


@dataclass(frozen=True, slots=True)
class CustodyFacts:
    """Who decides what for a child, and what says so."""

    kind: str
    holder: Person | None = None
    holder_name: str = ""
    holder_is_aggressor: bool = False
    since: str = ""
    paper: str = ""

    def sealed(self) -> dict[str, str]:
        """Return what is kept under lock."""
        words = {"holder": self.holder_name, "since": self.since, "paper": self.paper}
        return {name: text.strip() for name, text in words.items() if text.strip()}


@transaction.atomic
@sealing()
def tell_child(
    *,
    case: Case,
    child: Person,
    truth: str,
    told: str = "",
    said_by: str = "",
    when: str = "",
    by: User,
    at: dt.datetime,
) -> ChildKnows:
    """Record what a child was told about the event, by whom and when.

    :raises NotAChild, NothingTold, CaseClosed: see each.
    """
    access.require(by, "write", case)
    case = locked_open(case.pk)
    _check_child(case, child)
    if not told.strip() and truth not in {Truth.NADA, Truth.NO_SE_SABE}:
        raise NothingTold
    words = {"told": told, "by": said_by, "when": when}
    facts = {name: text.strip() for name, text in words.items() if text.strip()}
    known = ChildKnows(case=case, person=child, facts={**facts, "truth": str(truth)}, by=by, at=at)
    known.save(force_insert=True)
    log.record(Verb.CREATE, known, by=by, fields=["facts"])
    return known


@transaction.atomic
@sealing()
def add_custody(
    *, case: Case, child: Person, facts: CustodyFacts, by: User, at: dt.datetime
) -> Custody:
    """Record who decides what for a child; a holder who harms asks for a legal review.

    :raises NotAChild, HolderMissing, CaseClosed: see each.
    """
    access.require(by, "write", case)
    case = locked_open(case.pk)
    _check_child(case, child)
    if facts.holder is None and not facts.holder_name.strip():
        raise HolderMissing
    harms = facts.holder_is_aggressor or bool(facts.holder and _harms(case, facts.holder))
    custody = Custody(
        case=case,
        child=child,
        kind=facts.kind,
        holder=facts.holder,
        holder_is_aggressor=harms,
        facts=facts.sealed() or None,
        recorded_at=at,
        by=by,
    )
    custody.save(force_insert=True)
    log.record(Verb.CREATE, custody, by=by, fields=["kind", "holder", "holder_is_aggressor"])
    _review(custody, by=by, at=at)
    return custody


@transaction.atomic
@sealing()
def end_custody(*, custody: Custody, until: str = "", by: User, at: dt.datetime) -> Custody:
    """Say that someone no longer decides; it stays on record.

    :raises CustodyEnded, CaseClosed: see each.
    """
    access.require(by, "write", custody)
    locked_open(custody.case_id)
    custody = Custody.objects.select_for_update().get(pk=custody.pk)
    if custody.ended_at:
        raise CustodyEnded
    facts = custody.facts.reveal() if custody.facts else {}
    custody.facts = {**facts, "until": until.strip()} if until.strip() else facts or None
    custody.ended_at = at
    custody.save(update_fields=["facts", "ended_at"])
    log.record(Verb.CHANGE, custody, by=by, fields=["ended_at"])
    return custody


def review_holders(*, case: Case, aggressor: Person, by: User, at: dt.datetime) -> None:
    """Flag what someone now known to harm decides for children, and ask for a legal review."""
    for custody in case.custodies.filter(holder=aggressor, ended_at=None):
        if not custody.holder_is_aggressor:
            custody.holder_is_aggressor = True
            custody.save(update_fields=["holder_is_aggressor"])
            log.record(Verb.CHANGE, custody, by=by, fields=["holder_is_aggressor"])
        _review(custody, by=by, at=at)


def _review(custody: Custody, *, by: User, at: dt.datetime) -> None:
    if custody.holder_is_aggressor and custody.kind in POWERS:
        raise_task(
            case=custody.case,
            kind=TaskKind.LEGAL_REVIEW,
            about=custody.pk,
            urgent=True,
            by=by,
            at=at,
        )


def _harms(case: Case, holder: Person) -> bool:
    """Tell whether someone has harmed a person of this case."""
    here = case.participations.filter(ended_at=None).values("person")
    return Bond.objects.of_aggression().filter(from_person=holder, to_person__in=here).exists()


def _check_child(case: Case, child: Person) -> None:
    here = case.participations.filter(person=child, ended_at=None)
    if child.age_group not in MINORS or not here.exists():
        raise NotAChild
