"""The invented stories, read from the texts beside this room: prose is no code."""

import datetime as dt
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from accompaniment.desk.demo.moments import years_before
from cases.actions.contacts import ContactFacts
from cases.actions.people import PersonFacts
from cases.enums import TELEPHONES, Modality, Pronouns, SessionType, Template, Visibility

TEXTS = Path(__file__).parent / "texts"
NUMBERS = {"Juárez": "656 000 01"}  # two more digits follow: nobody has these numbers
NUMBER = "614 000 01"
KINDS = {
    Template.NNA: SessionType.JUEGO_NNA,
    Template.AUDIENCIA: SessionType.ACOMPANAMIENTO_AUDIENCIA,
    Template.NOTIFICACION: SessionType.NOTIFICACION,
    Template.CIERRE: SessionType.CIERRE,
}
FIRST = (SessionType.ENTREVISTA_INICIAL, SessionType.ENCUADRE, SessionType.VALORACION)
ADULT = 18


@dataclass(frozen=True, slots=True)
class Text:
    """One note: its template, who may read it, and what each section says."""

    sections: dict[str, str]
    template: str = Template.EVOLUCION
    visibility: str = Visibility.TEAM
    theme: str = ""

    def kind(self, index: int) -> str:
        """Return what the session was for, by its place among the sessions."""
        if index == 0:
            return FIRST[0]
        if kind := KINDS.get(Template(self.template)):
            return kind
        if self.theme == "Prepararme para la audiencia":
            return SessionType.PREPARACION_AUDIENCIA
        return FIRST[index] if index < len(FIRST) else SessionType.INDIVIDUAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Tale:
    """One accompaniment to be told: who, with whom, how far it has come."""

    key: str
    with_: str
    called: str
    reason: str
    state: str
    urgency: int
    municipality: str
    notes: list[str]
    contacts: list[str]
    nickname: str = ""
    legal_name: str = ""
    pronouns: str = Pronouns.ELLA
    age: int | None = None
    turns_in_days: int | None = None  # days until the next birthday
    birth_year: int | None = None
    language: str = "Español"
    interpreter: str = ""
    goal: str = ""
    every: int = 1  # weeks between sessions
    since: int = 1  # weeks since the last one
    days_ago: int = 0  # since the only one, where it cannot wait for its weekday
    modality: str = Modality.PRESENCIAL
    missed: dict[str, str] = field(default_factory=dict)  # before the session of this place
    missed_after: list[str] = field(default_factory=list)
    unsigned: bool = False  # the last note is
    extra_note: str = ""
    addendum: dict[str, str] = field(default_factory=dict)
    draft: bool = False
    today: str = ""  # "10:00"
    consents: str = ""  # "", "exception" or "stopped"
    representative: str = ""
    remote: bool = False
    revoked: str = ""
    contact_expired: bool = False
    family: list[dict[str, Any]] = field(default_factory=list)
    member: str = ""
    supervisor: str = ""
    legal: str = ""
    pause: str = ""
    closing: str = ""
    follow_up: bool = False
    reopened: str = ""
    reopened_note: str = ""
    handed_to: str = ""
    handed_why: str = ""
    handed_note: str = ""

    @property
    def is_child(self) -> bool:
        """Test whether the person is under age."""
        return self.age is not None and self.age < ADULT

    def person(self, today: dt.date, number: int) -> PersonFacts:
        """Return what is known of the person; ages are true today."""
        born = None
        if self.age is not None:
            ahead = self.turns_in_days or 40 + number * 29 % 300
            turns = self.age + 1
            born = years_before(today + dt.timedelta(days=ahead), turns)
        return PersonFacts(
            called=self.called,
            nickname=self.nickname,
            legal_name=self.legal_name,
            pronouns=self.pronouns,
            birth_date=born,
            birth_year=self.birth_year,
            municipality=self.municipality,
            language=self.language,
            interpreter=self.interpreter,
        )

    def channels(self, number: int) -> list[ContactFacts]:
        """Return the ways to reach the person, with numbers nobody has."""
        found = []
        for at, name in enumerate(self.contacts):
            facts = dict(library()["contacts"][name])
            if facts["channel"] in TELEPHONES:
                start = NUMBERS.get(self.municipality, NUMBER)
                facts["value"] = f"{start}{(number * 2 + at) % 100:02d}"
            found.append(ContactFacts(**facts))
        return found


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((TEXTS / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def library() -> dict[str, Any]:
    """Return everything written in the texts, read once."""
    people, more = _read("people"), _read("more")
    return {**people, "case": [*people["case"], *more["case"]]}


@cache
def texts() -> dict[str, Text]:
    """Return every note by its name."""
    found = {}
    for name, told in {**_read("themes"), **_read("particular")}.items():
        facts = {key: told.pop(key) for key in ("template", "visibility", "theme") if key in told}
        found[name] = Text(sections=told, **facts)
    return found


def goal(number: int) -> str:
    """Return a goal in someone's own words, for a story that names none."""
    goals: list[str] = library()["goals"]
    return goals[number % len(goals)]


def tales() -> list[Tale]:
    """Return every story, in the order of their telling."""
    return [
        Tale(with_=told["with"], **{key: told[key] for key in told if key != "with"})
        for told in library()["case"]
    ]
