"""What hurts is never written down without what holds up."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accompaniment.staff.acting import acting
from cases.actions import assessments
from cases.actions.assessments import AssessmentFacts, EffectSaid, assess
from cases.actions.refusal import CaseClosed
from cases.enums.effects import EFFECTS, Level
from cases.enums.resources import OFFERED, Resource
from cases.models import Assessment
from cases.reports.assessment import shown
from tests.cases.planned import EFFECT, NEAR, RESOURCE, make_assessment, make_event
from tests.cases.test_actions_events import close
from tests.factories import NOON, SECRET_TEXT, make_case
from tests.traces import changes, do, everything_said


def look(worker, case, **facts):
    told = {"assessment_id": uuid.uuid4(), "facts": AssessmentFacts(**facts)}
    return do(assess, worker, case=case, **told)


def test_effects_alone_are_refused_and_it_is_said_why(case, worker):
    for facts in ({"effects": (EFFECT,)}, {"others": {"effects_FAM": "ya no comemos juntas"}}):
        with pytest.raises(assessments.ResourcesMissing, match="resiste"):
            look(worker, case, sections={"context": "x"}, **facts)

    assert not Assessment.objects.exists()
    assert look(worker, case, effects=(EFFECT,), resources=(RESOURCE,)).tells_resources
    words = {"effects_FAM": "ya no comemos juntas", "resources_COL": "las del bordado"}
    assert look(worker, case, others=words).tells_effects


def test_the_database_refuses_effects_alone_too(case, worker):
    row = {"case": case, "number": 1, "made_by": worker, "made_at": NOON, "content": {"a": 1}}
    with acting(worker, "test"), pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.create(tells_effects=True, **row)


def test_assessment_is_sealed_whole_with_exact_trace(case, worker):
    event = make_event(case, worker)
    effect = EffectSaid("FAM", "CAMBIO_ROLES", words="soy mamá y papá", event=str(event.pk))
    said = {"meaning": SECRET_TEXT, "health": " "}

    made = look(
        worker, case, sections=said, effects=(effect,), resources=(RESOURCE,), network=(NEAR,)
    )

    assert changes(1) == [
        ("create", "cases.assessment", case.pk, [str(made.pk)], ["content"]),
    ]
    content = do(lambda by, at: Assessment.objects.get().content.reveal(), worker)
    assert content["sections"] == {"meaning": SECRET_TEXT}
    assert uuid.UUID(content["effects"][0].pop("id"))
    assert content["effects"][0]["words"] == "soy mamá y papá"
    for secret in (SECRET_TEXT, "CAMBIO_ROLES", "Hermana"):
        assert secret not in everything_said()


def test_each_look_is_a_new_row_and_the_same_id_the_same(case, worker):
    first = make_assessment(case, worker)
    told = {"assessment_id": first.pk, "facts": AssessmentFacts(resources=(RESOURCE,))}
    again = do(assess, worker, case=case, **told)
    second = look(worker, case, resources=(RESOURCE,))

    assert (again, [first.number, second.number]) == (first, [1, 2])
    with pytest.raises(PermissionDenied):
        do(assess, worker, case=make_case(by=worker), **told)


def test_assessment_is_refused(case, worker):
    other = make_event(make_case(by=worker), worker)
    with pytest.raises(assessments.AssessmentEmpty):
        look(worker, case, sections={"context": "  "})
    for event in (other.pk, uuid.uuid4()):
        effect = EffectSaid("IND", "MIEDO", event=str(event))
        with pytest.raises(assessments.EventNotOfTheCase):
            look(worker, case, effects=(effect,), resources=(RESOURCE,))
    close(case, worker)
    with pytest.raises(CaseClosed):
        look(worker, case, resources=(RESOURCE,))


def test_only_who_writes_assesses(case, coordinator, stranger):
    for by in (coordinator, stranger):
        with pytest.raises(PermissionDenied):
            look(by, case, resources=(RESOURCE,))


def test_what_hurts_stands_beside_what_holds_up(case, worker):
    row = make_assessment(case, worker, others={"resources_IND": "mi perro"})

    it = do(lambda by, at: shown(Assessment.objects.get(pk=row.pk)), worker)

    (side,) = it.sides
    assert ([e.label for e in side.effects], side.other_resources) == (["Insomnio"], "mi perro")
    assert (side.effects[0].strength, side.resources) == (4, ["Poner límites"])
    assert [(n.name, n.kind) for n in it.network] == [("Hermana", "holds")]
    assert it.asks_about_suicide is False


@pytest.mark.parametrize(("now", "asks"), [(True, True), (None, True), (False, False)])
def test_thoughts_of_dying_are_answered_on_the_page(case, worker, now, asks):
    effect = EffectSaid("IND", "IDEACION_SUICIDA", is_current=now)
    row = make_assessment(case, worker, effects=(effect,))

    it = do(lambda by, at: shown(Assessment.objects.get(pk=row.pk)), worker)

    assert it.asks_about_suicide is asks


def test_every_resource_is_offered_somewhere_and_every_level_has_effects():
    assert {each for offered in OFFERED.values() for each in offered} == set(Resource)
    assert list(EFFECTS) == list(Level)
    codes = [each.value for vs in EFFECTS.values() for v in vs for each in v]
    assert len(codes) == len(set(codes)) == 74
