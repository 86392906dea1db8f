"""A version is the whole report as it stood, and the same file gives the same bytes."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from accompaniment.staff.acting import acting
from expertise.actions.freezing import freeze
from expertise.actions.moving import Locked
from expertise.enums.commission import CommissionState
from expertise.frozen import canonical, digest
from expertise.models import Version
from expertise.reports.snapshot import snapshot
from expertise.sections import SECTIONS
from tests.expertise import tools
from tests.expertise.writing import fill, write
from tests.factories import NOON
from tests.traces import changes, do


@pytest.fixture
def commission(case, worker, coordinator):
    return tools.make_commission(
        worker,
        case=case,
        coordinator=coordinator,
        state=CommissionState.INTEGRACION,
        initials="N. O. S.",
        numbers="Causa penal: 0000/0000\nCarpeta: 00-0000",
    )


def seen(commission, what):
    with acting(commission.expert, "care"):
        return what()


def test_a_version_is_the_whole_report(commission):
    write(commission, "limitaciones", "No se evaluó a la otra persona.\u202e")

    version = do(freeze, commission.expert, commission=commission)

    content = seen(commission, Version.objects.get(pk=version.pk).content.reveal)
    assert [section["key"] for section in content["sections"]] == [each.key for each in SECTIONS]
    limits = content["sections"][18]
    assert limits["blocks"] == [{"type": "prose", "text": "No se evaluó a la otra persona."}]
    assert content["sections"][19]["empty_because"]
    assert content["cover"]["version"] == "versión 1"
    assert content["cover"]["evaluated"] == "N. O. S. (identidad bajo reserva)"
    assert content["cover"]["numbers"] == [["Causa penal", "0000/0000"], ["Carpeta", "00-0000"]]
    assert (version.number, version.digest) == (1, digest(content))
    assert changes(1) == [
        ("create", "expertise.version", commission.pk, [str(version.pk)], ["content"])
    ]


def sections_of(content):
    return {section["key"]: section["blocks"] for section in content["sections"]}


def test_records_stand_beside_the_words_in_spanish(commission):
    fill(commission)
    write(commission, "instrumentos", "Los cuestionarios orientan.")
    write(commission, "cierre", "Protesto decir verdad.")

    blocks = sections_of(seen(commission, lambda: snapshot(commission, on=dt.date(2026, 11, 20))))

    facts = dict(blocks["proemio"][0]["rows"])
    assert facts["Régimen procesal"] == "Código Nacional de Procedimientos Penales"
    assert facts["Lugar y fecha del dictamen"] == "20 de noviembre de 2026"
    assert (
        "cédula 0000001, cotejada"
        in dict(blocks["credenciales"][0]["rows"])["Título y cédula profesional"]
    )
    assert blocks["preguntas"][0]["items"][0] == {"key": "P1", "text": tools.QUESTION}
    held = blocks["condiciones"]
    assert held[0]["caption"] == "Sesiones con la persona evaluada: 3 horas 20 min"
    assert held[0]["rows"][0][0::2] == ["S1", "100 min", "—"]
    assert held[1]["text"] == "**Privacidad.** En todas las sesiones: Espacio cerrado."
    assert [row[0] for row in blocks["fuentes"][0]["rows"]] == ["D1", "C1"]
    assert blocks["fuentes"][2]["items"] == ["D1: la foja 9"]
    table, chart, words = blocks["instrumentos"]
    assert table["rows"][0][2] == "**17** en S1\n**15** en S2"
    assert chart["bars"][0]["cut_label"] == "corte 10"
    assert "PHQ-9, 17 de 27, corte 10" in chart["text"]
    assert words["text"] == "Los cuestionarios orientan."
    kinds = [block["type"] for block in blocks["cierre"]]
    assert kinds == ["signature", "copies", "digest"]
    assert blocks["cierre"][0]["oath"] == "Protesto decir verdad."
    assert blocks["cierre"][0]["licences"] == "Cédula profesional 0000001"


def test_a_section_without_words_says_why(commission):
    write(commission, "dano", because="Ninguna pregunta lo pide.")

    content = seen(commission, lambda: snapshot(commission))

    harm = content["sections"][16]
    assert (harm["blocks"], harm["empty_because"]) == ([], "Ninguna pregunta lo pide.")
    assert sections_of(content)["cierre"][0]["oath"].startswith("Bajo protesta de decir verdad")


def test_the_same_file_gives_the_same_bytes(commission):
    fill(commission)
    write(commission, "limitaciones", "No se evaluó a la otra persona.")

    first, again = (
        seen(commission, lambda: canonical(snapshot(commission, on=NOON.date()))) for _ in "12"
    )

    assert first == again


def test_a_signed_report_freezes_no_more(commission):
    tools.stand_at(commission, CommissionState.FIRMADO)
    with pytest.raises(Locked):
        do(freeze, commission.expert, commission=commission, at=NOON)


def test_a_reviewer_freezes_nothing(commission):
    with pytest.raises(PermissionDenied):
        do(freeze, commission.reviewer, commission=commission, at=NOON)
