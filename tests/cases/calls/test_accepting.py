"""Accepting: one case, whoever is faster, and one bit of the blind index, never more."""

import pytest
from django.core.exceptions import PermissionDenied

from accompaniment.vault.models import DataKey
from cases.actions.calls import accepting
from cases.actions.calls.accepting import Acceptance, accept_call
from cases.actions.calls.frame import NoSuchCallStep
from cases.actions.calls.merging import merge_calls
from cases.actions.calls.steps import RecordIncomplete
from cases.actions.erasing import erase_case
from cases.actions.opening import ResponsibleMissing
from cases.actions.people import accompanied, add_participant
from cases.actions.sessions import SessionInThePast
from cases.calls.triage import Signs, Trigger
from cases.enums import AgeGroup, ParticipationRole, ServiceLine
from cases.enums.bond import BondKind
from cases.enums.calls import NoticeKind
from cases.enums.task import TaskKind
from cases.models import Bond, Case, Person
from tests import factories
from tests.cases.calls.tools import ALIAS, DAY, DEMAND, RED, again, agree, make_call
from tests.factories import NOON, make_member, make_team
from tests.traces import changes, do, everything_said

ONLY = accepting.PossibleConflict.sentence


@pytest.fixture
def call(worker):
    return make_call(worker)


def somewhere(name, **facts):
    """Open a case of another team about somebody of this name."""
    return factories.make_case(by=make_member(make_team()), name=name, **facts)


def aggressor(name):
    """Let somebody harm somebody of another team."""
    by = make_member(make_team())
    case = factories.make_case(by=by, name="Ninguna Parecida")
    other = factories.make_case(by=by, name=name)
    who = accompanied(other)
    Bond.objects.create(
        case=case, from_person=who, to_person=accompanied(case), kind=BondKind.AGRESION,
        recorded_by=by, recorded_at=NOON,
    )  # fmt: skip
    return who


def test_call_becomes_a_case_with_an_exact_trace(worker, call):
    agree(call, worker, word_help="hay tortillas")
    case = do(accept_call, worker, call=call, at=NOON + DAY)

    call = again(call)
    assert (call.state, call.is_open, call.case, call.accepted_by) == (
        "ACEPTADO", False, case, worker,
    )  # fmt: skip
    assert (case.line, case.urgency, case.responsible) == ("IND", 4, worker)
    person = accompanied(case)
    contact = person.contacts.get()
    assert do(lambda by, at: person.called.reveal(), worker) == ALIAS
    assert do(lambda by, at: Case.objects.get(pk=case.pk).reason.reveal(), worker) == DEMAND
    assert do(lambda by, at: contact.word_help.reveal(), worker) == "hay tortillas"
    assert (contact.verified_on, contact.expires_on) == (NOON.date(), NOON.date() + 30 * DAY)
    assert person.age_group == AgeGroup.DESCONOCIDA
    said = changes(7)
    assert [(verb, kind) for verb, kind, *_ in said] == [
        ("change", "cases.firstcontact"),
        ("create", "cases.case"),
        ("create", "cases.person"),
        ("create", "cases.contactchannel"),
        ("grant", "cases.assignment"),
        ("create", "cases.task"),
        ("change", "cases.firstcontact"),
    ]
    assert said[-1][4] == ["state", "accepted_at", "accepted_by", "case"]
    assert ALIAS not in everything_said()


def test_welcome_interview_is_planned_or_stands_in_what_there_is_to_do(worker, coordinator):
    agreed = Acceptance(interview_at=NOON + 2 * DAY)
    case = do(accept_call, worker, call=make_call(worker), facts=agreed)
    session = case.sessions.get()
    assert (session.kind, session.starts_at) == ("ENTREVISTA_INICIAL", NOON + 2 * DAY)
    assert not case.tasks.exists()

    other = make_call(worker, alias="Otra Persona", signs=RED)
    named = Acceptance(responsible=worker)
    case = do(accept_call, coordinator, call=other, facts=named)
    task = case.tasks.get()
    assert (task.assignee, task.due_on, task.is_urgent) == (worker, NOON.date(), True)


