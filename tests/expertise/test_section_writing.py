"""Sections are saved as versions, kept while typed, and never lost to somebody faster."""

import pytest
from django.core.exceptions import PermissionDenied

from accompaniment.staff.acting import acting
from accompaniment.vault.gate import NoAccess
from cases.actions.refusal import TextTooLong
from cases.skeletons import LIMIT
from expertise.actions.moving import Locked, NotWritingNow
from expertise.actions.writing import (
    SectionChangedMeanwhile,
    SectionEmpty,
    discard_section_draft,
    keep_section_draft,
    mark_gender,
    write_section,
)
from expertise.enums.commission import CommissionState
from expertise.models import Section, SectionDraft
from tests.expertise import tools
from tests.traces import changes, do, everything_said

SECRET = "canary-section-77aa"


@pytest.fixture
def commission(case, worker, coordinator):
    return tools.make_commission(
        worker, case=case, coordinator=coordinator, state=CommissionState.INTEGRACION
    )


def save(commission, *, key="relato", version=0, body=SECRET, by=None, **facts):
    by = by or commission.expert
    return do(
        write_section, by, commission=commission, key=key, version=version, body=body, **facts
    )


def keep(commission, *, by=None, key="relato", body=SECRET, version=0):
    by = by or commission.expert
    return do(keep_section_draft, by, commission=commission, key=key, body=body, version=version)


def words(commission, by=None):
    with acting(by or commission.expert, "care"):
        return Section.objects.get(commission=commission).body.reveal()


def test_a_section_is_saved_clean_and_counted(commission):
    section = save(commission, body=f"{SECRET}\u202e dos\r\n\r\ntres ", template="relato-2026.1")

    assert words(commission) == f"{SECRET} dos\n\ntres"
    assert (section.version, section.words, section.template) == (1, 3, "relato-2026.1")
    assert changes(1) == [
        ("create", "expertise.section", commission.pk, [str(section.pk)], ["body"])
    ]
    assert SECRET not in everything_said()


def test_who_was_slower_is_told_and_nothing_is_overwritten(commission):
    save(commission, body="la primera")

    for stale in (0, 2):
        with pytest.raises(SectionChangedMeanwhile) as refused:
            save(commission, version=stale, body="la segunda")
        assert refused.value.conflict
        assert refused.value.section.version == 1
    assert words(commission) == "la primera"
    assert save(commission, version=1, body="las dos juntas").version == 2


def test_an_empty_section_says_why(commission):
    with pytest.raises(SectionEmpty):
        save(commission, body=" \u200b ")

    section = save(commission, body="", empty_because="Ninguna pregunta lo pide.")

    assert (section.body, section.words) == (None, 0)
    assert changes(1)[0][4] == ["empty_because"]


def test_too_much_is_refused_and_named(commission):
    with pytest.raises(TextTooLong) as refused:
        save(commission, body="a" * (LIMIT + 1))
    assert str(LIMIT) in str(refused.value)
    assert not Section.objects.exists()


def test_only_the_expert_writes_and_only_while_it_is_written(commission):
    for reader in (commission.reviewer, commission.requested_by, commission.case.responsible):
        with pytest.raises(PermissionDenied):
            save(commission, by=reader)
    tools.stand_at(commission, CommissionState.REVISION_PARES)
    with pytest.raises(NotWritingNow):
        save(commission)
    tools.stand_at(commission, CommissionState.FIRMADO)
    for act in (save, keep):
        with pytest.raises(Locked):
            act(commission)
    assert not Section.objects.exists()


def test_a_draft_is_its_authors_alone(commission):
    draft = keep(commission)

    with acting(commission.expert, "care"):
        assert SectionDraft.objects.get().content.reveal() == {
            "body": SECRET,
            "empty_because": "",
            "version": 0,
        }
        assert SectionDraft.objects.visible_to(commission.expert).exists()
    for reader in (commission.reviewer, commission.requested_by):
        with acting(reader, "care"):
            assert not SectionDraft.objects.visible_to(reader).exists()
            with pytest.raises(NoAccess):
                SectionDraft.objects.get().content.reveal()
    with pytest.raises(PermissionDenied):
        do(discard_section_draft, commission.reviewer, draft=draft)
    do(discard_section_draft, commission.expert, draft=draft)
    assert not SectionDraft.objects.exists()


def test_a_draft_is_kept_while_a_peer_reads_and_ends_when_it_is_saved(commission):
    tools.stand_at(commission, CommissionState.REVISION_PARES)
    keep(commission)
    keep(commission, body="más")
    assert SectionDraft.objects.count() == 1

    tools.stand_at(commission, CommissionState.CON_OBSERVACIONES)
    save(commission)

    assert not SectionDraft.objects.exists()


def test_a_gender_item_is_kept_and_changed(commission):
    answers = {"PODER": ("SI", SECRET), "NINEZ": ("NA", "No tiene hijas ni hijos"), "X": ("SI", "")}
    do(mark_gender, commission.expert, commission=commission, answers=answers)
    do(mark_gender, commission.expert, commission=commission, answers={"PODER": ("NO", "")})

    kept = {check.item: check for check in commission.gender_checks.all()}
    assert {item: check.verdict for item, check in kept.items()} == {"PODER": "NO", "NINEZ": "NA"}
    assert kept["PODER"].history.count() == 2
    assert SECRET not in everything_said()
    with pytest.raises(PermissionDenied):
        do(mark_gender, commission.reviewer, commission=commission, answers=answers)
