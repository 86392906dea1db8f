"""What people agree to, and what the guards ask for."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from accompaniment.staff import access
from cases.actions import consents
from cases.actions.consents import give_consent, refuse_consent, revoke_consent
from cases.actions.people import accompanied, add_participant, end_participation
from cases.actions.refusal import CaseClosed
from cases.enums import AgeGroup, Consent, ConsentMethod, ParticipationRole
from cases.models import Case, ConsentGiven
from tests.factories import NOON, SECRET_TEXT, make_case, make_member, make_person_facts
from tests.traces import changes, do, everything_said

TODAY = NOON.date()
TOMORROW = TODAY + dt.timedelta(days=1)


@pytest.fixture
def bare(worker):
    """A case in which nobody has been asked yet."""
    return make_case(by=worker, consents=False)


def give(case, by, kind=Consent.DATOS_SENS, **facts):
    facts.setdefault("method", ConsentMethod.AUTOGRAFA)
    facts.setdefault("given_on", TODAY)
    return do(give_consent, by, case=case, person=accompanied(case), kind=kind, **facts)


def test_consent_is_recorded_with_exact_trace(bare, worker):
    consent = give(bare, worker, text_version="2026-1", signed_by="Canaria")

    assert (consent.granted, consent.recorded_by, consent.text_version) == (True, worker, "2026-1")
    assert changes(1) == [
        (
            "create",
            "cases.consentgiven",
            bare.pk,
            [str(consent.pk)],
            ["kind", "granted", "method"],
        )
    ]
    assert list(consents.current(bare, TODAY)) == [consent]
    assert consents.missing(bare, TODAY) == [Consent.PROCESO]
    assert "Canaria" not in everything_said()


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"given_on": TOMORROW}, consents.DateInFuture),
        ({"expires_on": TODAY - dt.timedelta(days=1)}, consents.ExpiresBefore),
        ({"method": ConsentMethod.VERBAL}, consents.WrittenConsentNeeded),
        ({"method": ConsentMethod.EXCEPCION}, consents.ExceptionIncomplete),
        (
            {"method": ConsentMethod.EXCEPCION, "exception_reason": "x"},
            consents.ExceptionIncomplete,
        ),
        ({"kind": Consent.REP_NNA}, consents.AggressorCheckMissing),
        (
            {"kind": Consent.REP_NNA, "representative_is_aggressor": True},
            consents.LegalReviewNeeded,
        ),
    ],
)
def test_consent_is_refused(bare, worker, facts, refusal):
    with pytest.raises(refusal) as refused:
        give(bare, worker, **facts)

    assert str(refused.value)
    assert not ConsentGiven.objects.exists()


def test_refusing_a_consent_signed_by_the_aggressor_names_legal_review(bare, worker):
    with pytest.raises(consents.LegalReviewNeeded, match="legal"):
        give(bare, worker, kind=Consent.REP_NNA, representative_is_aggressor=True)


def test_exception_counts_until_it_ends(bare, worker):
    facts = {"method": ConsentMethod.EXCEPCION, "exception_reason": SECRET_TEXT}
    give(bare, worker, expires_on=TOMORROW, **facts)
    give(bare, worker, kind=Consent.PROCESO, method=ConsentMethod.VERBAL)

    assert consents.missing(bare, TODAY) == []
    assert consents.missing(bare, TODAY + dt.timedelta(days=2)) == [Consent.DATOS_SENS]
    assert SECRET_TEXT not in everything_said()


def test_new_answer_replaces_the_former_one(bare, worker):
    yes = give(bare, worker)
    facts = {"kind": Consent.DATOS_SENS, "method": ConsentMethod.VERBAL, "given_on": TODAY}
    no = do(refuse_consent, worker, case=bare, person=accompanied(bare), **facts)

    yes.refresh_from_db()
    assert yes.revoked_at == NOON
    assert list(consents.current(bare, TODAY)) == [no]
    assert Consent.DATOS_SENS in consents.missing(bare, TODAY)
    with pytest.raises(consents.AlreadyRevoked):
        do(revoke_consent, worker, consent=yes)


def test_consent_is_taken_back_from_now_on(bare, worker):
    consent = give(bare, worker)
    do(revoke_consent, worker, consent=consent)

    task = bare.tasks.get()
    assert (task.kind, task.about, task.assignee) == ("CONSENT_REVOKED", consent.pk, worker)
    assert changes(2) == [
        ("change", "cases.consentgiven", bare.pk, [str(consent.pk)], ["revoked_at"]),
        ("create", "cases.task", bare.pk, [str(task.pk)], ["kind", "assignee", "due_on"]),
    ]
    assert Consent.DATOS_SENS in consents.missing(bare, TODAY)
    with pytest.raises(consents.AlreadyRevoked):
        do(revoke_consent, worker, consent=consent)


def test_what_has_to_stop_falls_to_coordination_when_the_responsible_has_left(bare, worker, team):
    colleague = make_member(team)
    access.grant(colleague, {"view", "write"}, bare)
    consent = give(bare, worker)
    worker.is_active = False
    worker.save()

    do(revoke_consent, colleague, consent=consent)

    task = bare.tasks.get()
    assert (task.kind, task.about, task.assignee) == ("CONSENT_REVOKED", consent.pk, None)


def test_only_who_writes_records_answers(bare, worker, coordinator, stranger):
    consent = give(bare, worker)
    for by in (coordinator, stranger, make_member(bare.team, "reception")):
        with pytest.raises(PermissionDenied):
            give(bare, by)
        with pytest.raises(PermissionDenied):
            do(revoke_consent, by, consent=consent)


def test_who_takes_no_part_agrees_to_nothing(bare, worker):
    elsewhere = accompanied(make_case())
    role = ParticipationRole.FAMILIAR
    facts = {"case": bare, "facts": make_person_facts(), "role": role}
    relative = do(add_participant, worker, **facts)
    do(end_participation, worker, participation=relative)
    for person in (elsewhere, relative.person):
        with pytest.raises(consents.NotOfTheCase):
            do(
                give_consent,
                worker,
                case=bare,
                person=person,
                kind=Consent.PROCESO,
                method=ConsentMethod.VERBAL,
                given_on=TODAY,
            )


def test_closed_case_takes_only_the_answer_about_follow_up(bare, worker):
    Case._base_manager.filter(pk=bare.pk).update(
        is_open=False, state="CERRADO", closed_at=NOON, closed_by=worker, closing_reason="DUPLICADO"
    )
    with pytest.raises(CaseClosed):
        give(bare, worker)
    assert give(bare, worker, kind=Consent.SEGUIMIENTO).granted


@pytest.mark.parametrize("age_group", [AgeGroup.NINEZ, AgeGroup.ADOLESCENCIA])
def test_children_need_their_representative_and_their_own_assent(worker, age_group):
    case = make_case(by=worker, age_group=age_group, consents=False)

    assert consents.missing(case, TODAY) == list(consents.CHILD_NEEDS)


def test_age_has_to_be_known(worker):
    case = make_case(by=worker, age_group=AgeGroup.DESCONOCIDA, consents=False)

    with pytest.raises(consents.AgeNotKnown):
        consents.missing(case, TODAY)
