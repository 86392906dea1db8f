"""How each story stands today: its ending, a hand-over, a draft, what comes next."""

import datetime as dt
import uuid
from dataclasses import replace

from accompaniment.desk.demo.moments import clock, local
from accompaniment.desk.demo.story import HOUR, Telling
from accompaniment.desk.demo.tales import texts
from cases.actions import booking, lifecycle, notes, sessions, team
from cases.actions.drafts import keep_draft
from cases.enums import CaseState, Modality, SessionType, Template, Urgency, Visibility
from cases.enums.plan import PlanOutcome

WAITING = {CaseState.EN_PAUSA, CaseState.INTERRUMPIDO, CaseState.CERRADO}  # nothing is planned
HALF_WRITTEN = {
    "template": Template.EVOLUCION,
    "visibility": Visibility.TEAM,
    "urgency": str(Urgency.U2),
    "contact_safe": "same",
    "como_llega": "Llega por la puerta de atrás, como acordamos. Dice: «hoy no me siguió nadie».",
    "temas": "Mi plan de seguridad, segunda parte. Revisamos los horarios de la semana y",
}


def play(told: Telling) -> None:
    """Tell how the story stands today."""
    _remember(told)
    for number, reason in enumerate(told.tale.missed_after, start=1):
        told.not_held(told.days[-1] + dt.timedelta(weeks=number), reason)
    _end(told)
    if told.tale.reopened:
        _come_back(told)
    if told.tale.draft:
        _leave_half_written(told)
    if not told.tale.contact_expired:
        told.verify_contacts()
    if told.tale.handed_to:
        with told.cast.at_work(told.by.email.partition("@")[0]):
            _hand_over(told)
    with told.cast.at_work(told.by.email.partition("@")[0]):
        _plan(told)


def _remember(told: Telling) -> None:
    """Add to a signed note what was noticed the day after."""
    if added := told.tale.addendum:
        note = told.written[added["note"]]
        at = note.written_at + 20 * HOUR
        notes.add_addendum(note=note, body=added["text"], by=told.by, at=at)


def _end(told: Telling) -> None:
    state, at = CaseState(told.tale.state), told.at + HOUR
    if state in {CaseState.EN_PAUSA, CaseState.INTERRUMPIDO}:
        until = told.agenda.today + dt.timedelta(days=24) if state == CaseState.EN_PAUSA else None
        lifecycle.move_case(
            case=told.case, to=state, reason=told.tale.pause, until_on=until, by=told.by, at=at
        )
    if state in {CaseState.PREPARACION, CaseState.CERRADO}:
        lifecycle.move_case(case=told.case, to=CaseState.PREPARACION, by=told.by, at=at)
    if state == CaseState.CERRADO:
        lifecycle.close_case(
            case=told.case,
            reason=told.tale.closing,
            safety_checked=True,
            follow_up=told.tale.follow_up,
            plan=PlanOutcome.CUMPLIDO,
            by=told.by,
            at=at + HOUR,
        )


def _come_back(told: Telling) -> None:
    """Open a closed case again, and look at its urgency anew."""
    (starts_at,) = told.agenda.held(1, every=1, since=1)
    told.at = starts_at - 2 * HOUR
    lifecycle.reopen_case(case=told.case, reason=told.tale.reopened, by=told.by, at=told.at)
    told.at = starts_at + 2 * HOUR
    facts = sessions.SessionFacts(starts_at=starts_at, kind=SessionType.ENCUADRE)
    name = told.tale.reopened_note
    told.write(name, texts()[name], facts, is_signed=True)
    lifecycle.set_urgency(
        case=told.case,
        urgency=Urgency.U2,
        reason="Mensajes de un número desconocido; se aclara esta semana.",
        by=told.by,
        at=told.at,
    )


def _leave_half_written(told: Telling) -> None:
    """Hold a session yesterday afternoon and leave its note in the middle of a sentence."""
    yesterday = told.agenda.today - dt.timedelta(days=1)
    told.at = local(yesterday, 18, 40)
    session = sessions.record_session(
        case=told.case,
        facts=sessions.SessionFacts(starts_at=local(yesterday, 17), room=told.room),
        by=told.by,
        at=told.at,
    )
    keep_draft(
        case=told.case,
        note_id=uuid.uuid4(),
        content=HALF_WRITTEN,
        session=session,
        by=told.by,
        at=told.at,
    )


def _hand_over(told: Telling) -> None:
    """Hand the case over to a colleague, who then meets her for the first time."""
    name = told.tale.handed_to
    told.at += 2 * HOUR
    team.hand_over(
        case=told.case,
        to=told.cast.people[name],
        reason=told.tale.handed_why,
        by=told.by,
        at=told.at,
    )
    with told.cast.at_work(name) as told.by:
        (starts_at,) = told.agenda.held(1, every=1, since=1)
        told.at = starts_at + 2 * HOUR
        text = texts()[told.tale.handed_note]
        facts = sessions.SessionFacts(starts_at=starts_at, modality=Modality.PRESENCIAL)
        told.write(told.tale.handed_note, text, facts, is_signed=True)


def _plan(told: Telling) -> None:
    """Plan the session of today, if the story has one, and the next one."""
    if told.tale.state in WAITING and not told.tale.reopened:
        return
    moments = [told.agenda.coming()]
    if told.tale.today:
        moments.insert(0, clock(told.agenda.today, told.tale.today))
    for starts_at in moments:
        first = not told.tale.notes
        kind = SessionType.ENTREVISTA_INICIAL if first else SessionType.INDIVIDUAL
        facts = sessions.SessionFacts(
            starts_at=starts_at,
            kind=SessionType.JUEGO_NNA if told.tale.is_child and not first else kind,
            modality=told.tale.modality,
            room=told.room if told.tale.modality == Modality.PRESENCIAL else None,
        )
        _schedule(told, facts)


def _schedule(told: Telling, facts: sessions.SessionFacts) -> None:
    """Plan a session at its hour or, where someone else has it, at the first free one after it."""
    while True:
        try:
            sessions.schedule_session(
                case=told.case, facts=facts, by=told.by, at=told.at + HOUR / 2
            )
        except (booking.AccompanistTaken, booking.RoomTaken):
            facts = replace(facts, starts_at=facts.starts_at + HOUR)
        else:
            return
