"""Whatever is read is written down before it leaves, or does not leave."""

import pytest
from django.apps import apps
from django.db import DatabaseError, InterfaceError
from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from accompaniment.audit import log, words
from accompaniment.audit.enums import Verb
from accompaniment.audit.models import Event
from accompaniment.staff.acting import ActingMiddleware, acting
from accompaniment.vault.fields import SealedTextField
from cases.actions.lifecycle import set_urgency
from cases.actions.people import accompanied
from cases.models import Case, Note
from tests.audit.tools import full_disk
from tests.factories import NOON, SECRET_NAME, SECRET_TEXT, make_case, make_note
from tests.traces import everything_said


def seen(user):
    """Return what the trace says of one reader, exactly."""
    rows = Event.objects.filter(actor=f"user:{user.pk}", purpose="care").order_by("seq")
    return [(e.verb, e.kind, e.root, e.code, e.touched, e.fields) for e in rows]


def lose_the_connection(*args, **kwargs):
    raise InterfaceError("connection already closed")


@pytest.fixture(params=["disk full", "connection lost"])
def broken_trace(request, monkeypatch):
    """Break the trace from here on."""
    if request.param == "disk full":
        full_disk()
    else:
        monkeypatch.setattr(QuerySet, "bulk_create", lose_the_connection)


def shows_nothing(response):
    body = response.content.decode()
    assert response.status_code == 503
    for secret in (SECRET_TEXT, *SECRET_NAME.split()):
        assert secret not in body
    return True


# --- exactly this trace -----------------------------------------------------------------


def test_page_of_a_note_leaves_exactly_this_trace(client, note, worker):
    client.force_login(worker)
    before = len(seen(worker))

    page = client.get(reverse("cases:note", args=[note.case.code, note.pk]))

    assert page.status_code == 200
    assert SECRET_TEXT in page.content.decode()
    root, code = note.case_id, note.case.code
    said = seen(worker)[before:]
    assert ("open", "cases.case", root, code, [str(root)], []) in said
    assert ("read", "sealed", root, code, [str(note.pk)], ["note.sections"]) in said
    assert {verb for verb, *_ in said} == {"open", "read"}
    assert {row[3] for row in said} == {code}


def test_list_leaves_one_row_with_all_ids(client, worker):
    cases = [make_case(by=worker) for _ in range(3)]
    client.force_login(worker)
    before = len(seen(worker))

    assert client.get(reverse("cases:case_list")).status_code == 200

    listed = [row for row in seen(worker)[before:] if row[0] == "list"]
    assert len(listed) == 1
    verb, kind, root, code, touched, fields = listed[0]
    assert (verb, kind, root, code, fields) == ("list", "cases.case", None, "", [])
    assert sorted(touched) == sorted(str(case.pk) for case in cases)


def test_refusal_is_traced_and_names_nothing(client, case, stranger):
    client.force_login(stranger)

    assert client.get(case.get_absolute_url()).status_code == 404
    assert client.get("/cases/ZZZ-ZZZ-9/").status_code == 404
    denied = Event.objects.filter(verb="denied").order_by("seq")
    assert [(e.root, e.code, e.touched, e.outcome) for e in denied] == [
        (case.pk, "", [], "denied"),
        (None, "", [], "denied"),
    ]


def test_trace_holds_no_name_and_no_word(client, note, worker):
    client.force_login(worker)
    client.get(note.case.get_absolute_url())
    client.get(reverse("cases:note", args=[note.case.code, note.pk]))
    client.post(reverse("cases:search"), {"q": SECRET_NAME})

    said = everything_said().casefold()
    for secret in (SECRET_TEXT, *SECRET_NAME.split(), note.case.pseudonym, worker.full_name):
        assert secret.casefold() not in said


def test_role_and_purpose_are_those_of_the_moment(client, case, worker):
    client.force_login(worker)
    client.get(case.get_absolute_url())

    event = Event.objects.filter(actor=f"user:{worker.pk}", verb="open").latest("seq")
    assert (event.role, event.purpose) == ("psychologist", "care")


def test_role_is_known_even_if_the_door_was_not_asked(worker):
    with acting(worker, "care"):
        log.collect(Verb.LIST, "cases.case", None)

    assert Event.objects.get(actor=f"user:{worker.pk}").role == "psychologist"


def test_one_request_is_one_bundle(client, note, worker):
    client.force_login(worker)
    before = Event.objects.latest("seq").seq
    client.get(note.case.get_absolute_url())

    requests = Event.objects.filter(seq__gt=before).values_list("request", flat=True)
    assert len(requests) > 1
    assert len(set(requests)) == 1


def test_clock_is_the_database_s():
    event = log.Trace("user:ana", "care").event(Verb.READ, "cases.case", None)
    event.at = NOON
    event.save()

    (kept,) = Event.objects.all()
    assert abs(timezone.now() - kept.at).total_seconds() < 60


# --- no row, no bytes -------------------------------------------------------------------


@pytest.mark.parametrize("name", ["detail", "note", "note_versions", "timeline"])
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "htmx"])
def test_no_row_no_bytes(client, note, worker, broken_trace, name, headers):
    args = [note.case.code, *([note.pk] if name.startswith("note") else [])]
    client.force_login(worker)

    assert shows_nothing(client.get(reverse(f"cases:{name}", args=args), headers=headers))


