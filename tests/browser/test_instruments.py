"""An instrument with a question about safety, in a real browser, by keyboard and on a phone."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from tests.browser.steps import faults_of, saved, tell, visit

PROTECTS = "Su hermana y el huerto"
PHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture(scope="module")
def told(house):
    told = tell(house, "case", "instrumentos")
    return told | {"keys": tell(house, "enter", told["author"], told["colleague"])}


def mark(page, name, value):
    """Mark an answer with the keyboard alone."""
    choice = page.locator(f"input[name={name}][value='{value}']")
    choice.focus()
    page.keyboard.press("Space")
    expect(choice).to_be_checked()


def test_a_safety_answer_opens_the_alert_and_two_people_close_it(house, browser, told):
    case = f"{house.url}/cases/{told['code']}/"
    author, colleague = (told["keys"][told[who]] for who in ("author", "colleague"))
    with visit(browser, house, author, **PHONE) as page:
        panel = answer(page, case)
        write_the_record(page, panel)
        assert page.context.faults == []
    with visit(browser, house, colleague) as page:
        sign(page, case, panel)


def answer(page, case):
    """Answer every question of PHQ-9 on a phone, one of them above zero; return the alert."""
    page.goto(f"{case}instruments/")
    page.get_by_role("link", name="PHQ-9", exact=True).click()
    page.wait_for_url("**/apply/PHQ-9/")
    assert faults_of(page) == []
    for number in range(1, 9):
        mark(page, f"item_{number}", 0)
    mark(page, "item_9", 1)
    expect(page.locator(".count")).to_contain_text("9 / 9")
    saved(page, "peligro")  # kept while it is answered, and it says so
    page.get_by_role("button", name="Guardar las respuestas").click()
    page.wait_for_url("**/alerts/**")
    expect(page.get_by_text("No dejes sola a la persona")).to_be_visible()
    assert faults_of(page) == []
    return page.url


def write_the_record(page, panel):
    """Look for a way around, find none, and write what was asked and done."""
    page.goto(panel.split("alerts/")[0] + "instruments/")
    page.wait_for_url(panel)
    page.goto(panel.split("alerts/")[0])
    expect(page.locator("#alarm")).to_contain_text("peligro para su vida")
    page.get_by_role("link", name="Abrir la alerta").click()
    page.wait_for_url(panel)
    for number in (1, 2, 3, 4):
        mark(page, f"ask_{number}", 0)
    for name in ("ideation", "plan", "means", "intent", "history"):
        mark(page, name, "NO")
    page.fill("textarea[name=protective]", PROTECTS)
    page.get_by_label("Se repasó el plan de seguridad con la persona").check()
    page.fill("textarea[name=informed]", "Supervisión, en persona")
    soon = dt.datetime.now() + dt.timedelta(days=1)  # noqa: DTZ005  the clock of the browser
    page.fill("input[name=day]", soon.date().isoformat())
    page.fill("input[name=hour]", "09:00")
    page.get_by_role("button", name="Guardar y pedir la segunda firma").click()
    expect(page.get_by_text("Se pidió la firma a una segunda persona").first).to_be_visible()
    assert page.get_by_role("button", name="Firmar como segunda persona").count() == 0


def sign(page, case, panel):
    """Read what a colleague wrote, and sign as the second person."""
    page.goto(case)
    page.get_by_role("link", name="Abrir la alerta").click()
    page.wait_for_url(panel)
    expect(page.get_by_text(PROTECTS)).to_be_visible()
    page.fill("textarea[name=words]", "Lo hablamos; mañana llamo yo")
    page.get_by_role("button", name="Firmar como segunda persona").click()
    expect(page.get_by_text("Firmada por dos personas")).to_be_visible()
    page.goto(case)
    assert page.locator("#alarm").count() == 0
    assert page.context.faults == []
