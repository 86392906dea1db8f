"""Templates show and nothing else: no trust, no script, no style, no query."""

import re

import pytest

from tests.house import source

FORBIDDEN = {
    "unescaped text": r"\|\s*safe\b|\|\s*safeseq\b|autoescape\s+off",
    "inline script": r"<script(?![^>]*\bsrc=)",
    "inline handler": r"\son[a-z]+\s*=\s*[\"']",
    "inline style": r"<style\b|\sstyle\s*=",
    "javascript address": r"(?i)javascript:",
    "another host": r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//",
    "permission rule": r"\bperms\.|\bis_superuser\b|\bis_staff\b",
    "query": r"\.objects\b|\.all\b|\.exists\b|_set\b",
    "localised date in a table": r"<td[^>]*>\s*\{\{[^}]*\|\s*(?:date|time)\b",
}


@pytest.mark.parametrize("fault", FORBIDDEN)
def test_no_template_holds(fault):
    pattern = re.compile(FORBIDDEN[fault])

    found = {
        f"{source.name(path)}:{number}": line.strip()
        for path in source.templates()
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if pattern.search(line)
    }

    assert found == {}


def test_no_script_writes_markup():
    pattern = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(")

    found = [
        source.name(path)
        for path in sorted((source.ROOT / "static" / "js").rglob("*.js"))
        if pattern.search(path.read_text())
    ]

    assert found == []


def test_no_script_keeps_words_in_the_browser():
    pattern = re.compile(r"localStorage|sessionStorage|indexedDB|document\.cookie|caches\.")

    found = [
        source.name(path)
        for path in sorted((source.ROOT / "static" / "js").rglob("*.js"))
        if pattern.search(path.read_text())
    ]

    assert found == []
