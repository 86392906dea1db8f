"""Spanish is complete; nobody meets half a page in another language."""

import re

import polib
import pytest

from tests.house import source
from tests.house.words import sentences

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


@pytest.fixture(scope="module")
def spanish():
    return polib.pofile(str(source.ROOT / "locale" / "es" / "LC_MESSAGES" / "django.po"))


def forms(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_every_sentence_has_its_spanish(spanish):
    said = {
        (entry.msgctxt or "", entry.msgid)
        for entry in spanish
        if entry.translated() and not entry.obsolete
    }

    missing = {
        msgid: place for (ctx, msgid), place in sentences().items() if (ctx, msgid) not in said
    }

    assert missing == {}


def test_no_translation_is_fuzzy_or_empty(spanish):
    assert [
        entry.msgid
        for entry in spanish
        if not entry.obsolete and (entry.fuzzy or not all(forms(entry)))
    ] == []


def test_translations_keep_their_placeholders(spanish):
    wrong = {
        entry.msgid: form
        for entry in spanish
        for form in forms(entry)
        if not entry.obsolete
        and set(PLACEHOLDER.findall(form))
        - set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
    }

    assert wrong == {}


def test_spanish_does_not_shout(spanish):
    assert [entry.msgid for entry in spanish if any("!" in form for form in forms(entry))] == []
