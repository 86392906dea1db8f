"""Words the field does not use never reach a person."""

import re

import polib

from tests.house import source
from tests.house.words import sentences

SPANISH = re.compile(
    r"\b(pacientes?|clientes?|clientas?|usuari[oa]s?|beneficiari[oa]s?|caso perdido|abandono"
    r"|denuncia falsa|crimen pasional|levant[oó]n|superar)\b",
    re.IGNORECASE,
)
ENGLISH = re.compile(r"\b(patients?|clients?|beneficiar(?:y|ies)|users?)\b", re.IGNORECASE)


def test_spanish_uses_the_words_of_the_field():
    path = source.ROOT / "locale" / "es" / "LC_MESSAGES" / "django.po"

    found = {
        entry.msgid: form
        for entry in polib.pofile(str(path))
        for form in [entry.msgstr, *entry.msgstr_plural.values()]
        if not entry.obsolete and SPANISH.search(form)
    }

    assert found == {}


def test_english_uses_the_words_of_the_field():
    assert {m: place for (_, m), place in sentences().items() if ENGLISH.search(m)} == {}
