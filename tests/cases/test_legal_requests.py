"""What crosses between the areas: only items of the list, only with her consent, on record."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from cases.actions import across, area_requests
from cases.actions.consents import refuse_consent
from cases.actions.people import accompanied
from cases.enums import Attendance, Consent, ConsentMethod
from cases.enums.legal import ITEMS_OF, NEXT_REQUEST, Area, Item, RequestState
from cases.enums.task import TaskKind
from cases.models import DateToAvoid, Disclosure, InterAreaRequest, ReadinessNote, Task
from cases.reports.shared import told
from cases.reports.sharing import Ground, sharing
from tests import factories, legal
from tests.factories import NOON
from tests.legal import DAY
from tests.traces import changes, do, everything_said, refusals

S = RequestState
TODAY = NOON.date()
PURPOSE = "canary-purpose-2f1"
READY = "canary-ready-91c"


@pytest.fixture(autouse=True)
def english():
    """Say things in the language of the source."""
    with translation.override("en"):
        yield


@pytest.fixture
def lawyer(case, worker):
    return legal.make_lawyer(case, worker)


@pytest.fixture
def agreed(case, worker):
    return legal.share(case, worker)


def ask(case, by, *items):
    items = items or (Item.ASISTENCIA,)
    return do(area_requests.ask_area, by, case=case, items=items, purpose=PURPOSE)


def answer(request, by, *, accept=True, **facts):
    return do(area_requests.answer_request, by, request=request, accept=accept, **facts)


def deliver(request, by, *items):
    items = items or (Item.ASISTENCIA,)
    return do(area_requests.deliver_items, by, request=request, items=items)


def close(request, by):
    return do(area_requests.close_request, by, request=request)


# --- the states ----------------------------------------------------------------------------------

MOVES = {
    S.RESPONDIDA: answer,
    S.RECHAZADA: lambda request, by: answer(request, by, accept=False, answer="no hace falta"),
    S.ENTREGADA: deliver,
    S.CERRADA: close,
}


@pytest.mark.parametrize("before", list(S))
@pytest.mark.parametrize("to", list(MOVES))
def test_each_state_takes_its_steps_and_no_other(before, to, case, worker, lawyer, agreed):
    request = ask(case, lawyer)
    delivered = NOON if before in {S.ENTREGADA, S.CERRADA} else None
    InterAreaRequest._base_manager.filter(pk=request.pk).update(
        state=before, delivered_at=delivered, consent=agreed
    )
    if to in NEXT_REQUEST[before]:
        assert MOVES[to](request, worker).state == to
    else:
        with pytest.raises(area_requests.NoSuchAnswer):
            MOVES[to](request, worker)


def test_request_goes_its_way_and_leaves_a_disclosure(case, worker, lawyer, agreed):
    factories.make_session(case, worker)
    request = ask(case, lawyer, Item.ASISTENCIA, Item.NIVEL_RIESGO)
    assert [c[:2] for c in changes(2)] == [
        ("create", "cases.interarearequest"),
        ("create", "cases.task"),
    ]
    task = Task.objects.get(about=request.pk)
    assert (task.kind, task.assignee) == (TaskKind.INTERAREA_REQUEST, worker)
    answer(request, worker)

    deliver(request, worker)

    row = InterAreaRequest.objects.get(pk=request.pk)
    disclosure = Disclosure.objects.get()
    read = lambda by: (  # noqa: E731
        row.delivered.reveal(),
        disclosure.items.reveal(),
        disclosure.to.reveal(),
        disclosure.purpose.reveal(),
    )
    assert do(read, lawyer) == (
        {"ASISTENCIA": "Came to 1 of the last 1 sessions\n4 May: yes"},
        ["Attendance: came, or did not"],
        "Legal area",
        PURPOSE,
    )
    assert (disclosure.about, disclosure.consent, disclosure.sealed_in) == (
        request.pk,
        agreed,
        "legal",
    )
    assert [c[:2] for c in changes(3)] == [
        ("create", "cases.disclosure"),
        ("change", "cases.task"),
        ("change", "cases.interarearequest"),
    ]
    assert "canary" not in everything_said()
    Task.objects.get(about=request.pk, state="DONE")
    close(request, lawyer)


def test_legal_area_is_asked_too(case, worker, lawyer, agreed):
    legal.make_matter(case, lawyer, stressors="verlo en la sala")
    request = ask(case, worker, Item.ETAPA, Item.ESTRESORES)
    assert (request.from_area, request.to_area) == (Area.PSICOSOCIAL, Area.JURIDICO)
    assert Task.objects.get(about=request.pk).assignee == lawyer
    answer(request, lawyer)

    deliver(request, lawyer, Item.ETAPA, Item.ESTRESORES)

    row = InterAreaRequest.objects.get(pk=request.pk)
    read = lambda by: row.delivered.reveal()  # noqa: E731
    assert do(read, worker) == {"ETAPA": "Criminal: Complaint", "ESTRESORES": "verlo en la sala"}


# --- only what has a name ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "items", [(), ("NOTAS",), ("ASISTENCIA", "DIAGNOSTICO"), (Item.ETAPA,), ("", "x")]
)
def test_nothing_else_may_be_asked_for(items, case, lawyer):
    with pytest.raises(area_requests.NotOnTheList):
        do(area_requests.ask_area, lawyer, case=case, items=items, purpose="x")
    assert not InterAreaRequest.objects.exists()


def test_what_legal_may_receive_is_exactly_the_list():
    assert [item.value for item in ITEMS_OF[Area.PSICOSOCIAL]] == [
        "ASISTENCIA",
        "NIVEL_RIESGO",
        "PREPARACION_AUDIENCIA",
        "FECHAS_A_EVITAR",
    ]
    assert [item.value for item in ITEMS_OF[Area.JURIDICO]] == [
        "ETAPA",
        "FECHAS_PROXIMAS",
        "ESTRESORES",
    ]


def test_nothing_else_may_be_handed_over(case, worker, lawyer, agreed):
    request = answer(ask(case, lawyer), worker)
    for items in ((Item.NIVEL_RIESGO,), (Item.ASISTENCIA, Item.NIVEL_RIESGO), ("NOTAS",)):
        with pytest.raises(area_requests.NotOnTheList):
            deliver(request, worker, *items)
    assert not Disclosure.objects.exists()


def test_request_says_what_for_and_a_no_says_why(case, worker, lawyer):
    with pytest.raises(area_requests.PurposeMissing):
        do(area_requests.ask_area, lawyer, case=case, items=[Item.ASISTENCIA], purpose=" ")
    request = ask(case, lawyer)
    with pytest.raises(area_requests.ReasonMissing):
        answer(request, worker, accept=False)
    assert answer(request, worker, accept=False, answer="ella no quiere").state == S.RECHAZADA


def test_legal_area_is_asked_once_somebody_of_it_is_there(case, worker):
    with pytest.raises(area_requests.NobodyToAnswer):
        ask(case, worker, Item.ETAPA)
    assert not Task.objects.exists()
    legal.make_lawyer(case, worker)
    assert ask(case, worker, Item.ETAPA).state == S.SOLICITADA


def test_nobody_answers_oneself(case, worker, lawyer, agreed):
    request = ask(case, lawyer)
    with pytest.raises(area_requests.AnswersOneself):
        answer(request, lawyer)
    answer(request, worker)
    with pytest.raises(area_requests.AnswersOneself):
        deliver(request, lawyer)
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize("who", ["coordinator", "stranger"])
def test_nobody_else_asks_or_answers(who, case, worker, lawyer, agreed, coordinator, stranger):
    by = {"coordinator": coordinator, "stranger": stranger}[who]
    request = ask(case, lawyer)
    for call in (
        lambda: ask(case, by),
        lambda: answer(request, by),
        lambda: deliver(request, by),
        lambda: close(request, by),
    ):
        with pytest.raises(PermissionDenied):
            call()
    assert [root for _, root in refusals()] == [case.pk] * 4


# --- only with her consent -----------------------------------------------------------------------


def ready(case, by, **facts):
    return do(across.write_readiness, by, case=case, level="CON_APOYO", words=READY, **facts)


def avoid(case, by, *, month=11, day=25):
    facts = {"month": month, "day": day, "reason": "ANIVERSARIO", "words": READY}
    return do(across.add_date_to_avoid, by, case=case, **facts)


def test_nothing_crosses_without_her_consent(case, worker, lawyer):
    request = ask(case, lawyer)  # asking needs none
    for call in (
        lambda: answer(request, worker),
        lambda: ready(case, worker),
        lambda: avoid(case, worker),
    ):
        with pytest.raises(across.NotShared):
            call()
    assert not ReadinessNote.objects.exists()
    assert not DateToAvoid.objects.exists()


def test_consent_taken_back_stops_the_delivery(case, worker, lawyer, agreed):
    request = answer(ask(case, lawyer), worker)
    legal.take_back(agreed, worker)
    with pytest.raises(across.NotShared) as refused:
        deliver(request, worker)
    assert "took her consent back" in str(refused.value)
    assert not Disclosure.objects.exists()
    request.refresh_from_db()
    assert (request.state, request.delivered) == (S.RESPONDIDA, None)


def test_what_the_consent_says_day_by_day(case, worker):
    assert sharing(case, TODAY).ground == Ground.NEVER_ASKED
    person = accompanied(case)
    facts = {"case": case, "person": person, "kind": Consent.JURIDICO}
    facts |= {"method": ConsentMethod.VERBAL, "given_on": TODAY}
    do(refuse_consent, worker, **facts)
    assert sharing(case, TODAY).ground == Ground.REFUSED
    given = legal.share(case, worker, expires_on=TODAY + 5 * DAY)
    assert sharing(case, TODAY + 5 * DAY).consent == given
    assert sharing(case, TODAY + 6 * DAY).ground == Ground.EXPIRED
    legal.take_back(given, worker)
    assert sharing(case, TODAY).ground == Ground.REVOKED


def test_readiness_and_dates_are_written_by_who_accompanies(case, worker, lawyer, agreed):
    note, date = ready(case, worker), avoid(case, worker)
    assert changes(2) == [
        ("create", "cases.readinessnote", case.pk, [str(note.pk)], ["level", "words"]),
        ("create", "cases.datetoavoid", case.pk, [str(date.pk)], ["reason", "day"]),
    ]
    assert READY not in everything_said()
    for call in (lambda: ready(case, lawyer), lambda: avoid(case, lawyer)):
        with pytest.raises(PermissionDenied):
            call()
    with pytest.raises(across.NoSuchDay):
        avoid(case, worker, month=2, day=30)
    assert avoid(case, worker, month=2, day=29)
    do(across.retire_date, worker, date=date)
    with pytest.raises(across.AlreadyRetired):
        do(across.retire_date, worker, date=date)


def test_attendance_says_yes_or_no_and_leaves_out_what_is_no_absence(case, worker, agreed):
    """What the team cancelled, or what she could not come to for safety, is told to nobody."""
    for number, attendance in enumerate(Attendance):
        held = attendance in {Attendance.ASISTIO, Attendance.LLEGO_TARDE}
        session = factories.make_session(case, worker, starts_at=NOON + number * DAY)
        if not held:
            type(session)._base_manager.filter(pk=session.pk).update(
                status="NO_REALIZADA", number=None, attendance=attendance
            )
        else:
            type(session)._base_manager.filter(pk=session.pk).update(attendance=attendance)
    (item,) = do(lambda by: told(case, [Item.ASISTENCIA]), worker)
    assert item.lines == [
        "Came to 2 of the last 4 sessions",
        "7 May: no",
        "6 May: no",
        "5 May: yes",
        "4 May: yes",
    ]
