"""Running a session: prepare it, take attendance, write the note of the group, agree, look back."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.refusal import Refusal, sealing
from groups import steps
from groups.actions.cycles import locked_open
from groups.actions.naming import refuse_names
from groups.enums import EnrolmentState, Face, Mark, MeetingState
from groups.models import Agreement, Attendance, Enrolment, Meeting


class SavedMeanwhile(Refusal):
    """Somebody was faster: the page shows both."""

    sentence = _("This was saved meanwhile in another window. Both are shown: keep what is right.")
    conflict = True


class NotBegun(Refusal):
    """Nobody comes to a session of tomorrow."""

    sentence = _("This session is still to come. Its sheet opens when it begins.")


class CalledOff(Refusal):
    """It did not take place."""

    sentence = _("This session was called off. Plan it again first.")


class NotOfTheGroup(Refusal):
    """Only those who take part are on the sheet."""

    sentence = _("Somebody on this sheet does not take part in the group any more. Load it again.")


class GroupNotMeeting(Refusal):
    """The cycle is not at the point where it meets."""

    sentence = _("This group does not meet yet. Open it first.")


@dataclass(frozen=True, slots=True)
class Row:
    """One woman on the sheet: whether she came, and what is remarked about her alone."""

    mark: str
    remark: str = ""


def locked_meeting(meeting: Meeting, by: User, action: str = "write") -> Meeting:
    """Ask, lock the group and re-read a session of it."""
    access.require(by, action, meeting)
    locked_open(meeting.group_id)
    rows: Any = Meeting.objects.select_for_update(of=("self",)).select_related("group")
    found: Meeting = rows.get(pk=meeting.pk)
    return found


@transaction.atomic
@sealing()
def prepare(
    *,
    meeting: Meeting,
    version: int,
    sheet: Mapping[str, str],
    theme: Any = None,
    names_checked: bool = False,
    by: User,
    at: dt.datetime,
) -> Meeting:
    """Write the preparation of a session: objectives, moments, technique, materials.

    :raises NamesInNote: if a name of the group stands in it and nobody has confirmed it.
    :raises SavedMeanwhile: if somebody saved since it was loaded.
    """
    meeting = locked_meeting(meeting, by)
    _check_version(meeting.version, version)
    if not names_checked:
        refuse_names(" ".join(sheet.values()), on_the_sheet(meeting))
    meeting.preparation = {name: text for name, text in sheet.items() if text.strip()} or None
    meeting.theme, meeting.version = theme, meeting.version + 1
    meeting.save(update_fields=["preparation", "theme", "version"])
    log.record(Verb.CHANGE, meeting, by=by, fields=["meeting.preparation"])
    return meeting


@transaction.atomic
@sealing()
def take_attendance(
    *,
    meeting: Meeting,
    version: int,
    rows: Mapping[UUID, Row],
    others: int | None = None,
    by: User,
    at: dt.datetime,
) -> Meeting:
    """Say who came; each row lies in the file of its own woman, under her own key.

    The first sheet of a session makes it held and gives it its number. ``others``: how many more
    came whom nobody takes down by name.

    :raises SavedMeanwhile: if the sheet was saved in another window.
    :raises NotBegun, CalledOff, GroupNotMeeting, NotOfTheGroup: see each.
    """
    meeting = locked_meeting(meeting, by)
    _check_meets(meeting, at)
    _check_version(meeting.sheet_version, version)
    inside = {each.pk: each for each in on_the_sheet(meeting)}
    if not set(rows) <= set(inside):
        raise NotOfTheGroup
    known = {each.enrolment_id: each for each in meeting.attendances.all()}
    for pk, row in rows.items():
        _mark(meeting, inside[pk], known.get(pk), row, by=by, at=at)
    if meeting.state != MeetingState.REALIZADA:
        _held(meeting, at)
    meeting.headcount = others
    meeting.sheet_version += 1
    meeting.save(update_fields=["sheet_version", "state", "number", "held_at", "headcount"])
    access.shelve(meeting.group, at=at)
    log.record(Verb.CHANGE, meeting, by=by, fields=["attendance"])
    return meeting


def on_the_sheet(meeting: Meeting) -> Any:
    """Return who stands on the sheet of a session: who takes part, and who did when it was held."""
    known = Enrolment.objects.kept().filter(group=meeting.group_id)
    there = Q(attendances__meeting=meeting)
    if meeting.entered_at:  # who has concluded or left since
        there |= Q(agreed_at__isnull=False, ended_at__gt=meeting.starts_at)
    return (known.inside() | known.filter(there)).distinct().order_by("number")


def _mark(
    meeting: Meeting,
    enrolment: Enrolment,
    known: Attendance | None,
    row: Row,
    *,
    by: User,
    at: dt.datetime,
) -> None:
    mark, remark = Mark(row.mark), row.remark.strip()
    if known is None:
        known = Attendance(enrolment=enrolment, meeting=meeting)
    elif known.mark == mark and not remark and not known.remark:
        return
    known.mark, known.marked_by, known.marked_at = mark, by, at
    known.remark = remark or None
    known.save()


def _held(meeting: Meeting, at: dt.datetime) -> None:
    numbers = meeting.group.meetings.filter(number__isnull=False)
    last = numbers.order_by("number").values_list("number", flat=True).last() or 0
    meeting.state, meeting.number, meeting.held_at = MeetingState.REALIZADA, last + 1, at


@transaction.atomic
@sealing()
def write_note(
    *,
    meeting: Meeting,
    version: int,
    note: Mapping[str, str],
    debrief: str = "",
    faces: Mapping[str, int] | None = None,
    names_checked: bool = False,
    by: User,
    at: dt.datetime,
) -> Meeting:
    """Write the note of the group, which names nobody, and what those who facilitate say.

    :raises NamesInNote: if a name of the group stands in it and nobody has confirmed it.
    :raises SavedMeanwhile, NotBegun, CalledOff: see each.
    """
    meeting = locked_meeting(meeting, by)
    _check_meets(meeting, at)
    _check_version(meeting.version, version)
    text = " ".join([*note.values(), debrief])
    if not names_checked:
        refuse_names(text, on_the_sheet(meeting))
    meeting.note = {name: said for name, said in note.items() if said.strip()} or None
    meeting.debrief = debrief.strip() or None
    meeting.faces = {face: n for face, n in (faces or {}).items() if face in Face.values and n > 0}
    meeting.version += 1
    meeting.save(update_fields=["note", "debrief", "faces", "version"])
    access.shelve(meeting.group, at=at)
    log.record(Verb.CHANGE, meeting, by=by, fields=["meeting.note", "meeting.debrief"])
    return meeting


@transaction.atomic
@sealing()
def agree_on(
    *,
    meeting: Meeting,
    text: str,
    who: str = "",
    due_on: dt.date | None = None,
    names_checked: bool = False,
    by: User,
    at: dt.datetime,
) -> Agreement:
    """Write down what the group agreed on, who sees to it and by when.

    :raises NamesInNote: if a name of the group stands in it and nobody has confirmed it.
    """
    meeting = locked_meeting(meeting, by)
    if not names_checked:
        refuse_names(f"{text} {who}", on_the_sheet(meeting))
    found = Agreement(group=meeting.group, meeting=meeting, due_on=due_on)
    found.text, found.who = text.strip(), who.strip() or None
    found.save(force_insert=True)
    log.record(Verb.CREATE, found, by=by, fields=["agreement.text", "due_on"])
    return found


@transaction.atomic
def keep_agreement(*, agreement: Agreement, by: User, at: dt.datetime) -> Agreement:
    """Say that what was agreed has been done, or take that back."""
    access.require(by, "write", agreement)
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    agreement.done_at = None if agreement.done_at else at
    agreement.save(update_fields=["done_at"])
    log.record(Verb.CHANGE, agreement, by=by, fields=["done_at"])
    return agreement


def takes_part(enrolment: Enrolment) -> bool:
    """Tell whether somebody takes part at this moment."""
    return enrolment.state in {EnrolmentState.ACTIVA, EnrolmentState.AUSENTE}


def _check_meets(meeting: Meeting, at: dt.datetime) -> None:
    if meeting.state == MeetingState.CANCELADA:
        raise CalledOff
    if meeting.group.state not in steps.MEETS:
        raise GroupNotMeeting
    if meeting.starts_at - dt.timedelta(minutes=30) > at:
        raise NotBegun


def _check_version(now: int, then: int) -> None:
    if now != then:
        raise SavedMeanwhile
