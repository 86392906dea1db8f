"""Every page of every role: accessible by day and by night, wide and narrow, and well-behaved."""

import re

import pytest

from tests.browser.places import ROLES
from tests.browser.steps import NEUTRAL, faults_of, tell, visit

DAY, NIGHT = ("light", 1280), ("dark", 360)  # on a desk, and on a small telephone
OUTSIDE = (
    *("/account/login/", "/account/password/reset/", "/account/password/reset/sent/"),
    *("/account/password/reset/done/", "/verify/", "/verify/AAAA-BBBB-CCCC/"),
)
PARTS = {"ofelia": 4}
POLICY = "content-security-policy"
STICKS_OUT = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def told(demo_house):
    tour = tell(demo_house, "tour")
    keys = tell(demo_house, "enter", *tour["emails"].values())
    return tour["pages"], {name: keys[email] for name, email in tour["emails"].items()}


def put(page, light):
    """Let it be day on a desk, or night on a telephone."""
    scheme, width = light
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")


def faults_in(page, light):
    """Return what is wrong with the page in this light."""
    faults = [(*light, *fault) for fault in faults_of(page)]
    return [*faults, (*light, "sticks out")] if page.evaluate(STICKS_OUT) else faults


def look(page, now=DAY, then=NIGHT):
    """Look at the page in the light there is, then in the other; return faults."""
    faults = faults_in(page, now)
    put(page, then)
    faults += faults_in(page, then)
    if page.title() not in NEUTRAL:
        faults.append(f"title: {page.title()}")
    return faults


def open_page(page, url):
    """Go there; where no script may act, let that of axe act all the same."""
    answer = page.goto(url)
    if "sandbox" in answer.headers.get(POLICY, ""):
        page.route(url, unbound)
        answer = page.goto(url)
        page.unroute(url)
    return answer


def unbound(route):
    """Answer as the house does, without the word that lets nothing act."""
    answer = route.fetch()
    policy = re.sub(r"sandbox[^;]*;?", "", answer.headers[POLICY])
    route.fulfill(response=answer, headers={**answer.headers, POLICY: policy})


def walk(page, house, paths, status=200):
    """Look at every page, each beginning in the light the last one ended in; return faults."""
    now, then = DAY, NIGHT
    put(page, now)
    found = {}
    for path in paths:
        answer = open_page(page, house.url + path)
        faults = look(page, now, then)
        now, then = then, now
        if answer.status != status:
            faults.append(f"status {answer.status}")
        faults += page.context.faults
        page.context.faults.clear()
        if faults:
            found[path] = faults
    return found


def ways():
    """Yield who goes which part of the way: a long one is gone by several at once."""
    for name in (*ROLES, "graciela"):
        parts = PARTS.get(name, 1)
        for part in range(parts):
            yield pytest.param(name, slice(part, None, parts), id=f"{name}-{part}")


@pytest.mark.long
@pytest.mark.parametrize(("name", "part"), list(ways()))
def test_pages_of_a_role_are_accessible(demo_house, browser, told, name, part):
    pages, keys = told
    with visit(browser, demo_house, keys[name]) as page:
        assert walk(page, demo_house, pages[name][part]) == {}


def test_pages_of_the_way_in_are_accessible(demo_house, browser):
    with visit(browser, demo_house) as page:
        assert walk(page, demo_house, OUTSIDE) == {}
        assert walk(page, demo_house, ["/account/invitation/nonsense/"], 404) == {}


def test_refusals_are_accessible(demo_house, browser, told):
    with visit(browser, demo_house, told[1]["ofelia"]) as page:
        assert walk(page, demo_house, ["/audit/"], 403) == {}
        assert walk(page, demo_house, ["/cases/ZZZ-ZZZ-Z/", "/nowhere/"], 404) == {}


@pytest.mark.parametrize("path", ["/cases/new/", "/cases/search/"])
def test_form_sent_back_is_accessible(demo_house, browser, told, path):
    with visit(browser, demo_house, told[1]["ofelia"]) as page:
        walk(page, demo_house, [])
        page.goto(demo_house.url + path)
        form = page.locator(f"main form[action='{path}'], main form:not([action])").first
        form.evaluate("it => it.noValidate = true")
        with page.expect_response(lambda answer: answer.request.method == "POST") as answer:
            form.locator("button[type=submit]").first.click()
        page.locator(".error-summary").wait_for()

        assert answer.value.status == 422
        assert look(page) == []
        assert page.context.faults == []


@pytest.mark.parametrize("words", ["lopez", "Nadie Jamás"])
def test_answer_of_a_search_is_accessible(demo_house, browser, told, words):
    with visit(browser, demo_house, told[1]["ofelia"]) as page:
        walk(page, demo_house, [])
        page.goto(f"{demo_house.url}/")
        page.fill("#search-words", words)
        page.keyboard.press("Enter")
        page.wait_for_url("**/cases/search/")

        assert look(page) == []
        assert words not in page.url
        assert page.context.faults == []
