"""The blind index: find a person by name or number without storing either.

Keyed digests of normalised words (HMAC-SHA256, cut to 16 bytes, its own key). They leak which
words are equal and how often to whoever holds the database *and* nothing else; they answer only
for whole words.
"""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterable

import phonenumbers
from django.conf import settings

LONGEST = 40  # of words taken from one text
REGION = "MX"
SHORTEST_NUMBER = 7


def normalise(text: str) -> list[str]:
    """Return the different words, sorted, without accents, case or marks: "Ñandú," -> "nandu"."""
    plain = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return sorted(set(re.findall(r"[^\W_]+", bare)))[:LONGEST]


def number(text: str) -> str | None:
    """Return a telephone number in one form (E.164, or its bare digits), if it is one."""
    digits = re.sub(r"\D", "", text)
    if len(digits) < SHORTEST_NUMBER or re.search(r"[^\W\d_]", text):
        return None
    try:
        parsed = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        return digits
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def digest(label: str, said: str) -> bytes:
    """Return the keyed digest of one normalised word under a label."""
    message = f"{label}|{said}".encode()
    return hmac.digest(settings.VAULT_INDEX_KEY.encode(), message, hashlib.sha256)[:16]


def words(*texts: str) -> set[bytes]:
    """Return what is kept of names: a keyed digest of every word."""
    return {digest("word", word) for text in texts if text for word in normalise(text)}


def numbers(texts: Iterable[str]) -> set[bytes]:
    """Return what is kept of telephone numbers."""
    return {digest("number", said) for text in texts if (said := number(text))}


def asked(text: str) -> list[bytes]:
    """Return the digests that together ask for every word, or for one telephone number."""
    if said := number(text):
        return [digest("number", said)]
    return [digest("word", word) for word in normalise(text)]


def question(text: str) -> str:
    """Return the digest under which the trace remembers a question, never its words."""
    return digest("question", " ".join(normalise(text))).hex()
