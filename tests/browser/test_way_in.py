"""From the letter to the first page, and out again, in a real browser."""

import re
import time

import pytest

from tests.factories import PASSWORD
from tests.staff.tools import number_of

PATIENCE = 30
QUICK = 2  # seconds; after 2.5 the script leaves without waiting for the server
NEUTRAL = {"Entrar", "Cuenta", "Lista", "Aviso", "Ficha", "Mi día", "Página"}


def letter_to(house, whom):
    """Return the newest letter somebody got."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        for file in sorted((house.place / "mail").glob("*"), reverse=True):
            if f"To: {whom}" in (said := file.read_text()):
                return said
        time.sleep(0.2)
    raise AssertionError(f"no letter; {(house.place / 'worker.log').read_text()[-2000:]}")


@pytest.fixture
def page(house, browser):
    """Return a page that notes what breaks the content policy and what fails."""
    context = browser.new_context(locale="es-MX")
    page = context.new_page()
    page.home = f"http://localhost:{house.port}"
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on(
        "console",
        lambda said: page.faults.append(said.text) if "Content Security" in said.text else None,
    )
    page.set_default_timeout(PATIENCE * 1000)
    yield page
    context.close()


def has_device(page):
    """Give the browser a passkey device that always says yes."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_from_the_letter_to_a_passkey_and_out(house, page):
    house.manage("invite_administrator", "ada@example.org", "Ada Alta")
    letter = letter_to(house, "ada@example.org")
    assert "Ada" not in letter.replace("ada@", "")
    link = re.search(r"https?://[^/]+(/account/invitation/\S+)", letter).group(1)

    page.goto(page.home + link)
    page.get_by_label("Contraseña").first.fill(PASSWORD)
    page.locator("input[name=password2]").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/account/login/")
    page.fill("input[name=login]", "ada@example.org")
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Continuar").click()

    page.wait_for_url("**/account/2fa/")  # confined until there is a second step
    page.goto(page.home + "/staff/")
    page.wait_for_url("**/account/2fa/")
    page.get_by_role("link", name="Configurar la aplicación").click()
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Confirmar").click()
    page.wait_for_url("**/account/2fa/app/")
    secret = page.locator("main code").inner_text()
    page.fill("input[name=code]", number_of(secret))
    page.get_by_role("button", name="Terminar").click()
    page.wait_for_url("**/account/2fa/codes/")
    assert page.locator(".codes li").count() == 10

    has_device(page)
    page.goto(page.home + "/account/2fa/keys/add/")
    page.get_by_role("button", name="Añadir una llave de acceso").click()
    page.wait_for_url("**/account/2fa/")
    page.goto(page.home + "/staff/")
    assert page.get_by_role("link", name="Ada Alta").count() == 1
    assert page.title() in NEUTRAL

    page.goto(page.home + "/account/logout/")
    page.locator("main form button").click()
    page.wait_for_url("**/account/login/")
    page.go_back()
    page.wait_for_url("**/account/login/**")

    page.goto(page.home + "/account/login/?next=/staff/")
    page.get_by_role("button", name="Entrar con una llave de acceso").click()
    page.wait_for_url(page.home + "/staff/")
    assert page.faults == []

    words_are_kept(page, secret)
    leaves_quickly(page)


def words_are_kept(page, secret):
    """Send a form whose session ended in another tab; sign in there; send it again."""
    page.goto(page.home + "/account/")
    page.fill("input[name=short_name]", "Adita")
    other = page.context.new_page()
    other.goto(page.home + "/account/logout/")
    other.locator("main form button").click()
    other.wait_for_url("**/account/login/")
    page.evaluate("document.querySelector('main form').submit()")
    page.wait_for_selector("text=Tu sesión")
    assert page.locator("input[name=short_name]").get_attribute("value") == "Adita"
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0

    other.fill("input[name=login]", "ada@example.org")
    other.fill("input[name=password]", PASSWORD)
    other.get_by_role("button", name="Continuar").click()
    other.fill("input[name=code]", number_of(secret, 1))
    other.locator("form:has(input[name=code]) button").first.click()
    other.wait_for_url("**/")
    page.locator("main form button[type=submit]").click()
    if page.locator("main form[action='/account/']").count():  # the token was of before: once more
        page.locator("main form[action='/account/'] button[type=submit]").click()
    page.wait_for_selector(".toast")
    assert page.locator("input[name=short_name]").input_value() == "Adita"
    assert page.faults == []


def leaves_quickly(page):
    """Press the quick exit: the neutral page is asked for at once, and nothing is left behind."""
    began = time.monotonic()
    with page.expect_request(lambda request: request.url.startswith("https://es.wikipedia.org/")):
        page.locator("[data-quick-exit]").first.click(no_wait_after=True)
    assert time.monotonic() - began < QUICK
    assert page.context.cookies(page.home) == []
