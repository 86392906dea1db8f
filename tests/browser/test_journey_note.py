"""One day of a psychologist in a real browser: from the password to the paper."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.steps import (
    EMPTY,
    NEUTRAL,
    STORES,
    password,
    saved,
    second_step,
    sign_out,
    stay_offline,
    tell,
    visit,
)
from tests.browser.story import LATE_NUMBER, NAME, NUMBER
from tests.factories import PASSWORD
from tests.staff.tools import number_of

FIRST = "Llega cansada; esta semana durmió dos noches enteras. 🌵"
MORE = " Dice que el río de su casa suena distinto."
LAST = " Quedamos en llamarnos el jueves."
SECTIONS = ("temas", "recursos", "acuerdos")
SEALED_WITHIN = 25  # seconds until the sealer has come by


@pytest.fixture(scope="module")
def told(house):
    return tell(house, "case", "jornada")


@pytest.fixture
def page(house, browser):
    with visit(browser, house) as page:
        page.seen = []
        page.on("framenavigated", lambda frame: page.seen.append(frame.url))
        yield page


def enrol(page, house, email):
    """Come with a password only, be led to the second step, and set it up."""
    password(page, house, email)
    page.wait_for_url("**/account/2fa/")
    page.goto(f"{house.url}/cases/")
    page.wait_for_url("**/account/2fa/")
    page.get_by_role("link", name="Configurar la aplicación").click()
    if "/confirm/" in page.url:
        page.fill("input[name=password]", PASSWORD)
        page.get_by_role("button", name="Confirmar").click()
    page.wait_for_url("**/account/2fa/app/")
    secret = page.locator("main code").inner_text()
    page.fill("input[name=code]", number_of(secret))
    page.get_by_role("button", name="Terminar").click()
    page.wait_for_url("**/account/2fa/codes/")
    return secret


def look_at_the_rule_and_the_number(page, told):
    """The rule stands before the number; the link to call exists only inside its hours."""
    page.goto(f"{page.home}/cases/{told['code']}/")
    body = page.locator("main").inner_text()
    assert told["pseudonym"] in body
    assert NUMBER not in body
    assert LATE_NUMBER not in body
    assert page.locator("a[href^='tel:']").count() == 0
    assert page.locator(".safe-contact").first.inner_text().index("Antes de llamar") < 20
    page.goto(f"{page.home}/cases/{told['code']}/contacts/{told['open_contact']}/number/")
    expect(page.get_by_text(NUMBER)).to_be_visible()
    assert page.locator("a[href^='tel:']").count() == 1
    page.goto(f"{page.home}/cases/{told['code']}/contacts/{told['shut_contact']}/number/")
    expect(page.get_by_text(LATE_NUMBER)).to_be_visible()
    assert page.locator("a[href^='tel:']").count() == 0


def log_the_session(page, told):
    """Log the session of today, which leads to its note."""
    page.goto(f"{page.home}/cases/{told['code']}/")
    page.locator(f"a[href='/cases/{told['code']}/sessions/record/']").first.click()
    page.wait_for_url("**/sessions/record/")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/note/")


def write_through_a_crash(page, house):
    """Type; the server dies; the page says so and keeps the words; it comes back and saves."""
    words = page.locator("[name=como_llega]")
    words.press_sequentially(FIRST)
    saved(page)
    assert re.search(r"Guardado \d?\d:\d\d", page.locator("form .saved").inner_text())

    house.kill("web")
    words.press_sequentially(MORE)
    page.locator("form .saved[data-state=trouble]").wait_for()
    assert "Guardado" not in page.locator("form .saved").inner_text()
    page.locator("form button[value=save]").click()
    page.locator("form [data-trouble]").wait_for()
    assert words.input_value() == FIRST + MORE

    house.start_web()
    saved(page)
    words.press_sequentially(LAST)
    page.wait_for_timeout(2200)
    saved(page)
    page.wait_for_function("!document.querySelector('form[data-unsaved]')")


def come_back_and_sign(page):
    """Close the tab, open the editor again, find the draft, save, sign with an impatient hand."""
    address, context = page.url, page.context
    page.close()
    fresh = context.new_page()
    fresh.home, fresh.seen = page.home, page.seen
    fresh.on("framenavigated", lambda frame: fresh.seen.append(frame.url))
    fresh.goto(address)
    expect(fresh.get_by_text("Recuperamos lo que estabas escribiendo")).to_be_visible()
    assert fresh.locator("[name=como_llega]").input_value() == FIRST + MORE + LAST
    for name in SECTIONS:
        fresh.fill(f"[name={name}]", f"Lo dicho en {name}.")
    fresh.locator("button[value=sign]").click()
    fresh.wait_for_url("**/sign/")
    assert "nadie podrá cambiarla" in fresh.locator("main").inner_text()
    fresh.get_by_role("button", name="Firmar").dblclick()
    fresh.wait_for_url(re.compile(r"/notes/[0-9a-f-]{36}/$"))
    return fresh


def locked_and_added_to(page):
    """A signed note offers no editor; what is added stands below it."""
    text = page.locator("main")
    expect(text).to_contain_text(LAST.strip())
    assert page.locator("[name=como_llega]").count() == 0
    page.fill("textarea[name=body]", "Corrijo: fue el viernes.")
    page.get_by_role("button", name="Agregar y firmar").click()
    expect(page.locator("#addenda, [aria-labelledby=h-addenda]").first).to_contain_text(
        "Corrijo: fue el viernes."
    )


def on_paper(page):
    """The print view has the headers of NOM-004 and no way to reach her."""
    page.get_by_role("link", name="Imprimir").click()
    page.wait_for_url("**/print/")
    page.emulate_media(media="print")
    sheet = page.locator("main.sheet").inner_text()
    heads = ("Nombre", "Edad", "Sexo", "Clave", "Fecha y hora", "Cédula", "Confidencial")
    assert [head for head in heads if head.lower() not in sheet.lower()] == []
    assert NAME in sheet
    assert FIRST in sheet
    assert "Corrijo: fue el viernes." in sheet
    assert "614" not in re.sub(r"[0-9a-f]{64}", "", sheet.replace(" ", ""))
    assert page.locator(".paper-bar").is_hidden()
    assert page.locator(".quick-exit").is_hidden()
    page.emulate_media(media="screen")


def nobody_else(browser, house, told, seen):
    """A psychologist of another team finds nothing at any address of this day."""
    hers = {url.split("#")[0].removeprefix(house.url) for url in seen}
    paths = sorted(path for path in hers if told["code"] in path)
    assert len(paths) >= 6
    key = tell(house, "enter", told["stranger"])[told["stranger"]]
    with visit(browser, house, key) as page:
        found = {path: page.goto(house.url + path).status for path in paths}
    assert set(found.values()) == {404}, found


def on_record(browser, house, told):
    """The auditor sees who opened, signed and printed, by code; no name of hers, no word."""
    key = tell(house, "enter", told["auditor"])[told["auditor"]]
    with visit(browser, house, key) as page:
        page.goto(f"{house.url}/audit/records/{told['code']}/")
        body = page.locator("main").inner_text()
    assert told["code"] in body
    assert NAME not in body
    assert told["pseudonym"] not in body
    assert [verb for verb in ("Firmó", "Imprimió", "Leyó") if verb not in body] == []
    deadline = time.monotonic() + SEALED_WITHIN
    said = house.manage("audit_verify")
    while "#0 to #0" in said and time.monotonic() < deadline:
        time.sleep(1)
        said = house.manage("audit_verify")
    assert re.search(r"intact: #0 to #[1-9]\d*, [1-9]\d* checkpoints", said)


def nothing_stays(page, house):
    """The browser keeps nothing; after signing out, Back shows nothing."""
    assert page.evaluate(STORES) == EMPTY
    sign_out(page, house)
    page.go_back()
    page.wait_for_url("**/account/login/**")
    assert FIRST not in page.content()
    assert page.evaluate(STORES) == EMPTY


def test_from_the_password_to_the_paper(house, browser, told, page):
    page.home = house.url
    secret = enrol(page, house, told["author"])
    sign_out(page, house)
    password(page, house, told["author"])
    second_step(page, secret, 1)
    page.wait_for_url(f"{house.url}/")
    assert page.title() in NEUTRAL

    look_at_the_rule_and_the_number(page, told)
    log_the_session(page, told)
    write_through_a_crash(page, house)
    page = come_back_and_sign(page)
    locked_and_added_to(page)
    on_paper(page)

    assert page.context.faults == []
    nobody_else(browser, house, told, page.seen)
    on_record(browser, house, told)
    nothing_stays(page, house)


def test_quick_exit_leaves_and_back_does_not_return(house, browser, told):
    key = tell(house, "enter", told["colleague"])[told["colleague"]]
    with visit(browser, house, key) as page:
        stay_offline(page, house)
        page.goto("about:blank")
        page.goto(f"{house.url}/cases/{told['code']}/")
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        page.wait_for_url("**/healthz")
        page.go_back()
        assert told["pseudonym"] not in page.content()
        page.goto(f"{house.url}/cases/{told['code']}/")
        assert "/account/login/" in page.url
