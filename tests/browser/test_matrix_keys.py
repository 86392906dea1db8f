"""The matrix by keyboard: arrows between crossings, Enter into one, saving back to it."""

from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django.template import engines
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.pages import HTML, ORIGIN, shell, static

TABLE = """{% extends "base.html" %}{% load static %}
{% block scripts %}<script type="module" src="{% static "js/matrix.js" %}"></script>{% endblock %}
{% block content %}<h1>Nexo</h1><table class="matrix" data-keys><thead><tr><th>H</th></tr></thead>
<tbody>{% for row in rows %}<tr><th scope="row">H</th>{% for cell in row %}
{% include "expertise/_cell.html" %}{% endfor %}</tr>{% endfor %}</tbody></table>{% endblock %}"""
FORM = """{% extends "base.html" %}{% load static ui %}
{% block scripts %}<script type="module" src="{% static "js/editor.js" %}"></script>
<script type="module" src="{% static "js/matrix.js" %}"></script>{% endblock %}
{% block content %}<h1>Cruce</h1><form method="post" data-cell {% held %}>{% csrf_token %}
<select name="known"><option value="S1" selected>S1</option></select>
<select name="empty"><option value="">—</option><option value="D1">D1 Documento</option></select>
<button type="submit" name="do" value="more">Más</button>
<button data-kind="primary" type="submit">Guardar</button></form>{% endblock %}"""
FOLIO = "K7Q-M3F-2"
MATRIX = reverse("expertise:matrix", args=[FOLIO])
SIZE = 3


def cells():
    """Three facts and three effects; one crossing leads nowhere for who only reads."""
    return [
        [
            SimpleNamespace(
                anchor=f"h{fact}e{effect}",
                says="",
                link=SimpleNamespace(grade="C", missing=()),
                fact=SimpleNamespace(number=fact),
                effect=SimpleNamespace(number=effect),
            )
            for effect in range(1, SIZE + 1)
        ]
        for fact in range(1, SIZE + 1)
    ]


class Server:
    """Answer the table, the form of each crossing, and what saving it answers."""

    def __init__(self):
        self.rows = cells()
        self.sent = []

    def answer(self, route):
        request, path = route.request, urlsplit(route.request.url).path
        if static(route):
            return None
        if request.method == "POST":
            self.sent.append((path, request.post_data or ""))
            crossing = path.rstrip("/").rsplit("/", 1)[1]
            return route.fulfill(status=200, headers={"X-Location": f"{MATRIX}#{crossing}"})
        context = {"shell": shell(), "csrf_token": "first", "writes": False}
        context |= {"rows": self.rows, "commission": SimpleNamespace(code=FOLIO)}
        told = TABLE if path == MATRIX else FORM
        page = engines["django"].from_string(told).render(context)
        return route.fulfill(body=page, headers=HTML)


@pytest.fixture
def server():
    return Server()


@pytest.fixture
def page(browser, server):
    context = browser.new_context()
    context.route("**/*", server.answer)
    page = context.new_page()
    yield page
    context.close()


def focused(page):
    return page.evaluate("document.activeElement.id || document.activeElement.name")


def begin(page, crossing="h1e1"):
    page.goto(f"{ORIGIN}{MATRIX}#{crossing}")
    page.wait_for_function("id => document.activeElement.id === id", arg=crossing)


def test_arrows_go_from_crossing_to_crossing_and_stay_at_the_edge(page):
    begin(page)
    seen = []

    for key in ("ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown", "End", "ArrowRight", "Home"):
        page.keyboard.press(key)
        seen.append(focused(page))

    assert seen == ["h1e1", "h1e1", "h1e2", "h2e2", "h2e3", "h2e3", "h2e1"]


def test_an_arrow_goes_over_what_cannot_be_opened(page, server):
    server.rows[0][1].link = None
    begin(page)

    page.keyboard.press("ArrowRight")

    assert focused(page) == "h1e3"


def test_enter_opens_a_crossing_and_saving_leads_back_to_it(page, server):
    begin(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/h2e1/")
    expect(page.locator("[name=empty]")).to_be_focused()

    page.keyboard.type("D1")
    page.keyboard.press("Control+Enter")

    expect(page.locator("#h2e1")).to_be_focused()
    ((path, body),) = server.sent
    assert path == reverse("expertise:cross", args=[FOLIO, 2, 1])
    assert 'name="do"' not in body
    assert "D1" in body
