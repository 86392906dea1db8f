"""What people do in a browser, and what a page must never do while they do it."""

from contextlib import contextmanager

from axe_playwright_python.base import AXE_SCRIPT

from tests.factories import PASSWORD
from tests.staff.tools import number_of

PATIENCE = 45_000  # ms; a busy machine is not a broken one
QUIET = "Failed to load resource"  # Chromium's own word for a status that the test asks for
NEUTRAL = {
    *("Entrar", "Cuenta", "Lista", "Aviso", "Ficha", "Mi día", "Página", "Nota", "Documento"),
    *("Formulario", "Registro", "Agenda", "Equipo", "Verificación"),
}
STORES = """async () => ({
  local: Object.keys(localStorage), session: Object.keys(sessionStorage),
  databases: (await indexedDB.databases()).map(it => it.name),
  caches: window.caches ? await caches.keys() : [],
  workers: navigator.serviceWorker
    ? (await navigator.serviceWorker.getRegistrations()).length : 0,
})"""
FAULTS = """async () => {
  const found = await axe.run(document, {resultTypes: ["violations"]});  // of others, one element
  return found.violations.map(rule => [rule.id, rule.nodes.map(node => node.html.slice(0, 300))]);
}"""
EMPTY = {"local": [], "session": [], "databases": [], "caches": [], "workers": 0}


def tell(house, *words):
    """Run a piece of the story in the house."""
    return house.tell(*words)


@contextmanager
def visit(browser, house, key="", **options):
    """Open a browser of its own, with a session or without, and watch what it complains about."""
    context = browser.new_context(locale="es-MX", **options)
    context.faults = []
    context.set_default_timeout(PATIENCE)
    context.set_default_navigation_timeout(PATIENCE)
    context.on("console", lambda said: _note(context, said))
    context.on("weberror", lambda error: context.faults.append(str(error.error)))
    if key:
        context.add_cookies([{"name": "session", "value": key, "url": house.url}])
    try:
        yield context.new_page()
    finally:
        context.close()


def _note(context, said):
    if said.type == "error" and QUIET not in said.text:
        context.faults.append(said.text)


def password(page, house, email, *, to="/"):
    """Type e-mail and password."""
    page.goto(f"{house.url}/account/login/?next={to}")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Continuar").click()


def second_step(page, secret, steps=0):
    """Type the number the app shows."""
    page.wait_for_url("**/account/2fa/code/**")
    page.fill("input[name=code]", number_of(secret, steps))
    page.locator("form:has(input[name=code]) button").first.click()


def sign_out(page, house):
    """Leave by the front door."""
    page.goto(f"{house.url}/account/logout/")
    page.locator("main form button").click()
    page.wait_for_url("**/account/login/**")


def stay_offline(page, house):
    """Let the quick exit end the session, and lead to a page of this machine, not far away."""

    def nearby(route):
        answer = route.fetch(max_redirects=0)
        assert answer.headers["location"].startswith("https://es.wikipedia.org/")
        away = {**answer.headers, "location": f"{house.url}/healthz"}
        route.fulfill(status=answer.status, headers=away)

    page.route("**/exit/", nearby)


def saved(page, text="Guardado"):
    """Wait until the page says that what was typed is kept."""
    page.locator("form .saved:not([data-state])", has_text=text).wait_for()


def faults_of(page):
    """Return every rule of accessibility this page breaks, with the elements that break it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return [tuple(fault) for fault in page.evaluate(FAULTS)]
