"""Bonds are told as they are; what cannot be is refused, and harm keeps people apart."""

import pytest
from django.core.exceptions import PermissionDenied

from cases.actions import bonds, walls
from cases.actions.bonds import add_bond, end_bond, share_bond, withdraw_bond
from cases.actions.custody import CustodyFacts, add_custody
from cases.actions.people import accompanied, join_case, only_mention, update_person
from cases.actions.refusal import CaseClosed
from cases.actions.team import assign_member
from cases.enums import AgeGroup, Function, ParticipationRole
from cases.enums.bond import BondKind
from cases.enums.family import CustodyKind
from cases.enums.task import TaskKind
from cases.models import Bond, Case
from tests.cases.families import bind, join, make_family, make_whole_family, mention
from tests.factories import NOON, SECRET_TEXT, make_case, make_member, make_person_facts
from tests.traces import changes, do, everything_said, refusals

MOTHER = BondKind.MADRE_PADRE


@pytest.fixture
def family(worker):
    return make_whole_family(worker)


@pytest.fixture
def home(family):
    return family[0]


def test_a_bond_is_recorded_with_exact_trace(family, worker):
    case, people = family
    bond = bind(
        case, worker, people["Rosa"], MOTHER, people["Elena"], since="primavera de 1985",
        words=SECRET_TEXT,
    )  # fmt: skip

    assert changes(1) == [
        (
            "create",
            "cases.bond",
            case.pk,
            [str(bond.pk)],
            ["from_person", "to_person", "kind"],
        )
    ]
    assert not bond.safe_to_share
    assert SECRET_TEXT not in everything_said()
    assert "primavera" not in everything_said()


@pytest.mark.parametrize("kind", list(BondKind))
def test_nobody_is_bound_to_herself(family, worker, kind):
    case, people = family
    with pytest.raises(bonds.WithOneself):
        bind(case, worker, people["Rosa"], kind, people["Rosa"])


def test_nobody_is_her_own_ancestor(family, worker):
    case, people = family
    bind(case, worker, people["Rosa"], MOTHER, people["Elena"])
    bind(case, worker, people["Elena"], BondKind.CRIANZA, people["Luz"])

    with pytest.raises(bonds.OwnAncestor):
        bind(case, worker, people["Luz"], BondKind.CRIANZA, people["Rosa"])


def test_a_child_is_not_older_than_its_mother(family, worker):
    case, people = family
    with pytest.raises(bonds.ChildOlderThanParent):
        bind(case, worker, people["Luz"], MOTHER, people["Rosa"])
    with pytest.raises(bonds.ChildOlderThanParent):
        bind(case, worker, people["Luz"], BondKind.ADOPTIVA, people["Rosa"])


def test_who_brings_up_may_be_younger(family, worker):
    case, people = family
    stepmother = join(case, worker, "Ana", birth_year=1990)

    assert bind(case, worker, stepmother, BondKind.CRIANZA, people["Elena"])


def test_a_birth_corrected_later_is_held_against_the_bonds(family, worker):
    case, people = family
    bind(case, worker, people["Rosa"], MOTHER, people["Elena"])
    facts = make_person_facts("Elena", birth_year=1940)

    with pytest.raises(bonds.ChildOlderThanParent):
        do(update_person, worker, person=people["Elena"], facts=facts)

    people["Elena"].refresh_from_db()
    assert people["Elena"].birth_year is None


def test_twins_a_third_parent_and_two_marriages(family, worker):
    case, people = family
    twin = join(case, worker, "Sol", birth_date=None, age_group=AgeGroup.NINEZ)
    others = [mention(case, worker, name) for name in ("Joel", "Iván", "Noé")]
    bind(case, worker, people["Luz"], BondKind.GEMELAS, twin)
    with pytest.raises(bonds.BondKnown):
        bind(case, worker, twin, BondKind.GEMELAS, people["Luz"])
    bind(case, worker, people["Elena"], BondKind.EX_PAREJA, others[0])
    bind(case, worker, people["Elena"], BondKind.PAREJA, others[1])
    bind(case, worker, people["Elena"], MOTHER, twin)
    bind(case, worker, others[0], MOTHER, twin)

    with pytest.raises(bonds.ThirdParentByBirth):
        bind(case, worker, others[2], MOTHER, twin)
    assert bind(case, worker, others[2], BondKind.ADOPTIVA, twin)


def test_dates_of_any_precision_are_compared(family, worker):
    case, people = family
    with pytest.raises(bonds.EndsBeforeItBegins):
        bind(case, worker, people["Rosa"], BondKind.CUIDADO, people["Luz"],
             since="primavera de 2011", until="2009")  # fmt: skip
    with pytest.raises(bonds.BeginsBeforeBirth):
        bind(case, worker, people["Rosa"], BondKind.CUIDADO, people["Luz"], since="los noventa")
    bond = bind(case, worker, people["Rosa"], BondKind.CUIDADO, people["Luz"], since="quién sabe")

    with pytest.raises(bonds.BondEnded):
        do(end_bond, worker, bond=do(end_bond, worker, bond=bond, until="hace poco"), until="hoy")


def test_a_couple_ends_and_may_begin_again(family, worker):
    case, people = family
    partner = mention(case, worker, "Joel")
    bond = bind(case, worker, people["Elena"], BondKind.PAREJA, partner, since="2014")
    with pytest.raises(bonds.EndsBeforeItBegins):
        do(end_bond, worker, bond=bond, until="2013")

    do(end_bond, worker, bond=bond, until="")

    assert changes(1) == [("change", "cases.bond", case.pk, [str(bond.pk)], ["until"])]
    assert bind(case, worker, people["Elena"], BondKind.PAREJA, partner, since="2020")


