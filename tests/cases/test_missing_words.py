"""A missing person is spoken of in the present; a status is not a diagnosis of death."""

import re
import tomllib

import polib
import pytest

from accompaniment.desk.demo.tales import TEXTS
from cases.enums.missing import MissingStatus
from tests.house import source
from tests.house.words import sentences

# What was seen once was seen once: that alone is said in the past.
ALLOWED = re.compile(r"\bfue(?:ron)? vistas? por última vez\b|\bser vista por última vez\b")
PAST = re.compile(
    r"\b(era[ns]?|fue|fueron|estaba|tenía|vestía|llevaba|medía|usaba|vivía|trabajaba|quería|amaba"
    r"|le gustaba|murió|falleci\w*|fallecimiento|difunt\w+|finad\w+|occis\w+|cadáver\w*"
    r"|muert[oa]s?|presunt\w+ (?:desaparecid\w+|víctima))\b",
    re.IGNORECASE,
)
SEEN = re.compile(r"(?:she or he|someone) was last seen")
ENGLISH = re.compile(r"\b(used to be|she was|he was|died|dead|corpse)\b", re.IGNORECASE)


def ours():
    """Yield what the pages about missing persons say, in both languages."""
    path = source.ROOT / "locale" / "es" / "LC_MESSAGES" / "django.po"
    spanish = {(e.msgctxt or "", e.msgid): e for e in polib.pofile(str(path)) if not e.obsolete}
    for (context, msgid), place in sentences().items():
        if "missing" in place and (entry := spanish.get((context, msgid))):
            yield msgid, [entry.msgstr, *entry.msgstr_plural.values()]


def test_the_test_reads_something():
    said = dict(ours())

    assert "What is known of that day" in said
    assert len(said) > 150


def test_pages_speak_in_the_present():
    found = {
        msgid: form
        for msgid, forms in ours()
        for form in forms
        if PAST.search(ALLOWED.sub("", form.lower()))
    }

    assert found == {}


def test_english_speaks_in_the_present():
    assert [msgid for msgid, _ in ours() if ENGLISH.search(SEEN.sub("", msgid))] == []


@pytest.mark.parametrize(
    "said", ["Vestía pantalón azul", "Era mecánico", "el difunto", "su cadáver", "Juan murió"]
)
def test_the_past_would_be_found(said):
    assert PAST.search(said)


def test_what_was_seen_may_be_said():
    assert not PAST.search(ALLOWED.sub("", "el día en que fue vista por última vez"))


def test_stories_speak_of_the_missing_in_the_present():
    told = tomllib.loads((TEXTS / "missing.toml").read_text())["record"]
    blocks = [each.get(name, {}) for each in told for name in ("who", "description", "events")]
    said = " ".join(str(words) for block in blocks for words in block.values())

    assert PAST.findall(said) == []
    assert len(told) == 12


def test_no_status_says_dead():
    assert not [each for each in MissingStatus if re.search("MUERT|FALLEC|OCCIS", each.value)]
