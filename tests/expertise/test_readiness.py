"""Before signing: each finding shows when it should and goes away when it is put right."""

import pytest
from django.urls import reverse

from accompaniment.staff.acting import acting
from expertise.actions.guards import guards_of
from expertise.actions.guards import readiness as guards
from expertise.actions.writing import mark_gender
from expertise.enums.commission import CommissionState
from expertise.enums.gender import GenderItem
from expertise.enums.review import RemarkState
from expertise.models import Credential, InstrumentUse, Remark, ReviewRound
from expertise.reports.readiness import readiness
from expertise.reports.snapshot import snapshot
from tests.expertise import matrices, tools
from tests.expertise.writing import fill, write
from tests.factories import NOON
from tests.traces import do

FULL = "No se evaluó a la otra persona."


@pytest.fixture
def commission(case, worker, coordinator):
    return tools.make_commission(
        worker,
        case=case,
        coordinator=coordinator,
        state=CommissionState.INTEGRACION,
        evaluated_name="Noemí Ortega Sierra",
        other_party="Raúl Pérez",
    )


def look(commission):
    commission = type(commission).objects.get(pk=commission.pk)
    with acting(commission.expert, "care"):
        found = readiness(commission, snapshot(commission))
    return {finding.code: finding for finding in found}


def texts(commission, code):
    return [place.text for place in look(commission)[code].places]


def answer(commission):
    with acting(commission.expert, "care"):
        for question in commission.questions.all():
            question.answer, question.answered_at = "Sí.", NOON
            question.save()


def guard_of(guard, commission):
    commission = type(commission).objects.get(pk=commission.pk)
    with acting(commission.expert, "care"):
        guard(commission)


def test_questions(commission):
    assert len(texts(commission, "questions")) == 2
    with pytest.raises(guards.QuestionsUnanswered) as refused:
        guard_of(guards.are_questions_answered, commission)
    assert "P1" in str(refused.value)

    answer(commission)

    assert look(commission)["questions"].is_done
    guard_of(guards.are_questions_answered, commission)
    assert len(texts(commission, "conclusions")) == 2  # they rest on nothing yet


def test_matrix_and_its_grades(commission):
    assert not look(commission)["matrix"].is_done
    with pytest.raises(guards.MatrixIncomplete):
        guard_of(guards.is_matrix_whole, commission)

    matrices.make_whole(commission)

    assert look(commission)["matrix"].is_done
    assert look(commission)["grades"].is_done
    guard_of(guards.is_matrix_whole, commission)
    matrices.make_link(commission, link=matrices.told(grade=""))
    assert texts(commission, "grades") == ["N2"]
    with pytest.raises(guards.GradeMissing):
        guard_of(guards.is_matrix_whole, commission)


def test_effects_without_evidence(commission):
    matrices.make_effect(commission, "Insomnio")
    assert texts(commission, "evidence") == ["E1. Insomnio"]

    matrices.make_link(commission, effect=commission.effects.get())

    assert look(commission)["evidence"].is_done


def test_limits(commission):
    write(commission, "limitaciones", because="No hay")
    assert not look(commission)["limits"].is_done
    with pytest.raises(guards.LimitsMissing):
        guard_of(guards.has_limits, commission)

    row = commission.sections.get()
    with acting(commission.expert, "care"):
        row.body, row.words = FULL, 6
        row.save()

    assert look(commission)["limits"].is_done
    guard_of(guards.has_limits, commission)


def test_licence(commission):
    facts = {"title": "Psicología", "recorded_at": NOON, "user": commission.expert}
    held = Credential.objects.create(licence="0000001", **facts)
    assert not look(commission)["licence"].is_done
    with pytest.raises(guards.LicenceMissing):
        guard_of(guards.has_licence, commission)

    held.verified_on, held.verified_by = NOON.date(), commission.reviewer
    held.save()

    assert look(commission)["licence"].is_done
    guard_of(guards.has_licence, commission)


