"""Searches, samples, authorities, and what children were told."""

import datetime as dt
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction

from cases.actions import missing as records
from cases.actions import missing_search as searching
from cases.actions import missing_trail as use
from cases.actions.people import accompanied
from cases.enums import ConsentMethod
from cases.enums.task import TaskKind
from cases.models import (
    AuthorityContact,
    ChildTold,
    MissingAuthority,
    MissingSample,
    MissingSearch,
    Task,
)
from tests.cases.searching import DAY, SAMPLE, SEARCH, make_child, make_missing
from tests.factories import make_case
from tests.traces import changes, do, everything_said

LATER = dt.date(2026, 5, 20)
CLB = use.AuthorityFacts("CLB", "Zona norte", "Lic. Nevárez", leads=True)
SAID = use.SaidFacts(DAY, "Preguntamos por los avances.", agreed="Llaman el viernes")
TOLD = use.ToldFacts("Su abuela", "Tu papá está trabajando lejos.", asks="¿Cuándo viene?")


@pytest.fixture
def missing(case, worker):
    return make_missing(case, worker)


def of(case, missing, **facts):
    return {"case": case, "missing": missing, **facts}


def again(case, search, by, facts):
    """Complete a search as somebody who has seen what it holds."""
    seen = records.fingerprint(MissingSearch.objects.get(pk=search.pk), "facts")
    return do(searching.change_search, by, case=case, search=search, facts=facts, seen=seen)


def test_search_in_the_field_asks_to_look_after_people(case, worker, missing):
    search = do(searching.add_search, worker, **of(case, missing, facts=SEARCH))

    asked = [
        (t.kind, t.stage, t.assignee, t.due_on.isoformat())
        for t in Task.objects.order_by("due_on", "kind", "stage")
    ]
    assert asked == [
        (TaskKind.SEARCH_AFTER, "24h 2026-05-03", worker, "2026-05-04"),
        (TaskKind.SEARCH_AFTER, "7d 2026-05-03", worker, "2026-05-10"),
        (TaskKind.TEAM_DEBRIEF, "7d 2026-05-03", None, "2026-05-10"),
    ]
    assert changes(4)[0] == (
        "create",
        "cases.missingsearch",
        missing.pk,
        [str(search.pk)],
        ["kind", "searched_on", "facts"],
    )
    assert "Sauz" not in everything_said()


def test_search_long_ago_asks_today_and_one_at_a_desk_not_at_all(case, worker, missing):
    do(searching.add_search, worker, **of(case, missing, facts=replace(SEARCH, in_field=False)))
    assert not Task.objects.exists()

    long_ago = replace(SEARCH, searched_on=dt.date(2020, 1, 1))
    do(searching.add_search, worker, **of(case, missing, facts=long_ago))
    assert {t.due_on for t in Task.objects.all()} == {dt.date(2026, 5, 4)}


def test_search_is_completed_and_asks_once(case, worker, missing):
    search = do(searching.add_search, worker, **of(case, missing, facts=SEARCH))
    more = replace(SEARCH, findings="Nada hoy.", after="Comieron juntas.")
    changed = again(case, search, worker, more)

    assert Task.objects.count() == 3
    opened = do(lambda by, at: changed.facts.reveal(), worker)
    assert opened == {
        "in_field": True,
        "place": "El Sauz",
        "findings": "Nada hoy.",
        "after": "Comieron juntas.",
    }
    assert search.history.count() == 2


def test_search_moved_to_another_day_asks_for_that_day(case, worker, missing):
    search = do(searching.add_search, worker, **of(case, missing, facts=SEARCH))
    again(case, search, worker, replace(SEARCH, searched_on=LATER))

    asked = Task.objects.filter(state="OPEN").values_list("due_on", flat=True)
    assert sorted(str(day) for day in asked) == ["2026-05-21", "2026-05-27", "2026-05-27"]
    assert Task.objects.filter(state="DROPPED").count() == 3
    again(case, search, worker, replace(SEARCH, searched_on=LATER, in_field=False))
    assert not Task.objects.filter(state="OPEN").exists()


def test_second_writer_of_a_search_overwrites_nothing(case, worker, missing):
    search = do(searching.add_search, worker, **of(case, missing, facts=SEARCH))
    again(case, search, worker, replace(SEARCH, findings="Nada hoy."))
    late = {"facts": replace(SEARCH, findings="Otra cosa"), "seen": "lo de antes"}
    with pytest.raises(records.ChangedMeanwhile):
        do(searching.change_search, worker, case=case, search=search, **late)

    search.refresh_from_db()
    assert do(lambda by, at: search.facts.reveal(), worker)["findings"] == "Nada hoy."


def test_sample_is_completed_with_what_came_of_it(case, worker, missing):
    sample = do(use.add_sample, worker, **of(case, missing, facts=SAMPLE))
    more = replace(SAMPLE, in_bank="SI", certificate="Copia")
    changed = do(use.change_sample, worker, case=case, sample=sample, facts=more)

    assert do(lambda by, at: changed.facts.reveal(), worker)["in_bank"] == "SI"
    less = replace(SAMPLE, consent_kept="")
    with pytest.raises(use.WrittenConsentMissing):
        do(use.change_sample, worker, case=case, sample=sample, facts=less)
    do(use.withdraw_sample, worker, case=case, sample=sample)
    with pytest.raises(use.SampleWithdrawn):
        do(use.change_sample, worker, case=case, sample=sample, facts=more)


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        (replace(SAMPLE, donor=" "), use.DonorMissing),
        (replace(SAMPLE, consent_method=ConsentMethod.VERBAL), use.WrittenConsentMissing),
        (replace(SAMPLE, consent_method=ConsentMethod.EXCEPCION), use.WrittenConsentMissing),
        (replace(SAMPLE, consent_method=""), use.WrittenConsentMissing),
        (replace(SAMPLE, consent_on=None), use.WrittenConsentMissing),
        (replace(SAMPLE, consent_kept=" "), use.WrittenConsentMissing),
        (replace(SAMPLE, consent_on=LATER), use.ContactInFuture),
        (replace(SAMPLE, taken_on=LATER), use.ContactInFuture),
    ],
)
def test_sample_without_written_consent_is_refused(case, worker, missing, facts, refusal):
    with pytest.raises(refusal):
        do(use.add_sample, worker, **of(case, missing, facts=facts))

    assert not MissingSample.objects.exists()


