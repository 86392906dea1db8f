"""Who belongs to a collective: a list of those who search is a list of targets."""

import itertools

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accompaniment.staff.acting import acting
from accompaniment.vault.gate import NoAccess
from cases.actions import commissions, member_consents, members, walls
from cases.actions.commissions import (
    end_commission,
    form_commission,
    join_commission,
    leave_commission,
)
from cases.actions.consents import LegalReviewNeeded
from cases.actions.member_consents import withdraw_answer
from cases.actions.members import MemberFacts, change_member, invite_member, move_member
from cases.enums.bond import BondKind
from cases.enums.collective import MEMBER_NEXT, MemberState
from cases.models import Bond, Commission, Member, MemberAgreed, MemberStep, Seat
from tests.cases.together import (
    CALLED,
    DAY,
    WORDS,
    agree,
    let_in,
    make_collective,
    make_someone,
)
from tests.factories import NOON, make_case, make_member
from tests.traces import changes, do, everything_said

TODAY = timezone.localdate(NOON)


@pytest.fixture
def process(worker):
    return make_collective(worker)


@pytest.fixture
def someone(process, worker):
    return make_someone(process, worker)


def test_someone_is_invited(process, worker):
    member = make_someone(process, worker, takes_part=False)

    assert (member.state, member.person) == ("INVITADA", None)
    assert MemberStep.objects.get().after == "INVITADA"
    assert changes(1) == [
        (
            "create",
            "cases.member",
            process.pk,
            [str(member.pk)],
            ["state", "called", "searches_for", "born", "care", "counted_as"],
        )
    ]
    assert CALLED not in everything_said()
    assert WORDS not in everything_said()


def test_members_are_seen_by_the_responsible_person_only(process, someone, worker, coordinator):
    reader = make_member(process.team)
    let_in(process, worker, reader)
    supervisor = make_member(process.team)
    let_in(process, worker, supervisor, "supervisor")

    assert list(Member.objects.visible_to(worker)) == [someone]
    for by in (reader, supervisor, coordinator, make_member(process.team, "reception")):
        assert list(Member.objects.visible_to(by)) == []
        with acting(by, "test"), pytest.raises(NoAccess):
            Member.objects.get().called.reveal()


def test_who_may_not_see_the_members_changes_none(process, someone, worker, coordinator, stranger):
    answer = agree(someone, worker)
    commission = do(form_commission, worker, case=process, name="Memoria")
    reader = make_member(process.team)
    let_in(process, worker, reader)
    for by in (reader, coordinator, stranger):
        for action, facts in (
            (invite_member, {"case": process, "facts": MemberFacts("Otra")}),
            (change_member, {"member": someone, "facts": MemberFacts("Otra")}),
            (move_member, {"member": someone, "to": "SALIDA"}),
            (withdraw_answer, {"answer": answer}),
            (join_commission, {"commission": commission, "member": someone}),
        ):
            with pytest.raises(PermissionDenied):
                do(action, by, **facts)
    assert Member.objects.get().state == "INTEGRANTE"


@pytest.mark.parametrize(("facts", "refusal"), [
    ({"called": " "}, members.MemberNameMissing),
    ({"called": "A", "born": "197"}, members.BirthUnreadable),
    ({"called": "A", "born": "1974-13-01"}, members.BirthUnreadable),
    ({"called": "A", "born": "1850"}, members.BirthUnreadable),
    ({"called": "A", "born": "2999"}, members.BirthUnreadable),
    ({"called": "A", "born": f"{TODAY + DAY}"}, members.BirthUnreadable),
    ({"called": "A", "born": "primavera de 1974"}, members.BirthUnreadable),
])  # fmt: skip
def test_facts_that_cannot_be_are_refused(process, worker, facts, refusal):
    with pytest.raises(refusal):
        do(invite_member, worker, case=process, facts=MemberFacts(**facts))
    assert not Member.objects.exists()


PAIRS = list(itertools.product(MemberState.values, MemberState.values))
WAYS = {
    "INVITADA": (),
    "INTEGRANTE": ("INTEGRANTE",),
    "AUSENTE_TEMPORAL": ("INTEGRANTE", "AUSENTE_TEMPORAL"),
    "SALIDA": ("SALIDA",),
}


@pytest.mark.parametrize(("state", "to"), PAIRS)
def test_each_step_of_a_membership(process, worker, state, to):
    member = make_someone(process, worker, takes_part=False)
    for step in WAYS[state]:
        do(move_member, worker, member=member, to=step, reason=WORDS)
    facts = {"member": member, "to": to, "reason": WORDS}
    if to in MEMBER_NEXT[state]:
        assert do(move_member, worker, **facts).state == to
        assert changes(1)[0][4] == ["state"]
        assert WORDS not in everything_said()
    else:
        with pytest.raises(members.NoSuchMemberStep):
            do(move_member, worker, **facts)
        assert Member.objects.get().state == state


def test_being_away_says_why(someone, worker):
    with pytest.raises(members.WhyAway):
        do(move_member, worker, member=someone, to="AUSENTE_TEMPORAL", reason=" ")
    assert Member.objects.get().state == "INTEGRANTE"


