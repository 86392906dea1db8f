"""Taking a call down: on record at once, an alias is enough, some things are not written yet."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from accompaniment.staff import access
from accompaniment.vault import index
from cases.actions.calls.frame import (
    CallChangedMeanwhile,
    CallEnded,
    DemandTooLong,
    TooMuchForNow,
)
from cases.actions.calls.taking import (
    CallFacts,
    begin_listening,
    keep_call_draft,
    receive_call,
    take_down,
)
from cases.actions.contacts import ZoneUnknown
from cases.models import CallDraft, FirstContact
from tests.cases.calls.tools import ALIAS, DEMAND, WHOLE, again, make_call, receive
from tests.factories import NOON, make_member
from tests.traces import changes, do, everything_said, refusals


@pytest.fixture
def reception(team):
    return make_member(team, "reception")


def test_call_is_on_record_as_soon_as_it_rings(worker, team):
    chosen = uuid.uuid4()
    call = do(receive_call, worker, call_id=chosen, team=team)

    assert (call.pk, call.state, call.is_open) == (chosen, "RECIBIDO", True)
    assert (call.received_by, call.received_at) == (worker, NOON)
    assert [(s.before, s.after) for s in call.steps.all()] == [("", "RECIBIDO")]
    assert changes(1) == [
        ("create", "cases.firstcontact", call.pk, [], ["team", "channel", "line"])
    ]
    assert do(receive_call, worker, call_id=chosen, team=team) == call
    assert FirstContact.objects.count() == 1


def test_taking_down_keeps_an_alias_and_leaves_an_exact_trace(worker):
    call = do(take_down, worker, call=receive(worker), facts=CallFacts(**WHOLE), version=0)

    assert (call.version, call.safe_now, call.minors) == (1, "SI", "NO")
    named = ["channel", "time_zone", "safe_now", "who", "age_band", "minors", "service_line"]
    named += ["alias", "pronouns", "language", "told", "demand"]
    assert changes(1) == [("change", "cases.firstcontact", call.pk, [], named)]
    digests = {bytes(d) for d in call.words.values_list("digest", flat=True)}
    assert digests == index.words(ALIAS)
    assert do(lambda by, at: again(call).demand.reveal(), worker) == DEMAND
    assert ALIAS not in everything_said()
    assert DEMAND not in everything_said()


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"alias": "GOMC900101MCHRRS09"}, TooMuchForNow),
        ({"demand": "Vivo en la calle Aldama 1203"}, TooMuchForNow),
        ({"demand": "mi esposo Juan Pérez me pega"}, TooMuchForNow),
        ({"demand": "x" * 501}, DemandTooLong),
        ({"time_zone": "America/Nowhere"}, ZoneUnknown),
    ],
)
def test_what_is_too_much_is_refused_and_nothing_is_kept(worker, facts, refusal):
    call = receive(worker)
    with pytest.raises(refusal):
        do(take_down, worker, call=call, facts=CallFacts(**{**WHOLE, **facts}), version=0)

    assert (again(call).version, again(call).alias) == (0, None)


def test_somebody_who_saved_meanwhile_is_named(worker, team):
    colleague = make_member(team, full_name="Rosa Canaria")
    call = make_call(worker, state="RECIBIDO")
    do(take_down, colleague, call=call, facts=CallFacts(**WHOLE), version=1)

    with pytest.raises(CallChangedMeanwhile, match="Rosa Canaria"):
        do(take_down, worker, call=call, facts=CallFacts(alias="Otra"), version=1)
    assert do(lambda by, at: again(call).alias.reveal(), worker) == ALIAS


def test_reception_takes_down_who_calls_and_reads_no_demand(worker, reception):
    facts = CallFacts(**{**WHOLE, "demand": None})
    call = do(take_down, reception, call=receive(reception), facts=facts, version=0)
    assert do(lambda by, at: again(call).alias.reveal(), reception) == ALIAS

    do(take_down, worker, call=call, facts=CallFacts(**WHOLE), version=1)

    with pytest.raises(PermissionDenied):
        do(lambda by, at: again(call).demand.reveal(), reception)
    with pytest.raises(PermissionDenied):
        do(take_down, reception, call=call, facts=CallFacts(demand="x"), version=2)
    assert do(lambda by, at: again(call).demand.reveal(), worker) == DEMAND


def test_who_attends_no_line_of_the_team_receives_and_sees_nothing(worker, team, stranger):
    call = make_call(worker)
    others = [stranger, make_member(team, "facilitator"), make_member(team, "lawyer")]
    others += [make_member(role="auditor"), make_member(team, is_active=False)]
    for by in others:
        with pytest.raises(PermissionDenied):
            do(receive_call, by, call_id=uuid.uuid4(), team=team)
        with pytest.raises(PermissionDenied):
            do(take_down, by, call=call, facts=CallFacts(), version=2)
        with pytest.raises(PermissionDenied):
            do(lambda by, at: again(call).alias.reveal(), by)
        assert not FirstContact.objects.visible_to(by).exists()
    assert ("identify cases.firstcontact", call.pk) in refusals()


def test_who_works_in_another_team_takes_no_id_of_a_call(worker, stranger):
    call = make_call(worker)
    theirs = stranger.memberships.get().team
    with pytest.raises(PermissionDenied):
        do(receive_call, stranger, call_id=call.pk, team=theirs)


def test_listening_begins_once(worker, coordinator):
    call = make_call(worker, state="RECIBIDO")
    call = do(begin_listening, worker, call=call)
    do(begin_listening, coordinator, call=call)

    assert (again(call).state, again(call).listener) == ("EN_ESCUCHA", worker)


def test_draft_is_its_writers_alone_and_goes_when_saved(worker, coordinator):
    call = receive(worker)
    typed = {"alias": "half-a-thought-77"}
    draft = do(keep_call_draft, worker, call=call, stage="toma", content=typed)
    do(keep_call_draft, worker, call=call, stage="toma", content={"alias": "half-a-thought-78"})

    assert CallDraft.objects.count() == 1
    assert not access.allows(coordinator, "view", draft)
    kept = CallDraft.objects.get()
    with pytest.raises(PermissionDenied):
        do(lambda by, at: kept.content.reveal(), coordinator)
    kept = CallDraft.objects.get()
    assert do(lambda by, at: kept.content.reveal(), worker) == {"alias": "half-a-thought-78"}
    do(take_down, worker, call=call, facts=CallFacts(**WHOLE), version=0)
    assert not CallDraft.objects.exists()


def test_nothing_is_written_about_a_call_that_ended(worker):
    call = make_call(worker)
    FirstContact._base_manager.filter(pk=call.pk).update(
        state="CERRADO", is_open=False, closed_at=NOON, closed_by=worker
    )
    with pytest.raises(CallEnded):
        do(take_down, worker, call=call, facts=CallFacts(), version=2)
    with pytest.raises(CallEnded):
        do(keep_call_draft, worker, call=call, stage="toma", content={"alias": "x"})


def test_call_that_was_cut_off_while_it_was_received_can_be_received_again(worker, team):
    """The keys lie in a database of their own: they stay where the record was rolled back."""
    chosen = uuid.uuid4()
    point = transaction.savepoint()
    do(receive_call, worker, call_id=chosen, team=team)
    transaction.savepoint_rollback(point)

    call = do(receive_call, worker, call_id=chosen, team=team)
    do(take_down, worker, call=call, facts=CallFacts(**WHOLE), version=0)

    assert do(lambda by, at: again(call).alias.reveal(), worker) == ALIAS
