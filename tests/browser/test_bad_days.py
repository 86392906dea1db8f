"""Bad days in a real browser: nothing typed is lost, and every refusal is a sentence."""

import json
import re
import time
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.browser.steps import saved, stay_offline, tell, visit

WORDS = "Lo que dijo no cabe en una hora. 🌿"
PATIENCE = 60
LONG = 200_001
REQUIRED = ("como_llega", "temas", "recursos", "acuerdos")


@pytest.fixture(scope="module")
def told(house):
    return tell(house, "case", "dias-malos")


@pytest.fixture
def signed_in(house, browser, told):
    """Return a page of the author, and how to have another browser of hers or a colleague's."""
    opened = []

    def signed_in(who="author", **options):
        email = told[who]
        key = tell(house, "enter", email)[email]
        going = visit(browser, house, key, **options)
        opened.append(going)
        return going.__enter__()

    yield signed_in
    for going in opened:
        going.__exit__(None, None, None)


def new_note(page, house, told):
    """Log a session and come to its editor."""
    page.goto(f"{house.url}/cases/{told['code']}/sessions/record/")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/note/")
    return page.locator("[name=como_llega]")


def stored_note(page, house, told, text=WORDS):
    """Save a note and come back to its editor."""
    new_note(page, house, told).fill(text)
    page.locator("button[value=save]").click()
    page.wait_for_url(re.compile(r"/notes/[0-9a-f-]{36}/$"))
    page.locator("[name=como_llega]").wait_for()
    return page.url


def told_of(page):
    """Return what the page says went wrong with the form."""
    box = page.locator(".error-summary")
    box.wait_for()
    return box.inner_text()


# --- the session ends in the middle of a note ------------------------------------


def test_session_that_ends_covers_the_page_and_keeps_the_words(house, told, signed_in):
    page = signed_in()
    words = new_note(page, house, told)
    words.fill(WORDS)
    saved(page)
    tell(house, "leave", told["author"])
    words.press_sequentially(" Y más.")

    page.locator(".session-layer").wait_for()
    assert "Tu sesión se cerró" in page.locator(".session-layer").inner_text()
    assert words.input_value() == f"{WORDS} Y más."
    page.locator("[data-back]").click()
    expect(page.locator("[data-still]")).to_be_visible()

    key = tell(house, "enter", told["author"])[told["author"]]  # as in another tab
    page.context.add_cookies([{"name": "session", "value": key, "url": house.url}])
    page.locator("[data-back]").click()
    page.locator(".session-layer").wait_for(state="detached")
    saved(page)
    page.locator("button[value=save]").click()
    page.wait_for_url(re.compile(r"/notes/[0-9a-f-]{36}/$"))
    assert page.locator("[name=como_llega]").input_value() == f"{WORDS} Y más."
    assert page.context.faults == []


def test_without_scripts_the_words_come_back_and_can_be_sent_again(house, told, signed_in):
    page = signed_in(java_script_enabled=False)
    new_note(page, house, told)
    text = "Sin guiones en el navegador.\nDos renglones."
    page.fill("[name=como_llega]", text)
    tell(house, "leave", told["author"])
    with page.expect_response(lambda it: it.request.method == "POST") as answer:
        page.locator("button[value=save]").click()
    assert answer.value.status == 401
    assert page.locator("textarea[name=como_llega]").input_value() == text

    key = tell(house, "enter", told["author"])[told["author"]]
    page.context.add_cookies([{"name": "session", "value": key, "url": house.url}])
    page.get_by_role("button", name="Enviarlo otra vez").click()
    page.wait_for_load_state()
    if page.get_by_role("button", name="Enviarlo otra vez").count():  # a token of before: once more
        page.get_by_role("button", name="Enviarlo otra vez").click()
    page.wait_for_url(re.compile(r"/notes/[0-9a-f-]{36}/$"))
    assert page.locator("[name=como_llega]").input_value().splitlines() == text.splitlines()


# --- two people, one note ------------------------------------


def test_two_texts_of_one_note_are_shown_side_by_side_and_joined(house, told, signed_in):
    page, other = signed_in(), signed_in("colleague")
    address = stored_note(page, house, told, "Lo que escribió la autora.")
    other.goto(f"{address}?edit")
    other.fill("[name=como_llega]", "Lo que añadió la colega.")
    other.locator("button[value=save]").click()
    other.wait_for_load_state()
    page.fill("[name=como_llega]", "Lo que cambió la autora.")
    page.locator("form .saved[data-state=trouble]").wait_for()
    with page.expect_response(lambda it: it.url == address and it.request.method == "POST") as got:
        page.locator("button[value=save]").click()

    assert got.value.status == 409
    expect(page.get_by_role("heading", level=1)).to_contain_text("Dos textos")
    assert "Lo que añadió la colega." in page.locator("main blockquote").first.inner_text()
    mine = page.locator("[name=como_llega]")
    assert mine.input_value() == "Lo que cambió la autora."
    mine.fill("Lo que cambió la autora. Lo que añadió la colega.")
    page.locator("main .sticky-actions button[value=save]").click()
    page.wait_for_load_state()
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("Dos textos")
    page.goto(f"{address}?stored")
    assert mine.input_value() == "Lo que cambió la autora. Lo que añadió la colega."
    assert page.context.faults + other.context.faults == []