def test_safe_to_share_is_no_until_somebody_says_so(family, worker):
    case, people = family
    bond = bind(case, worker, people["Rosa"], MOTHER, people["Elena"])

    assert do(share_bond, worker, bond=bond, safe=True).safe_to_share
    assert changes(1) == [("change", "cases.bond", case.pk, [str(bond.pk)], ["safe_to_share"])]
    do(withdraw_bond, worker, bond=bond)
    with pytest.raises(bonds.BondEnded):
        do(share_bond, worker, bond=bond, safe=False)


def test_who_has_left_or_was_never_there_has_no_bond_here(family, worker):
    case, people = family
    stranger = accompanied(make_case())

    with pytest.raises(bonds.NotInTheCase):
        bind(case, worker, stranger, MOTHER, people["Luz"])


@pytest.mark.parametrize("role", ["coordinator", "reception", "psychologist"])
def test_only_who_writes_tells_bonds(family, team, role):
    case, people = family
    with pytest.raises(PermissionDenied):
        bind(case, make_member(team, role), people["Rosa"], MOTHER, people["Elena"])
    assert not Bond.objects.exists()


def test_a_closed_case_takes_no_bond(family, worker):
    case, people = family
    Case._base_manager.filter(pk=case.pk).update(
        is_open=False, state="CERRADO", closed_at=NOON, closed_by=worker, closing_reason="DUPLICADO"
    )
    with pytest.raises(CaseClosed):
        bind(case, worker, people["Rosa"], MOTHER, people["Elena"])


# --- walls -----------------------------------------------------------------------------------


def test_harm_is_recorded_once_who_did_it_takes_no_part(family, worker):
    case, people = family
    uncle = join(case, worker, "Ramiro")
    with pytest.raises(bonds.BothTakePart):
        bind(case, worker, uncle, BondKind.AGRESION, people["Luz"])

    part = case.participations.get(person=uncle, ended_at=None)
    do(only_mention, worker, participation=part)

    assert bind(case, worker, uncle, BondKind.AGRESION, people["Luz"])
    assert case.participations.get(person=uncle, ended_at=None).role == "MENCIONADA"


def test_who_harmed_never_joins_the_process_and_nothing_is_revealed(family, worker):
    """The aggressor takes part elsewhere; the refusal is the same sentence, and names nobody."""
    case, people = family
    elsewhere = make_family(by=worker, name="Ramiro")
    uncle = accompanied(elsewhere)
    do(join_case, worker, case=case, person=uncle, role=ParticipationRole.MENCIONADA)
    bind(case, worker, uncle, BondKind.AGRESION, people["Luz"])
    do(only_mention_ends, worker, case=case, person=uncle)

    with pytest.raises(walls.WouldMeetInProcess) as refused:
        do(join_case, worker, case=case, person=uncle, role=ParticipationRole.FAMILIAR)

    assert all(name not in str(refused.value) for name in ("Ramiro", "Luz", elsewhere.code))
    assert refusals()[-1] == ("meet cases.participation", case.pk)


def only_mention_ends(*, case, person, by, at):
    part = case.participations.get(person=person, ended_at=None)
    part.ended_at = at
    part.save(update_fields=["ended_at"])


def test_the_same_colleague_is_looked_at_when_harm_is_learned(family, worker):
    case, people = family
    elsewhere = make_family(by=worker, name="Ramiro")
    uncle = accompanied(elsewhere)
    do(join_case, worker, case=case, person=uncle, role=ParticipationRole.MENCIONADA)

    bond = bind(case, worker, uncle, BondKind.AGRESION, people["Luz"])

    task = case.tasks.get(kind=TaskKind.WALL)
    assert (task.about, task.is_urgent, task.assignee) == (bond.pk, True, None)


def test_nobody_new_is_let_in_who_accompanies_the_other(family, worker, team):
    case, people = family
    colleague = make_member(team)
    elsewhere = make_family(by=colleague, name="Ramiro")
    do(assign_member, make_member(team, "coordinator"), case=elsewhere, user=worker,
       function=Function.MEMBER)  # fmt: skip
    uncle = accompanied(elsewhere)
    do(join_case, worker, case=case, person=uncle, role=ParticipationRole.MENCIONADA)
    bind(case, worker, uncle, BondKind.AGRESION, people["Luz"])

    with pytest.raises(walls.WouldMeetThroughAccompanist) as refused:
        do(assign_member, worker, case=case, user=colleague, function=Function.MEMBER)
    assert "Ramiro" not in str(refused.value)


def test_a_holder_who_turns_out_to_harm_asks_for_a_legal_review(family, worker):
    case, people = family
    father = mention(case, worker, "Joel")
    facts = CustodyFacts(kind=CustodyKind.PATRIA_POTESTAD, holder=father)
    custody = do(add_custody, worker, case=case, child=people["Luz"], facts=facts)
    assert not case.tasks.filter(kind=TaskKind.LEGAL_REVIEW).exists()

    bind(case, worker, father, BondKind.AGRESION, people["Elena"])

    custody.refresh_from_db()
    assert custody.holder_is_aggressor
    assert case.tasks.get(kind=TaskKind.LEGAL_REVIEW).about == custody.pk


def test_a_refused_bond_leaves_nothing(family, worker):
    case, people = family
    before = Bond.history.count()
    with pytest.raises(bonds.BondImpossible):
        do(add_bond, worker, case=case, from_person=people["Luz"], kind=MOTHER,
           to_person=people["Rosa"])  # fmt: skip
    assert (Bond.objects.count(), Bond.history.count()) == (0, before)
