"""The statuses of a missing person: every move, with its guard, and nothing by itself."""

import datetime as dt
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from cases.actions import missing as records
from cases.actions import missing_status as use
from cases.actions.refusal import CaseClosed
from cases.enums.missing import (
    BEGINS_AS,
    MISSING_MOVES,
    MissingStatus,
    RegistryStatus,
    Source,
    StatusOf,
    Telling,
)
from cases.enums.task import TaskKind
from cases.models import FamilyTold, MissingPerson, MissingStatusStep, Task
from tests.cases.searching import (
    DOCUMENT,
    HOLDS,
    NAME,
    NOBODY,
    REPORT,
    TOLD,
    make_missing,
    move,
    stand,
)
from tests.factories import NOON, make_case, make_member, make_team
from tests.traces import changes, do, everything_said

PAIRS = [(a, b) for a in MissingStatus for b in MissingStatus]


@pytest.fixture
def missing(case, worker):
    return make_missing(case, worker)


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_every_move_is_as_the_table_says(case, worker, missing, before, after):
    stand(missing, before)

    if after in MISSING_MOVES[before]:
        step = move(case, missing, worker, after)
        missing.refresh_from_db()
        assert (missing.status, step.before, step.after) == (after, before, after)
        assert missing.steps.filter(of=StatusOf.ORGANISATION, after=after).exists()
    else:
        with pytest.raises(use.NoSuchMove):
            move(case, missing, worker, after)
        missing.refresh_from_db()
        assert missing.status == before


def test_nobody_goes_from_missing_to_dead():
    for before in BEGINS_AS:
        assert MissingStatus.SIN_VIDA not in MISSING_MOVES[before]
        assert MissingStatus.RESTITUCION not in MISSING_MOVES[before]
    disputed = MissingStatus.IMPUGNADA
    assert {before for before, after in MISSING_MOVES.items() if disputed in after} == {
        MissingStatus.EN_IDENTIFICACION,
        MissingStatus.SIN_VIDA,
        MissingStatus.RESTITUCION,
    }
    assert MISSING_MOVES[MissingStatus.IMPUGNADA]


@pytest.mark.parametrize("status", [each for each in MissingStatus if each not in BEGINS_AS])
def test_record_begins_with_a_search(case, worker, status):
    with pytest.raises(records.BeginsMissing):
        make_missing(case, worker, status=status)

    assert not MissingPerson.objects.exists()


def test_move_leaves_exactly_this_trace(case, worker, missing):
    step = move(case, missing, worker, MissingStatus.EN_IDENTIFICACION, source=DOCUMENT)

    told = FamilyTold.objects.get()
    assert changes(2) == [
        ("change", "cases.missingperson", missing.pk, [], ["status"]),
        ("create", "cases.familytold", case.pk, [str(told.pk)], ["step", "facts"]),
    ]
    opened = do(lambda by, at: (step.facts.reveal(), told.facts.reveal()), worker)
    assert opened[0] == {
        "kind": "OFICIO",
        "reference": "OF-000-2026",
        "dated_on": "2026-05-02",
        "words": "",
    }
    assert (opened[1]["told_by"], opened[1]["told_on"]) == ("La fiscalía", "2026-05-02")
    for secret in (NAME, HOLDS, "fiscalía", "OF-000"):
        assert secret not in everything_said()


@pytest.mark.parametrize(
    ("to", "source", "telling", "refusal"),
    [
        ("LOCALIZADA_CON_VIDA", replace(DOCUMENT, kind=""), TOLD, use.SourceMissing),
        ("LOCALIZADA_CON_VIDA", replace(DOCUMENT, reference=" "), TOLD, use.SourceMissing),
        ("LOCALIZADA_CON_VIDA", replace(DOCUMENT, dated_on=None), TOLD, use.SourceMissing),
        (
            "LOCALIZADA_CON_VIDA",
            replace(DOCUMENT, dated_on=dt.date(2026, 5, 9)),
            TOLD,
            use.StillToCome,
        ),
        ("LOCALIZADA_CON_VIDA", DOCUMENT, NOBODY, use.FamilyNotTold),
        ("LOCALIZADA_CON_VIDA", DOCUMENT, replace(TOLD, way=""), use.TellingMissing),
        ("LOCALIZADA_CON_VIDA", DOCUMENT, replace(TOLD, told_by=" "), use.TellingMissing),
        ("LOCALIZADA_CON_VIDA", DOCUMENT, replace(TOLD, told_on=None), use.TellingMissing),
        (
            "LOCALIZADA_CON_VIDA",
            DOCUMENT,
            replace(TOLD, told_on=dt.date(2026, 5, 9)),
            use.StillToCome,
        ),
        (
            "IDENTIFICACION_EN_PROCESO",
            DOCUMENT,
            replace(TOLD, accompanied_by=""),
            use.NobodyAccompanied,
        ),
    ],
)
def test_move_is_refused_and_nothing_stays(case, worker, missing, to, source, telling, refusal):
    with pytest.raises(refusal):
        move(case, missing, worker, to, source=source, telling=telling)

    missing.refresh_from_db()
    assert missing.status == MissingStatus.DESAPARECIDA
    assert (MissingStatusStep.objects.count(), FamilyTold.objects.count()) == (1, 0)


