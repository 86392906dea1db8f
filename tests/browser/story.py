"""What is so before a browser comes: people, a case, sessions. Told in the house itself."""

import datetime as dt
import json
import sys
import time

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session as BrowserSession
from django.db import connections
from django.utils import timezone

from accompaniment.staff.acting import acting
from accompaniment.staff.enums import Role
from accompaniment.staff.models import Team, User
from cases.actions.contacts import verify_contact
from cases.actions.people import accompanied
from cases.actions.team import assign_member
from cases.enums import CallSafety, Function
from tests import factories
from tests.browser.places import tour

NAME, NUMBER, LATE_NUMBER = "Canela Rumorosa", "614 000 0113", "614 000 0177"


def window(begins, ends):
    """Return hours in which one may call, every day of the week."""
    return [{"weekday": day, "from": begins, "to": ends} for day in range(7)]


def reach(case, by, value, hours):
    """Agree on a number and when it is safe."""
    contact = factories.make_contact(
        accompanied(case),
        by,
        value=value,
        calls=CallSafety.SOLO_HORARIO,
        hours=hours,
        introduce_as="la papelería",
        word_help="jacaranda",
    )
    with acting(by, "test"):
        verify_contact(contact=contact, by=by, at=timezone.now())
    return str(contact.pk)


def case(tag):
    """Open a case with two numbers, one inside its hours and one outside, and who works with it."""
    team, elsewhere = (Team.objects.create(name=f"{where} {tag}") for where in ("Aquí", "Allá"))
    people = {
        "author": factories.make_member(team, email=f"autora-{tag}@example.org"),
        "colleague": factories.make_member(team, email=f"colega-{tag}@example.org"),
        "stranger": factories.make_member(
            elsewhere, email=f"ajena-{tag}@example.org", full_name="Ajena Lejana"
        ),
        "auditor": factories.make_member(
            role=Role.AUDITOR, email=f"auditora-{tag}@example.org", full_name="Auditora Uno"
        ),
    }
    author = people["author"]
    author.set_password(factories.PASSWORD)
    author.save()
    found = factories.make_case(by=author, name=NAME)
    with acting(author, "test"):
        assign_member(
            case=found,
            user=people["colleague"],
            function=Function.MEMBER,
            by=author,
            at=timezone.now(),
        )
    here = timezone.localtime()
    soon = [(here + dt.timedelta(hours=away)).strftime("%H:00") for away in (3, 5)]
    return {
        "code": found.code,
        "pseudonym": found.pseudonym,
        "open_contact": reach(found, author, NUMBER, window("00:00", "23:59")),
        "shut_contact": reach(found, author, LATE_NUMBER, window(*soon)),
        **{who: person.email for who, person in people.items()},
        "ids": {who: str(person.pk) for who, person in people.items()},
        "names": [person.full_name for person in people.values()],
    }


def enter(*emails):
    """Begin sessions as after a password and a second step; return their keys."""
    return {email: _session(User.objects.get(email=email)) for email in emails}


def _session(user):
    store = SessionStore()
    now = time.time()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store["account_authentication_methods_user"] = str(user.pk)
    store["account_authentication_methods"] = [
        {"method": "password", "at": now, "email": user.email},
        {"method": "mfa", "at": now, "type": "totp"},
    ]
    store.create()
    return store.session_key


def leave(*emails):
    """End every session of these people, as if too much time had gone by."""
    ids = {str(pk) for pk in User.objects.filter(email__in=emails).values_list("pk", flat=True)}
    ended = [
        row for row in BrowserSession.objects.all() if row.get_decoded().get(SESSION_KEY) in ids
    ]
    for row in ended:
        row.delete()
    return len(ended)


def main():
    """Do what each line of the input asks, and answer with a line of JSON."""
    deeds = {"case": case, "enter": enter, "leave": leave, "tour": tour}
    for line in sys.stdin:
        what, *arguments = json.loads(line)
        said = deeds[what](*arguments)
        connections.close_all()
        sys.stdout.write(f"{json.dumps(said)}\n")
        sys.stdout.flush()
