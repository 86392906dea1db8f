"""Nobody enters a group unheard, twice, or beside somebody she must not share it with."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accompaniment.staff.acting import acting
from cases.actions.bonds import add_bond
from cases.actions.people import accompanied, join_case
from cases.enums import ParticipationRole
from cases.enums.bond import BondKind
from cases.enums.task import TaskKind
from cases.models import Task
from groups.actions import enrolling
from groups.actions.conflicts import in_conflict_anywhere
from groups.actions.enrolling import (
    AgreementFirst,
    ClosedToNewcomers,
    CrisisFirst,
    GroupFull,
    InterviewFirst,
    MaybeTwice,
    NameMissing,
    NoSuchStep,
    NotEnrolling,
    OthersWait,
    PossibleConflict,
)
from groups.enums import EnrolmentState, GroupState
from groups.models import Enrolment, EnrolmentWord
from groups.sounds import sound
from groups.steps import ENROLMENT, leads_her
from tests import factories
from tests.factories import NOON
from tests.groups import tools
from tests.traces import do

E = EnrolmentState


@pytest.fixture
def group(worker):
    made = tools.make_group(worker)
    return tools.move(made, worker, GroupState.CONVOCATORIA, GroupState.ENTREVISTAS)


def test_from_the_first_question_to_the_signature(group, worker):
    asked = tools.ask(group, worker, "Alma Zubía")
    heard = tools.hear(asked, worker)
    placed = do(enrolling.accept, worker, enrolment=heard, at=NOON)
    signed = do(enrolling.sign_agreements, worker, enrolment=placed, at=NOON)

    assert [asked.state, heard.state, placed.state, signed.state] == [
        E.INTERESADA,
        E.ENTREVISTADA,
        E.ACEPTADA,
        E.ACTIVA,
    ]
    assert signed.steps.count() == 4
    assert signed.agreed_at == NOON


def test_each_step_leads_where_the_table_says_and_nowhere_else():
    for before in EnrolmentState:
        for after in EnrolmentState:
            assert leads_her(before, after) is (after in ENROLMENT[before])


def test_who_does_not_know_the_members_is_refused(group, stranger):
    with pytest.raises(PermissionDenied):
        tools.ask(group, stranger, "Alma")


def test_nobody_comes_into_a_group_in_design(worker):
    with pytest.raises(NotEnrolling):
        tools.ask(tools.make_group(worker), worker, "Alma")


def test_a_name_is_needed(group, worker):
    with pytest.raises(NameMissing):
        tools.ask(group, worker, "  ")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Yesenia Gutiérrez", "Jessenia Gutierres"),
        ("Brenda Chávez", "BRENDA CHAVEZ"),
        ("Vianey Ibarra", "Bianey Ybarra"),
    ],
)
def test_one_woman_under_two_spellings_is_noticed(group, worker, one, other):
    tools.ask(group, worker, one)

    with pytest.raises(MaybeTwice):
        tools.ask(group, worker, other)
    assert tools.ask(group, worker, other, is_another=True).number == 2


def test_names_that_sound_apart_are_apart(group, worker):
    tools.ask(group, worker, "Alma Zubía")

    assert tools.ask(group, worker, "Elvira Rascón").number == 2
    assert sound("Guadalupe") != sound("Leticia")


def test_unheard_or_in_crisis_she_has_no_place(group, worker):
    asked = tools.ask(group, worker, "Alma")
    with pytest.raises(InterviewFirst):
        do(enrolling.accept, worker, enrolment=asked, at=NOON)
    heard = tools.hear(asked, worker, in_crisis=True)
    with pytest.raises(CrisisFirst):
        do(enrolling.accept, worker, enrolment=heard, at=NOON)
    again = tools.hear(heard, worker, in_crisis=False)
    assert do(enrolling.accept, worker, enrolment=again, at=NOON).state == E.ACEPTADA


@pytest.mark.parametrize("before", [E.INTERESADA, E.NO_INDICADA])
def test_interviewed_is_who_was_interviewed_and_nobody_by_a_step(client, group, worker, before):
    hers = tools.ask(group, worker, "Alma", case=factories.make_case(by=worker, name="Alma"))
    if before == E.NO_INDICADA:
        hers = tools.hear(hers, worker)
        do(enrolling.move_enrolment, worker, enrolment=hers, to=E.NO_INDICADA, at=NOON)
        again = tools.ask(group, worker, "Alma", case=hers.case)
    client.force_login(worker)
    args = [group.code, hers.pk]

    sent = client.post(reverse("groups:enrolment_step", args=[*args, E.ENTREVISTADA]), {})

    assert sent.status_code == 404
    with pytest.raises(InterviewFirst):
        do(enrolling.move_enrolment, worker, enrolment=hers, to=E.ENTREVISTADA, at=NOON)
    assert Enrolment.objects.get(pk=hers.pk).state == before
    heard = {"words": "otra vez", "in_crisis": "no", "aggressors": ""}
    if before == E.NO_INDICADA:  # she has asked again meanwhile
        twice = client.post(reverse("groups:enrolment_interview", args=args), heard)
        assert twice.status_code == 422
        do(enrolling.move_enrolment, worker, enrolment=again, to=E.INTERRUMPIO, at=NOON)
    page = client.post(reverse("groups:enrolment_interview", args=args), heard)
    assert page.status_code == 302
    hers = Enrolment.objects.get(pk=hers.pk)
    assert (hers.state, hers.ended_at) == (E.ENTREVISTADA, None)


def test_who_waits_in_crisis_is_heard_again_and_has_her_place(group, worker):
    heard = tools.hear(tools.ask(group, worker, "Alma"), worker, in_crisis=True)
    waits = do(enrolling.move_enrolment, worker, enrolment=heard, to=E.LISTA_ESPERA, at=NOON)
    with pytest.raises(CrisisFirst):
        do(enrolling.accept, worker, enrolment=waits, at=NOON)

    again = tools.hear(waits, worker, in_crisis=False)

    assert (again.state, again.in_crisis, again.steps.count()) == (E.LISTA_ESPERA, False, 3)
    assert do(enrolling.accept, worker, enrolment=again, at=NOON).state == E.ACEPTADA


@pytest.mark.parametrize("state", [E.ACEPTADA, E.ACTIVA, E.AUSENTE])
def test_who_is_inside_is_heard_again_and_stays_where_she_is(group, worker, state):
    (hers,) = tools.take_in(group, worker, "Alma")
    if state != E.ACEPTADA:
        (hers,) = tools.sign([hers], worker)
    if state == E.AUSENTE:
        hers = do(enrolling.move_enrolment, worker, enrolment=hers, to=E.AUSENTE, at=NOON)
    steps = hers.steps.count()

    again = tools.hear(hers, worker, in_crisis=True, words="se sumó algo", at=NOON + tools.DAY)

    again = Enrolment.objects.get(pk=again.pk)
    assert (again.state, again.in_crisis, again.ended_at) == (state, True, None)
    assert (again.interviewed_at, again.steps.count()) == (NOON + tools.DAY, steps)
    with acting(worker, "test"):
        assert again.interview.reveal() == {"words": "se sumó algo"}
    gone = do(enrolling.move_enrolment, worker, enrolment=again, to=E.INTERRUMPIO, at=NOON)
    with pytest.raises(NoSuchStep):
        tools.hear(gone, worker)


def test_the_list_has_an_order_and_the_group_an_end(worker):
    group = tools.make_group(worker, capacity=2)
    group = tools.move(group, worker, GroupState.CONVOCATORIA, GroupState.ENTREVISTAS)
    tools.take_in(group, worker, "Alma", "Brenda")
    third, fourth = (tools.hear(tools.ask(group, worker, n), worker) for n in ("Carmen", "Dora"))
    with pytest.raises(GroupFull):
        do(enrolling.accept, worker, enrolment=third, at=NOON)
    for each in (third, fourth):
        do(enrolling.move_enrolment, worker, enrolment=each, to=E.LISTA_ESPERA, at=NOON)
    first = Enrolment.objects.get(number=1)
    do(enrolling.move_enrolment, worker, enrolment=first, to=E.INTERRUMPIO, at=NOON)

    with pytest.raises(OthersWait):
        do(enrolling.accept, worker, enrolment=Enrolment.objects.get(pk=fourth.pk), at=NOON)
    assert do(enrolling.accept, worker, enrolment=third, at=NOON).state == E.ACEPTADA


def test_nobody_takes_part_before_the_agreements(group, worker):
    (placed,) = tools.take_in(group, worker, "Alma")

    with pytest.raises(AgreementFirst):
        do(enrolling.move_enrolment, worker, enrolment=placed, to=E.ACTIVA, at=NOON)
    with pytest.raises(NoSuchStep):
        do(enrolling.move_enrolment, worker, enrolment=placed, to=E.CONCLUYO, at=NOON)


def test_the_group_closes_after_its_third_session(worker):
    group, inside, meetings = tools.running(worker, "Alma", "Brenda")
    for meeting in meetings[:3]:
        tools.all_came(meeting, worker, inside)

    with pytest.raises(ClosedToNewcomers):
        tools.ask(group, worker, "Carmen", at=meetings[2].starts_at)


# --- two women who must not share a group -----------------------------------------------------


def test_same_aggressor_told_in_two_interviews_is_one_sentence(group, worker, coordinator):
    first = tools.hear(tools.ask(group, worker, "Alma"), worker, aggressors=["Ramiro Ulises Payán"])
    do(enrolling.accept, worker, enrolment=first, at=NOON)
    second = tools.hear(tools.ask(group, worker, "Elvira"), worker, aggressors=["ramiro payan"])

    with pytest.raises(PossibleConflict) as refused:
        do(enrolling.accept, worker, enrolment=second, at=NOON)

    assert "Alma" not in str(refused.value)
    assert "Payán" not in str(refused.value)
    with pytest.raises(PermissionDenied):
        do(enrolling.accept, worker, enrolment=second, despite_conflict=True, at=NOON)
    decided = do(enrolling.accept, coordinator, enrolment=second, despite_conflict=True, at=NOON)
    assert decided.state == E.ACEPTADA


def test_aggressor_of_one_who_is_another_participant(group, worker):
    first = tools.hear(tools.ask(group, worker, "Socorro Trevizo"), worker)
    do(enrolling.accept, worker, enrolment=first, at=NOON)
    second = tools.hear(tools.ask(group, worker, "Alma"), worker, aggressors=["Socorro Trevizo"])

    with pytest.raises(PossibleConflict):
        do(enrolling.accept, worker, enrolment=second, at=NOON)


@pytest.fixture
def inside(group, worker):
    """Two women of a group; the first has an accompaniment of her own."""
    case = factories.make_case(by=worker, name="Alma Zubía")
    asked = tools.ask(group, worker, "Alma", case=case), tools.ask(group, worker, "Elvira Rascón")
    for each in asked:
        do(enrolling.accept, worker, enrolment=tools.hear(each, worker), at=NOON)
    return tools.sign(group.enrolments.order_by("number"), worker)


def test_aggressor_named_from_within_the_group_is_seen_by_coordination(group, worker, inside):
    hers, _other = inside

    tools.hear(hers, worker, words="se corrige una palabra")
    assert not Task.objects.filter(kind=TaskKind.WALL).exists()
    tools.hear(hers, worker, aggressors=["Elvira Rascón"])
    tools.hear(hers, worker, aggressors=["Elvira Rascón"])  # nothing new

    assert in_conflict_anywhere(group)
    task = Task.objects.get(kind=TaskKind.WALL)
    assert (task.case, task.is_urgent, task.assignee, task.words) == (hers.case, True, None, None)


def test_what_coordination_decided_on_is_not_asked_again(group, worker, coordinator, inside):
    named = tools.ask(group, worker, "Dora", case=factories.make_case(by=worker, name="Dora"))
    named = tools.hear(named, worker, aggressors=["Elvira Rascón"])
    do(enrolling.accept, coordinator, enrolment=named, despite_conflict=True, at=NOON)

    tools.hear(named, worker, aggressors=["Elvira Rascón"], words="se corrige una palabra")
    assert not Task.objects.filter(kind=TaskKind.WALL).exists()
    tools.hear(named, worker, aggressors=["Alma Zubía"])

    assert Task.objects.get(kind=TaskKind.WALL).case == named.case


def test_who_rests_and_names_somebody_of_the_group_does_not_come_back(worker, inside):
    hers, other = inside
    rest = {"enrolment": hers, "at": NOON}
    do(enrolling.move_enrolment, worker, to=E.AUSENTE, **rest)
    tools.hear(hers, worker, aggressors=["Elvira Rascón"])

    with pytest.raises(PossibleConflict):
        do(enrolling.move_enrolment, worker, to=E.ACTIVA, **rest)
    do(enrolling.move_enrolment, worker, enrolment=other, to=E.INTERRUMPIO, at=NOON)
    assert do(enrolling.move_enrolment, worker, to=E.ACTIVA, **rest).state == E.ACTIVA


def test_names_told_are_kept_as_digests_alone(group, worker):
    name = "Canario Rubí Aguirre"
    heard = tools.hear(tools.ask(group, worker, "Alma"), worker, aggressors=[name])

    kept = [bytes(word.digest) for word in EnrolmentWord.objects.filter(enrolment=heard)]

    assert kept
    assert all(len(digest) == 16 and b"rub" not in digest for digest in kept)


def test_participant_who_turns_out_to_be_an_aggressor_is_seen_by_coordination(worker):
    case = factories.make_case(by=worker, name="Alma Zubía")
    other = factories.make_case(by=worker, name="Elvira Rascón")
    made = tools.make_group(worker, name="Otro grupo")
    made = tools.move(made, worker, GroupState.CONVOCATORIA, GroupState.ENTREVISTAS)
    for each, name in ((case, "Alma"), (other, "Elvira")):
        heard = tools.hear(tools.ask(made, worker, name, case=each), worker)
        do(enrolling.accept, worker, enrolment=heard, at=NOON)
    assert not in_conflict_anywhere(made)

    mine, hers = accompanied(case), accompanied(other)
    role = ParticipationRole.MENCIONADA
    do(join_case, worker, case=case, person=hers, role=role, at=NOON)
    bond = {"case": case, "from_person": hers, "to_person": mine, "kind": BondKind.AGRESION}
    do(add_bond, worker, at=NOON, **bond)

    assert in_conflict_anywhere(made)


def test_a_name_of_signs_alone_sounds_like_nobody(worker):
    group = tools.make_group(worker)
    group = tools.move(group, worker, GroupState.CONVOCATORIA)
    tools.ask(group, worker, "Alma Zubía")

    assert tools.ask(group, worker, "¿?").number == 2
