"""Every component is accessible, in both themes, wide and narrow, and obeys the policy."""

import datetime as dt

import pytest
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils import translation

from accompaniment.desk.views.styleguide import samples
from tests.browser.pages import HTML, ORIGIN, shell, static
from tests.browser.steps import faults_of

NOW = dt.datetime(2026, 3, 10, 16, tzinfo=dt.UTC)
NAMES = ["styleguide", "400", "403", "403_csrf", "404", "409", "413", "429", "500", "503"]


def render(name, theme, language):
    with translation.override(language):
        context = {**samples(NOW), "shell": shell(theme=theme), "csrf_token": "token"}
        context["request"] = RequestFactory().get("/styleguide/")
        return get_template(f"{name}.html").render(context)


@pytest.fixture
def visit(browser):
    contexts = []

    def visit(name, *, theme="light", width=1280, language="es", scripts=True):
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            reduced_motion="reduce",
            java_script_enabled=scripts,
        )
        contexts.append(context)
        body = render(name, theme, language)
        context.route(
            "**/*", lambda route: None if static(route) else route.fulfill(body=body, headers=HTML)
        )
        page = context.new_page()
        page.said = []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.goto(ORIGIN)
        return page

    yield visit
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    ("theme", "width", "language"),
    [
        ("light", 1280, "es"),
        ("dark", 1280, "en"),
        ("light", 360, "en"),
        ("dark", 360, "es"),
    ],
)
def test_components_are_accessible(visit, theme, width, language):
    page = visit("styleguide", theme=theme, width=width, language=language)

    assert faults_of(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["403", "500"])  # the others differ in their words only
def test_error_pages_are_accessible(visit, name, theme):
    page = visit(name, theme=theme, width=360)

    assert faults_of(page) == []


@pytest.mark.parametrize("name", NAMES)
def test_narrow_page_obeys_the_policy_and_nothing_sticks_out(visit, name):
    page = visit(name, width=360)

    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert page.said == []


def test_targets_are_large_enough_for_a_thumb(visit):
    page = visit("styleguide", width=360)

    small = page.evaluate(
        """() => [...document.querySelectorAll("a.btn, button, .menu a, .tabs a, summary, .choice")]
            .map(it => [it.textContent.trim(), it.getBoundingClientRect()])
            .filter(([, box]) => box.width > 0 && Math.min(box.width, box.height) < 43.5)
            .map(([text, box]) => [text, box.width, box.height])"""
    )

    assert small == []


def test_quick_exit_works_without_scripts(visit):
    page = visit("404", scripts=False)

    assert page.locator("[data-quick-exit]").get_attribute("href") == "/exit/"


def test_drawer_opens_without_scripts(visit):
    page = visit("styleguide", width=360, scripts=False)

    page.locator(".more button").click()

    assert page.locator("#more").is_visible()


def test_dialog_of_a_link_opens_and_closes(visit):
    page = visit("styleguide")

    page.locator("a[data-dialog]").click()
    opened = page.locator("#sample-dialog").is_visible()
    page.locator("#sample-dialog [data-close]").first.click()

    assert opened
    assert not page.locator("#sample-dialog").is_visible()