def test_no_row_no_bytes_for_lists_and_searches(client, case, worker, broken_trace):
    client.force_login(worker)

    assert shows_nothing(client.get(reverse("cases:case_list")))
    assert shows_nothing(client.post(reverse("cases:search"), {"q": SECRET_NAME}))


def test_no_row_no_bytes_for_refusals(client, case, stranger, broken_trace):
    client.force_login(stranger)

    assert shows_nothing(client.get(case.get_absolute_url()))


def test_no_row_no_bytes_for_the_print_view(client, note, worker, broken_trace):
    client.force_login(worker)

    assert shows_nothing(client.get(reverse("cases:note_print", args=[note.case.code, note.pk])))


def test_no_row_no_bytes_for_the_file_of_the_trace(client, auditor, broken_trace):
    trace_of_nobody = client.post("/audit/export/", {"reason": "review"})

    assert shows_nothing(trace_of_nobody)
    assert not trace_of_nobody.streaming


# --- streams ----------------------------------------------------------------------------


def streamed(user, note):
    """Answer with a stream that opens a note, as the middleware sees it."""

    def view(request):
        def chunks():
            fresh = Note.objects.get(pk=note.pk)
            yield b"begin "
            yield str(fresh.sections.reveal()).encode()

        return StreamingHttpResponse(chunks())

    request = RequestFactory().get("/")
    request.user, request.resolver_match = user, None
    return ActingMiddleware(view)(request)


def test_stream_is_traced_before_each_chunk(note, worker):
    before = len(seen(worker))
    stream = iter(streamed(worker, note))

    assert [row[0] for row in seen(worker)[before:]] == ["stream"]
    assert next(stream) == b"begin "
    assert [row[0] for row in seen(worker)[before:]] == ["stream"]
    assert SECRET_TEXT in next(stream).decode()
    assert [row[0] for row in seen(worker)[before:]] == ["stream", "read"]


def test_stream_stops_when_the_trace_breaks(note, worker):
    stream = iter(streamed(worker, note))
    assert next(stream) == b"begin "
    full_disk()

    with pytest.raises(DatabaseError):
        next(stream)


def test_stream_does_not_begin_without_its_row(note, worker, broken_trace):
    response = streamed(worker, note)

    assert not response.streaming
    assert shows_nothing(response)


# --- changes ----------------------------------------------------------------------------


def test_change_without_trace_is_undone(case, worker):
    full_disk()
    with acting(worker, "care"), pytest.raises(DatabaseError):
        set_urgency(case=case, urgency=1, reason="hoy", by=worker, at=NOON)

    assert Case.objects.get(pk=case.pk).urgency == 4


def test_nobody_changes_in_the_name_of_another(case, worker, stranger):
    with acting(stranger, "care"), pytest.raises(log.NotTheOneAtWork):
        log.record(Verb.CHANGE, case, by=worker)
    with pytest.raises(log.NotTheOneAtWork):
        log.record(Verb.CHANGE, case, by=worker)


def test_trace_is_written_in_one_statement(note, worker, django_assert_num_queries):
    with acting(worker, "care"):
        for _ in range(20):
            log.collect(Verb.READ, "cases.case", note.case_id)
        trace = log.current()
        with django_assert_num_queries(3):  # a savepoint, one insert, its release
            trace.write()


def test_hmac_covers_every_fact():
    event = log.Trace("user:ana", "care").event(Verb.READ, "cases.case", None)
    known = log.sign(event)
    facts = {f.name for f in Event._meta.concrete_fields} - {"seq", "at", "hmac"}

    assert set(log.SIGNED) == facts
    for name in log.SIGNED:
        kept = getattr(event, name)
        setattr(event, name, "another")
        assert log.sign(event) != known, name
        setattr(event, name, kept)


def test_hmac_needs_the_key(settings):
    event = log.Trace("user:ana", "care").event(Verb.READ, "cases.case", None)
    settings.AUDIT_ROW_KEY = "another"

    assert log.sign(event) != event.hmac


# --- words for all of it ----------------------------------------------------------------


def test_every_sealed_field_and_guarded_kind_has_its_words():
    ours = [m for m in apps.get_models() if not m.__name__.startswith("Historical")]
    labels = {
        field.label
        for model in ours
        for field in model._meta.get_fields()
        if isinstance(field, SealedTextField)
    }
    kinds = {
        model._meta.label_lower
        for model in ours
        if (hasattr(model, "guarded_by") or hasattr(model, "compartments"))
        and not model.__name__.endswith("Word")  # the index: nobody is shown it
    }

    assert labels - set(words.FIELDS) == set()
    assert kinds - set(words.KINDS) == set()


def test_notes_of_two_people_stay_apart(client, worker, case):
    mine, other = make_note(case, worker), make_note(case, worker)
    client.force_login(worker)
    client.get(reverse("cases:note", args=[case.code, mine.pk]))

    assert str(other.pk) not in str([row for row in seen(worker) if row[0] == "read"][-1][4])
    assert accompanied(case).pk