def test_nobody_is_located_without_life_on_a_letter(case, worker, missing):
    stand(missing, MissingStatus.EN_IDENTIFICACION)
    with pytest.raises(use.NotAnIdentification):
        move(case, missing, worker, MissingStatus.SIN_VIDA, source=DOCUMENT)

    move(case, missing, worker, MissingStatus.SIN_VIDA, source=REPORT)
    move(
        case,
        missing,
        worker,
        MissingStatus.IMPUGNADA,
        source=replace(DOCUMENT, kind=Source.ESCRITO_FAMILIA),
        telling=replace(TOLD, way=Telling.LO_DIJO_LA_FAMILIA, accompanied_by=""),
    )
    missing.refresh_from_db()
    assert missing.status == MissingStatus.IMPUGNADA


def test_what_the_family_holds_true_survives_every_status(case, worker, missing):
    for to in (MissingStatus.EN_IDENTIFICACION, MissingStatus.SIN_VIDA, MissingStatus.RESTITUCION):
        move(case, missing, worker, to)

    link = case.missing_links.get()
    assert do(lambda by, at: link.holds_true.reveal(), worker) == HOLDS
    assert link.history.count() == 1


# --- the registry ----------------------------------------------------------------------------


@pytest.mark.parametrize("before", RegistryStatus)
def test_registry_says_whatever_it_says_and_our_status_stays(case, worker, missing, before):
    for after in RegistryStatus:
        missing.registry = before
        missing.save(update_fields=["registry"])
        facts = {"to": after, "source": DOCUMENT, "telling": TOLD}
        if after == before:
            with pytest.raises(use.SameStatus):
                do(use.note_registry, worker, case=case, missing=missing, **facts)
            continue
        do(use.note_registry, worker, case=case, missing=missing, **facts)
        missing.refresh_from_db()
        assert (missing.registry, missing.status) == (after, MissingStatus.DESAPARECIDA)


def test_registry_that_told_nobody_asks_the_team(case, worker, missing):
    facts = {"to": RegistryStatus.SIN_VIDA, "source": DOCUMENT, "telling": NOBODY}
    step = do(use.note_registry, worker, case=case, missing=missing, **facts)

    task = Task.objects.get(kind=TaskKind.STATUS_TO_TELL)
    assert (task.case, task.about, task.assignee) == (case, step.pk, worker)
    assert not FamilyTold.objects.exists()
    missing.refresh_from_db()
    assert missing.status == MissingStatus.DESAPARECIDA

    do(use.tell_family, worker, case=case, step=step, telling=TOLD)
    task.refresh_from_db()
    assert (task.state, FamilyTold.objects.get().case) == ("DONE", case)
    with pytest.raises(use.ToldBefore):
        do(use.tell_family, worker, case=case, step=step, telling=TOLD)


# --- several families ------------------------------------------------------------------------


def test_other_families_are_still_to_be_told(case, worker, missing):
    other = make_case(by=worker, name="Otra Familia")
    do(records.link_missing, worker, case=other, missing=missing)

    step = move(case, missing, worker, MissingStatus.EN_IDENTIFICACION)

    task = Task.objects.get(kind=TaskKind.STATUS_TO_TELL)
    assert (task.case, task.about) == (other, step.pk)
    with pytest.raises(use.NobodyAccompanied):
        do(
            use.tell_family,
            worker,
            case=other,
            step=step,
            telling=replace(TOLD, accompanied_by=""),
        )
    with pytest.raises(use.TellingMissing):
        do(use.tell_family, worker, case=other, step=step, telling=NOBODY)
    do(use.tell_family, worker, case=other, step=step, telling=TOLD)
    assert set(FamilyTold.objects.values_list("case", flat=True)) == {case.pk, other.pk}


# --- who, and for how long -------------------------------------------------------------------


def test_only_who_writes_in_a_linked_case_moves_it(case, worker, missing, team, stranger):
    theirs = make_case(by=stranger)
    for by in (stranger, make_member(team, "coordinator"), make_member(team, "reception")):
        with pytest.raises(PermissionDenied):
            move(case, missing, by, MissingStatus.CON_VIDA)
    with pytest.raises(records.NotLinked):
        move(theirs, missing, stranger, MissingStatus.CON_VIDA)
    missing.refresh_from_db()
    assert missing.status == MissingStatus.DESAPARECIDA


def test_closed_case_moves_nothing(case, worker, missing):
    type(case)._base_manager.filter(pk=case.pk).update(
        is_open=False, state="CERRADO", closed_at=NOON, closed_by=worker, closing_reason="DUPLICADO"
    )
    with pytest.raises(CaseClosed):
        move(case, missing, worker, MissingStatus.CON_VIDA)


@pytest.mark.parametrize("model", [MissingStatusStep, FamilyTold])
def test_what_was_said_is_final(case, worker, missing, model):
    move(case, missing, worker, MissingStatus.EN_IDENTIFICACION)
    row = model.objects.last() if model is FamilyTold else model.objects.filter(before="").get()
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        model._base_manager.filter(pk=row.pk).delete()


def test_key_of_a_team_apart_opens_nothing(case, worker, missing):
    outsider = make_member(make_team())
    step = move(case, missing, worker, MissingStatus.EN_IDENTIFICACION)

    with pytest.raises(PermissionDenied):
        do(lambda by, at: step.facts.reveal(), outsider)
