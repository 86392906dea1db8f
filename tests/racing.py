"""Two at once, each on a connection of their own, in copies of both databases."""

import threading
import time

import pytest
from django.db import connection, connections, transaction
from django.test import Client

COPY = "race"
PATIENCE = 20


@pytest.fixture
def _django_db_helper(django_db_setup, django_db_blocker):
    """Let everything be committed for real, in copies of both databases that go away again.

    Stands in for the fixture of this name in pytest-django, which takes back or empties: where two
    connections meet nothing can be taken back, and the trace refuses to be emptied.
    """
    with django_db_blocker.unblock():
        names = {alias: connections[alias].settings_dict["NAME"] for alias in connections}
        for alias in connections:
            turned_to_copy(connections[alias])
        yield
        for alias, name in names.items():
            connections[alias].settings_dict["NAME"] = name
            connections[alias].creation.destroy_test_db(verbosity=0, suffix=COPY)


def turned_to_copy(beside):
    """Copy a test database, and work in the copy from now on."""
    beside.close()  # what is open is not copied whole
    leave_alone(beside)
    beside.creation.clone_test_db(COPY, verbosity=0, autoclobber=True)
    beside.close()
    beside.settings_dict.update(beside.creation.get_test_db_clone_settings(COPY))


def leave_alone(beside):
    """End what is still connected to a database from beside the loop of a browser."""
    if beside.vendor == "postgresql":
        with beside._nodb_cursor() as cursor:
            asked = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
            cursor.execute(asked, [beside.settings_dict["NAME"]])


def at_once(row, *requests):
    """Send all requests while a row is held, let go when every one waits; return the answers."""
    answers = {}

    def send(client, address, sent):
        try:
            answers[client] = client.post(address, sent)
        finally:
            connections.close_all()

    racing = [threading.Thread(target=send, args=request) for request in requests]
    try:
        with transaction.atomic():
            type(row).objects.select_for_update().get(pk=row.pk)
            for each in racing:
                each.start()
            wait_for(len(racing))
    finally:
        for each in racing:
            each.join(PATIENCE)
    return [answers[client] for client, *_ in requests]


def wait_for(count):
    """Wait until so many connections stand before a lock; SQLite does not say who does."""
    if connection.vendor != "postgresql":
        time.sleep(0.5)
        return
    asked = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    until = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while cursor.execute(asked).fetchone()[0] < count:
            assert time.monotonic() < until, "nobody waits"
            time.sleep(0.02)
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # kept for the whole transaction


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def told_apart(answers):
    """Return the answer of who won and of who was refused."""
    assert sorted(answer.status_code for answer in answers) == [302, 422]
    return sorted(answers, key=lambda answer: answer.status_code)
