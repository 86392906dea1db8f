"""Who belongs to a collective: invited, taking part, away, gone; the list has its own door."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases import codes
from cases.actions import walls
from cases.actions.collectives import locked_collective
from cases.actions.people import GROWN
from cases.actions.refusal import Refusal, sealing
from cases.enums import ParticipationRole
from cases.enums.collective import MEMBER_NEXT, CountedAs, MemberConsent, MemberState
from cases.models import Case, Member, MemberStep, Participation, Person
from cases.reports.members import years

SEALED = ("called", "searches_for", "born", "care")
SAY_WHY = frozenset({MemberState.AUSENTE})
YEAR = 4  # digits


class MemberNameMissing(Refusal):
    """Nothing says how she wants to be called."""

    sentence = _("Write how this person wants to be called; an alias is enough.")


class BirthUnreadable(Refusal):
    """The birth cannot be read, or is still to come."""

    sentence = _("Write the year of birth, more or less, or the whole date. It cannot be to come.")


class NoSuchMemberStep(Refusal):
    """The state asked for does not follow this one."""

    sentence = _("A membership cannot go from “%(before)s” to “%(after)s”.")


class WhyAway(Refusal):
    """Being away for a time says why, so that she is missed and not forgotten."""

    sentence = _("Write why she is away for a time, and how the collective stays close.")


class ChildNotAgreed(Refusal):
    """A child takes part with her own assent and the consent of who represents her."""

    sentence = _(
        "She is under 18: record her own assent and the consent of who represents her first."
    )


class NobodyFound(Refusal):
    """No accompaniment the asker may see has this code."""

    sentence = _("We found no accompaniment with this code among those you may see.")


class AlreadyAMember(Refusal):
    """The same person stands on the list."""

    sentence = _("This person already stands on the list of this collective.")


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """What a collective knows of one of its members; the least that is needed."""

    called: str
    searches_for: str = ""
    born: str = ""  # "1974" or "1974-03-08"
    care: str = ""
    counted_as: str = CountedAs.NO_SE_PREGUNTO

    def written_into(self, member: Member, today: dt.date) -> list[str]:
        """Put the facts into a member; return the names of the fields that hold something.

        :raises MemberNameMissing, BirthUnreadable: see each.
        """
        if not self.called.strip():
            raise MemberNameMissing
        if self.born.strip():
            check_born(self.born.strip(), today)
        for name in SEALED:
            setattr(member, name, getattr(self, name).strip() or None)
        member.counted_as = self.counted_as
        return [*(name for name in SEALED if getattr(member, name)), "counted_as"]


def check_born(born: str, today: dt.date) -> None:
    """Refuse a birth that cannot be read, or that is still to come.

    :raises BirthUnreadable: if it is so.
    """
    try:
        year = int(born) if len(born) == YEAR else dt.date.fromisoformat(born).year
    except ValueError as unread:
        raise BirthUnreadable from unread
    if not today.year - 120 <= year <= today.year or (len(born) > YEAR and born > f"{today}"):
        raise BirthUnreadable


def age_of(member: Member, day: dt.date) -> int | None:
    """Return the age of a member on a day, where it is known."""
    return years(member.born.reveal() if member.born else "", day)


@transaction.atomic
@sealing()
def invite_member(
    *, case: Case, facts: MemberFacts, code: str = "", by: User, at: dt.datetime
) -> Member:
    """Put someone on the list of a collective, as invited.

    ``code`` is of the case in which she is accompanied, if she is and the one asking may see it.

    :raises Refusal: named after what is missing.
    """
    ask(case, by)
    case = locked_collective(case.pk)
    member = Member(id=uuid.uuid4(), case=case, since=at)
    fields = facts.written_into(member, timezone.localdate(at))
    if code.strip():
        member.person = _person(case, code, by)
        fields.append("person")
    member.save(force_insert=True)
    _step(member, "", by=by, at=at)
    access.shelve(case, at=at)
    log.record(Verb.CREATE, member, by=by, fields=["state", *fields])
    return member


@transaction.atomic
@sealing()
def change_member(
    *, member: Member, facts: MemberFacts, code: str | None = None, by: User, at: dt.datetime
) -> Member:
    """Replace what a collective knows of a member; ``code`` links her anew, empty unlinks.

    :raises Refusal: named after what is missing.
    """
    case, member = locked_member(member, by)
    fields = facts.written_into(member, timezone.localdate(at))
    if code is not None:
        member.person = _person(case, code, by, member) if code.strip() else None
        fields.append("person")
    member.save()
    access.shelve(case, at=at)
    log.record(Verb.CHANGE, member, by=by, fields=fields)
    return member


@transaction.atomic
@sealing()
def move_member(*, member: Member, to: str, reason: str = "", by: User, at: dt.datetime) -> Member:
    """Move a membership on. Each state has its guard.

    :raises NoSuchMemberStep, WhyAway, ChildNotAgreed: see each.
    """
    case, member = locked_member(member, by)
    before = member.state
    if to not in MEMBER_NEXT[before]:
        names = {"before": MemberState(before).label, "after": MemberState(to).label}
        raise NoSuchMemberStep(**names)
    if to in SAY_WHY and not reason.strip():
        raise WhyAway
    if to == MemberState.INTEGRANTE and child_not_agreed(member, timezone.localdate(at)):
        raise ChildNotAgreed
    member.state = to
    member.save(update_fields=["state"])
    if to == MemberState.SALIDA:
        _leave_seats(member, at=at, by=by)
    _step(member, before, by=by, at=at, reason=reason)
    access.shelve(case, at=at)
    log.record(Verb.CHANGE, member, by=by, fields=["state"])
    return member


def child_not_agreed(member: Member, today: dt.date) -> bool:
    """Test whether a member under 18 lacks an assent or a consent that a child needs.

    In doubt, the younger (LGDNNA art. 5); but who is not asked her age is not taken for a child.
    """
    age = age_of(member, today)
    if age is None or age >= GROWN:
        return False
    wanted = {MemberConsent.REP_NNA, MemberConsent.ASENT_NNA}
    given = member.agreed.filter(granted=True, withdrawn_at=None, kind__in=wanted)
    return given.count() < len(wanted)


def ask(case: Case, by: User) -> None:
    """Refuse whoever may not see the members of a collective and write there.

    :raises PermissionDenied: and the refusal is traced.
    """
    access.require(by, "members", case)
    access.require(by, "write", case)


def locked_member(member: Member, by: User) -> tuple[Case, Member]:
    """Ask, lock and re-read a member and the open case of the collective.

    :raises CaseClosed: if the case is not open.
    """
    ask(member.case, by)
    case = locked_collective(member.case_id)
    return case, Member.objects.select_for_update().get(pk=member.pk)


def _person(case: Case, code: str, by: User, member: Member | None = None) -> Person:
    """Return the accompanied person of a case, for whoever may identify her there.

    :raises NobodyFound: if there is none among those the asker may see.
    :raises AlreadyAMember: if she stands on this list.
    :raises WouldMeetInProcess: if she would sit beside someone she must not meet.
    """
    plain = codes.parse(code) or ""
    cases = Case.objects.permitted(by, "identify").filter(code=plain)
    parts = Participation.objects.filter(case__in=cases, role=ParticipationRole.PA, ended_at=None)
    found = Person.objects.filter(participations__in=parts, erased_at=None).first()
    if found is None:
        raise NobodyFound
    others = case.members.filter(person=found)
    if member is not None:
        others = others.exclude(pk=member.pk)
    if others.exists():
        raise AlreadyAMember
    here = case.members.exclude(state=MemberState.SALIDA).exclude(person=None)
    walls.check_process(case, {found.pk, *here.values_list("person", flat=True)})
    return found


def _leave_seats(member: Member, *, at: dt.datetime, by: User) -> None:
    """End the seats of someone who leaves in every commission."""
    for seat in member.seats.filter(ended_at=None):
        seat.ended_at = at
        seat.save(update_fields=["ended_at"])
        log.record(Verb.CHANGE, seat, by=by, fields=["ended_at"])


def _step(member: Member, before: str, *, by: User, at: dt.datetime, reason: str = "") -> None:
    """Remember a step and its reason."""
    MemberStep.objects.create(
        case_id=member.case_id,
        member=member,
        before=before,
        after=member.state,
        at=at,
        by=by,
        reason=reason.strip() or None,
    )
