"""A family is accompanied safely: its steps, its consents, its private spaces, who attends."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from accompaniment.staff.acting import acting
from accompaniment.vault import gate
from cases import lines
from cases.actions import attending, consents, custody, family, family_guards, guards
from cases.actions.consents import give_consent, revoke_consent
from cases.actions.custody import CustodyFacts, add_custody, end_custody, tell_child
from cases.actions.lifecycle import NoSuchStep, move_case
from cases.actions.notes import OnlyTheAuthor, add_addendum, edit_note
from cases.actions.people import CannotEndAccompanied, end_participation
from cases.actions.refusal import CaseClosed
from cases.actions.reminders import remind
from cases.actions.sessions import SessionFacts, hold_session, record_session, schedule_session
from cases.actions.team import assign_member
from cases.enums import (
    AgeGroup,
    CaseState,
    Consent,
    ConsentMethod,
    ParticipationRole,
    SessionType,
    Visibility,
)
from cases.enums.bond import BondKind
from cases.enums.family import CustodyKind, Said, Truth, Whereabouts
from cases.enums.task import TaskKind
from cases.models import Case, FamilySheet, Note
from tests.cases.families import (
    agree,
    bind,
    hear,
    join,
    make_family,
    make_whole_family,
    mention,
    write,
)
from tests.factories import NOON, SECRET_TEXT, make_member
from tests.traces import changes, do, everything_said

S = CaseState
UNSAFE = family.SafetyAnswers(lives_with=Said.SI)
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)


@pytest.fixture
def whole(worker):
    return make_whole_family(worker)


def at_state(case, state):
    """Put a case into a state, whatever led there."""
    closed = {"is_open": False, "closed_at": NOON, "closing_reason": "DUPLICADO"}
    ended = state in {S.CERRADO, S.NO_INDICADO}
    facts = {**closed, "closed_by": case.responsible} if ended else {}
    Case._base_manager.filter(pk=case.pk).update(state=state, **facts)
    return Case.objects.get(pk=case.pk)


def move(case, by, to, **facts):
    facts.setdefault("reason", "Porque así se acordó")
    if to == S.EN_PAUSA:
        facts.setdefault("until_on", NOON.date() + 30 * DAY)
    return do(move_case, by, case=case, to=to, **facts)


# --- the way of a family -------------------------------------------------------------------------

WAY = lines.FAMILY.next


@pytest.mark.parametrize("before", list(WAY), ids=lambda state: state.value)
def test_only_the_steps_of_a_family_are_taken(whole, worker, before):
    refusal = CaseClosed if before in {S.CERRADO, S.NO_INDICADO} else NoSuchStep
    for after in CaseState:
        case = at_state(whole[0], before)
        start = transaction.savepoint()
        if after in WAY[before]:
            assert move(case, worker, after).state == after
            assert ("change", "cases.case", case.pk) in [row[:3] for row in changes(2)]
        else:
            with pytest.raises(refusal):
                move(case, worker, after)
        transaction.savepoint_rollback(start)


def test_a_family_of_one_is_no_family(worker):
    with pytest.raises(family_guards.FamilyOfOne):
        move(make_family(by=worker), worker, S.SEGURIDAD)


def test_every_adult_is_heard_alone_first(worker):
    case = make_family(by=worker, name="Rosa")
    elena = join(case, worker, "Elena")
    join(case, worker, "Luz", age_group=AgeGroup.NINEZ)
    case = at_state(case, S.SEGURIDAD)
    rosa = case.participations.get(role="PA").person
    hear(case, worker, rosa)
    with pytest.raises(family_guards.InterviewsMissing) as refused:
        move(case, worker, S.VALORACION_FAMILIAR)
    assert refused.value.named == "Elena"

    hear(case, worker, elena)

    assert move(case, worker, S.VALORACION_FAMILIAR).state == S.VALORACION_FAMILIAR


def test_an_age_nobody_knows_is_asked_for(whole, worker):
    case, _people = whole
    join(case, worker, "Sol", age_group=AgeGroup.DESCONOCIDA)
    with pytest.raises(consents.AgeNotKnown):
        move(at_state(case, S.SEGURIDAD), worker, S.VALORACION_FAMILIAR)


@pytest.mark.parametrize("answer", ["lives_with", "would_attend"])
def test_who_has_harmed_near_is_not_indicated(whole, worker, answer):
    case, people = whole
    answers = family.SafetyAnswers(**{answer: Said.SI})
    hear(case, worker, people["Elena"], at=NOON + HOUR, answers=answers)
    case = at_state(case, S.SEGURIDAD)
    with pytest.raises(family_guards.AggressorNear) as refused:
        move(case, worker, S.VALORACION_FAMILIAR)
    assert "Elena" not in str(refused.value)

    closed = move(case, worker, S.NO_INDICADO)

    assert (closed.state, closed.is_open) == (S.NO_INDICADO, False)
    task = case.tasks.get(kind=TaskKind.PROPOSE_INDIVIDUAL)
    assert (task.assignee, task.state) == (None, "OPEN")  # coordination proposes, with whom


def test_a_later_interview_may_say_that_it_is_safe_now(whole, worker):
    case, people = whole
    hear(case, worker, people["Elena"], at=NOON + HOUR, answers=UNSAFE)
    hear(case, worker, people["Elena"], at=NOON + DAY)

    assert move(at_state(case, S.SEGURIDAD), worker, S.VALORACION_FAMILIAR, at=NOON + DAY)


def test_who_has_harmed_and_lives_with_them_stops_every_step(whole, worker):
    case, people = whole
    uncle = mention(case, worker, "Ramiro")
    bind(case, worker, uncle, BondKind.AGRESION, people["Luz"], lives_together=True)
    for before, after in (
        (S.SEGURIDAD, S.VALORACION_FAMILIAR),
        (S.VALORACION_FAMILIAR, S.ENCUADRE_FAMILIAR),
        (S.ENCUADRE_FAMILIAR, S.EN_PROCESO),
        (S.EN_PAUSA, S.EN_PROCESO),
    ):
        with pytest.raises(family_guards.AggressorNear):
            move(at_state(case, before), worker, after)


def test_not_indicated_says_why(whole, worker):
    case = at_state(whole[0], S.SEGURIDAD)
    with pytest.raises(guards.ReasonMissing):
        move(case, worker, S.NO_INDICADO, reason=" ")


def test_two_have_to_agree_and_who_speaks_for_them_is_one(worker):
    case = make_family(by=worker, name="Rosa")
    elena, luis = (join(case, worker, name) for name in ("Elena", "Luis"))
    rosa = case.participations.get(role="PA").person
    hear(case, worker, rosa, elena, luis)
    case = at_state(case, S.VALORACION_FAMILIAR)
    agree(case, worker, elena, luis)
    with pytest.raises(family_guards.FewAgreed) as refused:
        move(case, worker, S.ENCUADRE_FAMILIAR)
    assert refused.value.named == "Rosa"

    agree(case, worker, rosa)
    given = case.consents.filter(person=luis, kind=Consent.PROCESO).get()
    do(revoke_consent, worker, consent=given)

    assert move(case, worker, S.ENCUADRE_FAMILIAR).state == S.ENCUADRE_FAMILIAR


# --- consents, one by one ------------------------------------------------------------------------


def test_each_member_answers_for_herself(whole, worker):
    case, people = whole
    luis = join(case, worker, "Luis")

    found = dict(consents.standing(case, [*people.values(), luis], NOON.date()))

    assert found[people["Rosa"]] == []
    assert found[luis] == list(consents.ADULT_NEEDS)
    assert consents.needed(case, people["Luz"]) == consents.CHILD_NEEDS


def test_a_co_holder_who_harms_is_refused_and_a_legal_review_asked_for(whole, worker):
    case, _people = whole
    child = join(case, worker, "Iker", age_group=AgeGroup.NINEZ)
    with pytest.raises(consents.LegalReviewNeeded):
        do(
            give_consent,
            worker,
            case=case,
            person=child,
            kind=Consent.REP_NNA,
            method=ConsentMethod.AUTOGRAFA,
            given_on=NOON.date(),
            representative_is_aggressor=True,
        )

    assert not case.consents.filter(person=child).exists()
    task = case.tasks.get(kind=TaskKind.LEGAL_REVIEW)
    assert (task.about, task.is_urgent) == (child.pk, True)


def test_who_has_not_agreed_is_not_put_down(whole, worker):
    case, people = whole
    luis = join(case, worker, "Luis")
    facts = SessionFacts(
        starts_at=NOON, kind=SessionType.FAMILIAR, people=(people["Rosa"].pk, luis.pk)
    )
    with pytest.raises(attending.CannotAttend) as refused:
        do(record_session, worker, case=case, facts=facts)
    assert refused.value.named == "Luis"
    assert not case.sessions.exists()

    facts = SessionFacts(starts_at=NOON, kind=SessionType.CRISIS, people=(luis.pk,))
    held = do(record_session, worker, case=case, facts=facts)  # heard in a crisis all the same

    assert list(held.people.values_list("person", "came")) == [(luis.pk, True)]


def test_consent_taken_back_in_the_middle_ends_her_presence_and_not_the_process(whole, worker):
    case, people = whole
    given = case.consents.get(person=people["Elena"], kind=Consent.PROCESO)
    do(revoke_consent, worker, consent=given)

    assert case.tasks.get(kind=TaskKind.CONSENT_REVOKED).assignee == worker
    both = (people["Rosa"].pk, people["Elena"].pk)
    facts = SessionFacts(starts_at=NOON, kind=SessionType.FAMILIAR, people=both)
    with pytest.raises(attending.CannotAttend):
        do(record_session, worker, case=case, facts=facts)
    facts = SessionFacts(starts_at=NOON, kind=SessionType.FAMILIAR, people=both[:1])
    assert do(record_session, worker, case=case, facts=facts)
    part = case.participations.get(person=people["Elena"])
    do(end_participation, worker, participation=part)
    case.refresh_from_db()
    assert case.is_open


def test_who_is_expected_and_who_came(whole, worker):
    case, people = whole
    both = (people["Rosa"].pk, people["Elena"].pk)
    facts = SessionFacts(starts_at=NOON + DAY, kind=SessionType.PARENTAL, people=both)
    planned = do(schedule_session, worker, case=case, facts=facts)
    assert set(planned.people.values_list("came", flat=True)) == {None}

    came = SessionFacts(starts_at=NOON + DAY, kind=SessionType.PARENTAL, people=both[:1])
    do(hold_session, worker, session=planned, facts=came, at=NOON + 2 * DAY)

    assert dict(planned.people.values_list("person", "came")) == {both[0]: True, both[1]: False}


def test_who_is_only_spoken_of_comes_to_no_session(whole, worker):
    case, _people = whole
    missing = mention(case, worker, "Toño", whereabouts=Whereabouts.DESAPARECIDA)
    facts = SessionFacts(starts_at=NOON, kind=SessionType.CRISIS, people=(missing.pk,))

    with pytest.raises(attending.DoesNotTakePart):
        do(record_session, worker, case=case, facts=facts)


def test_another_member_may_speak_for_the_family(whole, worker):
    case, people = whole
    rosa, elena = (case.participations.get(person=people[n]) for n in ("Rosa", "Elena"))
    with pytest.raises(CannotEndAccompanied):
        do(end_participation, worker, participation=rosa)

    do(family.change_referent, worker, case=case, part=elena)
    do(end_participation, worker, participation=rosa)

    assert (
        case.participations.get(role=ParticipationRole.PA, ended_at=None).person == people["Elena"]
    )
    with pytest.raises(family.AlreadyReferent):
        do(family.change_referent, worker, case=case, part=elena)


# --- private spaces ------------------------------------------------------------------------------


def test_a_private_note_lies_under_a_key_of_that_person(whole, worker):
    case, people = whole
    note = write(case, worker, SECRET_TEXT, about=people["Elena"], people=[people["Elena"]])

    assert (note.visibility, note.about) == (Visibility.PRIVATE, people["Elena"])
    place = Note.objects.get(pk=note.pk).sections.place
    assert (place.compartment, place.holder) == ("private", people["Elena"].pk)
    with acting(worker, "care"):
        assert SECRET_TEXT in Note.objects.get(pk=note.pk).sections.reveal().values()
        with gate.require().shut("private"), pytest.raises(gate.NoAccess):
            Note.objects.get(pk=note.pk).sections.reveal()


def test_an_addendum_lies_where_its_note_lies(whole, worker):
    case, people = whole
    note = write(case, worker, "x", about=people["Elena"], people=[people["Elena"]])
    addendum = do(add_addendum, worker, note=note, body=SECRET_TEXT)

    assert (addendum.about, addendum.visibility) == (people["Elena"], Visibility.PRIVATE)
    assert addendum.body.place.holder == people["Elena"].pk
    assert not Note.objects.shared().filter(case=case).exists()


def test_only_the_author_moves_a_note_into_a_space_or_out(whole, worker, team):
    case, people = whole
    note = write(case, worker, "x", people=[people["Elena"]], signed=False)
    colleague = make_member(team)
    do(assign_member, worker, case=case, user=colleague, function="member")
    sections = {"temas": SECRET_TEXT}
    with pytest.raises(OnlyTheAuthor):
        do(edit_note, colleague, note=note, version=1, sections=sections, about=people["Elena"])

    do(edit_note, worker, note=note, version=1, sections=sections, about=people["Elena"])
    note.refresh_from_db()
    assert note.visibility == Visibility.PRIVATE

    do(edit_note, worker, note=note, version=2, sections=sections, about=None)
    note.refresh_from_db()
    assert (note.visibility, note.about) == (Visibility.TEAM, None)


def test_no_note_lies_in_the_space_of_somebody_of_another_case(whole, worker):
    case, people = whole
    stranger = make_whole_family()[1]["Elena"]
    with pytest.raises(consents.NotOfTheCase):
        write(case, worker, "x", about=stranger, people=[people["Rosa"]])
    assert not Note.objects.exists()


# --- safety, households, the sheet, agreements ---------------------------------------------------


def test_what_a_member_said_alone_is_sealed_in_her_space(whole, worker):
    case, people = whole
    answers = family.SafetyAnswers(words=SECRET_TEXT)
    heard = do(
        family.interview_member,
        worker,
        case=case,
        person=people["Elena"],
        held_on=NOON.date(),
        answers=answers,
    )

    assert heard.answers.place.holder == people["Elena"].pk
    assert changes(1) == [
        ("create", "cases.safetyinterview", case.pk, [str(heard.pk)], ["held_on", "answers"])
    ]
    assert SECRET_TEXT not in everything_said()
    with pytest.raises(consents.DateInFuture):
        do(family.interview_member, worker, case=case, person=people["Elena"],
           held_on=NOON.date() + DAY, answers=answers)  # fmt: skip
    with pytest.raises(family.NotAMember):
        do(family.interview_member, worker, case=case, person=mention(case, worker, "Toño"),
           held_on=NOON.date(), answers=answers)  # fmt: skip


def test_households_change(whole, worker):
    case, people = whole
    facts = {"case": case, "person": people["Luz"], "since": "primavera de 2011"}
    with pytest.raises(family.HouseholdMissing):
        do(family.begin_stay, worker, household=" ", **facts)
    stay = do(family.begin_stay, worker, household="Casa de la abuela", **facts)
    do(family.end_stay, worker, stay=stay, until="2020")

    with acting(worker, "care"):
        stay.refresh_from_db()
        assert stay.facts.reveal() == {
            "household": "Casa de la abuela",
            "since": "primavera de 2011",
            "until": "2020",
        }
    with pytest.raises(family.StayEnded):
        do(family.end_stay, worker, stay=stay)


def test_the_sheet_of_a_family_is_never_overwritten_unseen(whole, worker):
    case, _people = whole
    with pytest.raises(family.SheetEmpty):
        do(family.write_sheet, worker, case=case, sections={"event": " ", "other": "x"})
    do(family.write_sheet, worker, case=case, sections={"roles": SECRET_TEXT})
    with pytest.raises(family.SheetChangedMeanwhile):
        do(family.write_sheet, worker, case=case, sections={"roles": "mine"}, version=0)
    do(family.write_sheet, worker, case=case, sections={"roles": "both"}, version=1)

    sheet = FamilySheet.objects.get(case=case)
    assert sheet.version == 2
    assert changes(1) == [("change", "cases.familysheet", case.pk, [str(sheet.pk)], ["roles"])]
    assert SECRET_TEXT not in everything_said()


def test_an_agreement_comes_due_once_and_ends(whole, worker):
    case, people = whole
    facts = {"case": case, "person": people["Elena"], "due_on": NOON.date()}
    with pytest.raises(family.AgreementEmpty):
        do(family.agree_on, worker, words=" ", **facts)
    agreement = do(family.agree_on, worker, words=SECRET_TEXT, **facts)
    assert (remind(NOON), remind(NOON + DAY)) == (1, 0)
    task = case.tasks.get(kind=TaskKind.AGREEMENT_DUE)
    assert (task.assignee, task.due_on) == (worker, NOON.date())

    do(family.end_agreement, worker, agreement=agreement, kept=True)

    task.refresh_from_db()
    assert task.state == "DONE"
    with pytest.raises(family.AgreementEnded):
        do(family.end_agreement, worker, agreement=agreement, kept=False)


# --- children ------------------------------------------------------------------------------------


def test_what_a_child_was_told_lies_in_its_own_space(whole, worker):
    case, people = whole
    facts = {"case": case, "child": people["Luz"], "truth": Truth.OTRA_COSA}
    with pytest.raises(custody.NothingTold):
        do(tell_child, worker, **facts)
    known = do(tell_child, worker, told=SECRET_TEXT, said_by="una tía", when="2011", **facts)

    assert known.facts.place.holder == people["Luz"].pk
    assert changes(1) == [("create", "cases.childknows", case.pk, [str(known.pk)], ["facts"])]
    assert SECRET_TEXT not in everything_said()
    with pytest.raises(custody.NotAChild):
        do(tell_child, worker, **{**facts, "child": people["Elena"]}, told="x")


@pytest.mark.parametrize("kind", list(CustodyKind))
def test_a_holder_who_harms_is_reviewed_before_anybody_relies_on_him(whole, worker, kind):
    case, people = whole
    facts = CustodyFacts(kind=kind, holder_name="Su padre", holder_is_aggressor=True)
    held = do(add_custody, worker, case=case, child=people["Luz"], facts=facts)

    reviews = case.tasks.filter(kind=TaskKind.LEGAL_REVIEW, about=held.pk)
    restrains = kind in {CustodyKind.RESTRICCION, CustodyKind.CONVIVENCIA}
    assert reviews.exists() is not restrains
    do(end_custody, worker, custody=held, until="2020")
    with pytest.raises(custody.CustodyEnded):
        do(end_custody, worker, custody=held)


def test_somebody_decides(whole, worker):
    case, people = whole
    facts = CustodyFacts(kind=CustodyKind.GUARDA)
    with pytest.raises(custody.HolderMissing):
        do(add_custody, worker, case=case, child=people["Luz"], facts=facts)


def test_who_may_not_write_changes_nothing_of_a_family(whole, team, stranger):
    case, people = whole
    for by in (make_member(team, "coordinator"), stranger):
        with pytest.raises(PermissionDenied):
            do(family.write_sheet, by, case=case, sections={"roles": "x"})
        with pytest.raises(PermissionDenied):
            do(tell_child, by, case=case, child=people["Luz"], truth=Truth.NADA)
        with pytest.raises(PermissionDenied):
            do(family.begin_stay, by, case=case, person=people["Luz"], household="x")
        with pytest.raises(PermissionDenied):
            hear(case, by, people["Elena"])
