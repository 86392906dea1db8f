"""The editor on the page: it works by plain forms, and nothing typed is lost."""

import pytest
from django.urls import reverse

from accompaniment.staff.acting import acting
from expertise.enums.commission import CommissionState
from expertise.models import Section, SectionDraft
from expertise.sections import SECTIONS
from tests.expertise import tools
from tests.expertise.writing import fill, write

BOMB = (
    "<script>alert(1)</script> <img src=file:///etc/passwd> "
    "<style>*{display:none}</style> ![x](https://example.org/p.gif) \u202e"
)


@pytest.fixture
def commission(case, worker, coordinator):
    return tools.make_commission(
        worker,
        case=case,
        coordinator=coordinator,
        state=CommissionState.INTEGRACION,
        evaluated_name="Noemí Ortega Sierra",
    )


def to(commission, name="section", *args):
    return reverse(f"expertise:{name}", args=[commission.code, *args])


def post(client, commission, key="relato", **data):
    return client.post(to(commission, "section", key), {"version": 0, **data})


def text(page):
    return page.content.decode()


def test_the_outline_shows_every_section_and_how_long_it_is(client, commission):
    write(commission, "relato", "uno dos tres")
    client.force_login(commission.expert)

    page = text(client.get(to(commission, "editor")))

    for section in SECTIONS:
        assert to(commission, "section", section.key) in page
    assert "3 palabras" in page
    assert "palabras, unas" in page


@pytest.mark.parametrize("key", [section.key for section in SECTIONS])
def test_every_section_opens_with_its_guidance(client, commission, key):
    fill(commission)
    client.force_login(commission.expert)

    page = client.get(to(commission, "section", key))

    assert page.status_code == 200
    assert "Qué va aquí" in text(page)


def test_what_was_pasted_is_shown_as_text(client, commission):
    client.force_login(commission.expert)

    page = text(post(client, commission, body=BOMB, do="preview"))

    preview = page[page.index('id="preview"') : page.index('aria-labelledby="h-section"')]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in preview
    for tag in ("<script", "<img", "<style", "\u202e"):
        assert tag not in preview


def test_saving_goes_on_to_the_next_section(client, commission):
    client.force_login(commission.expert)

    answer = post(client, commission, body="Refiere miedo.", do="next")

    assert answer["Location"] == to(commission, "section", "estado_mental")
    assert "Refiere miedo." in text(client.get(to(commission, "section", "relato")))


def test_a_template_is_added_below_with_what_is_known(client, commission):
    client.force_login(commission.expert)

    page = text(post(client, commission, body="Lo mío.", do="template", template="relato-2026.1"))

    assert "Lo mío.\n\nSe expone lo que N. O. S. refirió" in page
    assert 'name="used" value="relato-2026.1"' in page
    assert not Section.objects.exists()
    gaps = text(post(client, commission, "fuentes", do="template", template="fuentes-2026.1"))
    assert "Falta llenar" in gaps


def test_two_writers_lose_nothing(client, commission):
    write(commission, "relato", "el texto guardado")
    client.force_login(commission.expert)

    answer = post(client, commission, body="el texto mío", version=0)

    assert answer.status_code == 409
    assert "el texto guardado" in text(answer)
    assert "el texto mío" in text(answer)
    assert 'name="version" value="1"' in text(answer)
    assert post(client, commission, body="los dos", version=1).status_code == 302


def test_typing_is_kept_and_offered_again(client, commission):
    client.force_login(commission.expert)
    url = to(commission, "section_draft", "relato")

    kept = client.post(url, {"body": "a medias y sin guardar", "version": 0})

    assert "5 palabras" in kept.json()["text"]
    page = text(client.get(to(commission, "section", "relato")))
    assert "a medias y sin guardar" in page
    assert "?stored" in page
    assert "a medias" not in text(client.get(to(commission, "section", "relato") + "?stored"))
    client.post(to(commission, "section_discard", "relato"))
    assert not SectionDraft.objects.exists()


def test_typing_on_an_old_version_is_kept_and_says_so(client, commission):
    write(commission, "relato", "el texto guardado")
    client.force_login(commission.expert)

    kept = client.post(
        to(commission, "section_draft", "relato"), {"body": "el texto mío", "version": 0}
    )

    assert kept.status_code == 409
    both = text(client.get(kept.json()["url"]))
    assert "el texto guardado" in both
    assert "el texto mío" in both


def test_a_refusal_keeps_what_was_typed(client, commission):
    client.force_login(commission.expert)
    tools.stand_at(commission, CommissionState.REVISION_PARES)

    answer = post(client, commission, body="lo tecleado")

    assert answer.status_code == 422
    assert "lo tecleado" in text(answer)
    assert client.post(to(commission, "section_draft", "relato"), {"body": " "}).status_code == 422


def test_who_loses_the_commission_gets_the_words_back(client, commission):
    client.force_login(commission.reviewer)

    answer = post(client, commission, body="lo tecleado")

    assert answer.status_code == 403
    assert "lo tecleado" in text(answer)


def test_a_reviewer_reads_sections_and_nothing_else(client, commission):
    write(commission, "relato", "Refiere **miedo**.")
    keep = {"body": "a medias", "version": 1}
    client.force_login(commission.expert)
    client.post(to(commission, "section_draft", "relato"), keep)
    client.force_login(commission.reviewer)

    page = text(client.get(to(commission, "section", "relato")))

    assert "Refiere <strong>miedo</strong>." in page
    assert "a medias" not in page
    assert "<textarea" not in page
    assert client.get(to(commission, "editor")).status_code == 200
    for name in ("report_preview", "readiness"):
        assert client.get(to(commission, name)).status_code == 403
    client.force_login(commission.case.responsible)
    assert client.get(to(commission, "editor")).status_code == 404


def test_the_whole_report_is_read_on_one_page(client, commission):
    fill(commission)
    write(commission, "relato", "> «Me decía: tú no sirves.» (S2)")
    client.force_login(commission.expert)

    page = text(client.get(to(commission, "report_preview")))

    assert "N. O. S. (identidad bajo reserva)" in page
    assert "frente a su punto de corte" in page
    assert "«Me decía: tú no sirves.»" in page
    assert "Bajo protesta de decir verdad" in page
    with acting(commission.expert, "care"):
        assert commission.evaluated_name.reveal() not in page


def test_a_section_that_is_none_does_not_exist(client, commission):
    client.force_login(commission.expert)
    assert client.get(to(commission, "section", "nada")).status_code == 404


def test_four_hundred_rows_open_and_save(client, commission):
    rows = "\n".join(f"| fila {n} | {n} |" for n in range(400))
    client.force_login(commission.expert)

    answer = post(client, commission, body=f"Tabla: Mensajes\n| a | b |\n|---|---|\n{rows}")

    assert answer.status_code == 302
    assert text(client.get(to(commission, "report_preview"))).count('<th scope="row">fila') == 400
