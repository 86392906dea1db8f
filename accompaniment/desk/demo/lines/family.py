"""Five families of the demonstration, told through the use cases; all of them invented."""

import datetime as dt
import tomllib
import uuid
from typing import Any

from django.utils import timezone

from accompaniment.desk.demo.moments import local, years_before
from accompaniment.desk.demo.story import VERSION, Cast
from accompaniment.desk.demo.tales import TEXTS
from accompaniment.staff.models import Team, User
from cases.actions import (
    bonds,
    consents,
    custody,
    family,
    lifecycle,
    notes,
    people,
    sessions,
    team,
)
from cases.actions.people import PersonFacts, accompanied
from cases.enums import (
    CaseState,
    Consent,
    ConsentMethod,
    Function,
    ParticipationRole,
    ServiceLine,
    SessionType,
    Template,
)
from cases.enums.bond import BondKind
from cases.enums.family import Said
from cases.models import Person
from cases.spans import MONTHS

STEPS = (
    CaseState.SEGURIDAD,
    CaseState.VALORACION_FAMILIAR,
    CaseState.ENCUADRE_FAMILIAR,
    CaseState.EN_PROCESO,
)
HOUR = dt.timedelta(hours=1)
SAFE = family.SafetyAnswers(lives_with=Said.NO, would_attend=Said.NO, wants=Said.SI)
UNSAFE = family.SafetyAnswers(lives_with=Said.SI, would_attend=Said.SI, wants=Said.NO_SABE)
Told = dict[str, Any]


def tell(cast: Cast) -> None:
    """Tell the story of every family."""
    for number, told in enumerate(tomllib.loads((TEXTS / "family.toml").read_text())["family"]):
        with cast.at_work(told["with"]) as by:
            it = Family(told, cast.team_of[told["with"]], cast.now, by, hour=9 + number)
            it.tell()
            if name := told.get("member_of_team"):
                it.let_in(cast.people[name])


