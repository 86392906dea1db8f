"""A first contact in a real browser: one key, one question first, nothing lost, one who accepts."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.steps import EMPTY, STORES, faults_of, saved, tell, visit

ALIAS, DEMAND = "Golondrina del Llano", "Salí anoche y no sé a dónde ir."


@pytest.fixture(scope="module")
def told(house):
    facts = tell(house, "case", "llamada")
    facts["keys"] = tell(house, "enter", facts["author"], facts["colleague"])
    return facts


def open_by_key(page, house, told):
    """Press one key on any page, and be asked the first question."""
    page.goto(f"{house.url}/cases/{told['code']}/")
    page.keyboard.press("F2")
    page.wait_for_url("**/cases/calls/new/")
    first = page.locator("form[data-autosave-url] input:not([type=hidden])").first
    assert first.get_attribute("name") == "safe_now"


def take_down(page):
    """Type with the keyboard only; what is typed is kept, what is too much is not."""
    page.get_by_label("Sí", exact=True).first.focus()
    page.keyboard.press("Space")
    page.get_by_label("¿Cómo quiere que le llamemos?").fill(ALIAS)
    saved(page)
    page.get_by_label("Qué pide").fill("mi esposo Juan Canario me pega")
    page.locator(".saved[data-state=trouble]", has_text="nombre completo").wait_for()
    page.get_by_label("Qué pide").fill(DEMAND)
    saved(page)


def finish(page):
    """Fill the rest, and go on to the urgency."""
    page.locator("input[name=minors][value=NO]").check()
    page.locator("input[name=told]").first.check()
    page.locator("select[name=service_line]").select_option("IND")
    page.get_by_role("button", name="Guardar y seguir").click()
    page.wait_for_url("**/urgency/")


def assess(page):
    """Mark one red sign: the page says at once what it suggests."""
    page.get_by_label("Intento de estrangulamiento").check()
    saved(page, "U1")
    assert faults_of(page) == []
    page.get_by_role("button", name="Guardar la urgencia").click()
    page.wait_for_url(re.compile(r"/cases/calls/[0-9a-f-]{36}/$"))
    expect(page.locator("#urgency .urgency")).to_contain_text("U1")


def test_first_contact_from_one_key_to_its_case(house, browser, told):
    author, colleague = (told["keys"][told[who]] for who in ("author", "colleague"))
    with visit(browser, house, author) as page, visit(browser, house, colleague) as other:
        open_by_key(page, house, told)
        take_down(page)

        page.reload()  # the browser asks nothing: what was typed is kept
        page.goto(f"{house.url}/cases/calls/")
        page.get_by_role("link", name="Sin nombre").first.click()
        page.get_by_role("link", name="Seguir registrando").click()
        expect(page.get_by_label("¿Cómo quiere que le llamemos?")).to_have_value(ALIAS)
        expect(page.get_by_label("Qué pide")).to_have_value(DEMAND)
        finish(page)
        assess(page)
        assert page.evaluate(STORES) == EMPTY

        call = page.url
        for each in (page, other):
            each.goto(f"{call}accept/")
        page.get_by_role("button", name="Aceptar y abrir").click()
        page.wait_for_url(re.compile(r"/cases/[0-9A-Z-]{9}/$"))
        other.get_by_role("button", name="Aceptar y abrir").click()
        other.locator(".error-summary", has_text="aceptó esta llamada").wait_for()
        assert page.context.faults == other.context.faults == []


def test_call_opens_beside_words_not_yet_saved(house, browser, told):
    with visit(browser, house, told["keys"][told["author"]]) as page:
        page.goto(f"{house.url}/cases/{told['code']}/urgency/")
        words = page.locator("textarea[name=reason]")
        words.fill("Lo que estaba escribiendo")
        with page.context.expect_page() as beside:
            page.keyboard.press("F2")
        beside.value.wait_for_url("**/cases/calls/new/")
        expect(words).to_have_value("Lo que estaba escribiendo")


def test_without_a_script_the_menu_leads_there_and_the_form_is_a_form(house, browser, told):
    key = told["keys"][told["author"]]
    with visit(browser, house, key, java_script_enabled=False) as page:
        page.goto(f"{house.url}/cases/calls/")
        page.get_by_role("link", name="Tomar una llamada").click()
        page.get_by_label("¿Cómo quiere que le llamemos?").fill("Colibrí Azul")
        page.get_by_role("button", name="Se cortó la llamada").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Colibrí Azul")
        expect(page.get_by_text("Interrumpido").first).to_be_visible()
