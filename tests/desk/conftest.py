"""The demonstration, which is told once for the whole run."""

import os
from contextlib import ExitStack

import pytest

from accompaniment.audit.models import Event
from tests import prepared


@pytest.fixture(scope="module")
def standing_on(django_db_setup, django_db_blocker, tmp_path_factory):
    """Return what leads this file to a copy of its own of what is prepared."""
    with django_db_blocker.unblock(), ExitStack() as stack:

        def lead(what):
            place = tmp_path_factory.mktemp("own")
            name = f"test_{place.name}_{os.getpid()}"
            return stack.enter_context(prepared.standing_on(what, place, name))

        yield lead


@pytest.fixture(scope="module")
def demonstration(standing_on):
    """Stand on the demonstration; return what was said as it was told."""
    return standing_on("demo")


@pytest.fixture(scope="module")
def told(demonstration):
    """Return the moment the stories were told."""
    return Event.objects.earliest("seq").at