def test_database_refuses_a_sample_by_word_of_mouth(case, worker, missing):
    sample = do(use.add_sample, worker, **of(case, missing, facts=SAMPLE))
    sample.consent_method = ConsentMethod.VERBAL
    with pytest.raises(IntegrityError), transaction.atomic():
        sample.save(update_fields=["consent_method"])


def test_consent_to_a_sample_is_taken_back_once(case, worker, missing):
    sample = do(use.add_sample, worker, **of(case, missing, facts=SAMPLE))
    assert changes(1) == [
        (
            "create",
            "cases.missingsample",
            missing.pk,
            [str(sample.pk)],
            ["consent_method", "facts"],
        )
    ]
    do(use.withdraw_sample, worker, case=case, sample=sample)

    task = Task.objects.get()
    assert (task.kind, task.about, task.assignee) == (TaskKind.CONSENT_REVOKED, sample.pk, worker)
    with pytest.raises(use.SampleWithdrawn):
        do(use.withdraw_sample, worker, case=case, sample=sample)


def test_authority_and_what_passed_with_it(case, worker, missing):
    authority = do(use.add_authority, worker, **of(case, missing, facts=CLB))
    other = replace(CLB, official="Lic. Urías", leads=False)
    do(use.change_authority, worker, case=case, authority=authority, facts=other)
    contact = do(use.log_contact, worker, case=case, authority=authority, facts=SAID)

    now = MissingAuthority.objects.get()
    opened = do(lambda by, at: (now.facts.reveal(), contact.facts.reveal()), worker)
    assert opened == (
        {"office": "Zona norte", "official": "Lic. Urías"},
        {"said": "Preguntamos por los avances.", "agreed": "Llaman el viernes"},
    )
    assert changes(1)[0][:4] == (
        "create",
        "cases.authoritycontact",
        missing.pk,
        [str(contact.pk)],
    )
    for facts, refusal in (
        (replace(SAID, said=" "), use.NothingSaid),
        (replace(SAID, contacted_on=LATER), use.ContactInFuture),
    ):
        with pytest.raises(refusal):
            do(use.log_contact, worker, case=case, authority=authority, facts=facts)
    assert AuthorityContact.objects.count() == 1


def test_what_a_child_was_told_stays_as_it_was_said(case, worker, missing):
    child = make_child(case, worker)
    told = do(use.keep_told, worker, **of(case, missing, person=child, facts=TOLD))

    assert changes(1) == [
        ("create", "cases.childtold", case.pk, [str(told.pk)], ["person", "facts"])
    ]
    opened = do(lambda by, at: ChildTold.objects.get().facts.reveal(), worker)
    assert opened["words"] == "Tu papá está trabajando lejos."
    assert "trabajando" not in everything_said()
    with pytest.raises(DatabaseError), transaction.atomic():
        ChildTold.objects.get().save()


def test_what_a_child_was_told_is_refused(case, worker, missing):
    child = make_child(case, worker)
    theirs = make_child(make_case(by=worker, name="Otra"), worker)
    for person, facts, refusal in (
        (accompanied(case), TOLD, use.NotAChild),
        (theirs, TOLD, use.NotInThisCase),
        (child, replace(TOLD, words=" "), use.WordsOfChildMissing),
        (child, replace(TOLD, told_by=""), use.WordsOfChildMissing),
    ):
        with pytest.raises(refusal):
            do(use.keep_told, worker, **of(case, missing, person=person, facts=facts))
    assert not ChildTold.objects.exists()


def test_nobody_else_writes_into_the_trail(case, worker, missing, stranger, coordinator):
    child = make_child(case, worker)
    authority = do(use.add_authority, worker, **of(case, missing, facts=CLB))
    sample = do(use.add_sample, worker, **of(case, missing, facts=SAMPLE))
    search = do(searching.add_search, worker, **of(case, missing, facts=SEARCH))
    for by in (stranger, coordinator):
        for action, facts in (
            (searching.add_search, of(case, missing, facts=SEARCH)),
            (
                searching.change_search,
                {"case": case, "search": search, "facts": SEARCH, "seen": ""},
            ),
            (use.change_sample, {"case": case, "sample": sample, "facts": SAMPLE}),
            (use.add_sample, of(case, missing, facts=SAMPLE)),
            (use.withdraw_sample, {"case": case, "sample": sample}),
            (use.add_authority, of(case, missing, facts=CLB)),
            (use.change_authority, {"case": case, "authority": authority, "facts": CLB}),
            (use.log_contact, {"case": case, "authority": authority, "facts": SAID}),
            (use.keep_told, of(case, missing, person=child, facts=TOLD)),
        ):
            with pytest.raises(PermissionDenied):
                do(action, by, **facts)


def test_record_of_another_case_is_not_reached_through_this_one(case, worker, missing):
    other = make_case(by=worker, name="Otra Familia")
    for action, facts in (
        (searching.add_search, SEARCH),
        (use.add_sample, SAMPLE),
        (use.add_authority, CLB),
    ):
        with pytest.raises(records.NotLinked):
            do(action, worker, **of(other, missing, facts=facts))
