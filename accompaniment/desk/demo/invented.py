"""One invented case of the volume, in memory: every row it needs, its texts sealed."""

import datetime as dt
import json
import random
import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from typing import Any

from django.utils import timezone

from accompaniment.desk.demo.crowd import FIRST_NAMES, MUNICIPALITIES, SURNAMES, Crowd
from accompaniment.desk.demo.story import STEPS
from accompaniment.desk.demo.tales import texts
from accompaniment.staff.access import permission_id, place_of
from accompaniment.staff.models import User
from accompaniment.vault import index, keys
from accompaniment.vault.fields import Sealed, seal
from accompaniment.vault.gate import Key
from accompaniment.vault.models import DataKey
from cases.actions.notes import hash_of
from cases.codes import PSEUDONYMS
from cases.enums import (
    FUNCTION_ACTIONS,
    AgeGroup,
    Attendance,
    CaseState,
    Channel,
    ClosingReason,
    Consent,
    ConsentMethod,
    Function,
    ParticipationRole,
    SessionStatus,
    SessionType,
)
from cases.models import (
    Assignment,
    Case,
    CaseGrant,
    CaseWord,
    ConsentGiven,
    ContactChannel,
    Note,
    Participation,
    Person,
    PersonWord,
    Session,
    Transition,
)
from cases.models.case import CASE_COMPARTMENTS

WEEK = dt.timedelta(weeks=1)
CLOSED, MISSED, PLANNED = 0.3, 0.08, 0.6  # shares
THEMES = ("culpa", "cuerpo", "miedo", "recursos", "cuidarnos", "memoria", "derechos", "buscar")
SECTIONS = ("como_llega", "temas", "recursos", "acuerdos")
REASON = "«Quiero un lugar donde se me escuche sin prisa»."
AGE_SPAN = (1950, 2005)


@dataclass
class Batch:
    """The rows of some cases, by model, and the keys of their roots."""

    rows: defaultdict[type[Any], list[Any]] = field(default_factory=lambda: defaultdict(list))
    keys: list[DataKey] = field(default_factory=list)
    ring: dict[tuple[uuid.UUID, str], Key] = field(default_factory=dict)

    def add(self, row: Any) -> Any:
        """Add one row."""
        self.rows[type(row)].append(row)
        return row

    def new_keys(self, root: uuid.UUID, kind: str, compartments: tuple[str, ...]) -> None:
        """Make the wrapped keys of a root."""
        for compartment in compartments:
            row, secret = keys.made(root, kind, compartment)
            self.keys.append(row)
            self.ring[root, compartment] = Key(row.uid, secret)

    def seal(self, row: Any, **said: Any) -> None:
        """Put sealed text into the fields of a row, under the keys of its root."""
        for name, value in said.items():
            sealed: Any = type(row)._meta.get_field(name)
            place = sealed.place(row)
            text = json.dumps(value, ensure_ascii=False) if sealed.as_json else value
            key = self.ring[place.root, place.compartment]
            setattr(row, name, Sealed(blob=seal(text.encode(), key, place)))


@cache
def _words(text: str) -> frozenset[bytes]:
    return frozenset(index.words(text))


@cache
def _numbers(text: str) -> frozenset[bytes]:
    return frozenset(index.numbers([text]))


@cache
def _sections(theme: str) -> dict[str, str]:
    return {name: texts()[theme].sections[name] for name in SECTIONS}


