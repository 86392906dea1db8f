"""Hearings, and who goes with her: before, during, and within 48 hours after."""

import datetime as dt
from dataclasses import dataclass, fields
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from accompaniment.vault.fields import Sealed
from cases.actions.matters import MatterClosed
from cases.actions.refusal import Refusal, locked, sealing
from cases.actions.tasks import end_tasks, raise_task
from cases.enums.legal import HearingState
from cases.enums.task import TaskKind
from cases.models import Case, Hearing, LegalMatter, Session

CONTACT_WITHIN = dt.timedelta(hours=48)
COPIED = ("place", "authority", "measures", "summons", "seat", "code_word")


class HearingInThePast(Refusal):
    """What has passed is not planned."""

    sentence = _(
        "This moment has passed. For a hearing that took place without being planned here, record "
        "the stage the procedure reached."
    )


class HearingNotPlanned(Refusal):
    """What became of it is on record."""

    sentence = _("It is on record already what became of this hearing.")


class HearingNotHeld(Refusal):
    """Only a hearing that took place is followed by the contact after it."""

    sentence = _("Say first that the hearing took place, and when it ended.")


class MomentWrong(Refusal):
    """A hearing ends after it began, and not tomorrow."""

    sentence = _("Check the day and the hour: it ended after it began, and before now.")


class AfterContactOnRecord(Refusal):
    """Someone was faster."""

    sentence = _("The contact after this hearing is on record already.")


class WhyMissing(Refusal):
    """A hearing that does not take place says why."""

    sentence = _("Write why the hearing does not take place.")


class CompanionNotOfCase(Refusal):
    """Who goes with her knows the case."""

    sentence = _("This colleague cannot see the case. Let her in first, or choose someone else.")


class SessionOfOtherCase(Refusal):
    """The preparation is a session of the same case."""

    sentence = _("This session belongs to another accompaniment. Choose one of this case.")


@dataclass(frozen=True, slots=True)
class HearingFacts:
    """What is known of a hearing."""

    kind: str
    place: str = ""
    authority: str = ""
    measures: str = ""
    summons: str = ""

    @classmethod
    def of(cls, hearing: Hearing) -> "HearingFacts":
        """Return what is known of a hearing, opened."""
        known = {each.name: getattr(hearing, each.name) for each in fields(cls)}
        opened = {n: v.reveal() if isinstance(v, Sealed) else v for n, v in known.items()}
        return cls(**{n: v for n, v in opened.items() if v is not None})

    def written_into(self, hearing: Hearing) -> list[str]:
        """Put the facts into a hearing; return the names of the fields that hold something."""
        for each in fields(self):
            setattr(hearing, each.name, getattr(self, each.name) or None)
        return [each.name for each in fields(self) if getattr(self, each.name)]


@dataclass(frozen=True, slots=True)
class Company:
    """How she is prepared and accompanied."""

    prepared_on: dt.date | None = None
    prep_session: Session | None = None
    companion: User | None = None
    seat: str = ""
    code_word: str = ""


@transaction.atomic
@sealing()
def plan_hearing(
    *,
    matter: LegalMatter,
    starts_at: dt.datetime,
    time_zone: str,
    facts: HearingFacts,
    by: User,
    at: dt.datetime,
) -> Hearing:
    """Put a hearing on the agenda.

    :raises MatterClosed, HearingInThePast: see each.
    """
    access.require(by, "legal", matter)
    case = locked(matter.case_id)
    matter = LegalMatter.objects.select_for_update().get(pk=matter.pk)
    if matter.closed_at:
        raise MatterClosed
    if starts_at < at:
        raise HearingInThePast
    hearing = Hearing(case=case, matter=matter, starts_at=starts_at, time_zone=time_zone)
    named = facts.written_into(hearing)
    hearing.save(force_insert=True)
    access.shelve(case, at=at)
    log.record(Verb.CREATE, hearing, by=by, fields=["starts_at", *named])
    return hearing


@transaction.atomic
@sealing()
def change_hearing(*, hearing: Hearing, facts: HearingFacts, by: User, at: dt.datetime) -> Hearing:
    """Replace what is known of a hearing to come; another moment is a deferral.

    :raises HearingNotPlanned: if it is not to come.
    """
    case, hearing = _planned(hearing, by)
    named = facts.written_into(hearing)
    hearing.save()
    access.shelve(case, at=at)
    log.record(Verb.CHANGE, hearing, by=by, fields=named)
    return hearing


@transaction.atomic
@sealing()
def accompany_hearing(*, hearing: Hearing, company: Company, by: User, at: dt.datetime) -> Hearing:
    """Agree how she is prepared, who goes with her, where they sit, and the word she may say.

    :raises HearingNotPlanned, CompanionNotOfCase, SessionOfOtherCase: see each.
    """
    case, hearing = _planned(hearing, by)
    if company.companion and not access.allows(company.companion, "view", case):
        raise CompanionNotOfCase
    if company.prep_session and company.prep_session.case_id != case.pk:
        raise SessionOfOtherCase
    for name in ("prepared_on", "prep_session", "companion"):
        setattr(hearing, name, getattr(company, name))
    hearing.seat, hearing.code_word = company.seat or None, company.code_word or None
    hearing.save()
    access.shelve(case, at=at)
    named = [each.name for each in fields(company) if getattr(company, each.name)]
    log.record(Verb.CHANGE, hearing, by=by, fields=named)
    return hearing


