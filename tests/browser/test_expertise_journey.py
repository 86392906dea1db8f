"""A report leaves the house in a real browser: made, signed, copied, downloaded, verified."""

import json
import re
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import expect

from expertise.actions.development import PASSPHRASE
from tests.browser.signing_story import THIRD
from tests.browser.steps import visit

BEGIN = (
    "import django; django.setup(); from tests.browser import signing_story; signing_story.main()"
)
WRONG = "una-clave-que-no-es"
# what the page says of a job, and how many steps are done, for as long as nobody loads it anew
WATCH = """() => {
  const said = window.said = [], steps = window.steps = [];
  const look = () => {
    const status = document.querySelector('#signing-state [role=status]')?.textContent.trim();
    if (status && said.at(-1) !== status) said.push(status);
    const done = document.querySelectorAll('#signing-state .stepper [data-state=done]').length;
    if (steps.at(-1) !== done) steps.push(done);
  };
  new MutationObserver(look).observe(document.body, {childList: true, subtree: true});
  look();
}"""


@pytest.fixture
def told(house):
    return json.loads(house.run("-c", BEGIN))


@pytest.fixture
def opened(house, browser, told):
    """Return how to have a browser of somebody, in a session of its own; each behaves."""
    pages = []

    def opened(who="", *, java_script_enabled=True):
        key = told[who].pop() if who else ""
        facts = {"java_script_enabled": java_script_enabled, "accept_downloads": True}
        page = stack.enter_context(visit(browser, house, key, **facts))
        page.room, page.scripts = f"{house.url}/expertise/{told['folio']}/", java_script_enabled
        pages.append(page)
        return page

    with ExitStack() as stack:
        yield opened
        for page in pages:
            assert page.context.faults == []


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def follow(page, name):
    page.get_by_role("link", name=name, exact=True).first.click()


def prepared(page):
    """Have the final file made: cancelled first, then made while one looks on."""
    page.goto(page.room + "signing/")
    follow(page, "Preparar la firma")
    press(page, "Congelar y hacer el archivo")
    press(page, "Cancelar")
    page.get_by_role("button", name="Intentar de nuevo").wait_for()
    press(page, "Intentar de nuevo")
    page.wait_for_url("**/signing/")
    page.evaluate(WATCH)
    page.get_by_text("El archivo final está listo").wait_for()
    return page.evaluate("window.said"), page.evaluate("window.steps")


def numbers(said, begins):
    """Return how many were done, each time the page said so."""
    return [int(n) for n in re.findall(rf"{begins}: (\d+) de", "\n".join(said))]


def sign(page, name, passphrase=PASSPHRASE):
    page.get_by_label("Contraseña del certificado").fill(passphrase)
    press(page, name)


def signed(page):
    """Sign with the wrong passphrase, then with the right one."""
    sign(page, "Firmar el dictamen", WRONG)
    expect(page.locator(".error-summary")).to_contain_text("El certificado no abrió")
    assert WRONG not in page.content()
    expect(page.get_by_text("El archivo final está listo")).to_be_visible()
    sign(page, "Firmar el dictamen")
    page.get_by_role("link", name="Descargar el original").wait_for()


def protect(page):
    page.goto(page.room + "copies/names/")
    page.get_by_label("Nombres que no aparecen en ninguna copia").fill(f"{THIRD} = D. O.")
    press(page, "Guardar")
    page.wait_for_url("**/copies/")


def copied(page, audience, recipient):
    """Make a copy, once it was seen what is masked on it, wait for it and sign it."""
    page.goto(page.room + "copies/")
    follow(page, "Hacer una copia")
    page.get_by_label("Para quién").select_option(audience)
    page.get_by_label("Destinatario").fill(recipient)
    page.get_by_label("¿Para qué es esta copia?").fill("Audiencia intermedia")
    press(page, "Ver qué se oculta")
    expect(page.locator("#preview")).to_contain_text(f"{THIRD} → D. O.")
    press(page, "Hacer esta copia")
    page.wait_for_url("**/copies/")
    wait_for_copy(page)
    follow(page, "Firmar esta copia")
    sign(page, "Firmar esta copia")
    page.wait_for_url("**/copies/")


def wait_for_copy(page):
    """Wait as one does with scripts or, where there are none, by looking again."""
    ready = page.get_by_role("link", name="Firmar esta copia")
    again = page.get_by_role("link", name="Ver de nuevo")
    if not page.scripts:
        again.wait_for()
        while again.count():
            page.wait_for_timeout(500)
            again.click()
            page.wait_for_load_state()
    ready.wait_for()


def card(page, title):
    return page.locator("section.card", has_text=title)


def downloaded(page, house):
    """Find the copy, say what for, and download it once; return its bytes and its address."""
    page.goto(f"{house.url}/expertise/for-you/")
    page.get_by_label("Buscar por folio, número o tipo de documento").fill("0000/0000")
    page.locator("main form").get_by_role("button", name="Buscar").click()
    page.locator("#available li").wait_for()
    assert "0000" not in page.url
    page.locator("#available").get_by_role("link").click()
    page.get_by_label("¿Para qué lo necesitas?").select_option("PREPARAR")
    page.get_by_label("Lo guardaré en un lugar seguro").check()
    with page.expect_download() as download:
        press(page, "Descargar PDF")
    pdf = Path(download.value.path()).read_bytes()
    assert pdf.startswith(b"%PDF")
    return pdf, download.value.url


def replayed(page, address):
    """Use an address of a download again."""
    page.goto(address)
    expect(page.locator("main")).to_contain_text("Esta descarga ya terminó")


def verdict(page, house, pdf):
    """Ask the public page, as somebody who has no account."""
    page.goto(f"{house.url}/verify/")
    file = {"name": "documento.pdf", "mimeType": "application/pdf", "buffer": pdf}
    page.get_by_label("Archivo firmado (PDF)").set_input_files([file])
    press(page, "Verificar")
    return page.locator("main [role=status]").inner_text()


def flipped(pdf, place=9000):
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def test_a_report_leaves_the_house(house, browser, told, opened):
    page = opened("expert")
    said, steps = prepared(page)
    pages = numbers(said, "Se arman las páginas")
    assert len(said) > 1
    assert pages, said
    assert pages == sorted(pages)
    assert steps == sorted(steps)
    assert steps[-1] == 4  # only the signature is left
    signed(page)
    protect(page)
    copied(page, "JUZGADO", "Juzgado de Control")
    plain = opened("expert", java_script_enabled=False)
    copied(plain, "JURIDICO", "Lic. Norma")

    lawyer = opened("lawyer")
    lawyer.goto(f"{house.url}/expertise/for-you/")
    assert lawyer.locator("#available").count() == 0  # signed, and not hers yet
    page.reload()
    follow(card(page, "Copia 2"), "Entregarla al área jurídica")
    press(page, "Entregar al área jurídica")
    page.wait_for_url("**/copies/")
    pdf, address = downloaded(lawyer, house)
    replayed(opened("lawyer"), address)
    replayed(lawyer, address)

    anybody = opened()
    assert "sin alteraciones" in verdict(anybody, house, pdf)
    for other in (flipped(pdf), pdf + b"\n% more\n"):
        assert "no es, byte por byte" in verdict(anybody, house, other)
