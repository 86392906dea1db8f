"""The scripts of every page in a real Chromium, against a server with bad days."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from django.template import engines

from tests.browser.pages import HTML, ORIGIN, shell, static

NOTE = """{% extends "base.html" %}{% load static ui %}
{% block scripts %}<script type="module" src="{% static "js/editor.js" %}"></script>{% endblock %}
{% block content %}<h1>{{ heading }}</h1>
<form method="post" action="/note/" {% held "/draft/" %}>{% csrf_token %}
<input type="hidden" name="version" value="1"><textarea name="body">{{ text }}</textarea>
<div class="sticky-actions">{% saved "" hidden=True %}{% button "Sign" kind="primary" %}</div>
</form>{% endblock %}"""


class Server:
    """Answer what a test wants; remember what was sent."""

    def __init__(self):
        self.left, self.who = 1200, "mine"
        self.draft = self.note = None  # (status, body, headers) or "gone"
        self.sent = []
        self.console = []

    def page(self, **context):
        template = engines["django"].from_string(NOTE)
        return template.render({"shell": shell(), "csrf_token": "first", **context})

    def answer(self, route):
        request, path = route.request, urlsplit(route.request.url).path
        if static(route):
            return None
        if not request.url.startswith(ORIGIN):
            return route.fulfill(body="<h1>Clima</h1>", content_type="text/html")
        if request.method == "POST":
            self.sent.append((path, request.post_data or ""))
        if path == "/session/":
            if request.method == "POST":
                self.left = 1200
            answer = {"left": self.left, "csrf": "second", "who": self.who}
            return route.fulfill(body=json.dumps(answer), content_type="application/json")
        planned = {"/draft/": self.draft, "/note/": self.note}.get(path)
        if planned == "gone" and request.method == "POST":
            return route.abort("connectionrefused")
        if planned and request.method == "POST":
            status, body, headers = planned
            return route.fulfill(status=status, body=body, headers=headers)
        return route.fulfill(body=self.page(heading="Nota", text=""), headers=HTML)

    def drafts(self):
        return [body for path, body in self.sent if path == "/draft/"]


@pytest.fixture
def server():
    return Server()


@pytest.fixture
def page(browser, server):
    context = browser.new_context()
    context.route("**/*", server.answer)
    page = context.new_page()
    page.on("console", lambda message: server.console.append(message.text))
    page.on("pageerror", lambda error: server.console.append(str(error)))
    page.clock.install()
    page.goto(f"{ORIGIN}/note/")
    yield page
    context.close()


SAVED = (200, json.dumps({"text": "Guardado 10:32", "fields": {"version": "2"}}), {
    "Content-Type": "application/json"
})  # fmt: skip


def write(page, text="esta semana dormí"):
    page.locator("textarea").press_sequentially(text)


def told(page):
    return page.locator("form [data-trouble]").inner_text()


def test_page_obeys_the_policy(page, server):
    assert server.console == []


def test_typing_is_saved_two_seconds_after_the_last_key(page, server):
    server.draft = SAVED
    write(page)

    page.clock.run_for(2100)

    page.get_by_text("Guardado 10:32").wait_for()
    assert len(server.drafts()) == 1
    assert "esta semana dormí" in server.drafts()[0]
    assert page.locator("input[name=version]").get_attribute("value") == "2"
    assert page.locator("form[data-unsaved]").count() == 0


def test_steady_typing_is_saved_within_ten_seconds(page, server):
    server.draft = SAVED
    for _ in range(9):
        write(page, "a")
        page.clock.run_for(1000)

    page.get_by_text("Guardado 10:32").wait_for()
    assert len(server.drafts()) == 1


@pytest.mark.parametrize("trouble", [(503, "", {}), (500, "", {}), "gone"])
def test_failing_autosave_says_so_and_tries_again(page, server, trouble):
    server.draft = trouble
    write(page)
    page.clock.run_for(2100)
    page.locator(".saved[data-state=trouble]").wait_for()
    said = page.locator(".saved").inner_text()

    server.draft = SAVED
    page.clock.run_for(4100)

    page.get_by_text("Guardado 10:32").wait_for()
    assert "Guardado" not in said
    assert len(server.drafts()) == 2


def test_second_version_offers_the_comparison(page, server):
    body = json.dumps({"text": "Elvira guardó otra versión.", "url": "/compare/"})
    server.draft = (409, body, {"Content-Type": "application/json"})
    write(page)

    page.clock.run_for(2100)

    page.get_by_text("Elvira guardó otra versión.").wait_for()
    assert page.locator(".saved a").get_attribute("href") == "/compare/"
    page.clock.run_for(60_000)
    assert len(server.drafts()) == 1


@pytest.mark.parametrize("trouble", [(503, "", {}), (500, "", {}), "gone"])
def test_failing_server_never_loses_what_was_typed(page, server, trouble):
    server.note = trouble
    write(page)

    page.get_by_role("button", name="Sign").click()

    page.locator("[data-trouble]").wait_for()
    assert told(page) != ""
    assert page.locator("textarea").input_value() == "esta semana dormí"
    assert page.url == f"{ORIGIN}/note/"


def test_autosave_goes_on_after_a_failed_sending(page, server):
    server.draft = server.note = (503, "", {})
    write(page)
    page.clock.run_for(2100)
    page.locator(".saved[data-state=trouble]").wait_for()
    page.get_by_role("button", name="Sign").click()
    page.locator("[data-trouble]").wait_for()

    server.draft = SAVED
    page.clock.run_for(31_000)

    page.get_by_text("Guardado 10:32").wait_for()


def test_ended_session_keeps_the_text_and_goes_on_after_signing_in(page, server):
    server.note, server.left = (401, "", {}), None
    write(page)
    page.get_by_role("button", name="Sign").click()
    layer = page.locator("dialog.session-layer")
    layer.wait_for()

    server.left, server.note = 1200, (204, "", {"X-Location": "/done/"})
    layer.locator("[data-back]").click()
    layer.wait_for(state="detached")

    fields = page.locator("input[name=csrfmiddlewaretoken]")
    tokens = fields.evaluate_all("all => all.map(field => field.value)")
    assert set(tokens) == {"second"}
    assert page.locator("textarea").input_value() == "esta semana dormí"
    page.get_by_role("button", name="Sign").click()
    page.wait_for_url("**/done/")


def test_stale_token_is_renewed_and_the_second_press_arrives(page, server):
    state = {"left": 1200, "csrf": "second", "who": "mine"}
    server.note = (403, json.dumps(state), {"Content-Type": "application/json"})
    write(page)
    page.get_by_role("button", name="Sign").click()
    page.locator("[data-trouble]").wait_for()
    page.locator("[name=csrfmiddlewaretoken][value=second]").first.wait_for(state="attached")

    server.note = (204, "", {"X-Location": "/done/"})
    page.get_by_role("button", name="Sign").click()

    page.wait_for_url("**/done/")


def test_another_person_who_signs_in_does_not_see_the_page(page, server):
    server.note, server.left = (401, "", {}), None
    write(page, "canary-narrative")
    page.get_by_role("button", name="Sign").click()
    layer = page.locator("dialog.session-layer")
    layer.wait_for()
    page.on("dialog", lambda dialog: dialog.accept())

    server.left, server.who = 1200, "somebody else"
    with page.expect_navigation():
        layer.locator("[data-back]").click()

    assert page.locator("textarea").input_value() == ""


def test_refused_form_comes_back_in_the_page(page, server):
    again = server.page(heading="Revisa", text="esta semana dormí")
    server.note = (422, again, {"Content-Type": "text/html; charset=utf-8"})
    write(page)

    page.get_by_role("button", name="Sign").click()

    page.get_by_role("heading", name="Revisa").wait_for()
    assert page.locator("textarea").input_value() == "esta semana dormí"
    assert page.locator("form[data-unsaved]").count() == 1


def test_answer_that_leads_back_here_loads_the_page_anew(page, server):
    server.note = (204, "", {"X-Location": "/note/#text"})
    write(page)

    with page.expect_navigation(wait_until="load"):
        page.get_by_role("button", name="Sign").click()

    page.wait_for_function("document.querySelector('textarea').value === ''")


def test_withdrawn_permission_keeps_the_text(page, server):
    server.note = (403, "<main><h1>Este paso no te corresponde</h1></main>", {
        "Content-Type": "text/html"
    })  # fmt: skip
    write(page)

    page.get_by_role("button", name="Sign").click()

    page.locator("[data-trouble]").wait_for()
    assert told(page).startswith("Este paso no te corresponde")
    assert page.locator("textarea").input_value() == "esta semana dormí"


def test_double_click_sends_once(page, server):
    server.note = (204, "", {"X-Location": "/done/"})
    write(page)

    page.get_by_role("button", name="Sign").dblclick()

    page.wait_for_url("**/done/")
    assert len([path for path, _ in server.sent if path == "/note/"]) == 1


def test_warning_comes_two_minutes_before_the_end_and_staying_prolongs(page, server):
    server.left = 119
    page.clock.run_for(1_081_000)
    page.locator(".session-notice").wait_for()

    page.locator("[data-stay]").click()

    page.locator(".session-notice").wait_for(state="detached")
    assert [path for path, _ in server.sent] == ["/session/"]


def test_work_elsewhere_means_no_warning(page, server):
    server.left = 1100
    page.clock.run_for(1_081_000)

    assert page.locator(".session-notice").count() == 0


def test_end_of_the_session_covers_the_page(page, server):
    write(page)
    server.left = None
    page.clock.run_for(1_081_000)

    page.locator("dialog.session-layer").wait_for()
    page.keyboard.press("Escape")

    assert page.locator("dialog.session-layer").is_visible()
    assert page.locator("textarea").input_value() == "esta semana dormí"


@pytest.mark.parametrize("keys", [["Escape"] * 2, ["Shift"] * 3])
def test_quick_exit_by_keys(page, server, keys):
    write(page)
    for key in keys:
        page.keyboard.press(key)

    page.wait_for_url("**/exit/")
    page.go_back()

    assert "/note/" not in page.url


def test_quick_exit_by_click_asks_nothing(page, server):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    write(page)

    page.locator("[data-quick-exit]").first.click()

    page.wait_for_url("**/exit/")
    assert asked == []
    assert any("esta semana dormí" in body for body in server.drafts())


def test_typing_capitals_is_no_exit(page, server):
    page.locator("textarea").focus()
    for letter in "ABC":
        page.keyboard.press(f"Shift+{letter}")

    assert page.url == f"{ORIGIN}/note/"


RETURN = "window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))"


def test_page_from_the_browser_s_memory_is_asked_for_anew(page, server):
    server.left = None
    page.evaluate("document.querySelector('h1').textContent = 'canary-narrative'")

    with page.expect_navigation():
        page.evaluate(RETURN)

    assert page.locator("h1").inner_text() == "Nota"


def test_unsaved_words_come_back_with_the_page_while_the_session_goes_on(page, server):
    server.draft = "gone"
    write(page)

    page.evaluate(RETURN)

    page.locator("textarea").wait_for()
    assert page.locator("textarea").input_value() == "esta semana dormí"


def test_search_words_travel_in_the_body(page, server):
    page.locator("input[name=q]").fill("Lopez")
    page.locator("input[name=q]").press("Enter")
    page.wait_for_url("**/cases/search/")

    sent = dict(server.sent)["/cases/search/"]
    assert parse_qs(sent)["q"] == ["Lopez"]