@transaction.atomic
@sealing()
def defer_hearing(
    *,
    hearing: Hearing,
    reason: str,
    starts_at: dt.datetime | None = None,
    by: User,
    at: dt.datetime,
) -> Hearing:
    """Say that a hearing was put off; with a new moment, a hearing that follows it is planned.

    Returns the hearing that follows, or the deferred one while the new moment is not known.

    :raises HearingNotPlanned, WhyMissing, HearingInThePast: see each.
    """
    case, hearing = _planned(hearing, by)
    if not reason.strip():
        raise WhyMissing
    if starts_at and starts_at < at:
        raise HearingInThePast
    hearing.state, hearing.reason = HearingState.DIFERIDA, reason.strip()
    hearing.save(update_fields=["state", "reason"])
    log.record(Verb.CHANGE, hearing, by=by, fields=["state", "reason"])
    end_tasks(case=case, about=hearing.pk, by=by, at=at)
    following = _follow(hearing, starts_at, by=by) if starts_at else hearing
    access.shelve(case, at=at)
    return following


@transaction.atomic
@sealing()
def cancel_hearing(*, hearing: Hearing, reason: str, by: User, at: dt.datetime) -> Hearing:
    """Say that a hearing will not take place.

    :raises HearingNotPlanned, WhyMissing: see each.
    """
    case, hearing = _planned(hearing, by)
    if not reason.strip():
        raise WhyMissing
    hearing.state, hearing.reason = HearingState.CANCELADA, reason.strip()
    hearing.save(update_fields=["state", "reason"])
    end_tasks(case=case, about=hearing.pk, by=by, at=at)
    access.shelve(case, at=at)
    log.record(Verb.CHANGE, hearing, by=by, fields=["state", "reason"])
    return hearing


@transaction.atomic
@sealing()
def hold_hearing(
    *, hearing: Hearing, ended_at: dt.datetime, result: str = "", by: User, at: dt.datetime
) -> Hearing:
    """Say that a hearing took place; who went with her is asked to contact her within 48 hours.

    :raises HearingNotPlanned, MomentWrong: see each.
    """
    case, hearing = _planned(hearing, by)
    if not hearing.starts_at <= ended_at <= at:
        raise MomentWrong
    hearing.state, hearing.ended_at = HearingState.CELEBRADA, ended_at
    hearing.result = result.strip() or None
    hearing.save(update_fields=["state", "ended_at", "result"])
    end_tasks(case=case, about=hearing.pk, by=by, at=at)
    log.record(Verb.CHANGE, hearing, by=by, fields=["state", "ended_at"])
    raise_task(
        case=case,
        kind=TaskKind.HEARING_CONTACT,
        about=hearing.pk,
        assignee=hearing.companion or case.seen_to_by(),
        due_on=contact_due(hearing).date(),
        by=by,
        at=at,
    )
    access.shelve(case, at=at)
    return hearing


@transaction.atomic
@sealing()
def record_after_contact(
    *, hearing: Hearing, contacted_at: dt.datetime, words: str = "", by: User, at: dt.datetime
) -> Hearing:
    """Record the contact after a hearing; how she is stays with who accompanies.

    :raises HearingNotHeld, AfterContactOnRecord, MomentWrong: see each.
    """
    access.require(by, "write", hearing)
    case = locked(hearing.case_id)
    hearing = Hearing.objects.select_for_update().get(pk=hearing.pk)
    if hearing.ended_at is None:
        raise HearingNotHeld
    if hearing.contacted_at:
        raise AfterContactOnRecord
    if not hearing.ended_at <= contacted_at <= at:
        raise MomentWrong
    hearing.contacted_at, hearing.contacted_by = contacted_at, by
    hearing.after_words = words.strip() or None
    hearing.save(update_fields=["contacted_at", "contacted_by", "after_words"])
    end_tasks(case=case, about=hearing.pk, by=by, at=at)
    access.shelve(case, at=at)
    log.record(Verb.CHANGE, hearing, by=by, fields=["contacted_at"])
    return hearing


def contact_due(hearing: Hearing) -> dt.datetime:
    """Return until when she is contacted after a hearing, in the time of its place."""
    ended = hearing.ended_at or hearing.starts_at
    return (ended.astimezone(dt.UTC) + CONTACT_WITHIN).astimezone(ZoneInfo(hearing.time_zone))


def _follow(hearing: Hearing, starts_at: dt.datetime, *, by: User) -> Hearing:
    """Plan the hearing that follows a deferred one, with what was agreed for it."""
    following = Hearing(
        case=hearing.case,
        matter=hearing.matter,
        kind=hearing.kind,
        starts_at=starts_at,
        time_zone=hearing.time_zone,
        companion=hearing.companion,
        follows=hearing,
    )
    for name in COPIED:
        box = getattr(hearing, name)
        setattr(following, name, box.reveal() if box else None)
    following.save(force_insert=True)
    log.record(Verb.CREATE, following, by=by, fields=["starts_at", "follows"])
    return following


def _planned(hearing: Hearing, by: User) -> tuple[Case, Hearing]:
    """Ask, lock and re-read a hearing to come.

    :raises HearingNotPlanned: if it is not.
    """
    access.require(by, "legal", hearing)
    case = locked(hearing.case_id)
    hearing = Hearing.objects.select_for_update(of=("self",)).get(pk=hearing.pk)
    if hearing.state != HearingState.PROGRAMADA:
        raise HearingNotPlanned
    return case, hearing
