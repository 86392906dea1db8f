"""The rules of the causal-link table (domain 2(h); Istanbul Protocol 2022)."""

import itertools
import uuid

import pytest
from django.core.exceptions import PermissionDenied

from accompaniment.staff.acting import acting
from expertise.actions import linking
from expertise.actions.linking import EvidenceTold, confirm_diagnostic, connect
from expertise.actions.matrix_pieces import ChangedMeanwhile, PieceWithdrawn
from expertise.enums.matrix import EvidenceKind, Grade
from expertise.models import CausalLink
from expertise.reports.matrix import gaps_of, hinders, incomplete, matrix
from expertise.reports.matrix_lines import unmet
from tests.expertise import matrices, tools
from tests.traces import changes, do

KINDS = tuple(EvidenceKind.values)
NEEDS = {  # the table of domain 2(h), written down a second time
    "": (0, False, False),
    "NC": (1, True, False),
    "C": (1, True, False),
    "HC": (2, True, False),
    "T": (2, True, False),
    "D": (2, True, True),
    "NA": (0, True, False),
}


@pytest.fixture
def commission(case, worker, coordinator):
    return tools.make_commission(worker, case=case, coordinator=coordinator, state="INTEGRACION")


def oracle(grade, kinds, alternatives, confirmed):
    least, needs_alternatives, needs_confirmation = NEEDS[grade]
    rules = set()
    if len(kinds) < least:
        rules.add("two_kinds" if kinds else "evidence")
    if needs_alternatives and not alternatives:
        rules.add("alternatives")
    if needs_confirmation and not confirmed:
        rules.add("confirmation")
    return rules


@pytest.mark.parametrize("grade", NEEDS)
def test_every_degree_is_met_exactly_as_the_table_of_the_protocol_says(grade):
    groups = [set(c) for n in range(len(KINDS) + 1) for c in itertools.combinations(KINDS, n)]
    for kinds, alternatives, confirmed in itertools.product(groups, ("", "  ", "x"), (True, False)):
        found = set(unmet(grade, kinds, alternatives=alternatives, confirmed=confirmed))

        assert found == oracle(grade, kinds, alternatives.strip(), confirmed)


@pytest.mark.parametrize("grade", Grade.values)
def test_what_may_be_saved_is_what_the_rules_allow_for_every_group_of_sources(commission, grade):
    known = matrices.sources_of_every_kind(commission)
    fact = matrices.make_fact(commission)
    groups = [c for n in range(3) for c in itertools.combinations(KINDS, n)]
    refusals = {
        "evidence": linking.WithoutEvidence,
        "two_kinds": linking.TwoKindsNeeded,
        "alternatives": linking.AlternativesMissing,
    }
    for index, (kinds, alternatives) in enumerate(itertools.product(groups, ("", "Duelo"))):
        effect = matrices.make_effect(commission, f"E {index}")
        evidence = [matrices.said(kind, known[kind]) for kind in kinds]
        facts = {"fact": fact, "effect": effect, "evidence": evidence}
        facts["told"] = matrices.told(grade, alternatives=alternatives)
        wrong = oracle(grade, kinds, alternatives, True)
        if wrong:
            with pytest.raises(tuple(refusals[rule] for rule in wrong)):
                do(connect, commission.expert, **facts)
            assert not effect.links.exists()
        else:
            do(connect, commission.expert, **facts)
            assert effect.links.get().evidence.count() == len(kinds)


def test_two_pieces_of_one_kind_are_not_two_kinds(commission):
    first, second = matrices.make_held(commission, 1), matrices.make_held(commission, 2)
    evidence = [matrices.said(EvidenceKind.ENTREVISTA, each) for each in (first, second)]

    with pytest.raises(linking.TwoKindsNeeded):
        matrices.make_link(commission, evidence=evidence, link=matrices.told(Grade.HC))


def test_a_link_without_a_degree_is_saved_and_its_gaps_are_named(commission):
    link = matrices.make_link(commission, evidence=(), link=matrices.told("", alternatives=""))

    with acting(commission.expert, "care"):
        gaps = incomplete(commission)

    assert [(gap.key, gap.code, gap.link) for gap in gaps] == [
        ("N1", "grade", link.pk),
        ("N1", "columns", link.pk),
    ]


def test_a_whole_matrix_lacks_nothing(commission):
    matrices.make_whole(commission, Grade.HC)

    with acting(commission.expert, "care"):
        assert incomplete(commission) == []


def test_a_degree_falls_short_once_its_source_is_withdrawn_from_the_file(commission):
    matrices.make_whole(commission, Grade.HC)
    with acting(commission.expert, "care"):
        source = commission.sources.filter(kind="DOCUMENTO").get()
        source.withdrawn_at = commission.requested_at
        source.save()
        codes = [gap.code for gap in incomplete(commission)]

    assert codes == ["two_kinds", "gone"]


def test_a_rule_of_the_protocol_cannot_be_justified_away(commission):
    matrices.make_fact(commission, "Sin nexo")
    link = matrices.make_whole(commission)
    with acting(commission.expert, "care"):
        link.told = {**link.told.reveal(), "grade": "D"}
        link.save()
        commission.matrix_justified = "La fuente no se pudo ver"
        commission.save()

        assert {gap.code for gap in incomplete(commission)} == {"unlinked", "confirmation"}
        assert {gap.code for gap in hinders(commission)} == {"confirmation"}