# --- what people paste ------------------------------------


def test_what_people_paste_is_kept_as_they_see_it(house, told, signed_in):
    page = signed_in()
    pasted = "«Dijo»\u00a0que \u2013 “sí”…\u2028• uno\n• dos 👩🏽‍🦱\u0000\u0007"
    words = new_note(page, house, told)
    words.evaluate("(it, text) => { it.value = text }", pasted)
    words.press_sequentially(" fin")
    saved(page)
    page.locator("button[value=save]").click()
    page.wait_for_url(re.compile(r"/notes/[0-9a-f-]{36}/$"))
    kept = page.locator("[name=como_llega]").input_value()
    assert "«Dijo»" in kept
    assert "\u2013 “sí”…" in kept
    assert "👩🏽‍🦱" in kept
    assert "• uno\n• dos" in kept
    assert "\0" not in kept
    assert page.context.faults == []


def test_too_long_a_text_is_refused_with_a_sentence_and_stays(house, told, signed_in):
    page = signed_in()
    words = new_note(page, house, told)
    words.evaluate(
        "(it, length) => { it.removeAttribute('maxlength'); it.value = ''.padEnd(length, 'a') }",
        LONG,
    )
    words.press("End")
    words.press("b")
    page.locator("form .saved[data-state=trouble]").wait_for()
    page.locator("button[value=save]").click()
    assert re.search(r"200.?00\d", told_of(page))
    assert len(page.locator("[name=como_llega]").input_value()) >= LONG
    page.fill("[name=como_llega]", WORDS)
    saved(page)
    assert page.context.faults == []


# --- the worker dies ------------------------------------


def health(house):
    """Ask how the house is."""
    try:
        with urllib.request.urlopen(f"{house.url}/healthz", timeout=20) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as answer:
        return answer.code, json.load(answer)


def becomes(house, status):
    """Wait until the house says it is well, or not."""
    deadline = time.monotonic() + PATIENCE
    while (said := health(house))[0] != status and time.monotonic() < deadline:
        time.sleep(1)
    return said


def test_the_desk_goes_on_without_its_worker(house, told, signed_in):
    page = signed_in()
    assert becomes(house, 200)[0] == 200
    house.kill("worker")
    try:
        status, said = becomes(house, 503)
        assert (status, said["worker"], said["database"]) == (503, "failed", "ok")
        new_note(page, house, told).fill(WORDS)
        saved(page)
        page.locator("button[value=save]").click()
        page.wait_for_url(re.compile(r"/notes/[0-9a-f-]{36}/$"))
    finally:
        house.start_worker()
    assert becomes(house, 200)[0] == 200


# --- no scripts, no mouse ------------------------------------


def test_without_scripts_a_note_is_written_and_signed(house, told, signed_in):
    page = signed_in(java_script_enabled=False)
    page.goto(f"{house.url}/")
    page.goto(f"{house.url}/cases/{told['code']}/")
    page.locator(f"a[href='/cases/{told['code']}/contacts/{told['open_contact']}/number/']").click()
    assert page.locator("a[href^='tel:']").count() == 1
    new_note(page, house, told)
    page.select_option("[name=template]", "SOAP")
    page.locator("button[value=template]").click()
    page.wait_for_load_state()
    for name in ("subjetivo", "objetivo", "analisis_soap", "plan"):
        page.fill(f"[name={name}]", f"Lo dicho en {name}.")
    page.locator("button[value=sign]").click()
    page.wait_for_url("**/sign/")
    page.get_by_role("button", name="Firmar").click()
    page.wait_for_url(re.compile(r"/notes/[0-9a-f-]{36}/$"))
    expect(page.locator("main")).to_contain_text("Lo dicho en plan.")
    assert page.locator("[name=subjetivo]").count() == 0


def tab_to(page, target, most=80):
    """Press Tab until something has the focus, as somebody without a mouse does."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if target.evaluate("it => it === document.activeElement"):
            return
    raise AssertionError(f"Tab does not reach {target}")


def test_a_note_is_written_and_signed_with_the_keyboard_alone(house, told, signed_in):
    page = signed_in()
    stay_offline(page, house)
    page.goto(f"{house.url}/cases/{told['code']}/")
    page.keyboard.press("Tab")
    assert "Saltar" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    tab_to(page, page.locator(f"a[href='/cases/{told['code']}/sessions/record/']").first)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sessions/record/")
    tab_to(page, page.locator("main form button[type=submit]").first)
    page.keyboard.press("Enter")
    page.wait_for_url("**/note/")
    for name in REQUIRED:
        tab_to(page, page.locator(f"[name={name}]"))
        page.keyboard.type(f"Con el teclado: {name}.")
    tab_to(page, page.locator("button[value=sign]"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign/")
    tab_to(page, page.get_by_role("button", name="Firmar"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/notes/[0-9a-f-]{36}/$"))
    expect(page.locator("main")).to_contain_text("Con el teclado: acuerdos.")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_url("**/healthz")
    assert page.context.faults == []
