"""The week in a real browser: by keyboard, on a telephone, a session moved and one refused."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.steps import faults_of, tell, visit

BEGIN = "import django; django.setup(); from tests.browser import week_story; week_story.main()"
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
STICKS_OUT = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def told(house):
    story = json.loads(house.run("-c", BEGIN))
    return {**story, "key": tell(house, "enter", story["email"])[story["email"]]}


def reach(page, link):
    """Walk with the Tab key until a link has the focus."""
    link.wait_for()
    for _step in range(80):
        if link.evaluate("it => it === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("the keyboard does not reach it")


def test_a_session_is_moved_from_the_week_by_keyboard_alone(house, browser, told):
    first, second = told["cases"]
    with visit(browser, house, told["key"], viewport=WIDE) as page:
        page.goto(f"{house.url}/agenda/")
        reach(page, page.get_by_role("link", name="Semana siguiente"))
        page.keyboard.press("Enter")
        page.wait_for_url(f"**week={told['week']}**")
        expect(page.locator(".calendar .slot")).to_have_count(2)

        reach(page, page.get_by_role("link", name=f"Mover {first['pseudonym']}"))
        page.keyboard.press("Enter")
        page.wait_for_url("**/move/")
        page.fill("input[name=hour]", "11:30")
        page.focus("main form button[type=submit]")
        page.keyboard.press("Enter")
        expect(page.locator(".error-summary")).to_contain_text("tiene otra sesión a esa hora")
        assert page.input_value("input[name=hour]") == "11:30"

        page.fill("input[name=hour]", "16:00")
        page.focus("main form button[type=submit]")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/cases/{first['code']}/")
        page.goto(f"{house.url}/agenda/?week={told['week']}")
        hours = page.locator(".calendar .slot b").all_text_contents()
        assert sorted(hours) == ["11:00-12:00", "16:00-17:00"]
        assert page.locator(".slot", has_text=second["code"]).count() == 1
        assert page.context.faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_week_on_a_telephone(house, browser, told, scheme):
    with visit(
        browser, house, told["key"], viewport=PHONE, color_scheme=scheme, reduced_motion="reduce"
    ) as page:
        page.goto(f"{house.url}/agenda/?week={told['week']}")

        expect(page.locator(".calendar")).to_be_hidden()
        for case in told["cases"]:
            expect(page.get_by_role("link", name=case["pseudonym"], exact=True)).to_be_visible()
        assert not page.evaluate(STICKS_OUT)
        assert faults_of(page) == []
        assert page.context.faults == []
