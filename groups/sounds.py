"""How a name sounds in Spanish: one name under two spellings has one sound.

Yesenia, Jessenia and Llecenia are written apart and heard alike. The rules follow the phonetic
mergers of Mexican Spanish (seseo, yeísmo, b/v, mute h); they are for a warning, never for a proof.
"""

import re
import unicodedata

RULES = (
    (r"ph", "f"),
    (r"qu(?=[ei])", "k"),
    (r"gu(?=[ei])", "g"),
    (r"g(?=[ei])", "j"),
    (r"x", "j"),
    (r"c(?=[ei])", "s"),
    (r"ch", "C"),
    (r"sh", "C"),
    (r"[cq]", "k"),
    (r"h", ""),
    (r"[zs]+", "s"),
    (r"ll|y(?=[aeiou])", "j"),
    (r"j(?=[aeiou])", "j"),
    (r"v", "b"),
    (r"w", "gu"),
    (r"y", "i"),
    (r"n(?=[bp])", "m"),
    (r"(.)\1+", r"\1"),
)


def sound(word: str) -> str:
    """Return how a word sounds, roughly: "Jessenia" and "Yesenia" are both "jesenia"."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    heard = "".join(c for c in plain if c.isalpha() and not unicodedata.combining(c))
    for written, said in RULES:
        heard = re.sub(written, said, heard)
    return heard.casefold()
