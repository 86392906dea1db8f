"""After a day of work, the bytes at rest, on the wire and in every log hold no canary."""

import http.cookiejar
import json
import re
import subprocess
import urllib.error
import urllib.parse
import urllib.request

import pytest

from tests import factories, prepared
from tests.browser.house import House

TOO_COMMON = {"person.birth_year", "contact.hours"}  # stand in dates and times by chance
OPENERS = (b"Canario", b"canario")


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    house = House(tmp_path_factory.mktemp("canary"))
    house.env |= {"REQUIRE_MFA": "False", "TMPDIR": str(house.place / "tmp")}
    (house.place / "tmp").mkdir()
    try:
        house.start_web()
        house.start_worker()
        yield house
    finally:
        house.close()


class Visitor:
    """A browser without a screen."""

    def __init__(self, house):
        self.url = house.url
        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))

    def __call__(self, path, **form):
        data = urllib.parse.urlencode(form).encode() if form else None
        try:
            with self.opener.open(f"{self.url}{path}", data, timeout=20) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as answer:
            return answer.read().decode()

    def token(self, path):
        return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self(path)).group(1)


def visit(house, told):
    """Sign in over the wire, read, search, look for what is not there, and type."""
    visitor = Visitor(house)
    token = visitor.token("/account/login/")
    form = {"login": "obrera@example.org", "password": factories.PASSWORD}
    visitor("/account/login/", csrfmiddlewaretoken=token, **form)
    case = f"/cases/{told['code']}/"
    page = visitor(case)
    assert told["canaries"]["person.called"] in page or told["canaries"]["case.reason"] in page
    word = told["canaries"]["person.legal_name"]
    token = visitor.token("/cases/")
    found = visitor("/cases/search/", csrfmiddlewaretoken=token, q=word)
    assert told["code"] in found
    visitor(f"/cases/{word}/")
    visitor(f"{case}notes/{word}/")
    token = visitor.token("/account/login/") if "login" in page else token
    visitor("/account/login/", csrfmiddlewaretoken=token, login=word, password=word)
    visitor("/cases/new/", csrfmiddlewaretoken="wrong", called=word)


def at_rest(house):
    """Yield the name and the bytes of everything the house has written."""
    for path in house.place.rglob("*"):
        if path.is_file():
            yield str(path.relative_to(house.place)), path.read_bytes()
    for name in house.databases:
        url = f"{prepared.server()}/{name}"
        yield f"pg_dump {name}", subprocess.check_output(["pg_dump", url])


def test_nothing_lies_open(house):
    told = json.loads(house.run("-m", "tests.house.story").splitlines()[-1])
    canaries = told["canaries"]
    assert sorted(canaries) == told["labels"]  # every sealed field carries one

    visit(house, told)
    house.kill("web")
    house.kill("worker")
    found = dict(at_rest(house))

    everything = b"".join(found.values())
    assert told["code"].encode() in everything  # the search does find what lies open
    for label, word in canaries.items():
        if label in TOO_COMMON:
            continue
        for form in (word.encode(), word.encode().hex().encode(), word.upper().encode()):
            holding = [name for name, data in found.items() if form in data]
            assert holding == [], label
    for opener in OPENERS:
        assert [name for name, data in found.items() if opener in data] == []
