"""What happened to someone."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied

from accompaniment.audit.models import Event as TraceEvent
from cases.actions import events
from cases.actions.events import EventFacts, correct_event, record_event, set_event_aside
from cases.actions.refusal import CaseClosed, TextTooLong
from cases.models import Event
from cases.reports.assessment import events as shown_events
from cases.said_dates import heard
from tests.cases.planned import TODAY, make_event
from tests.factories import NOON, SECRET_TEXT, make_case
from tests.traces import changes, do, everything_said

FACTS = EventFacts(
    types=("T_FISICA", "T_PSICOLOGICA"),
    modalities=("M_FAMILIAR",),
    actor="NO_DECLARA",
    when=heard("primavera de 2011", TODAY),
    state="08",
    municipality="08037",
    locality="Canaria",
    words=SECRET_TEXT,
)


def tell(worker, case, facts=FACTS, event_id=None):
    return do(record_event, worker, case=case, event_id=event_id or uuid.uuid4(), facts=facts)


def test_event_is_sealed_whole_with_exact_trace(case, worker):
    event = tell(worker, case)

    codes = do(lambda by, at: Event.objects.get().codes.reveal(), worker)
    assert (codes["types"], codes["municipality"]) == (["T_FISICA", "T_PSICOLOGICA"], "08037")
    assert codes["when"] == {
        "words": "primavera de 2011",
        "precision": "SEASON",
        "start": "2011-03-01",
        "end": "2011-05-31",
    }
    assert do(lambda by, at: Event.objects.get().words.reveal(), worker) == SECRET_TEXT
    assert changes(1) == [
        ("create", "cases.event", case.pk, [str(event.pk)], ["codes", "words"]),
    ]
    for said in (SECRET_TEXT, "T_FISICA", "NO_DECLARA", "Canaria"):
        assert said not in everything_said()


def test_same_id_is_the_same_event(case, worker):
    chosen = uuid.uuid4()
    assert tell(worker, case, event_id=chosen) == tell(worker, case, event_id=chosen)
    with pytest.raises(PermissionDenied):
        tell(worker, make_case(by=worker), event_id=chosen)
    assert Event.objects.count() == 1


def test_a_form_of_vicarious_violence_says_that_it_is_one(case, worker):
    tell(worker, case, EventFacts(vicarious=("V_OCULTAR_RETENER",), types=("T_SEXUAL",)))

    codes = do(lambda by, at: Event.objects.get().codes.reveal(), worker)
    assert codes["types"] == ["T_SEXUAL", "T_VICARIA"]


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        (EventFacts(), events.EventSaysNothing),
        (EventFacts(words="  ", actor="EJERCITO"), events.EventSaysNothing),
        (EventFacts(words="x", when=heard("2031", TODAY)), events.EventToCome),
        (EventFacts(words="x", state="09", municipality="08037"), events.NotInThatState),
        (EventFacts(words="x", municipality="08037"), events.NotInThatState),
        (EventFacts(words="x" * 200_001), TextTooLong),
    ],
)
def test_event_is_refused(case, worker, facts, refusal):
    with pytest.raises(refusal) as refused:
        tell(worker, case, facts)

    assert str(refused.value)
    assert not Event.objects.exists()


def test_what_cannot_be_placed_in_time_is_kept_and_comes_last(case, worker):
    make_event(case, worker, when=heard("cuando nació mi hija", TODAY), words="c")
    make_event(case, worker, when=heard("2012", TODAY), words="b")
    make_event(case, worker, when=heard("primavera de 2011", TODAY), words="a")

    found = do(lambda by, at: [(e.when.words, e.words) for e in shown_events(case)], worker)

    assert found == [("primavera de 2011", "a"), ("2012", "b"), ("cuando nació mi hija", "c")]


def test_event_is_corrected_as_its_editor_saw_it(case, worker):
    event = make_event(case, worker)
    facts = EventFacts(words="otra vez", violations=("AMENAZAS",))

    changed = do(correct_event, worker, event=event, version=1, facts=facts)

    assert (changed.version, event.history.count()) == (2, 2)
    assert changes(1)[0][:2] == ("change", "cases.event")
    with pytest.raises(events.EventChangedMeanwhile):
        do(correct_event, worker, event=event, version=1, facts=FACTS)


def test_event_recorded_by_mistake_is_set_aside_once(case, worker):
    event = make_event(case, worker)

    do(set_event_aside, worker, event=event)

    assert changes(1)[0][4] == ["set_aside_at"]
    assert do(lambda by, at: shown_events(case), worker) == []
    with pytest.raises(events.AlreadySetAside):
        do(set_event_aside, worker, event=event)
    with pytest.raises(events.AlreadySetAside):
        do(correct_event, worker, event=event, version=1, facts=FACTS)


def test_only_who_writes_records_events_in_an_open_case(case, worker, coordinator, stranger):
    event = make_event(case, worker)
    for by in (coordinator, stranger):
        with pytest.raises(PermissionDenied):
            tell(by, case)
        with pytest.raises(PermissionDenied):
            do(set_event_aside, by, event=event)
    close(case, worker)
    with pytest.raises(CaseClosed):
        tell(worker, case)
    with pytest.raises(CaseClosed):
        do(correct_event, worker, event=event, version=1, facts=FACTS)
    assert Event.objects.count() == 1


def close(case, by):
    type(case)._base_manager.filter(pk=case.pk).update(
        is_open=False, state="CERRADO", closed_at=NOON, closed_by=by, closing_reason="DUPLICADO"
    )


def test_event_without_trace_is_undone(case, worker, monkeypatch):
    def refuse(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(TraceEvent, "save", refuse)
    with pytest.raises(OSError, match="disk full"):
        tell(worker, case)

    assert not Event.objects.exists()
