"""Tell one story through the use cases, each deed by the one who does it."""

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils import timezone

from accompaniment.desk.demo.moments import Agenda, local, workday_after
from accompaniment.desk.demo.tales import FIRST, Tale, Text, goal, texts
from accompaniment.staff.acting import Work
from accompaniment.staff.models import Team, User
from cases.actions import consents, contacts, lifecycle, notes, people, sessions, team
from cases.enums import (
    AgeGroup,
    Attendance,
    CaseState,
    Consent,
    ConsentMethod,
    Function,
    Modality,
    ParticipationRole,
    ServiceLine,
)
from cases.models import Case, Note, Room, Session

HOUR = dt.timedelta(hours=1)
NEVER_SAFE = {"unsafe", "trusted"}  # profiles of the texts
VERSION = "2026-1"  # of the printed consent
STEPS = (CaseState.ENCUADRE, CaseState.VALORACION, CaseState.PLAN, CaseState.EN_PROCESO)
AFTER = ((STEPS[0],), (STEPS[1],), (STEPS[2], STEPS[3]))  # what follows the first sessions
EXCEPTION = "Peligro inmediato: no hay condiciones para firmar. Se retoma en la próxima sesión."


@dataclass
class Cast:
    """Who works here and what they have done so far, to be traced once it is on record."""

    people: dict[str, User]
    team_of: dict[str, Team]
    now: dt.datetime
    done: list[Work] = field(default_factory=list)
    rooms: dict[Team, list[Room]] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)  # by the key of their story

    @contextmanager
    def at_work(self, name: str) -> Iterator[User]:
        """Work as one of the people; the trace of it is written after the story."""
        user = self.people[name]
        work = Work(user, "care")
        self.done.append(work)
        with work.entered():
            yield user


def case_called(called: str, rows: QuerySet[Case]) -> Case:
    """Return the individual case of a story by how its person is called, among these.

    :raises LookupError: if none is.
    """
    for case in rows.filter(line=ServiceLine.IND).order_by("opened_at", "id"):
        name = people.accompanied(case).called
        if name and name.reveal() == called:
            return case
    raise LookupError(called)