def test_diagnostic_of_waits_for_the_reviewer_and_falls_with_every_change(commission):
    link = matrices.make_whole(commission, Grade.D)
    with acting(commission.expert, "care"):
        assert [gap.code for gap in incomplete(commission)] == ["confirmation"]
        full = link.told.reveal()

    do(confirm_diagnostic, commission.reviewer, link=link)

    assert changes(1) == [
        ("change", "expertise.causallink", commission.pk, [str(link.pk)], ["d_confirmed_at"])
    ]
    with acting(commission.expert, "care"):
        assert incomplete(commission) == []
    told = linking.LinkTold(**{**full, "works": tuple(full["works"]), "stressors": "otro"})
    again = matrices.make_link(
        commission, link.fact, link.effect, evidence=(), link=told, version=1
    )
    assert (again.pk, again.version, again.d_confirmed_at) == (link.pk, 2, None)


def test_only_the_reviewer_confirms_and_only_what_says_diagnostic(commission):
    link = matrices.make_link(commission)

    with pytest.raises(PermissionDenied):
        do(confirm_diagnostic, commission.expert, link=link)
    with pytest.raises(linking.NothingToConfirm):
        do(confirm_diagnostic, commission.reviewer, link=link)


# --- evidence ------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_evidence_of_another_commission_is_refused(commission, worker, coordinator, kind):
    other = tools.make_commission(
        worker, case=commission.case, coordinator=coordinator, expert=commission.expert
    )
    theirs = matrices.sources_of_every_kind(other)[kind]

    with pytest.raises(linking.NotOfThisFile):
        matrices.make_link(commission, evidence=[matrices.said(kind, theirs)])
    assert not CausalLink.objects.exists()


@pytest.mark.parametrize(
    ("kind", "other"),
    [
        (kind, other)
        for kind, other in itertools.permutations(KINDS, 2)
        if {kind, other} != {"ENTREVISTA", "OBSERVACION"}
    ],
)
def test_evidence_points_where_its_kind_says(commission, kind, other):
    target = matrices.sources_of_every_kind(commission)[other]

    with pytest.raises(linking.NotOfThisFile):
        matrices.make_link(commission, evidence=[matrices.said(kind, target)])


def test_a_session_that_was_not_held_is_no_evidence(commission):
    planned = matrices.make_held(commission, status="PROGRAMADA")

    with pytest.raises(linking.NotOfThisFile):
        matrices.make_link(commission, evidence=[matrices.said("ENTREVISTA", planned)])


def test_evidence_is_added_changed_and_dropped_in_one_go(commission):
    known = matrices.sources_of_every_kind(commission)
    first = [matrices.said(kind, known[kind]) for kind in ("ENTREVISTA", "INSTRUMENTO")]
    link = matrices.make_link(commission, evidence=first)
    kept, dropped = (link.evidence.get(kind=kind) for kind in ("ENTREVISTA", "INSTRUMENTO"))
    evidence = [
        matrices.said("ENTREVISTA", known["ENTREVISTA"], quote="Dormía vestida", uid=kept.pk),
        matrices.said("INSTRUMENTO", known["INSTRUMENTO"], uid=dropped.pk, drop=True),
        matrices.said("COLATERAL", known["COLATERAL"], locator="minuto 4"),
    ]

    matrices.make_link(commission, link.fact, link.effect, evidence=evidence, version=1)

    with acting(commission.expert, "care"):
        (line,) = matrix(commission).links
    assert [(each.kind, each.where, each.quote) for each in line.evidence] == [
        ("ENTREVISTA", "S1", "Dormía vestida"),
        ("COLATERAL", "C1, minuto 4", ""),
    ]
    dropped.refresh_from_db()
    assert dropped.withdrawn_at is not None
    assert kept.history.count() == 2


def test_the_last_source_is_not_dropped_from_under_a_degree(commission):
    link = matrices.make_link(commission)
    piece = link.evidence.get()
    gone = EvidenceTold("ENTREVISTA", piece.session_id, uid=piece.pk, drop=True)

    with pytest.raises(linking.WithoutEvidence):
        matrices.make_link(commission, link.fact, link.effect, evidence=[gone], version=1)
    piece.refresh_from_db()
    assert piece.withdrawn_at is None


# --- cells ---------------------------------------------------------------------------------


def test_a_cell_is_linked_once_and_only_as_it_was_seen(commission):
    link = matrices.make_link(commission)

    with pytest.raises(ChangedMeanwhile):
        matrices.make_link(commission, link.fact, link.effect)
    matrices.make_link(commission, link.fact, link.effect, evidence=(), version=1)
    with pytest.raises(ChangedMeanwhile):
        matrices.make_link(commission, link.fact, link.effect, evidence=(), version=1)


def test_ends_lie_in_one_commission_and_still_count(commission, worker, coordinator):
    other = tools.make_commission(
        worker,
        case=commission.case,
        coordinator=coordinator,
        expert=commission.expert,
        state="INTEGRACION",
    )
    with pytest.raises(linking.NotOfThisFile):
        matrices.make_link(commission, effect=matrices.make_effect(other))
    work = matrices.make_work(other)
    with pytest.raises(linking.NotOfThisFile):
        matrices.make_link(commission, link=matrices.told(works=(work.pk,)))
    with pytest.raises(linking.NotOfThisFile):
        matrices.make_link(commission, link=matrices.told(works=(uuid.uuid4(),)))
    with acting(commission.expert, "care"):
        fact = matrices.make_fact(commission)
        fact.withdrawn_at = commission.requested_at
        fact.save()
    with pytest.raises(PieceWithdrawn):
        matrices.make_link(commission, fact)


def test_gaps_name_facts_and_effects_without_a_link(commission):
    matrices.make_whole(commission)
    matrices.make_fact(commission, "Control")
    matrices.make_effect(commission, "Culpa")

    with acting(commission.expert, "care"):
        gaps = gaps_of(matrix(commission))

    assert [(gap.key, gap.code) for gap in gaps] == [("H2", "unlinked"), ("E2", "unlinked")]