class Family:
    """One family while its story is told: the clock goes forward, never past now."""

    def __init__(self, told: Told, house: Team, now: dt.datetime, by: User, *, hour: int) -> None:
        self.told, self.now, self.by, self.hour = told, now, by, hour
        self.today = timezone.localdate(now)
        self.at = self._day(told["weeks"])
        self.persons: dict[str, Person] = {}
        self.case = lifecycle.open_case(
            person=self.facts(told["referent"]),
            team=house,
            line=ServiceLine.FAM,
            reason=told["reason"],
            urgency=told["urgency"],
            by=by,
            at=self.at,
        )
        self.persons[told["referent"]["called"]] = accompanied(self.case)

    def _day(self, weeks: int) -> dt.datetime:
        """Return a working hour so many weeks ago."""
        return local(self.today - dt.timedelta(weeks=weeks), self.hour)

    def tell(self) -> None:
        """Tell everything up to the state the family stands in."""
        self._gather()
        self._bind()
        self._hear()
        self._agree()
        self._live()
        self._move()
        for weeks, note in enumerate(reversed(self.told.get("note", [])), 1):
            self._meet(note, self._day(len(self.told["note"]) - weeks + 1))

    def let_in(self, colleague: User) -> None:
        """Let a colleague into the case, who accompanies the girls and boys with her."""
        team.assign_member(
            case=self.case,
            user=colleague,
            function=Function.MEMBER,
            reason="Acompaña las sesiones de las hermanas y hermanos.",
            by=self.by,
            at=self.at + 3 * HOUR,
        )

    def facts(self, told: Told) -> PersonFacts:
        """Return what is known of someone; twins have one birth day."""
        age, year = told.get("age"), told.get("birth_year_ago")
        days = 120 if told.get("twin") else 40 + len(told["called"]) * 9
        born = years_before(self.today - dt.timedelta(days=days), age) if age else None
        return PersonFacts(
            called=told["called"],
            pronouns=told.get("pronouns", ""),
            birth_date=born,
            birth_year=self.today.year - year if year else None,
        )

    def month(self, ago: int) -> str:
        """Say the month so many months ago, as people do."""
        months = self.today.year * 12 + self.today.month - 1 - ago
        name = next(word for word, number in MONTHS.items() if number == months % 12 + 1)
        return f"{name} de {months // 12}"

    def _gather(self) -> None:
        common: Told = {"case": self.case, "by": self.by, "at": self.at}
        for told in self.told.get("member", []):
            role = ParticipationRole.FAMILIAR
            part = people.add_participant(facts=self.facts(told), role=role, **common)
            self.persons[told["called"]] = part.person
        for told in self.told.get("mention", []):
            part = family.mention_person(
                facts=self.facts(told), whereabouts=told["whereabouts"], **common
            )
            self.persons[told["called"]] = part.person

    def _bind(self) -> None:
        told = [*self.told.get("bond", [])]
        told += [[one, BondKind.AGRESION, other, w] for one, other, w in self.told.get("harm", [])]
        for one, kind, other, facts in told:
            bonds.add_bond(
                case=self.case,
                from_person=self.persons[one],
                kind=kind,
                to_person=self.persons[other],
                **facts,
                by=self.by,
                at=self.at,
            )

    def _members(self) -> list[Told]:
        return [self.told["referent"], *self.told.get("member", [])]

    def _hear(self) -> None:
        if self.told["state"] == CaseState.SEGURIDAD:
            return
        for told in self._members():
            if told["age"] >= people.GROWN:
                family.interview_member(
                    case=self.case,
                    person=self.persons[told["called"]],
                    held_on=timezone.localdate(self.at),
                    answers=UNSAFE if told["called"] == self.told.get("warns") else SAFE,
                    by=self.by,
                    at=self.at + HOUR,
                )

    def _agree(self) -> None:
        """Let each answer for herself; somebody is still thinking about it."""
        if self.told["state"] not in {CaseState.ENCUADRE_FAMILIAR, CaseState.EN_PROCESO}:
            return
        for told in self._members():
            person = self.persons[told["called"]]
            kinds = consents.needed(self.case, person)
            for kind in kinds[:1] if told.get("undecided") else kinds:
                self._consent(person, kind)

    def _consent(self, person: Person, kind: Consent) -> None:
        of_child = kind == Consent.REP_NNA
        consents.give_consent(
            case=self.case,
            person=person,
            kind=kind,
            method=ConsentMethod.AUTOGRAFA,
            given_on=timezone.localdate(self.at),
            text_version=VERSION,
            signed_by=self.told["referent"]["called"] if of_child else "",
            representative_is_aggressor=False if of_child else None,
            by=self.by,
            at=self.at + HOUR,
        )

    def _live(self) -> None:
        """Tell who lives where, what each child knows, who decides, what was agreed."""
        common: Told = {"case": self.case, "by": self.by, "at": self.at + HOUR}
        for name, household, since in self.told.get("stay", []):
            family.begin_stay(person=self.persons[name], household=household, since=since, **common)
        for name, truth, words, said_by, when in self.told.get("knows", []):
            child = self.persons[name]
            facts = {"truth": truth, "told": words, "said_by": said_by, "when": when}
            custody.tell_child(child=child, **facts, **common)
        for name, kind, holder, harms, paper in self.told.get("custody", []):
            held = custody.CustodyFacts(kind, self.persons[holder], "", harms, paper=paper)
            custody.add_custody(child=self.persons[name], facts=held, **common)
        for words, name in self.told.get("agreement", []):
            family.agree_on(words=words, person=self.persons.get(name), **common)
        if sheet := self.told.get("sheet"):
            when = self.month(sheet["months_ago"])
            family.write_sheet(sections={**sheet, "event_when": when}, **common)

    def _move(self) -> None:
        """Go the steps that this family goes."""
        goal = CaseState(self.told["state"])
        path = STEPS[: STEPS.index(goal) + 1] if goal in STEPS else (STEPS[0], goal)
        for number, state in enumerate(path):
            at = self.at + 2 * HOUR + number * dt.timedelta(minutes=5)
            reason = self.told.get("why", "") if state == goal else ""
            lifecycle.move_case(case=self.case, to=state, reason=reason, by=self.by, at=at)

    def _meet(self, told: Told, starts_at: dt.datetime) -> None:
        """Hold a session with some of them, and sign its note."""
        facts = sessions.SessionFacts(
            starts_at=starts_at,
            minutes=90,
            kind=SessionType(told["kind"]),
            people=tuple(self.persons[name].pk for name in told["people"]),
        )
        note = notes.write_note(
            case=self.case,
            note_id=uuid.uuid4(),
            session=facts,
            template=Template.EVOLUCION,
            sections=told["sections"],
            about=self.persons[told["about"]] if told.get("about") else None,
            urgency=self.told["urgency"],
            by=self.by,
            at=starts_at + 2 * HOUR,
        )
        notes.sign_note(note=note, version=note.version, by=self.by, at=starts_at + 2 * HOUR)