def test_interview_in_the_past_opens_no_case(worker, call):
    with pytest.raises(SessionInThePast):
        do(accept_call, worker, call=call, facts=Acceptance(interview_at=NOON - DAY))
    assert not Case.objects.exists()
    assert again(call).state == "VALORADO"


def test_red_call_is_accepted_at_once_and_its_notice_ends(worker):
    call = make_call(worker, signs=RED)
    case = do(accept_call, worker, call=call)

    assert case.urgency == 1
    assert not call.notices.filter(answered_at=None).exists()


def test_second_to_accept_is_told_who_was_faster(worker, team, call):
    colleague = make_member(team, full_name="Rosa Canaria")
    do(accept_call, colleague, call=call)

    with pytest.raises(accepting.AlreadyAccepted, match=r"Rosa Canaria.* 6:00"):
        do(accept_call, worker, call=call)
    assert Case.objects.count() == 1


def test_coordinator_names_who_will_be_responsible(coordinator, worker, call):
    with pytest.raises(ResponsibleMissing):
        do(accept_call, coordinator, call=call)
    case = do(accept_call, coordinator, call=call, facts=Acceptance(responsible=worker))

    assert case.responsible == worker


def test_family_is_accepted_too(worker):
    family = do(accept_call, worker, call=make_call(worker), facts=Acceptance(line="FAM"))

    assert (family.line, accompanied(family).pk is not None) == ("FAM", True)


@pytest.mark.parametrize("line", [ServiceLine.COM_DESAPARICION, ServiceLine.COLECTIVO])
def test_community_and_collective_begin_with_a_call_and_with_nobody_in_particular(worker, line):
    call = make_call(worker, service_line=line)
    agree(call, worker)
    agreed = Acceptance(line=line, interview_at=NOON + DAY)
    case = do(accept_call, worker, call=call, facts=agreed)

    assert (case.line, case.state, again(call).case) == (line, "ACTIVO", case)
    assert (case.participations.count(), Person.objects.count()) == (0, 0)
    assert case.sessions.get().starts_at == NOON + DAY
    assert do(lambda by, at: Case.objects.get(pk=case.pk).reason.reveal(), worker) == DEMAND


def test_child_in_danger_goes_on_as_an_alert_of_the_case(worker):
    call = make_call(worker, signs=Signs.of([Trigger.NNA_PELIGRO]), age_band="6_11")
    case = do(accept_call, worker, call=call)

    kinds = set(case.tasks.values_list("kind", flat=True))
    assert kinds == {TaskKind.CHILD_PROTECTION, TaskKind.GENERAL}
    assert accompanied(case).age_group == AgeGroup.NINEZ


@pytest.mark.parametrize(
    ("facts", "refusal"), [({"minors": ""}, RecordIncomplete), ({"told": []}, RecordIncomplete)]
)
def test_incomplete_call_is_not_accepted(worker, facts, refusal):
    with pytest.raises(refusal):
        do(accept_call, worker, call=make_call(worker, **facts))
    assert not Case.objects.exists()


def test_call_not_assessed_is_not_accepted(worker):
    with pytest.raises(NoSuchCallStep):
        do(accept_call, worker, call=make_call(worker, state="EN_ESCUCHA"))


def test_who_may_not_listen_accepts_nothing(team, call, stranger):
    for by in (stranger, make_member(team, "reception"), make_member(team, "lawyer")):
        with pytest.raises(PermissionDenied):
            do(accept_call, by, call=call)


# --- who may be known already ----------------------------------------------------------------


