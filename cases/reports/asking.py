"""The words in which an instrument is asked: the official ones where loaded, else our labels."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from cases.instruments import Definition
from cases.instruments.definition import LANGUAGES

NAMES = {code: str(name) for code, name in settings.LANGUAGES}


@dataclass(frozen=True, slots=True)
class Asking:
    """One instrument in the words of one language."""

    language: str
    is_official: bool
    instructions: str
    items: Mapping[int, str]
    scales: Mapping[str, Mapping[int, str]]
    licence: str


def languages(texts: Mapping[str, Any]) -> list[str]:
    """Return the languages it can be asked in: those loaded first, then those of our labels."""
    return [*texts, *(language for language in LANGUAGES if language not in texts)]


def usual(texts: Mapping[str, Any]) -> str:
    """Return the language to begin with: that of the reader."""
    mine = (get_language() or "es").split("-")[0]
    return mine if mine in languages(texts) else next(iter(languages(texts)))


def asking(it: Definition, language: str, texts: Mapping[str, Any]) -> Asking:
    """Return the words of an instrument in one language."""
    text = texts.get(language)
    body = text.body if text else {}
    mine = language if language in LANGUAGES else "es"

    def ours(words: Any) -> str:
        return str(getattr(words, mine))

    loaded = body.get("scales", {})
    return Asking(
        language=language,
        is_official=it.own or text is not None,
        instructions=body.get("instructions", ""),
        items={
            item.number: body.get("items", {}).get(str(item.number), ours(item.label))
            for item in it.items
        },
        scales={
            name: {
                answer.value: loaded.get(name, {}).get(str(answer.value), ours(answer.label))
                for answer in answers
            }
            for name, answers in it.scales.items()
        },
        licence=text.licence if text else "",
    )
