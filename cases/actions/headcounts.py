"""Who came: counted by default; named only who agreed to it."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.collectives import locked_collective
from cases.actions.members import ask
from cases.actions.refusal import Refusal, sealing
from cases.enums.collective import Band, CountedAs, MemberConsent
from cases.models import Case, GroupSession, Headcount, Member, Presence

MOST = 2_000  # people in one band: more is a slip of the finger

Counts = Mapping[tuple[str, str], int]  # (counted as, band): how many


class CountChangedMeanwhile(Refusal):
    """A colleague counted too, after this page was opened."""

    sentence = _(
        "A colleague saved a count meanwhile: %(people)s people. Yours is below, nothing was "
        "lost. Agree on one and save it."
    )
    conflict = True


class CountUnreadable(Refusal):
    """A number of people that cannot be."""

    sentence = _("Write how many people came, as whole numbers from 0 to %(most)s.")


class CountToCome(Refusal):
    """Nobody has come yet."""

    sentence = _("This session is still to come. Count once people are there.")


class CountFirst(Refusal):
    """Names stand beside a count."""

    sentence = _("Count how many came first; then tick who agreed to be named.")


class MoreNamesThanPeople(Refusal):
    """More people are named than were counted."""

    sentence = _("You ticked %(names)s names and counted %(people)s people. Check the count.")


class NotAgreedToBeNamed(Refusal):
    """A name stands in the attendance only while its owner agrees."""

    sentence = _("Somebody of these has not agreed to be named, or has taken it back.")


@transaction.atomic
def take_headcount(
    *, part: GroupSession, counts: Counts, version: int, by: User, at: dt.datetime
) -> GroupSession:
    """Record how many people came to a part of an activity; it takes the place of the count before.

    Sent twice, it is one count.

    :raises CountToCome, CountUnreadable, CountChangedMeanwhile, MoreNamesThanPeople: see each.
    """
    case, part = _locked(part, by)
    if timezone.localdate(part.activity.session.starts_at) > timezone.localdate(at):
        raise CountToCome
    known = {pair: number for pair, number in counts.items() if number}
    if any(not _is_count(*pair, number) for pair, number in known.items()):
        raise CountUnreadable(most=MOST)
    rows = {(row.counted_as, row.band): row for row in part.headcounts.all()}
    if part.count_version != version:
        if known == {pair: row.people for pair, row in rows.items() if row.people}:
            return part
        raise CountChangedMeanwhile(people=part.people)
    total = sum(known.values())
    named = part.presences.count()
    if named > total:
        raise MoreNamesThanPeople(names=named, people=total)
    for pair in {*known, *rows}:
        _write(case, part, rows.get(pair), pair, known.get(pair, 0))
    part.people, part.count_version = total, version + 1
    part.counted_at, part.counted_by = at, by
    part.save(update_fields=["people", "count_version", "counted_at", "counted_by"])
    access.shelve(case, at=at)
    log.record(Verb.CHANGE, part, by=by, fields=["people"])
    return part


@transaction.atomic
@sealing()
def name_present(
    *, part: GroupSession, members: Collection[Member], by: User, at: dt.datetime
) -> int:
    """Say who, among those who agreed to be named, came; return how many.

    The trace says that names were written, and not whose.

    :raises CountFirst, MoreNamesThanPeople, NotAgreedToBeNamed: see each.
    """
    ask(part.case, by)
    case, part = _locked(part, by)
    if part.people is None:
        raise CountFirst
    wanted = {member.pk for member in members}
    if len(wanted) > part.people:
        raise MoreNamesThanPeople(names=len(wanted), people=part.people)
    if set(agreeing(case).filter(pk__in=wanted).values_list("pk", flat=True)) != wanted:
        raise NotAgreedToBeNamed
    part.presences.exclude(member__in=wanted).delete()
    present = set(part.presences.values_list("member", flat=True))
    for pk in sorted(wanted - present):
        Presence.objects.create(id=uuid.uuid4(), case=case, part=part, member_id=pk)
    access.shelve(case, at=at)
    log.record(Verb.CHANGE, part, by=by, fields=["names"])
    return len(wanted)


def agreeing(case: Case) -> QuerySet[Member]:
    """Return the members who agree to be named at present."""
    named = {"agreed__kind": MemberConsent.NOMBRE, "agreed__granted": True}
    return case.members.filter(**named, agreed__withdrawn_at=None)


def _is_count(counted_as: str, band: str, number: object) -> bool:
    """Test whether a count is one that can be."""
    known = counted_as in CountedAs.values and band in Band.values
    return known and isinstance(number, int) and 0 <= number <= MOST


def _write(
    case: Case, part: GroupSession, row: Headcount | None, pair: tuple[str, str], number: int
) -> None:
    """Write one count; a row that is not needed any more says zero."""
    if row is None:
        counted_as, band = pair
        Headcount.objects.create(
            case=case, part=part, counted_as=counted_as, band=band, people=number
        )
    elif row.people != number:
        row.people = number
        row.save(update_fields=["people"])


def _locked(part: GroupSession, by: User) -> tuple[Case, GroupSession]:
    """Ask, lock and re-read a part of an activity and its open case.

    :raises CaseClosed: if the case is not open.
    """
    access.require(by, "write", part)
    case = locked_collective(part.case_id)
    rows = GroupSession.objects.select_for_update(of=("self",))
    return case, rows.select_related("activity__session").get(pk=part.pk)
