"""The matrix as the printed report says it."""

import pytest

from accompaniment.staff.acting import acting
from expertise.actions.freezing import freeze
from expertise.enums.matrix import EvidenceKind, Grade
from expertise.models import CausalLink, Effect, EvaluationSession, Evidence, Fact, Source, Work
from expertise.reports.golden import golden
from expertise.reports.matrix import incomplete
from expertise.reports.matrix_blocks import blocks
from tests.expertise import tools
from tests.expertise.writing import fill
from tests.factories import NOON
from tests.traces import do


@pytest.fixture
def commission(case, worker, coordinator):
    return tools.make_commission(worker, case=case, coordinator=coordinator, state="INTEGRACION")


@pytest.fixture
def filled(commission):
    with acting(commission.expert, "care"):
        of = {"commission": commission}
        fact = Fact.objects.create(
            **of,
            number=1,
            told={
                "title": "Amenazas",
                "words": "Refiere **amenazas**.",
                "types": ["T_PSICOLOGICA", "T_FISICA"],
                "modalities": ["M_FAMILIAR"],
                "when": "2021 a 2025",
                "frequency": "diaria",
            },
        )
        Fact.objects.create(**of, number=2, told={"title": "Control"})
        effect = Effect.objects.create(
            **of,
            number=1,
            told={
                "title": "Insomnio",
                "words": "Despierta",
                "levels": ["INDIVIDUAL", "FAMILIAR"],
                "onset": "2018",
                "course": "CONTINUO",
                "course_words": "leve mejoría",
                "intensity": 3,
            },
        )
        work = Work.objects.create(
            **of, number=1, told={"cite": "Herman (1992)", "reference": "Herman, J. (1992). …"}
        )
        told = {
            "grade": "HC",
            "time": "DESPUES",
            "time_words": "Desde 2021.",
            "specificity": "Sueña la amenaza",
            "alternatives": "Duelo: se descarta",
            "stressors": "Proceso penal",
            "protective": "Red de su hermana",
            "works": [str(work.pk)],
        }
        link = CausalLink.objects.create(**of, number=1, fact=fact, effect=effect, told=told)
        session = EvaluationSession.objects.create(
            **of, number=2, starts_at=NOON, time_zone="America/Chihuahua", by=commission.expert
        )
        source = Source.objects.create(**of, kind="DOCUMENTO", number=3, recorded_at=NOON)
        Evidence.objects.create(
            **of, link=link, kind=EvidenceKind.DOCUMENTO, source=source, locator="foja 18"
        )
        Evidence.objects.create(
            **of, link=link, kind=EvidenceKind.ENTREVISTA, session=session, quote="Dormía vestida"
        )
        question = commission.questions.get(number=2)
        question.answer = "**Sí.** Requiere atención."
        question.rests_on = [str(link.pk)]
        question.save()
    return commission


def test_blocks_of_an_empty_matrix_are_the_questions_alone(commission):
    with acting(commission.expert, "care"):
        found = blocks(commission)

    assert {key: len(each) for key, each in found.items()} == {
        "relato": 0,
        "efectos": 0,
        "nexo": 0,
        "respuestas": 2,
        "bibliografia": 0,
    }


def test_blocks_say_exactly_what_stands_in_the_records(filled):
    with acting(filled.expert, "care"):
        found = blocks(filled)

    assert found["relato"] == [
        {
            "type": "table",
            "caption": "Hechos y patrones de violencia referidos",
            "columns": [
                {"title": "Hecho", "width": "long"},
                {"title": "Tipo y modalidad"},
                {"title": "Cuándo", "width": "short"},
                {"title": "Frecuencia"},
            ],
            "rows": [
                ["**H1.** Amenazas", "psicológica y física; familiar", "2021 a 2025", "diaria"],
                ["**H2.** Control", "—", "—", "—"],
            ],
        },
        {
            "type": "heading",
            "text": "H1. Amenazas (psicológica y física; familiar)",
            "id": "h1",
        },
        {"type": "prose", "text": "Refiere **amenazas**."},
        {"type": "heading", "text": "H2. Control", "id": "h2"},
    ]
    assert found["efectos"][0]["rows"] == [
        [
            "**E1.** Insomnio (individual y familiar)",
            "Despierta",
            "2018",
            "Continuo. leve mejoría",
            "3",
            "S2, D3",
        ]
    ]
    grid, link = found["nexo"]
    assert grid["cells"] == [{"fact": "H1", "effect": "E1", "grade": "HC", "link": "N1"}]
    assert grid["facts"] == [
        {"key": "H1", "title": "Amenazas"},
        {"key": "H2", "title": "Control"},
    ]
    assert [each["count"] for each in grid["grades"]] == [0, 0, 1, 0, 0, 0]
    assert grid["grades"][2] == {
        "code": "HC",
        "label": "Muy consistente",
        "meaning": "Pudo ser causado por lo que se refiere y hay pocas otras causas posibles",
        "count": 1,
    }
    assert link == {
        "type": "link",
        "key": "N1",
        "fact": {"key": "H1", "title": "Amenazas"},
        "effect": {"key": "E1", "title": "Insomnio"},
        "grade": "HC",
        "grade_label": "Muy consistente",
        "time": "Apareció después. Desde 2021.",
        "evidence": [
            {"kind": "Entrevista", "where": "S2", "quote": "Dormía vestida"},
            {"kind": "Documento", "where": "D3, foja 18", "quote": ""},
        ],
        "specificity": "Sueña la amenaza",
        "alternatives": "Duelo: se descarta",
        "stressors": "Proceso penal",
        "protective": "Red de su hermana",
        "works": "Herman (1992)",
    }
    assert found["respuestas"][1] == {
        "type": "answer",
        "key": "P2",
        "question": "¿Qué requiere para su reparación?",
        "text": "**Sí.** Requiere atención.",
        "rests_on": ["N1"],
    }
    assert found["bibliografia"] == [
        {"type": "items", "ordered": False, "items": ["Herman, J. (1992). …"]}
    ]


def test_what_is_missing_is_said_in_the_order_of_the_table(filled):
    with acting(filled.expert, "care"):
        assert [(gap.key, gap.code) for gap in incomplete(filled)] == [("H2", "unlinked")]
        link = filled.links.get()
        link.told = {"grade": Grade.D}
        link.save()
        gaps = [(gap.key, gap.code, gap.may_be_justified) for gap in incomplete(filled)]

    assert gaps == [
        ("H2", "unlinked", True),
        ("N1", "alternatives", False),
        ("N1", "confirmation", False),
        ("N1", "columns", True),
    ]


def shapes(content):
    """Return by block and field which kinds of values it holds."""
    found = {}
    for section in content["sections"]:
        for block in section["blocks"]:
            for name, value in block.items():
                kind = float if isinstance(value, int | float) else type(value)
                found.setdefault((block["type"], name), set()).add(kind)
    return found


def test_what_is_frozen_has_the_shape_of_what_the_golden_report_prints(filled):
    known = shapes(golden()[0])
    evaluated = fill(tools.make_commission(state="INTEGRACION"))
    frozen = {}
    for commission in (filled, evaluated):
        version = do(freeze, commission.expert, commission=commission)
        with acting(commission.expert, "care"):
            frozen |= shapes(version.content.reveal())

    strange = {at: kinds for at, kinds in frozen.items() if not kinds <= known.get(at, kinds)}

    assert strange == {}
    assert {"link", "grid", "answer", "bars", "signature"} <= {block for block, _ in frozen}
