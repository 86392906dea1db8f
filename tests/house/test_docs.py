"""What is written down is true: links lead somewhere, tables say what the code does."""

import re

import pytest

from accompaniment.staff.enums import TEAM_ACTIONS, Role
from cases.enums import FUNCTION_ACTIONS, Function
from tests.house import source

PAGES = sorted([*source.ROOT.glob("*.md"), *(source.ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)[^)]*\)")


@pytest.mark.parametrize("page", PAGES, ids=source.name)
def test_links_lead_somewhere(page):
    lost = [link for link in LINK.findall(page.read_text()) if not (page.parent / link).exists()]

    assert lost == []


def table(heading):
    """Return {first cell: {column: cell}} of the table under a heading of the access page."""
    text = (source.ROOT / "docs" / "access.md").read_text().split(f"## {heading}\n")[1]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.split("\n## ")[0].splitlines()
        if line.startswith("|") and not line.startswith("|---")
    ]
    return {row[0]: dict(zip(rows[0][1:], row[1:], strict=True)) for row in rows[1:]}


def yes(row):
    return {action for action, cell in row.items() if cell == "yes"}


def test_access_page_says_what_roles_may():
    written = {}
    for names, row in table("What a role may do with every case of its team").items():
        written |= {name.strip(): yes(row) for name in names.split(",")}

    assert written == {role.value: set(TEAM_ACTIONS.get(role, ())) for role in Role}


def test_access_page_says_what_functions_give():
    written = {
        names.split(" ")[0]: yes(row)
        for names, row in table("What a function gives, case by case").items()
    }

    assert written == {f.value: set(FUNCTION_ACTIONS[f]) for f in Function}


def test_operations_page_explains_every_check():
    code = (source.ROOT / "accompaniment" / "checks.py").read_text()
    page = (source.ROOT / "docs" / "operations.md").read_text()
    numbers = {int(n) for n in re.findall(r"\berror\((\d+),", code)}
    numbers |= {int(n) for n in re.findall(r"cauce\.W(\d+)", code)}

    told = set()
    for first, last in re.findall(r"\b[EW](\d{3})(?: \u2013 E(\d{3}))?", page):
        told |= set(range(int(first), int(last or first) + 1))

    assert numbers - told == set()


def test_no_page_names_a_machine():
    wrong = re.compile(r"/tmp/|/root/|/home/\w", re.IGNORECASE)

    assert [source.name(page) for page in PAGES if wrong.search(page.read_text())] == []
