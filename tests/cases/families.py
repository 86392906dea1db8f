"""Build families through the use cases."""

import datetime as dt
import uuid

from django.utils import timezone

from accompaniment.staff.acting import acting
from cases.actions import bonds, consents, family, lifecycle
from cases.actions.notes import sign_note, write_note
from cases.actions.people import accompanied, add_participant
from cases.actions.sessions import SessionFacts
from cases.enums import AgeGroup, Consent, ConsentMethod, ParticipationRole, ServiceLine, Template
from cases.enums.family import Said
from tests.factories import NOON, make_member, make_person_facts, make_sections, make_team

SAFE = family.SafetyAnswers(lives_with=Said.NO, would_attend=Said.NO, wants=Said.SI)


def make_family(*, by=None, at=NOON, name="Rosa", **facts):
    """Open a family accompaniment with who speaks for it; nobody has been asked yet."""
    by = by or make_member(make_team())
    team = by.memberships.get(role="psychologist").team
    with acting(by, "test"):
        return lifecycle.open_case(
            person=make_person_facts(name, **facts),
            team=team,
            line=ServiceLine.FAM,
            by=by,
            at=at,
        )


def join(case, by, name, *, role=ParticipationRole.FAMILIAR, at=NOON, **facts):
    """Add someone to a family; return the person."""
    with acting(by, "test"):
        facts = make_person_facts(name, **facts)
        return add_participant(case=case, facts=facts, role=role, by=by, at=at).person


def mention(case, by, name, *, whereabouts="", at=NOON, **facts):
    """Add someone the family speaks of; return the person."""
    with acting(by, "test"):
        facts = make_person_facts(name, **facts)
        part = family.mention_person(case=case, facts=facts, whereabouts=whereabouts, by=by, at=at)
        return part.person


def bind(case, by, a, kind, b, *, at=NOON, **facts):
    """Say what one is to the other."""
    with acting(by, "test"):
        return bonds.add_bond(
            case=case, from_person=a, kind=kind, to_person=b, by=by, at=at, **facts
        )


def agree(case, by, *people, at=NOON):
    """Record everything each of these has to agree to."""
    with acting(by, "test"):
        for person in people:
            for kind in consents.needed(case, person):
                consents.give_consent(
                    case=case,
                    person=person,
                    kind=kind,
                    method=ConsentMethod.AUTOGRAFA,
                    given_on=timezone.localdate(at),
                    representative_is_aggressor=False if kind == Consent.REP_NNA else None,
                    by=by,
                    at=at,
                )


def hear(case, by, *people, at=NOON, answers=SAFE):
    """Hear each of these alone."""
    with acting(by, "test"):
        for person in people:
            family.interview_member(
                case=case,
                person=person,
                held_on=timezone.localdate(at),
                answers=answers,
                by=by,
                at=at,
            )


def make_whole_family(by=None):
    """A grandmother and her daughter with a child, ready for anything: case and persons by name."""
    by = by or make_member(make_team())
    case = make_family(by=by, name="Rosa", birth_date=dt.date(1958, 2, 3))
    people = {
        "Rosa": accompanied(case),
        "Elena": join(case, by, "Elena", birth_date=dt.date(1985, 6, 7)),
        "Luz": join(case, by, "Luz", birth_date=dt.date(2016, 8, 9), age_group=AgeGroup.NINEZ),
    }
    agree(case, by, *people.values())
    hear(case, by, people["Rosa"], people["Elena"])
    return case, people


def write(case, by, text, *, about=None, people=(), signed=True, at=NOON, **facts):
    """Write the note of a session of a family, in somebody's private space or in nobody's."""
    with acting(by, "test"):
        note = write_note(
            case=case,
            note_id=uuid.uuid4(),
            session=SessionFacts(starts_at=at, people=tuple(person.pk for person in people)),
            template=Template.EVOLUCION,
            sections=make_sections(text),
            about=about,
            by=by,
            at=at,
            **facts,
        )
        return sign_note(note=note, version=note.version, by=by, at=at) if signed else note
