"""Someone asks after another person: never confirmed, never denied, and who must know is told."""

import pytest
from django.core.exceptions import PermissionDenied

from accompaniment.audit.models import Event
from cases.actions.calls import third_party
from cases.actions.calls.frame import NoSuchCallStep
from cases.actions.calls.third_party import ThirdParty, log_third_party
from cases.models import Task
from tests import factories
from tests.cases.calls.tools import again, make_call, receive
from tests.factories import SECRET_NAME, make_member, make_team
from tests.traces import changes, do, everything_said

ASKED = ThirdParty(
    asked_for=SECRET_NAME, said_to_be="Su tío", words="canary-third", is_hostile=True
)


@pytest.fixture
def reception(team):
    return make_member(team, "reception")


def test_call_is_on_record_and_nothing_lies_open(reception):
    call = receive(reception)
    told = do(log_third_party, reception, call=call, facts=ASKED)

    assert (again(call).state, again(call).is_open) == ("ACOSO_A_LINEA", True)
    named = ["is_hostile", "asked_for"]
    assert changes(2)[0] == ("create", "cases.thirdpartycall", call.pk, [str(told.pk)], named)
    for secret in (SECRET_NAME, "canary-third", "tío"):
        assert secret not in everything_said()


def test_who_was_only_mistaken_is_closed_at_once(reception):
    call = receive(reception)
    do(log_third_party, reception, call=call, facts=ThirdParty(asked_for="la señora Nadie"))

    assert (again(call).state, again(call).is_open) == ("CERRADO", False)


def test_matching_cases_are_alerted_by_a_service(reception):
    hers = factories.make_case(by=make_member(make_team()))
    factories.make_case(by=make_member(make_team()), name="Otra Persona")
    do(log_third_party, reception, call=receive(reception), facts=ASKED)

    alerts = Task.objects.all()
    assert {(task.case, task.assignee, task.is_urgent) for task in alerts} == {
        (hers, hers.responsible, True), (hers, None, True),
    }  # fmt: skip
    said = do(lambda by, at: alerts[0].words.reveal(), hers.responsible)
    assert SECRET_NAME in said
    assert "canary-third" in said
    events = Event.objects.filter(kind="cases.task").values_list("actor", flat=True)
    assert set(events) == {"service:line"}
    assert not Event.objects.filter(actor=f"user:{reception.pk}", root=hers.pk).exists()


def test_telephone_asked_for_matches_too(reception):
    case = factories.make_case(by=make_member(make_team()), name="Nadie Así")
    factories.make_contact(case.participations.get().person, case.responsible)
    facts = ThirdParty(asked_for="la del 614 000 0101, 6140000101")
    do(log_third_party, reception, call=receive(reception), facts=facts)

    assert Task.objects.filter(case=case).count() == 2


def test_it_is_refused(worker, reception, stranger):
    call = receive(reception)
    with pytest.raises(third_party.AskedForMissing):
        do(log_third_party, reception, call=call, facts=ThirdParty(asked_for=" "))
    with pytest.raises(PermissionDenied):
        do(log_third_party, stranger, call=call, facts=ASKED)
    with pytest.raises(NoSuchCallStep):
        do(log_third_party, worker, call=make_call(worker), facts=ASKED)
    assert not Task.objects.exists()
