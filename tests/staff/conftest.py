"""People who sign in, with everything they need for it."""

import re

import pytest
from celery import current_app
from django.core import mail

from accompaniment.staff.models import User
from tests import factories
from tests.staff.tools import SignIn


@pytest.fixture
def admin():
    return factories.make_member(role="administrator", full_name="Ada Alta")


@pytest.fixture
def known():
    """A psychologist with a password."""
    person = factories.make_member(factories.make_team())
    person.set_password(factories.PASSWORD)
    person.save()
    return person


@pytest.fixture
def way_in(client):
    return SignIn(client)


@pytest.fixture
def letters(django_capture_on_commit_callbacks):
    """Do something and return the letters it sent; tasks run where they are asked for."""
    conf = current_app.conf
    conf.task_always_eager = conf.task_eager_propagates = True

    def sent_by(action, *args, **kwargs):
        before = len(mail.outbox)
        with django_capture_on_commit_callbacks(execute=True):
            action(*args, **kwargs)
        return mail.outbox[before:]

    yield sent_by
    conf.task_always_eager = conf.task_eager_propagates = False


@pytest.fixture
def link_of():
    """Return the path of the link in a letter."""
    return lambda letter: re.search(r"https?://[^/]+(/\S+)", letter.body).group(1)


@pytest.fixture
def required(settings):
    settings.REQUIRE_MFA = True


@pytest.fixture
def again():
    """Read a person anew."""
    return lambda person: User.objects.get(pk=person.pk)