class Inventor:
    """Invent cases one by one; the same seed gives the same shape."""

    def __init__(self, crowd: Crowd, *, sessions: int, seed: int, now: dt.datetime) -> None:
        self.crowd, self.sessions, self.now = crowd, sessions, now
        self.dice = random.Random(seed)  # noqa: S311  shapes, not secrets

    def case(self, batch: Batch, number: int, code: str, lawyer: User | None) -> None:
        """Invent one case with everything below it."""
        dice = self.dice
        team = self.crowd.team(dice)
        responsible = self.crowd.psychologist(team, dice)
        case = Case(
            code=code,
            pseudonym=f"{PSEUDONYMS[number % len(PSEUDONYMS)]} {number // len(PSEUDONYMS) + 1}",
            team=self.crowd.teams[team],
            responsible=responsible,
            urgency=dice.choices((1, 2, 3, 4), (2, 12, 46, 40))[0],
        )
        self._when(case)
        batch.new_keys(case.pk, Case._meta.label_lower, CASE_COMPARTMENTS)
        batch.seal(case, reason=REASON)
        batch.add(case)
        self._meet(batch, case)
        names = self._person(batch, case)
        self._way(batch, case)
        here = {responsible: Function.RESPONSIBLE} | ({lawyer: Function.LEGAL} if lawyer else {})
        self._colleagues(batch, case, here, self.crowd.psychologists[team])
        _index(batch, case, [case.team_id, *(user.pk for user in here)], names)

    def _when(self, case: Case) -> None:
        """Say when the case was opened and, for some, closed."""
        dice = self.dice
        closed = dice.random() < CLOSED
        ago = dt.timedelta(minutes=dice.randint(60, 60 * 24 * (1000 if closed else 120)))
        case.last_activity_at = self.now - ago
        case.opened_at = case.last_activity_at - WEEK * (self.sessions + 1)
        case.state = CaseState.EN_PROCESO
        if closed:
            case.state, case.is_open = CaseState.CERRADO, False
            case.closed_at, case.closed_by = case.last_activity_at, case.responsible
            case.closing_reason = ClosingReason.ACUERDO_MUTUO

    def _meet(self, batch: Batch, case: Case) -> None:
        """Invent the sessions, one a week, with a signed note of the last one held."""
        dice, held = self.dice, None
        planned = case.is_open and dice.random() < PLANNED
        past = self.sessions - planned
        for back in range(past, 0, -1):
            session = _session(case)
            session.starts_at = case.last_activity_at - WEEK * (back - 1) - dt.timedelta(hours=2)
            session.kind = SessionType.INDIVIDUAL if back < past else SessionType.ENCUADRE
            if dice.random() < MISSED:
                session.status = SessionStatus.NOT_HELD
                session.attendance = Attendance.NO_PUDO_POR_SEGURIDAD
            else:
                case.sessions_held += 1
                session.status, session.number = SessionStatus.HELD, case.sessions_held
                session.attendance, held = Attendance.ASISTIO, session
            batch.add(session)
        if planned:
            case.next_session_at = self.now + dt.timedelta(hours=dice.randint(20, 330))
            session = _session(case)
            session.starts_at = case.next_session_at
            batch.add(session)
        if held:
            case.last_session_at = held.starts_at
            self._note(batch, case, held)

    def _note(self, batch: Batch, case: Case, session: Session) -> None:
        at = session.starts_at + dt.timedelta(minutes=80)
        note = Note(case=case, session=session, author=case.responsible, sections={})
        note.written_at = at
        batch.seal(note, sections=_sections(self.dice.choice(THEMES)))
        note.signed_at, note.signed_by, note.content_hash = at, case.responsible, hash_of(note)
        batch.add(note)

    def _person(self, batch: Batch, case: Case) -> set[bytes]:
        """Invent the accompanied person; return the words she is found by."""
        dice = self.dice
        called = dice.choice(FIRST_NAMES)
        legal = f"{called} {dice.choice(SURNAMES)} {dice.choice(SURNAMES)}"
        place = dice.choices(list(MUNICIPALITIES), list(MUNICIPALITIES.values()))[0]
        value = f"{'656' if place == 'Juárez' else '614'} 000 01{dice.randint(0, 99):02d}"
        person = Person(age_group=AgeGroup.ADULTEZ)
        batch.new_keys(person.pk, Person._meta.label_lower, ("identity",))
        year = str(dice.randint(*AGE_SPAN))
        batch.seal(person, called=called, legal_name=legal, municipality=place, birth_year=year)
        contact = ContactChannel(person=person, channel=Channel.MOVIL)
        batch.seal(contact, value=value)
        batch.add(person)
        batch.add(contact)
        role = ParticipationRole.PA
        batch.add(Participation(case=case, person=person, role=role, since=case.opened_at))
        for kind in (Consent.DATOS_SENS, Consent.PROCESO):
            batch.add(_agreed(case, person, kind))
        said = {word for name in legal.split(" ") for word in _words(name)}
        for source, digests in ((person.pk, said), (contact.pk, _numbers(value))):
            for digest in digests:
                batch.add(PersonWord(person_id=person.pk, source=source, digest=digest))
        return said | _numbers(value)

    def _way(self, batch: Batch, case: Case) -> None:
        """Invent the steps from the proposal to where the case stands."""
        way = [CaseState.PROPUESTO, *STEPS]
        if not case.is_open:
            way += [CaseState.PREPARACION, CaseState.CERRADO]
        before = ""
        for number, state in enumerate(way):
            at = min(case.opened_at + WEEK * number, case.last_activity_at)
            at = case.last_activity_at if state == CaseState.CERRADO else at
            step = Transition(case_id=case.pk, before=before, after=state, at=at)
            step.by_id = _worker(case)
            step.safety_checked = True if state == CaseState.CERRADO else None
            batch.add(step)
            before = state

    def _colleagues(
        self, batch: Batch, case: Case, here: dict[User, Function], others: list[User]
    ) -> None:
        """Assign those who are let in and, for some, a colleague more; grants follow."""
        for function, share in ((Function.MEMBER, 0.2), (Function.SUPERVISOR, 0.1)):
            if self.dice.random() < share:
                here.setdefault(self.dice.choice(others), function)
        for user, function in here.items():
            batch.add(Assignment(case=case, user=user, function=function, since=case.opened_at))
            facts = {"user_id": user.pk, "content_object_id": case.pk, **place_of(case)}
            for action in sorted(FUNCTION_ACTIONS[function]):
                batch.add(CaseGrant(permission_id=permission_id(Case, action), **facts))


def _index(batch: Batch, case: Case, scopes: list[Any], names: set[bytes]) -> None:
    """Store the words of a case for its team and everyone let in."""
    facts = {"content_object_id": case.pk, **place_of(case)}
    said = {"view": _words(case.pseudonym), "identify": names}
    for action, digests in said.items():
        for scope, digest in product(scopes, digests):
            batch.add(CaseWord(scope=scope, action=action, digest=digest, **facts))


def _session(case: Case) -> Session:
    """Return a session of the responsible; ids alone, because there are very many."""
    return Session(case_id=case.pk, accompanist_id=_worker(case))


def _worker(case: Case) -> Any:
    """Return the id of the responsible: the volume always has one."""
    return case.responsible_id


def _agreed(case: Case, person: Person, kind: Consent) -> ConsentGiven:
    return ConsentGiven(
        case=case,
        person=person,
        kind=kind,
        granted=True,
        method=ConsentMethod.AUTOGRAFA,
        given_on=timezone.localdate(case.opened_at),
        recorded_by=case.responsible,
    )
