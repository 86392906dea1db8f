"""A full disk: nothing is shown that could not be written down, and nothing typed is lost."""

import pytest
from django.db import OperationalError, connection, transaction
from django.urls import reverse

from accompaniment.audit import log
from accompaniment.audit.models import Event
from tests.factories import SECRET_NAME, SECRET_TEXT, make_sections

TYPED = "Lo que estaba escribiendo cuando el disco se llenó.\nCon una segunda línea."
POSTGRES = """
CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION disk_full()
"""  # the error PostgreSQL itself gives; its disk cannot be made small from here


def fill():
    """Let the database have no page more than it has, and write until it says so."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRES)
            return
        cursor.execute("PRAGMA max_page_count = 1")  # cannot shrink: stands at the present size
    with pytest.raises(OperationalError, match="full"):
        write_for_ever(log.Trace("service:filler", "test"))


def write_for_ever(trace):
    """Write events until the database has no page left."""
    while True:
        events = [trace.event("read", "filler", None) for _ in range(20)]
        with transaction.atomic():
            Event.objects.bulk_create(events)


@pytest.fixture
def full_disk(note, client, worker):
    client.force_login(worker)
    client.raise_request_exception = False
    assert client.get(note.case.get_absolute_url()).status_code == 200
    fill()
    yield
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA max_page_count = 1073741823")


def test_nothing_is_shown_that_cannot_be_written_down(note, client, full_disk):
    for url in (
        note.case.get_absolute_url(),
        reverse("cases:note", args=[note.case.code, note.pk]),
    ):
        answer = client.get(url)

        assert answer.status_code == 503
        for secret in (SECRET_NAME, SECRET_TEXT, note.case.code, note.case.pseudonym):
            assert secret not in answer.content.decode()


def test_what_was_typed_comes_back(note, client, full_disk):
    form = {"note_id": note.pk, "version": note.version, "template": "EVOLUCION"}
    form |= {"visibility": "clinical", **make_sections(TYPED)}

    url = reverse("cases:note", args=[note.case.code, note.pk])
    answer = client.post(url, form, headers={"sec-fetch-site": "same-origin"})

    assert answer.status_code in {500, 503}
    said = answer.content.decode()
    assert TYPED.splitlines()[1] in said
    assert SECRET_TEXT not in said
    assert SECRET_NAME not in said
