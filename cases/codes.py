"""Codes and pseudonyms: what stands on the cover of a case and says nothing."""

import re
import secrets
from collections.abc import Collection

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
LENGTH, MODULUS = 6, 37
LOOKALIKES = str.maketrans("OIL", "011")
SHAPE = re.compile(rf"[{ALPHABET}]{{7}}")

# Two neutral words, sayable in a waiting room; the second agrees with the first.
RIVERS = ("Río", "Sauce", "Cerro", "Huizache", "Sabino", "Trigo", "Manzano", "Venado", "Colibrí")
MOONS = ("Luna", "Lluvia", "Alba", "Nube", "Cantera", "Barranca")
CALM = ("Claro", "Azul", "Sereno", "Alto", "Nuevo", "Dulce")
CALM_TOO = ("Clara", "Azul", "Serena", "Alta", "Nueva", "Dulce")
PSEUDONYMS = tuple(
    f"{noun} {quality}"
    for nouns, qualities in ((RIVERS, CALM), (MOONS, CALM_TOO))
    for noun in nouns
    for quality in qualities
)


def check_symbol(symbols: str) -> str | None:
    """Return Crockford's check symbol (modulo 37), or nothing where it is no plain character."""
    number = 0
    for symbol in symbols:
        number = number * len(ALPHABET) + ALPHABET.index(symbol)
    rest = number % MODULUS
    return ALPHABET[rest] if rest < len(ALPHABET) else None


def written(symbols: str) -> str:
    """Return seven symbols as people write them: K7Q-M3F-2."""
    return f"{symbols[:3]}-{symbols[3:6]}-{symbols[6:]}"


def new_code() -> str:
    """Draw a code by lot: it tells neither year, nor place, nor how many came before."""
    while True:
        symbols = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        if check := check_symbol(symbols):
            return written(symbols + check)


def parse(text: str) -> str | None:
    """Read a code however it was typed; nothing if it is none, or was mistyped."""
    symbols = re.sub(r"[\s\u2010-\u2015-]", "", text).upper().translate(LOOKALIKES)
    if not SHAPE.fullmatch(symbols) or check_symbol(symbols[:LENGTH]) != symbols[LENGTH]:
        return None
    return written(symbols)


def draw_pseudonym(taken: Collection[str]) -> str:
    """Draw two words that none of these bear; a number follows when all are taken."""
    free = [name for name in PSEUDONYMS if name not in taken]
    if free:
        return secrets.choice(free)
    number = 2
    while True:
        free = [f"{name} {number}" for name in PSEUDONYMS if f"{name} {number}" not in taken]
        if free:
            return secrets.choice(free)
        number += 1
