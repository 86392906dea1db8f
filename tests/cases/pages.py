"""Every page of a case, by name, for the tests that walk them."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from accompaniment.staff.acting import acting
from cases.actions import sessions
from cases.actions.people import accompanied, add_participant
from cases.enums import ParticipationRole
from tests import factories


def furnish(case, worker):
    """Give a case one of everything, and return the parts by name."""
    person = accompanied(case)
    now = timezone.now()
    contact = factories.make_contact(person, worker)
    note = factories.make_note(case, worker)
    with acting(worker, "test"):
        coming = sessions.schedule_session(
            case=case,
            facts=sessions.SessionFacts(starts_at=now + dt.timedelta(days=1)),
            by=worker,
            at=now,
        )
        relative = add_participant(
            case=case,
            facts=factories.make_person_facts("Hermana"),
            role=ParticipationRole.FAMILIAR,
            by=worker,
            at=now,
        )
    return {
        "person": person.pk,
        "contact": contact.pk,
        "note": note.pk,
        "session": coming.pk,
        "held": note.session_id,
        "participation": relative.pk,
        "consent": case.consents.first().pk,
        "assignment": case.assignments.first().pk,
    }


READ = {
    "detail": None,
    "timeline": None,
    "note_readers": None,
    "note": "note",
    "note_versions": "note",
    "note_print": "note",
    "contact_number": "contact",
    "viewed": None,
    "steps": None,
}
FORMS = {
    "step": "ENCUADRE",
    "urgency": None,
    "close": None,
    "reopen": None,
    "session_schedule": None,
    "session_record": None,
    "note_new": "session",
    "session_hold": "session",
    "session_not_held": "session",
    "session_move": "session",
    "note_sign": "note",
    "addendum_add": "note",
    "participant_add": None,
    "person_edit": "person",
    "contact_add": "person",
    "participation_end": "participation",
    "contact_edit": "contact",
    "contact_verify": "contact",
    "contact_retire": "contact",
    "consent_give": None,
    "consent_revoke": "consent",
    "member_add": None,
    "hand_over": None,
    "assignment_end": "assignment",
}
POSTS = {"note_draft": "note", "draft_discard": "note"}
KEYS = {**READ, **FORMS, **POSTS}
CHILDREN = [name for name, key in KEYS.items() if key not in {None, "ENCUADRE"}]
CHILDREN.remove("note_draft")  # a note may be typed before it exists


def address(name, case, parts):
    """Return the address of one page."""
    key = KEYS[name]
    args = [case.code] if key is None else [case.code, parts.get(key, key)]
    return reverse(f"cases:{name}", args=args)
