"""A whole day of work in a house of its own, with a canary in every sealed field.

Run by ``test_nothing_lies_open``; prints, as JSON, the canaries and what lies open on purpose.
"""

import datetime as dt
import json
import os
import uuid
from types import SimpleNamespace

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.apps import apps
from django.utils import timezone

from accompaniment import gathering
from accompaniment.staff.acting import acting
from accompaniment.vault.fields import SealedTextField
from cases.actions import consents, contacts, drafts, lifecycle, notes, people, sessions, team
from cases.enums import (
    LEVELS,
    AgeGroup,
    CallSafety,
    CaseState,
    Channel,
    Consent,
    ConsentMethod,
    Function,
    ParticipationRole,
    Template,
)
from cases.models import Case
from tests import factories
from tests.house import slices

NOW = timezone.now()
canaries: dict[str, str] = {}


def canary(label):
    """Return a word that stands nowhere else, and remember what it was put into."""
    word = canaries.setdefault(label, "zq" + uuid.uuid4().hex[:14])
    return f"Canario {word}"


def facts(who):
    """Fill every field of a person; the canary of a field is the same for everyone."""
    return people.PersonFacts(
        called=canary("person.called"),
        nickname=canary("person.nickname"),
        legal_name=canary("person.legal_name"),
        pronouns=canary("person.pronouns"),
        birth_date=dt.date(1987, 3, 14) if who == "pa" else None,
        birth_year=None if who == "pa" else 1961,
        municipality=canary("person.municipality"),
        language=canary("person.language"),
        interpreter=canary("person.interpreter"),
        age_group=AgeGroup.ADULTEZ,
    )


def contact():
    """Fill every field of a contact."""
    return contacts.ContactFacts(
        channel=Channel.MOVIL,
        value="614 000 0187",
        calls=CallSafety.SOLO_HORARIO,
        hours=[{"weekday": 1, "from": "10:07", "to": "11:09"}],
        who_may_answer=canary("contact.who_may_answer"),
        pretext=canary("contact.pretext"),
        introduce_as=canary("contact.introduce_as"),
        word_cannot_talk=canary("contact.word_cannot_talk"),
        word_help=canary("contact.word_help"),
        word_safe=canary("contact.word_safe"),
    )


def agree(case, by):
    """Record the consents a session needs."""
    person = case.participations.get(role=ParticipationRole.PA).person
    today = timezone.localdate()
    common = {"case": case, "person": person, "given_on": today, "by": by, "at": NOW}
    for kind in (Consent.DATOS_SENS, Consent.PROCESO):
        consents.give_consent(kind=kind, method=ConsentMethod.AUTOGRAFA, **common)
    consents.give_consent(
        kind=Consent.REMOTO,
        method=ConsentMethod.EXCEPCION,
        expires_on=today + dt.timedelta(days=9),
        exception_reason=canary("consent.exception_reason"),
        signed_by=canary("consent.signed_by"),
        **common,
    )
    return person


def write(case, by, visibility):
    """Write a note of one visibility, type over it, sign one and add to it."""
    skeleton = factories.make_sections(canary("note.sections"))
    note_id = uuid.uuid4()
    draft = {name: canary("draft.content") for name in skeleton}
    drafts.keep_draft(case=case, note_id=note_id, content=draft, by=by, at=NOW)
    facts = sessions.SessionFacts(
        starts_at=NOW - dt.timedelta(hours=2), place=canary("session.place")
    )
    note = notes.write_note(
        case=case,
        note_id=note_id,
        session=facts,
        template=Template.EVOLUCION,
        sections=skeleton,
        visibility=visibility,
        by=by,
        at=NOW,
    )
    note = notes.sign_note(note=note, version=note.version, by=by, at=NOW)
    notes.add_addendum(note=note, body=canary("addendum.body"), by=by, at=NOW)
    drafts.keep_draft(case=case, note_id=uuid.uuid4(), content=draft, by=by, at=NOW)


def everything():
    """Live the day; return the case."""
    home = factories.make_team()
    worker = factories.make_member(home, email="obrera@example.org")
    worker.set_password(factories.PASSWORD)
    worker.save()
    colleague = factories.make_member(home)
    with acting(worker, "care"):
        case = lifecycle.open_case(
            person=facts("pa"),
            team=home,
            reason=canary("case.reason"),
            contacts=[contact()],
            by=worker,
            at=NOW - dt.timedelta(days=3),
        )
        person = agree(case, worker)
        people.update_person(person=person, facts=facts("pa"), by=worker, at=NOW)
        people.add_participant(
            case=case, facts=facts("support"), role=ParticipationRole.RED_APOYO, by=worker, at=NOW
        )
        for visibility in LEVELS:
            write(case, worker, visibility)
        why = canary("assignment.reason")
        team.assign_member(
            case=case, user=colleague, function=Function.MEMBER, reason=why, by=worker, at=NOW
        )
        why = canary("triage.reason")
        lifecycle.set_urgency(case=case, urgency=2, reason=why, by=worker, at=NOW)
        lifecycle.move_case(
            case=case,
            to=CaseState.ENCUADRE,
            reason=canary("transition.reason"),
            by=worker,
            at=NOW,
        )
        day = SimpleNamespace(
            canary=canary, case=case, worker=worker, colleague=colleague, team=home, at=NOW
        )
        for live in gathering.offered(slices, "live"):
            live(day)
    return Case.objects.get(pk=case.pk)


def labels():
    """Return the label of every sealed field there is."""
    return {
        field.label
        for model in apps.get_models()
        if not hasattr(model, "instance_type")
        for field in model._meta.fields
        if isinstance(field, SealedTextField)
    }


if __name__ == "__main__":
    case = everything()
    canaries |= {
        "contact.value": "6140000187",
        "contact.hours": "10:07",
        "person.birth_date": "1987-03-14",
        "person.birth_year": "1961",
    }
    for told in gathering.offered(slices, "TOLD"):  # what has another form than a canary
        canaries |= told
    print(json.dumps({"code": case.code, "canaries": canaries, "labels": sorted(labels())}))
