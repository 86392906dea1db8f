"""What keeps women apart outlasts a second interview, another group, an erasure."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from accompaniment.staff.acting import acting
from cases.actions.bonds import add_bond
from cases.actions.erasing import erase_case
from cases.actions.people import accompanied, join_case
from cases.enums import ParticipationRole
from cases.enums.bond import BondKind
from groups.actions import cycles, enrolling, running
from groups.actions.enrolling import AlreadyInGroup, Asks, PossibleConflict
from groups.enums import EnrolmentState, Facilitates, GroupState, Mark, Said
from groups.models import Enrolment
from groups.reports import people
from tests import factories
from tests.factories import NOON
from tests.groups import tools
from tests.traces import do

E = EnrolmentState


@pytest.fixture
def group(worker):
    made = tools.make_group(worker)
    return tools.move(made, worker, GroupState.CONVOCATORIA, GroupState.ENTREVISTAS)


def test_second_interview_takes_back_no_name_told_in_the_first(group, worker):
    first = tools.hear(tools.ask(group, worker, "Alma"), worker, aggressors=["Ramiro Payán"])
    do(enrolling.accept, worker, enrolment=first, at=NOON)
    second = tools.hear(tools.ask(group, worker, "Elvira"), worker, aggressors=["Ramiro Payán"])
    tools.hear(second, worker, words="se corrige una palabra")

    with pytest.raises(PossibleConflict):
        do(enrolling.accept, worker, enrolment=second, at=NOON)


def test_form_of_a_second_interview_keeps_what_was_told(group, worker):
    heard = tools.hear(tools.ask(group, worker, "Alma"), worker, aggressors=["Ramiro Payán"])
    kept = set(heard.words.filter(said=Said.AGGRESSOR).values_list("digest", flat=True))
    client = Client()
    client.force_login(worker)

    url = reverse("groups:enrolment_interview", args=[group.code, heard.pk])
    answer = client.post(url, {"words": "otra palabra", "in_crisis": "no", "aggressors": ""})

    assert answer.status_code == 302
    after = set(heard.words.filter(said=Said.AGGRESSOR).values_list("digest", flat=True))
    assert after == kept != set()


# --- carried into another group ---------------------------------------------------------------


def carried_into(group, worker, former):
    """Let everybody who waits in one group ask in another, by its page."""
    client = Client()
    client.force_login(worker)
    url = reverse("groups:enrolment_several", args=[group.code])
    return client.post(url, {"names": "", "group": former.pk})


def wait_in(group, worker, name, **facts):
    heard = tools.hear(tools.ask(group, worker, name, **facts), worker)
    return do(enrolling.move_enrolment, worker, enrolment=heard, to=E.LISTA_ESPERA, at=NOON)


def test_who_is_carried_stays_the_person_the_house_accompanies(group, worker):
    case = factories.make_case(by=worker, name="Alma Zubía")
    other = factories.make_case(by=worker, name="Elvira Rascón")
    mine, hers = accompanied(case), accompanied(other)
    role = ParticipationRole.MENCIONADA
    do(join_case, worker, case=case, person=hers, role=role, at=NOON)
    bond = {"case": case, "from_person": hers, "to_person": mine, "kind": BondKind.AGRESION}
    do(add_bond, worker, at=NOON, **bond)
    former = tools.make_group(worker, name="Grupo anterior")
    former = tools.move(former, worker, GroupState.CONVOCATORIA, GroupState.ENTREVISTAS)
    wait_in(former, worker, "Alma", case=case)
    beside = tools.hear(tools.ask(group, worker, "Elvira", case=other), worker)
    do(enrolling.accept, worker, enrolment=beside, at=NOON)

    assert carried_into(group, worker, former).status_code == 302
    again = Enrolment.objects.get(group=group, case=case)
    assert again.person == mine
    with pytest.raises(PossibleConflict):
        do(enrolling.accept, worker, enrolment=tools.hear(again, worker), at=NOON)


def test_who_is_carried_is_erased_with_her_accompaniment(group, worker, coordinator):
    case = factories.make_case(by=worker, name="Alma Zubía")
    former = tools.make_group(worker, name="Grupo anterior")
    former = tools.move(former, worker, GroupState.CONVOCATORIA, GroupState.ENTREVISTAS)
    wait_in(former, worker, "Alma", case=case)
    carried_into(group, worker, former)

    do(erase_case, coordinator, case=case, at=NOON)

    assert set(Enrolment.objects.values_list("erased_at", flat=True)) == {NOON}


def test_names_told_before_go_along_with_who_is_carried(group, worker):
    former = tools.make_group(worker, name="Grupo anterior")
    former = tools.move(former, worker, GroupState.CONVOCATORIA, GroupState.ENTREVISTAS)
    told = tools.hear(tools.ask(former, worker, "Alma"), worker, aggressors=["Ramiro Payán"])
    do(enrolling.move_enrolment, worker, enrolment=told, to=E.LISTA_ESPERA, at=NOON)
    beside = tools.hear(tools.ask(group, worker, "Elvira"), worker, aggressors=["Ramiro Payán"])
    do(enrolling.accept, worker, enrolment=beside, at=NOON)
    carried_into(group, worker, former)

    again = tools.hear(Enrolment.objects.get(group=group, number=2), worker)
    with pytest.raises(PossibleConflict):
        do(enrolling.accept, worker, enrolment=again, at=NOON)


def test_nobody_carries_out_of_a_group_whose_members_are_hidden(group, worker):
    theirs = factories.make_member(factories.make_team())
    former = tools.make_group(theirs, name="Grupo ajeno")
    former = tools.move(former, theirs, GroupState.CONVOCATORIA, GroupState.ENTREVISTAS)
    hidden = wait_in(former, theirs, "Canaria")

    with pytest.raises(PermissionDenied):
        do(enrolling.enrol, worker, group=group, asks=Asks(name="Canaria", again=hidden), at=NOON)
    assert not group.enrolments.exists()


def test_one_woman_is_not_taken_down_twice_whatever_is_confirmed(group, worker):
    case = factories.make_case(by=worker, name="Alma Zubía")
    tools.ask(group, worker, "Alma", case=case)

    with pytest.raises(AlreadyInGroup):
        tools.ask(group, worker, "Otra", case=case, is_another=True)


def test_names_of_those_left_out_lie_in_no_session(group, worker):
    tools.ask(group, worker, "Canariorubi Aguirre")
    client = Client()
    client.force_login(worker)

    url = reverse("groups:enrolment_several", args=[group.code])
    answer = client.post(url, {"names": "Brenda Chávez\nCanariorubi Aguirre", "group": ""})

    assert answer.status_code == 422
    assert "Canariorubi Aguirre" in answer.content.decode()
    assert "Brenda Ch" not in answer.content.decode()
    assert group.enrolments.count() == 2
    assert "Canariorubi" not in str(dict(client.session.items()))


# --- erased ---------------------------------------------------------------------------------------


def test_group_goes_on_when_one_of_its_women_was_erased(worker, coordinator):
    case = factories.make_case(by=worker, name="Alma Zubía")
    group = tools.make_group(worker)
    group = tools.move(group, worker, GroupState.CONVOCATORIA, GroupState.ENTREVISTAS)
    hers = tools.hear(tools.ask(group, worker, "Alma", case=case), worker)
    do(enrolling.accept, worker, enrolment=hers, at=NOON)
    inside = [hers, *tools.take_in(group, worker, "Brenda", "Carmen")]
    meetings = tools.plan(group, worker)
    group = tools.move(group, worker, GroupState.ABIERTO)
    inside = tools.sign(inside, worker)
    marks = dict.fromkeys(inside, running.Row(Mark.PRESENTE, "una observación"))
    tools.attend(meetings[0], worker, marks)
    do(erase_case, coordinator, case=case, at=NOON)
    client = Client()
    client.force_login(worker)

    for name in ("meeting_sheet", "meeting"):
        url = reverse(f"groups:{name}", args=[group.code, meetings[0].pk])
        assert client.get(url).status_code == 200
    written = do(
        running.write_note,
        worker,
        meeting=meetings[0],
        version=1,
        note={"opening": "Nos saludamos."},
        at=meetings[0].starts_at,
    )

    assert written.version == 2
    assert [each.number for each in running.on_the_sheet(meetings[1])] == [2, 3]
    with acting(worker, "care"):
        assert people.sheet(group).free == 13


# --- let in ---------------------------------------------------------------------------------------


def test_coordinator_does_not_let_herself_into_the_notes_of_a_group(group, coordinator):
    with pytest.raises(cycles.NotToThemself):
        tools.helped_by(group, coordinator, coordinator)
    assert not group.facilitations.filter(user=coordinator).exists()


def test_last_facilitator_does_not_become_an_observer(worker, coordinator):
    group, *_rest = tools.running(worker, "Alma", "Brenda")

    with pytest.raises(cycles.LastFacilitator):
        tools.helped_by(group, coordinator, worker, Facilitates.OBSERVER)