def test_observations(commission):
    assert look(commission)["remarks"].is_done
    version = matrices.make_round(commission).version
    with acting(commission.reviewer, "care"):
        remark = Remark.objects.create(
            commission=commission,
            round=ReviewRound.objects.get(version=version),
            section="relato",
            words="falta la fuente",
            made_at=NOON,
        )
    assert not look(commission)["remarks"].is_done
    with pytest.raises(guards.RemarksOpen):
        guard_of(guards.are_remarks_resolved, commission)

    with acting(commission.reviewer, "care"):
        remark.state, remark.resolved_at = RemarkState.RESUELTA, NOON
        remark.save()

    assert look(commission)["remarks"].is_done
    guard_of(guards.are_remarks_resolved, commission)


def test_sessions_and_instruments(commission):
    assert not look(commission)["sessions"].is_done
    fill(commission)
    assert look(commission)["sessions"].is_done
    assert look(commission)["instruments"].is_done
    with acting(commission.expert, "care"):
        InstrumentUse.objects.create(
            commission=commission, number=2, facts={"name": "GAD-7"}, recorded_at=NOON
        )
    assert texts(commission, "instruments") == ["I2. GAD-7"]


def test_gender_perspective(commission):
    assert len(texts(commission, "gender")) == 12

    answers = {item: ("NA" if item == "NINEZ" else "SI", "") for item in GenderItem.values}
    do(mark_gender, commission.expert, commission=commission, answers=answers)

    assert look(commission)["gender"].is_done
    do(mark_gender, commission.expert, commission=commission, answers={"PODER": ("NO", "")})
    assert len(texts(commission, "gender")) == 1


def test_words_that_blame_or_judge(commission):
    write(commission, "relato", "Ella lo provocó.\n\n> «Me decía que yo soy culpable.» (S2)")

    (place,) = look(commission)["wording"].places

    assert (place.text, place.section) == (
        "Ella lo provocó. «Me decía que yo soy culpable.»",
        "relato",
    )
    assert place.why
    assert place.instead


def test_names_that_should_be_initials(commission):
    assert look(commission)["names"].is_done
    write(commission, "historia", "Noemí Ortega vive con Raúl. N. O. S. no.")

    assert len(texts(commission, "names")) == 2


def test_an_open_identity_may_be_named(commission):
    commission.protected_identity = False
    commission.save(update_fields=["protected_identity"])
    write(commission, "historia", "Noemí Ortega vive con Raúl.")

    assert len(texts(commission, "names")) == 1


def test_gaps_of_templates(commission):
    assert look(commission)["gaps"].is_done
    write(commission, "historia", "Nació en [[año]].")
    assert texts(commission, "gaps") == ["[[año]]"]


def test_sections_nobody_wrote(commission):
    empty = {place.section for place in look(commission)["empty"].places}
    assert "dano" in empty
    assert "cierre" not in empty

    write(commission, "dano", because="Ninguna pregunta lo pide.")

    assert "dano" not in {place.section for place in look(commission)["empty"].places}


def test_works_cited_are_listed(commission):
    write(commission, "marco", "Así lo describe Herman (1992).")
    assert texts(commission, "works")[1:] == ["Herman (1992)"]

    matrices.make_work(commission, "Herman (1992)", reference="Herman, J. (1992). *Trauma*.")

    assert look(commission)["works"].is_done


def test_advice_never_blocks(commission):
    blocking = {code for code, finding in look(commission).items() if finding.blocks}
    assert blocking == {"consent", "questions", "matrix", "grades", "limits", "licence", "remarks"}
    assert set(guards.GUARDS[CommissionState.FIRMADO]) <= set(guards_of(CommissionState.FIRMADO))


def test_the_page_shows_findings_and_keeps_the_checklist(client, commission):
    write(commission, "relato", "Fue un conflicto de pareja.")
    client.force_login(commission.expert)
    url = reverse("expertise:readiness", args=[commission.code])

    page = client.get(url).content.decode()

    assert "Fue un conflicto de pareja." in page
    assert "Violencia ejercida por R. P. U. contra N. O. S." in page
    assert page.count("Hace falta para firmar") == 5
    assert client.post(url, {"PODER": "SI", "PODER_note": "Apartado 11"}).status_code == 302
    assert "Apartado 11" in client.get(url).content.decode()
