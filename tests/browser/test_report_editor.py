"""The editor of a report in a real browser: kept while typed, accessible, at home on a phone."""

import json

import pytest

from tests.browser.steps import NEUTRAL, faults_of, tell, visit

BEGIN = "import django; django.setup(); from tests.browser import report_story; report_story.main()"
WIDE, NARROW = {"width": 1366, "height": 768}, {"width": 360, "height": 800}
STICKS_OUT = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
PAGES = (
    *("report/", "report/whole/", "readiness/", "report/relato/", "report/historia/"),
    *("report/instrumentos/", "report/marco/", "report/cierre/"),
)


@pytest.fixture(scope="module")
def told(house):
    story = json.loads(house.run("-c", BEGIN))
    return {**story, "key": tell(house, "enter", story["email"])[story["email"]]}


@pytest.fixture
def page(house, browser, told):
    with visit(browser, house, told["key"], viewport=WIDE) as page:
        page.base = f"{house.url}/expertise/{told['folio']}/"
        yield page
        assert page.context.faults == []


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_accessible_by_day_by_night_and_on_a_phone(page, path):
    page.goto(page.base + path)
    assert faults_of(page) == []
    assert page.title() in NEUTRAL
    page.set_viewport_size(NARROW)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert faults_of(page) == []
    assert not page.evaluate(STICKS_OUT)


def test_what_is_typed_is_kept_and_comes_back(page):
    page.goto(page.base + "report/contexto/")
    page.get_by_label("Texto del apartado").fill("Vive en una localidad pequeña.")
    page.locator(".saved", has_text="palabras").wait_for()

    page.reload()

    assert page.get_by_label("Texto del apartado").input_value() == "Vive en una localidad pequeña."
    page.get_by_role("button", name="Guardar y seguir").click()
    page.wait_for_url("**/report/relato/")
    page.goto(page.base + "report/contexto/")
    assert page.get_by_text("Descartar el borrador").count() == 0


def test_a_preview_and_a_template_lose_nothing_that_was_typed(page):
    page.goto(page.base + "report/marco/")
    field = page.get_by_label("Texto del apartado")
    field.fill("Lo mío.")
    page.get_by_label("Texto para empezar").select_option("marco-genero-2026.1")
    page.get_by_role("button", name="Agregar este texto").click()
    used = page.locator("input[name=used][value='marco-genero-2026.1']")
    used.wait_for(state="attached")
    assert page.get_by_label("Texto del apartado").input_value().startswith("Lo mío.")

    page.get_by_role("button", name="Ver cómo queda").click()
    page.locator("#preview h3", has_text="Perspectiva de género").wait_for()
    assert page.get_by_label("Texto del apartado").input_value().startswith("Lo mío.")
