"""The genogram in a real browser: by keyboard, by night, on a telephone, on paper."""

import json

import pytest

from tests.browser.steps import faults_of, tell, visit

BEGIN = "import django; django.setup(); from tests.browser import family_story; family_story.main()"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 800}
STICKS_OUT = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
SCROLLS = "it => it.scrollWidth > it.clientWidth"


@pytest.fixture(scope="module")
def told(house):
    story = json.loads(house.run("-c", BEGIN))
    return {**story, "key": tell(house, "enter", story["email"])[story["email"]]}


@pytest.fixture
def page(house, browser, told):
    with visit(browser, house, told["key"], viewport=WIDE) as page:
        page.goto(f"{house.url}/cases/{told['code']}/family/")
        yield page
        assert page.context.faults == []


def test_everybody_is_drawn_and_named(page):
    drawing = page.locator(".genogram svg[viewBox]").first

    names = [link.get_attribute("aria-label") for link in drawing.locator("a").all()]

    said = [name.split(",")[0] for name in names]
    assert said[:5] == ["Rosa", "Joel", "Elena", "Iván", "Toño"]
    assert sorted(said[5:]) == ["Dos", "Uno"]
    (missing,) = [name for name in names if name.startswith("Toño")]
    assert missing.endswith("se le busca")
    assert drawing.locator("title").first.text_content().startswith("Genograma de ")
    assert drawing.locator("path.bond[data-kind=harm]").count() == 1
    assert drawing.locator("path.bond[data-kind=parted]").count() == 1


def test_the_keyboard_leads_from_the_drawing_to_the_person(page, told):
    page.locator(".genogram .scroll-x").focus()
    for _ in range(5):  # Rosa, Joel, Elena, Iván, Toño
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.url.endswith(f"#person-{told['missing']}")
    assert page.locator(f"#person-{told['missing']}").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible_by_day_and_by_night(page, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")

    assert faults_of(page) == []


def test_on_a_telephone_it_scrolls_in_its_own_box(page):
    page.set_viewport_size(NARROW)
    box = page.locator(".genogram .scroll-x")

    assert not page.evaluate(STICKS_OUT)
    assert box.evaluate(SCROLLS)
    assert faults_of(page) == []


def test_on_paper_it_fits(page, house, told):
    page.goto(f"{house.url}/cases/{told['code']}/family/print/")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 900})  # A4 within its margins

    drawing = page.locator(".genogram svg[viewBox]").first.bounding_box()

    assert drawing["x"] >= 0
    assert drawing["x"] + drawing["width"] <= 700
    assert page.locator("path.bond[data-kind=harm]").count() == 0