def test_child_takes_part_with_her_assent_and_a_consent(process, worker):
    child = make_someone(process, worker, born=f"{TODAY.year - 10}", takes_part=False)
    step = {"member": child, "to": "INTEGRANTE"}
    with pytest.raises(members.ChildNotAgreed):
        do(move_member, worker, **step)
    agree(child, worker, "C_ASENT_NNA")
    with pytest.raises(members.ChildNotAgreed):
        do(move_member, worker, **step)
    with pytest.raises(member_consents.WhoSignsMissing):
        agree(child, worker, "C_REP_NNA")
    with pytest.raises(LegalReviewNeeded):
        agree(child, worker, "C_REP_NNA", signed_by="Su padre", representative_is_aggressor=True)
    given = agree(child, worker, "C_REP_NNA", signed_by="Su abuela canaria")

    assert do(move_member, worker, **step).state == "INTEGRANTE"
    assert changes(2)[0] == (
        "create",
        "cases.memberagreed",
        process.pk,
        [str(given.pk)],
        ["kind", "granted", "method", "given_on"],
    )
    assert "canaria" not in everything_said().lower()


# --- someone known elsewhere ---------------------------------------------------------------------


def test_member_is_linked_to_her_own_accompaniment(process, worker):
    own = make_case(by=worker)
    member = do(
        invite_member, worker, case=process, facts=MemberFacts(CALLED), code=own.code.lower()
    )

    assert member.person == own.participations.get().person
    with pytest.raises(members.AlreadyAMember):
        do(invite_member, worker, case=process, facts=MemberFacts("Otra"), code=own.code)
    assert do(change_member, worker, member=member, facts=MemberFacts("Alba")).person
    assert not do(change_member, worker, member=member, facts=MemberFacts("Alba"), code="").person


def test_who_has_harmed_her_is_not_linked_beside_her(process, worker):
    hers, his = (make_case(by=worker, name=name) for name in ("Rumorosa", "Otro"))
    Bond.objects.create(
        case=hers,
        from_person=his.participations.get().person,
        to_person=hers.participations.get().person,
        kind=BondKind.AGRESION,
        recorded_by=worker,
        recorded_at=NOON,
    )
    do(invite_member, worker, case=process, facts=MemberFacts(CALLED), code=hers.code)

    with pytest.raises(walls.WouldMeetInProcess) as refused:
        do(invite_member, worker, case=process, facts=MemberFacts("Otra"), code=his.code)
    assert hers.code not in str(refused.value)
    assert Member.objects.count() == 1


def test_hidden_accompaniment_is_told_like_one_that_does_not_exist(process, worker, stranger):
    hidden = make_case(by=stranger)
    said = []
    for code in (hidden.code, "K7Q-M3F-2", "nada", process.code):
        with pytest.raises(members.NobodyFound) as refused:
            do(invite_member, worker, case=process, facts=MemberFacts(CALLED), code=code)
        said.append(str(refused.value))
    assert len(set(said)) == 1
    assert not Member.objects.exists()


# --- answers -------------------------------------------------------------------------------------


def test_answer_takes_the_place_of_the_one_before(someone, worker):
    first = agree(someone, worker)
    second = agree(someone, worker, granted=False)

    first.refresh_from_db()
    assert first.withdrawn_at == NOON
    assert list(MemberAgreed.objects.filter(withdrawn_at=None)) == [second]


def test_answer_is_taken_back_once(someone, worker):
    given = agree(someone, worker)
    do(withdraw_answer, worker, answer=given)

    assert changes(1)[0][4] == ["withdrawn_at"]
    with pytest.raises(member_consents.AlreadyWithdrawn):
        do(withdraw_answer, worker, answer=given)


def test_nobody_has_answered_tomorrow(someone, worker):
    facts = member_consents.AnswerFacts("C_NOMBRE", granted=True, given_on=TODAY + DAY)
    with pytest.raises(member_consents.AnswerToCome):
        do(member_consents.answer_for_member, worker, member=someone, facts=facts)


# --- commissions ---------------------------------------------------------------------------------


def test_commission_is_formed_joined_left_and_ended(process, someone, worker):
    commission = do(form_commission, worker, case=process, name="Memoria", purpose=WORDS)
    assert changes(1)[0][4] == ["name"]
    seat = do(join_commission, worker, commission=commission, member=someone)
    assert changes(1)[0][4] == ["commission", "member"]
    with pytest.raises(commissions.SeatTaken):
        do(join_commission, worker, commission=commission, member=someone)
    do(leave_commission, worker, seat=seat)
    with pytest.raises(commissions.SeatEnded):
        do(leave_commission, worker, seat=seat)
    do(join_commission, worker, commission=commission, member=someone)
    do(end_commission, worker, commission=commission)

    assert not Seat.objects.filter(ended_at=None).exists()
    with pytest.raises(commissions.CommissionEnded):
        do(end_commission, worker, commission=commission)
    with pytest.raises(commissions.CommissionEnded):
        do(join_commission, worker, commission=commission, member=someone)
    assert WORDS not in everything_said()


def test_commission_has_a_name_and_members_of_the_collective(process, worker, coordinator):
    with pytest.raises(commissions.CommissionNameMissing):
        do(form_commission, worker, case=process, name=" ")
    with pytest.raises(PermissionDenied):
        do(form_commission, coordinator, case=process, name="Memoria")
    commission = do(form_commission, worker, case=process, name="Memoria")
    invited = make_someone(process, worker, takes_part=False)
    with pytest.raises(commissions.NotInTheCollective):
        do(join_commission, worker, commission=commission, member=invited)
    other = make_someone(make_collective(worker), worker)
    with pytest.raises(Member.DoesNotExist):
        do(join_commission, worker, commission=commission, member=other)
    assert Commission.objects.count() == 1


def test_who_leaves_the_collective_leaves_its_commissions(process, someone, worker):
    commission = do(form_commission, worker, case=process, name="Memoria")
    seat = do(join_commission, worker, commission=commission, member=someone)

    do(move_member, worker, member=someone, to="SALIDA")

    seat.refresh_from_db()
    assert seat.ended_at == NOON