@pytest.mark.parametrize(
    "hidden",
    [
        lambda: somewhere(ALIAS),
        lambda: somewhere("Zafiro", legal_name="Golondrina Montes"),
        lambda: somewhere("GOLONDRINA  zafiro, Loya"),
        lambda: aggressor(ALIAS),
        lambda: factories.make_contact(
            accompanied(somewhere("Nadie Así")), Case.objects.latest("opened_at").responsible,
            value="+52 614 000 01 77",
        ),
        lambda: make_call(make_member(make_team())),
    ],
    ids=["accompanied", "legal name", "longer name", "aggressor", "telephone", "another team"],
)  # fmt: skip
def test_every_hidden_match_gives_the_same_answer(worker, call, hidden):
    agree(call, worker)
    hidden()
    before = Case.objects.count()

    with pytest.raises(accepting.PossibleConflict) as refused:
        do(accept_call, worker, call=call)

    assert (str(refused.value), refused.value.facts) == (str(ONLY), {})
    assert Case.objects.count() == before
    assert again(call).state == "VALORADO"
    assert [notice.kind for notice in call.notices.all()] == [NoticeKind.CONFLICTO]


@pytest.mark.parametrize("name", ["Golondrina", "Zafiro Montes", "Golondrina Montes Loya", "Nadie"])
def test_half_a_name_is_nobody(worker, call, name):
    somewhere(name)
    do(accept_call, worker, call=call)


def test_single_word_is_known_only_where_it_is_all_there_is(worker):
    somewhere("María Loya")
    do(accept_call, worker, call=make_call(worker, alias="María"))
    with pytest.raises(accepting.PossibleConflict):
        do(accept_call, worker, call=make_call(worker, alias="María"))


def test_relative_and_support_are_known_too(worker, call):
    case = somewhere("Nadie Así")
    facts = {"facts": factories.make_person_facts(ALIAS), "role": ParticipationRole.RED_APOYO}
    do(add_participant, case.responsible, case=case, **facts)
    with pytest.raises(accepting.PossibleConflict):
        do(accept_call, worker, call=call)


def test_more_names_are_asked_for_and_never_kept(worker, coordinator, call):
    somewhere("Ramón Torres Lira")
    facts = Acceptance(also="su ex: nadie\nRamón Torres Lira; 614 000 0199")
    with pytest.raises(accepting.PossibleConflict):
        do(accept_call, worker, call=call, facts=facts)
    assert "Torres" not in everything_said()
    with pytest.raises(accepting.PossibleConflict):  # asking with other words takes nothing back
        do(accept_call, worker, call=call)
    facts = Acceptance(in_spite_of="Lo vi con quien coordina allá", responsible=worker)
    do(accept_call, coordinator, call=call, facts=facts)
    assert Person.objects.count() == 2


def test_another_call_of_the_team_is_a_possible_duplicate(worker, call):
    make_call(worker)
    with pytest.raises(accepting.PossibleDuplicate):
        do(accept_call, worker, call=call)
    somewhere(ALIAS)  # and something hidden changes nothing about the answer
    with pytest.raises(accepting.PossibleDuplicate):
        do(accept_call, worker, call=call)
    assert call.notices.count() == 1


def test_only_coordination_goes_on_and_says_why(worker, coordinator, call):
    somewhere(ALIAS)
    facts = Acceptance(in_spite_of="Es otra persona: lo verifiqué", responsible=worker)
    with pytest.raises(accepting.CoordinationGoesOn):
        do(accept_call, worker, call=call, facts=facts)
    case = do(accept_call, coordinator, call=call, facts=facts)

    step = call.steps.get(after="ACEPTADO")
    assert do(lambda by, at: step.reason.reveal(), coordinator) == facts.in_spite_of
    assert case.responsible == worker
    assert not call.notices.filter(answered_at=None).exists()


def test_erased_case_takes_its_call_along(
    worker, coordinator, call, django_capture_on_commit_callbacks
):
    double = make_call(worker, alias="Golondrina")
    do(merge_calls, worker, call=double, into=call, reason="La misma")
    case = do(accept_call, worker, call=call)
    with django_capture_on_commit_callbacks(execute=True):
        do(erase_case, coordinator, case=case)

    for each in (call, double):
        assert (again(each).team, again(each).erased_at) == (None, NOON)
        assert not each.words.exists()
        assert not DataKey.objects.filter(root=each.pk, wrapped__isnull=False).exists()