class Telling:
    """One case while its story is told: the clock goes forward, never past now."""

    def __init__(self, tale: Tale, number: int, agenda: Agenda, cast: Cast, by: User) -> None:
        self.tale, self.number, self.agenda, self.cast, self.by = tale, number, agenda, cast, by
        self.written: dict[str, Note] = {}
        self.days = agenda.held(len(tale.notes), every=tale.every, since=tale.since)
        if tale.days_ago:
            self.days = [local(agenda.today - dt.timedelta(days=tale.days_ago), 10)]
        first = self.days[0].date() if self.days else agenda.today - dt.timedelta(days=3)
        waited = dt.timedelta(days=0 if tale.days_ago else 4)
        self.at = local(first - waited, 8)
        rooms = cast.rooms.get(cast.team_of[tale.with_], [])
        self.room = rooms[number % len(rooms)] if rooms else None
        self.case = self._open()
        self.person = people.accompanied(self.case)
        self.path = self._path()

    def _open(self) -> Case:
        tale = self.tale
        return lifecycle.open_case(
            person=tale.person(self.agenda.today, self.number),
            team=self.cast.team_of[tale.with_],
            reason=tale.reason,
            urgency=tale.urgency,
            contacts=tale.channels(self.number),
            by=self.by,
            at=self.at,
        )

    def _path(self) -> list[CaseState]:
        state = CaseState(self.tale.state)
        if state == CaseState.PROPUESTO:
            return []
        return list(STEPS[: STEPS.index(state) + 1] if state in STEPS else STEPS)

    def tell(self) -> None:
        """Tell everything from the first call to the last session held."""
        if self.tale.contact_expired:
            self.verify_contacts()  # and nobody has since
        self._gather()
        for index, (name, starts_at) in enumerate(zip(self.tale.notes, self.days, strict=True)):
            self._miss(index)
            self._meet(index, name, starts_at)
            if index == 0:
                self._agree()
            self._move(*(AFTER[index] if index < len(AFTER) else ()))
        if self.tale.notes:
            self._move(*STEPS)

    # --- who is there -----------------------------------------------------------------------

    def verify_contacts(self) -> None:
        """Go over the contacts with her, where she has one that may be used at all."""
        if set(self.tale.contacts) <= NEVER_SAFE:
            return
        for contact in self.person.contacts.all():
            contacts.verify_contact(contact=contact, by=self.by, at=self.at)

    def _gather(self) -> None:
        """Bring in the family, the support and the colleagues."""
        for each in self.tale.family:
            facts = people.PersonFacts(called=each["called"], age_group=AgeGroup.ADULTEZ)
            role = ParticipationRole(each["role"])
            part = people.add_participant(
                case=self.case, facts=facts, role=role, by=self.by, at=self.at
            )
            if each.get("ended"):
                people.end_participation(participation=part, by=self.by, at=self.at + 9 * HOUR)
        for name, function in (
            (self.tale.member, Function.MEMBER),
            (self.tale.supervisor, Function.SUPERVISOR),
            (self.tale.legal, Function.LEGAL),
        ):
            if name:
                self._assign(name, function)

    def _assign(self, name: str, function: Function) -> None:
        team.assign_member(
            case=self.case,
            user=self.cast.people[name],
            function=function,
            reason="Lo pidió la persona acompañada y se acordó en equipo.",
            by=self.by,
            at=self.at + HOUR,
        )

    def _agree(self) -> None:
        """Ask for what the guards need; where someone may not sign, say so."""
        if self.tale.consents == "stopped":
            self._stopped()
            return
        for kind in consents.needed(self.case):
            self._consent(kind)
        if self.tale.remote:
            self._consent(Consent.REMOTO)
        if self.tale.revoked:
            given = self._consent(Consent(self.tale.revoked))
            consents.revoke_consent(consent=given, by=self.by, at=self.at + 2 * HOUR)

    def _consent(self, kind: Consent) -> consents.ConsentGiven:
        on = timezone.localdate(self.at)
        exception = self.tale.consents == "exception"
        by_representative = kind == Consent.REP_NNA
        return consents.give_consent(
            case=self.case,
            person=self.person,
            kind=kind,
            method=ConsentMethod.EXCEPCION if exception else ConsentMethod.AUTOGRAFA,
            given_on=on,
            text_version=VERSION,
            expires_on=on + dt.timedelta(days=30) if exception else None,
            signed_by=self.tale.representative if by_representative else "",
            representative_is_aggressor=False if by_representative else None,
            exception_reason=EXCEPTION if exception else "",
            by=self.by,
            at=self.at,
        )

    def _stopped(self) -> None:
        """Try to take the consent of a representative who is the aggressor: the guard says no."""
        try:
            consents.give_consent(
                case=self.case,
                person=self.person,
                kind=Consent.REP_NNA,
                method=ConsentMethod.AUTOGRAFA,
                given_on=timezone.localdate(self.at),
                representative_is_aggressor=True,
                by=self.by,
                at=self.at,
            )
        except consents.LegalReviewNeeded:
            return

    # --- sessions and their notes -------------------------------------------------------------

    def _miss(self, index: int) -> None:
        """Plan and miss the session that would have come before this one."""
        if reason := self.tale.missed.get(str(index)):
            self.not_held(workday_after(self.days[index - 1]), reason)

    def not_held(self, starts_at: dt.datetime, reason: str) -> None:
        """Plan a session that does not take place."""
        facts = sessions.SessionFacts(starts_at=starts_at, modality=self.tale.modality)
        planned = sessions.schedule_session(case=self.case, facts=facts, by=self.by, at=self.at)
        self.at = starts_at + HOUR
        sessions.mark_not_held(
            session=planned, attendance=Attendance(reason), by=self.by, at=self.at
        )

    def _meet(self, index: int, name: str, starts_at: dt.datetime) -> None:
        """Hold a session; write and sign its note, if there is one."""
        self.at = starts_at + 2 * HOUR
        text = texts()[name] if name else None
        kind = text.kind(index) if text else FIRST[min(index, 1)]
        facts = sessions.SessionFacts(
            starts_at=starts_at,
            minutes=90 if index == 0 else 60,
            kind=kind,
            modality=self.tale.modality if index else Modality.PRESENCIAL,
            attendance=Attendance.LLEGO_TARDE if name == "soap_descanso" else Attendance.ASISTIO,
            room=self.room,
        )
        if text is None:
            sessions.record_session(case=self.case, facts=facts, by=self.by, at=self.at)
            return
        last = index == len(self.days) - 1
        self.write(name, text, facts, is_signed=not (last and self.tale.unsigned))
        if last and self.tale.extra_note:
            extra, session = texts()[self.tale.extra_note], self.written[name].session
            self.write(self.tale.extra_note, extra, session, is_signed=False)

    def write(
        self, name: str, text: Text, session: Session | sessions.SessionFacts, *, is_signed: bool
    ) -> None:
        """Write a note, and sign it."""
        note = notes.write_note(
            case=self.case,
            note_id=uuid.uuid4(),
            session=session,
            template=text.template,
            sections=text.sections,
            visibility=text.visibility,
            urgency=self.tale.urgency,
            by=self.by,
            at=self.at,
        )
        if is_signed:
            note = notes.sign_note(note=note, version=note.version, by=self.by, at=self.at)
        self.written[name] = note

    def _move(self, *states: CaseState) -> None:
        """Go the steps that this story goes, and has not gone yet."""
        for number, state in enumerate(states):
            if not self.path or self.path[0] != state:
                continue
            self.path.pop(0)
            reason = ""
            if state == CaseState.PLAN:
                reason = self.tale.goal or goal(self.number)
            at = self.at + number * dt.timedelta(minutes=5)  # one after the other
            lifecycle.move_case(case=self.case, to=state, reason=reason, by=self.by, at=at)
