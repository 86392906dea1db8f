"""Documents in a real browser: dropped, sent with progress, refused in words, looked at."""

import socket
import time
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.steps import EMPTY, STORES, faults_of, tell, visit
from tests.files import samples

DROP = """([zone, name, text]) => {
  const held = new DataTransfer();
  held.items.add(new File([text], name, { type: 'text/plain' }));
  for (const kind of ['dragenter', 'dragover', 'drop'])
    zone.dispatchEvent(
      new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: held }));
}"""
PARTIAL = b"canario-a-medias "
WORDS = "Canario dicho en la hoja"


@pytest.fixture(scope="module")
def told(house):
    story = tell(house, "case", "papeles")
    return story, tell(house, "enter", story["author"])[story["author"]]


@pytest.fixture
def page(house, browser, told):
    with visit(browser, house, told[1], accept_downloads=True) as page:
        page.goto(f"{house.url}/cases/{told[0]['code']}/documents/add/")
        yield page
        assert page.context.faults == []


def paper(name, data):
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def without_policy(route):
    """Take the policy off a page, so that it can be looked at for faults."""
    answer = route.fetch()
    kept = {k: v for k, v in answer.headers.items() if k != "content-security-policy"}
    route.fulfill(response=answer, headers=kept)


def row(page, name):
    return page.locator(".upload", has_text=name)


def test_files_are_dropped_refused_in_words_and_kept(house, page, told):
    title = page.get_by_label("Título")
    title.fill("Canario de la carpeta")
    page.get_by_label("¿Qué es?").select_option("DENUNCIA")
    zone = page.locator(".drop").element_handle()
    page.evaluate(DROP, [zone, "carta.txt", WORDS])
    page.set_input_files(
        "input[type=file]",
        [
            paper("dibujo.svg", samples.SVG),
            paper("hoja.pdf", samples.pdf(2, words=WORDS)),
            paper("escaneo.pdf", b"%PDF-" + bytes(26_000_000)),  # told before a byte is sent
        ],
    )
    expect(page.locator(".upload")).to_have_count(4)
    expect(row(page, "escaneo.pdf")).to_contain_text("25 MB")

    page.get_by_role("button", name="Enviar y sellar").click()

    expect(row(page, "dibujo.svg")).to_contain_text("SVG")
    for name in ("carta.txt", "hoja.pdf"):
        expect(row(page, name)).to_have_attribute("data-state", "done")
    assert title.input_value() == "Canario de la carpeta"
    assert page.evaluate(STORES) == EMPTY
    assert faults_of(page) == []

    for name in ("dibujo.svg", "escaneo.pdf"):
        row(page, name).get_by_role("button").click()
    page.get_by_role("link", name="Volver").click()
    for name, count in (("Canario de la carpeta", 2), ("dibujo", 0), ("escaneo", 0)):
        expect(page.locator(".rows > li", has_text=name)).to_have_count(count)


def test_document_is_looked_at_where_nothing_acts_and_downloaded(house, page, told):
    page.set_input_files("input[type=file]", [paper("acta.pdf", samples.pdf(2, words=WORDS))])
    page.get_by_role("button", name="Enviar y sellar").click()
    page.wait_for_url("**/documents/")

    page.locator(".rows > li", has_text="acta").get_by_role("link", name="acta", exact=True).click()
    page.locator("#versions").get_by_role("link", name="Ver Versión 1").click()
    picture = page.locator("figure img")
    expect(picture).to_be_visible()
    assert picture.evaluate("it => it.naturalWidth > 500")
    page.get_by_role("link", name="Siguiente").click()
    expect(page.locator("nav.pagination")).to_contain_text("2")
    assert page.context.faults  # even the scripts of this test are kept out
    assert all("Blocked script execution" in fault for fault in page.context.faults)
    page.context.faults.clear()
    page.route("**/look/*", without_policy)
    page.reload()
    assert faults_of(page) == []
    page.get_by_role("link", name="Volver").click()

    with page.expect_download() as download:
        page.get_by_role("link", name="Descargar").first.click()
    name = download.value.suggested_filename
    assert name.startswith("documento-")
    assert name.endswith("-1.pdf")
    page.reload()
    expect(page.locator("#openings")).to_contain_text("Lo descargó")


def test_without_scripts_it_is_a_plain_form(house, browser, told):
    with visit(browser, house, told[1], java_script_enabled=False) as page:
        page.goto(f"{house.url}/cases/{told[0]['code']}/documents/add/")
        page.get_by_label("Título").fill("Canario sin guion")
        page.set_input_files("input[type=file]", [paper("macro.svg", samples.SVG)])
        page.get_by_role("button", name="Enviar y sellar").click()
        expect(page.locator(".error-summary")).to_contain_text("macro.svg")
        assert page.get_by_label("Título").input_value() == "Canario sin guion"

        page.set_input_files("input[type=file]", [paper("sin.txt", WORDS.encode())])
        page.get_by_role("button", name="Enviar y sellar").click()
        page.wait_for_url("**/documents/")
        expect(page.locator(".rows")).to_contain_text("Canario sin guion")


def lying(house):
    """Return what lies in the house's folders of files."""
    return {
        folder: sorted(path.name for path in (house.place / folder).rglob("*") if path.is_file())
        for folder in ("sealed", "arriving")
    }


def test_upload_cut_at_ninety_percent_leaves_nothing(house, page, told):
    token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    cookies = "; ".join(f"{each['name']}={each['value']}" for each in page.context.cookies())
    before = lying(house)
    fields = {"csrfmiddlewaretoken": token, "kind": "OTRO", "visibility": "clinical"}
    parts = [
        f'--cut\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    head = (
        '--cut\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n'
        "Content-Type: text/plain\r\n\r\n"
    )
    body = "".join([*parts, head]).encode() + PARTIAL * 20_000
    where = urlsplit(page.url)
    with socket.create_connection((where.hostname, where.port)) as line:
        line.sendall(
            f"POST {where.path} HTTP/1.1\r\nHost: {where.netloc}\r\nCookie: {cookies}\r\n"
            f"Origin: {house.url}\r\nContent-Type: multipart/form-data; boundary=cut\r\n"
            f"Content-Length: {len(body) + 40_000}\r\nConnection: close\r\n\r\n".encode()
        )
        line.sendall(body)
        time.sleep(0.5)
    time.sleep(1.5)

    assert lying(house) == before
    page.goto(f"{house.url}/cases/{told[0]['code']}/documents/")
    assert "a.txt" not in page.content()
    for path in house.place.rglob("*"):
        if path.is_file():
            assert PARTIAL not in path.read_bytes(), path
