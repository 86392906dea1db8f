"""Build people, teams and cases through the use cases themselves."""

import datetime as dt
import itertools
import secrets
import uuid

from django.utils import timezone

from accompaniment.staff.acting import acting
from accompaniment.staff.enums import CLINICAL, Role
from accompaniment.staff.models import Membership, Team, User
from cases.actions.consents import give_consent, needed
from cases.actions.contacts import ContactFacts, add_contact
from cases.actions.notes import sign_note, write_note
from cases.actions.opening import open_case
from cases.actions.people import PersonFacts, accompanied
from cases.actions.sessions import SessionFacts, record_session
from cases.enums import AgeGroup, Channel, Consent, ConsentMethod, Template, Visibility
from cases.skeletons import sections

NOON = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
SECRET_NAME = "Canaria Zafiro"
SECRET_TEXT = "canary-narrative-7f3a"
PASSWORD = "un río que no olvida su cauce 42"
counter = itertools.count(secrets.randbelow(10**6) * 1000)  # stories of one house share its teams


def make_user(**facts):
    number = next(counter)
    facts.setdefault("full_name", f"Persona Equipo {number}")
    facts.setdefault("email", f"persona-{number}@example.org")
    return User.objects.create(**facts)


def make_team():
    return Team.objects.create(name=f"Equipo {next(counter)}")


def make_member(team=None, role=Role.PSYCHOLOGIST, **facts):
    """Make someone who holds a role, in the team if the role works in one."""
    user = make_user(**facts)
    Membership.objects.create(user=user, team=team if role in CLINICAL else None, role=role)
    return user


def make_person_facts(name=SECRET_NAME, **facts):
    facts.setdefault("age_group", AgeGroup.ADULTEZ)
    return PersonFacts(called=name, **facts)


def make_case(
    *,
    by=None,
    name=SECRET_NAME,
    at=NOON,
    age_group=AgeGroup.ADULTEZ,
    consents=True,
    reason="",
    urgency=4,
    **facts,
):
    """Open a case of a psychologist; its person has agreed, so that sessions may be recorded."""
    by = by or make_member(make_team())
    team = by.memberships.get(role=Role.PSYCHOLOGIST).team
    person = make_person_facts(name, age_group=age_group, **facts)
    with acting(by, "test"):
        case = open_case(person=person, team=team, reason=reason, urgency=urgency, by=by, at=at)
    if consents:
        agree(case, by, at=at)
    return case


def agree(case, by, *, at=NOON):
    """Record every consent the guards ask for."""
    with acting(by, "test"):
        for kind in needed(case):
            give_consent(
                case=case,
                person=accompanied(case),
                kind=kind,
                method=ConsentMethod.AUTOGRAFA,
                given_on=timezone.localdate(at),
                representative_is_aggressor=False if kind == Consent.REP_NNA else None,
                by=by,
                at=at,
            )


def make_contact(person, by, *, channel=Channel.MOVIL, value="614 000 0101", at=NOON, **facts):
    with acting(by, "test"):
        facts = ContactFacts(channel=channel, value=value, **facts)
        return add_contact(person=person, facts=facts, by=by, at=at)


def make_session(case, by, *, starts_at=NOON, at=None, **facts):
    """Record a session held."""
    with acting(by, "test"):
        facts = SessionFacts(starts_at=starts_at, **facts)
        return record_session(case=case, facts=facts, by=by, at=at or starts_at)


def make_sections(text=SECRET_TEXT, template=Template.EVOLUCION):
    """Write something into every section of a template."""
    return {section.name: text for section in sections(template)}


def make_note(
    case,
    by,
    *,
    text=SECRET_TEXT,
    at=NOON,
    visibility=Visibility.TEAM,
    template=Template.EVOLUCION,
    session=None,
):
    """Write a note that could be signed, of a session held at that moment."""
    with acting(by, "test"):
        return write_note(
            case=case,
            note_id=uuid.uuid4(),
            session=session or SessionFacts(starts_at=at),
            template=template,
            sections=make_sections(text, template),
            visibility=visibility,
            by=by,
            at=at,
        )


def sign(note, by, *, at=NOON):
    with acting(by, "test"):
        return sign_note(note=note, version=note.version, by=by, at=at)
